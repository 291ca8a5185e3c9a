"""A crawl that finds nothing where there used to be something says so."""

import pytest

from crawler.request import Request
from crawler.visit import Failure, FailureCause, Visit
from models.run import Run, RunState
from pipeline.account import Account, whole
from pipeline.alarms import AlarmKind, alarms_of
from pipeline.runs import end
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, visit

SHOP = "http://vetka.example/"
REFUSED = Failure(cause=FailureCause.CONNECTION, message="refused")


def crawled(journey: Journey, pages: int, text: str, *, key: str = "the same crawl") -> set[AlarmKind]:
    """One more run of so many pages, after some time; its alarms."""
    journey.clock.pass_(hours=24)
    journey.anew()
    for number in range(pages):
        journey.take(visit(f"{SHOP}{number}", f"{text} {number} {journey.run_id}"))
    with journey.database.write() as session:
        session.get_one(Run, journey.run_id).key = key
        session.flush()
        account = whole(session, journey.run_id, journey.road.account)
        alarms = alarms_of(session, journey.run_id, account)
        end(session, journey.run_id, RunState.FINISHED, account.as_dict(), "", journey.clock())
    return {alarm.kind for alarm in alarms}


def test_a_first_crawl_raises_no_alarm(journey: Journey) -> None:
    assert crawled(journey, 0, NEWS_TEXT) == set()


def test_no_page_where_there_were_some_is_an_alarm(journey: Journey) -> None:
    crawled(journey, 2, NEWS_TEXT)
    assert crawled(journey, 0, NEWS_TEXT, key="another crawl") == set()
    assert crawled(journey, 0, NEWS_TEXT) == {AlarmKind.NO_PAGE}


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
