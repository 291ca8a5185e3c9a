"""The frontier as a person sees and changes it."""

import pytest
import sqlalchemy as sa

from crawler.request import SEED, Request
from crawler.visit import Failure, FailureCause
from models.database import Database
from models.decision import Event
from models.frontier import EntryState
from models.run import Run, RunState
from pipeline.entries import Change, Choice, cancel, chosen, counted, prioritise, retry
from pipeline.frontier import SqlFrontier
from pipeline.runs import claim, end
from pipeline.targets import Watch, add_target
from tests.stores import Clock

SHOP = "https://shop.example/"
GONE = Failure(cause=FailureCause.HTTP_ERROR, message="the server answered 404")


@pytest.fixture
def frontier(store: Database, clock: Clock) -> SqlFrontier:
    """Of a target's run: one address failed, one is under way, two are queued."""
    with store.write() as session:
        target, _ = add_target(session, SHOP, Watch(), provenance=SEED, actor="aigul", now=clock())
        run = claim(session, target.id, {}, clock())
        assert run is not None
    frontier = SqlFrontier(store, run.id, clock)
    frontier.add([Request(url=f"{SHOP}{name}", priority=9 - place) for place, name in enumerate("abc")])
    frontier.add([Request(url="https://news.example:8443/", depth=1)])
    failed, _ = frontier.take(2)
    frontier.finish(failed, GONE)
    return frontier


def urls(store: Database, choice: Choice) -> list[str]:
    with store.read() as session:
        return [each.entry.url.rpartition("//")[2] for each in chosen(session, choice, 50)]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(), ["shop.example/b", "shop.example/c", "news.example:8443/", "shop.example/a"]),
        (Choice(host="News.example"), ["news.example:8443/"]),
        (Choice(host="news.example:8443", run=1), ["news.example:8443/"]),
        (Choice(host="example"), []),
        (Choice(state=EntryState.FAILED), ["shop.example/a"]),
        (Choice(target=SHOP, state=EntryState.LEASED), ["shop.example/b"]),
        (Choice(target="2"), []),
        (Choice(url=f"{SHOP}c"), ["shop.example/c"]),
    ],
)
def test_addresses_are_found_by_what_is_known_of_them(
    store: Database, frontier: SqlFrontier, choice: Choice, found: list[str]
) -> None:
    assert frontier.pending() == 3
    assert urls(store, choice) == found


def test_what_is_cancelled_is_neither_fetched_nor_stored_until_it_is_tried_again(
    store: Database, frontier: SqlFrontier, clock: Clock
) -> None:
    change = Change(actor="aigul", at=clock())
    with store.write() as session:
        assert cancel(session, Choice(host="shop.example"), change) == 2
    assert frontier.finish(Request(url=f"{SHOP}b")) is False
    assert [request.url for request in frontier.take(5)] == ["https://news.example:8443/"]
    with store.write() as session:
        assert retry(session, Choice(state=EntryState.CANCELLED), change) == 2
        kinds = session.execute(sa.select(Event.kind, Event.actor).where(Event.actor == "aigul")).all()
    assert [request.url for request in frontier.take(5)] == [f"{SHOP}b", f"{SHOP}c"]
    assert [tuple(row) for row in kinds][-2:] == [("requeued", "aigul")] * 2


def test_a_run_whose_failures_are_tried_again_can_be_taken_up(
    store: Database, frontier: SqlFrontier, clock: Clock
) -> None:
    with store.write() as session:
        [run] = session.scalars(sa.select(Run))
        end(session, run.id, RunState.FINISHED, {}, "", clock())
        assert counted(session, Choice(state=EntryState.FAILED)) == [("failed", "http_error", 1)]
        assert retry(session, Choice(run=run.id), Change(actor="aigul", at=clock())) == 1
    with store.read() as session:
        assert session.scalars(sa.select(Run.state)).one() == RunState.STOPPED
        [found] = chosen(session, Choice(url=f"{SHOP}a"), 5)
    entry = found.entry
    assert (entry.state, entry.failures, entry.cause) == ("queued", 0, None)


def test_what_is_given_a_higher_priority_comes_earlier(
    store: Database, frontier: SqlFrontier, clock: Clock
) -> None:
    with store.write() as session:
        assert prioritise(session, Choice(host="news.example"), Change(actor="a", at=clock()), 99.0) == 1
    assert [request.url for request in frontier.take(1)] == ["https://news.example:8443/"]
