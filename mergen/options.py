"""Options that several commands share."""

import getpass
from typing import Annotated

import typer

Json = Annotated[
    bool, typer.Option("--json", help="Print JSON lines on standard output and nothing else there.")
]


def person() -> str:
    """Who runs the command, as decisions and events name them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
