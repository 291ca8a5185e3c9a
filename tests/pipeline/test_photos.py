"""Photos that come twice or look alike, what cameras say, and codes that point to what is known."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageOps

from classifiers.image_text import ImageText, TextLine
from classifiers.score import Label
from crawler.page import Page
from models.capture import Blob
from models.decision import Event
from models.image import Photo, PhotoBand, PhotoScore
from models.target import Target
from pipeline.exif import Camera, camera_of
from pipeline.forgetting import forget
from pipeline.leads import Leads
from pipeline.near import Look, look_of, near_photos
from pipeline.photos import PhotoDesk, Sent, TakenIn
from pipeline.pictures import Pictures
from pipeline.road import document_of
from pipeline.targets import remove_target
from qr.reader import Reader
from tests.pipeline.conftest import PREVIEW, Journey, scorer
from tests.pipeline.visits import code_png

SHOP = "http://hidden.example/enter"


def take(journey: Journey, sent: Sent, data: bytes = code_png(SHOP)) -> TakenIn:
    leads = Leads(depth=2, preview=PREVIEW)
    return PhotoDesk(journey.database, journey.blobs, journey.pictures, leads, scorer(), journey.clock).take(
        data, sent
    )


def kinds(journey: Journey) -> list[str]:
    with journey.database.read() as session:
        told = Event.kind.not_in(("begun", "stored"))
        return list(session.scalars(sa.select(Event.kind).where(told).order_by(Event.id)))


class Wall:
    """Reads these lines in every image."""

    def __init__(self, *lines: str, version: str = "wall-1") -> None:
        self.version = version
        self._lines = lines

    def read(self, _image_bytes: bytes) -> ImageText:
        corners = ((1, 2), (8, 2), (8, 5), (1, 5))
        lines = (TextLine(text=text, latin="", confidence=91.0, corners=corners) for text in self._lines)
        return ImageText(lines=tuple(lines))


def written_on(journey: Journey, *lines: str, version: str = "wall-1") -> TakenIn:
    """What a photo comes to on which these lines are read."""
    journey.pictures = Pictures(journey.database, Reader(), Wall(*lines, version=version))
    return take(journey, Sent(file_name="wall.png"))


def stored_score(journey: Journey) -> PhotoScore | None:
    with journey.database.read() as session:
        return session.scalars(sa.select(PhotoScore)).one_or_none()


OFFER = ("Мефедрон 1г 9000, 2г 16000", "Клады по городу", "Координаты после оплаты")


def test_text_on_a_photo_is_scored_and_the_score_is_kept_with_its_words(journey: Journey) -> None:
    taken, row = written_on(journey, *OFFER), stored_score(journey)
    assert taken.score is not None
    assert row is not None
    assert (taken.score.label, row.label, row.text) == (Label.SALE, "sale", "\n".join(OFFER))
    assert (row.score, row.scorer) == (taken.score.value, scorer().name)
    assert row.signals
    assert all(row.text[each["start"] : each["end"]] == each["quote"] for each in row.signals)
    assert journey.faults() == []


def test_text_on_a_photo_scores_as_in_a_page_s_picture(journey: Journey) -> None:
    page = Page(
        url="https://library.example/", title="", text="", main_text="", links=(), images=(), contacts=()
    )
    text, day = "\n".join(OFFER), journey.clock().date()
    [expected] = scorer().score([replace(document_of(page, text, day), url="")])
    score = written_on(journey, *OFFER).score
    assert score is not None
    assert score.value == pytest.approx(expected.value)
    assert score.label is expected.label


def test_harmless_text_on_a_photo_is_no_sign_and_a_wall_without_text_has_no_score(journey: Journey) -> None:
    assert take(journey, Sent(file_name="a.png")).score is None
    assert stored_score(journey) is None
    harmless = written_on(journey, "Ремонт стиральных машин", "Выезд на дом").score
    assert harmless is not None
    assert harmless.label is Label.BENIGN


def test_a_photo_that_comes_again_has_one_score_and_new_words_another(journey: Journey) -> None:
    written_on(journey, *OFFER)
    first = stored_score(journey)
    assert first is not None
    journey.clock.pass_(days=1)
    assert written_on(journey, *OFFER).known
    again = stored_score(journey)
    assert again is not None
    assert again.scored_at == first.scored_at
    written_on(journey, "Ремонт стиральных машин", version="wall-2")
    renewed = stored_score(journey)
    assert renewed is not None
    assert (renewed.label, renewed.text) == ("benign", "Ремонт стиральных машин")
    assert journey.faults() == []


def test_r12_what_was_read_on_a_photo_is_forgotten_and_does_not_come_back(journey: Journey) -> None:
    written_on(journey, *OFFER)
    with journey.database.write() as session:
        forget(session, "координаты", reason="art. 22", actor="admin", now=journey.clock())
    written_on(journey, *OFFER)
    row = stored_score(journey)
    assert row is not None
    assert "оординаты" not in f"{row.text} {row.signals}"


def test_a_photo_that_comes_again_adds_what_its_sender_knows(journey: Journey) -> None:
    first = take(journey, Sent(file_name="a.png", sender="aigul", note="a wall"))
    again = take(journey, Sent(file_name="b.png", sender="marat", note="here", latitude=49.8, longitude=73.1))
    assert (first.known, again.known) == (False, True)
    with journey.database.read() as session:
        photo = session.scalars(sa.select(Photo)).one()
        event = session.scalars(sa.select(Event).where(Event.kind == "received_again")).one()
    assert (photo.file_name, photo.sender, photo.note) == ("a.png", "aigul", "a wall")
    assert (photo.latitude, photo.longitude) == (49.8, 73.1)
    assert (event.actor, event.detail) == ("marat", {"note": "here"})


def test_a_photo_in_the_form_of_phones_tells_when_and_where(journey: Journey) -> None:
    heic = (Path(__file__).parents[1] / "qr" / "data" / "code.heic").read_bytes()
    assert take(journey, Sent(file_name="a.heic"), heic).targets == ("https://vitrina.example/qala",)
    with journey.database.read() as session:
        photo = session.scalars(sa.select(Photo)).one()
        assert session.get_one(Blob, photo.sha256).media_type == "image/heic"
    assert photo.taken_at == "2026:03:02 06:00:00"
    assert (photo.camera_latitude, photo.camera_longitude) == (49.8, 73.1)


def test_a_code_that_points_to_a_watched_address_changes_nothing_but_is_recorded(journey: Journey) -> None:
    take(journey, Sent(file_name="a.png"))
    with journey.database.read() as session:
        before = session.scalars(sa.select(Target)).one()
    taken = take(journey, Sent(file_name="b.png", note="another"), code_png(SHOP) + b"\0")
    assert taken.targets == (SHOP,)
    with journey.database.read() as session:
        after = session.scalars(sa.select(Target)).one()
    assert (after.reference, after.note, after.next_due_at) == (
        before.reference,
        before.note,
        before.next_due_at,
    )
    assert kinds(journey) == ["received", "watched", "received", "named"]


def test_an_address_that_a_person_stopped_watching_stays_so(journey: Journey) -> None:
    take(journey, Sent(file_name="a.png"))
    with journey.database.write() as session:
        remove_target(session, SHOP, actor="aigul", now=journey.clock())
    assert take(journey, Sent(file_name="a.png")).targets == ()


def street(seed: int = 1, text: str = SHOP) -> Image.Image:
    """A photo of a wall with a sticker: no other seed looks like it."""
    rough = np.random.default_rng(seed).integers(30, 220, (6, 8, 3), dtype=np.uint8)
    wall = Image.fromarray(rough).resize((1200, 900), Image.Resampling.BICUBIC)
    with Image.open(BytesIO(code_png(text))) as sticker:
        wall.paste(sticker.convert("RGB"), (450, 350))
    return wall


def jpeg(image: Image.Image, quality: int = 90, exif: Image.Exif | None = None) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif or Image.Exif())
    return out.getvalue()


def turned(image: Image.Image) -> bytes:
    """Stored on its side, with the EXIF orientation that sets it upright."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    return jpeg(image.transpose(Image.Transpose.ROTATE_90), exif=exif)


