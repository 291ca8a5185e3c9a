"""Whose files are whose: the shops that a stored file belongs to, so that it is shown to who may see one of
them."""

from sqlalchemy import Select, literal, select, union
from sqlalchemy.orm import Session

from models.capture import Blob, Capture, Obstacle, Page, PageImage
from models.case import Sight
from models.image import Image
from models.second_look import SecondLook
from models.shop import ShopMember
from review.errors import BadPicture

NOBODYS = 0
"""Stands for a page that belongs to no shop."""


def shops_of_picture(session: Session, sha256: str, sight: Sight) -> tuple[int, ...]:
    """The shops that a person may see and whose picture this is: a screenshot, an image on a page, or a photo
    that led there.

    Raises BadPicture for what the store does not know as a picture, and, as if it did not, for one that
    belongs to none but shops that they may not see.
    """
    ways = (_screenshots, _obstacles, _shown, _led_here, _other_looks)
    uses = _uses(session, *(way(sha256) for way in ways))
    if not uses and not _is_picture(session, sha256):
        raise _unknown()
    seen = uses - set(session.scalars(sight.hidden))
    if uses and not seen:
        raise _unknown()
    return tuple(sorted(seen - {NOBODYS}))


def hidden_file(session: Session, sha256: str, sight: Sight) -> bool:
    """Whether a stored file, of whatever kind, belongs to none but shops that a person may not see. A crop, a
    working copy and the like belong where their originals do."""
    derived_from = session.scalar(select(Blob.derived_from).where(Blob.sha256 == sha256))
    ways = (_bodies, _screenshots, _obstacles, _shown, _led_here, _other_looks)
    uses = _uses(session, *(way(digest) for way in ways for digest in {sha256, derived_from or sha256}))
    return bool(uses) and uses <= set(session.scalars(sight.hidden))


def _uses(session: Session, *ways: Select[int]) -> set[int]:
    pages = union(*ways).subquery()
    query = select(ShopMember.shop_id).select_from(pages)
    query = query.outerjoin(ShopMember, ShopMember.resource_id == pages.c.resource_id)
    return {NOBODYS if shop_id is None else shop_id for shop_id in session.scalars(query)}


def _unknown() -> BadPicture:
    return BadPicture("There is no such picture in the store")


def _is_picture(session: Session, sha256: str) -> bool:
    shot = select(Capture.id).where(Capture.screenshot_sha256 == sha256).limit(1)
    return session.get(Image, sha256) is not None or session.scalar(shot) is not None


def _bodies(sha256: str) -> Select[int]:
    pages = select(Page.resource_id).join(Capture, Capture.id == Page.capture_id)
    return pages.where((Capture.sha256 == sha256) | (Capture.rendered_sha256 == sha256))


def _screenshots(sha256: str) -> Select[int]:
    pages = select(Page.resource_id).join(Capture, Capture.id == Page.capture_id)
    return pages.where(Capture.screenshot_sha256 == sha256)


def _obstacles(sha256: str) -> Select[int]:
    stood = select(Obstacle.resource_id).join(Capture, Capture.id == Obstacle.capture_id)
    return stood.where(Capture.screenshot_sha256 == sha256)


def _shown(sha256: str) -> Select[int]:
    pages = select(Page.resource_id).join(PageImage, PageImage.capture_id == Page.capture_id)
    return pages.where(PageImage.image_sha256 == sha256)


def _led_here(sha256: str) -> Select[int]:
    pages = select(Page.resource_id).join(Capture, Capture.id == Page.capture_id)
    # As a literal, so that the index of such references is used.
    photo = literal("photo", literal_execute=True)
    return pages.where(Capture.origin == photo, Capture.reference == sha256)


def _other_looks(sha256: str) -> Select[int]:
    """The page beside which another visitor's was pictured."""
    pages = select(Page.resource_id).join(SecondLook, SecondLook.capture_id == Page.capture_id)
    return pages.join(Capture, Capture.id == SecondLook.other_id).where(Capture.screenshot_sha256 == sha256)
