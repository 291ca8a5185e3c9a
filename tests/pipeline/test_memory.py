"""What the store remembers of a page, and what becomes of an answer that says nothing new."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator

from crawler.capture import Via
from crawler.memory import Earlier
from crawler.page import ImageRef, ImageSource, Link
from crawler.request import Request
from crawler.visit import Revisit, SeenImage, Visit
from models.capture import Capture, Page
from models.capture import Revisit as RevisitRow
from models.guards import guard, unguard
from models.image import Image, Symbol
from models.shop import Finding, Resource
from pipeline.account import so_far
from pipeline.likeness import likenesses
from pipeline.memory import BELIEVED, SqlMemory
from pipeline.pictures import Pictures
from pipeline.verify import verify
from qr.reader import Reader
from qr.symbol import Reading
from qr.watch import NO_WATCH, Watch
from tests.pipeline.conftest import Journey, scorer
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit

SHOP = "http://vetka.example/"
HIDDEN = "http://hidden.example/enter"
ETAG = ("ETag", '"a1"')
FACTS = {"ETag": '"a1"', "Last-Modified": "Mon, 02 Mar 2026 06:00:00 GMT"}


def memory(journey: Journey, run_id: int = 99, name: str = "") -> SqlMemory:
    known = name or scorer().name
    return SqlMemory(journey.database, journey.blobs, run_id=run_id, scorer=known, clock=journey.clock)


def page(url: str = SHOP, text: str = SHOP_TEXT, status: int = 200) -> Visit:
    seen = visit(url, text, images=(image(f"{url}wall.png", code_png(HIDDEN)),))
    assert seen.capture is not None
    headers = (*seen.capture.headers, *FACTS.items())
    return replace(seen, capture=replace(seen.capture, headers=headers, status=status))


def recalled(journey: Journey, url: str = SHOP) -> Earlier:
    earlier = memory(journey).recall(Request(url=url))
    assert earlier is not None
    return earlier


def again(journey: Journey, seen: Visit, status: int = 304) -> Visit:
    """The same page answered for an hour later, with nothing new."""
    assert seen.capture is not None
    answer = replace(
        seen.capture,
        status=status,
        headers=(ETAG,),
        body=b"" if status == 304 else seen.capture.body,
        fetched_at=seen.capture.fetched_at + timedelta(hours=1),
    )
    return replace(
        seen, images=(), revisit=Revisit(earlier=recalled(journey, seen.request.url), answer=answer)
    )


def count(journey: Journey, table: type) -> int:
    with journey.database.read() as session:
        return session.scalars(sa.select(sa.func.count()).select_from(table)).one()


def test_the_last_answer_is_recalled_with_what_a_server_needs_to_say_that_it_still_holds(
    journey: Journey,
) -> None:
    seen = page()
    journey.take(seen)
    earlier = recalled(journey)
    assert dict(earlier.conditions) == {
        "If-None-Match": FACTS["ETag"],
        "If-Modified-Since": FACTS["Last-Modified"],
    }
    assert seen.capture is not None
    assert earlier.equals(seen.capture)
    assert memory(journey).body(earlier) == seen.capture.body


def test_a_page_with_pictures_that_stand_in_it_is_recalled(local_journey: Journey) -> None:
    seen = page()
    assert seen.capture is not None
    inline = SeenImage(
        ref=ImageRef(url="data:image/png;base64,", source=ImageSource.DATA),
        capture=seen.capture.part(code_png(HIDDEN), "image/png"),
    )
    local_journey.take(replace(seen, images=(inline,)))
    assert recalled(local_journey).equals(seen.capture)


def test_a_server_is_not_believed_for_ever(local_journey: Journey) -> None:
    local_journey.take(page())
    local_journey.clock.now += BELIEVED
    assert recalled(local_journey).conditions == ()


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(page(status=503), id="an error"),
        pytest.param(replace(page(), page=None), id="no page"),
        pytest.param(
            replace(page(), capture=replace(page().capture, via=Via.BROWSER)),  # type: ignore[type-var]
            id="seen by a browser",
        ),
    ],
)
def test_what_has_to_be_looked_at_anew_is_not_recalled(local_journey: Journey, seen: Visit) -> None:
    local_journey.take(seen)
    assert memory(local_journey).recall(seen.request) is None


def test_a_page_is_looked_at_anew_by_a_new_scorer_and_within_one_run(local_journey: Journey) -> None:
    local_journey.take(page())
    assert memory(local_journey, name="another").recall(Request(url=SHOP)) is None
    assert memory(local_journey, run_id=local_journey.run_id).recall(Request(url=SHOP)) is None
    assert memory(local_journey).recall(Request(url=f"{SHOP}other")) is None


def test_of_a_list_only_what_is_new_or_changed_is_news(journey: Journey) -> None:
    journey.take(page())
    seen_at = page().capture.fetched_at  # type: ignore[union-attr]
    before, after = (
        Link(url=SHOP, changed_at=seen_at + timedelta(hours=hours), text=str(hours)) for hours in (-1, 1)
    )
    others = [Link(url=f"{SHOP}{number}") for number in range(1001)]
    assert memory(journey).news([before, *others]) == others
    assert memory(journey).news([after, *others]) == [*others, after]


def test_a_lost_body_is_none(local_journey: Journey) -> None:
    local_journey.take(page())
    earlier = recalled(local_journey)
    local_journey.blobs.path(earlier.sha256).unlink()
    assert memory(local_journey).body(earlier) is None


@pytest.mark.parametrize("status", [200, 304])
def test_an_unchanged_page_is_counted_and_nothing_of_it_is_stored_again(
    journey: Journey, status: int
) -> None:
    journey.take(page())
    journey.queued()
    first = {table: count(journey, table) for table in (Page, Finding)}
    journey.clock.pass_(hours=1)
    journey.anew()
    for _ in range(2):  # as after a kill
        journey.take(again(journey, page(), status))
    road = journey.road
    assert {table: count(journey, table) for table in (Page, Finding)} == first
    assert (road.account.pages, road.account.unchanged, road.account.findings) == (0, 1, 0)
    with journey.database.read() as session:
        [row] = session.scalars(sa.select(RevisitRow)).all()
        capture, earlier = session.get_one(Capture, row.capture_id), session.get_one(Capture, row.earlier_id)
        resource = session.scalars(sa.select(Resource)).one()
        assert so_far(session, capture.run_id).unchanged == 1
    assert (capture.status, capture.sha256) == (status, earlier.sha256)
    assert resource.seen_at == journey.clock()
    assert resource.changed_at == journey.clock() - timedelta(hours=1)


def test_an_unchanged_page_leads_where_it_led(journey: Journey) -> None:
    journey.take(page())
    led = journey.queued()
    assert HIDDEN in led
    journey.anew().take(again(journey, page()))
    assert journey.queued() == led


def test_what_an_unchanged_page_led_to_belongs_to_it(journey: Journey) -> None:
    journey.take(page())
    journey.anew().take(again(journey, page()))
    [request] = [found for found in journey.frontier.take(100) if found.url == HIDDEN]
    journey.take(visit(HIDDEN, SHOP_TEXT.replace("suhaya", "mokraya"), request=request))
    with journey.database.read() as session:
        assert "leads_to" in {likeness.reason for likeness in likenesses(session)}


@pytest.mark.parametrize(
    ("status", "profile"), [(200, "identical-payload-digest"), (304, "server-not-modified")]
)
def test_the_archive_gets_a_record_without_a_body_that_names_the_one_with_it(
    local_journey: Journey, status: int, profile: str
) -> None:
    local_journey.take(page())
    local_journey.clock.pass_(hours=1)
    local_journey.anew().take(again(local_journey, page(), status))
    *_, newest = sorted(local_journey.warc_folder.glob("*.warc.gz"))
    with newest.open("rb") as stream:
        records = {
            record.rec_type: (record.rec_headers, record.content_stream().read())
            for record in ArchiveIterator(stream, check_digests="raise")
        }
    headers, body = records["revisit"]
    assert set(records) == {"warcinfo", "revisit", "request", "metadata"}
    assert body == b""
    assert headers.get_header("WARC-Profile").endswith(profile)
    assert headers.get_header("WARC-Refers-To-Target-URI") == SHOP
    with local_journey.database.read() as session:
        assert [check.fault for check in verify(session, local_journey.blobs, local_journey.warc_folder)
                if check.fault] == []  # fmt: skip


def test_a_revisit_record_that_names_another_body_is_found_out(local_journey: Journey) -> None:
    local_journey.take(page())
    local_journey.clock.pass_(hours=1)
    local_journey.anew().take(again(local_journey, page()))
    with local_journey.database.write() as session:
        unguard(session.connection())
        other = session.scalars(sa.select(Capture.sha256).where(Capture.media_type == "image/png")).first()
        row = session.scalars(sa.select(RevisitRow)).one()
        session.get_one(Capture, row.capture_id).sha256 = str(other)
        session.flush()
        guard(session.connection())
    with local_journey.database.read() as session:
        checks = list(verify(session, local_journey.blobs, local_journey.warc_folder))
    assert [check.kind for check in checks if check.fault] == ["record"]


class Blind:
    """An older reader, which saw nothing."""

    version = "older"

    def read(self, data: bytes, *, deep: bool = False) -> Reading:  # noqa: ARG002 - the protocol's
        return Reading(width=9, height=9)


class Counting(Reader):
    """Today's reader; counts the images that it looks at."""

    looks = 0

    def read(self, data: bytes, *, deep: bool = False, watch: Watch = NO_WATCH) -> Reading:
        self.looks += 1
        return super().read(data, deep=deep, watch=watch)


