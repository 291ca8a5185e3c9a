"""The frontier's rows: every address of a run with its state, what is known of each site and of the words at
links, and which process holds which host."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class EntryState(StrEnum):
    """QUEUED until taken, LEASED while somebody works on it, then DONE, FAILED or CANCELLED."""

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class FrontierEntry(Base):
    """One address of one run."""

    __tablename__ = "frontier"
    __table_args__ = (
        UniqueConstraint("run_id", "url"),
        Index("ix_frontier_next", "run_id", "state", "priority", "id"),
        Index("ix_frontier_host", "run_id", "host", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    url: Mapped[str] = mapped_column(Text, comment="canonical address")
    host: Mapped[str] = mapped_column(Text)
    depth: Mapped[int]
    priority: Mapped[float]
    origin: Mapped[str]
    reference: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=EntryState.QUEUED)
    lease_owner: Mapped[str | None] = mapped_column(default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    site: Mapped[str] = mapped_column(Text, default="", comment="key of the resource that it belongs to")
    promise: Mapped[float] = mapped_column(
        default=0.0, comment="what the way here gives reason to hope for, 0 to 1"
    )
    cues: Mapped[str] = mapped_column(
        Text, default="", comment="words at the link; with a minus those against it"
    )
    anchor: Mapped[str] = mapped_column(Text, default="", comment="the words of the link's text")
    sites: Mapped[int] = mapped_column(default=0, comment="sites between a seed and this one")
    profile: Mapped[str] = mapped_column(
        default="", comment="the visitor who alone was led to it, and asks for it; empty: the crawler itself"
    )
    lot: Mapped[float] = mapped_column(default=0.0, comment="its number in the draw for exploring")
    said: Mapped[str] = mapped_column(default="", comment="a name for what its page said")
    attempts: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0, comment="times that it gave no page")
    deaths: Mapped[int] = mapped_column(default=0, comment="processes that died while it was under way")
    cause: Mapped[str | None] = mapped_column(default=None)
    message: Mapped[str | None] = mapped_column(Text, default=None)


class HostLease(Base):
    """Which process may ask a host, so that each host meets one polite crawler. One that has run out says who
    asked it last."""

    __tablename__ = "host_leases"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    host: Mapped[str] = mapped_column(Text, primary_key=True)
    owner: Mapped[str]
    until: Mapped[datetime]


class SiteRecord(Base):
    """What a run knows of a site. `pages` and `relevant` count those of earlier runs and what people decided
    too, each up to a limit; `standing` is what that adds to the priority of all of its addresses. `expected`
    is what the sites that name it gave reason to hope for before a page was seen; `named` counts those."""

    __tablename__ = "frontier_sites"
    __table_args__ = (Index("ix_frontier_sites_site", "site"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    site: Mapped[str] = mapped_column(Text, primary_key=True, comment="key of a resource")
    pages: Mapped[float] = mapped_column(default=0.0)
    relevant: Mapped[float] = mapped_column(default=0.0, comment="the sum of the scores of these pages")
    seen: Mapped[int] = mapped_column(default=0, comment="pages of this run alone")
    standing: Mapped[float] = mapped_column(default=0.0)
    verdict: Mapped[str] = mapped_column(default="", comment="confirmed, rejected or empty")
    expected: Mapped[float] = mapped_column(
        default=0.05, comment="share of relevant pages, before any was seen"
    )
    named: Mapped[int] = mapped_column(default=0, comment="sites of this run that name it")
    good: Mapped[bool] = mapped_column(default=False, comment="whether enough of its pages were relevant")


class SiteTie(Base):
    """That a page of one site leads to another site: by a link, a contact or a code."""

    __tablename__ = "frontier_ties"
    __table_args__ = (Index("ix_frontier_ties_target", "run_id", "target", "source"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True, comment="key of a resource")
    target: Mapped[str] = mapped_column(Text, primary_key=True, comment="key of a resource")


class LinkWord(Base):
    """What the links came to that had a word in their text."""

    __tablename__ = "frontier_words"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    word: Mapped[str] = mapped_column(Text, primary_key=True)
    expected: Mapped[float] = mapped_column(
        default=0.0, comment="relevant pages by all else that was known of these links"
    )
    relevant: Mapped[float] = mapped_column(default=0.0, comment="the sum of the scores of these pages")
