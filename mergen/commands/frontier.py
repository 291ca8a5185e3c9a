"""`mergen frontier`"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from models.frontier import EntryState, FrontierEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from pipeline.entries import Change, Choice

frontier = typer.Typer(
    name="frontier", help="Addresses that crawls know: queued, under way, done, failed.", no_args_is_help=True
)

RunNumber = Annotated[int | None, typer.Option("--run", help="Only those of this run.")]
Host = Annotated[str | None, typer.Option(help="Only those of this host, or host:port.")]
State = Annotated[EntryState | None, typer.Option(help="Only those in this state.")]
OfTarget = Annotated[
    str | None, typer.Option("--target", help="Only those of this target, by number or address.")
]
Url = Annotated[str | None, typer.Option(help="Only this address.")]


@frontier.command("list")
def list_entries(
    run: RunNumber = None,
    host: Host = None,
    state: State = None,
    target: OfTarget = None,
    url: Url = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the next to be fetched first.")] = 50,
    as_json: Json = False,
) -> None:
    """Addresses with state, priority, depth and what led to them, the newest run first."""
    from pipeline.entries import chosen

    with Workshop(load()) as workshop, workshop.database.read() as session:
        rows = chosen(session, _choice(workshop, run, host, state, target, url), limit)
    output = Output(as_json=as_json)
    if as_json:
        for row in rows:
            output.record(_record(row))
        return
    columns = ("run", "address", "state", "priority", "depth", "from", "due", "why")
    cells = (
        (r.run_id, r.url, r.state, f"{r.priority:g}", r.depth, f"{r.origin} {r.reference}", r.due_at, _why(r))
        for r in rows
    )
    output.table("Frontier", columns, cells)


@frontier.command("count")
def count(
    run: RunNumber = None,
    host: Host = None,
    state: State = None,
    target: OfTarget = None,
    as_json: Json = False,
) -> None:
    """How many addresses there are, by state and by cause of failure."""
    from pipeline.entries import counted

    with Workshop(load()) as workshop, workshop.database.read() as session:
        rows = counted(session, _choice(workshop, run, host, state, target))
    output = Output(as_json=as_json)
    if as_json:
        for name, cause, number in rows:
            output.record({"state": name, "cause": cause, "count": number})
    else:
        cells = ((name, cause or "", number) for name, cause, number in rows)
        output.table("Frontier", ("state", "cause", "count"), cells)


@frontier.command("cancel")
def cancel(
    run: RunNumber = None,
    host: Host = None,
    state: State = None,
    target: OfTarget = None,
    url: Url = None,
    as_json: Json = False,
) -> None:
    """Take addresses out that are queued or under way. What is under way is not stored when it comes."""
    from pipeline import entries

    _change(entries.cancel, (run, host, state, target, url), "cancelled", as_json=as_json)


@frontier.command("retry")
def retry(
    run: RunNumber = None,
    host: Host = None,
    state: State = None,
    target: OfTarget = None,
    url: Url = None,
    as_json: Json = False,
) -> None:
    """Queue failed and cancelled addresses again. `mergen crawl --run RUN` then fetches them."""
    from pipeline import entries

    _change(entries.retry, (run, host, state, target, url), "queued again", as_json=as_json)


@frontier.command("priority")
def priority(
    value: Annotated[float, typer.Argument(help="The new priority: higher is fetched earlier.")],
    run: RunNumber = None,
    host: Host = None,
    state: State = None,
    target: OfTarget = None,
    url: Url = None,
    as_json: Json = False,
) -> None:
    """Let queued addresses come earlier or later."""
    from pipeline import entries

    def prioritise(session: "Session", choice: "Choice", change: "Change") -> int:
        return entries.prioritise(session, choice, change, value)

    _change(prioritise, (run, host, state, target, url), "put in their new place", as_json=as_json)


def _change(
    work: "Callable[[Session, Choice, Change], int]", options: tuple[Any, ...], done: str, *, as_json: bool
) -> None:
    from pipeline.entries import Change

    with Workshop(load()) as workshop:
        choice = _choice(workshop, *options)
        if choice.everything:
            raise BadInput("Say which addresses: --run, --host, --state, --target or --url")
        change = Change(actor=person(), at=workshop.clock())
        changed = workshop.database.transact(lambda session: work(session, choice, change))
    output = Output(as_json=as_json)
    if as_json:
        output.record({"changed": changed})
    else:
        output.say(f"{changed} addresses were {done}.")


def _choice(
    workshop: Workshop,
    run: int | None,
    host: str | None,
    state: EntryState | None,
    target: str | None,
    url: str | None = None,
) -> "Choice":
    from pipeline.entries import Choice
    from pipeline.targets import target_address

    watched = target if target is None or target.isdecimal() else target_address(target, workshop.preview)
    address = None if url is None else target_address(url, workshop.preview)
    return Choice(run=run, host=host, state=state, target=watched, url=address)


def _why(row: FrontierEntry) -> str:
    return f"{row.cause}: {row.message}" if row.cause else ""


def _record(row: FrontierEntry) -> dict[str, object]:
    return {
        "run": row.run_id,
        "url": row.url,
        "host": row.host,
        "state": row.state,
        "priority": row.priority,
        "depth": row.depth,
        "origin": row.origin,
        "reference": row.reference,
        "due_at": row.due_at.isoformat(),
        "attempts": row.attempts,
        "failures": row.failures,
        "deaths": row.deaths,
        "cause": row.cause,
        "message": row.message,
        "lease_owner": row.lease_owner,
        "lease_until": row.lease_until.isoformat() if row.lease_until else None,
    }
