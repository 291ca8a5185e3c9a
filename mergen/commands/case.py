"""`mergen case`"""

from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from models.case import Sight
from pipeline.cases import (
    CaseView,
    Clerk,
    assign,
    find_case,
    list_cases,
    open_case,
    put_shop,
    put_target,
    restrict,
    unassign,
)
from pipeline.targets import target_address

case = typer.Typer(
    help="Work on shops together, and say who sees those of a restricted case.", no_args_is_help=True
)
Which = Annotated[str, typer.Argument(metavar="CASE", help="The case's number or name.")]
Name = Annotated[str, typer.Argument(help="The name somebody signs in with, or has on this machine.")]
Shops = Annotated[list[int] | None, typer.Option("--shop", help="A shop's number; may be given again.")]
Targets = Annotated[
    list[str] | None, typer.Option("--target", help="A target's number or address; may be given again.")
]


@case.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What the case is called.")],
    restricted: Annotated[
        bool, typer.Option("--restricted", help="Only the people assigned to it see what is in it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Open a case. Who opens it is assigned to it."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        opened = open_case(session, name, restricted=restricted, clerk=_clerk(workshop))
        view = next(each for each in list_cases(session) if each.id == opened.id)
    _say(Output(as_json=as_json), view, as_json=as_json)


@case.command("list")
def list_(as_json: Json = False) -> None:
    """The cases that you may see, with their people, shops and targets."""
    output = Output(as_json=as_json)
    with Workshop(load()) as workshop, workshop.database.read() as session:
        cases = list_cases(session, Sight(person()))
    if not cases and not as_json:
        output.say("There are no cases. Every shop is seen by everybody who has the right.")
    for each in cases:
        _say(output, each, as_json=as_json)


@case.command("assign")
def assign_(which: Which, name: Name) -> None:
    """Assign somebody to a case, so that they see what is in it."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        found = find_case(session, which)
        known = assign(session, found, name, clerk=_clerk(workshop))
        title = found.name
    output = Output(as_json=False)
    output.say(f"{name} works on {title}.")
    if not known:
        output.say(f"No account is called {name}: it holds for commands on this machine alone.")


@case.command("unassign")
def unassign_(which: Which, name: Name) -> None:
    """Take somebody off a case."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        found = find_case(session, which)
        unassign(session, found, name, clerk=_clerk(workshop))
        title = found.name
    Output(as_json=False).say(f"{name} works on {title} no more.")


@case.command("put")
def put(which: Which, shops: Shops = None, targets: Targets = None) -> None:
    """Put shops and targets into a case, and out of the one they are in. What crawls of a target find from
    now on is put there by itself."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        found, clerk = find_case(session, which), _clerk(workshop)
        for shop in shops or ():
            put_shop(session, found, shop, clerk=clerk)
        for target in targets or ():
            put_target(session, found, _known(workshop, target), clerk=clerk)
        title = found.name
    Output(as_json=False).say(f"{len(shops or ()) + len(targets or ())} put into {title}.")


@case.command("take-out")
def take_out(shops: Shops = None, targets: Targets = None) -> None:
    """Take shops and targets out of their cases: everybody who has the right sees them then."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        clerk = _clerk(workshop)
        for shop in shops or ():
            put_shop(session, None, shop, clerk=clerk)
        for target in targets or ():
            put_target(session, None, _known(workshop, target), clerk=clerk)
    Output(as_json=False).say(f"{len(shops or ()) + len(targets or ())} taken out.")


@case.command("restrict")
def restrict_(
    which: Which,
    off: Annotated[bool, typer.Option("--off", help="Show it to everybody who has the right again.")] = False,
) -> None:
    """Let only the people assigned to a case see what is in it."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        found = find_case(session, which)
        restrict(session, found, restricted=not off, clerk=_clerk(workshop))
        title = found.name
    whom = "everybody who has the right" if off else "the people assigned to it"
    Output(as_json=False).say(f"{title} is seen by {whom}.")


def _known(workshop: Workshop, target: str) -> str:
    """The number or the address of a target as it is watched."""
    return target if target.isdecimal() else target_address(target, workshop.preview)


def _clerk(workshop: Workshop) -> Clerk:
    return Clerk(name=person(), now=workshop.clock())


def _say(output: Output, view: CaseView, *, as_json: bool) -> None:
    if as_json:
        row = {"id": view.id, "name": view.name, "restricted": view.restricted, "people": list(view.people)}
        lists = {"shops": list(view.shops), "targets": list(view.targets)}
        output.record({**row, **lists, "opened_by": view.opened_by, "opened_at": view.opened_at.isoformat()})
        return
    who = ", ".join(view.people) or "nobody"
    sees = f"seen by {who} only" if view.restricted else f"worked on by {who}"
    counts = f"{len(view.shops)} shops, {len(view.targets)} targets"
    output.say(f"{view.id}: {view.name}, {sees}; {counts}")
