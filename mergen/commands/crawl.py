"""`mergen crawl`"""

from types import TracebackType
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

import typer
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Select, select

from crawler.egress import exceptions_for
from crawler.request import BrowserPolicy, Origin
from mergen.commands.qr import payload_record, symbol_records
from mergen.composition import Workshop
from mergen.crawls import Reach, run_one
from mergen.errors import BadInput
from mergen.options import Json
from mergen.output import Output, complain, errors, printable
from mergen.settings import load
from models.frontier import EntryState, FrontierEntry
from models.run import Run, RunState
from models.target import Target
from pipeline.crawling import Ended
from pipeline.runs import RunOptions, begin, resume
from pipeline.targets import target_address
from pipeline.travelled import Stored, Travelled

NAMED = 10


def crawl(
    urls: Annotated[list[str] | None, typer.Argument(help="Web addresses, or @channel.")] = None,
    depth: Annotated[int, typer.Option(min=0, help="How many links deep.")] = 2,
    max_pages: Annotated[int, typer.Option(min=1, help="How many pages at most.")] = 200,
    browser: Annotated[BrowserPolicy, typer.Option(help="When a real browser is used.")] = BrowserPolicy.AUTO,
    offsite: Annotated[
        int,
        typer.Option(min=0, help="Follow links to other sites from pages fewer hops from a seed than this."),
    ] = 0,
    run: Annotated[
        int | None, typer.Option(help="Take up this run again instead of naming addresses.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Crawl addresses, read the codes in their images, follow those, score and store everything.

    A crawl that was cut off is taken up where it stopped when it is asked for again.
    """
    if bool(urls) == (run is not None):
        raise BadInput("Name the addresses to crawl, or one run with --run")
    options = RunOptions(depth=depth, max_pages=max_pages, browser=browser.value, offsite=offsite)
    with Workshop(load()) as workshop:
        row = _begin(workshop, urls or [], options) if run is None else _resume(workshop, run)
        output = Output(as_json=as_json)
        with Ticker(output) as ticker:
            ended = run_one(workshop, row, ticker, Reach(allow=exceptions_for(_typed(workshop, row))))
        _complain_of_seeds(workshop, row)
        if ended.error:
            complain(ended.error)
        if not as_json:
            _name_the_lost(workshop, row)
        summarise(output, ended)
    if ended.state is RunState.STOPPED:
        raise typer.Exit(130)
    if not ended.account["pages"] + ended.account["unchanged"]:
        raise typer.Exit(1)


def _begin(workshop: Workshop, urls: list[str], options: RunOptions) -> Run:
    seeds = [target_address(url, workshop.preview) for url in urls]
    versions = workshop.versions()
    with workshop.database.write() as session:
        run, resumed = begin(session, seeds, options, versions, workshop.clock())
    if resumed:
        errors.print(f"Run {run.id} was cut off; it goes on where it stopped.")
    return run


def _resume(workshop: Workshop, run_id: int) -> Run:
    with workshop.database.write() as session:
        run = session.get(Run, run_id)
        if run is None:
            raise BadInput(f"There is no run {run_id}")
        resume(session, run, workshop.clock())
    return run


def _typed(workshop: Workshop, run: Run) -> list[str]:
    """The seeds that a person named. What a photo or a page named opens no door to the inside."""
    if run.target_id is None:
        return run.seeds
    with workshop.database.read() as session:
        by_person = session.get_one(Target, run.target_id).origin == Origin.SEED
    return run.seeds if by_person else []


def _failed(run: Run) -> Select[str, str | None]:
    failed = select(FrontierEntry.url, FrontierEntry.message).order_by(FrontierEntry.id)
    return failed.where(FrontierEntry.run_id == run.id, FrontierEntry.state == EntryState.FAILED)


def _complain_of_seeds(workshop: Workshop, run: Run) -> None:
    """Say why an address that was asked for gave no page."""
    with workshop.database.read() as session:
        for url, message in session.execute(_failed(run).where(FrontierEntry.url.in_(run.seeds))):
            complain(f"no page from {url}: {message}")


def _name_the_lost(workshop: Workshop, run: Run) -> None:
    """Tell a person the first addresses found on the way that gave no page, and why."""
    lost = _failed(run).where(FrontierEntry.url.not_in(run.seeds)).limit(NAMED + 1)
    with workshop.database.read() as session:
        rows = session.execute(lost).all()
    for url, message in rows[:NAMED]:
        errors.print(escape(printable(f"no page from {url}, found on the way: {message}")), soft_wrap=True)
    if len(rows) > NAMED:
        errors.print("and none from others")


class Ticker:
    """Says what is stored while it is: a JSON line a page, or a line that counts; nothing if `quiet`."""

    def __init__(self, output: Output, *, quiet: bool = False) -> None:
        self._output = output
        count = TextColumn("{task.completed} pages  {task.description}")
        columns = (SpinnerColumn(), count, TimeElapsedColumn())
        self._progress = Progress(*columns, console=errors, transient=True, disable=output.as_json or quiet)
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def __call__(self, travelled: Travelled, _stored: Stored) -> None:
        if travelled.score is not None:
            host = printable(urlsplit(travelled.visit.request.url).netloc)
            self._progress.update(self._task, advance=1, description=escape(host))
            if self._output.as_json:
                self._output.record(page_record(travelled))


def page_record(travelled: Travelled) -> dict[str, Any]:
    """A stored page as the command's JSON object."""
    capture, page, score = travelled.visit.capture, travelled.visit.page, travelled.score
    if capture is None or page is None or score is None:
        raise ValueError("only a page that was stored has a record")
    symbols = [record for looked in travelled.looked_at for record in symbol_records(looked.picture.reading)]
    payloads = [payload for looked in travelled.looked_at for payload in looked.picture.payloads]
    return {
        "url": capture.url,
        "final_url": capture.final_url,
        "status": capture.status,
        "sha256": travelled.kept.sha256,
        "via": capture.via.value,
        "title": page.title,
        "lang": score.language,
        "score": round(score.value, 6),
        "label": score.label.value,
        "symbols": symbols,
        "payloads": [payload_record(payload) for payload in payloads],
    }


def summarise(output: Output, ended: Ended) -> None:
    """The account of a run, as the last line or as a table."""
    if output.as_json:
        summary = {"run": ended.run_id, "state": ended.state.value, **ended.account, "shops": ended.shops}
        output.record({"summary": summary})
        return
    failed = ", ".join(f"{cause} {count}" for cause, count in ended.account["failed"].items()) or "none"
    account = {**ended.account, "failed": failed, "shops": ended.shops}
    output.table(f"Run {ended.run_id} {ended.state.value}", ("what", "count"), account.items())
    if not ended.account["pages"] and not ended.account["unchanged"]:
        output.say("No page could be stored. `mergen doctor` checks this machine; the causes are above.")
