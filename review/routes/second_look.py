"""Looking blindly at shops that others decided on."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from models.decision import Verdict
from pipeline.blind_looks import look_again, next_look, shop_to_look_at
from pipeline.errors import UnknownShop
from review.desk import Desk, desk_of
from review.errors import ShopMoved
from review.reasons import clean_note
from review.rights import Right
from review.routes.queue import ShopId
from review.routes.shop import Opened, write_down_reveal
from review.shop import view_shop
from review.shop_page import page_context
from review.shop_row import ShopFilter
from review.visits import Sending, Visiting, person_with

router = APIRouter(prefix="/second-look")
AtDesk = Annotated[Desk, Depends(desk_of)]


@router.get("")
def begin(desk: AtDesk, caller: Visiting) -> Response:
    """To the next shop of the sample, or the news that there is none."""
    person = person_with(caller, Right.DECIDE)
    with desk.database.read() as session:
        decision_id = next_look(session, person.name)
    if decision_id is not None:
        return RedirectResponse(f"/second-look/{decision_id}", HTTPStatus.SEE_OTHER)
    return desk.page("no_second_look.html", caller.language, {"visit": caller})


@router.get("/{decision_id}")
def show(
    decision_id: ShopId, desk: AtDesk, caller: Visiting, opened: Annotated[Opened, Depends()]
) -> Response:
    """The shop without what was said of it."""
    person = person_with(caller, Right.DECIDE)
    opened = opened.allowed(person)
    with desk.database.read() as session:
        shop_id = shop_to_look_at(session, decision_id, person.name)
        if shop_id is None:
            raise UnknownShop(f"Decision {decision_id} is not to be looked at again by {person.name}")
        view = view_shop(session, shop_id, person.sight, opened.page, numbers=opened.numbers)
    context = page_context(caller, view, ShopFilter(), opened.clear)
    revealed = {"secrets": opened.secrets, "numbers": opened.numbers}
    changes = {"blind": decision_id, **revealed, "waiting": 0, "second": ""}
    write_down_reveal(desk, shop_id, opened, caller)
    return desk.page("shop.html", caller.language, context | changes)


@router.post("/{decision_id}")
def answer(
    decision_id: ShopId,
    desk: AtDesk,
    caller: Sending,
    verdict: Annotated[Verdict, Form()],
    note: Annotated[str, Form(max_length=10_000)] = "",
) -> Response:
    """Keep the answer and go on to the next."""
    person = person_with(caller, Right.DECIDE)
    with desk.database.write() as session:
        kept = look_again(
            session, decision_id, verdict, name=person.name, note=clean_note(note), now=desk.now()
        )
    if not kept:
        raise ShopMoved("Somebody else looked at it meanwhile")
    return RedirectResponse("/second-look", HTTPStatus.SEE_OTHER)
