"""What is removed when its time is over, what stays, and what is written down of it (R12)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from classifiers.document import Document
from crawler.request import Origin, Provenance, Request
from models.capture import Blob, Capture, Page
from models.decision import Decision, Event, Verdict
from models.image import Photo, PhotoScore
from models.keeping import Removal
from models.shop import Shop, Signal
from pipeline.decisions import EmptyReason, Judgement, decide
from pipeline.errors import BadPolicy, TooShort
from pipeline.expiry import Expiry, Remover
from pipeline.forgetting import BAR, forget, places_of
from pipeline.holds import place_hold, release_holds, standing_holds
from pipeline.keeping import Due, KeptKind, due, read_policy
from pipeline.leads import Leads
from pipeline.likeness import likenesses
from pipeline.photo_scores import keep_score
from pipeline.photos import PhotoDesk, Sent
from pipeline.shops import gather
from pipeline.verify import verify
from tests.pipeline.conftest import PREVIEW, Journey, scorer
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit

SHOP, NEWS = "http://vetka.example/", "http://library.example/"
POLICY = read_policy("unflagged=30, rejected=90")


def store_both(journey: Journey) -> int:
    """A shop and a library in one run; gives the shop's number."""
    picture = image(f"{SHOP}code.png", code_png("https://t.me/suhaya_vetka_"))
    journey.take(visit(SHOP, SHOP_TEXT, images=(picture,)))
    journey.take(visit(NEWS, NEWS_TEXT))
    with journey.database.read() as session:
        found = likenesses(session)
    journey.database.transact(lambda session: gather(session, journey.clock(), found))
    with journey.database.read() as session:
        return session.scalars(sa.select(Shop.id)).one()


def rule(journey: Journey, shop_id: int, verdict: Verdict) -> None:
    with journey.database.write() as session:
        decide(
            session, shop_id, Judgement(verdict=verdict, reason="seen"), actor="aigul", now=journey.clock()
        )


def past(journey: Journey, days: int) -> Due:
    with journey.database.read() as session:
        return due(session, POLICY, journey.clock() + timedelta(days=days))


def expire(journey: Journey, days: int) -> Due:
    remover = Remover(journey.database, journey.blobs, journey.warc_folder)
    return remover.remove(Expiry(policy=POLICY, actor="admin", now=journey.clock() + timedelta(days=days)))


def faults(journey: Journey) -> list[str]:
    with journey.database.read() as session:
        checked = verify(session, journey.blobs, journey.warc_folder)
        return [each.fault for each in checked if each.fault is not None]


def test_r12_what_is_past_its_time_goes_and_its_digest_stays(journey: Journey) -> None:
    store_both(journey)
    with journey.database.read() as session:
        page = session.scalars(sa.select(Capture).where(Capture.url == NEWS)).one()
    found = expire(journey, 31)
    assert found.captures == {page.id: KeptKind.UNFLAGGED, **found.captures}
    assert not journey.blobs.path(page.sha256).exists()
    with journey.database.read() as session:
        removal = session.scalars(sa.select(Removal).where(Removal.name == page.sha256)).one()
        assert session.get_one(Blob, page.sha256).size == removal.size
        assert session.get_one(Page, page.id).text == ""
        assert session.scalars(sa.select(Event.kind).where(Event.kind == "expired")).all()
    assert "unflagged 30 days" in removal.reason
    assert faults(journey) == []


def test_nothing_goes_before_its_time_or_without_a_time_for_its_kind(journey: Journey) -> None:
    store_both(journey)
    assert past(journey, 29).captures == {}
    assert SHOP not in {url for url in _urls(journey, past(journey, 10_000))}


def test_a_rejected_shop_goes_later_and_a_confirmed_one_stays(journey: Journey) -> None:
    shop_id = store_both(journey)
    rule(journey, shop_id, Verdict.REJECTED)
    assert SHOP not in _urls(journey, past(journey, 89))
    assert SHOP in _urls(journey, past(journey, 91))
    rule(journey, shop_id, Verdict.CONFIRMED)
    assert SHOP not in _urls(journey, past(journey, 10_000))


def test_the_pictures_of_a_page_that_stays_stay_with_it(journey: Journey) -> None:
    store_both(journey)
    found = past(journey, 10_000)
    assert f"{SHOP}code.png" in _urls(journey, found)
    with journey.database.read() as session:
        shown = session.scalars(sa.select(Capture.sha256).where(Capture.url == f"{SHOP}code.png")).one()
    assert shown not in found.blobs


def test_a_warc_file_stays_while_one_of_its_captures_does(journey: Journey) -> None:
    shop_id = store_both(journey)
    assert past(journey, 31).warc_files == set()
    rule(journey, shop_id, Verdict.REJECTED)
    assert len(expire(journey, 91).warc_files) == 1
    assert list(journey.warc_folder.glob("*")) == []
    assert faults(journey) == []


def test_a_hold_stops_the_clock_until_it_is_released(journey: Journey) -> None:
    shop_id = store_both(journey)
    rule(journey, shop_id, Verdict.REJECTED)
    with journey.database.write() as session:
        place_hold(session, shop_id, reason="case 12", actor="prosecutor", now=journey.clock())
        assert [hold.shop_id for hold in standing_holds(session)] == [shop_id]
    assert SHOP not in _urls(journey, past(journey, 10_000))
    with journey.database.write() as session:
        assert release_holds(session, shop_id, reason="closed", actor="prosecutor", now=journey.clock()) == 1
    assert SHOP in _urls(journey, past(journey, 10_000))


