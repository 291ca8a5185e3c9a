"""Running one crawl with everything that the settings name."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.egress.policy import EgressPolicy
from crawler.process import CrawlOptions
from crawler.request import BrowserPolicy
from mergen.composition import Workshop
from models.run import Run
from pipeline.crawling import Ended, crawl
from pipeline.road import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which internal addresses a crawl may reach, besides the public internet: `allow` are `host:port`
    exceptions, `hosts` fixed routes for names (the demonstration web)."""

    allow: tuple[str, ...] = ()
    hosts: tuple[tuple[str, tuple[str, int]], ...] = ()


def run_one(workshop: Workshop, run: Run, report: Report, reach: Reach) -> Ended:
    """Crawl a run to its end. Only once in a process: Twisted's reactor cannot be started again."""
    asked = run.options
    options = CrawlOptions(
        depth=asked["depth"],
        max_pages=asked["max_pages"],
        browser=BrowserPolicy(asked["browser"]),
        obey_robots=workshop.settings.obey_robots,
        egress=EgressPolicy(allow=workshop.settings.egress_allow + reach.allow, hosts=dict(reach.hosts)),
    )
    return crawl(run, options, workshop.road_tools(run.id), report)


def named_by_person(seeds: Sequence[str]) -> tuple[str, ...]:
    """`host:port` of seeds that somebody typed. Whoever names an internal address wants it looked at;
    the guard stays closed to every other one, and to what a page names."""
    return tuple(f"{parts.hostname}:{_port(parts.scheme, parts.port)}" for parts in map(urlsplit, seeds))


def _port(scheme: str, port: int | None) -> int:
    return port or (443 if scheme == "https" else 80)
