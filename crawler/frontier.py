"""The frontier: which addresses are known and which is next. The crawl's only memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from crawler.request import Request
from crawler.visit import Failure, Visit, VisitSink


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An address that a crawl has queued; `said` names what its page said (`crawler.traps.said_by`), empty
    where it was not seen yet or said little."""

    url: str
    said: str = ""


class Frontier(Protocol):
    """What the Scrapy scheduler asks of a frontier.

    An address is queued once however often it is added. `take` leases: an address that was taken and
    neither finished nor given back is offered again when its lease has run out, so a killed crawl
    loses nothing. A crawl calls all of these but `beat`, and its sink, from one worker thread, one call at
    a time; before it starts, they may have been used in another thread.
    """

    def add(self, requests: Iterable[Request]) -> int:
        """Queue what is new; what waits and is met again by a shorter way comes nearer. Gives the number of
        addresses that were not known before."""
        ...

    def take(self, limit: int) -> list[Request]:
        """Lease up to `limit` addresses that are due, the most promising first."""
        ...

    def known(self) -> list[Known]:
        """What others queued and saw on the hosts that were taken since this was last asked, and this process
        before it was killed."""
        ...

    def finish(self, request: Request, failure: Failure | None = None) -> bool:
        """Done with an address; with `failure` if it gave no page. False if the lease was lost: the address
        is another process's by now, or a person has cancelled it."""
        ...

    def give_back(self, request: Request) -> None:
        """Put a leased address back as it was (an orderly stop)."""
        ...

    def pending(self) -> int:
        """How many addresses are queued or leased, to this process or another, and may still be fetched."""
        ...

    def more(self, stopping: Callable[[], bool]) -> int:
        """Called when nothing is pending: queue what only then comes to mind, and give how many addresses
        may be fetched now. `stopping` tells whether the crawl is to end at once."""
        ...

    def beat(self) -> None:
        """Show that this process lives, so that its leases last. Called from a thread of its own."""
        ...


def sink_of(frontier: Frontier, keep: Callable[[Visit], None] | None = None) -> VisitSink:
    """A sink for crawls without a store: `keep` looks at a visit before where it leads is queued and its
    lease is finished."""

    def take(visit: Visit) -> Callable[[], bool]:
        return lambda: finish(visit)

    def finish(visit: Visit) -> bool:
        if keep is not None:
            keep(visit)
        if visit.follow:
            frontier.add(visit.follow)
        return frontier.finish(visit.request, visit.failure)

    return take


def _nearest(queued: Request, again: Request | None) -> Request:
    if again is None:
        return queued
    return replace(queued, depth=min(queued.depth, again.depth), sites=min(queued.sites, again.sites))


class MemoryFrontier:
    """A frontier for one process and one crawl: `scrapy crawl site` without a database, and tests."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._queue: list[Request] = []
        self._leased: dict[str, Request] = {}
        self.failures: dict[str, Failure] = {}

    def add(self, requests: Iterable[Request]) -> int:
        met = {request.url: request for request in requests}
        fresh = [url for url in met if url not in self._known]
        self._known.update(fresh)
        self._queue = [_nearest(queued, met.get(queued.url)) for queued in self._queue]
        self._queue.extend(met[url] for url in fresh)
        self._queue.sort(key=lambda request: -request.priority)
        return len(fresh)

    def take(self, limit: int) -> list[Request]:
        taken, self._queue = self._queue[:limit], self._queue[limit:]
        self._leased.update((request.url, request) for request in taken)
        return taken

    def known(self) -> list[Known]:
        return []  # there are no others

    def finish(self, request: Request, failure: Failure | None = None) -> bool:
        held = self._leased.pop(request.url, None) is not None
        if held and failure is not None:
            self.failures[request.url] = failure
        return held

    def give_back(self, request: Request) -> None:
        if self._leased.pop(request.url, None) is not None:
            self._queue.insert(0, request)

    def pending(self) -> int:
        return len(self._queue) + len(self._leased)

    def more(self, stopping: Callable[[], bool]) -> int:  # noqa: ARG002 - the protocol's
        return 0

    def beat(self) -> None:
        """Nothing: nobody else could take what is held."""
