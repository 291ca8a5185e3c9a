"""Pictures from the evidence, only ever as derivatives made here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from models.capture import Capture
from models.image import Image, Photo, Symbol
from pipeline.events import record
from review.desk import Desk, desk_of
from review.errors import BadPicture
from review.routes.queue import LARGEST_ID
from review.visits import Viewer, viewer

router = APIRouter(prefix="/evidence/{sha256}")
AtDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/blurred", dependencies=[Depends(viewer)])
def show_blurred(sha256: str, desk: AtDesk) -> Response:
    """The picture beyond recognition."""
    with desk.database.read() as session:
        _check_known(session, sha256)
    return Response(desk.pictures.blurred(sha256), media_type="image/jpeg")


@router.get("/preview")
def show_preview(sha256: str, desk: AtDesk, person: Viewer) -> Response:
    """The picture itself; that somebody looked at it is written down."""
    with desk.database.read() as session:
        _check_known(session, sha256)
        photo = session.scalars(select(Photo).where(Photo.sha256 == sha256)).first()
    picture = desk.pictures.preview(sha256) if photo is None else _working(desk, photo)
    with desk.database.write() as session:
        record(session, "viewed", ("blob", sha256), actor=person.name, at=desk.now())
    return Response(picture, media_type="image/jpeg")


@router.get("/symbols/{symbol_id}", dependencies=[Depends(viewer)])
def show_symbol(sha256: str, symbol_id: Annotated[int, Path(ge=1, le=LARGEST_ID)], desk: AtDesk) -> Response:
    """The part of a picture that holds a code."""
    with desk.database.read() as session:
        symbol = session.get(Symbol, symbol_id)
    if symbol is None or symbol.image_sha256 != sha256:
        raise BadPicture("There is no such code in this picture")
    if symbol.crop_sha256 is not None:
        return Response(desk.pictures.kept_crop(symbol.crop_sha256), media_type="image/png")
    return Response(desk.pictures.crop(sha256, symbol.position), media_type="image/png")


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
