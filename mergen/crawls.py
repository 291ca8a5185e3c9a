"""Beginning a crawl, and running it with everything that the settings name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import structlog

from crawler.egress import EgressGuard, EgressPolicy, exceptions_for
from crawler.errors import BrowserUnavailable
from crawler.process import CrawlOptions
from crawler.profile import PHONE
from crawler.request import BrowserPolicy, Origin, SpiderName
from crawler.screenshot import Photographer, Taken
from crawler.shot import Sitting
from crawler.visit import Failure, FailureCause
from mergen.collector import settled_memory
from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.output import errors
from models.run import Run
from models.target import Target
from pipeline.crawling import Ended, crawl
from pipeline.manifests import keep_manifest
from pipeline.road import Report
from pipeline.runs import RunOptions, begin, pages_left, resume
from pipeline.second_look import Visitors
from pipeline.targets import target_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which internal addresses a crawl may reach, besides the public internet: `allow` are `host:port`
    exceptions, `hosts` fixed routes for names (the demonstration web)."""

    allow: tuple[str, ...] = ()
    hosts: tuple[tuple[str, tuple[str, int]], ...] = ()


def begun(workshop: Workshop, urls: list[str], options: RunOptions) -> Run:
    """A run over addresses that a person named: a new one, or an equal one that was cut off."""
    seeds = [target_address(url, workshop.preview) for url in urls]
    versions = workshop.versions()
    with workshop.database.write() as session:
        run, resumed = begin(session, seeds, options, versions, workshop.clock())
    if resumed:
        errors.print(f"Run {run.id} was cut off; it goes on where it stopped.")
    return run


def resumed(workshop: Workshop, run_id: int) -> Run:
    """A run that is taken up again. Raises BadInput if there is none."""
    with workshop.database.write() as session:
        run = session.get(Run, run_id)
        if run is None:
            raise BadInput(f"There is no run {run_id}")
        resume(session, run, workshop.clock())
    return run


def reach_of(workshop: Workshop, run: Run) -> Reach:
    """The internal addresses that a person named, and no others."""
    return Reach(allow=exceptions_for(_typed(workshop, run)))


def _typed(workshop: Workshop, run: Run) -> list[str]:
    """The seeds that a person named. What a photo or a page named opens no door to the inside."""
    if run.target_id is None:
        return run.seeds
    with workshop.database.read() as session:
        by_person = session.get_one(Target, run.target_id).origin == Origin.SEED
    return run.seeds if by_person else []


def run_one(workshop: Workshop, run: Run, report: Report, reach: Reach) -> Ended:
    """Crawl a run to its end. Only once in a process: Twisted's reactor cannot be started again."""
    asked, settings = run.options, workshop.settings
    with workshop.database.read() as session:
        left = pages_left(session, run)
    egress = EgressPolicy(allow=settings.egress_allow + reach.allow, hosts=dict(reach.hosts))
    options = CrawlOptions(
        spider=SpiderName(asked.get("spider", SpiderName.SITE)),  # runs of an older Mergen have none
        depth=asked["depth"],
        max_pages=left,
        browser=BrowserPolicy(asked["browser"]),
        offsite=asked["offsite"],
        browser_executable=str(settings.browser_path or ""),
        obey_robots=settings.obey_robots,
        ignore_robots_of=tuple(run.seeds) if asked.get("ignore_robots") else (),
        telegram_preview=settings.telegram_preview,
        egress=egress,
    )
    camera = Camera(egress, options.browser_executable)
    visitors = None if options.browser is BrowserPolicy.NEVER else Visitors(camera=camera, other=PHONE.name)
    tools = workshop.road_tools(run.id)
    with settled_memory():
        ended = crawl(run, options, tools, report, visitors)
    keep_manifest(workshop.database, workshop.blobs, run.id, workshop.authorities, workshop.office())
    return ended


class Camera:
    """Takes screenshots through a guard of its own (`pipeline.screenshots.Camera`)."""

    def __init__(self, egress: EgressPolicy, executable: str) -> None:
        self._egress = egress
        self._executable = executable

    def __call__(self, sittings: Sequence[Sitting]) -> Iterator[Taken]:
        if not sittings:
            return
        try:
            with EgressGuard(self._egress) as guard:
                yield from Photographer(guard, executable=self._executable).sit(sittings)
        except BrowserUnavailable as error:
            structlog.get_logger().warning("no screenshots were taken", reason=str(error))
            failure = Failure(cause=FailureCause.BROWSER, message=str(error))
            yield from ((sitting, failure) for sitting in sittings)
