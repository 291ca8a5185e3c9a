"""Terms that are tried on what is stored, before anybody switches them on."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class DryRunState(StrEnum):
    """WAITING until somebody takes it; a RUNNING one without a sign of life may be taken again."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class DryRun(Base):
    """A lexicon file and what it would change among the stored pages (`pipeline.dry_runs`). `newest` is how
    many pages are looked at, None for all; of them `pages` were so far, `unread` could not be read again,
    and `touched` are scored otherwise, most of them without another label."""

    __tablename__ = "dry_runs"
    __table_args__ = (Index("ix_dry_runs_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(Text, comment="the file's name; one of the office's takes its place")
    lexicon: Mapped[str] = mapped_column(Text, comment="the file")
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    newest: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=DryRunState.WAITING)
    heartbeat_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    whole: Mapped[int] = mapped_column(default=0, comment="pages that there are to look at")
    pages: Mapped[int] = mapped_column(default=0)
    unread: Mapped[int] = mapped_column(default=0)
    touched: Mapped[int] = mapped_column(default=0)
    scorer_before: Mapped[str] = mapped_column(Text, default="")
    scorer_after: Mapped[str] = mapped_column(Text, default="")
    error: Mapped[str] = mapped_column(Text, default="")


class DryRunChange(Base):
    """A stored page that would get another label. `gained` and `lost` are the signs that come and go, each
    with kind and quote."""

    __tablename__ = "dry_run_changes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    dry_run_id: Mapped[int] = mapped_column(ForeignKey("dry_runs.id"), index=True)
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"))
    change: Mapped[str] = mapped_column(comment="appears, vanishes or band")
    label_before: Mapped[str]
    label_after: Mapped[str]
    score_before: Mapped[float]
    score_after: Mapped[float]
    gained: Mapped[list[Any]] = mapped_column(default_factory=list)
    lost: Mapped[list[Any]] = mapped_column(default_factory=list)
