"""Photos that volunteers send: taken in one at a time and answered at once, without a word of where they
lead."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from threading import BoundedSemaphore, Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from models.decision import Verdict
from models.image import Photo
from models.queue import ShopCard
from models.shop import ShopMember
from pipeline.photos import NoPhoto, PhotoDesk, Sent, TakenIn
from review.errors import Crowded

MOST_SHOWN = 60
LARGEST_PHOTO = 25 * 2**20
MOST_WAITING = 6
"""Requests whose photos are read or wait for it: the other threads are for everybody else."""


class Outcome(StrEnum):
    """READ: a code or an address was read. KNOWN: this very photo came before. AGAIN: nothing could be read,
    the hints say why. UNUSABLE: no picture, or too large a one."""

    READ = "read"
    KNOWN = "known"
    AGAIN = "again"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a sender is told: the receipt's number, what became of the photo, and how to take a better one.
    `alike` says that an earlier photo shows the same place."""

    outcome: Outcome
    receipt: int | None = None
    hints: tuple[str, ...] = ()
    alike: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One of a sender's photos, and what came of it: `waiting`, `confirmed`, `rejected` or `closed`."""

    number: int
    received_at: datetime
    note: str
    fate: str


class Intake:
    """Takes photos in. `desk` is called when the first one comes: the reader's process starts then. Who takes
    none of the few places is asked to send again, or nobody else would be served."""

    def __init__(self, desk: Callable[[], PhotoDesk]) -> None:
        self._desk = desk
        self._turn = Lock()
        self._places = BoundedSemaphore(MOST_WAITING)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place while photos of one request are taken in. Raises Crowded while all are held."""
        if not self._places.acquire(blocking=False):
            raise Crowded("Many photos wait to be read; send it again in a minute")
        try:
            yield
        finally:
            self._places.release()

    def take(self, reading: Callable[[], AbstractContextManager[Session]], data: bytes, sent: Sent) -> Answer:
        """Keep a photo and say what it came to; who asks holds a `place`."""
        if not data or len(data) > LARGEST_PHOTO:
            return Answer(outcome=Outcome.UNUSABLE)
        try:
            with self._turn:
                taken = self._desk().take(data, sent)
        except NoPhoto:
            return Answer(outcome=Outcome.UNUSABLE)
        with reading() as session:
            number = session.scalar(select(Photo.id).where(Photo.sha256 == taken.sha256))
        return _answer(taken, number)


def _answer(taken: TakenIn, number: int | None) -> Answer:
    read = bool(taken.payloads)
    outcome = Outcome.KNOWN if taken.known else Outcome.READ if read else Outcome.AGAIN
    hints = () if read else tuple(taken.picture.reading.hints)
    return Answer(outcome=outcome, receipt=number, hints=hints, alike=bool(taken.near or taken.beside))


def receipts(
    session: Session, sender: str, *, before: int | None = None, limit: int = MOST_SHOWN
) -> Sequence[Receipt]:
    """A sender's photos, the newest first: the latest, or those of smaller numbers than `before`."""
    query = select(Photo).where(Photo.sender == sender).order_by(Photo.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Photo.id < before)
    return _receipts(session, session.scalars(query).all())


def receipt_of(session: Session, sender: str, number: int) -> Receipt | None:
    """One of a sender's own photos; None for another's, or none."""
    query = select(Photo).where(Photo.sender == sender, Photo.id == number)
    return next(iter(_receipts(session, session.scalars(query).all())), None)


def _receipts(session: Session, photos: Sequence[Photo]) -> Sequence[Receipt]:
    fates = _fates(session, [photo.sha256 for photo in photos])
    return [
        Receipt(
            number=photo.id,
            received_at=photo.received_at,
            note=photo.note,
            fate=fates.get(photo.sha256, "waiting"),
        )
        for photo in photos
    ]


def _fates(session: Session, digests: list[str]) -> Mapping[str, str]:
    """What became of the shops that photos led to; the best news where there are several."""
    query = (
        select(Capture.reference, ShopCard.verdict, ShopCard.blocked_at)
        .join(Page, Page.capture_id == Capture.id)
        .join(ShopMember, ShopMember.resource_id == Page.resource_id)
        .join(ShopCard, ShopCard.shop_id == ShopMember.shop_id)
        .where(Capture.origin == "photo", Capture.reference.in_(digests))
        .distinct()
    )
    order = ("waiting", Verdict.REJECTED.value, Verdict.CONFIRMED.value, "closed")
    fates: dict[str, str] = {}
    for digest, verdict, blocked_at in session.execute(query):
        fate = "closed" if blocked_at is not None else verdict if verdict in order else "waiting"
        fates[digest] = max(fate, fates.get(digest, "waiting"), key=order.index)
    return fates
