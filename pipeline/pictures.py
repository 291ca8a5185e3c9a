"""Looking at an image once: its codes and the text in it, remembered by the image's digest."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.database import Database
from models.image import Image
from models.image import Payload as PayloadRow
from models.image import Symbol as SymbolRow
from pipeline.rows import ensure, index_key, insert_for
from qr.payload import Payload, PayloadKind, find, payload_of
from qr.symbol import Reading, Symbol, SymbolFormat

REMEMBERED = 2048
FAST, DEEP, TEXT = "fast", "deep", "+text"
RUNNING_TEXT = (PayloadKind.TEXT, PayloadKind.VCARD, PayloadKind.CALENDAR)


class CodeReader(Protocol):
    """Reads the codes of an image (`qr.worker.IsolatedReader`)."""

    @property
    def version(self) -> str: ...

    def read(self, data: bytes, *, deep: bool = False) -> Reading: ...


TextReader = Callable[[bytes], str]
"""Reads the text in an image; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What was seen in one image. `payloads` stand in the order of `symbols`."""

    sha256: str
    reading: Reading
    text: str
    reader: str

    @property
    def payloads(self) -> tuple[Payload, ...]:
        return tuple(payload_of(symbol) for symbol in self.reading.symbols)

    @property
    def inner_payloads(self) -> tuple[Payload, ...]:
        """Addresses and contacts that stand inside the payloads that are running text, a card or an
        appointment."""
        texts = (payload.text for payload in self.payloads if payload.kind in RUNNING_TEXT)
        return tuple(payload for text in texts for payload in find(text))


class Pictures:
    """Looks at images. One that was looked at before by the same reader is not decoded again."""

    def __init__(self, database: Database, reader: CodeReader, read_text: TextReader | None) -> None:
        self._database = database
        self._reader = reader
        self._read_text = read_text
        self._seen: OrderedDict[tuple[str, bool, bool], Picture] = OrderedDict()

    def look(self, data: bytes, *, deep: bool = False, text: bool = False) -> Picture:
        """Decode `data`; with `text`, recognise the words in it too."""
        key = (sha256(data).hexdigest(), deep, text)
        if key not in self._seen:
            version = f"{self._reader.version} {DEEP if deep else FAST}{TEXT if text else ''}"
            self._seen[key] = self._recall(key[0], version) or self._read(key[0], data, version, deep, text)
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return self._seen[key]

    def _read(self, digest: str, data: bytes, version: str, deep: bool, text: bool) -> Picture:
        reading = self._reader.read(data, deep=deep)
        words = self._read_text(data) if text and self._read_text and not reading.error else ""
        return Picture(sha256=digest, reading=reading, text=words, reader=version)

    def _recall(self, digest: str, version: str) -> Picture | None:
        with self._database.read() as session:
            image = session.get(Image, digest)
            if image is None or not _covers(image.reader, version):
                return None
            rows = session.scalars(
                select(SymbolRow).where(SymbolRow.image_sha256 == digest).order_by(SymbolRow.id)
            )
            reading = Reading(
                width=image.width,
                height=image.height,
                error=image.error,
                symbols=tuple(_symbol(row) for row in rows),
            )
            return Picture(sha256=digest, reading=reading, text=image.text, reader=image.reader)


def _covers(made: str, wanted: str) -> bool:
    """Whether a look that was made, by the same reader, saw at least what the wanted one would."""
    (reader, thorough), (same, enough) = _parts(made), _parts(wanted)
    return reader == same and _as_thorough(thorough, enough)


def _parts(version: str) -> tuple[str, str]:
    reader, _, how = version.rpartition(" ")
    return reader, how


def _as_thorough(one: str, other: str) -> bool:
    return (DEEP in one or DEEP not in other) and (TEXT in one or TEXT not in other)


def add_picture(session: Session, picture: Picture, now: datetime) -> list[PayloadRow]:
    """Store what was seen; gives the payloads' rows in the order of the picture's symbols.

    A better look replaces what a worse one saw, never the other way round: the reading is derived from
    the stored bytes, and can be made again at any time.
    """
    payloads = [add_payload(session, payload_of(symbol)) for symbol in picture.reading.symbols]
    image = session.get(Image, picture.sha256, with_for_update=True)
    if image is not None and (
        image.reader == picture.reader or not _as_thorough(_parts(picture.reader)[1], _parts(image.reader)[1])
    ):
        return payloads
    values = {
        "width": picture.reading.width,
        "height": picture.reading.height,
        "reader": picture.reader,
        "read_at": now,
        "error": picture.reading.error,
        "text": picture.text,
    }
    insert = insert_for(session, Image).values(sha256=picture.sha256, **values)
    session.execute(insert.on_conflict_do_update(index_elements=["sha256"], set_=values))
    session.execute(delete(SymbolRow).where(SymbolRow.image_sha256 == picture.sha256))
    session.add_all(
        _symbol_row(picture.sha256, payload, symbol)
        for payload, symbol in zip(payloads, picture.reading.symbols, strict=True)
    )
    return payloads


def add_payload(session: Session, payload: Payload) -> PayloadRow:
    """The payload's row: one for all its spellings."""
    key = {"kind": payload.kind.value, "value": index_key(payload.value)}
    return ensure(session, PayloadRow, key, url=payload.url)


def _symbol_row(digest: str, payload: PayloadRow, symbol: Symbol) -> SymbolRow:
    return SymbolRow(
        image_sha256=digest,
        payload_id=payload.id,
        text=symbol.text,
        raw=symbol.raw,
        format=symbol.format,
        decoder=symbol.decoder,
        variant=symbol.variant,
        agreed=list(symbol.agreed),
        position=[list(point) for point in symbol.position],
    )


def _symbol(row: SymbolRow) -> Symbol:
    first, second, third, fourth = ((int(x), int(y)) for x, y in row.position)
    return Symbol(
        text=row.text,
        raw=row.raw,
        format=SymbolFormat(row.format),
        position=(first, second, third, fourth),
        decoder=row.decoder,
        variant=row.variant,
        agreed=tuple(row.agreed),
    )
