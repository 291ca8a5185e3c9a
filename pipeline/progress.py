"""How far a run has come, as those who wait for it are told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.capture import Capture, Page, Revisit
from models.frontier import EntryState, FrontierEntry
from models.run import Run, RunState
from models.shop import Finding
from pipeline.runs import SILENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Counts of a run so far. `queued` addresses wait, `leased` ones are under way; `pages` are stored,
    `most` is how many may be. `last` is the address that was stored last. `silent` tells that nobody seems
    to work on it though it says that it runs."""

    state: str
    queued: int
    leased: int
    done: int
    failed: int
    cancelled: int
    pages: int
    unchanged: int
    findings: int
    most: int
    last: str
    silent: bool

    @property
    def running(self) -> bool:
        """Whether there is more to come."""
        return self.state == RunState.RUNNING and not self.silent


def progress_of(session: Session, run: Run, now: datetime) -> Progress:
    """How far a run is. Five queries, each along an index."""
    states = select(FrontierEntry.state, func.count()).where(FrontierEntry.run_id == run.id)
    count = {state: number for state, number in session.execute(states.group_by(FrontierEntry.state))}
    pages, unchanged, findings = (
        session.scalars(
            select(func.count())
            .select_from(table)
            .join(Capture, Capture.id == table.capture_id)
            .where(Capture.run_id == run.id)
        ).one()
        for table in (Page, Revisit, Finding)
    )
    newest = select(Capture.url).where(Capture.run_id == run.id).order_by(Capture.id.desc()).limit(1)
    return Progress(
        state=run.state,
        queued=count.get(EntryState.QUEUED, 0),
        leased=count.get(EntryState.LEASED, 0),
        done=count.get(EntryState.DONE, 0),
        failed=count.get(EntryState.FAILED, 0),
        cancelled=count.get(EntryState.CANCELLED, 0),
        pages=pages,
        unchanged=unchanged,
        findings=findings,
        most=int(run.options.get("max_pages", 0)),
        last=session.scalar(newest) or "",
        silent=run.state == RunState.RUNNING and run.heartbeat_at < now - SILENCE,
    )
