"""Pictures from the evidence as people may look at them, and the note of who did."""

from dataclasses import dataclass

from sqlalchemy import select

from models.image import Photo, Symbol
from pipeline.events import VIEWED, record
from review.desk import Desk
from review.errors import BadPicture
from review.person import Person
from review.uses import shops_of_picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who looks at which picture, from where, and through which token, if a program does."""

    sha256: str
    person: Person
    address: str
    token: str = ""


def blurred(desk: Desk, look: Look) -> bytes:
    """The picture beyond recognition, as JPEG. Raises BadPicture, also for one that the person may not see,
    EvidenceUnavailable, EvidenceDamaged."""
    with desk.database.read() as session:
        shops_of_picture(session, look.sha256, look.person.sight)
    return desk.pictures.blurred(look.sha256)


def preview(desk: Desk, look: Look) -> bytes:
    """The picture itself, as JPEG; that somebody looked at it is written down. Raises as `blurred` does."""
    with desk.database.read() as session:
        shops = shops_of_picture(session, look.sha256, look.person.sight)
        photo = session.scalars(select(Photo).where(Photo.sha256 == look.sha256)).first()
    picture = desk.pictures.preview(look.sha256) if photo is None else _working(desk, photo)
    _write_down(desk, look, shops)
    return picture


def code(desk: Desk, look: Look, symbol_id: int) -> bytes:
    """The part of a picture that holds a code, as PNG. That one is cut out of the picture now is written
    down. Raises as `blurred` does."""
    with desk.database.read() as session:
        shops = shops_of_picture(session, look.sha256, look.person.sight)
        symbol = session.get(Symbol, symbol_id)
    if symbol is None or symbol.image_sha256 != look.sha256:
        raise BadPicture("There is no such code in this picture")
    if symbol.crop_sha256 is not None:
        return desk.pictures.kept_crop(symbol.crop_sha256)
    part = desk.pictures.crop(look.sha256, symbol.position)
    _write_down(desk, look, shops, symbol=symbol_id)
    return part


def _write_down(desk: Desk, look: Look, shops: tuple[int, ...], **more: object) -> None:
    detail = {"from": look.address, "why": "review", "shops": list(shops), **more}
    with desk.database.write(token=look.token) as session:
        record(session, VIEWED, ("blob", look.sha256), actor=look.person.name, at=desk.now(), **detail)


def _working(desk: Desk, photo: Photo) -> bytes:
    """A photo with the faces and number plates in it hidden; of one from before there were working copies,
    one is made."""
    if photo.working_sha256 is not None:
        return desk.pictures.preview(photo.working_sha256)
    return desk.pictures.working(photo.sha256)