COPIES = {
    "recompressed": lambda image: jpeg(image, 40),
    "resized": lambda image: jpeg(image.resize((600, 450))),
    "cropped": lambda image: jpeg(ImageOps.crop(image, 14)),
    "brighter": lambda image: jpeg(image.point(lambda value: min(255, round(value * 1.15)))),
    "turned": turned,
}


@pytest.mark.parametrize("how", COPIES)
def test_a_changed_copy_of_a_photo_is_recognised_and_kept_apart(local_journey: Journey, how: str) -> None:
    image = street()
    first = take(local_journey, Sent(file_name="a.jpg"), jpeg(image))
    other = take(local_journey, Sent(file_name="b.jpg"), jpeg(street(2)))
    copy = take(local_journey, Sent(file_name="c.jpg"), COPIES[how](image))
    assert (first.near, other.near, copy.near) == ((), (), (first.sha256,))
    assert not copy.known
    again = take(local_journey, Sent(file_name="c.jpg"), COPIES[how](image))
    assert (again.known, again.near) == (True, (first.sha256,))


def test_the_same_code_at_the_same_place_is_reported_and_never_merged(journey: Journey) -> None:
    here, across_town = (49.8, 73.1), (49.9, 73.1)
    photos = [
        take(journey, Sent(file_name=f"{n}.jpg", latitude=lat, longitude=lon), jpeg(street(n)))
        for n, (lat, lon) in enumerate((here, across_town, (49.8001, 73.1001)))
    ]
    assert [photo.beside for photo in photos] == [(), (), (photos[0].sha256,)]
    assert [photo.near for photo in photos] == [(), (), ()]
    assert len({photo.sha256 for photo in photos}) == 3


