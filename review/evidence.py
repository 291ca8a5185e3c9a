"""Pictures from the evidence as people may look at them, and the note of who did."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Capture
from models.image import Image, Photo, Symbol
from pipeline.events import record
from review.desk import Desk
from review.errors import BadPicture


def blurred(desk: Desk, sha256: str) -> bytes:
    """The picture beyond recognition, as JPEG. Raises BadPicture, EvidenceUnavailable, EvidenceDamaged."""
    with desk.database.read() as session:
        _check_known(session, sha256)
    return desk.pictures.blurred(sha256)


def preview(desk: Desk, sha256: str, viewer: str, token: str = "") -> bytes:
    """The picture itself, as JPEG; that `viewer` looked at it is written down. Raises as `blurred` does."""
    with desk.database.read() as session:
        _check_known(session, sha256)
        photo = session.scalars(select(Photo).where(Photo.sha256 == sha256)).first()
    picture = desk.pictures.preview(sha256) if photo is None else _working(desk, photo)
    with desk.database.write(token=token) as session:
        record(session, "viewed", ("blob", sha256), actor=viewer, at=desk.now())
    return picture


def code(desk: Desk, sha256: str, symbol_id: int) -> bytes:
    """The part of a picture that holds a code, as PNG. Raises as `blurred` does."""
    with desk.database.read() as session:
        symbol = session.get(Symbol, symbol_id)
    if symbol is None or symbol.image_sha256 != sha256:
        raise BadPicture("There is no such code in this picture")
    if symbol.crop_sha256 is not None:
        return desk.pictures.kept_crop(symbol.crop_sha256)
    return desk.pictures.crop(sha256, symbol.position)


def _working(desk: Desk, photo: Photo) -> bytes:
    """A photo with the faces and number plates in it hidden; of one from before there were working copies,
    one is made."""
    if photo.working_sha256 is not None:
        return desk.pictures.preview(photo.working_sha256)
    return desk.pictures.working(photo.sha256)


def _check_known(session: Session, sha256: str) -> None:
    """Only what the store knows as a picture is opened as one."""
    shown = select(Capture.id).where(Capture.screenshot_sha256 == sha256).limit(1)
    if session.get(Image, sha256) is None and session.scalar(shown) is None:
        raise BadPicture("There is no such picture in the store")
