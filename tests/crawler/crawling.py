"""Runs a crawl in a process of its own: a reactor cannot be started twice."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from crawler.errors import CrawlAlreadyRun, SinkFailed
from crawler.frontier import MemoryFrontier, sink_of
from crawler.memory import Memory
from crawler.process import CrawlOptions, CrawlStatistics, run_crawl
from crawler.request import Request
from crawler.visit import Visit
from tests.forking import fork_server

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome:
    """What a crawl gave to the sink, by the address that was asked for, in the order of arrival."""

    visits: dict[str, Visit]
    statistics: CrawlStatistics
    pending: int


def _in_a_process(work: Callable[..., T], *arguments: object) -> T:
    with ProcessPoolExecutor(1, mp_context=fork_server()) as pool:
        return pool.submit(_as_here, dict(os.environ), work, *arguments).result(timeout=120)


def _as_here(environment: dict[str, str], work: Callable[..., T], *arguments: object) -> T:
    """The server of processes was started under the variables of an earlier test."""
    os.environ.clear()
    os.environ.update(environment)
    return work(*arguments)


def crawl(urls: Sequence[str], options: CrawlOptions, memory: Memory | None = None) -> Outcome:
    """Crawl in a child process."""
    return _in_a_process(_crawl, tuple(urls), options, memory)


def crawl_with_a_failing_sink(url: str, options: CrawlOptions) -> tuple[Exception, int]:
    """The error that comes out, and the number of leases left, when the third visit cannot be stored."""
    return _in_a_process(_crawl_with_a_failing_sink, url, options)


def crawl_twice(url: str, options: CrawlOptions) -> str:
    """What a second crawl in one process says."""
    return _in_a_process(_crawl_twice, url, options)


def _crawl(urls: tuple[str, ...], options: CrawlOptions, memory: Memory | None) -> Outcome:
    visits: dict[str, Visit] = {}
    frontier = MemoryFrontier()

    def sink(visit: Visit) -> None:
        assert visit.request.url not in visits, f"{visit.request.url} came twice"
        visits[visit.request.url] = visit

    seeds = [Request(url=url) for url in urls]
    statistics = run_crawl(
        seeds, options=options, frontier=frontier, memory=memory, sink=sink_of(frontier, sink)
    )
    return Outcome(visits, statistics, frontier.pending())


def _crawl_with_a_failing_sink(url: str, options: CrawlOptions) -> tuple[Exception, int]:
    frontier, taken = MemoryFrontier(), []

    def sink(visit: Visit) -> None:
        taken.append(visit)
        if len(taken) == 3:
            raise OSError("the disk is full")

    try:
        run_crawl([Request(url=url)], options=options, frontier=frontier, sink=sink_of(frontier, sink))
    except SinkFailed as error:
        pending = frontier.pending()
        return error, pending - len(frontier.take(10_000))
    raise AssertionError("The sink's failure was swallowed.")


def _crawl_twice(url: str, options: CrawlOptions) -> str:
    run_crawl([Request(url=url)], options=options)
    try:
        run_crawl([Request(url=url)], options=options)
    except CrawlAlreadyRun as error:
        return str(error)
    raise AssertionError("The second crawl was not refused.")
