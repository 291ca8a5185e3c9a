"""`mergen replay`"""

from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output, complain, errors
from mergen.settings import load
from models.run import Run

REPEATED = "to see whether it gives the same again"


def replay(
    run: Annotated[int, typer.Argument(help="The run's number.")],
    reason: Annotated[str, typer.Option(help="What it is needed for. It is kept in the custody log.")] = "",
    as_json: Json = False,
) -> None:
    """Decode and score again what a run stored, and tell every difference; status 1 if there is one.

    Nothing is fetched, and nothing is written but that it was done. The same versions give the same results;
    other versions are named first.
    """
    from dataclasses import asdict

    from pipeline.events import record
    from pipeline.pictures import Pictures
    from pipeline.replay import Replay, other_versions

    output = Output(as_json=as_json)
    count = different = 0
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
            count += 1
            status.update(f"Looking again … {count} captures")
            if replayed.changes:
                different += 1
                complain(f"{replayed.url} is not as it was: {', '.join(c.what for c in replayed.changes)}")
                if as_json:
                    output.record(asdict(replayed))
        said = {"why": reason or REPEATED, "captures": count, "different": different}
        with workshop.database.write() as session:
            record(session, "replayed", ("run", run), actor=person(), at=workshop.clock(), **said)
    if as_json:
        versions = [asdict(each) for each in others]
        summary = {"run": run, "captures": count, "different": different, "versions": versions}
        output.record({"summary": summary})
    else:
        output.say(f"{count} captures looked at again, {different} not as they were.")
    if different:
        raise typer.Exit(1)
