"""What earlier crawls saw of an address, so that what has not changed is not fetched and stored again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from crawler.capture import Capture, Headers
from crawler.page import Link, Post
from crawler.request import Request

CONDITIONS = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The last whole answer of an address: `number` is its keeper's name for it, `sha256` the digest of its
    body. `believed` tells whether a server may still answer 304 instead of the body: one that does so for
    weeks may have something to hide."""

    number: int
    url: str
    final_url: str
    headers: Headers
    sha256: str
    fetched_at: datetime
    believed: bool = True

    @property
    def conditions(self) -> Headers:
        """What a request says so that an unchanged page is answered with 304 (RFC 9110, 13.1)."""
        known = {name.lower(): value for name, value in self.headers}
        if not self.believed:
            return ()
        return tuple((condition, known[name]) for name, condition in CONDITIONS if known.get(name))

    def equals(self, capture: Capture) -> bool:
        """Whether a whole answer has the same bytes from the same place."""
        return (
            capture.status == 200
            and capture.final_url == self.final_url
            and sha256(capture.body).hexdigest() == self.sha256
        )


class Memory(Protocol):
    """Recalls what was stored. Called where the frontier is: in one worker thread, one call at a time."""

    def recall(self, request: Request) -> Earlier | None:
        """The last answer of an address, None where there was none or where it has to be looked at anew."""
        ...

    def body(self, earlier: Earlier) -> bytes | None:
        """The body of that answer; None where it is lost, so that it is fetched again."""
        ...

    def news(self, links: Sequence[Link]) -> list[Link]:
        """What is worth a visit of that which a list names: pages that were never seen first, then those
        that changed since, the latest first, then those of which the list does not say when they changed."""
        ...

    def goes_back(self, posts: Sequence[Post]) -> bool:
        """Whether an earlier crawl read posts of this page of a channel, and those before it."""
        ...


class NoMemory:
    """For crawls without a store: everything is new."""

    def recall(self, request: Request) -> Earlier | None:  # noqa: ARG002 - the protocol's
        return None

    def body(self, earlier: Earlier) -> bytes | None:  # noqa: ARG002 - the protocol's
        return None

    def news(self, links: Sequence[Link]) -> list[Link]:
        return newest_first(links, {})

    def goes_back(self, posts: Sequence[Post]) -> bool:  # noqa: ARG002 - the protocol's
        return False


def newest_first(links: Iterable[Link], seen: Mapping[str, datetime]) -> list[Link]:
    """The order of `Memory.news`, given when which address was `seen` last."""
    worth = [
        link
        for link in links
        if link.url not in seen or link.changed_at is None or link.changed_at > seen[link.url]
    ]
    return sorted(worth, key=lambda link: (link.url in seen, -_stamp(link)))


def _stamp(link: Link) -> float:
    return link.changed_at.timestamp() if link.changed_at else 0.0
