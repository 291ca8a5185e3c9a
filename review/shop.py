"""One shop, read from the store in the same few queries however large it is."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, select
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from models.case import Sight
from models.decision import Decision
from models.handover import Handover
from models.image import Image, Photo, PhotoScore
from models.quality import CaptureCheck
from models.shop import Finding, Resource, ShopMember, Signal
from pipeline.camera_clock import camera_clock
from pipeline.case_shops import unknown
from pipeline.decisions import seen_shop
from pipeline.faces import sent_face
from pipeline.looks import other_looks
from pipeline.obstacles import last_obstacles
from review.codes import codes_of
from review.earlier import earlier_of
from review.history import decision_view, decisions_of, notes_of
from review.numbers import hide_numbers
from review.photo_words import words_of
from review.posts import posts_view
from review.shop_view import (
    EntryView,
    FaceView,
    HopView,
    PageRow,
    PageView,
    PhotoView,
    ShopView,
    SignalView,
)
from review.shops import find_row
from review.similar import similar_shops

MOST_FACES = 200
MOST_PAGES = 30
MOST_SIGNALS = 600
MOST_PHOTOS = 24
# Every statement is built once: building one takes ten times as long as asking it.
_SHOP: BindParameter[int] = bindparam("shop")
_RESOURCES = select(ShopMember.resource_id).where(ShopMember.shop_id == _SHOP)
_LAST_DECISION = select(func.max(Decision.id)).where(Decision.shop_id == _SHOP)
_KEYS = select(Resource.key).join(ShopMember).where(ShopMember.shop_id == _SHOP)
_BY_URL = func.row_number().over(partition_by=Capture.url, order_by=(Capture.id.desc(), Finding.id.desc()))
_RANKED_FINDINGS = (
    select(Finding.id, _BY_URL.label("rank"))
    .join(Capture, Capture.id == Finding.capture_id)
    .where(Finding.resource_id.in_(_RESOURCES))
    .subquery()
)
_PAGES = (
    select(Finding, Capture.url, Capture.fetched_at, Page.title, Page.language)
    .join(_RANKED_FINDINGS, _RANKED_FINDINGS.c.id == Finding.id)
    .join(Capture, Capture.id == Finding.capture_id)
    .join(Page, Page.capture_id == Finding.capture_id)
    .where(_RANKED_FINDINGS.c.rank == 1)
    .order_by(Finding.score.desc(), Finding.id)
    .limit(MOST_PAGES)
)
_PAGE = (
    select(Capture, Page, CaptureCheck)
    .join(Page, Page.capture_id == Capture.id)
    .outerjoin(CaptureCheck, CaptureCheck.capture_id == Capture.id)
    .where(Capture.id == bindparam("capture"))
)
_SIGNALS = (
    select(Signal)
    .where(Signal.finding_id.in_(bindparam("findings", expanding=True)))
    .order_by(func.abs(Signal.weight).desc(), Signal.id)
    .limit(MOST_SIGNALS)
)
_FACES = (
    select(Resource, ShopMember, Handover)
    .join(ShopMember, ShopMember.resource_id == Resource.id)
    .outerjoin(Handover, Handover.resource_id == Resource.id)
    .where(ShopMember.shop_id == _SHOP)
    .order_by(ShopMember.joined_at, Resource.id)
    .limit(MOST_FACES)
)
_BY_DEPTH = func.row_number().over(partition_by=Page.resource_id, order_by=(Capture.depth, Capture.id))
_RANKED_PAGES = (
    select(Page.resource_id, Page.capture_id, _BY_DEPTH.label("rank"))
    .join(Capture, Capture.id == Page.capture_id)
    .where(Page.resource_id.in_(_RESOURCES))
    .subquery()
)
_ENTRIES = (
    select(_RANKED_PAGES.c.resource_id, Capture)
    .join(Capture, Capture.id == _RANKED_PAGES.c.capture_id)
    .where(_RANKED_PAGES.c.rank == 1)
)
_REFERENCES = (
    select(Capture.reference)
    .join(Page, Page.capture_id == Capture.id)
    .where(Capture.origin == "photo", Page.resource_id.in_(_RESOURCES))
)
_PHOTOS = (
    select(Photo, Image, PhotoScore)
    .join(Image, Image.sha256 == Photo.sha256)
    .outerjoin(PhotoScore, PhotoScore.photo_id == Photo.id)
    .where(Photo.sha256.in_(_REFERENCES))
    .limit(MOST_PHOTOS)
)


def view_shop(
    session: Session, shop_id: int, sight: Sight, capture_id: int | None = None, *, numbers: bool = False
) -> ShopView:
    """The shop, or the one it was merged into, with the page `capture_id` open, or else its strongest. Card
    and phone numbers are hidden unless `numbers` asks for them; whoever does writes that down.

    Raises UnknownShop, also for a shop that `sight` may not see.
    """
    view = _view(session, shop_id, sight, capture_id)
    return view if numbers else hide_numbers(view)


def _view(session: Session, shop_id: int, sight: Sight, capture_id: int | None) -> ShopView:
    shop = seen_shop(session, shop_id, sight)
    row = find_row(session, shop.id)
    if row is None:
        raise unknown(shop_id)
    decisions = decisions_of(session, shop.id)
    pages = _pages(session, shop.id)
    opened = next((page for page in pages if page.capture_id == capture_id), pages[0] if pages else None)
    covered = frozenset(decisions[0].covers if decisions else ())
    captures = [page.capture_id for page in pages]
    photos = _photos(session, shop.id)
    faces, signals = _faces(session, shop.id, covered, photos), _signals(session, pages)
    return ShopView(
        row=row,
        seen=_shown(session, shop.id, decisions, faces),
        faces=faces,
        pages=tuple(pages),
        page=_open(session, opened) if opened is not None else None,
        signals=signals,
        codes=codes_of(session, captures, list(photos)),
        posts=posts_view(session, faces, signals),
        decisions=tuple(decision_view(decision) for decision in decisions),
        notes=notes_of(session, shop.id),
        similar=similar_shops(session, shop.id, row.label, sight),
        earlier=earlier_of(session, opened) if opened is not None else None,
    )


def seen_token(session: Session, shop_id: int) -> str:
    """What a shop is now: its last decision and its faces. Two equal tokens show the same shop."""
    last = session.scalar(_LAST_DECISION, {"shop": shop_id}) or 0
    return _token(last, session.scalars(_KEYS, {"shop": shop_id}))


def _shown(session: Session, shop_id: int, decisions: Sequence[Decision], faces: Sequence[FaceView]) -> str:
    """The token of a shop of which this was read; the store is asked for faces only where not all were."""
    all_read = len(faces) < MOST_FACES
    keys = (face.key for face in faces) if all_read else session.scalars(_KEYS, {"shop": shop_id})
    return _token(decisions[0].id if decisions else 0, keys)


def _token(last: int, keys: Iterable[str]) -> str:
    return f"{last}-{hashlib.sha256(chr(10).join(sorted(keys)).encode()).hexdigest()[:16]}"


def _pages(session: Session, shop_id: int) -> list[PageRow]:
    """The pages to look at, strongest first, each address once, as it was last captured."""
    return [_page_row(row) for row in session.execute(_PAGES, {"shop": shop_id})]


def _page_row(row: Row[*tuple[Any, ...]]) -> PageRow:
    finding: Finding = row[0]
    return PageRow(
        capture_id=finding.capture_id,
        finding_id=finding.id,
        resource_id=finding.resource_id,
        url=row.url,
        title=row.title,
        language=row.language,
        score=finding.score,
        label=finding.label,
        fetched_at=row.fetched_at,
    )


def _open(session: Session, row: PageRow) -> PageView:
    capture, page, check = session.execute(_PAGE, {"capture": row.capture_id}).one()
    return PageView(
        row=row,
        final_url=capture.final_url,
        status=capture.status,
        via=capture.via,
        sha256=capture.sha256,
        sale=page.sale,
        recruitment=page.recruitment,
        scorer=page.scorer,
        text=page.text,
        image_text=page.image_text,
        screenshot_sha256=capture.screenshot_sha256,
        tls_error=capture.tls_error,
        protocol=capture.protocol,
        answered=str(((capture.handling or {}).get("consent") or {}).get("words", "")),
        look=other_looks(session, [capture.id]).get(capture.id),
        hops=tuple(
            HopView(url=str(hop["url"]), status=int(hop["status"]), location=str(hop["location"]))
            for hop in capture.hops
        ),
        lacking=check.lacking if check is not None else (),
        unseen=capture.unseen,
    )


def _signals(session: Session, pages: Iterable[PageRow]) -> tuple[SignalView, ...]:
    captures = {page.finding_id: page.capture_id for page in pages}
    return tuple(
        SignalView(
            capture_id=captures[signal.finding_id],
            family=signal.family,
            kind=signal.kind,
            quote=signal.quote,
            start=signal.start,
            end=signal.end,
            weight=signal.weight,
            in_image=signal.in_image,
        )
        for signal in session.scalars(_SIGNALS, {"findings": list(captures)})
    )


def _faces(
    session: Session, shop_id: int, covered: frozenset[str], photos: dict[str, PhotoView]
) -> tuple[FaceView, ...]:
    entries = _entries(session, shop_id, photos)
    rows = session.execute(_FACES, {"shop": shop_id}).all()
    met = last_obstacles(session, [resource.id for resource, *_ in rows])
    return tuple(
        FaceView(
            resource_id=resource.id,
            key=resource.key,
            kind=resource.kind,
            host=resource.host,
            reason=member.reason,
            detail=member.detail,
            joined_at=member.joined_at,
            covered=resource.key in covered,
            entry=entries.get(resource.id),
            met=met.get(resource.id),
            sent=sent_face(sent, resource.key, shop_id) if sent is not None else None,
        )
        for resource, member, sent in rows
    )


def _entries(session: Session, shop_id: int, photos: dict[str, PhotoView]) -> dict[int, EntryView]:
    """How each resource was first reached: its capture nearest to where the crawl began."""
    return {
        resource_id: EntryView(
            url=capture.url,
            origin=capture.origin,
            reference=capture.reference,
            at=capture.fetched_at,
            photo=photos.get(capture.reference),
            profile=capture.profile,
        )
        for resource_id, capture in session.execute(_ENTRIES, {"shop": shop_id})
    }


def _photos(session: Session, shop_id: int) -> dict[str, PhotoView]:
    """The photos that led to the shop, by digest."""
    found = session.execute(_PHOTOS, {"shop": shop_id})
    return {photo.sha256: _photo(photo, image, score) for photo, image, score in found}


def _photo(photo: Photo, image: Image, score: PhotoScore | None) -> PhotoView:
    return PhotoView(
        sha256=photo.sha256,
        received_at=photo.received_at,
        taken=camera_clock(photo.taken_at, photo.taken_offset) if photo.taken_at else None,
        said_at=_position(photo.latitude, photo.longitude),
        camera_at=_position(photo.camera_latitude, photo.camera_longitude),
        note=photo.note,
        near=tuple(map(str, photo.near)),
        unread=len(image.unread),
        hints=tuple(map(str, image.hints)),
        words=words_of(score),
    )


def _position(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)
