"""Deciding on a shop, and what else people do with one."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Response
from pydantic import Field
from sqlalchemy.orm import Session
from starlette.status import HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from models.decision import Ground
from pipeline.decisions import current_shop, seen_shop
from pipeline.errors import UnknownShop
from pipeline.recapture import recapture
from review.api.gate import AtDesk, Gate, with_scope
from review.api.responses import ALWAYS, OF_BODIES, problems
from review.api.shape import LARGEST_ID, NUMBER, Ask, Id, Shape, Words
from review.api.shop_shapes import DecisionShape, ShopSummary
from review.api.shops import Decider, ShopId
from review.bearers import Bearer
from review.history import decision_view, decisions_of, keep_note
from review.leases import Asker
from review.reasons import clean_note
from review.scopes import Scope
from review.shop import MOST_FACES, seen_token
from review.shop_page import DecisionForm
from review.shops import find_row, skip
from review.verdicts import Answer, take_answer, take_back

router = APIRouter(
    prefix="/shops/{shop_id}",
    tags=["decisions"],
    route_class=Gate,
    responses=problems(*ALWAYS, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
CONFLICT = problems(HTTPStatus.CONFLICT, *OF_BODIES)
Seen = Annotated[
    str, Field(pattern="^[0-9]{1,10}-[0-9a-f]{16}$", description="`seen` of the shop that was decided on")
]
LeftOut = Annotated[
    tuple[Annotated[int, Field(ge=1, le=LARGEST_ID), NUMBER], ...],
    Field(max_length=MOST_FACES, description="faces that are no part of the shop"),
]


class Confirm(Ask):
    """It is a shop. A confirmation carries its reason and its legal ground."""

    verdict: Literal["confirmed"]
    reason: Literal["offer", "dead_drop", "recruitment", "mirror", "advertising"]
    ground: Ground
    note: Words = ""
    leave_out: LeftOut = ()
    seen: Seen


class Reject(Ask):
    """It is none."""

    verdict: Literal["rejected"]
    reason: Literal["report", "help", "lawful_trade", "nothing"]
    note: Words = ""
    leave_out: LeftOut = ()
    seen: Seen


class Unsure(Ask):
    """One cannot tell; it waits for another."""

    verdict: Literal["unsure"]
    note: Words = ""
    leave_out: LeftOut = ()
    seen: Seen


class TakeBack(Ask):
    """Which decision is taken back: that of the shop as it was seen."""

    seen: Seen


class NewNote(Ask):
    """A note."""

    text: Annotated[Words, Field(min_length=1, pattern=r"\S", description="not only spaces")]


class Decided(Shape):
    """The shop as it stands now, with the decision that counts."""

    shop: ShopSummary
    seen: str
    decision: DecisionShape


class Noted(Shape):
    """The shop that has the note: the one that took it in, where it was merged."""

    shop_id: Id
    text: str


class Asked(Shape):
    """How many pages are fetched again by the next `mergen run`."""

    pages: int


EXAMPLE = {
    "verdict": "confirmed",
    "reason": "dead_drop",
    "ground": "acquisition",
    "note": "price list and districts on the first page",
    "leave_out": [],
    "seen": "0-9f86d081884c7d65",
}
Verdict = Annotated[Confirm | Reject | Unsure, Body(discriminator="verdict", examples=[EXAMPLE])]


@router.post("/decisions", responses=CONFLICT)
def decide(shop_id: ShopId, desk: AtDesk, who: Decider, said: Verdict) -> Decided:
    """Decide on what was seen. Who sends the same again gets the same answer, and it counts once; where the
    shop has changed since it was seen, or somebody else has it open, nothing is decided (409)."""
    form = DecisionForm(
        verdict=said.verdict,
        reason=getattr(said, "reason", ""),
        ground=getattr(said, "ground", ""),
        note=said.note,
        left_out=frozenset(said.leave_out),
    )
    answer = Answer(shop_id=shop_id, judgement=form.judgement(), seen=said.seen)
    with desk.database.write(token=who.token) as session:
        take_answer(session, answer, actor=who.person.name, now=desk.now())
        return _decided(session, shop_id)


@router.post("/undo", responses=CONFLICT)
def undo(shop_id: ShopId, desk: AtDesk, who: Decider, sent: TakeBack) -> Decided:
    """Take the verdict back: a new decision, unsure; faces that were left out return."""
    with desk.database.write(token=who.token) as session:
        take_back(session, shop_id, sent.seen, actor=who.person.name, now=desk.now())
        return _decided(session, shop_id)


@router.post("/skip", status_code=HTTP_204_NO_CONTENT)
def leave_to_others(shop_id: ShopId, desk: AtDesk, who: Decider) -> Response:
    """Leave the shop to others for today: `next` passes it over."""
    with desk.database.write(token=who.token) as session:
        skip(session, shop_id, Asker(name=who.person.name, at=desk.now()))
    return Response(status_code=HTTP_204_NO_CONTENT)


@router.post("/notes", responses=problems(*OF_BODIES))
def note(
    shop_id: ShopId, desk: AtDesk, who: Annotated[Bearer, with_scope(Scope.NOTES_WRITE)], sent: NewNote
) -> Noted:
    """Keep a note without deciding."""
    text = clean_note(sent.text)
    with desk.database.write(token=who.token) as session:
        kept = keep_note(session, shop_id, text, actor=who.person.name, now=desk.now())
    return Noted(shop_id=kept, text=text)


@router.post("/recapture", status_code=HTTP_202_ACCEPTED)
def capture_again(
    shop_id: ShopId, desk: AtDesk, who: Annotated[Bearer, with_scope(Scope.RECAPTURES_WRITE)]
) -> Asked:
    """Have the shop's strongest pages fetched again."""
    with desk.database.write(token=who.token) as session:
        current = seen_shop(session, shop_id, who.sight)
        return Asked(pages=recapture(session, current.id, actor=who.person.name, now=desk.now()))


def _decided(session: Session, shop_id: int) -> Decided:
    current = current_shop(session, shop_id)
    row = find_row(session, current.id)
    if row is None:
        raise UnknownShop(f"There is no shop {shop_id}")
    last = decision_view(decisions_of(session, current.id)[0])
    return Decided(
        shop=ShopSummary.model_validate(row),
        seen=seen_token(session, current.id),
        decision=DecisionShape.model_validate(last),
    )
