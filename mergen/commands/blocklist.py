"""`mergen blocklist`"""

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from exports.blocklists.blockable import LeftOut
from exports.blocklists.blocklist import BlocklistContext
from exports.blocklists.publication import blocklist_named, publish
from mergen.composition import Workshop, software
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output, complain
from mergen.settings import load


class Format(StrEnum):
    """The formats of `exports.blocklists.formats.BLOCKLISTS`."""

    HOSTS = "hosts"
    RPZ = "rpz"


def blocklist(
    format_: Annotated[Format, typer.Argument(metavar="hosts|rpz", help="The format.")],
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output without it.")] = None,
    as_json: Json = False,
) -> None:
    """Names to block, from confirmed shops only; never a public suffix, a shared host or an allowed name.

    What had to be left out, and why, is said on standard error: ask for those addresses to be taken down.
    """
    settings = load()
    with Workshop(settings) as workshop, workshop.database.write() as session:
        now = workshop.clock()
        context = BlocklistContext(
            now=now,
            serial=int(now.timestamp()),
            source=settings.office or software(),
            people=settings.people,
        )
        made = publish(session, blocklist_named(format_), context, person(), settings.never_block)
        if out is not None:
            _write(out, made.text)
    left_out = made.blockable.left_out
    if as_json:
        left = [_left_record(entry) for entry in left_out]
        listed = {"format": format_.value, "domains": made.blockable.domains, "left_out": left}
        Output(as_json=True).record(listed | {"file": str(out) if out else None})
        return
    if out is None:
        typer.echo(made.text, nl=False)
    for entry in left_out:
        urls = ", ".join(entry.urls)
        complain(f"left out: {entry.key} ({entry.reason.value}); ask for {urls} to be taken down")


def _left_record(entry: LeftOut) -> dict[str, object]:
    return {
        "shop": entry.shop_id,
        "resource": entry.key,
        "reason": entry.reason.value,
        "urls": list(entry.urls),
    }


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole: a resolver may read it at any moment."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            new = Path(folder) / path.name
            new.write_text(text, encoding="utf-8")
            new.chmod(0o644)
            new.replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from error
