from datetime import UTC

import pytest
import sqlalchemy as sa

from crawler.frontier import Frontier, MemoryFrontier
from crawler.request import Origin, Provenance, Request
from crawler.visit import Failure, FailureCause
from models.database import Database
from models.frontier import EntryState, FrontierEntry
from pipeline.frontier import LEASE, SqlFrontier
from pipeline.runs import RunOptions, begin
from tests.stores import Clock


def page(path: str, host: str = "shop.example", **fields: object) -> Request:
    return Request(url=f"http://{host}/{path}", **fields)  # type: ignore[arg-type]


def begin_run(store: Database, clock: Clock) -> int:
    with store.write() as session:
        run, _ = begin(session, ["http://shop.example/"], RunOptions(), {}, clock())
        return run.id


@pytest.fixture(params=["memory", "sql"])
def frontier(request: pytest.FixtureRequest, clock: Clock) -> Frontier:
    if request.param == "memory":
        return MemoryFrontier()
    store = request.getfixturevalue("sqlite")
    return SqlFrontier(store, begin_run(store, clock), clock)


@pytest.fixture
def run_id(store: Database, clock: Clock) -> int:
    return begin_run(store, clock)


def test_a_url_is_queued_once(frontier: Frontier) -> None:
    assert frontier.add([page("a"), page("b"), page("a")]) == 2
    assert frontier.add([page("b"), page("c")]) == 1
    assert len(frontier.take(10)) == 3


def test_the_most_promising_comes_first(frontier: Frontier) -> None:
    frontier.add([page("low", priority=1.0), page("high", priority=9.0), page("middle", priority=5.0)])
    assert [request.url.rpartition("/")[2] for request in frontier.take(2)] == ["high", "middle"]


def test_what_was_taken_is_pending_until_it_is_finished(frontier: Frontier) -> None:
    frontier.add([page("a")])
    [request] = frontier.take(5)
    assert frontier.take(5) == []
    assert frontier.pending() == 1
    frontier.finish(request)
    assert frontier.pending() == 0
    assert frontier.add([page("a")]) == 0


def test_what_is_given_back_is_offered_again(frontier: Frontier) -> None:
    frontier.add([page("a")])
    [request] = frontier.take(1)
    frontier.give_back(request)
    assert frontier.take(1) == [request]


def test_nothing_added_is_nothing_done(frontier: Frontier) -> None:
    assert frontier.add([]) == 0
    assert frontier.take(3) == []


def test_a_request_comes_back_as_it_was_given(store: Database, run_id: int, clock: Clock) -> None:
    provenance = Provenance(origin=Origin.CODE, reference="http://forum.example/1")
    request = page("a", depth=2, priority=3.5, provenance=provenance)
    frontier = SqlFrontier(store, run_id, clock)
    frontier.add([request])
    assert frontier.take(1) == [request]


def test_a_dead_process_s_addresses_are_offered_again_when_the_lease_runs_out(
    store: Database, run_id: int, clock: Clock
) -> None:
    dead, alive = SqlFrontier(store, run_id, clock), SqlFrontier(store, run_id, clock)
    dead.add([page("a")])
    dead.take(1)
    assert alive.take(1) == []
    clock.pass_(seconds=LEASE.total_seconds() + 1)
    assert [request.url for request in alive.take(1)] == ["http://shop.example/a"]


def test_a_living_process_keeps_its_leases(store: Database, run_id: int, clock: Clock) -> None:
    one, other = SqlFrontier(store, run_id, clock), SqlFrontier(store, run_id, clock)
    one.add([page("a"), page("b")])
    one.take(1)
    for _ in range(10):
        clock.pass_(seconds=LEASE.total_seconds() / 3)
        one.take(0)
        assert other.take(1) == []


def test_a_host_is_asked_by_one_process_at_a_time(store: Database, run_id: int, clock: Clock) -> None:
    one, other = SqlFrontier(store, run_id, clock), SqlFrontier(store, run_id, clock)
    one.add([page("a"), page("b"), page("c", host="news.example")])
    assert [request.url for request in one.take(1)] == ["http://shop.example/a"]
    assert [request.url for request in other.take(5)] == ["http://news.example/c"]


def test_an_orderly_stop_leaves_everything_for_the_next(store: Database, run_id: int, clock: Clock) -> None:
    one, other = SqlFrontier(store, run_id, clock), SqlFrontier(store, run_id, clock)
    one.add([page("a"), page("b")])
    one.take(2)
    one.release()
    assert len(other.take(5)) == 2


def test_a_failure_is_kept_with_its_cause(store: Database, run_id: int, clock: Clock) -> None:
    frontier = SqlFrontier(store, run_id, clock)
    frontier.add([page("a")])
    [request] = frontier.take(1)
    frontier.finish(request, Failure(cause=FailureCause.TLS, message="certificate expired"))
    with store.read() as session:
        entry = session.scalars(sa.select(FrontierEntry)).one()
    assert (entry.state, entry.cause, entry.message) == (EntryState.FAILED, "tls", "certificate expired")
    assert entry.due_at.tzinfo is UTC


def test_an_address_that_another_process_took_over_is_not_settled_by_the_first(
    store: Database, run_id: int, clock: Clock
) -> None:
    slow, quick = SqlFrontier(store, run_id, clock), SqlFrontier(store, run_id, clock)
    slow.add([page("a")])
    [request] = slow.take(1)
    clock.pass_(seconds=LEASE.total_seconds() + 1)
    assert quick.take(1) == [request]
    slow.give_back(request)
    assert quick.pending() == 1
    assert slow.take(1) == []
