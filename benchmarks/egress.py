"""Whether anything gets past the egress guard to the inside, by either fetch path."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from benchmarks.harness import Benchmark, Figures, Options, Table, progress, spread, versions
from benchmarks.hostile_site import HostileSite
from benchmarks.inside import Inside
from benchmarks.ways_in import NEEDS_TRUST, SPELLINGS, WAYS
from crawler.egress import EgressGuard, EgressPolicy
from crawler.egress.dialler import system_resolve
from crawler.frontier import MemoryFrontier, sink_of
from crawler.process import CrawlOptions, run_crawl
from crawler.request import BrowserPolicy, Request
from crawler.screenshot import Photographer
from crawler.shot import Shot
from crawler.visit import Failure, FailureCause, Visit

SITE, TRUSTED = "http://hostile.example", "http://hostile.localhost"
PUBLIC = ("http://public.example/", "http://news.example/")
ANSWERS = {"mixed.test": ["1.1.1.1", "127.0.0.1"], "six.test": ["::1"], "mapped.test": ["::ffff:127.0.0.1"]}
QUICK_WAYS, QUICK_SPELLINGS = 12, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """The ways, and the numbers of the spellings, that are tried."""

    ways: tuple[str, ...]
    spellings: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What `reached` the inside, what the guard `refused` (both by the name of the way, or `s` and the
    number of the spelling), and how many public pages were `seen`."""

    reached: frozenset[str]
    refused: frozenset[str]
    seen: int


class NameServer:
    """Names as a hostile one answers: those under `.test` are inside, and `rebinds.test` is elsewhere the
    first time."""

    def __init__(self) -> None:
        self._asked = 0

    async def __call__(self, host: str, port: int) -> list[str]:
        name = host.lower().rstrip(".")
        if name == "rebinds.test":
            self._asked += 1
            return ["192.0.2.1"] if self._asked == 1 else ["127.0.0.1"]
        if name.endswith(".test"):
            return ANSWERS.get(name, ["127.0.0.1"])
        return await system_resolve(host, port)


def run(options: Options) -> Figures:
    """Every way by the crawler without and with the browser, every spelling as a redirect in a crawl and by
    the browser itself. Then the ways once more with the door open, to see which of them lead anywhere."""
    ways, numbers = list(WAYS), list(range(len(SPELLINGS)))
    if options.quick:
        ways, numbers = spread(ways, QUICK_WAYS), spread(numbers, QUICK_SPELLINGS)
    tries = Tries(ways=tuple(ways), spellings=tuple(numbers))
    paths: Mapping[str, Callable[[Tries, bool], Outcome]] = {
        "crawl over HTTP": _by_http,
        "crawl with browser": _by_browser,
        "browser alone": _by_photographer,
    }
    shut = {path: _apart(work, tries, False) for path, work in paths.items()}
    opened = {path: _apart(work, tries, True) for path, work in paths.items()}
    names = [*tries.ways, *(f"s{number}" for number in tries.spellings)]
    logged = sum(len(outcome.refused.intersection(names)) for outcome in shut.values())
    return Figures(
        values={
            "tried": len(paths) * len(names),
            "reached": sum(len(outcome.reached) for outcome in shut.values()),
            "logged": logged,
            "not_asked": len(paths) * len(names) - logged,
            "reached_unguarded": sum(len(outcome.reached) for outcome in opened.values()),
            "public_seen": min(outcome.seen for outcome in shut.values()),
            "public": len(PUBLIC),
        },
        sizes={"ways": len(tries.ways), "spellings": len(tries.spellings), "paths": len(paths)},
        versions=versions("scrapy", "playwright"),
        data="generated",
        tables=(_table(names, shut, opened),),
    )


def _table(names: Sequence[str], shut: Mapping[str, Outcome], opened: Mapping[str, Outcome]) -> Table:
    """What became of each: `refused`, `REACHED`, or nothing asked; `*` where an open door is gone through."""
    rows = []
    for name in names:
        title = SPELLINGS[int(name[1:])] if name[1:].isdecimal() and name[0] == "s" else name
        cells = [_word(name, shut[path]) + ("*" if name in opened[path].reached else "") for path in shut]
        rows.append((title, *cells))
    return Table(title="Ways in (* gone through where the door is open)", columns=("way", *shut), rows=rows)


