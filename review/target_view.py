"""One target as its page shows it: how it stands, and who or what led to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.request import Origin
from models.capture import Capture, Page
from models.case import Sight
from models.decision import Event
from models.image import Photo, PhotoScore
from models.shop import ShopMember
from models.target import Target
from pipeline.decisions import current_shop
from pipeline.masks import masked
from pipeline.targets import is_used
from review.photo_words import hidden_words, words_of
from review.shop_view import WordsView
from review.target_list import TargetRow, rows_of

MOST_EVENTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What led to a target: `by` is the person who named it first, empty where nobody is known; `photo` is
    the photo that carried it, `note` what its sender wrote and `words` the text in it, both with card and
    phone numbers hidden; `shop_id` the shop to which the page that named it belongs."""

    origin: str
    reference: str
    by: str
    photo: Photo | None
    note: str
    words: WordsView | None
    shop_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A target with its history, the newest event first. `used` tells that it was crawled: then it cannot be
    deleted."""

    row: TargetRow
    lead: Lead
    events: Sequence[Event]
    used: bool


def view_target(session: Session, target: Target, sight: Sight, now: datetime) -> TargetView:
    """Everything that the page of a target shows of it to a person who may see it."""
    own = select(Event).where(Event.subject == "target", Event.subject_id == str(target.id))
    events = session.scalars(own.order_by(Event.id.desc()).limit(MOST_EVENTS)).all()
    first = session.scalars(own.order_by(Event.id).limit(1)).first()
    return TargetView(
        row=rows_of(session, [target], now)[0],
        lead=_lead(session, target, sight, first.actor if first is not None else ""),
        events=events,
        used=is_used(session, target.id),
    )


def _lead(session: Session, target: Target, sight: Sight, by: str) -> Lead:
    photo, words, shop_id = None, None, None
    if target.origin == Origin.PHOTO:
        photo = session.scalars(select(Photo).where(Photo.sha256 == target.reference)).first()
        words = words_of(session.get(PhotoScore, photo.id)) if photo is not None else None
    elif target.reference:
        shop_id = _shop_of(session, target.reference, sight)
    return Lead(
        origin=target.origin,
        reference=target.reference,
        by=by,
        photo=photo,
        note=masked(photo.note) if photo is not None else "",
        words=hidden_words(words) if words is not None else None,
        shop_id=shop_id,
    )


def _shop_of(session: Session, reference: str, sight: Sight) -> int | None:
    """The shop to which a page belongs, by its address, where the person may see it."""
    query = (
        select(ShopMember.shop_id)
        .join(Page, Page.resource_id == ShopMember.resource_id)
        .join(Capture, Capture.id == Page.capture_id)
        .where(Capture.url == reference)
    )
    shop_id = session.scalars(query.limit(1)).first()
    if shop_id is None:
        return None
    current = current_shop(session, shop_id).id
    return current if sight.sees(session, current) else None
