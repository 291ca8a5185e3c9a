"""How soon a crawl finds what is sought, beside breadth-first and a fixed best-first order."""

import statistics
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from benchmarks.harness import Benchmark, Figures, Options, Table, progress, versions
from benchmarks.link_graph import LinkGraph, Shape
from benchmarks.link_oracle import KNOWING, Oracle
from classifiers import scorer as scorers
from classifiers.document import Document
from classifiers.score import Scorer
from crawler.focus import UNKNOWN, Focus, Namer, Order, Record, Told
from crawler.following import FollowPolicy, follow
from crawler.page import Link, Page
from crawler.request import Request
from crawler.traps import Bounds, TrapGuard
from crawler.visit import Failure, FailureCause
from models.database import Database
from pipeline.frontier import SqlFrontier
from pipeline.resources import TelegramPreview
from pipeline.runs import RunOptions, begin
from pipeline.sites import Sites

SEEDS, QUICK_SEEDS = (1, 2, 3), (1,)
OTHER_WEBS: dict[str, dict[str, Any]] = {
    "weak locality": {"locality": 0.1},
    "strong locality": {"locality": 0.6},
    "sellers link to each other": {"rivalry": 0.0},
}
SEED_OF_OTHERS = 1
QUICK = Shape(pages=4_000, sites=100)
PART = 0.1
BEST_FIRST_PAGE = 3.5
BATCH = 16
"""How many addresses the scheduler takes at once."""
GONE = Failure(cause=FailureCause.HTTP_ERROR, message="the server answered 404")
EVERYWHERE = 1000
NOW = datetime(2026, 3, 2, tzinfo=UTC)


class _Fixed:
    """What an order has that learns nothing."""

    explore, seed = 0.0, 0

    def standing(self, record: Record) -> float:  # noqa: ARG002 - the protocol's
        return 0.0

    def expected(self, namers: Sequence[Namer]) -> float:  # noqa: ARG002 - as above
        return UNKNOWN

    def telling(self, told: Told) -> float:  # noqa: ARG002 - as above
        return 0.0

    def chance(self, rank: float) -> float:  # noqa: ARG002 - as above
        return UNKNOWN


class BreadthFirst(_Fixed):
    """First come, first served."""

    def ranked(self, request: Request, link: Link, parent: Request) -> Request:  # noqa: ARG002 - the protocol's
        return request

    def informed(self, request: Request, promise: float) -> Request:  # noqa: ARG002 - as above
        return request


class BestFirst(_Fixed):
    """Best-first as ACHE does it with a fixed link classifier: the score of the page that a link stands on,
    and words in its anchor, its address and beside it. It has Mergen's words and weights, and learns nothing:
    neither of sites nor through dull pages, and explores nowhere."""

    def __init__(self) -> None:
        self._weights = Focus(decay=0.0, hop=0.0, page=BEST_FIRST_PAGE, elsewhere=BEST_FIRST_PAGE)

    def ranked(self, request: Request, link: Link, parent: Request) -> Request:
        return self._weights.ranked(request, link, parent)

    def informed(self, request: Request, promise: float) -> Request:
        return self._weights.informed(request, promise)


ORDERS: dict[str, Order] = {"mergen": Focus(), "breadth_first": BreadthFirst(), "best_first": BestFirst()}

NAMES = (*ORDERS, *KNOWING)


class Scores:
    """What the shipped scorer says of a graph's pages: each is scored once for all orders."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._known: dict[int, float] = {}

    def of(self, pages: dict[int, Page]) -> dict[int, float]:
        """The scores of these pages, by number."""
        fresh = {number: page for number, page in pages.items() if number not in self._known}
        documents = [Document(text=page.text, title=page.title) for page in fresh.values()]
        for number, score in zip(fresh, self._scorer.score(documents), strict=True):
            self._known[number] = score.relevance
        return {number: self._known[number] for number in pages}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one order came to: `harvest` is the share of what was fetched that is sought, `recall` the share
    of what is sought that was fetched."""

    harvest: float
    recall: float


class Crawl:
    """A crawl of a graph in one order: the frontier, the links, the guard against traps are a crawl's own."""

    def __init__(self, graph: LinkGraph, scores: Scores, order: Order, folder: Path) -> None:
        self._graph, self._scores, self._order = graph, scores, order
        self._database = Database(f"sqlite:///{folder}/mergen.db")
        self._database.migrate()
        with self._database.write() as session:
            run, _ = begin(session, ["http://seed.example/"], RunOptions(), {}, NOW)
            sites = Sites(run.id, order, TelegramPreview())
            self._frontier = SqlFrontier(self._database, run.id, lambda: NOW, sites=sites)
        self._policy = FollowPolicy(depth=EVERYWHERE, offsite=EVERYWHERE, order=order)
        self._traps = TrapGuard(Bounds(pages=graph.shape.pages))

    def run(self, budget: int) -> list[int]:
        """The pages in the order in which they were fetched."""
        self._frontier.add(Request(url=self._graph.url(seed), priority=100.0) for seed in self._graph.seeds)
        fetched: list[int] = []
        tried = 0
        while tried < budget and (taken := self._frontier.take(min(BATCH, budget - tried))):
            tried += len(taken)
            numbers = {r.url: number for r in taken if (number := self._graph.numbers.get(r.url)) is not None}
            pages = {number: self._graph.page(number) for number in numbers.values()}
            scores = self._scores.of(pages)
            fetched += pages
            with self._database.write() as session:
                for request in taken:
                    number = numbers.get(request.url)
                    found = None if number is None else (pages[number], scores[number])
                    self._settle(session, request, found)
        self._database.close()
        return fetched

    def _settle(self, session: Session, request: Request, found: tuple[Page, float] | None) -> None:
        """As `pipeline.road.Road` does it."""
        self._frontier.settle(session, request, None if found else GONE)
        promise = self._frontier.learn(session, request, found[1] if found else 0.0)
        if found:
            links = follow(found[0], request, self._policy, self._traps)
            self._frontier.queue(session, [self._order.informed(link, promise) for link in links])


