"""A run: begun, taken up again after a crash, and ended with an account."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from crawler.request import HOPS
from models.case import Sight
from models.decision import Event
from models.frontier import EntryState, FrontierEntry
from models.run import Run, RunState
from models.target import Target
from pipeline.errors import BadRun
from pipeline.events import record
from pipeline.rows import insert_for
from pipeline.targets import is_due, next_tick

# A process that shows no sign of life for this long is dead: leases are renewed every minute.
SILENCE = timedelta(minutes=10)
TRIES = 20  # a page that kills its process is found after five deaths, and one site may have several
ARCHIVES = "archives "  # how the keys of runs begin that read archives
_OPEN = (EntryState.QUEUED, EntryState.LEASED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a crawl was asked to do. The same seeds and options are the same crawl. Links to other sites
    are followed from pages less than `offsite` hops from a seed; a crawl goes no more than `hops` sites away
    from its seeds, whatever leads there. `spider` is a `SpiderName`.
    `ignore_robots` is why the seeds' sites are crawled against their robots.txt; empty: they are not.
    `suspicious` ones are looked at again as another visitor. `profile` is the visitor who asks for the seeds;
    empty: the crawler itself."""

    depth: int = 2
    max_pages: int = 200
    browser: str = "auto"
    offsite: int = 0
    hops: int = HOPS
    spider: str = "site"
    ignore_robots: str = ""
    suspicious: bool = False
    profile: str = ""


def begin(
    session: Session, seeds: Sequence[str], options: RunOptions, versions: dict[str, Any], now: datetime
) -> tuple[Run, bool]:
    """A run for these seeds, and whether it takes up one that was cut off: its frontier still stands."""
    key = run_key(seeds, options)
    cut_off = session.scalars(
        select(Run)
        .where(Run.key == key, Run.state != RunState.FINISHED, Run.target_id.is_(None))
        .where(Run.id.in_(select(FrontierEntry.run_id).where(FrontierEntry.state.in_(_OPEN))))
        .order_by(Run.id.desc())
    ).first()
    if cut_off is not None:
        resume(session, cut_off, now)
        return cut_off, True
    run = Run(
        key=key,
        started_at=now,
        heartbeat_at=now,
        seeds=list(seeds),
        options=asdict(options),
        versions=versions,
    )
    session.add(run)
    session.flush()
    record(session, "begun", ("run", run.id), actor="mergen", at=now, seeds=list(seeds))
    return run, False


def resume(session: Session, run: Run, now: datetime) -> None:
    """Take up a run that was cut off. Raises BadRun for one that came to its end."""
    if run.key.startswith(ARCHIVES):
        raise BadRun(f"Run {run.id} read archives: give the files to `mergen warc` again")
    if run.state == RunState.FINISHED:
        raise BadRun(f"Run {run.id} is finished; name its addresses to crawl them again")
    run.state, run.heartbeat_at, run.ended_at = RunState.RUNNING, now, None
    record(session, "resumed", ("run", run.id), actor="mergen", at=now)


def show_life(session: Session, run_id: int, now: datetime) -> None:
    """Say that a process works on the run, so that no other takes it for cut off."""
    session.execute(update(Run).where(Run.id == run_id).values(heartbeat_at=now))


def take_up(session: Session, run_id: int, now: datetime) -> Run | None:
    """Resume a run of `cut_off_runs`; None if another process has done so meanwhile."""
    # The row is locked (PostgreSQL; SQLite has locked the store), so of two processes one comes first.
    query = select(Run).where(Run.id == run_id, _is_cut_off(now)).with_for_update()
    run = session.scalars(query).first()
    if run is not None:
        resume(session, run, now)
    return run


