"""A run decoded and scored again from stored bytes."""

from collections.abc import Iterable
from dataclasses import replace

import segno
import sqlalchemy as sa

from classifiers.document import Document
from classifiers.score import Score, Scorer
from crawler.reading import read
from crawler.request import Request
from crawler.shot import Shot
from crawler.visit import SeenImage, Visit
from models.capture import Capture, Page
from models.run import Run
from pipeline.pictures import CodeReader, Pictures
from pipeline.replay import Change, Replay, Replayed, other_versions
from pipeline.screenshots import Album
from qr.reader import Reader
from qr.symbol import Reading
from tests.pipeline.conftest import Journey, scorer
from tests.pipeline.test_pictures import Words
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, capture, code_png, image

SHOP, NEWS, OTHER = "http://vetka.example/", "http://library.example/", "http://other.example/"
WALL = image(f"{SHOP}wall.png", code_png("https://t.me/suhaya_vetka_"))


def seen(url: str, text: str, *images: SeenImage, more: str = "") -> Visit:
    """A visit whose page is read from its bytes, as the crawler reads it."""
    captured = capture(url, f"<title>{url}</title><p>{text}</p>{more}".encode())
    return Visit(request=Request(url=url), capture=captured, page=read(captured), images=images)


def drawn_code(text: str) -> str:
    rows = segno.make_qr(text).matrix_iter(border=4)
    marks = "\n".join("".join("██" if dark else "  " for dark in row) for row in rows)
    return f"<pre>{marks}</pre>"


def again(journey: Journey, *, reader: CodeReader | None = None, by: Scorer | None = None) -> list[Replayed]:
    with journey.database.read() as session:
        run = session.get_one(Run, journey.run_id)
    pictures = Pictures(None, reader or Reader(), journey.text_reader)
    return list(Replay(journey.database, journey.blobs, pictures, by or scorer()).run(run))


def changes(replayed: Iterable[Replayed]) -> dict[str, set[str]]:
    return {each.url: {change.what for change in each.changes} for each in replayed if each.changes}


def test_the_same_versions_give_the_same_results_byte_for_byte(journey: Journey) -> None:
    journey.take(seen(SHOP, SHOP_TEXT, WALL, more=drawn_code("https://t.me/qala_drawn_")))
    journey.take(seen(NEWS, NEWS_TEXT))
    journey.take(Visit(request=Request(url=f"{NEWS}x.png"), capture=capture(f"{NEWS}x.png", code_png("x"))))

    replayed = again(journey)

    assert {code.value for code in journey.ended[0][0].codes} == {"qala_drawn_", "suhaya_vetka_"}
    assert [each.url for each in replayed] == [SHOP, NEWS]
    assert changes(replayed) == {}


def test_a_screenshot_that_was_taken_later_changes_nothing(local_journey: Journey) -> None:
    local_journey.take(seen(SHOP, SHOP_TEXT))
    shot = Shot(url=SHOP, png=code_png("https://t.me/qala_shown_"), rendered=b"<p>another page</p>")
    with local_journey.database.read() as session:
        run = session.get_one(Run, local_journey.run_id)
    tools = local_journey.tools(run.id)
    assert Album(run.id).fill(tools, lambda sittings: [(each, shot) for each in sittings]) == 1

    assert changes(again(local_journey)) == {}


def test_an_image_that_was_looked_at_more_closely_for_another_page_is_no_difference(
    local_journey: Journey,
) -> None:
    """On a page that is no finding an image is seen at a glance; on one that is, deeply."""
    local_journey.pictures = Pictures(local_journey.database, OnlyDeeply(), None)
    journey = local_journey.anew()
    journey.take(seen(NEWS, NEWS_TEXT, WALL))
    journey.take(seen(SHOP, SHOP_TEXT, WALL))

    assert changes(again(journey, reader=OnlyDeeply())) == {}


