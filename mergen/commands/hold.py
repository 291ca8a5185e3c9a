"""`mergen hold`"""

from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from pipeline.holds import place_hold, release_holds, standing_holds

hold = typer.Typer(help="Keep a shop's evidence whatever the retention policy says.", no_args_is_help=True)
Shop = Annotated[int, typer.Argument(help="The shop's number.")]
Reason = Annotated[str, typer.Option(help="Why. It is kept in the custody log.")]


@hold.command()
def add(shop: Shop, reason: Reason, as_json: Json = False) -> None:
    """Let nothing of a shop's evidence go."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        placed = place_hold(session, shop, reason=reason, actor=person(), now=workshop.clock())
        number = placed.shop_id
    output = Output(as_json=as_json)
    if as_json:
        output.record({"shop": number, "held": True, "reason": reason})
    else:
        output.say(f"The evidence on shop {number} is held.")


@hold.command()
def release(shop: Shop, reason: Reason, as_json: Json = False) -> None:
    """End the holds on a shop."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        count = release_holds(session, shop, reason=reason, actor=person(), now=workshop.clock())
    output = Output(as_json=as_json)
    if as_json:
        output.record({"shop": shop, "held": False, "released": count})
    else:
        output.say(f"Holds released: {count}." if count else f"Shop {shop} was under no hold.")


@hold.command(name="list")
def list_holds(as_json: Json = False) -> None:
    """The holds that are in force."""
    output = Output(as_json=as_json)
    with Workshop(load()) as workshop, workshop.database.read() as session:
        holds = standing_holds(session)
        for each in holds:
            if as_json:
                row = {"shop": each.shop_id, "reason": each.reason, "by": each.placed_by}
                output.record({**row, "at": each.placed_at.isoformat()})
            else:
                output.say(
                    f"shop {each.shop_id} since {each.placed_at:%Y-%m-%d} by {each.placed_by}: {each.reason}"
                )
        if not holds and not as_json:
            output.say("No evidence is under a hold.")
