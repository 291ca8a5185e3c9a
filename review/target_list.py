"""Targets as rows, and what a list of them is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.case import Sight
from models.run import Run
from models.target import Target
from pipeline.recapture import LOOKED_AT
from pipeline.targets import is_due

LONGEST = 200
LATE = timedelta(minutes=5)
"""How long a due target may wait before somebody should see whether `mergen run` is at work."""


class TargetState(StrEnum):
    """DONE has no further time; REMOVED is watched no more; WATCHED is every one that is not removed, but for
    those that were asked for once for a shop and are done: who hands over much has many."""

    WATCHED = "watched"
    DUE = "due"
    PAUSED = "paused"
    DONE = "done"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """What to list: part of an address or note, a state, what led there; those with a lower number than
    `before`, where there is one."""

    words: str = ""
    state: TargetState = TargetState.WATCHED
    origin: str = ""
    before: int = 0

    @property
    def narrowed(self) -> bool:
        """Whether less than everything that is watched is asked for."""
        return bool(self.words or self.origin or self.before) or self.state is not TargetState.WATCHED

    def query(self, **more: object) -> str:
        """As an address, without its place."""
        state = "" if self.state is TargetState.WATCHED else self.state.value
        fields = {"words": self.words, "state": state, "origin": self.origin, **more}
        return urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A target with its last run, if it has one. `late` tells that it is due and nobody takes it up."""

    target: Target
    state: TargetState
    last: Run | None
    late: bool


def read_filter(fields: Mapping[str, str]) -> TargetFilter:
    """The filter that fields of an address name; what they do not know they leave open."""
    state, before, origin = fields.get("state", ""), fields.get("before", ""), fields.get("origin", "")
    return TargetFilter(
        words=" ".join(fields.get("words", "").split())[:LONGEST],
        state=TargetState(state) if state in list(TargetState) else TargetState.WATCHED,
        origin=origin if origin.isalpha() and len(origin) < 20 else "",
        before=int(before) if before.isdecimal() and len(before) < 10 else 0,
    )


def list_targets(
    session: Session, wanted: TargetFilter, sight: Sight, now: datetime, limit: int
) -> list[TargetRow]:
    """Targets that a person may see, the newest first."""
    seen = Target.id.not_in(sight.hidden_targets)
    query = select(Target).where(seen, *_conditions(wanted, now)).order_by(Target.id.desc()).limit(limit)
    return rows_of(session, session.scalars(query).all(), now)


def schedule(
    session: Session, after: tuple[datetime, int] | None, sight: Sight, now: datetime, limit: int
) -> list[TargetRow]:
    """What is due or has a time, in that order; from behind a place on, a time and a target's number."""
    query = select(Target).where(
        Target.removed_at.is_(None),
        Target.paused_at.is_(None),
        Target.next_due_at.is_not(None),
        Target.id.not_in(sight.hidden_targets),
    )
    if after is not None:
        at, number = after
        later = and_(Target.next_due_at == at, Target.id > number)
        query = query.where(or_(Target.next_due_at > at, later))
    query = query.order_by(Target.next_due_at, Target.id).limit(limit)
    return rows_of(session, session.scalars(query).all(), now)


def rows_of(session: Session, targets: Sequence[Target], now: datetime) -> list[TargetRow]:
    """These targets with their last runs, in a fixed number of queries."""
    newest = select(func.max(Run.id)).where(Run.target_id.in_([target.id for target in targets]))
    runs = session.scalars(select(Run).where(Run.id.in_(newest.group_by(Run.target_id))))
    last = {run.target_id: run for run in runs}
    return [
        TargetRow(
            target=target,
            state=state_of(target, now),
            last=last.get(target.id),
            late=not target.look_as and state_of(target, now - LATE) is TargetState.DUE,
        )
        for target in targets
    ]


_DONE = (Target.next_due_at.is_(None), Target.look_as == "")


def state_of(target: Target, now: datetime) -> TargetState:
    """How a target stands."""
    if target.removed_at is not None:
        return TargetState.REMOVED
    if target.paused_at is not None:
        return TargetState.PAUSED
    if target.look_as:
        return TargetState.DUE
    if target.next_due_at is None:
        return TargetState.DONE
    return TargetState.DUE if target.next_due_at <= now else TargetState.WATCHED


def _conditions(wanted: TargetFilter, now: datetime) -> list[ColumnElement[Any]]:
    watched = Target.removed_at.is_(None)
    states: dict[TargetState, ColumnElement[Any]] = {
        TargetState.WATCHED: and_(watched, ~LOOKED_AT),
        TargetState.DUE: is_due(now),
        TargetState.PAUSED: and_(watched, Target.paused_at.is_not(None)),
        TargetState.DONE: and_(watched, Target.paused_at.is_(None), *_DONE),
        TargetState.REMOVED: Target.removed_at.is_not(None),
    }
    conditions = [states[wanted.state]]
    if wanted.words:
        sought = (column.icontains(wanted.words, autoescape=True) for column in (Target.url, Target.note))
        conditions.append(or_(*sought))
    if wanted.origin:
        conditions.append(Target.origin == wanted.origin)
    if wanted.before:
        conditions.append(Target.id < wanted.before)
    return conditions
