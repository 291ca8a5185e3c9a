"""What an office watches: addresses and channels, once or on a schedule."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Target(Base):
    """An address to crawl. `every` is a cron expression (UTC); without one it is crawled on demand.

    One that was crawled is never deleted: removing it sets `removed_at`, and its history stays. While
    `paused_at` is set it is not due.
    """

    __tablename__ = "targets"
    __table_args__ = (Index("ix_targets_due", "removed_at", "next_due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    url: Mapped[str] = mapped_column(Text, unique=True, comment="canonical address")
    created_at: Mapped[datetime]
    every: Mapped[str | None] = mapped_column(Text, default=None, comment="cron expression, UTC")
    depth: Mapped[int] = mapped_column(default=2)
    max_pages: Mapped[int] = mapped_column(default=200)
    hops: Mapped[int] = mapped_column(default=3, comment="sites away from it that a crawl may go")
    browser: Mapped[str] = mapped_column(default="auto", comment="never, auto or always")
    spider: Mapped[str] = mapped_column(default="site", comment="site or sitemap")
    ignore_robots: Mapped[str] = mapped_column(
        Text, default="", comment="why robots.txt is left aside; empty: it is obeyed"
    )
    suspicious: Mapped[bool] = mapped_column(
        default=False, comment="whether others may be shown something else there"
    )
    origin: Mapped[str] = mapped_column(default="seed", comment="seed, link, contact, code or photo")
    reference: Mapped[str] = mapped_column(Text, default="", comment="the page or photo that led here")
    note: Mapped[str] = mapped_column(Text, default="")
    next_due_at: Mapped[datetime | None] = mapped_column(default=None)
    look_as: Mapped[str] = mapped_column(
        default="", comment="the visitor who is to look at it once, whatever its schedule; empty: nobody"
    )
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
