"""Pictures from the evidence, only ever as derivatives made here."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy import select
from starlette.responses import Response

from models.image import Photo, Symbol
from pipeline.events import VIEWED, record
from review.desk import Desk, desk_of
from review.errors import BadPicture
from review.routes.queue import LARGEST_ID
from review.uses import shops_of_picture
from review.visits import Person, Viewer, Visit, Visiting

router = APIRouter(prefix="/evidence/{sha256}")
AtDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/blurred")
def show_blurred(sha256: str, desk: AtDesk, person: Viewer) -> Response:
    """The picture beyond recognition."""
    with desk.database.read() as session:
        shops_of_picture(session, sha256, person.sight)
    return Response(desk.pictures.blurred(sha256), media_type="image/jpeg")


@router.get("/preview")
def show_preview(sha256: str, desk: AtDesk, caller: Visiting, person: Viewer) -> Response:
    """The picture itself; that somebody looked at it is written down."""
    with desk.database.read() as session:
        shops = shops_of_picture(session, sha256, person.sight)
        photo = session.scalars(select(Photo).where(Photo.sha256 == sha256)).first()
    picture = desk.pictures.preview(sha256) if photo is None else _working(desk, photo)
    _write_down(desk, Look(sha256, shops, caller), person)
    return Response(picture, media_type="image/jpeg")


@router.get("/symbols/{symbol_id}")
def show_symbol(
    sha256: str,
    symbol_id: Annotated[int, Path(ge=1, le=LARGEST_ID)],
    desk: AtDesk,
    caller: Visiting,
    person: Viewer,
) -> Response:
    """The part of a picture that holds a code. That one is cut out of the picture now is written down."""
    with desk.database.read() as session:
        shops = shops_of_picture(session, sha256, person.sight)
        symbol = session.get(Symbol, symbol_id)
    if symbol is None or symbol.image_sha256 != sha256:
        raise BadPicture("There is no such code in this picture")
    if symbol.crop_sha256 is not None:
        return Response(desk.pictures.kept_crop(symbol.crop_sha256), media_type="image/png")
    part = desk.pictures.crop(sha256, symbol.position)
    _write_down(desk, Look(sha256, shops, caller), person, symbol=symbol_id)
    return Response(part, media_type="image/png")


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at, for which shops, and from where."""

    sha256: str
    shops: tuple[int, ...]
    caller: Visit


def _write_down(desk: Desk, look: Look, person: Person, **more: object) -> None:
    detail = {"from": look.caller.address, "why": "review", "shops": list(look.shops), **more}
    with desk.database.write() as session:
        record(session, VIEWED, ("blob", look.sha256), actor=person.name, at=desk.now(), **detail)


def _working(desk: Desk, photo: Photo) -> bytes:
    """A photo with the faces and number plates in it hidden; of one from before there were working copies,
    one is made."""
    if photo.working_sha256 is not None:
        return desk.pictures.preview(photo.working_sha256)
    return desk.pictures.working(photo.sha256)
