"""One contract for every frontier, and what those in SQL promise besides."""

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawler.frontier import Frontier, MemoryFrontier
from crawler.request import Origin, Provenance, Request
from crawler.visit import Failure, FailureCause
from models.database import Database
from models.frontier import EntryState, FrontierEntry
from pipeline.frontier import LEASE, SqlFrontier
from pipeline.leases import GROUPS
from pipeline.retries import Retries
from pipeline.runs import RunOptions, begin
from tests.stores import Clock, store_on


def page(path: str, host: str = "shop.example", **fields: object) -> Request:
    return Request(url=f"http://{host}/{path}", **fields)  # type: ignore[arg-type]


SILENT = Failure(cause=FailureCause.TIMEOUT, message="no answer", transient=True)


def entries(store: Database) -> list[FrontierEntry]:
    with store.read() as session:
        return list(session.scalars(sa.select(FrontierEntry)))


def begin_run(store: Database, clock: Clock) -> int:
    with store.write() as session:
        run, _ = begin(session, ["http://shop.example/"], RunOptions(), {}, clock())
        return run.id


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def frontier(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Iterator[Frontier]:
    """Every frontier there is: all keep one contract."""
    if request.param == "memory":
        yield MemoryFrontier()
    else:
        with store_on(request, tmp_path) as store:
            yield SqlFrontier(store, begin_run(store, clock), clock)


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
        one.beat()
        assert other.take(1) == []


def test_a_host_is_asked_by_one_process_at_a_time(store: Database, run_id: int, clock: Clock) -> None:
    one, other = SqlFrontier(store, run_id, clock), SqlFrontier(store, run_id, clock)
    one.add([page("a"), page("b"), page("c", host="news.example")])
    [request] = one.take(1)
    assert request.url == "http://shop.example/a"
    assert [request.url for request in other.take(5)] == ["http://news.example/c"]
    one.finish(request)
    assert other.take(5) == []


def test_a_host_of_which_nothing_is_under_way_is_free_for_others(
    store: Database, run_id: int, clock: Clock
) -> None:
    one, other = SqlFrontier(store, run_id, clock), SqlFrontier(store, run_id, clock)
    one.add([page("a", priority=1), page("b"), page("c", host="news.example", priority=1)])
    for request in one.take(2):
        one.finish(request)
    one.add([page("d", host="news.example", priority=2)])
    assert [request.url for request in one.take(1)] == ["http://news.example/d"]
    assert [request.url for request in other.take(5)] == ["http://shop.example/b"]


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
    [entry] = entries(store)
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
    slow.beat()
    slow.give_back(request)
    assert slow.finish(request) is False
    assert quick.pending() == 1
    assert slow.take(1) == []
    assert quick.finish(request) is True


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


def test_a_page_that_kills_its_process_is_set_aside_and_the_others_are_reached(
    store: Database, run_id: int, clock: Clock
) -> None:
    SqlFrontier(store, run_id, clock).add([page(str(number)) for number in range(60)])
    killer, deaths, reached = page("33").url, 0, set()
    while (crawl := SqlFrontier(store, run_id, clock)).pending():
        clock.pass_(seconds=LEASE.total_seconds() + 1)
        while taken := crawl.take(40):
            if killer in {request.url for request in taken}:
                deaths += 1
                break
            reached |= {request.url for request in taken if crawl.finish(request)}
    assert deaths == len(GROUPS)
    assert len(reached) == 59
    [entry] = [entry for entry in entries(store) if entry.state == EntryState.FAILED]
    assert (entry.url, entry.cause, entry.deaths) == (killer, "killed", deaths)
    assert "mergen frontier retry" in str(entry.message)


def test_a_page_that_was_under_way_when_a_process_died_waits_until_it_can_be_watched(
    store: Database, run_id: int, clock: Clock
) -> None:
    dead, alive = SqlFrontier(store, run_id, clock), SqlFrontier(store, run_id, clock)
    dead.add([page("a", priority=9)])
    dead.take(1)
    clock.pass_(seconds=LEASE.total_seconds() + 1)
    alive.add([page("b"), page("c")])
    assert alive.take(2) == [page("b"), page("c")]
    assert alive.take(2) == []
    for request in (page("b"), page("c")):
        alive.finish(request)
    assert [request.url for request in alive.take(2)] == ["http://shop.example/a"]


@pytest.mark.parametrize("state", ["gone", "waits to be reaped", "its number is another's"])
def test_a_process_of_this_machine_that_is_dead_loses_its_leases_at_once(
    sqlite: Database, clock: Clock, state: str
) -> None:
    run_id = begin_run(sqlite, clock)
    dead, alive = SqlFrontier(sqlite, run_id, clock), SqlFrontier(sqlite, run_id, clock)
    machine, pid, began, token = dead.owner.split("/")
    with subprocess.Popen(["true"]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        if state == "gone":
            ended.wait()
        number = pid if state == "its number is another's" else str(ended.pid)
        start = str(int(began) - 60) if number == pid else f"{time.time():.0f}"
        dead.owner = f"{machine}/{number}/{start}/{token}"
        dead.add([page("a")])
        dead.take(1)
        assert alive.take(1) == []
        assert [request.url for request in alive.take(1)] == ["http://shop.example/a"]


def test_a_process_that_lives_keeps_its_leases_whoever_asks(sqlite: Database, clock: Clock) -> None:
    run_id = begin_run(sqlite, clock)
    one, other = SqlFrontier(sqlite, run_id, clock), SqlFrontier(sqlite, run_id, clock)
    one.add([page("a")])
    one.take(1)
    assert [other.take(1) for _ in range(3)] == [[], [], []]
