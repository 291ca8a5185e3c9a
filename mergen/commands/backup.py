"""`mergen backup`"""

from pathlib import Path
from typing import Annotated

import typer

from mergen.composition import Workshop, software
from mergen.options import Json, person
from mergen.output import Output, complain
from mergen.settings import load


def backup(
    folder: Annotated[Path, typer.Argument(help="The folder for backups; best on another disk.")],
    as_json: Json = False,
) -> None:
    """Add a backup of the whole store to a folder; what is there already is not copied again.

    Crawls and reviews may go on. Status 1 if the store lacks something or has it damaged: the rest is kept.
    """
    from dataclasses import asdict

    from pipeline.backups.making import back_up
    from pipeline.events import record

    with Workshop(load()) as workshop:
        made = back_up(workshop.database, workshop.places, folder, software(), workshop.clock())
        with workshop.database.write() as session:
            about = {"backup": made.name, "files": made.files, "faults": len(made.faults)}
            record(session, "backed_up", ("store", "all"), actor=person(), at=workshop.clock(), **about)
    for fault in made.faults:
        complain(fault)
    output = Output(as_json=as_json)
    if as_json:
        output.record(asdict(made))
    else:
        output.say(
            f"Backup {made.name}: {made.files} files, {made.size:,} bytes, {made.copied:,} of them new."
        )
    if made.faults:
        raise typer.Exit(1)
