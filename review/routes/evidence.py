"""Pictures from the evidence, only ever as derivatives made here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from review.desk import Desk, desk_of
from review.evidence import Look, blurred, code, preview
from review.routes.queue import LARGEST_ID
from review.visits import Viewer, Visiting

router = APIRouter(prefix="/evidence/{sha256}")
AtDesk = Annotated[Desk, Depends(desk_of)]


def look_of(sha256: str, caller: Visiting, person: Viewer) -> Look:
    """Who looks at which picture."""
    return Look(sha256=sha256, person=person, address=caller.address)


Looking = Annotated[Look, Depends(look_of)]


@router.get("/blurred")
def show_blurred(desk: AtDesk, look: Looking) -> Response:
    """The picture beyond recognition."""
    return Response(blurred(desk, look), media_type="image/jpeg")


@router.get("/preview")
def show_preview(desk: AtDesk, look: Looking) -> Response:
    """The picture itself; that somebody looked at it is written down."""
    return Response(preview(desk, look), media_type="image/jpeg")


@router.get("/symbols/{symbol_id}")
def show_symbol(
    symbol_id: Annotated[int, Path(ge=1, le=LARGEST_ID)], desk: AtDesk, look: Looking
) -> Response:
    """The part of a picture that holds a code. That one is cut out of the picture now is written down."""
    return Response(code(desk, look, symbol_id), media_type="image/png")
