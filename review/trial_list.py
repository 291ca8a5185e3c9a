"""Dry runs of lexicons as their pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from models.case import Sight
from models.dry_run import DryRun, DryRunChange, DryRunState
from models.queue import ShopCard
from models.shop import ShopMember
from pipeline.dry_runs import APPEARS, BAND, SILENCE, VANISHES, counted
from pipeline.errors import BadRun
from pipeline.masks import masked

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
    """A page that would get another label, with the signs that come and go: kind and quote. `shop_id` is the
    shop that its resource belongs to, with the last verdict on it, where there is one."""

    change: DryRunChange
    url: str
    title: str
    shop_id: int | None
    verdict: str | None
    gained: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """A dry run with its changes, and the number to go on from, 0 where these are all."""

    row: TrialRow
    changes: Sequence[ChangeRow]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which changes to show: of a kind (any other text: of all), from behind a number on, and how many."""

    change: str = ""
    after: int = 0
    limit: int = 50


def list_trials(session: Session, now: datetime, limit: int, before: int = 0) -> list[TrialRow]:
    """Dry runs, the newest first."""
    query = select(DryRun).order_by(DryRun.id.desc()).limit(limit)
    runs = session.scalars(query.where(DryRun.id < before) if before else query).all()
    counts = counted(session, [run.id for run in runs])
    return [_row(run, counts[run.id], now) for run in runs]


def view_trial(session: Session, number: int, sight: Sight, now: datetime, wanted: Wanted) -> TrialView:
    """One dry run with changes on pages that a person may see; card and phone numbers in quotes are hidden.
    Raises BadRun."""
    run = session.get(DryRun, number)
    if run is None:
        raise BadRun(f"There is no dry run {number}")
    query = (
        select(DryRunChange, Capture.url, Page.title, ShopCard.shop_id, ShopCard.verdict)
        .join(Capture, Capture.id == DryRunChange.capture_id)
        .join(Page, Page.capture_id == DryRunChange.capture_id)
        .outerjoin(ShopMember, ShopMember.resource_id == Page.resource_id)
        .outerjoin(ShopCard, ShopCard.shop_id == ShopMember.shop_id)
        .where(DryRunChange.dry_run_id == number, DryRunChange.id > wanted.after, _seen(sight))
        .order_by(DryRunChange.id)
        .limit(wanted.limit + 1)
    )
    if wanted.change in CHANGES:
        query = query.where(DryRunChange.change == wanted.change)
    rows = [_change(*row) for row in session.execute(query)]
    return TrialView(
        row=_row(run, counted(session, [number])[number], now),
        changes=rows[: wanted.limit],
        more=rows[wanted.limit - 1].change.id if len(rows) > wanted.limit else 0,
    )


def _row(run: DryRun, counts: Mapping[str, int], now: datetime) -> TrialRow:
    heard = run.heartbeat_at or run.asked_at
    silent = run.state == DryRunState.RUNNING and heard < now - SILENCE
    return TrialRow(run=run, counts=counts, silent=silent)


def _change(change: DryRunChange, url: str, title: str, shop_id: Any, verdict: Any) -> ChangeRow:
    gained, lost = (tuple(map(_sign, signs)) for signs in (change.gained, change.lost))
    return ChangeRow(
        change=change,
        url=url,
        title=masked(title),
        shop_id=shop_id,
        verdict=verdict,
        gained=gained,
        lost=lost,
    )


def _sign(sign: Mapping[str, str]) -> tuple[str, str]:
    return sign["kind"], masked(sign["quote"])


def _seen(sight: Sight) -> ColumnElement[bool]:
    return or_(ShopMember.shop_id.is_(None), sight.shows(ShopMember.shop_id))
