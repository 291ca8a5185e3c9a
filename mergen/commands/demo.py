"""`mergen demo`"""

import secrets
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mergen.commands.serve import PORT, serve_review
from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json
from mergen.output import Output
from mergen.settings import Settings, load

if TYPE_CHECKING:
    from mergen.demo.job import DemoResult

REVIEWERS = ("reviewer", "second-reviewer")
"""Two, since two people confirm what is handed over."""


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demonstration keeps its store; made anew.")] = Path(
        "var/demo"
    ),
    serve: Annotated[bool, typer.Option("--serve", help="Serve the review page afterwards.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The review page's port.")] = PORT,
    as_json: Json = False,
) -> None:
    """Do the whole job on a bundled web of invented sites: crawl, read, score, gather, measure.

    Nothing leaves this machine. With --serve, what was found can be looked at and decided on.
    """
    from mergen.crawl_report import Ticker
    from mergen.demo.job import do_the_job
    from mergen.demo.server import DemoWeb

    output = Output(as_json=as_json)
    settings = _fresh_store(folder)
    started = time.monotonic()
    with Workshop(settings) as workshop:
        with DemoWeb() as web:
            output.say(f"{len(web.hosts)} invented sites are served on this machine; the crawl begins.")
            with Ticker(Output(as_json=False), quiet=as_json) as ticker:
                result = do_the_job(workshop, web, ticker)
        _print(output, result, time.monotonic() - started)
        if serve:
            for name in REVIEWERS:
                output.say(f"Sign in as {name} with the password {_reviewer(workshop, name)}")
            serve_review(workshop, "127.0.0.1", port, secure_cookies=False)
        elif not as_json:
            output.say(
                "To look at what it finds, let it also serve the review page: make demo ARGS=--serve"
                " (where Mergen is installed: mergen demo --serve)."
            )


def _fresh_store(folder: Path) -> Settings:
    """Settings of a store of its own, so that an office's real one is never touched."""
    marker = folder / "demo"
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise BadInput(f"{folder} holds other files; name an empty folder with --folder")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
        marker.write_text("Made by `mergen demo`; it is made anew each time.\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}") from error
    own = {
        "database_url": f"sqlite:///{folder}/mergen.db",
        "evidence": folder / "evidence",
        "exports": folder / "exports",
        "telegram_preview": "http://t-preview.example/s/",
        "retries": 0,  # what is broken here stays broken
    }
    from models.database import Database

    Database(str(own["database_url"])).migrate()
    return load().model_copy(update=own)


def _reviewer(workshop: Workshop, name: str) -> str:
    from models.user import Role
    from review.accounts import create_user

    password = secrets.token_urlsafe(9)
    with workshop.database.write() as session:
        create_user(session, name, password, Role.REVIEWER, workshop.clock())
    return password


def _print(output: Output, result: "DemoResult", seconds: float) -> None:
    figures = result.figures
    if output.as_json:
        output.record({"summary": result.summary() | {"seconds": round(seconds, 1)}})
        return
    rows = [*result.summary().items(), ("seconds", round(seconds, 1))]
    output.table("What the demonstration found", ("what", "figure"), rows)
    for name in figures.missed:
        output.say(f"missed: {name}")
    for name in figures.false_alarms:
        output.say(f"false alarm: {name}")
