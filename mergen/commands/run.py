"""`mergen run`"""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json
from mergen.output import Output, complain
from mergen.settings import load
from models.run import Run
from pipeline.errors import PipelineError
from pipeline.rechecks import ask
from pipeline.rechecks import is_time as rechecks_are_due
from pipeline.runs import claim, cut_off_runs, died, take_up
from pipeline.sealing import is_due
from pipeline.targets import due_targets


def run(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two looks at what is due.")] = 30.0,
    as_json: Json = False,
) -> None:
    """Crawl the targets that are due, look again at what was handed over, and go on until stopped. Runs that
    were cut off are taken up first.

    Each crawl is a process of its own: one that dies takes nothing with it. Several machines may do this
    on one PostgreSQL store; each tick is run by one of them.
    """
    output = Output(as_json=as_json)
    signal.signal(signal.SIGTERM, _stop)
    idle = threading.Event()
    told: set[str] = set()
    with Workshop(load()) as workshop:
        while True:
            for work in _due(workshop):
                _crawl(workshop, work, output)
            _seal(workshop, output, told)
            if once:
                return
            idle.wait(every)


def _seal(workshop: Workshop, output: Output, told: set[str]) -> None:
    """The first look of a day seals what came before it, where the office has a key. What hinders it is
    `told` once and tried again with the next look; crawling goes on."""
    if not workshop.settings.seal_key.exists():
        return
    with workshop.database.read() as session:
        if not is_due(session, workshop.clock(), workshop.scene.zone):
            return
    try:
        sealed = workshop.sealer.seal(workshop.office())
    except PipelineError as error:
        if str(error) not in told:
            complain(f"The store was not sealed: {error}")
        told.add(str(error))
        return
    if sealed is not None and not output.as_json:
        output.say(f"Sealed events {sealed.first_event} to {sealed.last_event}: {sealed.manifest_sha256}")
    for refused in sealed.refused if sealed is not None else ():
        complain(f"{refused.authority} gave no time stamp: {refused.reason}")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt  # a service manager's stop is as orderly as a person's Ctrl-C


def _due(workshop: Workshop) -> Iterator[Run]:
    """What is to be done now. Each run is claimed just before it is begun, never in advance: another
    process may have taken it meanwhile."""
    now = workshop.clock()
    with workshop.database.read() as session:
        rechecks = rechecks_are_due(session, now)
    if rechecks:
        with workshop.database.write() as session:
            ask(session, workshop.preview, now)
    with workshop.database.read() as session:
        cut_off, targets = cut_off_runs(session, now), due_targets(session, now)
    for work in cut_off:
        with workshop.database.write() as session:
            taken_up = take_up(session, work.id, workshop.clock())
        if taken_up is not None:
            yield taken_up
    # Only now: what a run worked with is the reader and the scorer, which take a second to start.
    versions = workshop.versions() if targets else {}
    for target in targets:
        with workshop.database.write() as session:
            work_or_none = claim(session, target.id, versions, workshop.clock())
        if work_or_none is not None:
            yield work_or_none


def _crawl(workshop: Workshop, work: Run, output: Output) -> None:
    command = [sys.executable, "-m", "mergen", "crawl", "--run", str(work.id), "--json"]
    status = _wait_for(command)
    with workshop.database.write() as session:
        row = died(session, work.id, status, workshop.clock())
    import structlog

    structlog.get_logger().info("run ended", run=row.id, state=row.state, account=row.account)
    if output.as_json:
        output.record(
            {"run": row.id, "seeds": row.seeds, "state": row.state, **row.account, "error": row.error}
        )
    else:
        counts = (f"{row.account.get(name, 0)} {name}" for name in ("pages", "unchanged", "findings"))
        found = ", ".join(counts)
        output.say(f"Run {row.id} {row.state}: {', '.join(row.seeds)}: {found} {row.error}".rstrip())


def _wait_for(command: list[str]) -> int:
    """The status of a crawl's process. Ctrl-C is passed on once and waited for, so that it stops in order."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as crawl:  # noqa: S603 - ours
        try:
            return crawl.wait()
        except KeyboardInterrupt:
            crawl.terminate()  # not SIGINT: started in the background, a process ignores that
            crawl.wait()
            raise
