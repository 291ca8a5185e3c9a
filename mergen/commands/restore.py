"""`mergen restore`"""

from pathlib import Path
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load


def restore(
    folder: Annotated[Path, typer.Argument(help="The folder with backups.")],
    backup: Annotated[str | None, typer.Option(help="This backup; the last one if none is named.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a store that has content, which is moved aside.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring a backup back to the store that the settings name, after all of it was checked.

    A store that has content is left alone without --replace. Then its folders and SQLite file are moved
    aside; a PostgreSQL database is emptied.
    """
    from dataclasses import asdict

    from models.database import Database
    from pipeline.backups.restoring import restore as bring_back
    from pipeline.events import record

    settings = load()
    database = Database(settings.database_url)
    with Workshop(settings) as workshop:
        done = bring_back(database, workshop.places, folder, workshop.clock(), name=backup, replace=replace)
        database.migrate()
        with database.write() as session:
            about = {"backup": done.backup, "aside": [str(path) for path in done.aside]}
            record(session, "restored", ("store", "all"), actor=person(), at=workshop.clock(), **about)
    database.close()
    output = Output(as_json=as_json)
    if as_json:
        output.record(asdict(done))
    else:
        output.say(f"The backup {done.backup} is back: {done.files} files, {done.size:,} bytes.")
        for path in done.aside:
            output.say(f"What was there before: {path}")
        output.say("To check all of it, say: mergen verify")
