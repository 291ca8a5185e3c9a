"""`mergen replay`"""

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output, complain, errors
from mergen.settings import load
from models.run import Run

if TYPE_CHECKING:
    from pipeline.replay import Replayed

REPEATED = "to see whether it gives the same again"
CUT_OFF = ": time ran out before all words in a picture were read"


def replay(
    run: Annotated[int, typer.Argument(help="The run's number.")],
    reason: Annotated[str, typer.Option(help="What it is needed for. It is kept in the custody log.")] = "",
    as_json: Json = False,
) -> None:
    """Decode and score again what a run stored, and tell every difference; status 1 if there is one.

    Nothing is fetched, and nothing is written but that it was done. The same versions give the same results;
    other versions are named first.
    """
    from pipeline.events import record
    from pipeline.pictures import Pictures
    from pipeline.replay import Replay, other_versions

    output, count = Output(as_json=as_json), Counter(captures=0, different=0, cut=0)
    with Workshop(load()) as workshop, errors.status("Looking again …") as status:
        with workshop.database.read() as session:
            row = session.get(Run, run)
        if row is None:
            raise BadInput(f"There is no run {run}")
        others = other_versions(row.versions, workshop.versions())
        for each in others:
            complain(f"{each.what} was {each.then} then and is {each.now} now")
        pictures = Pictures(None, workshop.reader, workshop.text_reader)
        for replayed in Replay(workshop.database, workshop.blobs, pictures, workshop.scorer).run(row):
            count["captures"] += 1
            status.update(f"Looking again … {count['captures']} captures")
            if replayed.changes:
                count["cut" if replayed.cut else "different"] += 1
                _tell(output, replayed)
        with workshop.database.write() as session:
            said = {"why": reason or REPEATED, **count}
            record(session, "replayed", ("run", run), actor=person(), at=workshop.clock(), **said)
    if as_json:
        output.record({"summary": {"run": run, **count, "versions": [asdict(each) for each in others]}})
    else:
        output.say(f"{count['captures']} captures looked at again, {count['different']} not as they were.")
        if count["cut"]:
            output.say(f"{count['cut']} more differ{CUT_OFF}.")
    if count["different"]:
        raise typer.Exit(1)


def _tell(output: Output, replayed: "Replayed") -> None:
    what = ", ".join(change.what for change in replayed.changes)
    complain(f"{replayed.url} is not as it was: {what}{CUT_OFF if replayed.cut else ''}")
    if output.as_json:
        output.record(asdict(replayed))
