"""The codes of a shop, with what they mean."""

from dataclasses import replace

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.capture import Capture, PageImage
from models.image import Payload, Symbol
from qr.payload import PayloadKind, parse
from review.shop_view import CodeView

MOST_CODES = 24
_ON_PAGES = (
    select(Symbol, Payload, func.min(Capture.url).label("page_url"))
    .join(Payload, Payload.id == Symbol.payload_id)
    .join(PageImage, PageImage.image_sha256 == Symbol.image_sha256)
    .join(Capture, Capture.id == PageImage.capture_id)
    .where(PageImage.capture_id.in_(bindparam("captures", expanding=True)))
    .group_by(Symbol.id, Payload.id)
    .order_by(Symbol.id)
    .limit(MOST_CODES)
)
_IN_PHOTOS = (
    select(Symbol, Payload)
    .join(Payload, Payload.id == Symbol.payload_id)
    .where(Symbol.image_sha256.in_(bindparam("photos", expanding=True)))
    .order_by(Symbol.id)
    .limit(MOST_CODES)
)
_CHAINS = (
    select(Capture.url, Capture.hops, Capture.final_url, Capture.media_type)
    .where(Capture.url.in_(bindparam("urls", expanding=True)))
    .order_by(Capture.id)
)


def codes_of(session: Session, captures: list[int], photos: list[str]) -> tuple[CodeView, ...]:
    """The codes in the pictures of the pages to look at and in the photos that led here, each once."""
    on_pages = session.execute(_ON_PAGES, {"captures": captures}) if captures else ()
    in_photos = session.execute(_IN_PHOTOS, {"photos": photos}) if photos else ()
    found = {symbol.id: _code(symbol, payload, url) for symbol, payload, url in on_pages}
    found |= {symbol.id: _code(symbol, payload, None) for symbol, payload in in_photos}
    chains = _chains(session, [code.url for code in found.values() if code.url])
    return tuple(replace(code, chain=chains.get(code.url or "", ())) for code in found.values())


def _chains(session: Session, urls: list[str]) -> dict[str, tuple[str, ...]]:
    """Where addresses led when they were captured last, hop by hop. Pictures that stand in a page have its
    address too, and came by no way of their own."""
    found = {}
    for url, hops, final_url, media_type in session.execute(_CHAINS, {"urls": urls}) if urls else ():
        if not hops and media_type.startswith("image/"):
            continue
        path = dict.fromkeys([*(str(hop["url"]) for hop in hops), final_url])
        found[url] = tuple(each for each in path if each != url)
    return found


def _code(symbol: Symbol, payload: Payload, page_url: str | None) -> CodeView:
    # What the text says besides is not stored: it follows from the text.
    said = parse(symbol.text)
    readable = payload.kind != PayloadKind.BINARY
    return CodeView(
        symbol_id=symbol.id,
        image_sha256=symbol.image_sha256,
        kind=payload.kind,
        value=payload.value,
        url=payload.url,
        text=symbol.text,
        open_text=said.open_text,
        fields=said.fields if readable else (),
        format=symbol.format,
        decoders=(symbol.decoder, *(str(name) for name in symbol.agreed)),
        disputed=tuple(map(str, symbol.disputed)),
        page_url=page_url,
    )
