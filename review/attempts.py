"""Slowing down whoever guesses passwords."""

from dataclasses import dataclass

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptLimits:
    """How many attempts to sign in are heard, for one account and for one address of the network, and how
    many forms of one person; and how many requests of one program."""

    account: str = "10 per 15 minutes"
    address: str = "60 per 15 minutes"
    forms: str = "240 per minute"
    programs: str = "600 per minute"


class Pace:
    """How often one person may send a form, far more than hands can and far less than a program would; and
    how often a program may ask."""

    def __init__(self, limit: str) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limit = parse(limit)

    def allowed(self, name: str) -> bool:
        """Count a form; False when there were too many."""
        return self._limiter.hit(self._limit, name)

    @property
    def window(self) -> int:
        """After so many seconds at most there is room again."""
        return self._limit.get_expiry()


class Attempts:
    """Counts attempts. Every attempt counts before its password is looked at, so that many at once
    cannot slip through; a success forgets those of its account."""

    def __init__(self, limits: AttemptLimits) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._account = parse(limits.account)
        self._address = parse(limits.address)

    def allowed(self, account: str, address: str) -> bool:
        """Count an attempt; False when there were too many."""
        heard = self._limiter.hit(self._address, "address", address)
        return self._limiter.hit(self._account, "account", account) and heard

    def allowed_from(self, address: str) -> bool:
        """Count an attempt of which no account is known yet; False when there were too many."""
        return self._limiter.hit(self._address, "address", address)

    def forget(self, account: str) -> None:
        self._limiter.clear(self._account, "account", account)
