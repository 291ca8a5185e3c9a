"""An alarm: a crawl that ended and cannot be trusted, from when it is raised until a person has looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session, aliased

from models.case import Sight
from models.decision import Event
from models.run import Run
from pipeline.errors import BadRun
from pipeline.events import record
from pipeline.runs import seen_runs

RAISED, SETTLED = "alarm_raised", "alarm_settled"


class AlarmKind(StrEnum):
    """What is missing: every page, most pages, or every page that is flagged for sure."""

    NO_PAGE = "no_page"
    FEW_PAGES = "few_pages"
    NO_FINDING = "no_finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What a run lacks (`pipeline.alarms`). `message` is for a person and says what to do; `facts` are the
    figures in it."""

    kind: AlarmKind
    message: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alarm that was raised, by the number of its event; `settled` is the event by which a person said
    that they looked."""

    number: int
    at: datetime
    run: Run
    kind: str
    facts: dict[str, Any]
    settled: Event | None


def raise_alarm(session: Session, run_id: int, alarm: Alarm, now: datetime) -> None:
    """Write an alarm down."""
    facts = {"alarm": alarm.kind.value, "facts": alarm.facts}
    record(session, RAISED, ("run", run_id), actor="mergen", at=now, **facts)


def settle(session: Session, run_id: int, note: str, *, actor: str, now: datetime) -> None:
    """Say that somebody looked into a run's alarms, and what came of it. Raises BadRun where there are
    none."""
    raised = select(Event.id).where(
        Event.kind == RAISED, Event.subject == "run", Event.subject_id == str(run_id)
    )
    if session.scalar(raised.limit(1)) is None:
        raise BadRun(f"Run {run_id} raised no alarm")
    record(session, SETTLED, ("run", run_id), actor=actor, at=now, note=note)


def raised_alarms(
    session: Session,
    sight: Sight,
    *,
    open_only: bool = False,
    run_id: int | None = None,
    before: int = 0,
    limit: int = 50,
) -> Sequence[Raised]:
    """Alarms of runs that a person may see, the newest first; those raised before the event number `before`,
    where there is one."""
    settled = aliased(Event)
    ended = (
        select(settled.id)
        .where(settled.kind == SETTLED, settled.subject == "run", settled.subject_id == Event.subject_id)
        .order_by(settled.id.desc())
        .limit(1)
        .correlate(Event)
        .scalar_subquery()
    )
    hidden = select(cast(Run.id, String)).where(~seen_runs(sight))
    query = select(Event, ended).where(Event.kind == RAISED, Event.subject_id.not_in(hidden))
    query = query.order_by(Event.id.desc()).limit(limit)
    if open_only:
        query = query.where(ended.is_(None))
    if run_id is not None:
        query = query.where(Event.subject == "run", Event.subject_id == str(run_id))
    if before:
        query = query.where(Event.id < before)
    found = session.execute(query).all()
    runs = _by_id(session, Run, [int(event.subject_id) for event, _ in found])
    ends = _by_id(session, Event, [number for _, number in found if number is not None])
    return [
        Raised(
            number=event.id,
            at=event.at,
            run=runs[int(event.subject_id)],
            kind=str(event.detail.get("alarm", "")),
            facts=dict(event.detail.get("facts", {})),
            settled=ends.get(number),
        )
        for event, number in found
    ]


def _by_id(session: Session, table: Any, ids: Sequence[int]) -> dict[int, Any]:
    return {row.id: row for row in session.scalars(select(table).where(table.id.in_(ids)))}
