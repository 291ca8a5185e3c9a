"""Which link to follow first: the odds that it leads to what is sought, by all that is known of it.

Numbers are log-odds, so that what is known adds up. A link's priority is what its page, its words and its
distance say, and stands when the link is found; its site's standing is added when the next link is chosen,
and moves with every page that the site shows. The parts are those of focused crawling as it is published:
the page's relevance and what is left of its parents' (Shark-search: Hersovici et al., 1998), words at the
link (Davison, 2000, on topical locality), sites as arms of a bandit with an upper bound.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How many `pages` of a site were seen, and how much of that was `relevant`: the sum of their scores."""

    pages: float = 0.0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """Mergen's order. Weights are log-odds.

    A link on a page that certainly is relevant leads to another one about `page` nats more likely than a
    link on any page: 3.5 takes a base rate of 3 % to a half, which is what topical locality amounts to. A
    promise is halved by each page on the way that does not keep it, so that a crawl goes through a tunnel
    of a few dull pages. A site's record is its smoothed rate of relevant pages plus `optimism` standard
    deviations: sites of which little is known have the benefit of the doubt, and lose it page by page.
    """

    page: float = 3.5
    word: float = 0.5
    near: float = 0.25
    dull: float = 1.0
    hop: float = 0.15
    decay: float = 0.5
    prior: float = 0.05
    strength: float = 2.0
    optimism: float = 1.0
    bound: float = 3.0
    explore: float = 0.05
    seed: int = 0

    def ranked(self, request: Request, link: Link, parent: Request) -> Request:
        words = _distinct(DRAWING, f"{link.text} {link.url}")
        near = [word for word in _distinct(DRAWING, link.near) if word not in words]
        dull = _distinct(DULL, f"{link.text} {link.url}")
        promise = self.decay * max(parent.promise, LED_BY.get(parent.provenance.origin, 0.0))
        priority = (
            self.page * promise
            + self.word * min(MOST_WORDS, len(words))
            + self.near * min(MOST_WORDS, len(near))
            - self.dull * bool(dull)
            - self.hop * request.depth
        )
        cues = [*words, *near[:MOST_WORDS], *(f"-{word}" for word in dull)]
        return replace(request, promise=promise, priority=priority, cues=" ".join(cues)[:100])

    def informed(self, request: Request, promise: float) -> Request:
        if request.provenance.origin is not Origin.LINK or promise <= request.promise:
            return request
        gain = self.page * (promise - request.promise)
        return replace(request, promise=promise, priority=request.priority + gain)

    def standing(self, record: Record) -> float:
        odds = self._odds(record) - self._odds(Record())
        return max(-self.bound, min(self.bound, odds))

    def _odds(self, record: Record) -> float:
        weight = record.pages + self.strength
        mean = (record.relevant + self.prior * self.strength) / weight
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
