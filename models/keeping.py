"""How long evidence is kept: what must not go, and what went."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Hold(Base):
    """A legal hold: nothing of the shop's evidence goes while it is not released."""

    __tablename__ = "holds"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    placed_by: Mapped[str] = mapped_column(Text)
    placed_at: Mapped[datetime]
    released_at: Mapped[datetime | None] = mapped_column(default=None)


class Removal(Base):
    """Stored bytes that were removed on purpose. Their digest and size stay, and why they went."""

    __tablename__ = "removals"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(comment="blob or warc")
    name: Mapped[str] = mapped_column(Text, unique=True, comment="a blob's SHA-256, or a WARC file's name")
    sha256: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger, comment="bytes")
    removed_at: Mapped[datetime]
    removed_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