def test_the_images_of_an_unchanged_page_are_read_again_by_a_newer_reader_and_once(
    local_journey: Journey,
) -> None:
    journey, seen, reader = local_journey, page(text=NEWS_TEXT), Counting()
    journey.pictures = Pictures(journey.database, Blind(), None)
    journey.anew().take(seen)
    assert journey.queued() == {}
    journey.pictures = Pictures(journey.database, reader, None)
    for _ in range(2):
        journey.anew().take(again(journey, seen))
        assert journey.queued() == {HIDDEN: "code"}
        assert reader.looks == 1
    with journey.database.read() as session:
        assert session.scalars(sa.select(Symbol.text)).one() == HIDDEN
        assert session.scalars(sa.select(Image.reader)).one().startswith(reader.version)


def test_an_image_whose_bytes_are_lost_is_left_as_it_was_read(local_journey: Journey) -> None:
    journey, seen = local_journey, page(text=NEWS_TEXT)
    journey.pictures = Pictures(journey.database, Blind(), None)
    journey.anew().take(seen)
    with journey.database.read() as session:
        journey.blobs.path(session.scalars(sa.select(Image.sha256)).one()).unlink()
    journey.pictures = Pictures(journey.database, Reader(), None)
    assert journey.anew().take(again(journey, seen))
