"""Pictures from the evidence, made anew here, as on the pages."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from review.api.gate import AtDesk, Gate, with_scope
from review.api.responses import ALWAYS, file_of, problems
from review.api.shape import LARGEST_ID
from review.bearers import Bearer
from review.evidence import Look, blurred, code, preview
from review.scopes import Scope

JPEG, PNG = "image/jpeg", "image/png"
router = APIRouter(
    prefix="/evidence/{sha256}",
    tags=["evidence"],
    route_class=Gate,
    default_response_class=Response,
    responses=problems(*ALWAYS, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="of the picture, as a shop names it")]


def look_of(sha256: Digest, who: Annotated[Bearer, with_scope(Scope.EVIDENCE_READ)]) -> Look:
    """Who looks at which picture."""
    return Look(sha256=sha256, person=who.person, address=who.address, token=who.token)


Looking = Annotated[Look, Depends(look_of)]


@router.get("/blurred", responses=file_of(JPEG))
def show_blurred(desk: AtDesk, look: Looking) -> Response:
    """The picture beyond recognition."""
    return Response(blurred(desk, look), media_type=JPEG)


@router.get("/preview", responses=file_of(JPEG))
def show_preview(desk: AtDesk, look: Looking) -> Response:
    """The picture itself; that the token's person looked at it is written down in the custody log."""
    return Response(preview(desk, look), media_type=JPEG)


@router.get("/symbols/{symbol_id}", responses=file_of(PNG))
def show_symbol(
    symbol_id: Annotated[int, Path(ge=1, le=LARGEST_ID)], desk: AtDesk, look: Looking
) -> Response:
    """The part of a picture that holds a code. That one is cut out of the picture now is written down."""
    return Response(code(desk, look, symbol_id), media_type=PNG)
