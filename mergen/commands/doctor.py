"""`mergen doctor`"""

from dataclasses import asdict

import typer

from mergen.options import Json
from mergen.output import Output
from mergen.settings import load


def doctor(as_json: Json = False) -> None:
    """Check every real part on this machine, and say how to mend what does not work."""
    from mergen.health import check_all

    parts = check_all(load())
    output = Output(as_json=as_json)
    if as_json:
        for part in parts:
            output.record(asdict(part))
    else:
        rows = ((part.part, "works" if part.works else "FAILS", part.advice or part.detail) for part in parts)
        output.table("Health", ("part", "state", "detail"), rows)
    if any(part.needed and not part.works for part in parts):
        raise typer.Exit(1)
