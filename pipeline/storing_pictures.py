"""What was seen in pictures becomes rows."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.dossier import touch
from models.image import Image
from models.image import Payload as PayloadRow
from models.image import Symbol as SymbolRow
from pipeline.evidence import add_blob
from pipeline.lines import stored_lines
from pipeline.pictures import Picture, sees_less
from pipeline.rows import add_all, ensure, index_key, insert_for
from qr.crop import CROP_REVISION
from qr.payload import Payload, payload_of
from qr.symbol import Quad, Symbol

# A noisy image can hold thousands of places that look like a code; these tell a person enough.
MOST_UNREAD = 64


def add_picture(session: Session, picture: Picture, now: datetime) -> list[PayloadRow]:
    """Store what was seen; gives the payloads' rows in the order of the picture's symbols.

    A better look replaces what a worse one saw, never the other way round: the reading is derived from
    the stored bytes, and can be made again at any time.
    """
    payloads = [add_payload(session, payload_of(symbol)) for symbol in picture.reading.symbols]
    image = session.get(Image, picture.sha256, with_for_update=True)
    if image is not None and (image.reader == picture.reader or sees_less(picture.reader, image.reader)):
        return payloads
    values = _values(picture, now)
    insert = insert_for(session, Image).values(sha256=picture.sha256, **values)
    session.execute(insert.on_conflict_do_update(index_elements=["sha256"], set_=values))
    touch(session, Image, picture.sha256)
    session.execute(delete(SymbolRow).where(SymbolRow.image_sha256 == picture.sha256))
    parts = picture.crops or (b"",) * len(payloads)
    for payload, symbol, part in zip(payloads, picture.reading.symbols, parts, strict=True):
        row = _symbol_row(picture.sha256, payload, symbol)
        row.crop_sha256 = _add_crop(session, picture, symbol, part, now) if part else None
        session.add(row)
    return payloads


def add_plain(session: Session, pictures: Iterable[Picture], now: datetime) -> set[str]:
    """Store in one statement what was seen in pictures without codes of which the store knows nothing yet.
    Gives the digests of those that were stored."""
    plain = {picture.sha256: picture for picture in pictures if not picture.reading.symbols}
    rows = [{"sha256": digest, **_values(plain[digest], now)} for digest in sorted(plain)]
    return {row.sha256 for row in add_all(session, Image, rows)}


def _values(picture: Picture, now: datetime) -> dict[str, object]:
    reading = picture.reading
    return {
        "width": reading.width,
        "height": reading.height,
        "reader": picture.reader,
        "read_at": now,
        "error": reading.error,
        "text": picture.text,
        "lines": stored_lines(picture.lines),
        "unread": [_points(place) for place in reading.unread[:MOST_UNREAD]],
        "failures": list(reading.failures),
        "hints": [hint.value for hint in reading.hints],
    }


def add_payload(session: Session, payload: Payload) -> PayloadRow:
    """The payload's row: one for all its spellings."""
    key = {"kind": payload.kind.value, "value": index_key(payload.value)}
    return ensure(session, PayloadRow, key, url=payload.url)


def _add_crop(session: Session, picture: Picture, symbol: Symbol, part: bytes, now: datetime) -> str:
    digest = sha256(part).hexdigest()
    corners = " ".join(f"{x},{y}" for x, y in symbol.position)
    add_blob(
        session,
        digest,
        len(part),
        media_type="image/png",
        kind="crop",
        now=now,
        derived_from=picture.sha256,
        made_by=f"crop {CROP_REVISION}; frame {symbol.frame}; corners {corners}",
    )
    return digest


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
        disputed=list(symbol.disputed),
        position=_points(symbol.position),
        frame=symbol.frame,
    )


def _points(place: Quad) -> list[list[int]]:
    return [list(point) for point in place]
