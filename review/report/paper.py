"""The report as a paper to print: PDF, set by Typst, which sees no other file, font or network."""

import json
import tempfile
from datetime import datetime
from importlib import resources
from pathlib import Path

import typst

from review.languages import Language
from review.report.content import Cell, Report


def paper(report: Report, language: Language, now: datetime) -> bytes:
    """The bytes of the file."""
    data = {
        "language": language.code,
        "title": report.title,
        "month": report.month,
        "office": report.office,
        "notes": report.notes,
        "sheets": [
            {
                "title": sheet.title,
                "head": sheet.head,
                "rows": [[_text(cell, language) for cell in row] for row in sheet.rows],
            }
            for sheet in report.sheets
        ],
    }
    with tempfile.TemporaryDirectory(prefix="mergen-report-") as folder:
        template = Path(folder) / "report.typ"
        template.write_bytes(resources.files("review.report").joinpath("report.typ").read_bytes())
        return typst.compile(
            template,
            root=Path(folder),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True,
            timestamp=int(now.timestamp()),
        )


def _text(cell: Cell, language: Language) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return language.percent(cell)
    return language.number(cell) if isinstance(cell, int) else cell
