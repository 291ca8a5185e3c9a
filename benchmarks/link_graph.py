"""A web of links to crawl without a network: sites, pages, what links to what, and under which words.

Its structure follows what is published about the web, not what an order of crawling would like:

- sizes of sites and degrees of pages have heavy tails (Broder et al., 2000; Adamic and Huberman, 2000);
- three links of four stay on their site (Bharat et al., 2001, found 75 %);
- the others lead to a few sites each, partners that a site's pages share: the graph of hosts is sparse, with
  heavy tails (Bharat et al., 2001);
- a partner is a site of the same topic with a probability that the topic has in common with
  itself (`locality`; Chakrabarti et al., 2002, Davison, 2000), else to any, the known ones more often;
- rivals seldom link to each other, nor do ordinary sites to them; what leads to them, among much else, are
  lists: catalogues and boards (hubs and authorities: Kleinberg, 1999).

Most of what is sought stands on a few sites of its own, which have dull pages too and often a gate before the
rest; a fifth stands here and there on boards. Pharmacies, markets, reports of crime and advice look alike.
Some anchors say nothing, some promise what is not there, some links are dead, some pages lead nowhere.
"""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from benchmarks.graph_texts import SOUGHT, Kind, text_of, title_of
from crawler.page import Link, Page

INTERNAL = 0.75
DEAD_LINKS = 0.04
DEAD_ENDS = 0.12
SITES_A_SEED = 125
SELLERS, CATALOGUES, BOARDS, LOOKALIKES = 0.05, 0.03, 0.06, 0.14
"""Shares of the sites."""
SOUGHT_AT_SELLERS = 0.65
SOUGHT_ON_BOARDS = 0.2
"""Of all pages that are sought."""
GATES = 0.4
LARGEST = 400
PARTNERS = 3  # at least
MORE_PARTNERS = {Kind.CATALOGUE: 4, Kind.BOARD: 2}
MOST_PARTNERS = 120
BLAND = ("здесь", "подробнее", "далее", "открыть", "»", "сюда", "толығырақ")
PLAIN = ("новости", "о нас", "фото", "архив", "статьи", "форум", "главная", "истории", "видео", "ответы")
SELLING = (
    "купить",
    "каталог",
    "прайс",
    "цены",
    "заказать",
    "магазин",
    "отзывы",
    "контакты",
    "доставка",
    "баға",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large a graph is, and how much its topics keep to themselves (0 to 1). `rivalry` is the part of
    that which sellers leave out: with 0 they link to each other as others do to their like."""

    pages: int = 20_000
    sites: int = 500
    relevant: float = 0.03
    locality: float = 0.35
    rivalry: float = 0.9


@dataclass(frozen=True, slots=True)
class Site:
    """A site: what it is about, and its pages by number, the first one its front page."""

    topic: Kind
    host: str
    pages: range


class LinkGraph:
    """A web of this shape; the same seed gives the same one."""

    def __init__(self, shape: Shape, seed: int) -> None:
        self.shape = shape
        self._seed = seed
        dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.sites = _sites(shape, dice)
        self.kinds = _kinds(self.sites, shape, dice)
        self._site_of = [site for site in self.sites for _ in site.pages]
        self._known = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(self.sites))))
        order = list(self.sites)
        dice.shuffle(order)
        self._by_fame: Sequence[Site] = order
        self._found_partners: dict[str, list[Site]] = {}

    @cached_property
    def relevant(self) -> frozenset[int]:
        """The pages that are sought."""
        return frozenset(number for number, kind in enumerate(self.kinds) if kind in SOUGHT)

    @cached_property
    def seeds(self) -> list[int]:
        """What a person names: half are front pages of sellers, half of catalogues and boards."""
        dice = random.Random(self._seed + 1)  # noqa: S311 - as above
        groups = [{Kind.STOCK}, {Kind.CATALOGUE, Kind.BOARD}]
        fronts = [[site.pages[0] for site in self.sites if site.topic in group] for group in groups]
        each = max(1, self.shape.sites // SITES_A_SEED // 2)
        return [page for group in fronts for page in dice.sample(group, min(len(group), each))]

    def url(self, number: int) -> str:
        """The address of a page."""
        site = self._site_of[number]
        place = number - site.pages[0]
        return (
            f"http://{site.host}/"
            if place == 0
            else f"http://{site.host}/{_letters(place)}/{_letters(number)}"
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Pages by address."""
        return {self.url(number): number for number in range(len(self.kinds))}

    def page(self, number: int) -> Page:
        """A page as the crawler would have read it."""
        dice = random.Random(f"text {self._seed} {number}")  # noqa: S311 - as above
        kind = self.kinds[number]
        text = text_of(kind, dice)
        return Page(
            url=self.url(number),
            title=title_of(kind, dice),
            text=text,
            main_text=text,
            links=tuple(self._links(number)),
        )

    def _links(self, number: int) -> list[Link]:
        dice = random.Random(f"links {self._seed} {number}")  # noqa: S311 - as above
        site = self._site_of[number]
        listed = self.kinds[number] in {Kind.CATALOGUE, Kind.BOARD}
        if number != site.pages[0] and not listed and dice.random() < DEAD_ENDS:
            return []
        count = min(120, int(dice.paretovariate(1.6) * (12 if listed else 6)))
        internal = 0.4 if self.kinds[number] is Kind.CATALOGUE else INTERNAL
        found = {number + 1} & set(site.pages)  # from each page one can go on
        found |= {self._target(site, dice, internal) for _ in range(count)}
        return [self._link(target, dice) for target in sorted(found - {number}, key=lambda _: dice.random())]

    def _target(self, site: Site, dice: random.Random, internal: float) -> int:
        if dice.random() < internal:
            place = int(len(site.pages) * dice.random() ** 2)  # what stands high in the tree is linked more
            return site.pages[place]
        there = dice.choice(self._partners(site))
        deep = dice.random() < 0.3
        return dice.choice(there.pages) if deep else there.pages[0]

    def _partners(self, site: Site) -> list[Site]:
        """The sites that this one links to."""
        if site.host not in self._found_partners:
            dice = random.Random(f"partners {self._seed} {site.host}")  # noqa: S311 - as above
            many = PARTNERS * MORE_PARTNERS.get(site.topic, 1)
            count = min(MOST_PARTNERS, int(many * dice.paretovariate(1.5)))
            self._found_partners[site.host] = [self._elsewhere(site, dice) for _ in range(count)]
        return self._found_partners[site.host]

    def _elsewhere(self, site: Site, dice: random.Random) -> Site:
        if site.topic in {Kind.CATALOGUE, Kind.BOARD} and dice.random() < self.shape.locality / 3:
            return dice.choice(self._of(Kind.STOCK))
        own = self.shape.locality * (1 - self.shape.rivalry * (site.topic is Kind.STOCK))
        if dice.random() < own:
            return dice.choice(self._of(site.topic))
        while True:
            there = dice.choices(self._by_fame, cum_weights=self._known)[0]
            # Nobody but their like and those who list everything links to sellers, or hardly.
            if there.topic is not Kind.STOCK or site.topic is Kind.CATALOGUE or dice.random() < 0.1:
                return there

    def _of(self, topic: Kind) -> list[Site]:
        return self._topics[topic]

    @cached_property
    def _topics(self) -> dict[Kind, list[Site]]:
        return {kind: [site for site in self.sites if site.topic is kind] for kind in Kind}

    def _link(self, target: int, dice: random.Random) -> Link:
        if dice.random() < DEAD_LINKS:
            return Link(url=f"{self.url(target)}gone", text=dice.choice(PLAIN))
        sells = self.kinds[target] in SOUGHT | {Kind.MARKET, Kind.PHARMACY, Kind.JOBS, Kind.HOUSE_RULES}
        telling = dice.random() < (0.6 if sells else 0.15)
        words = SELLING if telling else dice.choice((BLAND, PLAIN))
        near = " ".join(dice.choices((*PLAIN, *SELLING), k=2)) if dice.random() < 0.5 else ""
        return Link(url=self.url(target), text=dice.choice(words), near=near)


def _sites(shape: Shape, dice: random.Random) -> list[Site]:
    topics = _topics(shape.sites, dice)
    weights = [1.0 if topic is Kind.STOCK else min(60.0, dice.paretovariate(1.1)) for topic in topics]
    wanted = round(shape.pages * shape.relevant * (1 - SOUGHT_ON_BOARDS) / SOUGHT_AT_SELLERS)
    sellers = topics.count(Kind.STOCK)
    rest = shape.pages - wanted
    scale = rest / sum(w for w, topic in zip(weights, topics, strict=True) if topic is not Kind.STOCK)
    sizes = [
        max(3, round(wanted / sellers * dice.uniform(0.4, 1.6)))
        if topic is Kind.STOCK
        else min(LARGEST, max(1, round(w * scale)))
        for w, topic in zip(weights, topics, strict=True)
    ]
    missing = shape.pages - sum(sizes)
    open_to_more = [place for place, topic in enumerate(topics) if topic is not Kind.STOCK]
    for place in itertools.islice(itertools.cycle(open_to_more), abs(missing)):
        sizes[place] = max(1, sizes[place] + (1 if missing > 0 else -1))
    starts = list(itertools.accumulate(sizes, initial=0))
    names = random.Random(dice.random())  # noqa: S311 - as above
    return [
        Site(topic, f"{_name(names)}-{number}.example", range(start, start + size))
        for number, (topic, start, size) in enumerate(zip(topics, starts, sizes, strict=False))
    ]


def _topics(sites: int, dice: random.Random) -> list[Kind]:
    topics = [Kind.STOCK] * round(SELLERS * sites) + [Kind.CATALOGUE] * round(CATALOGUES * sites)
    topics += [Kind.BOARD] * round(BOARDS * sites)
    alike = (Kind.PHARMACY, Kind.MARKET, Kind.JOBS, Kind.CRIME_NEWS, Kind.HELP)
    topics += [alike[number % len(alike)] for number in range(round(LOOKALIKES * sites))]
    others = (Kind.NEWS, Kind.BLOG, Kind.FAMILY, Kind.MARKET)
    topics += [others[number % len(others)] for number in range(sites - len(topics))]
    dice.shuffle(topics)
    return topics


def _kinds(sites: list[Site], shape: Shape, dice: random.Random) -> list[Kind]:
    kinds = [site.topic for site in sites for _ in site.pages]
    inside: list[int] = []
    for site in sites:
        if site.topic is Kind.STOCK:
            gate = dice.choice((1, 2, 3)) if dice.random() < GATES else 0
            kinds[site.pages[0] : site.pages[0] + gate] = [Kind.GATE] * gate
            inside += site.pages[gate:]
    sought = round(shape.pages * shape.relevant)
    on_boards = round(SOUGHT_ON_BOARDS * sought)
    chosen = set(dice.sample(inside, min(len(inside), sought - on_boards)))
    for number in inside:
        kinds[number] = _at_a_seller(dice, sought=number in chosen)
    boards = [number for site in sites if site.topic is Kind.BOARD for number in site.pages]
    for number in dice.sample(boards, min(len(boards), on_boards)):
        kinds[number] = dice.choice((Kind.OFFER, Kind.HIRING))
    return kinds


def _at_a_seller(dice: random.Random, *, sought: bool) -> Kind:
    if sought:
        return dice.choices((Kind.STOCK, Kind.OFFER, Kind.HIRING, Kind.REVIEWS), weights=(3, 5, 1, 2))[0]
    return dice.choice((Kind.HOUSE_RULES, Kind.HOUSE_RULES, Kind.GATE, Kind.BLOG))


def _letters(number: int) -> str:
    """A number in letters: figures in addresses are what the guard against traps counts."""
    word = ""
    while number or not word:
        number, rest = divmod(number, 20)
        word += "abdefghiklmnoprstuvz"[rest]
    return word


def _name(dice: random.Random) -> str:
    syllables = [a + b for a in "bdgklmnrstvz" for b in "aeiou"]
    word = "".join(dice.choices(syllables, k=3))
    return f"{word}-{dice.choice(('shop', 'market', 'info', 'city'))}" if dice.random() < 0.2 else word