def test_a_second_time_removes_nothing_and_mends_a_cut_off_first(journey: Journey) -> None:
    store_both(journey)
    found = expire(journey, 31)
    [digest] = [each for each in found.blobs if not journey.blobs.path(each).exists()][:1]
    journey.blobs.path(digest).parent.mkdir(exist_ok=True)
    journey.blobs.path(digest).write_bytes(b"left by a crash")
    assert expire(journey, 31).blobs == set()
    assert not journey.blobs.path(digest).exists()


def take_photo(journey: Journey) -> str:
    """A photo with a note whose code leads to the shop; gives its digest."""
    leads = Leads(depth=1, preview=PREVIEW)
    desk = PhotoDesk(journey.database, journey.blobs, journey.pictures, leads, scorer(), journey.clock)
    return desk.take(code_png(SHOP), Sent(file_name="wall.png", note="by the school")).sha256


def test_a_photo_goes_when_its_time_is_over_and_its_digest_stays(local_journey: Journey) -> None:
    journey, policy = local_journey, read_policy("photo=30")
    digest = take_photo(journey)
    with journey.database.write() as session:
        photo = session.scalars(sa.select(Photo)).one()
        score = scorer().score([Document(text="Мефедрон 1г 9000")])[0]
        keep_score(session, photo, "Мефедрон 1г 9000", score, journey.clock())
    with journey.database.read() as session:
        assert due(session, POLICY, journey.clock() + timedelta(days=10_000)).photos == set()
        assert due(session, policy, journey.clock() + timedelta(days=29)).photos == set()
    expiry = Expiry(policy=policy, actor="admin", now=journey.clock() + timedelta(days=31))
    found = Remover(journey.database, journey.blobs, journey.warc_folder).remove(expiry)
    with journey.database.read() as session:
        photo = session.scalars(sa.select(Photo)).one()
        left = session.scalars(sa.select(PhotoScore)).one()
        removed = set(session.scalars(sa.select(Removal.name)))
    assert (photo.sha256, photo.note, found.photos) == (digest, "", {photo.id})
    assert (left.text, left.signals) == ("", [])
    assert {digest, photo.working_sha256} <= removed
    assert not journey.blobs.path(digest).exists()
    assert faults(journey) == []


def test_a_photo_stays_while_a_shop_that_it_led_to_does_or_is_held(local_journey: Journey) -> None:
    journey, policy = local_journey, read_policy("photo=30, rejected=90")
    take_photo(journey)
    with journey.database.read() as session:
        digest = session.scalars(sa.select(Photo.sha256)).one()
    led = Provenance(origin=Origin.PHOTO, reference=digest)
    journey.take(visit(SHOP, SHOP_TEXT, request=Request(url=SHOP, provenance=led)))
    journey.database.transact(lambda session: gather(session, journey.clock()))

    def goes(days: int) -> bool:
        with journey.database.read() as session:
            return bool(due(session, policy, journey.clock() + timedelta(days=days)).photos)

    assert not goes(10_000)
    rule(journey, 1, Verdict.REJECTED)
    assert (goes(89), goes(91)) == (False, True)
    with journey.database.write() as session:
        place_hold(session, 1, reason="case 12", actor="prosecutor", now=journey.clock())
    assert not goes(10_000)


@pytest.mark.parametrize("text", ["unflagged", "unflagged=", "unflagged=0", "other=3", "unflagged=-1"])
def test_a_policy_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadPolicy, match="KIND=DAYS"):
        read_policy(text)


def test_r12_a_persons_data_are_found_and_barred_in_working_copies(journey: Journey) -> None:
    store_both(journey)
    words = "Suhaya_Vetka_"
    with journey.database.write() as session:
        before = session.scalars(sa.select(Page.text).where(Page.text.contains("suhaya_vetka_"))).one()
        assert places_of(session, words)
        forget(session, words, reason="request 7", actor="admin", now=journey.clock())
        assert places_of(session, words) == []
    with journey.database.read() as session:
        after = session.scalars(sa.select(Page.text).where(Page.text.contains(BAR))).one()
        event = session.scalars(sa.select(Event).where(Event.kind == "forgotten")).one()
        for signal in session.scalars(sa.select(Signal).where(Signal.quote.contains(BAR))):
            assert after[signal.start : signal.end] == signal.quote
    assert len(after) == len(before)
    assert "vetka" not in str(event.detail).casefold()
    assert event.detail["reason"] == "request 7"
    assert journey.blobs.get(_digest(journey, SHOP)).count(b"suhaya_vetka_")
    assert faults(journey) == []


def test_nothing_is_forgotten_without_a_reason_or_for_a_few_letters(journey: Journey) -> None:
    store_both(journey)
    with journey.database.write() as session:
        with pytest.raises(EmptyReason):
            forget(session, "suhaya_vetka_", reason=" ", actor="admin", now=journey.clock())
        with pytest.raises(TooShort):
            forget(session, "на", reason="request 7", actor="admin", now=journey.clock())
        assert session.scalars(sa.select(Decision)).all() == []


def _urls(journey: Journey, found: Due) -> set[str]:
    with journey.database.read() as session:
        return set(session.scalars(sa.select(Capture.url).where(Capture.id.in_(found.captures))))


def _digest(journey: Journey, url: str) -> str:
    with journey.database.read() as session:
        return session.scalars(sa.select(Capture.sha256).where(Capture.url == url)).one()
