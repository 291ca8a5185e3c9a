"""`mergen frontier`"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from models.frontier import EntryState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from pipeline.entries import Change, Choice, Waiting

frontier = typer.Typer(
    name="frontier", help="Addresses that crawls know: queued, under way, done, failed.", no_args_is_help=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """The options by which addresses are chosen."""

    run: Annotated[int | None, typer.Option("--run", help="Only those of this run.")] = None
    host: Annotated[str | None, typer.Option(help="Only those of this host, or host:port.")] = None
    state: Annotated[EntryState | None, typer.Option(help="Only those in this state.")] = None
    target: Annotated[
        str | None, typer.Option("--target", help="Only those of this target, by number or address.")
    ] = None
    url: Annotated[str | None, typer.Option(help="Only this address.")] = None

    def choice(self, workshop: Workshop) -> "Choice":
        """What is meant, with addresses in canonical form."""
        from pipeline.entries import Choice
        from pipeline.targets import target_address

        target, preview = self.target, workshop.preview
        watched = target if target is None or target.isdecimal() else target_address(target, preview)
        address = None if self.url is None else target_address(self.url, preview)
        return Choice(run=self.run, host=self.host, state=self.state, target=watched, url=address)


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes `Which` first, as one that has those options."""
    options = list(inspect.signature(Which).parameters.values())
    own = list(inspect.signature(command).parameters.values())[1:]
    required = [each for each in own if each.default is each.empty]
    names = [option.name for option in options]

    def chosen(**given: Any) -> None:
        command(Which(**{name: given.pop(name) for name in names}), **given)

    ordered = [*required, *options, *(each for each in own if each not in required)]
    chosen.__doc__, chosen.__name__ = command.__doc__, command.__name__
    chosen.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in ordered]
    )
    chosen.__annotations__ = {each.name: each.annotation for each in ordered}
    return chosen


@frontier.command("list")
@choosing
def list_entries(
    which: Which,
    limit: Annotated[int, typer.Option(min=1, help="How many, the next to be fetched first.")] = 50,
    as_json: Json = False,
) -> None:
    """Addresses with state, priority, what led to them and why they come then, the newest run first."""
    from pipeline.entries import chosen

    with Workshop(load()) as workshop, workshop.database.read() as session:
        rows = chosen(session, which.choice(workshop), limit)
    output = Output(as_json=as_json)
    if as_json:
        for row in rows:
            output.record(_record(row))
        return
    columns = ("run", "address", "state", "priority", "depth", "from", "due", "why")
    cells = (
        (
            *(row.entry.run_id, row.entry.url, row.entry.state, f"{row.rank:.3g}", row.entry.depth),
            *(f"{row.entry.origin} {row.entry.reference}", row.entry.due_at, _why(row)),
        )
        for row in rows
    )
    output.table("Frontier", columns, cells)


@frontier.command("count")
@choosing
def count(which: Which, as_json: Json = False) -> None:
    """How many addresses there are, by state and by cause of failure."""
    from pipeline.entries import counted

    with Workshop(load()) as workshop, workshop.database.read() as session:
        rows = counted(session, which.choice(workshop))
    output = Output(as_json=as_json)
    if as_json:
        for name, cause, number in rows:
            output.record({"state": name, "cause": cause, "count": number})
    else:
        cells = ((name, cause or "", number) for name, cause, number in rows)
        output.table("Frontier", ("state", "cause", "count"), cells)


@frontier.command("cancel")
@choosing
def cancel(which: Which, as_json: Json = False) -> None:
    """Take addresses out that are queued or under way. What is under way is not stored when it comes."""
    from pipeline import entries

    _change(entries.cancel, which, "cancelled", as_json=as_json)


@frontier.command("retry")
@choosing
def retry(which: Which, as_json: Json = False) -> None:
    """Queue failed and cancelled addresses again. `mergen crawl --run RUN` then fetches them."""
    from pipeline import entries

    _change(entries.retry, which, "queued again", as_json=as_json)


@frontier.command("priority")
@choosing
def priority(
    which: Which,
    value: Annotated[float, typer.Argument(help="The new priority: higher is fetched earlier.")],
    as_json: Json = False,
) -> None:
    """Let queued addresses come earlier or later."""
    from pipeline import entries

    def prioritise(session: "Session", choice: "Choice", change: "Change") -> int:
        return entries.prioritise(session, choice, change, value)

    _change(prioritise, which, "put in their new place", as_json=as_json)


def _change(
    work: "Callable[[Session, Choice, Change], int]", which: Which, done: str, *, as_json: bool
) -> None:
    from pipeline.entries import Change

    with Workshop(load()) as workshop:
        choice = which.choice(workshop)
        if choice.everything:
            raise BadInput("Say which addresses: --run, --host, --state, --target or --url")
        change = Change(actor=person(), at=workshop.clock())
        changed = workshop.database.transact(lambda session: work(session, choice, change))
    output = Output(as_json=as_json)
    if as_json:
        output.record({"changed": changed})
    else:
        output.say(f"{changed} addresses were {done}.")


def _why(row: "Waiting") -> str:
    """Why it failed; else why it comes when it does."""
    entry, site = row.entry, row.site
    if entry.cause:
        return f"{entry.cause}: {entry.message}"
    parts = [f"promise {entry.promise:.2f}"] if entry.promise else []
    parts += [f"words {entry.cues}"] if entry.cues else []
    if site is not None and site.standing and site.pages:
        parts.append(
            f"site {site.relevant:.3g} of {site.pages:g} pages ({site.standing:+.2f}) {site.verdict}"
        )
    elif site is not None and site.named:
        parts.append(
            f"site unseen, {site.expected:.0%} hoped for by {site.named} that name it ({site.standing:+.2f})"
        )
    return "; ".join(parts).strip()


def _record(row: "Waiting") -> dict[str, object]:
    entry, site = row.entry, row.site
    return {
        "run": entry.run_id,
        "url": entry.url,
        "host": entry.host,
        "state": entry.state,
        "priority": entry.priority,
        "rank": round(row.rank, 4),
        "promise": entry.promise,
        "cues": entry.cues,
        "site": entry.site,
        "site_pages": site.pages if site else 0,
        "site_relevant": site.relevant if site else 0,
        "site_standing": site.standing if site else 0,
        "site_verdict": site.verdict if site else "",
        "site_expected": site.expected if site else 0,
        "site_named": site.named if site else 0,
        "sites": entry.sites,
        "depth": entry.depth,
        "origin": entry.origin,
        "reference": entry.reference,
        "profile": entry.profile,
        "due_at": entry.due_at.isoformat(),
        "attempts": entry.attempts,
        "failures": entry.failures,
        "deaths": entry.deaths,
        "cause": entry.cause,
        "message": entry.message,
        "lease_owner": entry.lease_owner,
        "lease_until": entry.lease_until.isoformat() if entry.lease_until else None,
    }
