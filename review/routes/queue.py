"""The list of shops, and the choices that people keep."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query
from starlette.responses import RedirectResponse, Response

from pipeline.cases import case_names
from review.choice import FACES, LABELS, filter_query, parse_choice, wanted_shops
from review.desk import Desk, desk_of
from review.leases import Asker, has_any, holders, leave
from review.rights import Right
from review.saved import forget_filter, save_filter, saved_filters
from review.shop_row import ShopFilter
from review.shops import list_shops
from review.verdicts import last_of
from review.visits import Sending, Viewer, Visiting, person_with

router = APIRouter()
AtDesk = Annotated[Desk, Depends(desk_of)]
PAGE_LENGTH = 25
LARGEST_ID = 2**31 - 1
ShopId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
MaybeId = Annotated[int, Query(ge=0, le=LARGEST_ID)]
Wanted = Annotated[ShopFilter, Depends(wanted_shops)]
Choice = Annotated[str, Form(max_length=2000)]


@router.get("/")
def show_queue(
    desk: AtDesk, caller: Visiting, person: Viewer, wanted: Wanted, decided: MaybeId = 0
) -> Response:
    """Shops on one shelf, a page at a time. Who comes here has left the shop that they had open."""
    if person.may(Right.DECIDE):
        _leave_all(desk, person.name)
    asker = Asker(name=person.name, at=desk.now())
    with desk.database.read(briefly=True) as session:
        rows = list_shops(session, replace(wanted, limit=PAGE_LENGTH + 1), person.sight)
        context = {
            "visit": caller,
            "rows": rows[:PAGE_LENGTH],
            "more": rows[PAGE_LENGTH - 1].place if len(rows) > PAGE_LENGTH else None,
            "counts": desk.counts.of(session, wanted, person.sight),
            "held": holders(session, [row.id for row in rows], asker),
            "wanted": wanted,
            "choices": desk.menu.choices(session, desk.now()),
            "cases": case_names(session, person.sight),
            "saved": saved_filters(session, person.id),
            "labels": LABELS,
            "faces": FACES,
            "last": last_of(session, decided, person.name),
            "query": filter_query,
        }
    return desk.page("queue.html", caller.language, context)


def _leave_all(desk: Desk, name: str) -> None:
    with desk.database.read(briefly=True) as session:
        if not has_any(session, name):
            return  # writing waits for whoever else writes
    with desk.database.write() as session:
        leave(session, name)


@router.post("/filters")
def keep(
    desk: AtDesk, caller: Sending, name: Annotated[str, Form(max_length=200)] = "", queue: Choice = ""
) -> Response:
    """Keep the choice that the queue shows under a name of one's own."""
    person = person_with(caller, Right.SEE)
    with desk.database.write() as session:
        save_filter(session, person.id, name, queue)
    return _back(queue)


@router.post("/filters/{filter_id}/forget")
def forget(filter_id: ShopId, desk: AtDesk, caller: Sending, queue: Choice = "") -> Response:
    """Delete a choice that one kept."""
    person = person_with(caller, Right.SEE)
    with desk.database.write() as session:
        forget_filter(session, person.id, filter_id)
    return _back(queue)


def _back(queue: str) -> Response:
    query = filter_query(parse_choice(queue))
    return RedirectResponse(f"/?{query}" if query else "/", HTTPStatus.SEE_OTHER)
