"""What is under way between a browser and the office and must outlive the server's process."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ArrivingPhoto(Base):
    """A photo that comes in pieces, by its sender and the key that the sender's page gave it. `have` bytes of
    it lie in a file; once it was taken in, its `answer` alone is kept, for a sender who did not get it."""

    __tablename__ = "arriving_photos"

    sender: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    have: Mapped[int] = mapped_column(default=0, comment="bytes")
    taken_at: Mapped[datetime | None] = mapped_column(
        default=None, comment="when a process began to take it in"
    )
    answer: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, comment="what its sender is told"
    )


class ProviderSignIn(Base):
    """A sign-in through the office's provider that is under way: what it must come back with, and the page
    that it leads to; once the provider has said who it is, the account whose second factor is asked for. Only
    the SHA-256 of the browser's token is kept."""

    __tablename__ = "provider_sign_ins"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    nonce: Mapped[str]
    verifier: Mapped[str]
    target: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), default=None)
