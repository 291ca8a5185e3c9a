"""Who a program speaks for: what a token opens follows its person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import Sight
from models.token import ApiToken
from models.user import Role, User
from review.person import Person
from review.scopes import Scope, granted
from review.sessions import token_digest

USED_AGAIN = timedelta(minutes=1)
"""How old the note of a token's last use may grow before it is written anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Who a request's token speaks for, the scopes that it opens, and where the request came from."""

    person: Person
    token: str
    scopes: frozenset[Scope]
    expires_at: datetime
    address: str = ""

    @property
    def sight(self) -> Sight:
        """What the person may see."""
        return self.person.sight


def find_bearer(session: Session, secret: str, now: datetime) -> tuple[Bearer, bool] | None:
    """Who a secret speaks for, and whether its last use is to be written down; None for one that is
    unknown, expired or revoked, and where the account is disabled."""
    query = (
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(
            ApiToken.token_sha256 == token_digest(secret),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            User.disabled_at.is_(None),
        )
    )
    row = session.execute(query).first()
    if row is None:
        return None
    token, user = row
    bearer = Bearer(
        person=Person(id=user.id, name=user.name, role=Role(user.role), keys={}),
        token=token.name,
        scopes=granted(map(str, token.scopes), user.role),
        expires_at=token.expires_at,
    )
    return bearer, token.last_used_at is None or token.last_used_at <= now - USED_AGAIN
