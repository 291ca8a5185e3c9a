"""A person's data in the working copies: found, and made unreadable with a record that it was (R12).

Working copies are what people and searches read: page texts, quotes, contacts, codes' texts, notes. Originals
are evidence and stay as they came; they are read by right and reason only, and go when their time is over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.base import Base
from models.capture import Page
from models.dry_run import DryRunChange
from models.image import Image, Payload, Photo, Sighting, Symbol
from models.raid import Raid
from models.shop import Signal
from pipeline.decisions import EmptyReason
from pipeline.errors import TooShort
from pipeline.events import record

BAR = "█"
LEAST = 4
COLUMNS: tuple[InstrumentedAttribute[str], ...] = (
    Page.title,
    Page.text,
    Page.main_text,
    Page.image_text,
    Signal.quote,
    Sighting.text,
    Symbol.text,
    Payload.value,
    Image.text,
    Photo.note,
    Photo.sender,
    Photo.file_name,
    Raid.place,
    Raid.names,
    Raid.agreed,
    Raid.note,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A row of a working copy in which the words stand, and how often."""

    table: str
    column: str
    key: str
    times: int


def places_of(session: Session, words: str) -> list[Place]:
    """Where `words` stand in working copies, whatever their case. Raises TooShort."""
    return [
        Place(
            table=str(column.class_.__tablename__),
            column=column.key,
            key=_key(row),
            times=_times(row, column, words),
        )
        for column, row in _rows(session, words)
    ]


def forget(session: Session, words: str, *, reason: str, actor: str, now: datetime) -> list[Place]:
    """Put bars in place of `words`, letter for letter, so that quotes keep their places; gives where.

    The log has the reason, the places, and the digest of the words, never the words. Raises TooShort,
    EmptyReason.
    """
    if not reason.strip():
        raise EmptyReason("Say on whose request and under which article the data are removed")
    places = places_of(session, words)
    for column, row in list(_rows(session, words)):
        setattr(row, column.key, _barred(getattr(row, column.key), words, row))
        if isinstance(row, Image):
            row.lines = [{**line, "text": _barred(str(line["text"]), words, None)} for line in row.lines]
    _bar_trials(session, words)
    session.flush()
    found: dict[str, int] = {}
    for place in places:
        name = f"{place.table}.{place.column}"
        found[name] = found.get(name, 0) + place.times
    digest = sha256(words.casefold().encode()).hexdigest()
    detail = {"reason": reason.strip(), "places": found}
    record(session, "forgotten", ("words", digest), actor=actor, at=now, **detail)
    return places


def _bar_trials(session: Session, words: str) -> None:
    """Dry runs of lexicons quote pages too, each quote of which stands in one of these."""
    for row in session.scalars(sa.select(DryRunChange).execution_options(yield_per=500)):
        for name in ("gained", "lost"):
            signs = getattr(row, name)
            barred = [{**sign, "quote": _barred(sign["quote"], words, None)} for sign in signs]
            if barred != signs:
                setattr(row, name, barred)


def _rows(session: Session, words: str) -> Iterator[tuple[InstrumentedAttribute[str], Base]]:
    if len(words.strip()) < LEAST:
        raise TooShort(f"{words!r} is too short to be somebody's: give at least {LEAST} characters")
    for column in COLUMNS:
        # The database's own folding of case knows only ASCII on SQLite: Python has the last word.
        query = sa.select(column.class_).where(column != "").order_by(*sa.inspect(column.class_).primary_key)
        for row in session.scalars(query.execution_options(yield_per=500)):
            if _times(row, column, words):
                yield column, row


def _times(row: Base, column: InstrumentedAttribute[str], words: str) -> int:
    return str(getattr(row, column.key)).casefold().count(words.casefold())


def _key(row: Base) -> str:
    return "/".join(str(part) for part in sa.inspect(row).identity or ())


def _barred(text: str, words: str, row: Base | None) -> str:
    """The text with a bar for each letter. What must stay unique keeps its row's number."""
    if isinstance(row, Payload):
        return f"{BAR * len(text)} {row.id}"
    folded, sought = text.casefold(), words.casefold()
    if len(folded) != len(text):  # a letter that folds to two: places would not fit
        return BAR * len(text)
    start = folded.find(sought)
    while start >= 0:
        text = text[:start] + BAR * len(sought) + text[start + len(sought) :]
        start = folded.find(sought, start + len(sought))
    return text
