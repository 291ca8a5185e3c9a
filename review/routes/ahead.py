"""The shop after the one that is looked at, for a page that wants to paint it at once."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from pipeline.decisions import seen_shop
from review.desk import Desk, desk_of
from review.leases import Asker
from review.rights import Right
from review.routes.queue import ShopId, Wanted
from review.shop import view_shop
from review.shop_page import page_context
from review.shops import next_shop
from review.visits import Visiting, person_with

router = APIRouter(prefix="/shops/{shop_id}")


@router.get("/ahead")
def look_ahead(
    shop_id: ShopId, desk: Annotated[Desk, Depends(desk_of)], caller: Visiting, wanted: Wanted
) -> Response:
    """The page of the shop to which a decision on this one leads, or nothing (204) where there is none. It
    is only looked at ahead: nobody else is kept from it, and nothing of it is opened."""
    person = person_with(caller, Right.DECIDE)
    asker = Asker(name=person.name, at=desk.now())
    with desk.database.read(briefly=True) as session:
        current = seen_shop(session, shop_id, person.sight)
        following = next_shop(session, wanted, current.id, asker)
        if following is None:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        view = view_shop(session, following, person.sight)
        waiting = desk.counts.of(session, wanted, person.sight)[wanted.shelf]
    context = page_context(caller, view, wanted, False) | {"waiting": waiting}
    return desk.page("shop.html", caller.language, context)
