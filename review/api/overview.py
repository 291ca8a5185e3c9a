"""What was found, confirmed, sent and blocked in a month."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import Field

from pipeline.figures import Counts, Figures, figures
from review.api.gate import AtDesk, Gate, with_scope
from review.api.responses import ALWAYS, problems
from review.api.shape import Shape
from review.bearers import Bearer
from review.report.month import Month
from review.scopes import Scope

router = APIRouter(
    prefix="/overview",
    tags=["overview"],
    route_class=Gate,
    responses=problems(*ALWAYS, HTTPStatus.UNPROCESSABLE_ENTITY),
)


class CountsShape(Shape):
    """Shops by what became of them in the month; each counts once."""

    found: int
    confirmed: int
    rejected: int
    unsure: int
    sent: int
    blocked: int
    reappeared: int
    precision: float | None = Field(description="the confirmed part of what was decided either way")


class Waits(Shape):
    """Median times in seconds; null where no shop got there in the month."""

    found_to_confirmed: float | None
    confirmed_to_sent: float | None
    sent_to_blocked: float | None


class AgreementShape(Shape):
    """How often two people said the same of a shop without knowing of each other."""

    pairs: int
    agreed: int
    kappa: float | None = Field(description="Cohen's kappa")


class Raids(Shape):
    """Raids, the people on them (each counts once a raid), and what they found and painted over."""

    raids: int
    people: int
    found: int
    painted: int


class Overview(Shape):
    """The figures of a month in the office's time zone. A shop counts under each of its districts."""

    month: str = Field(examples=["2026-03"])
    since: datetime
    until: datetime
    pages: int
    photos: int
    decisions: int
    counts: CountsShape
    waits: Waits
    by_kind: dict[str, CountsShape]
    by_district: dict[str, CountsShape]
    agreement: AgreementShape
    raids: Raids

    @classmethod
    def of(cls, month: Month, found: Figures) -> Self:
        return cls(
            month=str(month),
            since=found.since,
            until=found.until,
            pages=found.pages,
            photos=found.photos,
            decisions=found.decisions,
            counts=_counts(found.counts),
            waits=Waits(
                found_to_confirmed=_seconds(found.waits.found_to_confirmed),
                confirmed_to_sent=_seconds(found.waits.confirmed_to_sent),
                sent_to_blocked=_seconds(found.waits.sent_to_blocked),
            ),
            by_kind={name: _counts(counts) for name, counts in found.by_kind.items()},
            by_district={name: _counts(counts) for name, counts in found.by_district.items()},
            agreement=AgreementShape.model_validate(found.agreement),
            raids=Raids.model_validate(found.raids),
        )


@router.get("")
def show_overview(
    desk: AtDesk,
    _who: Annotated[Bearer, with_scope(Scope.OVERVIEW_READ)],
    month: Annotated[
        str, Query(pattern="^(20[0-9][0-9]-(0[1-9]|1[0-2]))?$", description="this one if left out")
    ] = "",
) -> Overview:
    """The month's figures, counted from what was written down when it happened."""
    zone = desk.config.time_zone
    wanted = Month.parse(month) or Month.of(desk.now(), zone)
    with desk.database.read() as session:
        return Overview.of(wanted, figures(session, *wanted.span(zone)))


def _counts(counts: Counts) -> CountsShape:
    return CountsShape.model_validate(counts)


def _seconds(wait: timedelta | None) -> float | None:
    return None if wait is None else wait.total_seconds()
