"""One crawl: what was asked, with which versions, and how it ended."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class RunState(StrEnum):
    """RUNNING without a live heartbeat means that the crawl was killed; it can be taken up again."""

    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"


class Run(Base):
    """A crawl. `options` is what was asked, `versions` what it ran with, `account` how it ended:
    requested, stored, unchanged and failed by cause. A scheduled run is unique by target and tick."""

    __tablename__ = "runs"
    __table_args__ = (UniqueConstraint("target_id", "tick"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(index=True, comment="SHA-256 of seeds and options: the same crawl")
    started_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=RunState.RUNNING, index=True)
    seeds: Mapped[list[Any]] = mapped_column(default_factory=list)
    options: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    versions: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    account: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("targets.id"), default=None)
    tick: Mapped[datetime | None] = mapped_column(default=None, comment="the scheduled instant")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
