"""Dry runs of lexicons as their pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from models.dry_run import DryRun, DryRunChange, DryRunState
from models.queue import ShopCard
from models.shop import ShopMember
from pipeline.dry_runs import APPEARS, BAND, SILENCE, VANISHES, counted
from pipeline.errors import BadRun

CHANGES = (APPEARS, VANISHES, BAND)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """A dry run with how many changes of each kind it found. `silent` tells that nobody works on it though
    it says so."""

    run: DryRun
    counts: Mapping[str, int]
    silent: bool

    @property
    def under_way(self) -> bool:
        """Whether something is still to come."""
        return self.run.state in (DryRunState.WAITING, DryRunState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A page that would get another label. `shop_id` is the shop that its resource belongs to, with the last
    verdict on it, where there is one."""

    change: DryRunChange
    url: str
    title: str
    shop_id: int | None
    verdict: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """A dry run with its changes, and the number to go on from, 0 where these are all."""

    row: TrialRow
    changes: Sequence[ChangeRow]
    more: int


def list_trials(session: Session, now: datetime, limit: int, before: int = 0) -> list[TrialRow]:
    """Dry runs, the newest first."""
    query = select(DryRun).order_by(DryRun.id.desc()).limit(limit)
    runs = session.scalars(query.where(DryRun.id < before) if before else query).all()
    counts = counted(session, [run.id for run in runs])
    return [_row(run, counts[run.id], now) for run in runs]


def view_trial(
    session: Session, number: int, now: datetime, *, change: str = "", after: int = 0, limit: int = 50
) -> TrialView:
    """One dry run with changes of a kind, or of all. Raises BadRun."""
    run = session.get(DryRun, number)
    if run is None:
        raise BadRun(f"There is no dry run {number}")
    query = (
        select(DryRunChange, Capture.url, Page.title, ShopCard.shop_id, ShopCard.verdict)
        .join(Capture, Capture.id == DryRunChange.capture_id)
        .join(Page, Page.capture_id == DryRunChange.capture_id)
        .outerjoin(ShopMember, ShopMember.resource_id == Page.resource_id)
        .outerjoin(ShopCard, ShopCard.shop_id == ShopMember.shop_id)
        .where(DryRunChange.dry_run_id == number, DryRunChange.id > after)
        .order_by(DryRunChange.id)
        .limit(limit + 1)
    )
    if change in CHANGES:
        query = query.where(DryRunChange.change == change)
    rows = [_change(*row) for row in session.execute(query)]
    return TrialView(
        row=_row(run, counted(session, [number])[number], now),
        changes=rows[:limit],
        more=rows[limit - 1].change.id if len(rows) > limit else 0,
    )


def _row(run: DryRun, counts: Mapping[str, int], now: datetime) -> TrialRow:
    heard = run.heartbeat_at or run.asked_at
    silent = run.state == DryRunState.RUNNING and heard < now - SILENCE
    return TrialRow(run=run, counts=counts, silent=silent)


def _change(change: DryRunChange, url: str, title: str, shop_id: Any, verdict: Any) -> ChangeRow:
    return ChangeRow(change=change, url=url, title=title, shop_id=shop_id, verdict=verdict)
