"""Bounds for sites without end: calendars, facets, generated links."""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.address import host_of
from crawler.facets import Facets
from crawler.frontier import Known
from crawler.page import Page, PageKind
from crawler.paging import is_page_number, list_and_page

LEAST_TEXT = 30
TEXT_LIMIT = 20_000
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of admission. `pages` is the crawl's budget, from which shares are taken, None without one."""

    pages: int | None = None
    pages_per_host: int = 500
    url_length: int = 2000
    parameters: int = 6
    segments: int = 12
    repeats: int = 3
    share: float = 0.15
    least: int = 12


class TrapGuard:
    """Decides which links are queued. One process's memory of how many of a shape were let in; what others
    let in, or this one before it was killed, it has to be told (`learn`).

    Addresses are counted by shape: host and path with numbers blanked, with the names of the query's
    parameters. A shape with several parameters or several numbers (facets, calendars) may take 15 % of
    the budget; one with a single one is a list or the items of a shop. All ways to cut one list take that
    share together.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._hosts: Counter[str] = Counter()
        self._shapes: Counter[str] = Counter()
        self._lists: Counter[str] = Counter()
        self._facets = Facets()
        self._texts: Counter[str] = Counter()
        self._admitted: set[int] = set()
        self._told: set[int] = set()

    def admit(self, url: str, *, paging: bool = False) -> bool:
        """Whether a link is to be queued; counts it once if so. With `paging` it goes on to the next page
        of a list: each list may take the share that facets and calendars may."""
        if hash(url) in self._admitted:
            return True
        if not self._plausible(url) or (paging and not self._admit_page_of_list(url)):
            return False
        host, (shape, variables) = host_of(url), shape_of(url)
        if self._hosts[host] >= self._bounds.pages_per_host or self._shapes[shape] >= self._cap(variables):
            return False
        if not self._facets.admit(*_path_and_pairs(url), most=self._cap(variables=2)):
            return False
        self._count(url)
        return True

    def learn(self, known: Iterable[Known]) -> None:
        """Count what another process let in and saw, as if it had been here."""
        for each in known:
            self._tell(each.url, each.said)
            if hash(each.url) not in self._admitted:
                name, number = list_and_page(each.url)
                self._lists[name] += number is not None
                self._facets.admit(*_path_and_pairs(each.url), most=sys.maxsize)
                self._count(each.url)

    def is_repeated(self, page: Page, url: str) -> bool:
        """Whether a page says and shows what pages of its host did `repeats` times before: "not found" with
        status 200, or the same page under ever new addresses. Counts it; `url` is what was asked for."""
        said = said_by(page)
        self._tell(url, said)
        return self._texts[said] > self._bounds.repeats

    def _tell(self, url: str, said: str) -> None:
        if said and hash(url) not in self._told:
            self._told.add(hash(url))
            self._texts[said] += 1

    def _count(self, url: str) -> None:
        self._admitted.add(hash(url))
        self._hosts[host_of(url)] += 1
        self._shapes[shape_of(url)[0]] += 1

    def _admit_page_of_list(self, url: str) -> bool:
        name, number = list_and_page(url)
        key = host_of(url) if number is None else name
        self._lists[key] += 1
        return self._lists[key] <= self._cap(variables=2)

    def _plausible(self, url: str) -> bool:
        parts = urlsplit(url)
        segments = [segment for segment in parts.path.split("/") if segment]
        most = max(Counter(segments).values(), default=0)
        return (
            len(url) <= self._bounds.url_length
            and len(segments) <= self._bounds.segments
            and most < self._bounds.repeats
            and parts.query.count("&") < self._bounds.parameters
        )

    def _cap(self, variables: int) -> int:
        budget = self._bounds.pages or self._bounds.pages_per_host
        share = self._bounds.share if variables > 1 else 1.0
        return max(self._bounds.least, int(budget * share))


def said_by(page: Page) -> str:
    """A name for what a page of a host says and shows; empty where it says too little to be known by it."""
    text = _without_its_address(page)
    if page.kind is not PageKind.DOCUMENT or len(text) < LEAST_TEXT:
        return ""
    shown = "\n".join((host_of(page.url), text, *(image.url for image in page.images)))
    return sha256(shown.encode("utf-8", "replace")).hexdigest()[:16]


def _path_and_pairs(url: str) -> tuple[str, list[tuple[str, str]]]:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return f"{parts.netloc}{parts.path}", [pair for pair in pairs if not is_page_number(*pair)]


def _without_its_address(page: Page) -> str:
    """What a page says, without the words of its address: pages that are missing name it."""
    text = f"{page.title} {page.text[:TEXT_LIMIT]}"
    url, path = unquote(page.url), unquote(urlsplit(page.url).path)
    for part in sorted({url, path, *re.split(r"[/?&=]", url)}, key=len, reverse=True):
        text = text.replace(part, "") if len(part) > 3 else text
    return " ".join(text.split())


def shape_of(url: str) -> tuple[str, int]:
    """The shape of an address and the number of places in it that vary."""
    parts = urlsplit(url)
    path, numbers = NUMBERS.subn("#", parts.path)
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    return f"{parts.netloc}{path}?{'&'.join(sorted(names))}", numbers + len(names)
