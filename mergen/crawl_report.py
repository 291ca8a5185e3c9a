"""What a crawl says: a line a page while it runs, an account at its end, the addresses that gave no page."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Select, select

from crawler.page import CardKind
from crawler.summary import post_record
from crawler.visit import Visit
from mergen.commands.qr import payload_record, symbol_records
from mergen.composition import Workshop
from mergen.hidden import hidden
from mergen.output import Output, complain, errors, printable
from models.frontier import EntryState, FrontierEntry
from models.run import Run
from pipeline.crawling import Ended
from pipeline.masks import masked
from pipeline.travelled import Stored, Travelled

NAMED = 10
SAID = {
    CardKind.PRIVATE_CHANNEL: "a private channel",
    CardKind.PRIVATE_GROUP: "a private group",
    CardKind.GROUP: "a group",
    CardKind.BOT: "a bot",
    CardKind.PERSON: "a person",
    CardKind.NOBODY: "a name that shows nothing",
}


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
            else:
                self._say_card(travelled.visit)

    def _say_card(self, visit: Visit) -> None:
        """Only the front of what shows no posts is public: whoever expects posts is told so."""
        if visit.page is not None and visit.page.card in SAID:
            words = f"{visit.request.url} is {SAID[visit.page.card]}: only its title card is public"
            errors.print(escape(printable(words)), soft_wrap=True)


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
        "title": masked(page.title),
        "lang": score.language,
        "score": round(score.value, 6),
        "label": score.label.value,
        "unchanged": travelled.visit.revisit is not None,
        "card": page.card,
        "posts": [hidden(post_record(post)) for post in page.posts],
        "symbols": list(map(hidden, symbols)),
        "payloads": [hidden(payload_record(payload)) for payload in payloads],
    }


def summarise(output: Output, ended: Ended, leads: Sequence[str] = ()) -> None:
    """The account of a run, as the last line or as a table, with the addresses that it led to where nobody
    goes there."""
    account = {**ended.account, "shops": ended.shops}
    if output.as_json:
        named = {"leads": list(leads)} if leads else {}
        summary = {"run": ended.run_id, "state": ended.state.value, **account, **named}
        output.record({"summary": summary})
        return
    failed = ", ".join(f"{cause} {count}" for cause, count in ended.account["failed"].items()) or "none"
    account |= {"failed": failed, "unreached": ", ".join(account["unreached"]) or "none"}
    account["ignored_robots"] = account["ignored_robots"] or "no"
    del account["alarms"]  # complained of
    output.table(f"Run {ended.run_id} {ended.state.value}", ("what", "count"), account.items())
    for url in leads:
        output.say(printable(f"leads to {url}"))
    if not ended.account["pages"] and not ended.account["unchanged"]:
        output.say("No page could be stored. `mergen doctor` checks this machine; the causes are above.")


def complain_of_seeds(workshop: Workshop, run: Run) -> None:
    """Say why an address that was asked for gave no page."""
    with workshop.database.read() as session:
        for url, message in session.execute(_failed(run).where(FrontierEntry.url.in_(run.seeds))):
            complain(f"no page from {url}: {message}")


def name_the_lost(workshop: Workshop, run: Run) -> None:
    """Tell a person the first addresses found on the way that gave no page, and why."""
    lost = _failed(run).where(FrontierEntry.url.not_in(run.seeds)).limit(NAMED + 1)
    with workshop.database.read() as session:
        rows = session.execute(lost).all()
    for url, message in rows[:NAMED]:
        errors.print(escape(printable(f"no page from {url}, found on the way: {message}")), soft_wrap=True)
    if len(rows) > NAMED:
        errors.print("and none from others")


def _failed(run: Run) -> Select[str, str | None]:
    failed = select(FrontierEntry.url, FrontierEntry.message).order_by(FrontierEntry.id)
    return failed.where(FrontierEntry.run_id == run.id, FrontierEntry.state == EntryState.FAILED)
