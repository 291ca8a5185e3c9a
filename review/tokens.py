"""Tokens: made once, shown once, kept as a digest; what they open follows their person."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.token import ApiToken
from models.user import User
from pipeline.events import record
from review.accounts import find_user
from review.errors import BadToken
from review.scopes import NEEDS, Scope, granted
from review.sessions import token_digest

PREFIX = "mergen_"
"""By which those who search published files for secrets know one."""
LIFETIME = timedelta(days=90)
LONGEST = timedelta(days=366)
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token that somebody wants: its name, whose it is, what for and for how long."""

    name: str
    user: str
    scopes: tuple[Scope, ...]
    lifetime: timedelta = LIFETIME


def issue(session: Session, wanted: NewToken, *, actor: str, now: datetime) -> str:
    """Make a token; gives its secret, which exists nowhere else. Raises BadToken."""
    user = find_user(session, wanted.user)
    if user is None or user.disabled_at is not None:
        raise BadToken(f"There is no account {wanted.user!r} that may sign in. See: mergen user add")
    _check(session, wanted, user)
    secret = PREFIX + secrets.token_urlsafe(32)
    session.add(
        ApiToken(
            name=wanted.name,
            user_id=user.id,
            token_sha256=token_digest(secret),
            scopes=[scope.value for scope in wanted.scopes],
            created_at=now,
            expires_at=now + wanted.lifetime,
        )
    )
    facts = {"user": user.name, "scopes": [scope.value for scope in wanted.scopes]}
    until = (now + wanted.lifetime).isoformat()
    record(session, "token_issued", ("token", wanted.name), actor=actor, at=now, expires_at=until, **facts)
    session.flush()
    return secret


def revoke(session: Session, name: str, *, actor: str, now: datetime) -> None:
    """End a token at once. Raises BadToken where there is none that could be used."""
    ended = update(ApiToken).where(ApiToken.name == name, ApiToken.revoked_at.is_(None))
    if session.scalars(ended.values(revoked_at=now).returning(ApiToken.id)).first() is None:
        raise BadToken(f"There is no token {name!r} that is in use. See: mergen token list")
    record(session, "token_revoked", ("token", name), actor=actor, at=now)


def all_tokens(session: Session) -> Sequence[tuple[ApiToken, User]]:
    """Every token with its person, in the order in which they were made."""
    query = select(ApiToken, User).join(User, User.id == ApiToken.user_id).order_by(ApiToken.id)
    return [(token, user) for token, user in session.execute(query)]


def note_use(session: Session, name: str, now: datetime) -> None:
    """Write down that a token was used."""
    session.execute(update(ApiToken).where(ApiToken.name == name).values(last_used_at=now))


def _check(session: Session, wanted: NewToken, user: User) -> None:
    name = wanted.name
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable() or name != name.strip():
        raise BadToken(f"A token's name has 1 to {LONGEST_NAME} visible characters")
    if session.scalars(select(ApiToken.id).where(ApiToken.name == name)).first() is not None:
        raise BadToken(f"There is or was a token {name!r} already; choose another name")
    if not wanted.scopes:
        raise BadToken(f"Say what the token is for with --scope: {', '.join(Scope)}")
    if not timedelta() < wanted.lifetime <= LONGEST:
        raise BadToken(f"A token lasts 1 to {LONGEST.days} days")
    if out_of_reach := sorted(set(wanted.scopes) - granted(wanted.scopes, user.role)):
        rights = ", ".join(f"{scope} needs the right to {NEEDS[scope]}" for scope in out_of_reach)
        raise BadToken(f"{user.name} is {user.role} and may not do that: {rights}")
