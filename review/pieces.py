"""Photos that come in pieces, over a line that breaks: what arrived stays until the rest does, whichever
server it comes to and whatever is started anew meanwhile."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models.arriving import ArrivingPhoto
from models.database import Database
from pipeline.rows import ensure
from review.intake import Answer, Outcome

KEPT_FOR = timedelta(days=1)
MOST_BYTES = 2**30
"""What all unfinished photos may take on the disk; beyond it the oldest is let go, and sent anew."""
TAKES = timedelta(minutes=2)
"""How long taking a photo in may take; after that the process that began it is believed dead."""
LOOK_AGAIN = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a photo of `whole` bytes, from the byte `offset` on."""

    offset: int
    whole: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """How much of a photo is here, its answer once it is whole, and whether the piece belonged there."""

    have: int
    answer: Answer | None
    fits: bool


class Pieces:
    """The photos that are on their way, by sender and the key that the sender's page gave: a row each, and a
    file in `folder`, which all servers of one store share."""

    def __init__(self, database: Database, folder: Path, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock

    def add(self, sender: str, key: str, piece: Piece, take: Callable[[bytes], Answer]) -> Arrived:
        """Add a piece; who brings the last one has the photo taken in by `take`, and whoever asks meanwhile
        waits for its answer."""
        self._forget()
        arrived, whole = self._put(sender, key, piece)
        if not whole or arrived.answer is not None:
            return arrived
        path = self._path(sender, key)
        end = time.monotonic() + TAKES.total_seconds()
        while not self._claim(sender, key):
            answer = self._answer(sender, key)
            if answer is not None or time.monotonic() > end:
                return Arrived(have=arrived.have, answer=answer, fits=arrived.fits)
            time.sleep(LOOK_AGAIN)
        answer = None
        try:
            data = _whole(path, piece)
            answer = take(data) if data is not None else None
        finally:
            answer = self._done(sender, key, answer)
        path.unlink(missing_ok=True)
        return Arrived(have=arrived.have, answer=answer, fits=arrived.fits)

    def _put(self, sender: str, key: str, piece: Piece) -> tuple[Arrived, bool]:
        """Write a piece where the last one ended; a transaction that is broken off after that leaves bytes
        that the next attempt writes over. Of a photo whose file is gone everything is asked for anew. Gives
        also whether the photo is whole."""
        with self._database.write() as session:
            row, path = _row(session, sender, key, self._clock()), self._path(sender, key)
            answer = _read(row)
            if answer is None and row.have > (path.stat().st_size if path.exists() else 0):
                row.have = 0
            fits = answer is not None or piece.offset == row.have
            if answer is None and fits and piece.data:
                self._write(path, piece)
                row.have += len(piece.data)
            return Arrived(have=row.have, answer=answer, fits=fits), row.have >= piece.whole

    def _write(self, path: Path, piece: Piece) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if piece.offset else "wb") as file:
            file.seek(piece.offset)
            file.write(piece.data)
            file.truncate()

    def _claim(self, sender: str, key: str) -> bool:
        """Whether this process is to take the photo in."""
        now = self._clock()
        free = (ArrivingPhoto.taken_at.is_(None)) | (ArrivingPhoto.taken_at < now - TAKES)
        mine = (
            ArrivingPhoto.sender == sender,
            ArrivingPhoto.key == key,
            ArrivingPhoto.answer.is_(None),
            free,
        )
        with self._database.write() as session:
            claimed = update(ArrivingPhoto).where(*mine).values(taken_at=now).returning(ArrivingPhoto.key)
            return session.scalars(claimed).first() is not None

    def _done(self, sender: str, key: str, answer: Answer | None) -> Answer | None:
        """Keep what the sender is told, or what was kept before; without an answer another may take it in."""
        with self._database.write() as session:
            row = _row(session, sender, key, self._clock())
            row.taken_at, row.answer = None, asdict(answer) if answer is not None else row.answer
            return _read(row)

    def _answer(self, sender: str, key: str) -> Answer | None:
        with self._database.read() as session:
            row = session.get(ArrivingPhoto, (sender, key))
            return _read(row) if row is not None else None

    def _forget(self) -> None:
        """Let go what is too old, and of too much the oldest."""
        with self._database.read() as session:
            gone = list(_too_old(session, self._clock() - KEPT_FOR))
        if not gone:
            return
        with self._database.write() as session:
            for sender, key in gone:
                mine = (ArrivingPhoto.sender == sender, ArrivingPhoto.key == key)
                session.execute(delete(ArrivingPhoto).where(*mine))
        for sender, key in gone:
            with suppress(FileNotFoundError):
                self._path(sender, key).unlink()

    def _path(self, sender: str, key: str) -> Path:
        return self._folder / sha256(f"{sender}\n{key}".encode()).hexdigest()


def _whole(path: Path, piece: Piece) -> bytes | None:
    """The photo; None where its file went meanwhile: another took it in, or it is asked for anew."""
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return None if piece.whole else b""


def _row(session: Session, sender: str, key: str, now: datetime) -> ArrivingPhoto:
    """The photo's row, for this transaction alone."""
    ensure(session, ArrivingPhoto, {"sender": sender, "key": key}, since=now, have=0)
    mine = select(ArrivingPhoto).where(ArrivingPhoto.sender == sender, ArrivingPhoto.key == key)
    return session.scalars(mine.with_for_update()).one()


def _read(row: ArrivingPhoto) -> Answer | None:
    if row.answer is None:
        return None
    said = row.answer | {"outcome": Outcome(row.answer["outcome"]), "hints": tuple(row.answer["hints"])}
    return Answer(**said)


def _too_old(session: Session, since: datetime) -> Iterator[tuple[str, str]]:
    here = session.scalar(select(func.sum(ArrivingPhoto.have)).where(ArrivingPhoto.answer.is_(None))) or 0
    query = select(ArrivingPhoto).order_by(ArrivingPhoto.since, ArrivingPhoto.sender, ArrivingPhoto.key)
    if here <= MOST_BYTES:
        query = query.where(ArrivingPhoto.since <= since)
    for row in session.scalars(query):
        if row.since > since and here <= MOST_BYTES:
            return
        here -= row.have if row.answer is None else 0
        yield row.sender, row.key
