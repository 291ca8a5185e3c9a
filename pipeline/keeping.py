"""Keep and forget: which captures are past their time, and what goes with them (R12).

A capture is of one kind: `unflagged` where nothing was found on it, else what was last decided on its shop
(`confirmed`, `rejected`, or `undecided`, to which `unsure` belongs). What a person sent is a `photo`; it
stays while something that was found by it does. The policy gives days for kinds; a kind without days is kept
for ever. Bytes that another capture still needs stay.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.capture import Capture, Page, PageImage
from models.decision import Decision, Verdict
from models.image import Photo, Symbol
from models.keeping import Hold, Removal
from models.shop import Finding, Shop, ShopMember
from pipeline.errors import BadPolicy


class KeptKind(StrEnum):
    """What the time of a capture or a photo depends on."""

    UNFLAGGED = "unflagged"
    REJECTED = "rejected"
    UNDECIDED = "undecided"
    CONFIRMED = "confirmed"
    PHOTO = "photo"


Policy = Mapping[KeptKind, timedelta]


def read_policy(text: str) -> Policy:
    """A policy as settings have it: `unflagged=90,rejected=365`, in days. Raises BadPolicy."""
    policy: dict[KeptKind, timedelta] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, days = part.partition("=")
        if name not in set(KeptKind) or not days.isdecimal() or not int(days):
            kinds = ", ".join(KeptKind)
            raise BadPolicy(f"MERGEN_KEEP_DAYS: {part!r} is not KIND=DAYS; the kinds are {kinds}")
        policy[KeptKind(name)] = timedelta(days=int(days))
    return policy


@dataclass(slots=True)
class Due:
    """What is past its time: captures and photos, and the blobs and WARC files that nothing else needs."""

    captures: dict[int, KeptKind] = field(default_factory=dict)
    photos: set[int] = field(default_factory=set)
    blobs: set[str] = field(default_factory=set)
    warc_files: set[str] = field(default_factory=set)


def due(session: Session, policy: Policy, now: datetime) -> Due:
    """What is past its time at `now`, as the policy and the holds have it."""
    found, needed = Due(), set[str]()
    kept_files: set[str] = set()
    kinds, held = dict(_flagged(session)), set(session.scalars(_held()))
    for capture in session.execute(_captures().execution_options(yield_per=1000)):
        kind = kinds.get(capture.id, KeptKind.UNFLAGGED)
        digests = {capture.sha256, capture.screenshot_sha256, capture.rendered_sha256} - {None}
        time = policy.get(kind)
        if time is None or capture.id in held or capture.fetched_at + time > now:
            needed |= digests
            kept_files.add(capture.warc_file)
        else:
            found.captures[capture.id] = kind
            found.blobs |= digests
            found.warc_files.add(capture.warc_file)
    needed |= _photos(session, found, policy.get(KeptKind.PHOTO), now)
    needed |= set(_pictures(session, set(found.captures)))
    found.blobs |= set(_crops(session, found.blobs - needed))
    gone = set(session.scalars(sa.select(Removal.name)))
    found.blobs -= needed | gone
    found.warc_files -= kept_files | gone | {""}
    return found


def _captures() -> sa.Select[int, str, str | None, str | None, datetime, str]:
    return sa.select(
        Capture.id,
        Capture.sha256,
        Capture.screenshot_sha256,
        Capture.rendered_sha256,
        Capture.fetched_at,
        Capture.warc_file,
    )


def _flagged(session: Session) -> Iterator[tuple[int, KeptKind]]:
    """The captures with findings, and those of their shop's other pages, by what was decided last."""
    last = sa.select(sa.func.max(Decision.id)).group_by(Decision.shop_id)
    verdicts = sa.select(Decision.shop_id, Decision.verdict).where(Decision.id.in_(last)).subquery()
    query = (
        sa.select(Finding.capture_id, verdicts.c.verdict)
        .join(ShopMember, ShopMember.resource_id == Finding.resource_id, isouter=True)
        .join(verdicts, verdicts.c.shop_id == ShopMember.shop_id, isouter=True)
    )
    kinds = {Verdict.CONFIRMED: KeptKind.CONFIRMED, Verdict.REJECTED: KeptKind.REJECTED}
    for capture_id, verdict in session.execute(query):
        yield capture_id, kinds.get(verdict, KeptKind.UNDECIDED)


def _held() -> sa.Select[int]:
    """The captures of shops under a hold, flagged or not."""
    holds = sa.select(Hold.shop_id).where(Hold.released_at.is_(None))
    shops = sa.select(Shop.id).where(sa.or_(Shop.id.in_(holds), Shop.merged_into.in_(holds)))
    merged = sa.select(Shop.merged_into).where(Shop.id.in_(holds), Shop.merged_into.is_not(None))
    return (
        sa.select(Page.capture_id)
        .join(ShopMember, ShopMember.resource_id == Page.resource_id)
        .where(sa.or_(ShopMember.shop_id.in_(shops), ShopMember.shop_id.in_(merged)))
    )


def _photos(session: Session, found: Due, time: timedelta | None, now: datetime) -> set[str]:
    """Add the photos that are past their time; gives the bytes of those that are not."""
    needed: set[str] = set()
    leading = _leading(session, set(found.captures))
    for photo in session.scalars(sa.select(Photo).order_by(Photo.id)):
        digests = {digest for digest in (photo.sha256, photo.working_sha256) if digest is not None}
        if time is None or photo.sha256 in leading or photo.received_at + time > now:
            needed |= digests
        else:
            found.photos.add(photo.id)
            found.blobs |= digests
    return needed | set(_crops(session, needed))


def _leading(session: Session, past: set[int]) -> set[str]:
    """The photos that led to a shop of which a flagged capture stays, or that is under a hold."""
    shops = (
        sa.select(ShopMember.shop_id)
        .join(Page, Page.resource_id == ShopMember.resource_id)
        .join(Capture, Capture.id == Page.capture_id)
        .where(Capture.origin == "photo")
    )
    led = sa.select(Capture.reference, ShopMember.shop_id).where(Capture.origin == "photo")
    led = led.join(Page, Page.capture_id == Capture.id)
    led = led.join(ShopMember, ShopMember.resource_id == Page.resource_id)
    flagged = (
        sa.select(ShopMember.shop_id, Finding.capture_id)
        .join(Finding, Finding.resource_id == ShopMember.resource_id)
        .where(ShopMember.shop_id.in_(shops))
    )
    stays = {shop_id for shop_id, capture_id in session.execute(flagged) if capture_id not in past}
    return {digest for digest, shop_id in session.execute(led) if shop_id in stays}


def _pictures(session: Session, past: set[int]) -> Iterator[str]:
    """The images on pages that stay, and the crops of their codes."""
    query = sa.select(PageImage.capture_id, PageImage.image_sha256, Symbol.crop_sha256).outerjoin(
        Symbol, Symbol.image_sha256 == PageImage.image_sha256
    )
    for capture_id, *digests in session.execute(query.execution_options(yield_per=1000)):
        if capture_id not in past:
            yield from (digest for digest in digests if digest is not None)


def _crops(session: Session, images: set[str]) -> Iterator[str]:
    query = sa.select(Symbol.image_sha256, Symbol.crop_sha256).where(Symbol.crop_sha256.is_not(None))
    for image, crop in session.execute(query.execution_options(yield_per=1000)):
        if image in images and crop is not None:
            yield crop
