"""Runs of targets on several machines: each tick once, each cut-off run by one of them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.request import SEED, Request
from models.database import Database
from models.decision import Event
from models.run import Run, RunState
from models.target import Target
from pipeline.frontier import SqlFrontier
from pipeline.recapture import make_due
from pipeline.runs import SILENCE, TRIES, RunOptions, begin, claim, cut_off_runs, died, end, take_up
from pipeline.targets import Watch, add_target, due_targets, remove_target
from tests.stores import Clock

URL = "https://shop.example/"


def watch(session: Session, clock: Clock, every: str | None = None) -> int:
    return add_target(session, URL, Watch(every=every), provenance=SEED, actor="aigul", now=clock())[0].id


def test_a_tick_is_run_once_and_missed_ones_are_made_up_for_once(store: Database, clock: Clock) -> None:
    with store.write() as session:
        target = watch(session, clock, "0 6 * * *")
    clock.pass_(days=3, hours=1)
    with store.write() as session:
        assert [due.id for due in due_targets(session, clock())] == [target]
        assert claim(session, target, {}, clock()) is not None
    with store.write() as session:
        assert claim(session, target, {}, clock()) is None
        assert due_targets(session, clock()) == []
        due = session.get_one(Target, target).next_due_at
    assert due is not None
    assert clock() < due <= clock() + timedelta(days=1)
    with store.read() as session:
        assert len(session.scalars(sa.select(Event).where(Event.kind == "begun")).all()) == 1


def test_a_target_that_was_removed_while_others_were_crawled_is_not_crawled(
    store: Database, clock: Clock
) -> None:
    with store.write() as session:
        target = watch(session, clock)
        [seen] = due_targets(session, clock())
        remove_target(session, URL, actor="aigul", now=clock())
    with store.write() as session:
        assert seen.id == target
        assert claim(session, seen.id, {}, clock()) is None
        assert session.scalars(sa.select(Run)).all() == []


def test_a_run_that_was_cut_off_is_taken_up_by_one_process(store: Database, clock: Clock) -> None:
    with store.write() as session:
        run, _ = begin(session, [URL], RunOptions(), {}, clock())
    clock.pass_(seconds=SILENCE.total_seconds() + 1)
    with store.read() as session:
        [found] = cut_off_runs(session, clock())
    with store.write() as session:
        assert take_up(session, found.id, clock()) is not None
    with store.write() as session:
        assert take_up(session, found.id, clock()) is None
        assert session.get_one(Run, run.id).state == RunState.RUNNING


@pytest.mark.parametrize("state", [RunState.FINISHED, RunState.FAILED])
def test_a_run_that_ended_is_not_taken_up(store: Database, clock: Clock, state: RunState) -> None:
    with store.write() as session:
        run, _ = begin(session, [URL], RunOptions(), {}, clock())
        end(session, run.id, state, {}, "", clock())
    clock.pass_(days=1)
    with store.write() as session:
        assert take_up(session, run.id, clock()) is None


def test_a_run_with_its_last_pages_under_way_shows_life(store: Database, clock: Clock) -> None:
    with store.write() as session:
        run, _ = begin(session, [URL], RunOptions(), {}, clock())
    frontier = SqlFrontier(store, run.id, clock)
    frontier.add([Request(url=f"{URL}{number}") for number in range(12)])
    for request in frontier.take(12):
        clock.pass_(minutes=1)
        frontier.beat()
        frontier.finish(request)
    with store.read() as session:
        assert cut_off_runs(session, clock()) == []


def test_a_crawl_that_is_killed_is_taken_up_again_but_not_for_ever(store: Database, clock: Clock) -> None:
    with store.write() as session:
        claimed = claim(session, watch(session, clock), {}, clock())
    assert claimed is not None
    states = []
    for _ in range(TRIES):
        with store.write() as session:
            states.append(died(session, claimed.id, -9, clock()).state)
        with store.write() as session:
            take_up(session, claimed.id, clock())
    assert states == [RunState.STOPPED] * (TRIES - 1) + [RunState.FAILED]


def test_a_look_as_another_visitor_is_at_one_page_and_leaves_the_schedule_alone(
    store: Database, clock: Clock
) -> None:
    with store.write() as session:
        target = session.get_one(Target, watch(session, clock, "0 6 * * *"))
        due = target.next_due_at
        assert make_due(session, URL, 1, "mergen", clock(), "phone")
        assert due_targets(session, clock()) == [target]
    with store.write() as session:
        look = claim(session, target.id, {}, clock())
        assert look is not None
        asked = [look.options[name] for name in ("profile", "depth", "max_pages")]
        assert (asked, look.tick) == (["phone", 0, 1], clock())
        assert session.get_one(Target, target.id).next_due_at == due
        assert due_targets(session, clock()) == []
        begun = session.scalars(sa.select(Event).where(Event.kind == "begun")).one()
        assert begun.detail["asked_as"] == "phone"
    clock.pass_(days=1)
    with store.write() as session:
        own = claim(session, target.id, {}, clock())
        assert own is not None
        assert (own.options["profile"], own.options["max_pages"], own.tick) == ("", 200, due)
        assert own.key != look.key


def test_a_look_and_a_crawl_that_wait_for_one_target_do_not_swallow_each_other(
    store: Database, clock: Clock
) -> None:
    with store.write() as session:
        target = watch(session, clock)
        make_due(session, URL, 1, "mergen", clock(), "phone")
        make_due(session, URL, 1, "aigul", clock())
        later = [clock() + timedelta(minutes=number) for number in range(1, 4)]
        runs = [claim(session, target, {}, at) for at in later]
    assert [run.options["profile"] if run is not None else None for run in runs] == ["phone", "", None]
