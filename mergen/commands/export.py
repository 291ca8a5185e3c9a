"""`mergen export`"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mergen.composition import Workshop, software
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load


class Format(StrEnum):
    """The formats of `exports.exporter.EXPORTERS`."""

    CSV = "csv"
    JSONL = "jsonl"
    PDF = "pdf"


class Language(StrEnum):
    """The languages that dossiers are written in."""

    KK = "kk"
    RU = "ru"
    EN = "en"


def export(
    format_: Annotated[Format, typer.Argument(metavar="csv|jsonl|pdf", help="The format.")],
    out: Annotated[Path, typer.Option(help="The folder to write; it is written whole or not at all.")],
    language: Annotated[Language | None, typer.Option(help="The language of dossiers.")] = None,
    shop: Annotated[list[int] | None, typer.Option(help="Only this shop; may be given again.")] = None,
    as_json: Json = False,
) -> None:
    """Hand over the shops that two people confirmed, with a manifest of digests. Nothing else leaves."""
    from exports.context import ExportContext
    from exports.delivery import deliver
    from exports.exporter import exporter_named

    settings = load()
    with Workshop(settings) as workshop, workshop.database.write() as session:
        context = ExportContext(
            now=workshop.clock(),
            actor=person(),
            read_blob=workshop.blobs.get,
            language=language or settings.language,
            time_zone=settings.time_zone,
            office=settings.office,
            software=software(),
            people=settings.people,
        )
        delivery = deliver(session, exporter_named(format_), out, context, shop or None)
    output = Output(as_json=as_json)
    if as_json:
        output.record(
            {
                "folder": str(delivery.folder),
                "files": [path.name for path in delivery.files],
                "shops": [shop.id for shop in delivery.shops],
                "manifest_sha256": delivery.manifest_sha256,
            }
        )
    else:
        count = len(delivery.shops)
        output.say(f"{count} shop{'s' if count != 1 else ''} in {delivery.folder}")
        output.say("To check the files, say there: sha256sum -c SHA256SUMS")
