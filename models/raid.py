"""Raids: people go out together, photograph advertising on walls, and paint it over."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Moment(StrEnum):
    """When a photo was taken: BEFORE the painting or AFTER it."""

    BEFORE = "before"
    AFTER = "after"


class Raid(Base):
    """The sheet of a raid, as its keeper wrote it last; what it said before stands in the log. `found` are
    inscriptions, stickers and codes, `painted` those of them that were painted over or taken off."""

    __tablename__ = "raids"
    __table_args__ = (Index("ix_raids_kept_by", "kept_by", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    begun_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(Text)
    people: Mapped[int]
    names: Mapped[str] = mapped_column(Text, comment="pseudonyms, as the keeper wrote them")
    agreed: Mapped[str] = mapped_column(Text, comment="with whom of the police it was agreed")
    found: Mapped[int]
    painted: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    kept_by: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]


class RaidPhoto(Base):
    """A photo of a raid. It is taken in like every other."""

    __tablename__ = "raid_photos"

    raid_id: Mapped[int] = mapped_column(ForeignKey("raids.id"), primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id"), primary_key=True, index=True)
    moment: Mapped[str] = mapped_column(comment="before or after the painting")
