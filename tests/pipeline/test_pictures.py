"""What was seen in an image is kept at its best, and never decides over the life of a crawl."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import sqlalchemy as sa

from classifiers.image_text import ImageText, TextLine
from models.database import Database
from models.image import Image, Sighting
from models.image import Symbol as SymbolRow
from pipeline.evidence import add_blob
from pipeline.pictures import Pictures, was_cut
from pipeline.storing_pictures import add_picture
from qr.symbol import Reading, Symbol, SymbolFormat
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WALL = "http://library.example/wall.png"


def code(text: str) -> Symbol:
    corners = ((0, 0), (9, 0), (9, 9), (0, 9))
    return Symbol(
        text=text,
        raw=text.encode(),
        format=SymbolFormat.QR,
        position=corners,
        decoder="test",
        variant="",
        agreed=("test",),
    )


class PatientReader:
    """Sees one code at a glance and two when it looks long."""

    def __init__(self) -> None:
        self.version = "patient 1"
        self.looks = 0

    def read(self, _data: bytes, *, deep: bool = False) -> Reading:
        self.looks += 1
        return Reading(width=9, height=9, symbols=(code("one"), code("two"))[: 2 if deep else 1])


class Words:
    """Reads one line in every image."""

    def __init__(self, version: str = "words-1") -> None:
        self.version = version
        self.complete = True
        self.looks = 0

    def read(self, _image_bytes: bytes) -> ImageText:
        self.looks += 1
        corners = ((1, 2), (8, 2), (8, 5), (1, 5))
        line = TextLine(text="words", latin="", confidence=91.0, corners=corners)
        return ImageText(lines=(line,), complete=self.complete)


def texts(store: Database) -> set[str]:
    with store.read() as session:
        return set(session.scalars(sa.select(SymbolRow.text)))


def test_a_glance_does_not_undo_a_long_look(journey: Journey) -> None:
    reader, data = PatientReader(), code_png("wall")
    photo = Pictures(journey.database, reader, Words()).look(data, deep=True, text=True)
    with journey.database.write() as session:
        add_blob(session, photo.sha256, len(data), media_type="image/png", kind="photo", now=journey.clock())
        add_picture(session, photo, journey.clock())
    journey.pictures = Pictures(journey.database, reader, None)
    journey.anew().take(visit("http://library.example/", NEWS_TEXT, images=(image(WALL, data),)))
    assert reader.looks == 1
    assert texts(journey.database) == {"one", "two"}
    with journey.database.read() as session:
        assert session.scalars(sa.select(Image.text)).one() == "words"
        assert len(session.scalars(sa.select(Sighting.id)).all()) == 2
    reader.version = "patient 2"
    journey.pictures = Pictures(journey.database, reader, None)
    journey.anew().take(visit("http://library.example/2", NEWS_TEXT, images=(image(WALL, data),)))
    assert reader.looks == 2
    assert texts(journey.database) == {"one", "two"}


def test_two_readings_of_one_image_that_differ_store_both_sightings(journey: Journey) -> None:
    class Unsteady(PatientReader):
        def read(self, _data: bytes, *, deep: bool = False) -> Reading:
            self.looks += 1
            return Reading(width=9, height=9, symbols=(code("one"), code("two"))[: self.looks + deep])

    reader, data = Unsteady(), code_png("wall")
    first, second = (Pictures(journey.database, reader, None) for _ in range(2))
    assert (len(first.look(data).reading.symbols), len(second.look(data).reading.symbols)) == (1, 2)
    for number, pictures in enumerate((first, second)):
        journey.pictures = pictures
        journey.anew().take(visit(f"http://vetka.example/{number}", SHOP_TEXT, images=(image(WALL, data),)))
    with journey.database.read() as session:
        seen = set(session.scalars(sa.select(Sighting.text).where(Sighting.source == "code")))
    assert seen == {"one", "two"}


def test_different_images_are_looked_at_at_once_and_the_same_one_in_turn() -> None:
    class Meeting(PatientReader):
        together = threading.Barrier(2, timeout=20)

        def read(self, data: bytes, *, deep: bool = False) -> Reading:
            self.together.wait()
            return super().read(data, deep=deep)

    reader = Meeting()
    pictures = Pictures(None, reader, None)
    walls = [code_png(text) for text in ("wall", "door", "wall", "door")]
    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(pictures.look, walls))
    assert seen[:2] == seen[2:]
    assert reader.looks == 2


def test_text_is_read_once_by_each_version_of_its_reader(journey: Journey) -> None:
    words, data = Words(), code_png("wall")
    for version, looks in (("words-1", 1), ("words-1", 1), ("words-2", 2)):
        words.version = version
        picture = Pictures(journey.database, PatientReader(), words).look(data, deep=True, text=True)
        with journey.database.write() as session:
            add_blob(session, picture.sha256, len(data), media_type="image/png", kind="photo", now=NOW)
            add_picture(session, picture, NOW)
        assert words.looks == looks
        assert (picture.text, picture.lines[0].corners[0]) == ("words", (1, 2))


def test_an_image_seen_without_a_text_reader_is_read_when_there_is_one(journey: Journey) -> None:
    data = code_png("wall")
    for words, text in ((None, ""), (Words(), "words")):
        picture = Pictures(journey.database, PatientReader(), words).look(data, deep=True, text=True)
        with journey.database.write() as session:
            add_blob(session, picture.sha256, len(data), media_type="image/png", kind="photo", now=NOW)
            add_picture(session, picture, NOW)
        assert picture.text == text


def test_words_that_were_cut_off_are_read_again_and_whole_ones_are_kept(journey: Journey) -> None:
    words, data = Words(), code_png("wall")

    def look() -> str:
        picture = Pictures(journey.database, PatientReader(), words).look(data, text=True)
        with journey.database.write() as session:
            add_blob(session, picture.sha256, len(data), media_type="image/png", kind="photo", now=NOW)
            add_picture(session, picture, NOW)
            return session.get_one(Image, picture.sha256).reader

    words.complete = False
    assert was_cut(look())
    assert was_cut(look())
    words.complete = True
    assert not was_cut(look())
    assert words.looks == 3
    assert not was_cut(look())
    assert words.looks == 3


def test_a_look_that_was_cut_off_does_not_replace_a_whole_one(journey: Journey) -> None:
    words, data = Words(), code_png("wall")
    whole = Pictures(None, PatientReader(), words).look(data, text=True)
    words.complete = False
    cut = Pictures(None, PatientReader(), words).look(data, text=True)
    with journey.database.write() as session:
        add_blob(session, whole.sha256, len(data), media_type="image/png", kind="photo", now=NOW)
        for picture in (whole, cut):
            add_picture(session, picture, NOW)
        assert session.get_one(Image, whole.sha256).reader == whole.reader
