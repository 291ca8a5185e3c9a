"""A crawl that finds nothing where there used to be something says so."""

import pytest

from crawler.request import SEED, Request
from crawler.visit import Failure, FailureCause, Visit
from models.run import Run, RunState
from pipeline.account import Account, whole
from pipeline.alarm import AlarmKind
from pipeline.alarms import alarms_of
from pipeline.runs import end
from pipeline.targets import Watch, add_target
from tests.pipeline.conftest import Journey, scorer
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, visit

SHOP = "http://vetka.example/"
REFUSED = Failure(cause=FailureCause.CONNECTION, message="refused")


def target_of(journey: Journey) -> int:
    with journey.database.write() as session:
        now = journey.clock()
        target, _ = add_target(session, SHOP, Watch(), provenance=SEED, actor="aigul", now=now)
        return target.id


def crawled(
    journey: Journey, pages: int, text: str, *, key: str = "the same crawl", target: int | None = None
) -> set[AlarmKind]:
    """One more run of so many pages, after some time; its alarms."""
    journey.clock.pass_(hours=24)
    journey.anew()
    for number in range(pages):
        journey.take(visit(f"{SHOP}{number}", f"{text} {number} {journey.run_id}"))
    with journey.database.write() as session:
        run = session.get_one(Run, journey.run_id)
        run.key, run.target_id = key, target
        session.flush()
        account = whole(session, journey.run_id, journey.road.account)
        alarms = alarms_of(session, journey.run_id, account, scorer().name)
        end(session, journey.run_id, RunState.FINISHED, account.as_dict(), "", journey.clock())
    return {alarm.kind for alarm in alarms}


def test_a_first_crawl_raises_no_alarm(journey: Journey) -> None:
    assert crawled(journey, 0, NEWS_TEXT) == set()


def test_no_page_where_there_were_some_is_an_alarm(journey: Journey) -> None:
    crawled(journey, 2, NEWS_TEXT)
    assert crawled(journey, 0, NEWS_TEXT, key="another crawl") == set()
    assert crawled(journey, 0, NEWS_TEXT) == {AlarmKind.NO_PAGE}


def test_an_alarm_does_not_wear_off(local_journey: Journey) -> None:
    crawled(local_journey, 1, NEWS_TEXT)
    assert [crawled(local_journey, 0, NEWS_TEXT) for _ in range(6)] == [{AlarmKind.NO_PAGE}] * 6


def test_what_was_flagged_in_passing_is_not_missed(local_journey: Journey) -> None:
    for text in (NEWS_TEXT, NEWS_TEXT, SHOP_TEXT, NEWS_TEXT):
        crawled(local_journey, 1, text)
    assert crawled(local_journey, 1, NEWS_TEXT) == set()


def test_who_asks_for_less_gets_less(local_journey: Journey) -> None:
    target = target_of(local_journey)
    crawled(local_journey, 12, NEWS_TEXT, target=target)
    assert crawled(local_journey, 2, NEWS_TEXT, key="fewer pages", target=target) == set()
    assert crawled(local_journey, 0, NEWS_TEXT, key="fewer pages", target=target) == {AlarmKind.NO_PAGE}


@pytest.mark.parametrize(("pages", "alarms"), [(2, {AlarmKind.FEW_PAGES}), (3, set())])
def test_few_pages_where_there_were_many_are_an_alarm(
    journey: Journey, pages: int, alarms: set[AlarmKind]
) -> None:
    crawled(journey, 12, NEWS_TEXT)
    assert crawled(journey, pages, NEWS_TEXT) == alarms


def test_nothing_flagged_where_something_was_is_an_alarm(journey: Journey) -> None:
    assert crawled(journey, 1, SHOP_TEXT) == set()
    assert crawled(journey, 1, SHOP_TEXT) == set()
    assert crawled(journey, 1, NEWS_TEXT) == {AlarmKind.NO_FINDING}


def test_hosts_that_gave_no_page_are_named(journey: Journey) -> None:
    journey.take(visit(SHOP, NEWS_TEXT))
    for url in ("http://gone.example/", f"{SHOP}gone"):
        journey.take(Visit(request=Request(url=url), failure=REFUSED))
    with journey.database.read() as session:
        assert whole(session, journey.run_id, Account()).unreached == ("gone.example",)
