"""Resources, findings on them, and the shops they are gathered into."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ResourceKind(StrEnum):
    """A site has a host of its own; an account is one user's part of a shared host."""

    SITE = "site"
    ACCOUNT = "account"


class Resource(Base):
    """The unit that is decided on and blocked: a host, or one account on a shared host.

    `key` is `shop.example` or `t.me/handle`.
    """

    __tablename__ = "resources"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str]
    host: Mapped[str] = mapped_column(Text, index=True)
    first_seen_at: Mapped[datetime]
    seen_at: Mapped[datetime | None] = mapped_column(default=None, comment="the last answer")
    changed_at: Mapped[datetime | None] = mapped_column(
        default=None, comment="the last answer with something new"
    )


class Finding(Base):
    """A page that needs a person's eye: its label is not benign. One a page and scorer. `places` are the
    towns and districts that it names, the most frequent first."""

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("capture_id", "scorer"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), index=True)
    score: Mapped[float]
    label: Mapped[str] = mapped_column(comment="sale, recruitment or unsure")
    scorer: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime] = mapped_column(index=True)
    places: Mapped[list[Any]] = mapped_column(default_factory=list)


class Signal(Base):
    """Why: one quoted sign of a finding. `in_image` marks a quote from text inside a picture."""

    __tablename__ = "signals"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    family: Mapped[str]
    kind: Mapped[str]
    quote: Mapped[str] = mapped_column(Text)
    start: Mapped[int] = mapped_column(comment="code points into the page's text")
    end: Mapped[int]
    weight: Mapped[float]
    in_image: Mapped[bool] = mapped_column(default=False)


class Shop(Base):
    """One seller, however many faces. A shop that turned out to be another one points to it."""

    __tablename__ = "shops"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    created_at: Mapped[datetime] = mapped_column(index=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("shops.id"), default=None, index=True)


class ShopMember(Base):
    """A resource of a shop and why it was joined: `reason` is `first`, `contact`, `payload`, `text`,
    `favicon` or `leads_to`, `detail` names what is shared."""

    __tablename__ = "shop_members"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), index=True)
    reason: Mapped[str]
    detail: Mapped[str] = mapped_column(Text)
    joined_at: Mapped[datetime]
