"""`mergen export`"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from models.run import Run
from models.target import Target

if TYPE_CHECKING:
    from exports.wacz.run import Captures


class Format(StrEnum):
    """The formats of `exports.exporter.EXPORTERS`."""

    CSV = "csv"
    JSONL = "jsonl"
    PDF = "pdf"
    WACZ = "wacz"
    CASE = "case"


class Language(StrEnum):
    """The languages that dossiers are written in."""

    KK = "kk"
    RU = "ru"
    EN = "en"


def export(
    format_: Annotated[Format, typer.Argument(metavar="csv|jsonl|pdf|wacz|case", help="The format.")],
    out: Annotated[Path, typer.Option(help="The folder to write; it is written whole or not at all.")],
    language: Annotated[Language | None, typer.Option(help="The language of dossiers.")] = None,
    shop: Annotated[list[int] | None, typer.Option(help="Only this shop; may be given again.")] = None,
    run: Annotated[int | None, typer.Option(help="Instead: all captures of this run (wacz).")] = None,
    target: Annotated[
        str | None, typer.Option(help="Instead: those of this target's runs, by number or address (wacz).")
    ] = None,
    reason: Annotated[
        str, typer.Option(help="For --run and --target: what the captures are needed for; recorded.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Hand over the shops that two people confirmed, with a manifest of digests. Nothing else leaves.

    The captures of a run or a target, which nobody has decided on, are for the office itself and for a
    prosecutor or a court that asks: say with --reason who needs them and why.
    """
    from exports.delivery import deliver, deliver_captures
    from exports.exporter import exporter_named

    with Workshop(load()) as workshop, workshop.database.write() as session:
        captures = _captures(session, workshop, run, target)
        if captures is not None and (format_ is not Format.WACZ or shop):
            raise BadInput("--run and --target go with wacz, and without --shop")
        context = workshop.export_context(person(), language)
        delivery = (
            deliver(session, exporter_named(format_), out, context, shop or None)
            if captures is None
            else deliver_captures(session, captures, out, context, reason=reason)
        )
    output = Output(as_json=as_json)
    if as_json:
        output.record(
            {
                "folder": str(delivery.folder),
                "files": [path.name for path in delivery.files],
                "shops": [shop.id for shop in delivery.shops],
                "manifest_sha256": delivery.manifest_sha256,
            }
        )
    else:
        count = len(delivery.shops)
        shops = f"{count} shop{'s' if count != 1 else ''}"
        what = shops if captures is None else f"{captures.noun.capitalize()} {captures.number}"
        output.say(f"{what} in {delivery.folder}")
        output.say("How others can check the files stands there in HOW-TO-CHECK.txt.")


def _captures(session: Session, workshop: Workshop, run: int | None, target: str | None) -> "Captures | None":
    """Whose captures are asked for, if not those of shops. Raises BadInput where there is no such run or
    target; one that is no longer watched has its captures still."""
    from exports.wacz.run import Captures
    from pipeline.targets import target_address

    if run is not None:
        if session.get(Run, run) is None:
            raise BadInput(f"There is no run {run}")
        return Captures(noun="run", number=run)
    if target is None:
        return None
    by_number = target.isdecimal()
    named = Target.id == int(target) if by_number else Target.url == target_address(target, workshop.preview)
    number = session.scalars(select(Target.id).where(named)).first()
    if number is None:
        raise BadInput(f"There is no target {target}. See: mergen target list")
    return Captures(noun="target", number=number)
