"""Sign-ins through the provider that are under way, each bound to one browser."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

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
    until: datetime
    user_id: int | None = None


class Pending:
    """What is under way. A browser's token is in its cookie only; each is taken out once. A server that
    starts anew has forgotten them: people begin again."""

    def __init__(self) -> None:
        self._known: dict[str, SignIn] = {}
        self._turn = Lock()

    def put(self, begun: Begun, target: str, now: datetime) -> str:
        """Keep a sign-in that begins; gives the browser's token."""
        return self._keep(SignIn(begun=begun, target=target, until=now + LASTS), now)

    def put_back(self, sign_in: SignIn, user_id: int, now: datetime) -> str:
        """Keep one whose person is known, until their second factor comes."""
        return self._keep(replace(sign_in, user_id=user_id, until=now + LASTS), now)

    def take(self, token: str, now: datetime) -> SignIn | None:
        """The sign-in of a browser, once, if it is not too old."""
        with self._turn:
            found = self._known.pop(token_digest(token), None)
        return found if found is not None and found.until > now else None

    def _keep(self, sign_in: SignIn, now: datetime) -> str:
        token = secrets.token_urlsafe(32)
        with self._turn:
            self._known = {key: each for key, each in self._known.items() if each.until > now}
            while len(self._known) >= MOST:
                self._known.pop(next(iter(self._known)))
            self._known[token_digest(token)] = sign_in
        return token
