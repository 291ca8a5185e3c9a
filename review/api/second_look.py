"""Looking blindly at shops that others decided on: how well people agree is measured by it."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema
from starlette.status import HTTP_204_NO_CONTENT

from models.decision import Verdict
from pipeline.blind_looks import look_again, next_look, shop_to_look_at
from pipeline.errors import UnknownShop
from review.api.face_shapes import Face
from review.api.gate import AtDesk, Gate
from review.api.page_shapes import OpenPage, PageSummary, SignalShape
from review.api.responses import ALWAYS, OF_BODIES, problems
from review.api.shape import LARGEST_ID, Ask, Id, Shape, Words
from review.api.shop_shapes import Change, Code, Family, Post, shop_shape
from review.api.shops import Decider
from review.errors import ShopMoved
from review.reasons import clean_note
from review.scopes import Scope
from review.shop import view_shop
from review.shop_view import ShopView

router = APIRouter(
    prefix="/second-look",
    tags=["second look"],
    route_class=Gate,
    responses=problems(*ALWAYS, HTTPStatus.UNPROCESSABLE_ENTITY),
)
DecisionId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="`decision` of a second look")]
TOLD = (
    "numbers",
    "faces",
    "pages",
    "page",
    "signals",
    "families",
    "codes",
    "posts",
    "change",
    "shared_hosts",
)
NOT_YOURS = problems(HTTPStatus.NOT_FOUND)


class NextLook(Shape):
    """The decision whose shop is to be looked at blindly; null where the sample has none for this person."""

    decision: Id | None


class BlindShop(Shape):
    """A shop without its number and without what anybody said of it."""

    decision: Id
    title: str
    label: str
    score: float
    numbers: bool = Field(description="card and phone numbers in its texts stand behind dots")
    faces: tuple[Face, ...]
    pages: tuple[PageSummary, ...]
    page: OpenPage | None
    signals: tuple[SignalShape, ...]
    families: tuple[Family, ...]
    codes: tuple[Code, ...]
    posts: tuple[Post, ...]
    change: Change | None
    shared_hosts: tuple[str, ...]

    @classmethod
    def of(cls, decision_id: int, view: ShopView, *, places: bool) -> Self:
        faces = tuple(replace(face, covered=False, sent=None) for face in view.faces)
        told = shop_shape(replace(view, faces=faces), people=0, held=None, places=places)
        named = {name: getattr(told, name) for name in TOLD}
        return cls(
            decision=decision_id,
            title=view.row.title,
            label=view.row.label,
            score=view.row.score,
            **named,
        )


class Said(Ask):
    """What one says of it, without knowing what was said."""

    verdict: Verdict
    note: Words = ""


@router.get("")
def begin(desk: AtDesk, who: Decider) -> NextLook:
    """Which decision of somebody else is to be looked at again: one in ten, drawn by lot."""
    with desk.database.read() as session:
        return NextLook(decision=next_look(session, who.person.name))


@router.get("/{decision_id}", responses=NOT_YOURS)
def show(
    decision_id: DecisionId,
    desk: AtDesk,
    who: Decider,
    capture: Annotated[Id | SkipJsonSchema[None], Query()] = None,
) -> BlindShop:
    """The shop without what was said of it, with the page of `capture` open, or else its strongest."""
    with desk.database.read() as session:
        shop_id = shop_to_look_at(session, decision_id, who.person.name)
        if shop_id is None:
            raise _not_yours(decision_id)
        view = view_shop(session, shop_id, who.sight, capture)
    return BlindShop.of(decision_id, view, places=Scope.PLACES_READ in who.scopes)


@router.post(
    "/{decision_id}",
    status_code=HTTP_204_NO_CONTENT,
    responses=problems(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, *OF_BODIES),
)
def answer(decision_id: DecisionId, desk: AtDesk, who: Decider, said: Said) -> Response:
    """Keep the answer. It changes no decision; where somebody was quicker, nothing is kept (409)."""
    with desk.database.write(token=who.token) as session:
        if shop_to_look_at(session, decision_id, who.person.name) is None:
            raise _not_yours(decision_id)
        name, note = who.person.name, clean_note(said.note)
        if not look_again(session, decision_id, said.verdict, name=name, note=note, now=desk.now()):
            raise ShopMoved("Somebody else looked at it meanwhile")
    return Response(status_code=HTTP_204_NO_CONTENT)


def _not_yours(decision_id: int) -> UnknownShop:
    return UnknownShop(f"Decision {decision_id} is not to be looked at again by this person")
