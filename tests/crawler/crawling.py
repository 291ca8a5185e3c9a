"""Runs a crawl in a process of its own: a reactor cannot be started twice."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from crawler.frontier import MemoryFrontier
from crawler.process import CrawlOptions, CrawlStatistics, run_crawl
from crawler.request import Request
from crawler.visit import Visit


@dataclass(frozen=True)
class Outcome:
    """What a crawl gave to the sink, by the address that was asked for, in the order of arrival."""

    visits: dict[str, Visit]
    statistics: CrawlStatistics
    pending: int


def crawl(urls: Sequence[str], options: CrawlOptions) -> Outcome:
    """Crawl in a child process."""
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_crawl, tuple(urls), options).result(timeout=120)


def _crawl(urls: tuple[str, ...], options: CrawlOptions) -> Outcome:
    visits: dict[str, Visit] = {}
    frontier = MemoryFrontier()

    def sink(visit: Visit) -> None:
        assert visit.request.url not in visits, f"{visit.request.url} came twice"
        visits[visit.request.url] = visit

    statistics = run_crawl([Request(url=url) for url in urls], options=options, frontier=frontier, sink=sink)
    return Outcome(visits, statistics, frontier.pending())
