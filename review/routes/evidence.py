"""Pictures from the evidence, only ever as derivatives made here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from review.desk import Desk, desk_of
from review.evidence import blurred, code, preview
from review.routes.queue import LARGEST_ID
from review.visits import Viewer, viewer

router = APIRouter(prefix="/evidence/{sha256}")
AtDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/blurred", dependencies=[Depends(viewer)])
def show_blurred(sha256: str, desk: AtDesk) -> Response:
    """The picture beyond recognition."""
    return Response(blurred(desk, sha256), media_type="image/jpeg")


@router.get("/preview")
def show_preview(sha256: str, desk: AtDesk, person: Viewer) -> Response:
    """The picture itself; that somebody looked at it is written down."""
    return Response(preview(desk, sha256, person.name), media_type="image/jpeg")


@router.get("/symbols/{symbol_id}", dependencies=[Depends(viewer)])
def show_symbol(sha256: str, symbol_id: Annotated[int, Path(ge=1, le=LARGEST_ID)], desk: AtDesk) -> Response:
    """The part of a picture that holds a code."""
    return Response(code(desk, sha256, symbol_id), media_type="image/png")
