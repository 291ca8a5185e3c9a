"""What goes into a package."""

from dataclasses import dataclass
from datetime import datetime

from exports.shop import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture or a DOM that a browser made of a page: `kind` is `screenshot` or `rendered`. It is written
    as a record of its own where the capture's own records have none."""

    kind: str
    sha256: str
    media_type: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A capture: the address that answered, when, the digest of its body, where its records lie."""

    url: str
    at: datetime
    sha256: str
    record: Record
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A page that a person can begin with."""

    url: str
    at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The captures of a package, each once, and the pages among them. `title` and `description` are for
    the person who opens it."""

    title: str
    description: str
    held: tuple[Held, ...]
    pages: tuple[PageEntry, ...]
