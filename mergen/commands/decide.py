"""`mergen decide`"""

from enum import StrEnum
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from models.decision import Ground, Verdict
from pipeline.decisions import Judgement
from pipeline.decisions import decide as record_decision


class Answer(StrEnum):
    """What a person may say."""

    CONFIRM = "confirm"
    REJECT = "reject"
    UNSURE = "unsure"


VERDICTS = {
    Answer.CONFIRM: Verdict.CONFIRMED,
    Answer.REJECT: Verdict.REJECTED,
    Answer.UNSURE: Verdict.UNSURE,
}


def decide(
    shop: Annotated[int, typer.Argument(help="The shop's number.")],
    answer: Annotated[Answer, typer.Argument(help="Your verdict on it.")],
    reason: Annotated[str, typer.Option(help="Why. It is kept with the decision.")] = "",
    ground: Annotated[Ground | None, typer.Option(help="The legal ground of a confirmation.")] = None,
    by: Annotated[
        str, typer.Option(metavar="NAME", help="Who decides; whoever is signed in to the machine without it.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Decide on a shop and all its faces. A decision is added to the earlier ones; the last one counts.

    Before a shop can be handed over, two different people must confirm it (MERGEN_FOUR_EYES).
    """
    judgement = Judgement(verdict=VERDICTS[answer], reason=reason, ground=ground)
    with Workshop(load()) as workshop, workshop.database.write() as session:
        decision = record_decision(session, shop, judgement, actor=by or person(), now=workshop.clock())
        output = Output(as_json=as_json)
        if as_json:
            output.record(
                {
                    "shop": decision.shop_id,
                    "verdict": decision.verdict,
                    "reason": decision.reason,
                    "ground": decision.ground,
                    "by": decision.decided_by,
                    "at": decision.decided_at.isoformat(),
                    "covers": decision.covers,
                }
            )
        else:
            output.say(f"Shop {decision.shop_id} is {decision.verdict}: {', '.join(decision.covers)}")
