"""Leases that were left behind: whose they were, how they become free, what is learnt from it."""

import secrets
import socket
from datetime import datetime

import psutil
import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.visit import FailureCause
from models.database import Database
from models.frontier import EntryState, FrontierEntry, HostLease

GROUPS = (None, 16, 4, 1, 1)
"""How many pages may be under way together, by how often a process died with them; None: any number. A page
with which two processes died while it was alone is the reason; one could have been killed by somebody."""
CLOCK_SET = 10.0  # seconds
SET_ASIDE = (
    f"{len(GROUPS)} processes ended without a word while this page was under way, the last two with it alone;"
    " to try it again: mergen frontier retry"
)


def owner_name() -> str:
    """A name for leases of this process: where it runs, its number, when it began (seconds), and a token."""
    own = psutil.Process()
    return f"{socket.gethostname()}/{own.pid}/{own.create_time():.0f}/{secrets.token_hex(4)}"


def free_lapsed(session: Session, run_id: int, now: datetime) -> None:
    """Queue again what was leased to processes that show no sign of life."""
    _free(session, run_id, FrontierEntry.lease_until < now)


def free_dead(database: Database, run_id: int) -> None:
    """Free what processes of this machine held that are no longer alive."""
    with database.read() as session:
        query = sa.select(FrontierEntry.lease_owner).where(
            FrontierEntry.run_id == run_id, FrontierEntry.state == EntryState.LEASED
        )
        owners = [owner for owner in session.scalars(query.distinct()) if owner and _is_dead(owner)]
    if owners:
        database.transact(lambda session: _free_owners(session, run_id, owners))


def release_owner(session: Session, run_id: int, owner: str) -> None:
    """Queue again what `owner` had leased, and free its hosts."""
    session.execute(
        sa.update(FrontierEntry)
        .where(FrontierEntry.run_id == run_id, FrontierEntry.lease_owner == owner)
        .where(FrontierEntry.state == EntryState.LEASED)
        .values(state=EntryState.QUEUED, lease_owner=None, lease_until=None)
    )
    session.execute(sa.delete(HostLease).where(HostLease.run_id == run_id, HostLease.owner == owner))


def _free_owners(session: Session, run_id: int, owners: list[str]) -> None:
    _free(session, run_id, FrontierEntry.lease_owner.in_(owners))
    session.execute(sa.delete(HostLease).where(HostLease.run_id == run_id, HostLease.owner.in_(owners)))


def _free(session: Session, run_id: int, left: sa.ColumnElement[bool]) -> None:
    """Queue again what was `left` behind, one death more on its account, and set aside what kills."""
    freed = {"state": EntryState.QUEUED, "lease_owner": None, "lease_until": None}
    session.execute(
        sa.update(FrontierEntry)
        .where(FrontierEntry.run_id == run_id, FrontierEntry.state == EntryState.LEASED, left)
        .values(deaths=FrontierEntry.deaths + 1, **freed)
    )
    session.execute(
        sa.update(FrontierEntry)
        .where(FrontierEntry.run_id == run_id, FrontierEntry.state == EntryState.QUEUED)
        .where(FrontierEntry.deaths >= len(GROUPS))
        .values(state=EntryState.FAILED, cause=FailureCause.KILLED.value, message=SET_ASIDE)
    )


def _is_dead(owner: str) -> bool:
    machine, pid, began, _ = owner.rsplit("/", 3)
    if machine != socket.gethostname():
        return False
    try:
        process = psutil.Process(int(pid))
        # Numbers are given out again, in a container from 1 on each time; clocks are set, a little.
        other = abs(process.create_time() - float(began)) > CLOCK_SET
        return bool(other or process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False
