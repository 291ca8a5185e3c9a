"""Which link to follow first: the odds that it leads to what is sought, by all that is known of it.

Numbers are log-odds, so that what is known adds up. A link's priority is what its page, its words and its
distance say, and stands when the link is found; its site's standing is added when the next link is chosen,
and moves with every page that the site shows. The parts are those of focused crawling as it is published:
the page's relevance and what is left of its parents' (Shark-search: Hersovici et al., 1998), words at the
link (Davison, 2000, on topical locality) and what they led to so far (Chakrabarti et al., 2002), sites as
arms of a bandit with an upper bound, and for a site that nobody has seen, what the sites that name it have
led to before (hubs and authorities: Kleinberg, 1999).
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

from crawler.address import host_of
from crawler.page import Link
from crawler.request import Origin, Request

DRAWING = re.compile(
    r"прайс|цен[аы]|каталог|витрин|магазин|товар|купить|заказ|контакт|оператор|телеграм|отзыв|ваканси|работ|курьер|город|район"
    r"|баға|тапсырыс|байланыс|дүкен|жұмыс|қала|аудан|пікір"
    r"|price|catalog|shop|store|buy|order|contact|operator|telegram|review|job|courier|city",
    re.IGNORECASE,
)
DULL = re.compile(
    r"login|signin|register|logout|cart|privacy|terms|cookie|print|share|rss|feed|calendar|archive|sort=|filter=|lang="
    r"|вход|регистрац|корзин|политик|соглашени",
    re.IGNORECASE,
)
LED_BY = {Origin.CODE: 0.9, Origin.PHOTO: 0.9, Origin.CONTACT: 0.7, Origin.SEED: 0.5}
"""What there is to hope for where this led to a page, until the page itself has been scored."""
MOST_WORDS = 2
ANCHOR = re.compile(r"[^\W\d_]{2,30}")
ANCHOR_WORDS = 6
UNKNOWN = 0.05
"""The share of relevant pages that is expected of a site of which nothing is known."""
GOOD = 0.2
"""The share of relevant pages from which on a site is one of those that are sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How many `pages` of a site were seen, and how much of that was `relevant`: the sum of their scores.
    `expected` is the share that there was to hope for before any was seen."""

    pages: float = 0.0
    relevant: float = 0.0
    expected: float = UNKNOWN

    @property
    def good(self) -> bool:
        """Whether the site is one of those that are sought, as far as it was seen."""
        return (self.relevant + UNKNOWN) / (self.pages + 1) > GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Namer:
    """A site that names another: how many of the `sites` that it names were seen, and how many are `good`."""

    sites: int = 0
    good: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the links with a word came to: how many relevant pages were `expected` by all else that was known
    of them, and how many there were (`relevant`)."""

    expected: float = 0.0
    relevant: float = 0.0


