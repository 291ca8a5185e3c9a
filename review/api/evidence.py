"""Pictures from the evidence, made anew here, as on the pages."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from review.api.gate import AtDesk, Gate, with_scope
from review.api.responses import ALWAYS, file_of, problems
from review.api.shape import LARGEST_ID
from review.evidence import blurred, code, preview
from review.scopes import Scope
from review.tokens import Bearer

JPEG, PNG = "image/jpeg", "image/png"
router = APIRouter(
    prefix="/evidence/{sha256}",
    tags=["evidence"],
    route_class=Gate,
    default_response_class=Response,
    responses=problems(*ALWAYS, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="of the picture, as a shop names it")]
Looker = Annotated[Bearer, with_scope(Scope.EVIDENCE_READ)]


@router.get("/blurred", responses=file_of(JPEG))
def show_blurred(sha256: Digest, desk: AtDesk, _who: Looker) -> Response:
    """The picture beyond recognition."""
    return Response(blurred(desk, sha256), media_type=JPEG)


@router.get("/preview", responses=file_of(JPEG))
def show_preview(sha256: Digest, desk: AtDesk, who: Looker) -> Response:
    """The picture itself; that the token's person looked at it is written down in the custody log."""
    return Response(preview(desk, sha256, who.person.name, who.token), media_type=JPEG)


@router.get("/symbols/{symbol_id}", responses=file_of(PNG))
def show_symbol(
    sha256: Digest, symbol_id: Annotated[int, Path(ge=1, le=LARGEST_ID)], desk: AtDesk, _who: Looker
) -> Response:
    """The part of a picture that holds a code."""
    return Response(code(desk, sha256, symbol_id), media_type=PNG)
