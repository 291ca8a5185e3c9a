"""What people decided, and everything that happened. Rows are added, never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Verdict(StrEnum):
    """A person's answer."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNSURE = "unsure"


class Ground(StrEnum):
    """The legal ground on which a confirmed shop is handed over; the interface and the dossiers put it into
    words. ACQUISITION: tells where, how or for how much drugs can be had. ADVERTISING: propaganda or
    illegal advertising (Criminal Code of Kazakhstan, article 299-1). PLATFORM: unlawful content on an online
    platform (law No. 18-VIII of 2023). RECRUITMENT: draws people into the trade. COPY: a copy of what was
    handed over before."""

    ACQUISITION = "acquisition"
    ADVERTISING = "advertising"
    PLATFORM = "platform"
    RECRUITMENT = "recruitment"
    COPY = "copy"


class Decision(Base):
    """A person's verdict on a shop; the last one counts. `covers` are the keys of the resources the
    shop had then: one that joins later was not seen by anybody and does not leave. `ground` is a `Ground`,
    or empty."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), index=True)
    verdict: Mapped[str] = mapped_column(comment="confirmed, rejected or unsure")
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]
    covers: Mapped[list[Any]] = mapped_column(default_factory=list)
    ground: Mapped[str] = mapped_column(default="", comment="legal ground of a confirmation")


class BlindLook(Base):
    """What another person said of a decided shop without knowing the decision. It decides nothing."""

    __tablename__ = "blind_looks"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), unique=True)
    verdict: Mapped[str] = mapped_column(comment="confirmed, rejected or unsure")
    note: Mapped[str] = mapped_column(Text)
    looked_by: Mapped[str] = mapped_column(Text)
    looked_at: Mapped[datetime] = mapped_column(index=True)


class Event(Base):
    """Something that happened to evidence, a shop or an account: who, when, where, what and why. The events
    are the custody log: each carries the digest of the one before it (`models.custody`), and `rows` the
    digests of the rows that were written or changed, by table and key (`models.dossier`)."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_subject", "subject", "subject_id"),
        Index("ix_events_kind", "kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(comment="found, joined, confirmed, exported, signed_in …")
    subject: Mapped[str] = mapped_column(comment="shop, photo, run, user, target …")
    subject_id: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    authority: Mapped[str] = mapped_column(Text, default="", comment="the order or law it was done under")
    rows: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    number: Mapped[int] = mapped_column(unique=True, init=False, comment="from 1, without gaps")
    local: Mapped[str] = mapped_column(init=False, comment="the office's own time with its UTC offset")
    host: Mapped[str] = mapped_column(Text, init=False, comment="the machine that wrote it")
    previous: Mapped[str] = mapped_column(init=False, comment="the digest of the event before it")
    digest: Mapped[str] = mapped_column(init=False, comment="SHA-256 of its canonical JSON")
