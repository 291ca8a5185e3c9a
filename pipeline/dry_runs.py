"""Terms tried on what is stored: which pages would be findings that are none, and the other way round.

Nothing is fetched, and no page, finding or shop is changed. Each page is read again from its stored bytes and
scored twice, with the lexicons in force and with those on trial, so that nothing but the terms differs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from classifiers.document import Document
from classifiers.score import Label, Score, Scorer
from crawler.reading import read
from models.capture import Capture, Page, Revisit
from models.database import Database
from models.dry_run import DryRun, DryRunChange, DryRunState
from pipeline.blobs import BlobStore
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.events import record
from pipeline.recaptured import recaptured
from pipeline.road import document_of

NEWEST = 1000
BATCH = 32
SILENCE = timedelta(minutes=5)
MOST_SIGNS = 12
MOVED = 0.005
"""Scores that differ by less are called the same."""
APPEARS, VANISHES, BAND = "appears", "vanishes", "band"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A file to be tried: its name and text, and on how many of the newest pages, None for all."""

    name: str
    lexicon: str
    newest: int | None = NEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The lexicons in force, and those on trial."""

    before: Scorer
    after: Scorer


def ask(session: Session, trial: Trial, *, actor: str, now: datetime) -> DryRun:
    """Put a dry run down for whoever takes it."""
    row = DryRun(name=trial.name, lexicon=trial.lexicon, newest=trial.newest, asked_by=actor, asked_at=now)
    session.add(row)
    session.flush()
    record(session, "dry_run_asked", ("dry_run", row.id), actor=actor, at=now, name=trial.name)
    return row


def next_waiting(session: Session, now: datetime) -> int | None:
    """The number of the next dry run that nobody does."""
    return session.scalars(select(DryRun.id).where(_waits(now)).order_by(DryRun.id).limit(1)).first()


def take(session: Session, number: int, now: datetime) -> DryRun | None:
    """The dry run of this number, for the caller to do; None where another process has it."""
    query = select(DryRun).where(DryRun.id == number, _waits(now)).with_for_update(skip_locked=True)
    row = session.scalars(query).first()
    if row is None:
        return None
    session.execute(delete(DryRunChange).where(DryRunChange.dry_run_id == row.id))
    row.state, row.heartbeat_at, row.error = DryRunState.RUNNING, now, ""
    row.pages = row.unread = row.touched = 0
    return row


def carry_out(
    database: Database, blobs: BlobStore, run: DryRun, pair: Pair, clock: Callable[[], datetime]
) -> None:
    """Do a dry run that was taken, the newest pages first, and keep what comes out."""
    pages = _pages(run.newest)
    with database.write() as session:
        whole = session.scalars(select(func.count()).select_from(pages.subquery())).one()
        row = session.get_one(DryRun, run.id)
        row.whole, row.scorer_before, row.scorer_after = whole, pair.before.name, pair.after.name
    with database.read() as session:
        numbers = iter(session.scalars(pages).all())
    while batch := list(islice(numbers, BATCH)):
        found = _scored(database, blobs, batch, pair)
        with database.write() as session:
            _keep(session, run.id, batch, found, clock())
    finish(database, run.id, DryRunState.DONE, "", clock())


def finish(database: Database, number: int, state: DryRunState, error: str, now: datetime) -> None:
    """Write down how a dry run ended; one that has ended already stays as it is."""
    values = {"state": state, "error": error, "ended_at": now}
    running = (DryRun.id == number, DryRun.state == DryRunState.RUNNING)
    with database.write() as session:
        session.execute(update(DryRun).where(*running).values(values))


def counted(session: Session, numbers: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """How many changes of each kind these dry runs have."""
    query = (
        select(DryRunChange.dry_run_id, DryRunChange.change, func.count())
        .where(DryRunChange.dry_run_id.in_(numbers))
        .group_by(DryRunChange.dry_run_id, DryRunChange.change)
    )
    counts: dict[int, dict[str, int]] = {
        number: dict.fromkeys((APPEARS, VANISHES, BAND), 0) for number in numbers
    }
    for number, change, count in session.execute(query):
        counts[number][change] = count
    return counts


def change_of(before: Score, after: Score) -> dict[str, Any] | None:
    """What would change for a page, as columns of `DryRunChange`; None where its label stays."""
    if before.label is after.label:
        return None
    change = BAND
    if Label.BENIGN in (before.label, after.label):
        change = APPEARS if before.label is Label.BENIGN else VANISHES
    then, now = ([(sign.kind, sign.quote) for sign in score.signals] for score in (before, after))
    return {
        "change": change,
        "label_before": before.label.value,
        "label_after": after.label.value,
        "score_before": before.value,
        "score_after": after.value,
        "gained": _signs(now, but=then),
        "lost": _signs(then, but=now),
    }


def _signs(signs: list[tuple[str, str]], but: list[tuple[str, str]]) -> list[dict[str, str]]:
    there = dict.fromkeys(sign for sign in signs if sign not in but)
    return [{"kind": kind, "quote": quote} for kind, quote in islice(there, MOST_SIGNS)]


def _waits(now: datetime) -> ColumnElement[bool]:
    silent = and_(DryRun.state == DryRunState.RUNNING, DryRun.heartbeat_at < now - SILENCE)
    return or_(DryRun.state == DryRunState.WAITING, silent)


def _pages(newest: int | None) -> Select[int]:
    """Numbers of captures with a page whose bytes are its own, the newest first."""
    revisits = select(Revisit.capture_id).where(Revisit.capture_id == Page.capture_id)
    query = select(Page.capture_id).where(~revisits.exists()).order_by(Page.capture_id.desc())
    return query if newest is None else query.limit(newest)


def _scored(
    database: Database, blobs: BlobStore, numbers: Sequence[int], pair: Pair
) -> list[tuple[int, Score, Score]]:
    with database.read() as session:
        documents = dict(_documents(session, blobs, numbers))
    before, after = (scorer.score(list(documents.values())) for scorer in (pair.before, pair.after))
    return list(zip(documents, before, after, strict=True))


def _documents(session: Session, blobs: BlobStore, numbers: Sequence[int]) -> Iterator[tuple[int, Document]]:
    """What was scored of these captures, read again; one that cannot be read is left out."""
    query = select(Capture, Page).join(Page, Page.capture_id == Capture.id).where(Capture.id.in_(numbers))
    for row, page in session.execute(query):
        try:
            seen = read(recaptured(row, blobs))
        except (EvidenceDamaged, EvidenceUnavailable):
            continue  # counted as unread
        if seen is not None:
            yield row.id, document_of(seen, page.image_text, row.fetched_at.date())


def _keep(
    session: Session,
    number: int,
    batch: Sequence[int],
    found: Sequence[tuple[int, Score, Score]],
    now: datetime,
) -> None:
    row = session.get_one(DryRun, number)
    row.pages, row.unread = row.pages + len(batch), row.unread + len(batch) - len(found)
    row.heartbeat_at = now
    for capture_id, before, after in found:
        same = abs(before.value - after.value) < MOVED and before.signals == after.signals
        row.touched += not same
        change = change_of(before, after)
        if change is not None:
            session.add(DryRunChange(dry_run_id=number, capture_id=capture_id, **change))