def claim(session: Session, target_id: int, versions: dict[str, Any], now: datetime) -> Run | None:
    """A run for a target that is due; None if another process has begun it, or if it is no longer due. The
    target's next time is set in the same transaction, so that a tick is run once and a missed one is made
    up for once."""
    due = select(Target).where(Target.id == target_id, is_due(now)).with_for_update()
    target = session.scalars(due).first()
    if target is None:
        return None
    look_as, options = target.look_as, _options(target)
    values = {
        "key": run_key([target.url], options),
        "started_at": now,
        "heartbeat_at": now,
        "state": RunState.RUNNING.value,
        "seeds": [target.url],
        "options": asdict(options),
        "versions": versions,
        "account": {},
        "error": "",
        "target_id": target.id,
        "tick": now if look_as else target.next_due_at,
    }
    insert = insert_for(session, Run).values(values).on_conflict_do_nothing().returning(Run.id)
    run_id: int | None = session.scalars(insert).first()
    if look_as:
        target.look_as = ""  # its schedule goes on as if nobody had looked
    else:
        target.next_due_at = next_tick(target.every, now) if target.every else None
    if run_id is None:
        return None  # the clock was set back: this tick was run before
    facts = {"seeds": [target.url], "target": target.id} | ({"asked_as": look_as} if look_as else {})
    record(session, "begun", ("run", run_id), actor="mergen", at=now, **facts)
    return session.get_one(Run, run_id)


def _options(target: Target) -> RunOptions:
    """How a target is crawled, or looked at: a look is at its own page only."""
    options = RunOptions(
        depth=target.depth,
        hops=target.hops,
        max_pages=target.max_pages,
        browser=target.browser,
        spider=target.spider,
        ignore_robots=target.ignore_robots,
        suspicious=target.suspicious,
    )
    if not target.look_as:
        return options
    return replace(
        options, profile=target.look_as, depth=0, max_pages=1, browser="auto", spider="site", suspicious=False
    )


def cut_off_runs(session: Session, now: datetime) -> list[Run]:
    """Runs that say they are running and show no sign of life, and those of targets that were stopped."""
    return list(session.scalars(select(Run).where(_is_cut_off(now)).order_by(Run.id)))


def _is_cut_off(now: datetime) -> ColumnElement[bool]:
    silent = and_(
        Run.state == RunState.RUNNING,
        Run.heartbeat_at < now - SILENCE,
        Run.key.not_like(f"{ARCHIVES}%"),  # nothing to fetch: whoever has the files gives them again
    )
    stopped = and_(Run.state == RunState.STOPPED, Run.target_id.is_not(None))
    return or_(silent, stopped)


def seen_runs(sight: Sight) -> ColumnElement[bool]:
    """The condition that a person may see a run: not those of targets in restricted cases of others."""
    return or_(Run.target_id.is_(None), Run.target_id.not_in(sight.hidden_targets))


def seen_run(session: Session, run_id: int, sight: Sight) -> Run:
    """The run of this number, for a person who asks. Raises BadRun, also for one that they may not see."""
    run = session.scalars(select(Run).where(Run.id == run_id, seen_runs(sight))).first()
    if run is None:
        raise BadRun(f"There is no run {run_id}")
    return run


def pages_left(session: Session, run: Run) -> int:
    """How many of the pages that a run may store it has not stored yet, over all times it was taken up."""
    stored = select(func.count()).where(
        FrontierEntry.run_id == run.id, FrontierEntry.state == EntryState.DONE
    )
    return max(0, int(run.options["max_pages"]) - session.scalars(stored).one())


def end(
    session: Session, run_id: int, state: RunState, account: dict[str, Any], error: str, now: datetime
) -> Run:
    """Write down how a run ended."""
    run = session.get_one(Run, run_id)
    run.state, run.account, run.error, run.ended_at, run.heartbeat_at = state, account, error, now, now
    record(session, state, ("run", run.id), actor="mergen", at=now, account=account, error=error)
    return run


def died(session: Session, run_id: int, status: int, now: datetime) -> Run:
    """A run whose process ended with `status`: one that was killed waits to be taken up again, unless it
    was so `TRIES` times, since then the crawl itself is the reason."""
    run = session.get_one(Run, run_id)
    if run.state != RunState.RUNNING:
        return run
    error = f"the crawl's process ended with status {status}"
    stops = select(Event.detail).where(
        Event.subject == "run", Event.subject_id == str(run_id), Event.kind == RunState.STOPPED
    )
    deaths = sum(bool(detail["error"]) for detail in session.scalars(stops))  # an orderly stop has none
    again = status < 0 and deaths < TRIES - 1
    return end(session, run_id, RunState.STOPPED if again else RunState.FAILED, run.account, error, now)


def run_key(seeds: Sequence[str], options: RunOptions) -> str:
    """SHA-256 over seeds and options. Who asks counts where it is not the crawler: the crawls of an older
    Mergen have no such option, and are the same crawls."""
    asked = {name: value for name, value in asdict(options).items() if value or name != "profile"}
    text = json.dumps([sorted(seeds), asked], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
