"""Where a crawl looks deeply, how much a page may cost, and that crops of what was read are kept."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
import sqlalchemy as sa
import zxingcpp
from PIL import Image as Pillow

from crawler.document import Document
from crawler.page import ImageRef, ImageSource
from models.capture import Blob, PageImage
from models.image import Image, Sighting, Symbol
from pipeline.depth import DEEP_IMAGES, speaks_of_a_code
from pipeline.pictures import Pictures
from qr.symbol import Hint, Reading
from tests.pipeline.conftest import Journey
from tests.pipeline.test_pictures import code
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit

PAGE = "http://vetka.example/"
PLACE = ((10, 10), (50, 10), (50, 50), (10, 50))


class GlanceReader:
    """Reads nothing at a glance but may see a place, and counts its deep looks."""

    version = "glance 1"

    def __init__(self, *, sees_a_place: bool = False) -> None:
        self.deep = 0
        self._unread = (PLACE,) if sees_a_place else ()

    def read(self, _data: bytes, *, deep: bool = False) -> Reading:
        self.deep += deep
        hints = (Hint.CLOSER,) if deep else ()
        return Reading(width=90, height=90, unread=self._unread, failures=("one gave up",), hints=hints)


@pytest.mark.parametrize(
    ("url", "alt", "near"),
    [
        ("http://a.example/i/qr.png", "", ""),
        ("http://a.example/my_QR-2.png", "", ""),
        ("data:image/png;base64,AA", "QR-код бота", ""),
        ("http://a.example/1.png", "", "Отсканируй и напиши оператору"),
        ("http://a.example/1.png", "", "Кодты сканерлеңіз"),
        ("http://a.example/1.png", "", "куар код на стене"),
        ("http://a.example/1.png", "", "Scan me"),
    ],
)
def test_words_that_speak_of_a_code_are_known_in_three_languages(url: str, alt: str, near: str) -> None:
    assert speaks_of_a_code(ImageRef(url=url, source=ImageSource.IMG, alt=alt, near=near))


@pytest.mark.parametrize("text", ["A scandal", "скандал в мэрии", "Iraqr", "cat.png", "қала"])
def test_other_words_do_not(text: str) -> None:
    assert not speaks_of_a_code(ImageRef(url="http://a.example/square.png", source=ImageSource.IMG, alt=text))


@pytest.mark.parametrize(
    ("text", "alt", "sees_a_place", "looks"),
    [
        (NEWS_TEXT, "", False, 0),
        (NEWS_TEXT, "QR-код", False, 1),
        (NEWS_TEXT, "", True, 1),
        (SHOP_TEXT, "", False, 1),
    ],
    ids=["harmless", "words beside it", "located and unread", "flagged page"],
)
def test_a_deep_look_is_taken_where_it_pays_and_once(
    local_journey: Journey, text: str, alt: str, sees_a_place: bool, looks: int
) -> None:
    journey, reader = local_journey, GlanceReader(sees_a_place=sees_a_place)
    for number in range(2):
        journey.pictures = Pictures(journey.database, reader, None)
        seen = image(PAGE + "1.png", code_png("wall"))
        seen = replace(seen, ref=replace(seen.ref, alt=alt))
        journey.anew().take(visit(f"{PAGE}{number}", text, images=(seen,)))
    assert reader.deep == looks
    with journey.database.read() as session:
        row = session.scalars(sa.select(Image)).one()
    assert row.failures == ["one gave up"]
    assert row.hints == ["closer"] * looks
    assert len(row.unread) == sees_a_place


def test_a_page_full_of_images_stays_within_its_budget(local_journey: Journey) -> None:
    reader = GlanceReader()
    local_journey.pictures = Pictures(local_journey.database, reader, None)
    images = tuple(image(f"{PAGE}{number}.png", code_png(str(number))) for number in range(DEEP_IMAGES + 5))
    local_journey.anew().take(visit(PAGE, SHOP_TEXT, images=images))
    assert reader.deep == DEEP_IMAGES


def test_a_page_without_a_deep_look_does_not_wait_for_that_of_another(local_journey: Journey) -> None:
    looking, done = threading.Event(), threading.Event()

    class Slow(GlanceReader):
        def read(self, data: bytes, *, deep: bool = False) -> Reading:
            if deep:
                looking.set()
                assert done.wait(20)
            return super().read(data, deep=deep)

    reader = Slow()
    local_journey.pictures = Pictures(local_journey.database, reader, None)
    road = local_journey.anew().road
    flagged = visit(PAGE, SHOP_TEXT, images=(image(PAGE + "1.png", code_png("wall")),))
    with ThreadPoolExecutor(1) as beside:
        begun = beside.submit(road.begin, flagged)
        assert looking.wait(20)
        road.begin(visit(PAGE + "2", NEWS_TEXT, images=(image(PAGE + "2.png", code_png("door")),)))
        assert not begun.done()
        done.set()
    assert reader.deep == 1


def test_a_code_in_the_screenshot_of_a_flagged_page_is_read_and_followed(journey: Journey) -> None:
    for url, text in ((PAGE, SHOP_TEXT), ("http://library.example/", NEWS_TEXT)):
        seen = visit(url, text)
        assert seen.capture is not None
        shot = replace(seen.capture, screenshot=code_png(f"{url}drawn"))
        journey.take(replace(seen, capture=shot))
    assert journey.queued()[f"{PAGE}drawn"] == "code"
    assert "http://library.example/drawn" not in journey.queued()
    with journey.database.read() as session:
        [shown] = session.scalars(sa.select(PageImage)).all()
        assert (
            session.scalars(sa.select(Sighting.source).where(Sighting.text == f"{PAGE}drawn")).one() == "code"
        )
    assert shown.source == "screenshot"
    assert journey.road.account.images == 0


def test_the_crop_of_each_symbol_is_kept_with_its_origin(journey: Journey) -> None:
    data = code_png(PAGE)
    journey.take(visit(PAGE, NEWS_TEXT, images=(image(PAGE + "1.png", data), image(PAGE + "i.png", b"x"))))
    with journey.database.read() as session:
        symbol = session.scalars(sa.select(Symbol)).one()
        crop = session.scalars(sa.select(Blob).where(Blob.kind == "crop")).one()
    assert journey.faults() == []
    assert (symbol.crop_sha256, crop.derived_from) == (crop.sha256, symbol.image_sha256)
    assert crop.made_by.startswith("crop 1; frame 0; corners ")
    part = Pillow.open(BytesIO(journey.blobs.get(crop.sha256)))
    assert max(part.size) <= 400
    assert [code.text for code in zxingcpp.read_barcodes(np.asarray(part))] == [PAGE]


def test_everything_a_symbol_carries_survives_the_store(journey: Journey) -> None:
    disputed = replace(code("one"), disputed=("other",), frame=3)

    class Disputing:
        version = "disputing 1"

        def read(self, _data: bytes, *, deep: bool = False) -> Reading:
            failures = ("gave up",) if deep else ("gave up", "at a glance")
            return Reading(width=9, height=9, symbols=(disputed,), unread=(PLACE,), failures=failures)

    data = code_png("wall")
    journey.pictures = Pictures(journey.database, Disputing(), None)
    first = journey.pictures.look(data)
    journey.anew().take(visit(PAGE, NEWS_TEXT, images=(image(PAGE + "1.png", data),)))
    assert Pictures(journey.database, Disputing(), None).look(data).reading == first.reading


def test_the_words_beside_an_image_come_with_it() -> None:
    html = (
        '<div><figure><a><img src="/1.png" title="Бот"></a><figcaption>Сканируй код</figcaption></figure>'
        f'<img src="/2.png"><p>{"слово " * 100}</p></div>'
    )
    one, two = Document(html, PAGE).page().images
    assert (one.near, two.near) == ("Бот Сканируй код", "")
