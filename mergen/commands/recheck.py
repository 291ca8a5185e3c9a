"""`mergen recheck`"""

from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from models.case import Sight


def recheck(
    shop: Annotated[
        list[int] | None, typer.Option(help="Look again at this shop now; may be given again.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What became of the faces that were handed over: answers, blocked, back. `mergen run` looks again by
    itself, and at once at those of a shop that is named here.
    """
    from pipeline.decisions import seen_shop
    from pipeline.faces import sent_faces
    from pipeline.rechecks import ask

    with Workshop(load()) as workshop:
        now, sight = workshop.clock(), Sight(person())
        if shop:
            with workshop.database.write() as session:
                numbers = {seen_shop(session, number, sight).id for number in shop}
                if not ask(session, workshop.preview, now, numbers):
                    raise BadInput("Nothing of it was handed over yet. See: mergen export, mergen blocklist")
        with workshop.database.read() as session:
            faces = sent_faces(session, sight, numbers if shop else None)
    output = Output(as_json=as_json)
    if as_json:
        for face in faces:
            output.record(face.record())
        return
    if not faces:
        output.say("Nothing was handed over yet. See: mergen export, mergen blocklist")
        return
    rows = ((f.shop_id, f.key, f.state.value, f.outcome or "-", f.looked_at or "-", f.next_at) for f in faces)
    output.table("Handed over", ("shop", "resource", "state", "last look", "at", "next"), rows)
    if shop:
        output.say("`mergen run` looks at it with its next round; `mergen run --once` does so now.")
