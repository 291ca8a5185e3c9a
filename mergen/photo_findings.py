"""Photos whose text needs a person's eye: a wall with an offer and no address leads to no page."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session

from classifiers.score import Label
from mergen.hidden import hidden
from mergen.options import Flag
from models.capture import Capture, Page
from models.case import Sight
from models.image import Photo, PhotoScore
from models.shop import ShopMember
from models.target import Target
from pipeline.masks import masked

COLUMNS = ("photo", "label", "score", "received", "file", "text")


def photo_findings(
    session: Session, sight: Sight, *, label: Flag | None, limit: int
) -> Sequence[tuple[PhotoScore, Photo]]:
    """The newest, without those that led to what `sight` may not see."""
    query = (
        select(PhotoScore, Photo)
        .join(Photo, Photo.id == PhotoScore.photo_id)
        .where(PhotoScore.label != Label.BENIGN.value, Photo.sha256.not_in(_hidden(sight)))
        .order_by(Photo.id.desc())
        .limit(limit)
    )
    if label is not None:
        query = query.where(PhotoScore.label == label.value)
    return [(score, photo) for score, photo in session.execute(query)]


def _hidden(sight: Sight) -> Select[Any]:
    shops = (
        select(Capture.reference)
        .join(Page, Page.capture_id == Capture.id)
        .join(ShopMember, ShopMember.resource_id == Page.resource_id)
        .where(Capture.origin == "photo", ShopMember.shop_id.in_(sight.hidden))
    )
    targets = select(Target.reference).where(Target.origin == "photo", Target.id.in_(sight.hidden_targets))
    return select(union(shops, targets).subquery().c.reference)


def record_of(score: PhotoScore, photo: Photo) -> dict[str, Any]:
    """As a JSON object, with its numbers hidden."""
    return {
        "photo": photo.sha256,
        "file": photo.file_name,
        "received_at": photo.received_at.isoformat(),
        "text": masked(score.text),
        "score": score.score,
        "label": score.label,
        "scorer": score.scorer,
        "found_at": score.scored_at.isoformat(),
        "signals": [hidden(signal) for signal in score.signals],
    }


def cells_of(score: PhotoScore, photo: Photo) -> tuple[object, ...]:
    """As a row of a table."""
    text = " ".join(masked(score.text).split())[:60]
    named = (photo.sha256[:12], score.label, f"{score.score:.2f}", photo.received_at, photo.file_name)
    return (*named, text)