class Order(Protocol):
    """Decides what comes first. `explore` is the share of addresses taken without regard to priority, from
    the sites of which least is known, as a lot has it that `seed` draws."""

    @property
    def explore(self) -> float: ...

    @property
    def seed(self) -> int: ...

    def ranked(self, request: Request, link: Link, parent: Request) -> Request:
        """The request for a link with its priority, as far as it is known before its page is scored."""
        ...

    def informed(self, request: Request, promise: float) -> Request:
        """The same once it is known what the page that it stands on promises, 0 to 1."""
        ...

    def standing(self, record: Record) -> float:
        """What a site's record adds to the priority of all of its addresses; 0 for one that has none."""
        ...

    def expected(self, namers: Sequence[Namer]) -> float:
        """The share of relevant pages to hope for at a site of which only those are known that name it."""
        ...

    def telling(self, told: Told) -> float:
        """What a word at a link adds to its priority; 0 for one of which nothing is known."""
        ...

    def chance(self, rank: float) -> float:
        """The probability that an address of this rank (priority and standing) is relevant."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """Mergen's order. Weights are log-odds.

    A link on a page that certainly is relevant leads to another one of its site about `page` nats more likely
    than a link on any page: 3 takes a base rate of 3 % (`base`) to more than a third, which is what topical
    locality amounts to; to another site the gain is less, `elsewhere`. A promise fades (`decay`) with each
    page on the way that does not keep it, so that a crawl goes through a tunnel of a few dull pages.

    A site's record is its smoothed rate of relevant pages plus `optimism` standard deviations: sites of which
    little is known have the benefit of the doubt, and lose it page by page. What was expected of it counts as
    `strength` pages: the mean, over the sites that name it, of how many good ones each has led to, with
    `sites` unknown ones beside each and one unknown that names it. What many name is not sought for that:
    everybody names the well-known.

    A word at a link adds as much as its links did better or worse than expected, with `pages` relevant ones
    expected and found beside: a rare word says little, one that says nothing new adds nothing.
    """

    page: float = 3.0
    elsewhere: float = 1.5
    word: float = 0.5
    near: float = 0.25
    dull: float = 1.0
    hop: float = 0.15
    decay: float = 0.4
    base: float = -3.5
    strength: float = 2.0
    optimism: float = 2.0
    bound: float = 3.0
    sites: float = 2.0
    pages: float = 2.0
    most_told: float = 1.5
    explore: float = 0.05
    seed: int = 0

    def ranked(self, request: Request, link: Link, parent: Request) -> Request:
        words = _distinct(DRAWING, f"{link.text} {link.url}")
        near = [word for word in _distinct(DRAWING, link.near) if word not in words]
        dull = _distinct(DULL, f"{link.text} {link.url}")
        promise = self.decay * max(parent.promise, LED_BY.get(parent.provenance.origin, 0.0))
        priority = (
            self._reach(request) * promise
            + self.word * min(MOST_WORDS, len(words))
            + self.near * min(MOST_WORDS, len(near))
            - self.dull * bool(dull)
            - self.hop * request.depth
        )
        cues = [*words, *near[:MOST_WORDS], *(f"-{word}" for word in dull)]
        return replace(
            request,
            promise=promise,
            priority=priority,
            cues=" ".join(cues)[:100],
            anchor=" ".join(_unique(ANCHOR.findall(link.text.lower()))[:ANCHOR_WORDS]),
        )

    def informed(self, request: Request, promise: float) -> Request:
        if request.provenance.origin is not Origin.LINK or promise <= request.promise:
            return request
        gain = self._reach(request) * (promise - request.promise)
        return replace(request, promise=promise, priority=request.priority + gain)

    def standing(self, record: Record) -> float:
        odds = self._odds(record) - self._odds(Record())
        return max(-self.bound, min(self.bound, odds))

    def expected(self, namers: Sequence[Namer]) -> float:
        shares = [(namer.good + UNKNOWN * self.sites) / (namer.sites + self.sites) for namer in namers]
        return (sum(shares) + UNKNOWN) / (len(shares) + 1)

    def telling(self, told: Told) -> float:
        odds = math.log((told.relevant + self.pages) / (told.expected + self.pages))
        return max(-self.most_told, min(self.most_told, odds))

    def chance(self, rank: float) -> float:
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, rank + self.base))))

    def _reach(self, request: Request) -> float:
        """What a promise that is kept is worth: less on another site than where it was made."""
        leaves = host_of(request.url) != host_of(request.provenance.reference)
        return self.elsewhere if leaves else self.page

    def _odds(self, record: Record) -> float:
        weight = record.pages + self.strength
        mean = (record.relevant + record.expected * self.strength) / weight
        upper = mean + self.optimism * math.sqrt(mean * (1 - mean) / (weight + 1))
        upper = min(0.99, max(0.001, upper))
        return math.log(upper / (1 - upper))


def lot_of(url: str, seed: int) -> float:
    """An address's number in the draw for exploring: 0 to 1, the same on every run."""
    digest = sha256(f"{seed} {url}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:6], "big") / (1 << 48)


def _distinct(pattern: re.Pattern[str], text: str) -> list[str]:
    return _unique(word.lower() for word in pattern.findall(text))


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
