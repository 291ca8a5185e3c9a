"""One crawl from its seeds to its account."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from crawler.process import CrawlOptions, CrawlStatistics, run_crawl
from crawler.request import SEED, Provenance, Request
from models.run import Run, RunState
from pipeline.frontier import SqlFrontier, release_dead
from pipeline.leads import Leads
from pipeline.road import Report, Road, Tools
from pipeline.runs import end
from pipeline.shops import gather


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a crawl ended. `account` goes into the run's row; `shops` is the number there are now."""

    run_id: int
    state: RunState
    account: dict[str, Any]
    shops: int
    error: str = ""


def crawl(run: Run, options: CrawlOptions, tools: Tools, report: Report, provenance: Provenance = SEED) -> Ended:
    """Crawl a run's frontier until nothing is due, then gather what was found into shops.

    Whatever happens, the run's row says how it ended. A second process may crawl the same run at once.
    """
    release_dead(tools.database, run.id)
    frontier = SqlFrontier(tools.database, run.id, tools.clock)
    leads = Leads(depth=options.depth, preview=tools.preview)
    road = Road(run.id, tools, frontier, leads, report)
    state, error = RunState.FAILED, ""
    try:
        seeds = [Request(url=url, priority=100.0, provenance=provenance) for url in run.seeds]
        statistics = run_crawl(seeds, options=options, frontier=frontier, sink=road.take)
        state = RunState.STOPPED if statistics.stopped_by else RunState.FINISHED
    except Exception as fault:
        error = str(fault)
        raise
    finally:
        frontier.release()
        ended = _close(run.id, state, road.account.as_dict(), error, tools)
    return ended
