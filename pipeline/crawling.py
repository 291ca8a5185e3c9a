"""One crawl from its seeds to its account."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.following import FollowPolicy
from crawler.process import BY_SIGNAL, CrawlOptions, run_crawl
from crawler.request import HOPS, SEED, Origin, Provenance, Request, SpiderName
from models.database import Database
from models.run import Run, RunState
from models.target import Target
from pipeline.account import Account, whole
from pipeline.alarm import raise_alarm
from pipeline.alarms import alarms_of
from pipeline.frontier import SqlFrontier
from pipeline.leads import Leads
from pipeline.leases import free_dead
from pipeline.likeness import likenesses
from pipeline.memory import SqlMemory
from pipeline.quality import check_captures
from pipeline.rechecks import judge
from pipeline.road import Report, Road, Tools
from pipeline.runs import end
from pipeline.screenshots import Album, alive
from pipeline.second_look import Onward, Visitors, look_again
from pipeline.shops import gather
from pipeline.sites import Sites
from pipeline.stopping import asked_to_stop

SEED_PRIORITY = 100.0
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
    run: Run, options: CrawlOptions, tools: Tools, report: Report, visitors: Visitors | None = None
) -> Ended:
    """Crawl a run's frontier until nothing is due, then gather what was found into shops.

    With `visitors`, some pages are looked at again as somebody else when nothing else is left, the strongest
    pages that were flagged get a screenshot, and the crawl goes on where the other look leads.

    Whatever happens, the run's row says how it ended. A second process may crawl the same run at once.
    """
    free_dead(tools.database, run.id)
    frontier = SqlFrontier(
        tools.database,
        run.id,
        tools.clock,
        retries=tools.retries,
        max_pages=run.options["max_pages"],
        sites=Sites(run.id, tools.order, tools.preview),
    )
    # Runs of an older Mergen have no limit of sites.
    leads = Leads(options.depth, tools.preview, run.options.get("hops", HOPS), tools.order)
    memory = SqlMemory(
        tools.database, tools.evidence.blobs, run_id=run.id, scorer=tools.scorer.name, clock=tools.clock
    )
    road = Road(run.id, tools, frontier, leads, report)
    onward = Onward(frontier=frontier, leads=leads, policy=_policy(options))
    album = Album(run.id)
    road.account.ignored_robots = run.options.get("ignore_robots") or _by_setting(options)
    if visitors is not None:
        visitors = replace(visitors, camera=alive(visitors.camera, run.id, tools))
    try:
        frontier.add(_seeds(run, tools.database))
        if visitors is not None:
            frontier.afterwards(
                lambda stopping: look_again(run, tools, visitors.until(stopping), onward, album)
            )
        statistics = run_crawl((), options=options, frontier=frontier, memory=memory, sink=road.begin)
        stopped = statistics.stopped_by == BY_SIGNAL or _look_back(run.id, tools, frontier, album, visitors)
    except BaseException as error:
        frontier.release()
        close(run.id, RunState.FAILED, road.account, str(error) or type(error).__name__, tools, _accounted)
        raise
    frontier.release()
    state = RunState.STOPPED if stopped else RunState.FINISHED
    road.account.refused = len(statistics.refusals)
    return close(run.id, state, road.account, statistics.browser_missing or "", tools, _accounted)


def _look_back(
    run_id: int, tools: Tools, frontier: SqlFrontier, album: Album, visitors: Visitors | None
) -> bool:
    """What is done when nothing more is fetched. Gives whether a signal asked for its end."""
    with asked_to_stop() as stopping:
        attended = visitors.until(stopping) if visitors is not None else None
        if attended is not None:
            frontier.more(stopping)  # where the budget of pages came to its end before the addresses did
            album.fill(tools, attended.camera)
        if not stopping():
            check_captures(run_id, tools, attended.camera if attended is not None else None)
        return stopping()


def _policy(options: CrawlOptions) -> FollowPolicy:
    return FollowPolicy(
        depth=options.depth,
        scope=options.scope,
        offsite=options.offsite,
        listed=options.spider is SpiderName.SITEMAP,
    )


def _by_setting(options: CrawlOptions) -> str:
    return "" if options.obey_robots else BY_SETTING


def _seeds(run: Run, database: Database) -> list[Request]:
    """The run's seeds with what led to them: a person, or a photo whose code was made a target."""
    with database.read() as session:
        targets = session.scalars(select(Target).where(Target.url.in_(run.seeds))).all()
    led = {t.url: Provenance(origin=Origin(t.origin), reference=t.reference) for t in targets}
    profile = run.options.get("profile", "")  # runs of an older Mergen have none
    return [
        Request(url=url, priority=SEED_PRIORITY, provenance=led.get(url, SEED), profile=profile)
        for url in run.seeds
    ]


def _accounted(run_id: int, state: RunState, own: Account, tools: Tools) -> Account:
    with tools.database.read() as session:
        account = whole(session, run_id, own)
        if state is RunState.FINISHED:
            account.alarms = alarms_of(session, run_id, account, tools.scorer.name)
    return account


def close(
    run_id: int,
    state: RunState,
    account: Account,
    error: str,
    tools: Tools,
    completed: Callable[[int, RunState, Account, Tools], Account] | None = None,
) -> Ended:
    """Gather what was found into shops and write down how a run ended. `completed` adds to
    an account what other processes did."""
    try:
        account = completed(run_id, state, account, tools) if completed is not None else account
        shops = _gather(tools)
    except Exception as fault:
        _end(run_id, RunState.FAILED, account, error or str(fault), tools)
        raise
    _end(run_id, state, account, error, tools)
    return Ended(run_id=run_id, state=state, account=account.as_dict(), shops=shops, error=error)


def _gather(tools: Tools) -> int:
    with tools.database.read() as session:
        found = likenesses(session)
    return tools.database.transact(lambda session: gather(session, tools.clock(), found))


def _end(run_id: int, state: RunState, account: Account, error: str, tools: Tools) -> None:
    now = tools.clock()

    def work(session: Session) -> None:
        end(session, run_id, state, account.as_dict(), error, now)
        if state is RunState.FINISHED:
            judge(session, run_id, now)
        for alarm in account.alarms:
            raise_alarm(session, run_id, alarm, now)

    tools.database.transact(work)
