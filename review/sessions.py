"""Signed-in browsers. The token lives in the cookie; the store keeps only its SHA-256."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.user import User, UserSession

_LIVING = (
    select(UserSession, User)
    .join(User, User.id == UserSession.user_id)
    .where(
        UserSession.token_sha256 == bindparam("digest"),
        UserSession.ended_at.is_(None),
        UserSession.expires_at > bindparam("now"),
        User.disabled_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who a browser belongs to, and the token its forms must carry."""

    user: User
    csrf_token: str


def start_session(session: Session, user: User, *, now: datetime, lifetime: timedelta) -> str:
    """Sign `user` in; gives the token, which exists nowhere else. Always a new one, so that a token
    planted before the sign-in is worth nothing."""
    token = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            token_sha256=token_digest(token),
            user_id=user.id,
            csrf_token=secrets.token_urlsafe(32),
            created_at=now,
            expires_at=now + lifetime,
        )
    )
    return token


def find_session(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Who the token belongs to, unless it expired, was ended, or the account was disabled."""
    row = session.execute(_LIVING, {"digest": token_digest(token), "now": now}).first()
    return None if row is None else SignedIn(user=row[1], csrf_token=row[0].csrf_token)


def end_session(session: Session, token: str, now: datetime) -> None:
    """Sign a browser out; unknown and ended tokens are left as they are."""
    row = session.get(UserSession, token_digest(token))
    if row is not None and row.ended_at is None:
        row.ended_at = now


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
