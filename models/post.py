"""What Telegram's public previews show: the posts of channels, and whose card a name has."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Post(Base):
    """A post of a channel as it was seen last. What it said before an edit stands in `first_capture_id`."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("resource_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), comment="the channel")
    number: Mapped[int] = mapped_column(BigInteger, comment="its number in the channel")
    first_capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"))
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    changed_at: Mapped[datetime | None] = mapped_column(default=None, comment="when an edit was seen last")
    views: Mapped[int | None] = mapped_column(BigInteger, default=None, comment="as shown: 4.4K is 4400")
    links: Mapped[list[Any]] = mapped_column(default_factory=list, comment="url, text")
    buttons: Mapped[list[Any]] = mapped_column(default_factory=list, comment="url, text")
    photos: Mapped[list[Any]] = mapped_column(default_factory=list, comment="url, sha256 of what was fetched")
    forwarded_from: Mapped[str] = mapped_column(Text, default="")
    forwarded_url: Mapped[str] = mapped_column(Text, default="")


class Card(Base):
    """The card that a name has which shows no posts."""

    __tablename__ = "cards"

    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), primary_key=True, autoincrement=False)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), index=True)
    kind: Mapped[str] = mapped_column(comment="private_channel, group, bot, person, nobody …")
