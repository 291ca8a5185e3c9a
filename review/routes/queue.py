"""The list of shops."""

import re
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from review.desk import Desk, desk_of
from review.shop_row import Order, Place, Shelf, ShopFilter
from review.shops import count_shops, languages_found, list_shops
from review.verdicts import last_of
from review.visits import Viewer, Visiting

router = APIRouter()
AtDesk = Annotated[Desk, Depends(desk_of)]
LABELS = ("sale", "recruitment", "unsure")
LANGUAGE = re.compile("[a-z]{2,3}")
PAGE_LENGTH = 25
LARGEST_ID = 2**31 - 1
ShopId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
MaybeId = Annotated[int, Query(ge=0, le=LARGEST_ID)]


def wanted_shops(
    state: str = Shelf.WAITING,
    label: str = "",
    language: str = "",
    order: str = Order.STRONGEST,
    after: str = "",
) -> ShopFilter:
    """The filter that an address names; what it does not know it leaves open."""
    return ShopFilter(
        shelf=Shelf(state) if state in list(Shelf) else Shelf.WAITING,
        label=label if label in LABELS else None,
        language=language if LANGUAGE.fullmatch(language) else None,
        after=Place.parse(after),
        order=Order(order) if order in list(Order) else Order.STRONGEST,
    )


Wanted = Annotated[ShopFilter, Depends(wanted_shops)]


def filter_query(wanted: ShopFilter, **more: object) -> str:
    """The filter as an address that can be shared, without its place."""
    fields = {
        "state": wanted.shelf.value,
        "label": wanted.label,
        "language": wanted.language,
        "order": wanted.order.value,
        **more,
    }
    left_open = (None, "", Shelf.WAITING.value, Order.STRONGEST.value)
    return urlencode({name: value for name, value in fields.items() if value not in left_open})


@router.get("/")
def show_queue(
    desk: AtDesk, caller: Visiting, person: Viewer, wanted: Wanted, decided: MaybeId = 0
) -> Response:
    """Shops on one shelf, a page at a time."""
    with desk.database.read() as session:
        rows = list_shops(session, replace(wanted, limit=PAGE_LENGTH + 1))
        context = {
            "visit": caller,
            "rows": rows[:PAGE_LENGTH],
            "more": rows[PAGE_LENGTH - 1].place if len(rows) > PAGE_LENGTH else None,
            "counts": count_shops(session, wanted),
            "wanted": wanted,
            "languages": languages_found(session),
            "labels": LABELS,
            "last": last_of(session, decided, person.name),
            "query": filter_query,
        }
    return desk.page("queue.html", caller.language, context)
