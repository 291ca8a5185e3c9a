"""What was found, confirmed, sent and blocked, month by month, and the report to take away."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.responses import Response

from pipeline.figures import Counts, Figures, counts_of, figures
from review.desk import Desk, desk_of
from review.report.content import COLUMNS, Report, report
from review.report.month import Month
from review.report.paper import paper
from review.report.workbook import workbook
from review.visits import Viewer, Visiting, viewer

router = APIRouter(prefix="/overview")
AtDesk = Annotated[Desk, Depends(desk_of)]
MONTHS = 12
MUCH = 1_000
"""So many pages, decisions and shops take long enough to count that visitors would wait for it."""
Span = tuple[datetime, datetime]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wanted_month(desk: AtDesk, month: str = "") -> Month:
    """The month that the address names; this one for anything else."""
    return Month.parse(month) or Month.of(desk.now(), desk.config.time_zone)


Wanted = Annotated[Month, Depends(wanted_month)]


@router.get("")
def show(desk: AtDesk, caller: Visiting, _person: Viewer, month: Wanted) -> Response:
    """The month's figures, and what was found and confirmed in the year up to it."""
    zone, months = desk.config.time_zone, list(month.up_to(MONTHS))
    spans = [each.span(zone) for each in months]
    with desk.database.read() as session:
        read = partial(_read, session, month.span(zone), spans)
        found, year = desk.summaries.of(("overview", month), read, _is_much)
    context = {
        "visit": caller,
        "month": month,
        "report": _report(desk, caller.language, found, month),
        "columns": COLUMNS,
        "year": list(zip(months, year, strict=True)),
        "most": max((max(counts.found, counts.confirmed) for counts in year), default=0),
    }
    return desk.page("overview.html", caller.language, context)


@router.get("/report.xlsx", dependencies=[Depends(viewer)])
def sheet(desk: AtDesk, caller: Visiting, month: Wanted) -> Response:
    """The report as a workbook."""
    return _file(workbook(_made(desk, caller.language, month)), f"mergen-{month}.xlsx", SPREADSHEET)


@router.get("/report.pdf", dependencies=[Depends(viewer)])
def print_out(desk: AtDesk, caller: Visiting, month: Wanted) -> Response:
    """The report as a paper."""
    language = desk.renderer.languages[caller.language]
    made = paper(_made(desk, caller.language, month), language, desk.now())
    return _file(made, f"mergen-{month}.pdf", "application/pdf")


def _read(session: Session, span: Span, spans: Sequence[Span]) -> tuple[Figures, list[Counts]]:
    """The figures of a span, and the counts of others."""
    return figures(session, *span), [counts_of(session, *each) for each in spans]


def _is_much(read: tuple[Figures, list[Counts]]) -> bool:
    found, year = read
    return found.pages + found.decisions + sum(counts.found for counts in year) > MUCH


def _made(desk: Desk, language: str, month: Month) -> Report:
    with desk.database.read() as session:
        found = figures(session, *month.span(desk.config.time_zone))
    return _report(desk, language, found, month)


def _report(desk: Desk, language: str, found: Figures, month: Month) -> Report:
    return report(found, month, desk.config.office, desk.renderer.languages[language])


def _file(data: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)
