"""`mergen run`"""

import subprocess
import sys
import threading
from typing import Annotated

import structlog
import typer

from mergen.composition import Workshop
from mergen.options import Json
from mergen.output import Output
from mergen.settings import load
from models.run import Run, RunState
from pipeline.runs import claim, cut_off_runs, end
from pipeline.targets import due_targets


def run(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two looks at what is due.")] = 30.0,
    as_json: Json = False,
) -> None:
    """Crawl the targets that are due, and go on until stopped. Runs that were cut off are taken up first.

    Each crawl is a process of its own: one that dies takes nothing with it. Several machines may do this
    on one PostgreSQL store; each tick is run by one of them.
    """
    output = Output(as_json=as_json)
    idle = threading.Event()
    with Workshop(load()) as workshop:
        while True:
            for work in _due(workshop):
                _crawl(workshop, work, output)
            if once:
                return
            idle.wait(every)


def _due(workshop: Workshop) -> list[Run]:
    now = workshop.clock()
    versions = workshop.versions()
    with workshop.database.write() as session:
        again = cut_off_runs(session, now)
        fresh = [claim(session, target, versions, now) for target in due_targets(session, now)]
        return [*again, *(run for run in fresh if run is not None)]


def _crawl(workshop: Workshop, work: Run, output: Output) -> None:
    command = [sys.executable, "-m", "mergen", "crawl", "--run", str(work.id), "--json"]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own command
    with workshop.database.write() as session:
        row = session.get_one(Run, work.id)
        if row.state == RunState.RUNNING:
            error = f"the crawl's process ended with status {done.returncode}"
            end(session, row.id, RunState.FAILED, row.account, error, workshop.clock())
    structlog.get_logger().info("run ended", run=row.id, state=row.state, account=row.account)
    if output.as_json:
        output.record(
            {"run": row.id, "seeds": row.seeds, "state": row.state, **row.account, "error": row.error}
        )
    else:
        found = f"{row.account.get('pages', 0)} pages, {row.account.get('findings', 0)} findings"
        output.say(f"Run {row.id} {row.state}: {', '.join(row.seeds)}: {found} {row.error}".rstrip())
