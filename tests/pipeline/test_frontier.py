"""One contract for every frontier, and what those in SQL promise besides."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from crawler.frontier import Frontier, MemoryFrontier
from crawler.request import Origin, Provenance, Request
from crawler.visit import Failure, FailureCause
from models.database import Database
from models.frontier import EntryState
from pipeline.frontier import SqlFrontier
from pipeline.retries import Retries
from tests.pipeline.queued import begin_run, entries, page
from tests.stores import Clock, store_on

SILENT = Failure(cause=FailureCause.TIMEOUT, message="no answer", transient=True)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def frontier(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Iterator[Frontier]:
    """Every frontier there is: all keep one contract."""
    if request.param == "memory":
        yield MemoryFrontier()
    else:
        with store_on(request, tmp_path) as store:
            yield SqlFrontier(store, begin_run(store, clock), clock)


def test_a_url_is_queued_once(frontier: Frontier) -> None:
    assert frontier.add([page("a"), page("b"), page("a")]) == 2
    assert frontier.add([page("b"), page("c")]) == 1
    assert len(frontier.take(10)) == 3


def test_what_waits_comes_nearer_by_a_shorter_way(frontier: Frontier) -> None:
    frontier.add([page("a", depth=3, sites=1), page("b", depth=1), page("c", depth=2, sites=2)])
    frontier.add([page("a", depth=1, sites=2), page("b", depth=2), page("c", depth=2, sites=1)])
    found = {taken.url[-1]: (taken.depth, taken.sites) for taken in frontier.take(3)}
    assert found == {"a": (1, 1), "b": (1, 0), "c": (2, 1)}


def test_the_most_promising_comes_first(frontier: Frontier) -> None:
    frontier.add([page("low", priority=1.0), page("high", priority=9.0), page("middle", priority=5.0)])
    assert [request.url.rpartition("/")[2] for request in frontier.take(2)] == ["high", "middle"]


def test_what_was_taken_is_pending_until_it_is_finished(frontier: Frontier) -> None:
    frontier.add([page("a")])
    [request] = frontier.take(5)
    assert frontier.take(5) == []
    assert frontier.pending() == 1
    assert frontier.finish(request) is True
    assert frontier.pending() == 0
    assert frontier.add([page("a")]) == 0
    assert frontier.take(5) == []


def test_an_address_is_finished_once_and_only_by_who_holds_it(frontier: Frontier) -> None:
    frontier.add([page("a")])
    assert frontier.finish(page("a")) is False
    [request] = frontier.take(1)
    assert [frontier.finish(request), frontier.finish(request)] == [True, False]


def test_a_failure_that_will_not_pass_is_the_end_of_an_address(frontier: Frontier) -> None:
    frontier.add([page("a")])
    [request] = frontier.take(1)
    assert frontier.finish(request, Failure(cause=FailureCause.TLS, message="certificate expired"))
    assert (frontier.pending(), frontier.take(1)) == (0, [])


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


def test_a_failure_is_kept_with_its_cause(store: Database, run_id: int, clock: Clock) -> None:
    frontier = SqlFrontier(store, run_id, clock)
    frontier.add([page("a")])
    [request] = frontier.take(1)
    frontier.finish(request, Failure(cause=FailureCause.TLS, message="certificate expired"))
    [entry] = entries(store)
    assert (entry.state, entry.cause, entry.message) == (EntryState.FAILED, "tls", "certificate expired")
    assert entry.due_at.tzinfo is UTC


def test_processes_that_share_a_run_share_its_budget_of_pages(
    store: Database, run_id: int, clock: Clock
) -> None:
    one, other = (SqlFrontier(store, run_id, clock, max_pages=3) for _ in range(2))
    one.add([page(str(number), host=f"shop{number}.example") for number in range(6)])
    taken = one.take(2)
    assert len(other.take(5)) == 1
    assert (one.take(5), one.pending()) == ([], 6)
    one.finish(taken[0], Failure(cause=FailureCause.TLS, message="certificate expired"))
    [another] = one.take(5)
    for request in (taken[1], another):
        one.finish(request)
    assert one.pending() == 3
    [last] = [entry for entry in entries(store) if entry.lease_owner == other.owner]
    other.finish(Request(url=last.url))
    assert (one.pending(), one.take(5), other.take(5)) == (0, [], [])


def test_what_passes_is_tried_again_when_it_is_due_and_not_for_ever(
    store: Database, run_id: int, clock: Clock
) -> None:
    frontier = SqlFrontier(store, run_id, clock, Retries(times=2, first=timedelta(seconds=10), factor=3))
    frontier.add([page("a")])
    for wait in (10, 30):
        [request] = frontier.take(1)
        assert frontier.finish(request, SILENT)
        clock.pass_(seconds=wait - 1)
        assert (frontier.take(1), frontier.pending()) == ([], 1)
        clock.pass_(seconds=1)
    [request] = frontier.take(1)
    frontier.finish(request, SILENT)
    assert frontier.pending() == 0
    [entry] = entries(store)
    assert (entry.state, entry.cause, entry.failures, entry.attempts) == ("failed", "timeout", 3, 3)


def test_what_is_tried_again_is_as_near_as_it_was_met_meanwhile(
    store: Database, run_id: int, clock: Clock
) -> None:
    frontier = SqlFrontier(store, run_id, clock, Retries(times=1, first=timedelta(seconds=10)))
    frontier.add([page("a", depth=3)])
    [request] = frontier.take(1)
    frontier.add([page("a", depth=1)])
    frontier.finish(request, SILENT)
    clock.pass_(seconds=10)
    assert [again.depth for again in frontier.take(1)] == [1]


def test_a_server_that_names_a_time_is_not_asked_before(store: Database, run_id: int, clock: Clock) -> None:
    frontier = SqlFrontier(store, run_id, clock)
    frontier.add([page("a")])
    [request] = frontier.take(1)
    frontier.finish(request, replace(SILENT, wait=90.0))
    clock.pass_(seconds=89)
    assert frontier.take(1) == []
    clock.pass_(seconds=1)
    assert frontier.take(1) == [request]


def test_a_page_that_gave_a_page_in_the_end_has_no_failure(
    store: Database, run_id: int, clock: Clock
) -> None:
    frontier = SqlFrontier(store, run_id, clock)
    frontier.add([page("a")])
    for failure in (SILENT, None):
        [request] = frontier.take(1)
        frontier.finish(request, failure)
        clock.pass_(minutes=1)
    [entry] = entries(store)
    assert (entry.state, entry.cause, entry.message, entry.failures) == ("done", None, None, 1)
