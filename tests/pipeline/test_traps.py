"""What the guard against traps has learnt is not lost with its process, and not kept from others."""

from collections.abc import Callable

from crawler.following import FollowPolicy, follow
from crawler.reading import read
from crawler.request import Request
from crawler.traps import Bounds, TrapGuard, said_by
from models.database import Database
from pipeline.frontier import LEASE, SqlFrontier
from tests.crawler.captures import capture_of
from tests.crawler.test_traps import BUDGET, HOME, outcome_of, shop_that_finds_everything, shop_with_facets
from tests.pipeline.queued import begin_run
from tests.stores import Clock


class Process:
    """One process's part of a crawl: its hold on the frontier and what its guard remembers."""

    def __init__(self, store: Database, run_id: int, clock: Clock, site: Callable[[str], str]) -> None:
        self.frontier = SqlFrontier(store, run_id, clock)
        self._store, self._site = store, site
        self._traps = TrapGuard(Bounds(pages=BUDGET))

    def work(self, most: int) -> list[str]:
        """Visit up to so many pages; one more is under way at the end."""
        visited: list[str] = []
        while taken := self.frontier.take(1):
            self._traps.learn(self.frontier.known())
            if len(visited) == most:
                return visited
            page = read(capture_of(self._site(taken[0].url), url=taken[0].url))
            assert page is not None
            found = follow(page, taken[0], FollowPolicy(depth=6), self._traps)
            with self._store.write() as session:
                self.frontier.settle(session, taken[0], said=said_by(page))
                self.frontier.queue(session, found)
            visited.append(taken[0].url)
        return visited


def crawled(store: Database, clock: Clock, site: Callable[[str], str], *, killed: bool) -> list[str]:
    """The visits of a crawl whose process is killed, or stopped for another one, every 45 pages."""
    run_id, visited = begin_run(store, clock), list[str]()
    SqlFrontier(store, run_id, clock).add([Request(url=HOME)])
    one, other = (Process(store, run_id, clock, site) for _ in range(2))
    while len(visited) < BUDGET:
        done = one.work(min(45, BUDGET - len(visited)))
        if not done:
            break
        visited += done
        if killed:
            clock.pass_(seconds=LEASE.total_seconds() + 1)
            one = Process(store, run_id, clock, site)
        else:
            one.frontier.release()
            one, other = other, one
    return visited


def test_a_facet_trap_takes_no_more_than_its_share_from_a_crawl_that_is_killed_again_and_again(
    sqlite: Database, clock: Clock
) -> None:
    missed, trapped = outcome_of(crawled(sqlite, clock, shop_with_facets, killed=True))
    assert not missed
    assert len(trapped) <= 0.15 * BUDGET


def test_nor_from_one_whose_processes_take_turns(sqlite: Database, clock: Clock) -> None:
    missed, trapped = outcome_of(crawled(sqlite, clock, shop_with_facets, killed=False))
    assert not missed
    assert len(trapped) <= 0.15 * BUDGET


def test_a_site_that_finds_every_address_is_known_for_it_after_a_kill(sqlite: Database, clock: Clock) -> None:
    visited = crawled(sqlite, clock, shop_that_finds_everything, killed=True)
    assert len(visited) <= 11 + 20
