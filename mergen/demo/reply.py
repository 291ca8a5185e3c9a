"""What a demonstration site answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP answer, complete."""

    body: bytes = b""
    status: int = 200
    media_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()


def redirect(location: str, status: int = 302) -> Reply:
    """Send the visitor on to `location`."""
    return Reply(status=status, headers=(("location", location),))


NOT_FOUND = Reply(
    body=b"<!doctype html><title>404</title><h1>404 Not Found</h1><p>There is no such page.</p>", status=404
)


class Site(Protocol):
    """One host of the demonstration web."""

    host: str

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its pages, without query strings. A trap has more pages than it lists."""
        ...

    def reply(self, path: str, query: Mapping[str, str]) -> Reply:
        """The answer to one request. `path` is decoded; an unknown one gives a 404."""
        ...
