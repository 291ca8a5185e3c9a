"""What became of faces that were handed over, told by the crawls that asked for them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.obstacle import ObstacleKind
from crawler.page import CardKind, ImageRef, ImageSource, Page, PageKind
from crawler.request import Request
from crawler.visit import SeenImage, Visit
from exports.handed import hand_over
from models.case import Sight
from models.decision import Event, Verdict
from models.handover import Handover
from models.queue import ShopState
from models.target import Target
from pipeline.faces import FaceState
from pipeline.figures import figures
from pipeline.rechecks import ask, is_time
from review.target_list import TargetFilter, TargetRow, TargetState, list_targets
from tests.pipeline.conftest import PREVIEW, Journey
from tests.pipeline.handed import (
    MIRROR,
    URL,
    card,
    confirm,
    dated,
    faces,
    gone,
    look,
    notice,
    sent_shop,
    silence,
    states,
    told,
)
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, capture, code_png, visit


@pytest.fixture
def sent(local_journey: Journey) -> Journey:
    """A shop that was found, confirmed by two people and handed over."""
    return sent_shop(local_journey)


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
    page = dated(sent, visit(URL, SHOP_TEXT)).capture
    assert page is not None
    drawn = SeenImage(
        ref=ImageRef(url="data:", source=ImageSource.IMG), capture=page.part(code_png("hello"), "image/png")
    )
    look(sent, notice())
    look(sent, visit(URL, SHOP_TEXT, images=(drawn,)))
    assert states(sent) == [FaceState.BACK]


@pytest.mark.parametrize("shown", [notice(), gone(), visit(URL, NEWS_TEXT)])
def test_a_face_that_only_another_visitor_is_shown_is_not_told_by_what_the_crawler_is(
    local_journey: Journey, shown: Visit
) -> None:
    buyer = Request(url=URL, profile="phone")
    local_journey.take(visit(URL, SHOP_TEXT, request=buyer))
    confirm(local_journey)
    for _ in range(2):
        look(local_journey, shown)
    [face] = faces(local_journey)
    assert (face.state, face.outcome) == (FaceState.SENT, "unclear")
    told = replace(notice(), request=buyer)
    assert told.capture is not None
    look(local_journey, replace(told, capture=replace(told.capture, unseen="there is no Chromium")))
    assert states(local_journey) == [FaceState.SENT], "without the browser it is not that visitor who asks"
    look(local_journey, told)
    assert states(local_journey) == [FaceState.BLOCKED]


def test_a_face_that_only_another_visitor_is_shown_is_asked_for_by_that_one(journey: Journey) -> None:
    journey.take(visit(URL, SHOP_TEXT, request=Request(url=URL, profile="phone")))
    confirm(journey)
    journey.clock.pass_(days=31)
    with journey.database.write() as session:
        assert ask(session, PREVIEW, journey.clock()) == 1
        target = session.scalars(sa.select(Target)).one()
        assert (target.url, target.look_as, target.next_due_at) == (URL, "phone", None)
        [row] = listed(session, journey)
        assert (row.state, row.late, listed(session, journey, TargetState.DONE)) == (
            TargetState.DUE,
            False,
            [],
        )
        assert [each.target for each in listed(session, journey, TargetState.DUE)] == [target]
        target.look_as = ""  # as when its crawl is begun
        planned = session.scalars(sa.select(Handover.next_at)).one()
    look(journey, visit(URL, NEWS_TEXT), minutes=1)
    with journey.database.read() as session:
        assert session.scalars(sa.select(Handover.next_at)).one() == planned
    look(journey, visit(URL, SHOP_TEXT, request=Request(url=URL, profile="phone")), minutes=1)
    assert [face.outcome for face in faces(journey)] == ["up"]
    with journey.database.read() as session:
        rechecked = sa.select(Event.detail).where(Event.kind == "rechecked").order_by(Event.id)
        assert [detail["asked_as"] for detail in session.scalars(rechecked)] == ["", "phone"]
        assert session.scalars(sa.select(Handover.next_at)).one() > planned


def test_a_face_that_the_crawler_was_shown_too_is_asked_for_by_the_crawler(local_journey: Journey) -> None:
    sent = sent_shop(local_journey)
    sent.anew().take(visit(URL, SHOP_TEXT, request=Request(url=URL, profile="phone")))
    with sent.database.write() as session:
        ask(session, PREVIEW, sent.clock())
        assert session.scalars(sa.select(Target.look_as)).one() == ""


def test_a_face_that_only_another_visitor_is_shown_is_away_when_nothing_answers(
    local_journey: Journey,
) -> None:
    local_journey.take(visit(URL, SHOP_TEXT, request=Request(url=URL, profile="phone")))
    confirm(local_journey)
    for _ in range(2):
        look(local_journey, silence())
    assert states(local_journey) == [FaceState.BLOCKED]


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
    confirm(sent)
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
    confirm(journey)
    look(journey, notice())
    assert (card(journey).blocked_at, told(journey, "blocked")) == (None, [])
    look(journey, notice(MIRROR))
    assert card(journey).blocked_at == journey.clock()
    assert told(journey, "face_blocked", "blocked") == ["face_blocked", "face_blocked", "blocked"]


def test_a_channel_whose_name_nobody_has_any_more_is_gone(local_journey: Journey) -> None:
    journey = local_journey
    url = PREVIEW.address("suhaya_vetka_")
    journey.take(visit(url, SHOP_TEXT))
    confirm(journey)
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
    sent = sent_shop(journey)
    begun = sent.clock()
    look(sent, notice())
    look(sent, visit(URL, SHOP_TEXT))
    with sent.database.read() as session:
        counts = figures(session, begun, sent.clock() + timedelta(days=1)).counts
    assert (counts.blocked, counts.reappeared) == (1, 1)
