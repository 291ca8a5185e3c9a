"""The frontier as a person sees it: which addresses there are, and how they are cancelled, tried again or
put in another order."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.frontier import EntryState, FrontierEntry, SiteRecord
from models.run import Run, RunState
from models.target import Target
from pipeline.choosing import RANK, with_sites
from pipeline.events import record

OPEN = (EntryState.QUEUED, EntryState.LEASED)
ENDED = (EntryState.FAILED, EntryState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which addresses are meant; None leaves a thing open. A `host` without port means all its ports;
    `target` is a target's number or address; `url` is canonical."""

    run: int | None = None
    host: str | None = None
    state: EntryState | None = None
    target: str | None = None
    url: str | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing was chosen."""
        return self == Choice()

    @property
    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """As conditions on `FrontierEntry`."""
        exact = ((FrontierEntry.run_id, self.run), (FrontierEntry.url, self.url))
        conditions = [column == value for column, value in exact if value is not None]
        if self.state is not None:
            conditions.append(FrontierEntry.state == self.state)
        if self.host is not None:
            host = self.host.lower()
            conditions.append(
                sa.or_(FrontierEntry.host == host, FrontierEntry.host.startswith(f"{host}:", autoescape=True))
            )
        if self.target is not None:
            by = Target.id == int(self.target) if self.target.isdecimal() else Target.url == self.target
            runs = sa.select(Run.id).join(Target, Target.id == Run.target_id).where(by)
            conditions.append(FrontierEntry.run_id.in_(runs))
        return conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changes something, and when."""

    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An address with what its run knows of its site."""

    entry: FrontierEntry
    site: SiteRecord | None

    @property
    def rank(self) -> float:
        """What decides when it comes: a higher one is earlier."""
        return self.entry.priority + (self.site.standing if self.site is not None else 0.0)


def chosen(session: Session, choice: Choice, limit: int) -> list[Waiting]:
    """Addresses: the newest run first, in it those that are not done, in the order in which they come."""
    done = sa.case((FrontierEntry.state.in_(OPEN), 0), else_=1)
    order = (FrontierEntry.run_id.desc(), done, FrontierEntry.deaths, RANK.desc(), FrontierEntry.id)
    query = with_sites(sa.select(FrontierEntry, SiteRecord)).where(*choice.conditions).order_by(*order)
    return [Waiting(entry=entry, site=site) for entry, site in session.execute(query.limit(limit))]


def counted(session: Session, choice: Choice) -> list[tuple[str, str | None, int]]:
    """How many addresses there are by state and cause of failure."""
    groups = (FrontierEntry.state, FrontierEntry.cause)
    query = sa.select(*groups, sa.func.count()).where(*choice.conditions).group_by(*groups).order_by(*groups)
    return [(state, cause, count) for state, cause, count in session.execute(query)]


def cancel(session: Session, choice: Choice, change: Change) -> int:
    """Take addresses that are queued or under way out. What is under way is not stored when it comes."""
    values: dict[str, object] = {"state": EntryState.CANCELLED, "lease_owner": None, "lease_until": None}
    return _change(session, choice, change, FrontierEntry.state.in_(OPEN), values)


def retry(session: Session, choice: Choice, change: Change) -> int:
    """Queue failed and cancelled addresses as if nothing had been, and those that wait for their time now.
    Their runs can be taken up again."""
    waits = sa.and_(FrontierEntry.state == EntryState.QUEUED, FrontierEntry.due_at > change.at)
    which = sa.or_(FrontierEntry.state.in_(ENDED), waits)
    ended = (RunState.FINISHED, RunState.FAILED)
    runs = sa.select(FrontierEntry.run_id).where(*choice.conditions, which)
    session.execute(
        sa.update(Run)
        .where(Run.id.in_(runs), Run.state.in_(ended))
        .values(state=RunState.STOPPED)
        .execution_options(synchronize_session=False)
    )
    values = {
        "state": EntryState.QUEUED,
        "due_at": change.at,
        "failures": 0,
        "deaths": 0,
        "cause": None,
        "message": None,
    }
    return _change(session, choice, change, which, values)


def prioritise(session: Session, choice: Choice, change: Change, priority: float) -> int:
    """Let queued addresses come earlier (a higher `priority`) or later."""
    queued = FrontierEntry.state == EntryState.QUEUED
    return _change(session, choice, change, queued, {"priority": priority})


def _change(
    session: Session,
    choice: Choice,
    change: Change,
    which: sa.ColumnElement[bool],
    values: dict[str, object],
) -> int:
    update = sa.update(FrontierEntry).where(*choice.conditions, which).values(values)
    changed = session.scalars(update.returning(FrontierEntry.run_id)).all()
    for run_id in sorted(set(changed)):
        detail = {name: str(values[name]) for name in ("state", "priority") if name in values}
        count = changed.count(run_id)
        record(
            session, "requeued", ("run", run_id), actor=change.actor, at=change.at, addresses=count, **detail
        )
    return len(changed)
