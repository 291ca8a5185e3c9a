"""What became of faces that were handed over, told by the crawls that asked for them."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.obstacle import Obstacle, ObstacleKind
from crawler.page import CardKind, ImageRef, ImageSource, Page, PageKind
from crawler.request import Request
from crawler.visit import Failure, FailureCause, SeenImage, Visit
from exports.handed import hand_over
from models.case import Sight
from models.decision import Event, Verdict
from models.handover import Handover
from models.queue import ShopCard, ShopState
from models.run import RunState
from models.target import Target
from pipeline.account import Account
from pipeline.crawling import _end
from pipeline.decisions import Judgement, decide
from pipeline.events import record
from pipeline.faces import FaceState, faces_of
from pipeline.figures import figures
from pipeline.rechecks import ask, is_time, judge
from pipeline.shops import gather
from review.target_list import TargetFilter, TargetRow, TargetState, list_targets
from tests.pipeline.conftest import PREVIEW, Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, capture, code_png, visit

URL = "http://vetka.example/"
MIRROR = "http://vetka2.example/"
SILENT = Failure(cause=FailureCause.DNS, message="the name is not known")


@pytest.fixture
def sent(local_journey: Journey) -> Journey:
    """A shop that was found, confirmed by two people and handed over."""
    return _sent(local_journey)


def _sent(journey: Journey) -> Journey:
    journey.take(visit(URL, SHOP_TEXT))
    _confirm(journey)
    return journey


def _confirm(journey: Journey) -> None:
    journey.clock.pass_(minutes=1)
    with journey.database.write() as session:
        gather(session, journey.clock())
        for name in ("aigul", "berik"):
            said = Judgement(verdict=Verdict.CONFIRMED, reason="offer")
            decide(session, 1, said, actor=name, now=journey.clock())
        hand_over(session, ["vetka.example", "vetka2.example"], journey.clock())


def look(journey: Journey, *visits: Visit, line: bool = True, **later: float) -> None:
    """Another crawl, some time later, and what its end says. With `line`, yet another had an answer too."""
    journey.clock.pass_(**(later or {"days": 1}))
    if line:
        journey.anew().take(_dated(journey, visit("http://library.example/", NEWS_TEXT)))
    journey.anew()
    for each in visits:
        assert journey.take(_dated(journey, each))
    with journey.database.write() as session:
        gather(session, journey.clock())
        judge(session, journey.run_id, journey.clock())


def _dated(journey: Journey, each: Visit) -> Visit:
    if each.capture is None:
        return each
    return replace(each, capture=replace(each.capture, fetched_at=journey.clock()))


def silence(url: str = URL, failure: Failure = SILENT) -> Visit:
    return Visit(request=Request(url=url), failure=failure)


def notice(url: str = URL, kind: ObstacleKind = ObstacleKind.BLOCKED) -> Visit:
    stands = Obstacle(kind=kind, sign="status 451")
    failure = Failure(cause=kind, message="a notice")
    answer = capture(url, b"<p>blocked</p>", status=451)
    return Visit(request=Request(url=url), capture=answer, failure=failure, obstacle=stands)


def gone(url: str = URL) -> Visit:
    failure = Failure(cause=FailureCause.HTTP_ERROR, message="the server answered 404")
    return Visit(request=Request(url=url), capture=capture(url, b"none", status=404), failure=failure)


def states(journey: Journey) -> list[FaceState]:
    with journey.database.read() as session:
        return [face.state for face in faces_of(session, 1)]


def card(journey: Journey) -> ShopCard:
    with journey.database.read() as session:
        return session.get_one(ShopCard, 1)


def told(journey: Journey, *kinds: str) -> list[str]:
    with journey.database.read() as session:
        query = sa.select(Event.kind).where(Event.subject == "shop", Event.kind.in_(kinds))
        return list(session.scalars(query.order_by(Event.id)))


def test_a_notice_blocks_a_face_at_once_and_keeps_what_shows_it(sent: Journey) -> None:
    look(sent, notice())
    assert states(sent) == [FaceState.BLOCKED]
    with sent.database.read() as session:
        event = session.scalars(sa.select(Event).where(Event.kind == "blocked")).one()
    assert (event.detail["resource"], event.detail["sign"]) == ("vetka.example", "blocked: status 451")
    assert event.detail["capture"] is not None
    assert event.at == card(sent).blocked_at == sent.clock()


def test_silence_blocks_only_when_a_second_look_agrees_a_day_later(sent: Journey) -> None:
    look(sent, silence())
    assert (states(sent), card(sent).blocked_at) == ([FaceState.AWAY], None)
    look(sent, silence(), hours=2)
    assert states(sent) == [FaceState.AWAY]
    look(sent, silence())
    assert states(sent) == [FaceState.BLOCKED]
    assert told(sent, "face_blocked", "blocked") == ["face_blocked", "blocked"]


def test_a_line_that_is_down_blocks_nobody(sent: Journey) -> None:
    for _ in range(3):
        look(sent, silence(), line=False)
    assert states(sent) == [FaceState.AWAY]


@pytest.mark.parametrize("between", [visit(URL, SHOP_TEXT), visit(URL, NEWS_TEXT)])
def test_an_answer_between_two_silences_starts_the_count_again(sent: Journey, between: Visit) -> None:
    for each in (silence(), between, silence()):
        look(sent, each)
    assert states(sent) == [FaceState.AWAY]


def test_a_front_page_that_is_gone_twice_is_blocked_and_another_page_is_not(sent: Journey) -> None:
    for _ in range(2):
        look(sent, gone(f"{URL}item/5"))
    assert states(sent) == [FaceState.SENT]
    for _ in range(2):
        look(sent, gone())
    assert states(sent) == [FaceState.BLOCKED]


@pytest.mark.parametrize("kind", [ObstacleKind.CAPTCHA, ObstacleKind.LOGIN, ObstacleKind.REFUSED])
def test_what_only_stands_in_the_way_blocks_nothing(sent: Journey, kind: ObstacleKind) -> None:
    for _ in range(3):
        look(sent, notice(kind=kind))
    assert states(sent) == [FaceState.SENT]


def test_a_page_with_a_picture_in_it_answers_like_any_other(sent: Journey) -> None:
    page = _dated(sent, visit(URL, SHOP_TEXT)).capture
    assert page is not None
    drawn = SeenImage(
        ref=ImageRef(url="data:", source=ImageSource.IMG), capture=page.part(code_png("hello"), "image/png")
    )
    look(sent, notice())
    look(sent, visit(URL, SHOP_TEXT, images=(drawn,)))
    assert states(sent) == [FaceState.BACK]


def test_one_page_that_answers_outweighs_those_that_do_not(sent: Journey) -> None:
    for _ in range(2):
        look(sent, silence(f"{URL}a"), visit(URL, SHOP_TEXT), gone(f"{URL}b"))
    assert states(sent) == [FaceState.SENT]


def test_a_blocked_shop_that_answers_again_is_back_on_top_with_its_old_decisions(sent: Journey) -> None:
    look(sent, notice())
    assert card(sent).state == ShopState.CONFIRMED
    look(sent, visit(URL, SHOP_TEXT))
    assert states(sent) == [FaceState.BACK]
    back = card(sent)
    assert (back.state, back.waits, back.verdict) == (ShopState.REAPPEARED, True, Verdict.CONFIRMED)
    assert (back.weight, back.blocked_at) == (back.score + 1, None)
    assert told(sent, "blocked", "reappeared") == ["blocked", "reappeared"]
    _confirm(sent)
    assert card(sent).state == ShopState.CONFIRMED
    assert states(sent) == [FaceState.SENT]
    look(sent, notice())
    assert told(sent, "blocked", "reappeared") == ["blocked", "reappeared", "blocked"]


def test_a_blocked_address_that_shows_something_else_stays_blocked(sent: Journey) -> None:
    look(sent, notice())
    look(sent, visit(URL, NEWS_TEXT))
    assert (states(sent), told(sent, "reappeared")) == ([FaceState.BLOCKED], [])


def test_a_closed_shop_that_gets_another_face_has_reappeared(sent: Journey) -> None:
    look(sent, notice())
    look(sent, visit(MIRROR, SHOP_TEXT))
    assert card(sent).state == ShopState.REAPPEARED
    look(sent, visit(MIRROR, SHOP_TEXT))
    assert told(sent, "blocked", "reappeared") == ["blocked", "reappeared"]


def test_a_shop_is_closed_only_when_its_last_face_is(local_journey: Journey) -> None:
    journey = local_journey
    for url in (URL, MIRROR):
        journey.take(visit(url, SHOP_TEXT))
    _confirm(journey)
    look(journey, notice())
    assert (card(journey).blocked_at, told(journey, "blocked")) == (None, [])
    look(journey, notice(MIRROR))
    assert card(journey).blocked_at == journey.clock()
    assert told(journey, "face_blocked", "blocked") == ["face_blocked", "face_blocked", "blocked"]


def test_a_channel_whose_name_nobody_has_any_more_is_gone(local_journey: Journey) -> None:
    journey = local_journey
    url = PREVIEW.address("suhaya_vetka_")
    journey.take(visit(url, SHOP_TEXT))
    _confirm(journey)
    with journey.database.write() as session:
        hand_over(session, ["t.me/suhaya_vetka_"], journey.clock())
    page = Page(url=url, title="", text="Contact", main_text="Contact", kind=PageKind.CARD)
    nobody = Visit(
        request=Request(url=url), capture=capture(url, b"-"), page=replace(page, card=CardKind.NOBODY)
    )
    for _ in range(2):
        look(journey, nobody)
    assert states(journey) == [FaceState.BLOCKED]


def listed(session: Session, journey: Journey, state: TargetState = TargetState.WATCHED) -> list[TargetRow]:
    return list_targets(session, TargetFilter(state=state), Sight("dana"), journey.clock(), 5)


def test_faces_are_asked_for_on_their_days_and_no_others(sent: Journey) -> None:
    asked = []
    begun = sent.clock()
    for day in range(31):
        sent.clock.now = begun + timedelta(days=day, minutes=5)
        with sent.database.write() as session:
            if not is_time(session, sent.clock()):
                continue
            assert ask(session, PREVIEW, sent.clock()) == 1
            urls = session.scalars(sa.select(Target.url).where(Target.next_due_at == sent.clock())).all()
            assert urls == [URL]
            assert [row.target.url for row in listed(session, sent)] == [URL]
            session.scalars(sa.select(Target)).one().next_due_at = None  # as when its crawl is begun
            assert listed(session, sent) == []
            assert len(listed(session, sent, TargetState.DONE)) == 1
        asked.append(day)
        look(sent, visit(URL, SHOP_TEXT), minutes=1)
    assert asked == [0, 1, 3, 7, 30]
    with sent.database.read() as session:
        assert session.scalars(sa.select(Handover.next_at)).one() == sent.clock() + timedelta(days=30)


def test_a_paused_address_is_not_asked_for(sent: Journey) -> None:
    with sent.database.write() as session:
        ask(session, PREVIEW, sent.clock())
        target = session.scalars(sa.select(Target)).one()
        target.paused_at, target.next_due_at = sent.clock(), None
    sent.clock.pass_(days=2)
    with sent.database.write() as session:
        ask(session, PREVIEW, sent.clock())
        assert session.scalars(sa.select(Target.next_due_at)).one() is None
        assert session.scalars(sa.select(Handover.next_at)).one() > sent.clock()


def test_the_months_figures_count_what_was_blocked_and_what_came_back(journey: Journey) -> None:
    sent = _sent(journey)
    begun = sent.clock()
    look(sent, notice())
    look(sent, visit(URL, SHOP_TEXT))
    with sent.database.read() as session:
        counts = figures(session, begun, sent.clock() + timedelta(days=1)).counts
    assert (counts.blocked, counts.reappeared) == (1, 1)


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_the_end_of_a_crawl_is_written_down_though_another_transaction_is_in_its_way(
    journey: Journey,
) -> None:
    """PostgreSQL ends one of two that wait for each other: here it is the one that ends the crawl."""
    sent, shop = _sent(journey).anew(), sa.select(ShopCard).where(ShopCard.shop_id == 1)
    sent.take(_dated(sent, notice()))
    waits = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with ThreadPoolExecutor(1) as pool:
        with sent.database.write() as session:
            session.execute(sa.text("SET LOCAL deadlock_timeout = '60s'"))
            session.execute(shop.with_for_update())
            ended = pool.submit(_end, sent.run_id, RunState.FINISHED, Account(), "", sent.tools(sent.run_id))
            while not session.scalar(waits):
                time.sleep(0.05)
            record(session, "looked", ("shop", 1), actor="aigul", at=sent.clock())
        ended.result(30)
    assert states(sent) == [FaceState.BLOCKED]
    assert told(sent, "blocked", "looked") == ["looked", "blocked"]
