"""`mergen model`"""

from typing import Annotated

import typer

from classifiers.model_store import ModelStore
from mergen.clock import utc_now
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load

model = typer.Typer(
    name="model", help="The score models of this office: list, choose, go back.", no_args_is_help=True
)


@model.command("list")
def list_(as_json: Json = False) -> None:
    """The shipped model and those trained here, and which one is active."""
    output = Output(as_json=as_json)
    rows = ModelStore(load().models).kept()
    if as_json:
        for row in rows:
            card = row.card
            output.record(
                {
                    "version": row.version,
                    "active": row.active,
                    "texts": card.texts if card else None,
                    "own_texts": card.own_texts if card else None,
                    "model": card.model_sha256 if card else None,
                    "fault": row.fault,
                }
            )
        return
    cells = (
        (
            row.version,
            "active" if row.active else "",
            row.card.texts if row.card else "–",
            row.card.own_texts if row.card else "–",
            row.card.model_sha256[:12] if row.card else row.fault,
        )
        for row in rows
    )
    output.table("Models", ("version", "", "texts", "own texts", "digest"), cells)


@model.command("use")
def use(version: Annotated[str, typer.Argument(help="A version, or: shipped.")]) -> None:
    """Make a version the active one: what is scored from now on names it."""
    ModelStore(load().models).use(version, by=person(), at=utc_now())
    Output(as_json=False).say(f"The active model is {version}.")


@model.command("rollback")
def rollback() -> None:
    """Go back to the model that the active one replaced."""
    version = ModelStore(load().models).roll_back(by=person(), at=utc_now())
    Output(as_json=False).say(f"The active model is {version} again.")
