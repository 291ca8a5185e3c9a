"""The frontier in SQL: crash-safe, shared by many processes, each polite to the hosts it holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.focus import Focus, lot_of
from crawler.frontier import Known
from crawler.request import Origin, Provenance, Request
from crawler.visit import Failure
from models.database import Database
from models.frontier import EntryState, FrontierEntry, HostLease
from pipeline.choosing import Share, best, free_for, least_known
from pipeline.leases import GROUPS, free_dead, free_lapsed, owner_name, release_owner
from pipeline.resources import TelegramPreview
from pipeline.retries import Retries
from pipeline.rows import insert_for
from pipeline.runs import show_life
from pipeline.sites import Sites

LEASE = timedelta(minutes=2)
"""Six times what lies between two signs of life (`crawler.scheduler.BEAT_SECONDS`)."""
OPEN = (EntryState.QUEUED, EntryState.LEASED)
Afterwards = Callable[[Callable[[], bool]], object]
"""What is told whether the crawl is to end at once."""


class Outcome(StrEnum):
    """What became of a lease: SETTLED for good, to be tried AGAIN, or LOST to another process."""

    SETTLED = "settled"
    AGAIN = "again"
    LOST = "lost"


class SqlFrontier:
    """One process's hold on the frontier of one run (`crawler.frontier.Frontier`).

    A taken address is leased to this process, its host too, so that no other process asks that host; the
    host is free again when nothing of it is under way. Leases last while the process shows life; those of
    a killed one run out after `LEASE`, and at once where the process is known to be dead. Only who holds
    a lease can settle it. All processes together take no more than `max_pages` pages. What comes first is for
    the order of `sites` to say; a site's record changes the place of all that waits of it.
    """

    def __init__(
        self,
        database: Database,
        run_id: int,
        clock: Callable[[], datetime],
        retries: Retries | None = None,
        max_pages: int | None = None,
        sites: Sites | None = None,
    ) -> None:
        self._database = database
        self._run_id = run_id
        self._clock = clock
        self._retries = retries or Retries()
        self._max_pages = max_pages
        self._sites = sites or Sites(run_id, Focus(), TelegramPreview())
        self._share = Share(self._sites.order)
        self._met: set[str] = set()
        self._afterwards: Afterwards = _nothing
        self.owner = owner_name()

    def add(self, requests: Iterable[Request]) -> int:
        rows = list(requests)
        return self._database.transact(lambda session: self.queue(session, rows))

    def queue(self, session: Session, requests: Iterable[Request]) -> int:
        """`add` within the caller's transaction."""
        weighed = self._sites.words.weigh(session, requests)
        rows = [self._row(request) for request in weighed]
        if not rows:
            return 0
        self._sites.meet(session, {str(row["site"]) for row in rows})
        self._sites.tie(session, weighed)
        insert = insert_for(session, FrontierEntry).on_conflict_do_nothing()
        added = len(session.execute(insert.returning(FrontierEntry.id), rows).all())
        if added < len(rows):
            self._come_nearer(session, weighed)
        return added

    def learn(self, session: Session, request: Request, relevance: float) -> float:
        """Take note of how relevant a page was, 0 to 1; gives what the links that stand on it promise."""
        return self._sites.learn(session, request, relevance)

    def take(self, limit: int) -> list[Request]:
        taken = self._database.transact(lambda session: self._take(session, limit))
        if limit > 0 and not taken:
            free_dead(self._database, self._run_id)  # for the next look
        return taken

    def finish(self, request: Request, failure: Failure | None = None) -> bool:
        outcome = self._database.transact(lambda session: self.settle(session, request, failure))
        return outcome is not Outcome.LOST

    def known(self) -> list[Known]:
        hosts, self._met = self._met, set()
        if not hosts:
            return []
        query = sa.select(FrontierEntry.url, FrontierEntry.said).where(
            FrontierEntry.run_id == self._run_id,
            FrontierEntry.host.in_(hosts),
            FrontierEntry.origin.in_((Origin.LINK, Origin.SITEMAP)),
        )
        with self._database.read() as session:
            found = session.execute(query.order_by(FrontierEntry.id))
            return [Known(url=url, said=said) for url, said in found]

    def settle(
        self, session: Session, request: Request, failure: Failure | None = None, said: str = ""
    ) -> Outcome:
        """`finish` within the caller's transaction, to be called before anything is stored there: from
        then on nobody can take the address over."""
        entry = session.scalars(self._mine(request).with_for_update()).first()
        if entry is None:
            return Outcome.LOST
        entry.lease_owner = entry.lease_until = None
        entry.said = said
        if failure is None:
            entry.state, entry.cause, entry.message = EntryState.DONE, None, None
            return Outcome.SETTLED
        entry.failures += 1
        entry.cause, entry.message = failure.cause.value, failure.message[:1000]
        wait = self._retries.wait(failure, entry.failures)
        if wait is None:
            entry.state = EntryState.FAILED
            return Outcome.SETTLED
        entry.state, entry.due_at = EntryState.QUEUED, self._clock() + wait
        return Outcome.AGAIN

    def give_back(self, request: Request) -> None:
        self._database.transact(lambda session: self._give_back(session, request))

    def pending(self) -> int:
        with self._database.read() as session:
            spent = self._max_pages is not None and self._count(session, EntryState.DONE) >= self._max_pages
            return 0 if spent else self._count(session, *OPEN)

    def more(self, stopping: Callable[[], bool] = bool) -> int:
        work, self._afterwards = self._afterwards, _nothing
        work(stopping)
        return self.pending()

    def afterwards(self, work: Afterwards) -> None:
        """What is to be done once, when nothing is pending; it may queue more."""
        self._afterwards = work

    def beat(self) -> None:
        self._database.transact(lambda session: self._beat(session, self._clock()))

    def release(self) -> None:
        """Let go of everything this process holds: the end of an orderly stop."""
        self._database.transact(lambda session: release_owner(session, self._run_id, self.owner))

    def _come_nearer(self, session: Session, requests: Iterable[Request]) -> None:
        """What was met again by a shorter way is no farther than that, unless it is done: then the links on
        it were followed as far as they reached from the longer one."""
        waits = (FrontierEntry.run_id == self._run_id, FrontierEntry.state.in_(OPEN))
        ways: dict[tuple[int, int], list[str]] = defaultdict(list)
        for request in requests:
            ways[request.depth, request.sites].append(request.url)
        for (depth, sites), urls in ways.items():
            nearer = sa.or_(FrontierEntry.depth > depth, FrontierEntry.sites > sites)
            update = sa.update(FrontierEntry).where(*waits, FrontierEntry.url.in_(urls), nearer)
            session.execute(
                update.values(
                    depth=sa.case((FrontierEntry.depth > depth, depth), else_=FrontierEntry.depth),
                    sites=sa.case((FrontierEntry.sites > sites, sites), else_=FrontierEntry.sites),
                )
            )

    def _row(self, request: Request) -> dict[str, object]:
        return {
            "run_id": self._run_id,
            "url": request.url,
            "host": urlsplit(request.url).netloc,
            "depth": request.depth,
            "priority": request.priority,
            "origin": request.provenance.origin.value,
            "reference": request.provenance.reference,
            "site": self._sites.key(request.url),
            "promise": request.promise,
            "cues": request.cues,
            "anchor": request.anchor,
            "sites": request.sites,
            "profile": request.profile,
            "lot": lot_of(request.url, self._sites.order.seed),
            "due_at": self._clock(),
            "state": EntryState.QUEUED.value,
            "said": "",
            "attempts": 0,
            "failures": 0,
            "deaths": 0,
        }

    def _count(self, session: Session, *states: EntryState) -> int:
        ours = (FrontierEntry.run_id == self._run_id, FrontierEntry.state.in_(states))
        return session.scalars(sa.select(sa.func.count()).where(*ours)).one()

    def _held(self) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            FrontierEntry.run_id == self._run_id,
            FrontierEntry.state == EntryState.LEASED,
            FrontierEntry.lease_owner == self.owner,
        )

    def _hosts(self) -> tuple[sa.ColumnElement[bool], ...]:
        return (HostLease.run_id == self._run_id, HostLease.owner == self.owner)

    def _mine(self, request: Request) -> sa.Select[FrontierEntry]:
        return sa.select(FrontierEntry).where(FrontierEntry.url == request.url, *self._held())

    def _beat(self, session: Session, now: datetime) -> None:
        until = now + LEASE
        session.execute(sa.update(FrontierEntry).where(*self._held()).values(lease_until=until))
        session.execute(sa.update(HostLease).where(*self._hosts()).values(until=until))
        show_life(session, self._run_id, now)

    def _give_back(self, session: Session, request: Request) -> None:
        entry = session.scalars(self._mine(request).with_for_update()).first()
        if entry is not None:
            entry.state, entry.lease_owner, entry.lease_until = EntryState.QUEUED, None, None

    def _take(self, session: Session, limit: int) -> list[Request]:
        now = self._clock()
        free_lapsed(session, self._run_id, now)
        if self._max_pages is not None:
            begun = self._count(session, EntryState.DONE, EntryState.LEASED)
            limit = min(limit, max(0, self._max_pages - begun))
        under_way = sa.select(FrontierEntry.host).where(*self._held())
        idle = sa.update(HostLease).where(*self._hosts(), HostLease.host.not_in(under_way))
        session.execute(idle.values(until=now - LEASE))  # well before now by anyone's clock
        entries = self._together(session, self._candidates(session, limit, now))
        held = self._lease_hosts(session, {entry.host for entry in entries}, now)
        mine = [entry for entry in entries if entry.host in held]
        for entry in mine:
            entry.state, entry.lease_owner = EntryState.LEASED, self.owner
            entry.lease_until, entry.attempts = now + LEASE, entry.attempts + 1
        return [_request(entry) for entry in mine]

    def _candidates(self, session: Session, limit: int, now: datetime) -> list[FrontierEntry]:
        free = free_for(self._run_id, self.owner, now)
        exploring = list(session.scalars(least_known(free, self._share.of(limit))))
        others = free.where(FrontierEntry.id.not_in([entry.id for entry in exploring]))
        chosen = list(session.scalars(best(others, limit - len(exploring))))
        self._share.took(len(chosen) + len(exploring), len(exploring))
        return chosen + exploring

    def _together(self, session: Session, entries: list[FrontierEntry]) -> list[FrontierEntry]:
        """What may be under way at once. Pages with which a process died come last, in small groups with
        nothing beside them, so that the one that kills is found among them."""
        deaths = entries[0].deaths if entries else 0
        if deaths:
            held = session.scalars(sa.select(sa.func.count()).where(*self._held())).one()
            entries = [] if held else entries[: GROUPS[deaths]]
        return [entry for entry in entries if entry.deaths == deaths]

    def _lease_hosts(self, session: Session, hosts: set[str], now: datetime) -> set[str]:
        held: set[str] = set()
        last = sa.select(HostLease.host).where(*self._hosts(), HostLease.host.in_(hosts))
        mine = set(session.scalars(last))
        for host in sorted(hosts):
            insert = insert_for(session, HostLease).values(
                run_id=self._run_id, host=host, owner=self.owner, until=now + LEASE
            )
            lease = insert.on_conflict_do_update(
                index_elements=[HostLease.run_id, HostLease.host],
                set_={"owner": self.owner, "until": now + LEASE},
                where=sa.or_(HostLease.owner == self.owner, HostLease.until <= now),
            ).returning(HostLease.host)
            held.update(session.scalars(lease))
        self._met |= held - mine
        return held


def _nothing(_stopping: Callable[[], bool]) -> None:
    """There is nothing to be done afterwards."""


def _request(entry: FrontierEntry) -> Request:
    provenance = Provenance(origin=Origin(entry.origin), reference=entry.reference)
    return Request(
        url=entry.url,
        depth=entry.depth,
        priority=entry.priority,
        provenance=provenance,
        promise=entry.promise,
        cues=entry.cues,
        anchor=entry.anchor,
        sites=entry.sites,
        profile=entry.profile,
    )
