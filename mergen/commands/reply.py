"""`mergen reply`"""

from enum import StrEnum
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load


class Said(StrEnum):
    """As `pipeline.replies.Said`."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


def reply(
    shop: Annotated[int, typer.Argument(help="The shop's number.")],
    said: Annotated[
        Said, typer.Argument(metavar="accepted|declined", help="Whether they act on what was handed over.")
    ],
    number: Annotated[str, typer.Option(help="The number under which they keep it.")] = "",
    note: Annotated[str, typer.Option(help="In which words.")] = "",
    as_json: Json = False,
) -> None:
    """Keep what the police, an authority or an operator said of a shop that was handed over. Whether it is
    blocked then, `mergen run` finds out by looking.
    """
    from pipeline.replies import Reply, keep_reply
    from pipeline.replies import Said as Kept

    with Workshop(load()) as workshop, workshop.database.write() as session:
        answer = Reply(said=Kept(said.value), number=number, note=note)
        kept = keep_reply(session, shop, answer, actor=person(), now=workshop.clock())
    output = Output(as_json=as_json)
    if as_json:
        output.record({"shop": kept, "said": said.value, "number": number, "note": note})
    else:
        output.say(f"Shop {kept}: {said.value}.")
