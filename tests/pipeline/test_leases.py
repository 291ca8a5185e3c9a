"""Leases: who may fetch what, and what becomes of it when a process dies."""

import os
import subprocess
import time

import pytest

from models.database import Database
from models.frontier import EntryState
from pipeline.frontier import LEASE, SqlFrontier
from pipeline.leases import GROUPS
from tests.pipeline.queued import begin_run, entries, page
from tests.stores import Clock


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
