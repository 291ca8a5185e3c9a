"""Sign-ins through the provider that are under way, each bound to one browser."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.arriving import ProviderSignIn
from models.database import Database
from review.provider import Begun
from review.sessions import token_digest

LASTS = timedelta(minutes=10)
MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in: what it must come back with, the page that it leads to, and, once the provider has said who
    it is, the account whose second factor is still asked for."""

    begun: Begun
    target: str
    user_id: int | None = None


class Pending:
    """What is under way, in the store: any server goes on with it, also one that was started anew. A
    browser's token is in its cookie only; each is taken out once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, begun: Begun, target: str, now: datetime) -> str:
        """Keep a sign-in that begins; gives the browser's token."""
        return self._keep(SignIn(begun=begun, target=target), now)

    def put_back(self, sign_in: SignIn, user_id: int, now: datetime) -> str:
        """Keep one whose person is known, until their second factor comes."""
        return self._keep(replace(sign_in, user_id=user_id), now)

    def take(self, token: str, now: datetime) -> SignIn | None:
        """The sign-in of a browser, once, if it is not too old."""
        once = delete(ProviderSignIn).where(ProviderSignIn.token_sha256 == token_digest(token))
        with self._database.write() as session:
            row = session.scalars(once.returning(ProviderSignIn)).first()
            if row is None or row.until <= now:
                return None
            begun = Begun(state=row.state, nonce=row.nonce, verifier=row.verifier)
            return SignIn(begun=begun, target=row.target, user_id=row.user_id)

    def _keep(self, sign_in: SignIn, now: datetime) -> str:
        token, begun = secrets.token_urlsafe(32), sign_in.begun
        with self._database.write() as session:
            _make_room(session, now)
            session.add(
                ProviderSignIn(
                    token_sha256=token_digest(token),
                    state=begun.state,
                    nonce=begun.nonce,
                    verifier=begun.verifier,
                    target=sign_in.target,
                    until=now + LASTS,
                    user_id=sign_in.user_id,
                )
            )
        return token


def _make_room(session: Session, now: datetime) -> None:
    """Let those go that are too old, and of too many the oldest."""
    session.execute(delete(ProviderSignIn).where(ProviderSignIn.until <= now))
    newest = select(ProviderSignIn.token_sha256).order_by(ProviderSignIn.until.desc()).limit(MOST - 1)
    session.execute(delete(ProviderSignIn).where(ProviderSignIn.token_sha256.not_in(newest)))
