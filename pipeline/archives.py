"""Archives of others, and our own again, on the same road as a crawl. Nothing is fetched."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.address import canonical_url
from crawler.archive import Archive
from crawler.archive import Record as ArchiveRecord
from crawler.archived import visits_of
from crawler.errors import AddressError
from crawler.referred import digest_fits
from crawler.request import Request
from crawler.visit import Failure, Visit
from models.capture import Capture, Page
from models.run import Run, RunState
from pipeline.crawling import Ended, close
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.events import record
from pipeline.frontier import Outcome
from pipeline.leads import Leads
from pipeline.road import Report, Road, Tools
from pipeline.rows import index_key
from pipeline.runs import ARCHIVES

NAMED = 1000  # addresses that archives lead to
HOPS = 2
CANDIDATES = 20  # stored answers of one address that are looked at


class StoredAnswers:
    """Finds in the store what a revisit refers to (`crawler.referred.Recall`)."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def __call__(self, revisit: ArchiveRecord) -> ArchiveRecord | None:
        try:
            key = index_key(canonical_url(revisit.refers_url or revisit.url))
        except AddressError:
            return None
        query = select(Capture).where(Capture.url == key, Capture.status == 200)
        with self._tools.database.read() as session:
            rows = session.scalars(query.order_by(Capture.fetched_at.desc()).limit(CANDIDATES)).all()
        return next(filter(None, (self._fitting(row, revisit) for row in rows)), None)

    def _fitting(self, row: Capture, revisit: ArchiveRecord) -> ArchiveRecord | None:
        """A stored answer, if it has the digest that is meant or came at the time that is meant."""
        try:
            body = self._tools.evidence.blobs.get(row.sha256)
        except (EvidenceDamaged, EvidenceUnavailable):
            return None
        date = revisit.refers_date
        at_that_time = date is not None and abs(row.fetched_at - date) < timedelta(seconds=1)
        if not (at_that_time or digest_fits(revisit.digest, body)):
            return None
        headers = tuple((name, value) for name, value in row.headers)
        return replace(revisit, kind="response", status=row.status, headers=headers, body=body, fault="")


class LedTo:
    """Takes note of where archives lead, and queues nothing (`pipeline.road.Settling`)."""

    def __init__(self) -> None:
        self._found: dict[str, None] = {}

    @property
    def addresses(self) -> tuple[str, ...]:
        """The first thousand."""
        return tuple(self._found)

    def settle(
        self,
        session: Session,  # noqa: ARG002 - the protocol's, as below
        request: Request,  # noqa: ARG002
        failure: Failure | None = None,  # noqa: ARG002
        said: str = "",  # noqa: ARG002
    ) -> Outcome:
        return Outcome.SETTLED

    def learn(self, session: Session, request: Request, relevance: float) -> float:  # noqa: ARG002
        return relevance

    def queue(self, session: Session, requests: Iterable[Request]) -> int:  # noqa: ARG002
        self._found |= dict.fromkeys(request.url for request in requests if len(self._found) < NAMED)
        return 0


def archive_run(
    session: Session, archives: Sequence[Archive], versions: dict[str, Any], actor: str, now: datetime
) -> Run:
    """The run that reads these files with this reader and this scorer. There is one of them: what it has
    stored is not stored again, and a new scorer reads the files anew."""
    digests = sorted(archive.sha256 for archive in archives)
    parts = [*digests, str(versions.get("reader")), str(versions.get("scorer"))]
    key = ARCHIVES + hashlib.sha256("\n".join(parts).encode()).hexdigest()
    run = session.scalars(select(Run).where(Run.key == key)).first()
    if run is None:
        names = [archive.path.name for archive in archives]
        run = Run(key=key, started_at=now, heartbeat_at=now, seeds=names, versions=versions)
        run.options = {"spider": "warc", "sha256": digests}
        session.add(run)
        session.flush()
    run.state, run.heartbeat_at, run.ended_at = RunState.RUNNING, now, None
    record(session, "read", ("run", run.id), actor=actor, at=now, archives=run.seeds, sha256=digests)
    return run


def read_archives(
    run: Run, archives: Sequence[Archive], tools: Tools, report: Report
) -> tuple[Ended, tuple[str, ...]]:
    """Take everything that the archives hold along the road. Gives how that ended, and the addresses that
    codes, contacts and flagged pages lead to: whoever wants to see them has to crawl them."""
    led_to = LedTo()
    leads = Leads(depth=HOPS, preview=tools.preview)
    road = Road(run.id, tools, led_to, leads, report)
    try:
        with TemporaryDirectory(prefix="mergen-archive-") as folder:
            for visit in visits_of(archives, Path(folder), StoredAnswers(tools)):
                _take(road, visit, run.id, tools)
    except BaseException as error:
        close(run.id, RunState.FAILED, road.account, str(error) or type(error).__name__, tools)
        raise
    faults = "; ".join(archive.fault for archive in archives if archive.fault)
    ended = close(run.id, RunState.FINISHED, road.account, faults, tools)
    return ended, led_to.addresses


def _take(road: Road, visit: Visit, run_id: int, tools: Tools) -> None:
    with tools.database.read() as session:
        known = _is_stored(session, run_id, visit)
    if known:
        road.account.requested += 1
        road.account.unchanged += visit.page is not None
    else:
        road.take(visit)


def _is_stored(session: Session, run_id: int, visit: Visit) -> bool:
    """Whether this run has stored the same answer before, with all that was found in it."""
    if visit.capture is None:
        return False
    digest = hashlib.sha256(visit.capture.body).hexdigest()
    query = select(Capture.id).where(Capture.run_id == run_id, Capture.url == index_key(visit.request.url))
    if visit.page is not None and visit.failure is None:
        query = query.join(Page, Page.capture_id == Capture.id)
    return session.scalars(query.where(Capture.sha256 == digest)).first() is not None
