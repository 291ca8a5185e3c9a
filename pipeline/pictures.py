"""Looking at an image once: its codes and the text in it, remembered by the image's digest."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from sqlalchemy import select

from classifiers.image_text import ImageText, TextLine
from models.database import Database
from models.image import Image
from models.image import Symbol as SymbolRow
from pipeline.blobs import BlobStore
from pipeline.lines import recalled_lines
from qr.crop import crops
from qr.payload import Payload, PayloadKind, find, payload_of
from qr.symbol import Hint, Quad, Reading, Symbol, SymbolFormat

REMEMBERED = 2048
TURNS = 64
FAST, DEEP, TEXT, CUT = "fast", "deep", "+text", "+cut"
RUNNING_TEXT = (PayloadKind.TEXT, PayloadKind.VCARD, PayloadKind.CALENDAR)


class CodeReader(Protocol):
    """Reads the codes of an image (`qr.worker.IsolatedReader`)."""

    @property
    def version(self) -> str: ...

    def read(self, data: bytes, *, deep: bool = False) -> Reading: ...


class TextReader(Protocol):
    """Reads the text in an image (`classifiers.image_text.ImageTextReader`)."""

    @property
    def version(self) -> str: ...

    def read(self, image_bytes: bytes) -> ImageText: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What was seen in one image. `payloads` stand in the order of `symbols`. So do `crops`: PNGs that are
    still to be kept (see `keep_crops`), and none where they are kept already. `reader` says too whether time
    ran out before all words were read."""

    sha256: str
    reading: Reading
    lines: tuple[TextLine, ...]
    reader: str
    crops: tuple[bytes, ...] = ()

    @property
    def deep(self) -> bool:
        """Whether every method was tried on it."""
        return was_deep(self.reader)

    @property
    def text(self) -> str:
        """Its lines of text, one below the other."""
        return "\n".join(line.text for line in self.lines)

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
    """Looks at images. One that was looked at before by the same readers is not decoded again; without a
    `database`, nothing of earlier looks is known. Serves several threads at once, in turn those with the same
    image."""

    def __init__(self, database: Database | None, reader: CodeReader, text_reader: TextReader | None) -> None:
        self._database = database
        self._reader = reader
        self._text_reader = text_reader
        self._looking = [threading.Lock() for _ in range(TURNS)]
        self._seen: OrderedDict[tuple[str, str], Picture] = OrderedDict()

    def look(self, data: bytes, *, deep: bool = False, text: bool = False) -> Picture:
        """Decode `data`; with `text`, recognise the words in it too."""
        reader = self._text_reader if text else None
        how = f"{DEEP if deep else FAST}{f'{TEXT}:{reader.version}' if reader else ''}"
        return self._look(data, how, lambda: reader.read(data) if reader else ImageText())

    def deepen(self, data: bytes, glance: Picture) -> Picture:
        """The deep look at what was seen at a glance; the words recognised then are not read again."""
        if glance.deep:
            return glance
        _, how = _parts(glance.reader)
        words = ImageText(lines=glance.lines, complete=not was_cut(glance.reader))
        return self._look(data, how.removesuffix(CUT).replace(FAST, DEEP, 1), lambda: words)

    def is_stale(self, reader: str) -> bool:
        """Whether another one than this is the `reader` (`models.image.Image.reader`) that saw it."""
        return _parts(reader)[0] != self._reader.version

    def renew(self, data: bytes, reader: str) -> Picture:
        """Look as thoroughly as `reader` did, but with this one."""
        how = _parts(reader)[1]
        return self.look(data, deep=DEEP in how, text=TEXT in how)

    def _look(self, data: bytes, how: str, words: Callable[[], ImageText]) -> Picture:
        digest = sha256(data)
        with self._looking[digest.digest()[0] % TURNS]:
            return self._look_in_turn((digest.hexdigest(), how), data, words)

    def _look_in_turn(self, key: tuple[str, str], data: bytes, words: Callable[[], ImageText]) -> Picture:
        if (seen := self._seen.get(key)) is not None:
            return seen
        version = f"{self._reader.version} {key[1]}"
        picture = self._recall(key[0], version) or self._read(data, version, words)
        if _is_accident(picture.reading.error, picture.reading.failures) or was_cut(picture.reader):
            return picture
        self._seen[key] = picture
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return picture

    def _read(self, data: bytes, version: str, words: Callable[[], ImageText]) -> Picture:
        reading = self._reader.read(data, deep=DEEP in _parts(version)[1])
        text = words() if not reading.error else ImageText()
        return Picture(
            sha256=sha256(data).hexdigest(),
            reading=reading,
            lines=text.lines,
            reader=version if text.complete else version + CUT,
            crops=crops(data, reading.symbols) if reading.symbols else (),
        )

    def _recall(self, digest: str, version: str) -> Picture | None:
        if self._database is None:
            return None
        with self._database.read() as session:
            image = session.get(Image, digest)
            if image is None or not _covers(image.reader, version):
                return None
            if _is_accident(image.error, image.failures):
                return None
            rows = session.scalars(
                select(SymbolRow).where(SymbolRow.image_sha256 == digest).order_by(SymbolRow.id)
            )
            reading = Reading(
                width=image.width,
                height=image.height,
                error=image.error,
                symbols=tuple(_symbol(row) for row in rows),
                unread=tuple(_quad(place) for place in image.unread),
                failures=tuple(map(str, image.failures)),
                hints=tuple(map(Hint, image.hints)),
            )
            return Picture(
                sha256=digest, reading=reading, lines=recalled_lines(image.lines), reader=image.reader
            )


