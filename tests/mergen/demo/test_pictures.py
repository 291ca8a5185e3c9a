import hashlib
import io

import pytest
import zxingcpp
from PIL import Image

from mergen.demo.bundle import WebOfSites, load_web
from mergen.demo.photos import develop, photo_tables, photos
from mergen.demo.pictures import font
from mergen.demo.truth import load_truth
from tests.mergen.demo.browsing import fetch


def read(data: bytes) -> list[str]:
    return sorted(code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(data))))


@pytest.mark.parametrize("url", load_truth().codes)
def test_every_code_in_a_page_image_can_be_read(web: WebOfSites, url: str) -> None:
    assert read(fetch(web, url).body) == sorted(load_truth().codes[url])


@pytest.mark.parametrize("name", load_truth().photos)
def test_every_code_in_a_photo_can_be_read(name: str) -> None:
    (photo,) = (photo for photo in photos() if photo.name == name)
    assert read(photo.data) == sorted(photo.payloads)
    assert load_truth().photos[name] == photo.payloads


def test_the_truth_names_exactly_the_photos() -> None:
    assert set(load_truth().photos) == {photo.name for photo in photos()}
    assert () in load_truth().photos.values()
    assert any(len(payloads) == 2 for payloads in load_truth().photos.values())


def test_photos_tell_where_they_were_taken() -> None:
    placed = [photo for photo in photos() if photo.lat is not None and photo.lon is not None]
    assert 0 < len(placed) < len(photos())
    for photo in placed:
        gps = Image.open(io.BytesIO(photo.data)).getexif().get_ifd(0x8825)
        for number, value in ((2, photo.lat), (4, photo.lon)):
            degrees, minutes, seconds = map(float, gps[number])
            assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(value, abs=1e-5)


def test_pictures_are_the_same_each_time(web: WebOfSites) -> None:
    again = load_web(internal_port=9)
    for url in (*load_truth().codes, "http://stepnoy-vestnik.example/media/any.jpg"):
        assert fetch(web, url).body == fetch(again, url).body, url


def test_photos_are_the_same_each_time() -> None:
    first, again = photos()[0], develop(photo_tables()[0])
    assert first is not again
    assert hashlib.sha256(first.data).digest() == hashlib.sha256(again.data).digest()


def test_the_font_has_the_kazakh_letters() -> None:
    letters = font(40)
    missing = bytes(letters.getmask("\ue000"))
    for letter in "ӘәҒғҚқҢңӨөҰұҮүҺһІі₸":
        assert bytes(letters.getmask(letter)) != missing, letter


def test_the_bomb_is_known_by_its_header(web: WebOfSites) -> None:
    body = fetch(web, "http://hostile.test/img/bomb.png").body
    assert len(body) < 1000
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(body))
