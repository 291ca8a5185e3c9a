"""The frontier in SQL: crash-safe, shared by many processes, each polite to the hosts it holds."""

import os
import secrets
import socket
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.request import Origin, Provenance, Request
from crawler.visit import Failure
from models.database import Database
from models.frontier import EntryState, FrontierEntry, HostLease
from pipeline.rows import insert_for
from pipeline.runs import show_life

LEASE = timedelta(minutes=5)
OPEN = (EntryState.QUEUED, EntryState.LEASED)


class SqlFrontier:
    """One process's hold on the frontier of one run (`crawler.frontier.Frontier`).

    A taken address is leased to this process, its host too, so that no other process asks that host.
    Leases are renewed while the process lives; those of a killed one run out after `LEASE`, and at once
    where the process is known to be dead.
    """

    def __init__(self, database: Database, run_id: int, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._run_id = run_id
        self._clock = clock
        self.owner = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
        self._renewed_at = clock()

    def add(self, requests: Iterable[Request]) -> int:
        rows = [self._row(request) for request in requests]
        if not rows:
            return 0
        with self._database.write() as session:
            insert = insert_for(session, FrontierEntry).on_conflict_do_nothing()
            return len(session.execute(insert.returning(FrontierEntry.id), rows).all())

    def take(self, limit: int) -> list[Request]:
        now = self._clock()
        with self._database.write() as session:
            self._renew(session, now)
            entries = self._candidates(session, limit, now)
            held = self._lease_hosts(session, {entry.host for entry in entries}, now)
            mine = [entry for entry in entries if entry.host in held]
            for entry in mine:
                entry.state, entry.lease_owner = EntryState.LEASED, self.owner
                entry.lease_until, entry.attempts = now + LEASE, entry.attempts + 1
            return [_request(entry) for entry in mine]

    def finish(self, request: Request, failure: Failure | None = None) -> None:
        state = EntryState.DONE if failure is None else EntryState.FAILED
        cause = None if failure is None else failure.cause.value
        message = None if failure is None else failure.message[:1000]
        self._settle(request, state=state, cause=cause, message=message)

    def give_back(self, request: Request) -> None:
        self._settle(request, state=EntryState.QUEUED)

    def pending(self) -> int:
        with self._database.read() as session:
            query = sa.select(sa.func.count()).where(
                FrontierEntry.run_id == self._run_id, FrontierEntry.state.in_(OPEN)
            )
            return session.scalars(query).one()

    def release(self) -> None:
        """Let go of everything this process holds: the end of an orderly stop."""
        release_owner(self._database, self._run_id, self.owner)

    def _row(self, request: Request) -> dict[str, object]:
        return {
            "run_id": self._run_id,
            "url": request.url,
            "host": urlsplit(request.url).netloc,
            "depth": request.depth,
            "priority": request.priority,
            "origin": request.provenance.origin.value,
            "reference": request.provenance.reference,
            "due_at": self._clock(),
            "state": EntryState.QUEUED.value,
            "attempts": 0,
        }

    def _candidates(self, session: Session, limit: int, now: datetime) -> list[FrontierEntry]:
        others = sa.select(HostLease.host).where(
            HostLease.run_id == self._run_id, HostLease.owner != self.owner, HostLease.until > now
        )
        free = sa.or_(
            FrontierEntry.state == EntryState.QUEUED,
            sa.and_(FrontierEntry.state == EntryState.LEASED, FrontierEntry.lease_until < now),
        )
        query = (
            sa.select(FrontierEntry)
            .where(FrontierEntry.run_id == self._run_id, free, FrontierEntry.due_at <= now)
            .where(FrontierEntry.host.not_in(others))
            .order_by(FrontierEntry.priority.desc(), FrontierEntry.id)
            .limit(limit)
            .with_for_update(skip_locked=True)  # SQLite ignores it: there the writer is alone anyway
        )
        return list(session.scalars(query))

    def _lease_hosts(self, session: Session, hosts: set[str], now: datetime) -> set[str]:
        held: set[str] = set()
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
        return held

    def _renew(self, session: Session, now: datetime) -> None:
        if now - self._renewed_at < LEASE / 5:
            return
        self._renewed_at = now
        mine = sa.and_(FrontierEntry.run_id == self._run_id, FrontierEntry.lease_owner == self.owner)
        session.execute(
            sa.update(FrontierEntry)
            .where(mine, FrontierEntry.state == EntryState.LEASED)
            .values(lease_until=now + LEASE)
        )
        session.execute(
            sa.update(HostLease)
            .where(HostLease.run_id == self._run_id, HostLease.owner == self.owner)
            .values(until=now + LEASE)
        )
        show_life(session, self._run_id, now)

    def _settle(self, request: Request, **values: object) -> None:
        with self._database.write() as session:
            self._renew(session, self._clock())  # the last pages of a budget may take longer than a lease
            session.execute(
                sa.update(FrontierEntry)
                .where(FrontierEntry.run_id == self._run_id, FrontierEntry.url == request.url)
                .where(FrontierEntry.lease_owner == self.owner)
                .values(lease_owner=None, lease_until=None, **values)
            )


def release_owner(database: Database, run_id: int, owner: str) -> None:
    """Queue again what `owner` had leased, and free its hosts."""
    with database.write() as session:
        session.execute(
            sa.update(FrontierEntry)
            .where(FrontierEntry.run_id == run_id, FrontierEntry.lease_owner == owner)
            .where(FrontierEntry.state == EntryState.LEASED)
            .values(state=EntryState.QUEUED, lease_owner=None, lease_until=None)
        )
        session.execute(sa.delete(HostLease).where(HostLease.run_id == run_id, HostLease.owner == owner))


def release_dead(database: Database, run_id: int) -> None:
    """Free what processes of this machine held that are no longer alive."""
    with database.read() as session:
        query = sa.select(HostLease.owner).where(HostLease.run_id == run_id).distinct()
        owners = list(session.scalars(query))
    for owner in owners:
        machine, pid, _ = owner.split("/")
        if machine == socket.gethostname() and not _alive(int(pid)):
            release_owner(database, run_id, owner)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _request(entry: FrontierEntry) -> Request:
    provenance = Provenance(origin=Origin(entry.origin), reference=entry.reference)
    return Request(url=entry.url, depth=entry.depth, priority=entry.priority, provenance=provenance)