def _is_accident(error: str | None, failures: Sequence[object]) -> bool:
    """Whether an image was given up because of what befell its reader: another day it may be read."""
    return bool(error and failures)


def _covers(made: str, wanted: str) -> bool:
    """Whether a look that was made, by the same reader, saw at least what the wanted one would."""
    (reader, thorough), (same, enough) = _parts(made), _parts(wanted)
    words = enough.partition(TEXT)[2]
    return reader == same and _as_thorough(thorough, enough) and words in ("", thorough.partition(TEXT)[2])


def sees_less(reader: str, other: str) -> bool:
    """Whether one look, of whatever reader, was less thorough than another."""
    return not _as_thorough(_parts(reader)[1], _parts(other)[1])


def was_deep(reader: str) -> bool:
    """Whether an image's `reader` says that every method was tried on it."""
    return DEEP in _parts(reader)[1]


def was_cut(reader: str) -> bool:
    """Whether an image's `reader` says that time ran out before all words in it were read."""
    return reader.endswith(CUT)


def _parts(version: str) -> tuple[str, str]:
    reader, _, how = version.rpartition(" ")
    return reader, how


def _as_thorough(one: str, other: str) -> bool:
    unfinished = TEXT in other and CUT in one and CUT not in other
    return (DEEP in one or DEEP not in other) and (TEXT in one or TEXT not in other) and not unfinished


def keep_crops(blobs: BlobStore, picture: Picture) -> None:
    """Store the crops of a picture's symbols, before rows point to them. Raises EvidenceUnavailable."""
    for part in filter(None, picture.crops):
        blobs.put(part)


def _symbol(row: SymbolRow) -> Symbol:
    return Symbol(
        text=row.text,
        raw=row.raw,
        format=SymbolFormat(row.format),
        position=_quad(row.position),
        decoder=row.decoder,
        variant=row.variant,
        agreed=tuple(row.agreed),
        disputed=tuple(row.disputed),
        frame=row.frame,
    )


def _quad(points: list[list[int]]) -> Quad:
    first, second, third, fourth = ((int(x), int(y)) for x, y in points)
    return (first, second, third, fourth)
