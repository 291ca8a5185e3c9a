"""One crawl from its seeds to its account."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from crawler.process import CrawlOptions, run_crawl
from crawler.request import SEED, Origin, Provenance, Request
from models.database import Database
from models.run import Run, RunState
from models.target import Target
from pipeline.account import Account, whole
from pipeline.alarms import alarms_of
from pipeline.frontier import SqlFrontier
from pipeline.leads import Leads
from pipeline.leases import free_dead
from pipeline.likeness import likenesses
from pipeline.memory import SqlMemory
from pipeline.quality import check_captures
from pipeline.road import Report, Road, Tools
from pipeline.runs import end
from pipeline.screenshots import Camera, photograph
from pipeline.shops import gather

SEED_PRIORITY = 100.0
BY_SIGNAL = "shutdown"
BY_SETTING = "the setting MERGEN_OBEY_ROBOTS is false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a crawl ended. `account` and `error` are what stands in the run's row; `shops` the number
    there are now."""

    run_id: int
    state: RunState
    account: dict[str, Any]
    shops: int
    error: str = ""


def crawl(
    run: Run, options: CrawlOptions, tools: Tools, report: Report, camera: Camera | None = None
) -> Ended:
    """Crawl a run's frontier until nothing is due, then gather what was found into shops.

    With a `camera`, the strongest pages that were flagged get a screenshot.

    Whatever happens, the run's row says how it ended. A second process may crawl the same run at once.
    """
    free_dead(tools.database, run.id)
    frontier = SqlFrontier(tools.database, run.id, tools.clock, tools.retries, run.options["max_pages"])
    leads = Leads(depth=options.depth, preview=tools.preview)
    memory = SqlMemory(
        tools.database, tools.evidence.blobs, run_id=run.id, scorer=tools.scorer.name, clock=tools.clock
    )
    road = Road(run.id, tools, frontier, leads, report)
    road.account.ignored_robots = run.options.get("ignore_robots") or _by_setting(options)
    try:
        frontier.add(_seeds(run, tools.database))
        statistics = run_crawl((), options=options, frontier=frontier, memory=memory, sink=road.take)
        stopped = statistics.stopped_by == BY_SIGNAL
        if not stopped:
            if camera is not None:
                photograph(run.id, tools, camera)
            check_captures(run.id, tools, camera)
    except BaseException as error:
        frontier.release()
        _close(run.id, RunState.FAILED, road, str(error) or type(error).__name__, tools)
        raise
    frontier.release()
    state = RunState.STOPPED if stopped else RunState.FINISHED
    road.account.refused = len(statistics.refusals)
    return _close(run.id, state, road, statistics.browser_missing or "", tools)


def _by_setting(options: CrawlOptions) -> str:
    return "" if options.obey_robots else BY_SETTING


def _seeds(run: Run, database: Database) -> list[Request]:
    """The run's seeds with what led to them: a person, or a photo whose code was made a target."""
    with database.read() as session:
        targets = session.scalars(select(Target).where(Target.url.in_(run.seeds))).all()
    led = {t.url: Provenance(origin=Origin(t.origin), reference=t.reference) for t in targets}
    return [Request(url=url, priority=SEED_PRIORITY, provenance=led.get(url, SEED)) for url in run.seeds]


def _close(run_id: int, state: RunState, road: Road, error: str, tools: Tools) -> Ended:
    try:
        account = _accounted(run_id, state, road.account, tools)
    except Exception as fault:
        _end(run_id, RunState.FAILED, road.account.as_dict(), error or str(fault), tools)
        raise
    return close(run_id, state, account, error, tools)


def _accounted(run_id: int, state: RunState, own: Account, tools: Tools) -> Account:
    with tools.database.read() as session:
        account = whole(session, run_id, own)
        if state is RunState.FINISHED:
            alarms = alarms_of(session, run_id, account, tools.scorer.name)
            account.alarms = tuple(alarm.message for alarm in alarms)
    return account


def close(run_id: int, state: RunState, account: Account, error: str, tools: Tools) -> Ended:
    """Gather what was found into shops and write down how a run ended."""
    figures = account.as_dict()
    try:
        shops = _gather(tools)
    except Exception as fault:
        _end(run_id, RunState.FAILED, figures, error or str(fault), tools)
        raise
    _end(run_id, state, figures, error, tools)
    return Ended(run_id=run_id, state=state, account=figures, shops=shops, error=error)


def _gather(tools: Tools) -> int:
    with tools.database.read() as session:
        found = likenesses(session)
    return tools.database.transact(lambda session: gather(session, tools.clock(), found))


def _end(run_id: int, state: RunState, account: dict[str, Any], error: str, tools: Tools) -> None:
    with tools.database.write() as session:
        end(session, run_id, state, account, error, tools.clock())
