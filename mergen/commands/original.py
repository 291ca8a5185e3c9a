"""`mergen original`"""

from pathlib import Path
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load


def original(
    sha256: Annotated[
        str, typer.Argument(help="The digest of a stored file, as pages and manifests name it.")
    ],
    out: Annotated[Path, typer.Option(help="The file to write; one that is there is left alone.")],
    reason: Annotated[str, typer.Option(help="Who needs it and what for. It is kept in the custody log.")],
    as_json: Json = False,
) -> None:
    """Give out a stored original as it came: a photo with its camera's data, a page, a screenshot.

    It is checked, and written down with the reason, before it is written out.
    """
    from models.capture import Blob
    from models.case import Sight
    from pipeline.events import VIEWED, record
    from review.uses import hidden_file

    if not reason.strip():
        raise BadInput("Say with --reason who needs the original and what for")
    with Workshop(load()) as workshop:
        with workshop.database.write() as session:
            row = session.get(Blob, sha256.lower())
            if row is None or hidden_file(session, row.sha256, Sight(person())):
                raise BadInput(f"There is no stored file {sha256}")
            data = workshop.blobs.get(row.sha256)
            why = {"why": reason.strip(), "to": out.name}
            record(session, VIEWED, ("blob", row.sha256), actor=person(), at=workshop.clock(), **why)
        _write(out, data)
    output = Output(as_json=as_json)
    if as_json:
        output.record({"sha256": row.sha256, "size": row.size, "kind": row.kind, "file": str(out)})
    else:
        output.say(f"{row.kind}, {row.size} bytes: {out}. That it was given out is written down.")


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from error
