"""`mergen report`"""

from pathlib import Path
from typing import Annotated

import typer

from mergen.commands.export import Language
from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json
from mergen.output import Output
from mergen.settings import load


def report(
    month: Annotated[str, typer.Argument(metavar="[YYYY-MM]", help="The month; this one without it.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="The folder to write it to, as PDF and XLSX; printed without it.")
    ] = None,
    language: Annotated[Language | None, typer.Option(help="The report's language.")] = None,
    as_json: Json = False,
) -> None:
    """What was found, confirmed, sent and blocked in a month, with medians and how well people agree."""
    from pipeline.figures import figures
    from review.languages import load_languages
    from review.report.content import report as in_words
    from review.report.month import Month
    from review.report.paper import paper
    from review.report.workbook import workbook

    settings = load()
    with Workshop(settings) as workshop:
        now = workshop.clock()
        wanted = Month.parse(month) if month else Month.of(now, settings.time_zone)
        if wanted is None:
            raise BadInput(f"{month!r} is no month; write it as 2026-03")
        with workshop.database.read() as session:
            found = figures(session, *wanted.span(settings.time_zone))
    spoken = load_languages(settings.time_zone)[language or settings.language]
    made = in_words(found, wanted, settings.office, spoken)
    files = {}
    if out is not None:
        name = f"mergen-{wanted}"
        files = {f"{name}.pdf": paper(made, spoken, now), f"{name}.xlsx": workbook(made)}
        _write(out, files)
    output = Output(as_json=as_json)
    if as_json:
        sheets = [{"title": each.title, "head": each.head, "rows": each.rows} for each in made.sheets]
        output.record({"month": str(wanted), "sheets": sheets, "files": list(files)})
    elif out is None:
        for sheet in made.sheets:
            output.table(sheet.title, sheet.head, sheet.rows)
    else:
        output.say(f"{', '.join(files)} in {out}")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}") from error