def test_near_photos_are_found_by_an_index_and_within_the_limit_without_a_miss(journey: Journey) -> None:
    first = take(journey, Sent(file_name="a.jpg"), jpeg(street()))
    look = look_of(jpeg(street()))
    assert look is not None
    rng = np.random.default_rng(5)
    with journey.database.read() as session:
        for bits in (0, 1, 5, 9, 10):
            flipped = sum(1 << int(bit) for bit in rng.choice(64, bits, replace=False))
            other = Look(phash=look.phash ^ flipped, dhash=look.dhash)
            assert near_photos(session, other, but="") == ((first.sha256,) if bits <= 9 else ())
        keys = session.scalars(sa.select(PhotoBand.key)).all()
    assert len(keys) == len(set(keys)) == 4


def test_a_picture_of_nothing_looks_like_no_other() -> None:
    assert look_of(jpeg(Image.new("RGB", (300, 200), "grey"))) is None
    assert look_of(b"no picture") is None


def written(*, offset: str = "+05:00", time: str = "2026:03:02 11:00:00", north: object = 49.0) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = "2026:03:05 10:00:00"
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {ExifTags.Base.DateTimeOriginal: time, ExifTags.Base.OffsetTimeOriginal: offset}
    )
    gps: dict[int, object] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (north, 48.0, 0.0),
        ExifTags.GPS.GPSLongitudeRef: "W",
        ExifTags.GPS.GPSLongitude: (73.0, 6.0, 0.0),
    }
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    return exif


def test_what_the_camera_and_what_the_sender_say_stand_apart(journey: Journey) -> None:
    data = jpeg(street(), exif=written())
    take(journey, Sent(file_name="a.jpg"), data)
    take(journey, Sent(file_name="a.jpg", latitude=51.1, longitude=71.4), data)
    take(journey, Sent(file_name="a.jpg", latitude=1.0, longitude=2.0), data)
    with journey.database.read() as session:
        photo = session.scalars(sa.select(Photo)).one()
    assert (photo.taken_at, photo.taken_offset) == ("2026:03:02 11:00:00", "+05:00")
    assert photo.camera_latitude == pytest.approx(49.8)
    assert photo.camera_longitude == pytest.approx(-73.1)
    assert (photo.latitude, photo.longitude) == (51.1, 71.4)


@pytest.mark.parametrize(
    ("exif", "camera"),
    [
        (Image.Exif(), Camera()),
        (
            written(time="0000:00:00 00:00:00", offset="soon", north=91.0),
            Camera(taken_at="2026:03:05 10:00:00"),
        ),
        (
            written(time="2026:02:30 11:00:00", offset="+99:99", north=91.0),
            Camera(taken_at="2026:03:05 10:00:00"),
        ),
        (
            written(time="\0\0", offset=""),
            Camera(taken_at="2026:03:05 10:00:00", latitude=49.8, longitude=-73.1),
        ),
    ],
    ids=["none", "impossible", "no_such_day", "blank"],
)
def test_what_a_camera_says_wrongly_is_left_out_and_costs_nothing_else(
    exif: Image.Exif, camera: Camera
) -> None:
    assert camera_of(jpeg(street(), exif=exif)) == camera


def test_a_broken_part_of_the_camera_data_costs_no_other() -> None:
    data = jpeg(street(), exif=written())
    at = data.index(b"\x88\x25")  # the pointer to the positions
    broken = camera_of(data[: at + 8] + b"\xff\xff\xff\x00" + data[at + 12 :])
    assert (broken.taken_at, broken.latitude) == ("2026:03:02 11:00:00", None)


CAMERA_DATA = jpeg(Image.new("L", (9, 9)), exif=written())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(CAMERA_DATA) - 1), st.integers(0, 255)), max_size=20))
def test_mutated_camera_data_never_raises(changes: list[tuple[int, int]]) -> None:
    data = bytearray(CAMERA_DATA)
    for where, value in changes:
        data[where] = value
    camera = camera_of(bytes(data))
    assert (camera.latitude is None) == (camera.longitude is None)


def test_a_photo_from_an_older_store_gets_its_look_when_it_comes_again(local_journey: Journey) -> None:
    take(local_journey, Sent(file_name="a.jpg"), jpeg(street()))
    with local_journey.database.write() as session:
        photo = session.scalars(sa.select(Photo)).one()
        assert photo.phash is not None
        photo.phash = photo.dhash = None
        session.execute(sa.delete(PhotoBand))
    take(local_journey, Sent(file_name="a.jpg"), jpeg(street()))
    with local_journey.database.read() as session:
        assert session.scalars(sa.select(sa.func.count(PhotoBand.key))).one() == 4
