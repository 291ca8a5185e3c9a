"""Who may sign in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Role(StrEnum):
    """What somebody does in the office, and so what they may do here."""

    VOLUNTEER = "volunteer"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    EXPORTER = "exporter"
    ADMIN = "admin"


class User(Base):
    """A person with a password (argon2id hash) and a role. `language` is `kk`, `ru` or `en`. `totp_secret`
    makes the codes of the second factor (RFC 6238), if the person has one; `totp_offered` is one that is not
    yet proved, and `totp_step` the last time step whose code was used: none counts twice."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    role: Mapped[str]
    created_at: Mapped[datetime]
    language: Mapped[str] = mapped_column(default="ru")
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    keys: Mapped[dict[str, Any]] = mapped_column(
        default_factory=dict, comment="keys that the person chose, by action"
    )
    totp_secret: Mapped[str | None] = mapped_column(default=None)
    totp_offered: Mapped[str | None] = mapped_column(default=None)
    totp_step: Mapped[int] = mapped_column(default=0)


class UserSession(Base):
    """A signed-in browser. Only the SHA-256 of its token is kept."""

    __tablename__ = "user_sessions"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    csrf_token: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