def _word(name: str, outcome: Outcome) -> str:
    if name in outcome.reached:
        return "REACHED"
    return "refused" if name in outcome.refused else "not asked"


def _apart(work: Callable[[Tries, bool], Outcome], tries: Tries, opened: bool) -> Outcome:
    """In a process of its own: one can crawl only once."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(logging.disable).result()  # the figures tell what is refused
        outcome = pool.submit(work, tries, opened).result()
    door = "open" if opened else "shut"
    progress(f"{work.__name__}, door {door}: {len(outcome.reached)} reached, {len(outcome.refused)} refused")
    return outcome


def _by_http(tries: Tries, opened: bool) -> Outcome:
    return _by_crawl(tries, BrowserPolicy.NEVER, opened=opened)


def _by_browser(tries: Tries, opened: bool) -> Outcome:
    return _by_crawl(tries, BrowserPolicy.ALWAYS, opened=opened)


def _by_crawl(tries: Tries, browser: BrowserPolicy, *, opened: bool) -> Outcome:
    ended: dict[str, Failure | None] = {}

    def keep(visit: Visit) -> None:
        ended[visit.request.url] = visit.failure

    with Inside() as inside, HostileSite(inside.port) as site, _guard(inside, site, opened=opened) as guard:
        frontier = MemoryFrontier()
        options = CrawlOptions(
            depth=1,
            offsite=1,
            browser=browser,
            browser_timeout=15.0,
            timeout=10.0,
            obey_robots=False,
            log_level="CRITICAL",
            settings={"AUTOTHROTTLE_ENABLED": False},
        )
        pages = [_page(name) for name in tries.ways]
        spelled = {number: f"{SITE}/spelled/{number}" for number in tries.spellings}
        requests = [Request(url=url) for url in [*PUBLIC, *pages, *spelled.values()]]
        run_crawl(requests, options=options, frontier=frontier, sink=sink_of(frontier, keep), guard=guard)
        return _outcome(inside, guard, tries, spelled, ended)


def _by_photographer(tries: Tries, opened: bool) -> Outcome:
    with Inside() as inside, HostileSite(inside.port) as site, _guard(inside, site, opened=opened) as guard:
        # No page can make the browser show the source of another one: that has to be typed.
        typed = {"view-source": f"view-source:http://view-source.test:{inside.port}/view-source"}
        pages = [typed.get(name) or _page(name) for name in tries.ways]
        spelled = {number: site.spelled(number) for number in tries.spellings}
        shots = Photographer(guard, timeout=15.0).take([*PUBLIC, *pages, *spelled.values()])
        ended = {url: None if isinstance(shot, Shot) else shot for url, shot in shots.items()}
        return _outcome(inside, guard, tries, spelled, ended)


def _page(name: str) -> str:
    return f"{TRUSTED if name in NEEDS_TRUST else SITE}/way/{name}"


def _guard(inside: Inside, site: HostileSite, *, opened: bool) -> EgressGuard:
    """A guard for which the inside's port is a web port; `opened` lets through what is under `.test`."""
    routes = {pattern: ("127.0.0.1", site.port) for pattern in ("*.example", "hostile.localhost")}
    if opened:
        routes["*.test"] = ("127.0.0.1", inside.port)
    ports = frozenset({80, 443, inside.port})
    return EgressGuard(EgressPolicy(hosts=routes, ports=ports, connect_timeout=3.0), NameServer())


def _outcome(
    inside: Inside,
    guard: EgressGuard,
    tries: Tries,
    spelled: Mapping[int, str],
    ended: Mapping[str, Failure | None],
) -> Outcome:
    hosts = {refusal.host.lower().rstrip(".") for refusal in guard.refusals}
    refused = {name for name in tries.ways if f"{name}.test" in hosts}
    for number, url in spelled.items():
        failure = ended.get(url)
        if failure is not None and failure.cause is FailureCause.GUARD:
            refused.add(f"s{number}")
    seen = sum(url in ended and ended[url] is None for url in PUBLIC)
    return Outcome(reached=frozenset(inside.hits), refused=frozenset(refused), seen=seen)


EGRESS = Benchmark(
    name="egress",
    summary="ways and spellings by which a page tries to reach the inside, and those that get there",
    run=run,
)
