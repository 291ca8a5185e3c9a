"""All that was made out on a capture, in one form: as the store has it, and as a look gives it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.score import Score
from crawler.page import ImageSource
from models.capture import Page, PageImage
from models.database import storable_text
from models.image import Image, Payload, Sighting, Symbol
from models.shop import Finding, Signal
from pipeline.rows import index_key
from pipeline.travelled import Travelled
from qr.payload import Payload as Said
from qr.symbol import Reading

Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a capture says. `codes` and `contacts` are pairs of kind and value, `images` what was read in
    each distinct image, `drawn` the digests of the codes drawn with characters, all in order."""

    title: str = ""
    language: str = ""
    text: str = ""
    main_text: str = ""
    image_text: str = ""
    label: str = ""
    score: float = 0.0
    sale: float = 0.0
    recruitment: float = 0.0
    scorer: str = ""
    signals: Rows = ()
    contacts: Rows = ()
    codes: Rows = ()
    images: Rows = ()
    drawn: tuple[str, ...] = ()


def recorded(session: Session, capture_id: int) -> Seen:
    """What the rows of a capture say."""
    page = session.get(Page, capture_id)
    shown = session.scalars(select(PageImage).where(PageImage.capture_id == capture_id)).all()
    digests = {image.image_sha256 for image in shown} - {None}
    drawn = (i.image_sha256 for i in shown if i.source == ImageSource.TEXT)
    parts: dict[str, Any] = {
        "images": tuple(_recorded_image(session, digest) for digest in sorted(filter(None, digests))),
        "codes": _sightings(session, capture_id, "code"),
        "drawn": tuple(sorted(filter(None, drawn))),
    }
    if page is None:
        return Seen(**parts)
    return Seen(
        title=page.title,
        language=page.language,
        text=page.text,
        main_text=page.main_text,
        image_text=page.image_text,
        label=page.label,
        score=page.score,
        sale=page.sale,
        recruitment=page.recruitment,
        scorer=page.scorer,
        signals=_signals(session, capture_id, page.scorer),
        contacts=_sightings(session, capture_id, "contact"),
        **parts,
    )


def looked(travelled: Travelled) -> Seen:
    """What a look gives, as it would be stored."""
    page, score = travelled.visit.page, travelled.score
    readings = {picture.sha256: picture.reading for picture in travelled.pictures}
    drawn = (image.capture for image in travelled.visit.images if image.ref.source is ImageSource.TEXT)
    parts: dict[str, Any] = {
        "images": tuple(_image(digest, readings[digest]) for digest in sorted(readings)),
        "codes": _pairs(payload for picture in travelled.pictures for payload in picture.payloads),
        "drawn": tuple(sorted(sha256(each.body).hexdigest() for each in drawn if each is not None)),
    }
    if page is None or score is None:
        return Seen(**parts)
    return Seen(
        title=storable_text(page.title),
        language=score.language,
        text=storable_text(page.text),
        main_text=storable_text(page.main_text),
        image_text=storable_text(travelled.image_text),
        label=score.label.value,
        score=score.value,
        sale=score.sale,
        recruitment=score.recruitment,
        scorer=score.scorer,
        signals=_found(score, len(page.text)) if travelled.flagged else (),
        contacts=_pairs(travelled.contacts),
        **parts,
    )


def _pairs(payloads: Iterable[Said]) -> Rows:
    return tuple(sorted({(each.kind.value, index_key(storable_text(each.value))) for each in payloads}))


def _sightings(session: Session, capture_id: int, source: str) -> Rows:
    query = (
        select(Payload.kind, Payload.value)
        .join(Sighting, Sighting.payload_id == Payload.id)
        .where(Sighting.capture_id == capture_id, Sighting.source == source)
    )
    return tuple(sorted((kind, value) for kind, value in session.execute(query)))


def _signals(session: Session, capture_id: int, scorer: str) -> Rows:
    query = (
        select(Signal)
        .join(Finding, Finding.id == Signal.finding_id)
        .where(Finding.capture_id == capture_id, Finding.scorer == scorer)
        .order_by(Signal.id)
    )
    return tuple(
        (s.family, s.kind, s.quote, s.start, s.end, s.weight, s.in_image) for s in session.scalars(query)
    )


def _found(score: Score, length: int) -> Rows:
    return tuple(
        (s.family.value, s.kind, storable_text(s.quote), s.start, s.end, s.weight, s.start > length)
        for s in score.signals
    )


def _recorded_image(session: Session, digest: str) -> tuple[Any, ...]:
    image = session.get_one(Image, digest)
    query = select(Symbol).where(Symbol.image_sha256 == digest).order_by(Symbol.id)
    symbols = tuple(
        (s.text, s.raw.hex(), s.format, s.decoder, s.variant, *_lists(s.agreed, s.disputed), s.frame)
        for s in session.scalars(query)
    )
    return (digest, image.width, image.height, image.error, symbols)


def _image(digest: str, reading: Reading) -> tuple[Any, ...]:
    symbols = tuple(
        (
            storable_text(s.text),
            s.raw.hex(),
            s.format.value,
            s.decoder,
            s.variant,
            *_lists(s.agreed, s.disputed),
            s.frame,
        )
        for s in reading.symbols
    )
    return (digest, reading.width, reading.height, reading.error, symbols)


def _lists(*lists: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(map(storable_text, each)) for each in lists)
