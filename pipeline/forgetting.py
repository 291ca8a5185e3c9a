"""A person's data in the working copies: found, and made unreadable with a record that it was (R12).

Working copies are what people and searches read: texts of pages and posts, quotes, contacts, codes' texts,
notes, sheets of raids, dry runs of lexicons. Originals are evidence and stay as they came; they are read by
right and reason only, and go when their time is over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.base import Base
from models.capture import Page, PageImage
from models.dry_run import DryRunChange
from models.image import Image, Payload, Photo, PhotoScore, Sighting, Symbol
from models.post import Post
from models.quality import CaptureCheck
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
    PageImage.alt,
    Post.text,
    Post.forwarded_from,
    Signal.quote,
    Sighting.text,
    Symbol.text,
    Payload.value,
    Image.text,
    Photo.note,
    Photo.sender,
    Photo.file_name,
    PhotoScore.text,
    Raid.place,
    Raid.names,
    Raid.agreed,
    Raid.note,
)
LISTS: tuple[InstrumentedAttribute[list[Any]], ...] = (
    Image.lines,
    PhotoScore.signals,
    Post.links,
    Post.buttons,
    CaptureCheck.unsaid,
    CaptureCheck.unshown,
    DryRunChange.gained,
    DryRunChange.lost,
)
"""Columns that hold texts, or objects with texts under these names."""
NAMES = frozenset({"text", "latin", "quote", "url"})


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
            times=_times(getattr(row, column.key), words),
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
        setattr(row, column.key, _barred_within(getattr(row, column.key), words, row))
    session.flush()
    found: dict[str, int] = {}
    for place in places:
        name = f"{place.table}.{place.column}"
        found[name] = found.get(name, 0) + place.times
    digest = sha256(words.casefold().encode()).hexdigest()
    detail = {"reason": reason.strip(), "places": found}
    record(session, "forgotten", ("words", digest), actor=actor, at=now, **detail)
    return places


def _rows(session: Session, words: str) -> Iterator[tuple[InstrumentedAttribute[Any], Base]]:
    if len(words.strip()) < LEAST:
        raise TooShort(f"{words!r} is too short to be somebody's: give at least {LEAST} characters")
    # The database's own folding of case knows only ASCII on SQLite: Python has the last word.
    texts = ((column, sa.select(column.class_).where(column != "")) for column in COLUMNS)
    lists = ((column, sa.select(column.class_)) for column in LISTS)
    for column, query in (*texts, *lists):
        ordered = query.order_by(*sa.inspect(column.class_).primary_key)
        for row in session.scalars(ordered.execution_options(yield_per=500)):
            if _times(getattr(row, column.key), words):
                yield column, row


def _times(value: Any, words: str) -> int:
    """How often the words stand in a text, or in the texts of a list."""
    if isinstance(value, dict):
        return sum(_times(part, words) for name, part in value.items() if name in NAMES)
    if isinstance(value, list):
        return sum(_times(part, words) for part in value)
    return value.casefold().count(words.casefold()) if isinstance(value, str) else 0


def _key(row: Base) -> str:
    return "/".join(str(part) for part in sa.inspect(row).identity or ())


def _barred_within(value: Any, words: str, row: Base | None) -> Any:
    if isinstance(value, dict):
        return {
            name: _barred_within(part, words, None) if name in NAMES else part for name, part in value.items()
        }
    if isinstance(value, list):
        return [_barred_within(part, words, None) for part in value]
    return _barred(value, words, row) if _times(value, words) else value


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
