"""The queue and one shop, with the same choices and in the same order as on the page."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema
from starlette.status import HTTP_204_NO_CONTENT

from pipeline.decisions import seen_shop
from review.api.gate import AtDesk, Gate, with_scope
from review.api.paging import Limit, PlaceCursor, place_cursor, read_place
from review.api.responses import ALWAYS, problems
from review.api.shape import LARGEST_ID, Ask, Id, Shape
from review.api.shop_shapes import Lease, Shop, Shops, ShopSummary, shop_shape
from review.bearers import Bearer
from review.choice import read_choice
from review.errors import ShopHeld
from review.leases import LEASE, Asker, holders, release, take
from review.reveals import Reveal, write_down
from review.scopes import Scope
from review.shop import view_shop
from review.shop_row import Order, Shelf, ShopFilter
from review.shops import count_shops, list_shops, next_shop

router = APIRouter(
    prefix="/shops",
    tags=["shops"],
    route_class=Gate,
    responses=problems(*ALWAYS, HTTPStatus.UNPROCESSABLE_ENTITY),
)
ShopId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="the shop's number")]
Reader = Annotated[Bearer, with_scope(Scope.SHOPS_READ)]
Decider = Annotated[Bearer, with_scope(Scope.DECISIONS_WRITE)]
NOT_FOUND = problems(HTTPStatus.NOT_FOUND)
Word = Annotated[str, Field(pattern="^[a-z_]{2,12}$")]


class Choice(Ask):
    """Which shops are meant; what is left out is left open."""

    label: Literal["sale", "recruitment", "unsure"] | SkipJsonSchema[None] = None
    language: Word | SkipJsonSchema[None] = Field(
        default=None, description="of one of its pages", examples=["kk"]
    )
    district: Annotated[str, Field(max_length=200)] | SkipJsonSchema[None] = None
    source: Word | SkipJsonSchema[None] = Field(
        default=None, description="what led to it", examples=["photo"]
    )
    face: Literal["site", "account"] | SkipJsonSchema[None] = None
    case: Id | SkipJsonSchema[None] = Field(default=None, description="the number of the case that it is in")

    def filter(self) -> ShopFilter:
        """As the page's own queue reads it."""
        given = self.model_dump(mode="json", exclude_none=True)
        return read_choice({name: str(value) for name, value in given.items()})


class Queue(Choice):
    """What the queue can be asked for."""

    state: Shelf = Field(default=Shelf.WAITING, description="the shelf that shops stand on")
    order: Order = Order.STRONGEST


class QueuePage(Queue):
    """A page of the queue."""

    cursor: PlaceCursor | SkipJsonSchema[None] = None
    limit: Limit = 25


class NextShop(Shape):
    """The shop to look at next; null where none is left."""

    id: Id | None


@router.get("")
def list_queue(desk: AtDesk, who: Reader, asked: Annotated[QueuePage, Query()]) -> Shops:
    """Shops on one shelf, a page at a time. Those that join while one pages through it are not told twice."""
    wanted = replace(
        asked.filter(), after=read_place(asked.cursor) if asked.cursor else None, limit=asked.limit + 1
    )
    with desk.database.read() as session:
        rows = list_shops(session, wanted, who.sight)
    shown = rows[: asked.limit]
    more = place_cursor(shown[-1].place) if len(rows) > asked.limit else None
    return Shops(items=tuple(map(ShopSummary.model_validate, shown)), next=more)


@router.get("/counts")
def count_queue(desk: AtDesk, who: Reader, asked: Annotated[Choice, Query()]) -> dict[Shelf, int]:
    """How many shops stand on each shelf, of those that are meant."""
    with desk.database.read() as session:
        return count_shops(session, asked.filter(), who.sight)


@router.get("/{shop_id}", responses=NOT_FOUND)
def show_shop(
    shop_id: ShopId,
    desk: AtDesk,
    who: Reader,
    capture: Annotated[Id | SkipJsonSchema[None], Query()] = None,
) -> Shop:
    """A shop, with the page of `capture` open, or else its strongest. A shop that was merged into another is
    told as that one: look at its `id`."""
    asker = Asker(name=who.person.name, at=desk.now())
    with desk.database.read() as session:
        view = view_shop(session, shop_id, who.sight, capture)
        held = holders(session, [view.row.id], asker).get(view.row.id)
    return shop_shape(view, people=desk.config.people, held=held, places=Scope.PLACES_READ in who.scopes)


@router.get("/{shop_id}/numbers", responses=NOT_FOUND)
def show_numbers(
    shop_id: ShopId,
    desk: AtDesk,
    who: Annotated[Bearer, with_scope(Scope.NUMBERS_READ)],
    capture: Annotated[Id | SkipJsonSchema[None], Query()] = None,
) -> Shop:
    """The shop with its card and phone numbers in clear; that the token's person read them is written down in
    the custody log."""
    asker = Asker(name=who.person.name, at=desk.now())
    with desk.database.read() as session:
        view = view_shop(session, shop_id, who.sight, capture, numbers=True)
        held = holders(session, [view.row.id], asker).get(view.row.id)
    read = {"actor": who.person.name, "address": who.address, "token": who.token}
    write_down(desk, Reveal(shop_id=view.row.id, what=("numbers",), **read))
    return shop_shape(view, people=desk.config.people, held=held, places=Scope.PLACES_READ in who.scopes)


@router.get("/{shop_id}/next", responses=NOT_FOUND)
def show_next(shop_id: ShopId, desk: AtDesk, who: Reader, asked: Annotated[Queue, Query()]) -> NextShop:
    """The shop behind this one, but for those that others have open and those that one skipped today."""
    asker = Asker(name=who.person.name, at=desk.now())
    with desk.database.read() as session:
        current = seen_shop(session, shop_id, who.sight)
        return NextShop(id=next_shop(session, asked.filter(), current.id, asker))


@router.put("/{shop_id}/lease", responses=problems(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def lease_shop(shop_id: ShopId, desk: AtDesk, who: Decider) -> Lease:
    """Have the shop open for five minutes, so that nobody else decides on it; one's other shop is let go."""
    asker = Asker(name=who.person.name, at=desk.now())
    with desk.database.write(token=who.token) as session:
        held = take(session, seen_shop(session, shop_id, who.sight).id, asker)
    if held is not None:
        raise ShopHeld(held.holder, held.until)
    return Lease(by=asker.name, until=asker.at + LEASE)


@router.delete("/{shop_id}/lease", status_code=HTTP_204_NO_CONTENT, responses=NOT_FOUND)
def leave_shop(shop_id: ShopId, desk: AtDesk, who: Decider) -> Response:
    """Let the shop go, if one has it."""
    with desk.database.write(token=who.token) as session:
        release(session, seen_shop(session, shop_id, who.sight).id, who.person.name)
    return Response(status_code=HTTP_204_NO_CONTENT)