def run(options: Options) -> Figures:
    """Each order crawls the same graph from the same seeds through the frontier of a crawl, with the same
    scores, until a tenth of the pages was asked for. Ratios are of harvests, mean over the seeds."""
    scorer = scorers.load()
    shape = QUICK if options.quick else Shape()
    seeds = QUICK_SEEDS if options.quick else SEEDS
    main = [_compared(shape, seed, scorer) for seed in seeds]
    others = {
        name: [_compared(replace(shape, **change), SEED_OF_OTHERS, scorer)]
        for name, change in OTHER_WEBS.items()
        if not options.quick
    }
    return Figures(
        values={
            "vs_breadth_first": _mean(_ratios(main, "breadth_first")),
            "vs_best_first": _mean(_ratios(main, "best_first")),
            "vs_breadth_first_least": min(_ratios(main, "breadth_first")),
            "vs_best_first_least": min(_ratios(main, "best_first")),
            "all_seeing_vs_breadth_first": _mean(_ratios(main, "breadth_first", of="all_seeing")),
            **{f"harvest_{name}": _mean(each[name].harvest for each in main) for name in NAMES},
            **{f"recall_{name}": _mean(each[name].recall for each in main) for name in NAMES},
        },
        sizes={"pages": shape.pages, "sites": shape.sites, "seeds": len(seeds)},
        versions={**versions("scrapy", "sqlalchemy"), "scorer": scorer.name},
        data="generated",
        tables=(_by_seed(seeds, main), _by_web({"as it is thought to be": main, **others})),
    )


def _compared(shape: Shape, seed: int, scorer: Scorer) -> dict[str, Found]:
    graph, scores = LinkGraph(shape, seed), Scores(scorer)
    budget = round(PART * shape.pages)
    found = {name: _found(graph, scores, order, budget) for name, order in ORDERS.items()}
    oracle = Oracle(graph)
    found |= {name: _counted(graph, order(oracle, budget), budget) for name, order in KNOWING.items()}
    told = ", ".join(f"{name} {each.harvest:.3f}" for name, each in found.items())
    progress(f"seed {seed}, {shape}: {told}")
    return found


def _found(graph: LinkGraph, scores: Scores, order: Order, budget: int) -> Found:
    with tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder:
        fetched = Crawl(graph, scores, order, Path(folder)).run(budget)
    return _counted(graph, fetched, budget)


def _counted(graph: LinkGraph, fetched: Sequence[int], budget: int) -> Found:
    hits = len(graph.relevant.intersection(fetched))
    return Found(harvest=hits / budget, recall=hits / len(graph.relevant))


def _ratios(rows: Sequence[dict[str, Found]], other: str, of: str = "mergen") -> list[float]:
    return [float(f"{row[of].harvest / row[other].harvest:.3g}") for row in rows if row[other].harvest]


def _mean(values: Iterable[float]) -> float:
    return round(statistics.fmean(values), 3)


def _spread(values: Sequence[float]) -> float:
    return round(statistics.stdev(values), 3) if len(values) > 1 else 0.0


def _by_seed(seeds: Sequence[int], rows: Sequence[dict[str, Found]]) -> Table:
    columns = ("seed", *(f"harvest {name}" for name in NAMES), *(f"recall {name}" for name in NAMES))
    return Table(
        title="By seed",
        columns=columns,
        rows=[
            (
                seed,
                *(round(row[name].harvest, 4) for name in NAMES),
                *(round(row[name].recall, 3) for name in NAMES),
            )
            for seed, row in zip(seeds, rows, strict=True)
        ],
    )


def _by_web(groups: dict[str, list[dict[str, Found]]]) -> Table:
    ratios = ("vs breadth-first", "spread", "vs best-first", "spread")
    columns = ("web", "graphs", *ratios, "recall mergen", "recall all-seeing")
    rows = []
    for name, group in groups.items():
        wide, best = _ratios(group, "breadth_first"), _ratios(group, "best_first")
        recall = _mean(row["mergen"].recall for row in group)
        most = _mean(row["all_seeing"].recall for row in group)
        rows.append((name, len(group), _mean(wide), _spread(wide), _mean(best), _spread(best), recall, most))
    return Table(title="By web", columns=columns, rows=rows)


FOCUS = Benchmark(
    name="focus",
    summary="what a crawl finds by a tenth of its way, beside breadth-first and a fixed best-first order",
    run=run,
)