class OnlyDeeply:
    """Reads a code only if every method is tried."""

    version = "deeply 1"

    def read(self, data: bytes, *, deep: bool = False) -> Reading:
        found = Reader().read(data)
        return found if deep else replace(found, symbols=())


class Blind:
    """Reads no code, as a later version might."""

    version = "blind 2"

    def read(self, data: bytes, *, deep: bool = False) -> Reading:
        return replace(Reader().read(data, deep=deep), symbols=())


class Stricter:
    """Weighs as another version might."""

    name = "stricter 2"

    def score(self, documents: Iterable[Document]) -> list[Score]:
        return [replace(each, value=0.5, scorer=self.name) for each in scorer().score(list(documents))]


def test_what_other_versions_see_and_weigh_is_told_by_capture(local_journey: Journey) -> None:
    local_journey.take(seen(SHOP, SHOP_TEXT, WALL))
    local_journey.take(seen(NEWS, NEWS_TEXT))

    assert changes(again(local_journey, reader=Blind())) == {SHOP: {"codes", "images"}}
    told = again(local_journey, by=Stricter())
    assert changes(told) == {SHOP: {"score", "scorer"}, NEWS: {"score", "scorer"}}
    [change] = [each for each in told[0].changes if each.what == "score"]
    assert (change.now, change.then > 0.5) == (0.5, True)


def test_a_row_that_was_edited_and_bytes_that_were_altered_are_told(local_journey: Journey) -> None:
    local_journey.take(seen(SHOP, SHOP_TEXT))
    local_journey.take(seen(NEWS, NEWS_TEXT))
    with local_journey.database.write() as session:
        page = session.scalars(sa.select(Page).where(Page.title == NEWS)).one()
        page.label = "sale"
        stored = session.scalars(sa.select(Capture.sha256).where(Capture.url == SHOP)).one()
    path = local_journey.blobs.path(stored)
    path.chmod(0o640)
    path.write_bytes(b"another body")

    assert changes(again(local_journey)) == {SHOP: {"bytes"}, NEWS: {"label"}}


def test_the_score_of_a_page_does_not_depend_on_what_other_pages_had_read(local_journey: Journey) -> None:
    """A short page has the text in its images read; a long one, which shows the same image, has not."""
    local_journey.text_reader = Words()
    long = f"<p>{NEWS_TEXT}</p>" * 5
    with_words = Pictures(local_journey.database, Reader(), local_journey.text_reader)
    local_journey.pictures = with_words
    journey = local_journey.anew()
    journey.take(seen(OTHER, "коротко", WALL))
    journey.pictures = Pictures(journey.database, Reader(), journey.text_reader)  # as in another process
    first = changes(again(journey))
    journey = journey.anew()
    journey.take(seen(NEWS, long, WALL))

    with journey.database.read() as session:
        texts = dict(session.execute(sa.select(Page.title, Page.image_text)).all())
    assert texts == {OTHER: "words", NEWS: ""}
    assert (first, changes(again(journey))) == ({}, {})


def test_other_versions_are_named_and_what_a_run_did_not_note_is_not() -> None:
    then = {"mergen": "0.1.0", "scorer": "a", "host": "one"}
    now = {"mergen": "0.1.0", "scorer": "b", "host": "two", "image_text": "t"}
    assert other_versions(then, now) == (Change(what="scorer", then="a", now="b"),)


def test_words_that_time_cut_off_are_told_from_what_is_not_as_it_was(journey: Journey) -> None:
    words = journey.text_reader = Words()
    words.complete = False
    journey.pictures = Pictures(journey.database, Reader(), words)
    journey.anew().take(seen(SHOP, "Цены на сайте", WALL))
    words.complete = True
    [replayed] = again(journey)
    assert replayed.cut
    journey.text_reader = None
    journey.pictures = Pictures(journey.database, Reader(), words)
    journey.anew().take(seen(NEWS, "Цены на сайте", WALL))
    assert [each.cut for each in again(journey)] == [False]
