"""People's accounts: names, passwords, roles."""

import unicodedata
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.user import Role, User, UserSession
from pipeline.events import record
from review.errors import BadAccount

PASSWORDS = PasswordHasher()
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
LONGEST_NAME = 64


def create_user(
    session: Session,
    name: str,
    password: str,
    role: Role,
    now: datetime,
    hasher: PasswordHasher = PASSWORDS,
) -> User:
    """Add an account. Raises BadAccount for a name that is taken or unusable, or a weak password."""
    name = _clean_name(name)
    _check_password(name, password)
    if find_user(session, name) is not None:
        raise BadAccount(f"There is already an account {name!r}; choose another name")
    user = User(name=name, password_hash=hasher.hash(password), role=role, created_at=now)
    session.add(user)
    record(session, "account_created", ("user", name), actor=name, at=now, role=role)
    return user


def set_password(
    session: Session, name: str, password: str, now: datetime, hasher: PasswordHasher = PASSWORDS
) -> None:
    """Change a password and sign the person out everywhere. Raises BadAccount."""
    user = find_user(session, name)
    if user is None:
        raise BadAccount(f"There is no account {name!r}")
    _check_password(name, password)
    user.password_hash = hasher.hash(password)
    _end_sessions(session, user, now)
    record(session, "password_changed", ("user", name), actor=name, at=now)


def disable(session: Session, name: str, *, actor: str, now: datetime) -> None:
    """Shut an account: the person is signed out everywhere, and no token speaks for them. What they decided
    stays. Raises BadAccount."""
    user = find_user(session, name)
    if user is None:
        raise BadAccount(f"There is no account {name!r}")
    user.disabled_at = user.disabled_at or now
    _end_sessions(session, user, now)
    record(session, "account_disabled", ("user", name), actor=actor, at=now)


def enable(session: Session, name: str, *, actor: str, now: datetime) -> None:
    """Open a shut account again; tokens that have neither expired nor been revoked speak for it again.
    Raises BadAccount."""
    user = find_user(session, name)
    if user is None:
        raise BadAccount(f"There is no account {name!r}")
    user.disabled_at = None
    record(session, "account_enabled", ("user", name), actor=actor, at=now)


def find_user(session: Session, name: str) -> User | None:
    """The account of that name."""
    return session.scalars(select(User).where(User.name == name)).first()


class PasswordCheck:
    """Compares passwords in the same time whether or not the account exists."""

    def __init__(self, hasher: PasswordHasher = PASSWORDS) -> None:
        self.hasher = hasher
        self._decoy = hasher.hash("nobody's password")

    def matches(self, user: User | None, password: str) -> bool:
        """Whether `password` opens `user`'s account, which must not be disabled."""
        known = user.password_hash if user is not None else self._decoy
        try:
            self.hasher.verify(known, password[: LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False
        return user is not None and user.disabled_at is None

    def renewed(self, user: User, password: str) -> str | None:
        """A new hash where the stored one was made with weaker parameters."""
        return self.hasher.hash(password) if self.hasher.check_needs_rehash(user.password_hash) else None


def _end_sessions(session: Session, user: User, now: datetime) -> None:
    open_ones = (UserSession.user_id == user.id, UserSession.ended_at.is_(None))
    session.execute(update(UserSession).where(*open_ones).values(ended_at=now))


def _clean_name(name: str) -> str:
    name = unicodedata.normalize("NFC", name).strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadAccount(f"An account's name has 1 to {LONGEST_NAME} visible characters")
    return name


def _check_password(name: str, password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadAccount(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; a sentence is good"
        )
    if name.casefold() in password.casefold() and len(password) < len(name) + SHORTEST_PASSWORD:
        raise BadAccount("A password must not be built on the account's name")
    if len(set(password)) < 5:
        raise BadAccount("A password must not repeat the same few characters")
