"""Crawls as rows, and what a list of them is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import Sight
from models.run import Run, RunState
from models.target import Target
from pipeline.runs import SILENCE, seen_runs


class ShownState(StrEnum):
    """How a run stands. SILENT says that it runs, and nobody works on it."""

    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter:
    """What to list: a state, a target's runs; those with a lower number than `before`, where there is one."""

    state: RunState | None = None
    target: int = 0
    before: int = 0

    def query(self, **more: object) -> str:
        """As an address, without its place."""
        fields = {"state": self.state or "", "target": self.target, **more}
        return urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run with its target, if it has one."""

    run: Run
    state: ShownState
    target: Target | None

    def counted(self, *names: str) -> int:
        """The sum of counts of its account; nothing before it ended."""
        return sum(int(self.run.account.get(name, 0)) for name in names)

    @property
    def failed(self) -> int:
        """How many addresses gave no page."""
        return sum(map(int, self.run.account.get("failed", {}).values()))


def read_filter(fields: Mapping[str, str]) -> RunFilter:
    """The filter that fields of an address name; what they do not know they leave open."""
    state = fields.get("state", "")
    target, before = (
        int(text) if text.isdecimal() and len(text) < 10 else 0
        for text in (fields.get("target", ""), fields.get("before", ""))
    )
    return RunFilter(state=RunState(state) if state in list(RunState) else None, target=target, before=before)


def list_runs(session: Session, wanted: RunFilter, sight: Sight, now: datetime, limit: int) -> list[RunRow]:
    """Runs that a person may see, the newest first."""
    query = select(Run, Target).outerjoin(Target, Target.id == Run.target_id).where(seen_runs(sight))
    if wanted.state is not None:
        query = query.where(Run.state == wanted.state)
    if wanted.target:
        query = query.where(Run.target_id == wanted.target)
    if wanted.before:
        query = query.where(Run.id < wanted.before)
    found = session.execute(query.order_by(Run.id.desc()).limit(limit))
    return [RunRow(run=run, state=shown_state(run, now), target=target) for run, target in found]


def shown_state(run: Run, now: datetime) -> ShownState:
    """How a run stands now."""
    silent = run.state == RunState.RUNNING and run.heartbeat_at < now - SILENCE
    return ShownState.SILENT if silent else ShownState(run.state)
