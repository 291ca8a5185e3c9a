"""The queue: shops as rows, in the order in which they should be looked at, read from their cards."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from models.capture import Page
from models.case import Case, CaseShop, Sight, restricted_shops
from models.decision import Event, Verdict
from models.queue import TOSS_UP, ShopCard, ShopState, ShopTrait, TraitKind
from models.shop import Finding, Resource, ShopMember
from pipeline.decisions import seen_shop
from pipeline.events import record
from pipeline.masks import masked
from review.leases import Asker, held_by_another
from review.shop_row import Order, Place, Shelf, ShopFilter, ShopRow

KEYS_SHOWN = 3
SKIPPED = "skipped"
SKIPPED_FOR = timedelta(hours=8)
MOST_CHOICES = 60

_TITLE, _KEY, _CASE = "title", "key", "case"
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_BY_SCORE = func.row_number().over(
    partition_by=ShopMember.shop_id, order_by=(Finding.score.desc(), Finding.id)
)
_TITLES = (
    select(ShopMember.shop_id, Page.title.label("value"), _BY_SCORE.label("rank"))
    .join(Finding, Finding.resource_id == ShopMember.resource_id)
    .join(Page, Page.capture_id == Finding.capture_id)
    .where(ShopMember.shop_id.in_(_IDS))
    .subquery()
)
_BY_AGE = func.row_number().over(
    partition_by=ShopMember.shop_id, order_by=(ShopMember.joined_at, Resource.id)
)
_KEYS = (
    select(ShopMember.shop_id, Resource.key.label("value"), _BY_AGE.label("rank"))
    .join(Resource, Resource.id == ShopMember.resource_id)
    .where(ShopMember.shop_id.in_(_IDS))
    .subquery()
)
_CASES = (
    select(literal(_CASE), CaseShop.shop_id, Case.name, literal(1))
    .join(Case, Case.id == CaseShop.case_id)
    .where(CaseShop.shop_id.in_(_IDS))
)
# Every trait of these shops: asked for a kind or an order, SQLite reads that kind of every shop.
_TRAITS = select(ShopTrait.kind, ShopTrait.shop_id, ShopTrait.value, literal(1)).where(
    ShopTrait.shop_id.in_(_IDS)
)
# One question for everything that the cards do not say: each one asked is a way to the database and back.
# Built once, as every statement of a page that is opened all day: building one takes ten times as long as
# asking it.
_SAID = union_all(
    select(literal(_TITLE), _TITLES.c.shop_id, _TITLES.c.value, _TITLES.c.rank).where(_TITLES.c.rank == 1),
    select(literal(_KEY), _KEYS.c.shop_id, _KEYS.c.value, _KEYS.c.rank).where(_KEYS.c.rank <= KEYS_SHOWN),
    _CASES,
    _TRAITS,
)
# What each order sorts by, and whether the highest comes first. Equal ones go by the shop's number.
_ORDERS: dict[Order, tuple[tuple[Any, bool], ...]] = {
    Order.STRONGEST: ((ShopCard.weight, True), (ShopCard.size, True)),
    Order.DOUBT: ((ShopCard.doubt, False), (ShopCard.size, True)),
    Order.OLDEST: ((ShopCard.found_at, False),),
    Order.LARGEST: ((ShopCard.size, True), (ShopCard.score, True)),
}


class Group(NamedTuple):
    """Shops that stand on the same shelves."""

    state: str
    verdict: str | None
    confirmers: int


def list_shops(session: Session, wanted: ShopFilter, sight: Sight) -> list[ShopRow]:
    """The shops that `wanted` asks for, of those that `sight` may see, in its order. A fixed number of
    queries."""
    query = select(ShopCard).where(*_conditions(wanted, sight))
    query = query.order_by(*_order(wanted.order)).limit(wanted.limit)
    if wanted.after is not None:
        query = query.where(_behind(wanted.after, wanted.order))
    return _with_faces(session, session.scalars(query).all())


def find_row(session: Session, shop_id: int) -> ShopRow | None:
    """One shop as a row; None if there is none or it was merged into another."""
    card = session.get(ShopCard, shop_id)
    return None if card is None else _with_faces(session, [card])[0]


def count_shops(session: Session, wanted: ShopFilter, sight: Sight) -> dict[Shelf, int]:
    """How many shops stand on each shelf, of those that `wanted` chooses among and `sight` may see."""
    groups = count_groups(session, wanted)
    return on_shelves(groups - count_groups(session, wanted, within=sight.hidden))


def count_groups(session: Session, wanted: ShopFilter, within: Select[int] | None = None) -> Counter[Group]:
    """How many of the shops that `wanted` chooses among, or of those `within`, are alike in what the shelves
    go by. Whoever asks takes off what may not be seen: counting without it is twice as fast."""
    groups = (ShopCard.state, ShopCard.verdict, ShopCard.confirmers)
    chosen = _choices(wanted, whole=within is None)
    query = select(*groups, func.count()).where(*chosen).group_by(*groups)
    if within is not None:
        query = query.where(ShopCard.shop_id.in_(within))
    found = session.execute(query)
    return Counter({Group(state, verdict, people): count for state, verdict, people, count in found})


def on_shelves(groups: Counter[Group]) -> dict[Shelf, int]:
    """The counts of the groups, put on the shelves that they stand on."""
    counts = dict.fromkeys(Shelf, 0)
    for group, count in groups.items():
        for shelf in _shelves(*group):
            counts[shelf] += count
    return counts


def _shelves(state: str, verdict: str | None, confirmers: int) -> Iterator[Shelf]:
    yield Shelf.ALL
    if ShopState(state).waits:
        yield Shelf.WAITING
    if state == ShopState.CONFIRMED and confirmers == 1:
        yield Shelf.SECOND
    if verdict is not None:
        yield Shelf(verdict)


def next_shop(session: Session, wanted: ShopFilter, current: int, asker: Asker) -> int | None:
    """The shop to look at after `current`: the next behind it, else the first that waits before it. Shops
    that somebody else has open are left to them, and those that the asker skipped today to others."""
    sight = Sight(asker.name)
    card = session.get(ShopCard, current) if sight.sees(session, current) else None
    places = (None,) if card is None else (_place(card), None)
    for after in places:
        query = select(ShopCard.shop_id).where(*_conditions(wanted, sight))
        query = query.where(ShopCard.shop_id != current)
        query = query.where(~held_by_another(asker), ShopCard.shop_id.not_in(_skipped(asker)))
        if after is not None:
            query = query.where(_behind(after, wanted.order))
        found = session.scalars(query.order_by(*_order(wanted.order)).limit(1)).first()
        if found is not None:
            return found
    return None


def skip(session: Session, shop_id: int, asker: Asker) -> None:
    """Leave a shop to others for today. Raises UnknownShop."""
    current = seen_shop(session, shop_id, Sight(asker.name))
    record(session, SKIPPED, ("shop", current.id), actor=asker.name, at=asker.at)


def _skipped(asker: Asker) -> Select[int]:
    return select(cast(Event.subject_id, Integer)).where(
        Event.kind == SKIPPED, Event.actor == asker.name, Event.at > asker.at - SKIPPED_FOR
    )


def choices(session: Session) -> dict[TraitKind, list[str]]:
    """What shops can be chosen by, the commonest values of each kind, in their order. Those of shops in
    restricted cases are left out: everybody is shown the same menu."""
    query = select(ShopTrait.kind, ShopTrait.value, func.count()).group_by(ShopTrait.kind, ShopTrait.value)
    shown, hidden = (
        Counter({(kind, value): shops for kind, value, shops in session.execute(each)})
        for each in (query, query.where(ShopTrait.shop_id.in_(restricted_shops())))
    )
    found: dict[TraitKind, list[tuple[int, str]]] = {kind: [] for kind in TraitKind}
    for (kind, value), shops in (shown - hidden).items():
        found[TraitKind(kind)].append((-shops, value))
    return {kind: sorted(value for _, value in sorted(many)[:MOST_CHOICES]) for kind, many in found.items()}


def _conditions(wanted: ShopFilter, sight: Sight) -> list[ColumnElement[bool]]:
    conditions = [*_choices(wanted), sight.shows(ShopCard.shop_id)]
    if wanted.shelf is Shelf.WAITING:
        conditions.append(ShopCard.waits == true())
    elif wanted.shelf is Shelf.SECOND:
        conditions.append(_needs_a_second())
    elif wanted.shelf is not Shelf.ALL:
        conditions.append(ShopCard.verdict == wanted.shelf.value)
    return conditions


def _needs_a_second() -> ColumnElement[bool]:
    """Confirmed as it is, by one person only."""
    return and_(ShopCard.state == ShopState.CONFIRMED.value, ShopCard.confirmers == 1)


def _choices(wanted: ShopFilter, whole: bool = False) -> list[ColumnElement[bool]]:
    """The choices as conditions; with `whole`, as they are quick where every shop is looked at."""
    traits = {
        TraitKind.LANGUAGE: wanted.language,
        TraitKind.DISTRICT: wanted.district,
        TraitKind.SOURCE: wanted.source,
        TraitKind.FACE: wanted.face,
    }
    conditions = [_has(kind, value, whole) for kind, value in traits.items() if value is not None]
    if wanted.label is not None:
        # Labels are few: an index entered by one would only keep the database from that of the order.
        conditions.append(func.coalesce(ShopCard.label, "") == wanted.label)
    if wanted.case is not None:
        conditions.append(ShopCard.shop_id.in_(_in_case(wanted.case)))
    return conditions


def _in_case(case_id: int) -> Select[int]:
    return select(CaseShop.shop_id).where(CaseShop.case_id == case_id)


def _has(kind: TraitKind, value: str, whole: bool) -> ColumnElement[bool]:
    having = select(ShopTrait.shop_id).where(ShopTrait.kind == kind.value, ShopTrait.value == value)
    if whole:
        return ShopCard.shop_id.in_(having)
    return having.where(ShopTrait.shop_id == ShopCard.shop_id).exists()


def _order(order: Order) -> tuple[ColumnElement[Any], ...]:
    sorted_by = (column.desc() if highest else column.asc() for column, highest in _ORDERS[order])
    return *sorted_by, ShopCard.shop_id.asc()


def _behind(place: Place, order: Order) -> ColumnElement[bool]:
    doubt = abs(place.score - TOSS_UP)
    values: dict[str, Any] = {"score": place.score, "weight": place.score + place.back, "doubt": doubt}
    values |= {"size": place.size, "found_at": place.found_at}
    condition: ColumnElement[bool] = ShopCard.shop_id > place.shop_id
    for column, highest in reversed(_ORDERS[order]):
        value = values[column.key]
        further = column < value if highest else column > value
        condition = or_(further, and_(column == value, condition))
    first, highest = _ORDERS[order][0]
    # Says less than the rest, but an index can be entered by it.
    start = first <= values[first.key] if highest else first >= values[first.key]
    return and_(start, condition)


def _place(card: ShopCard) -> Place:
    back = card.state == ShopState.REAPPEARED
    return Place(back=back, score=card.score, size=card.size, found_at=card.found_at, shop_id=card.shop_id)


def _with_faces(session: Session, cards: Sequence[ShopCard]) -> list[ShopRow]:
    said = _said(session, [card.shop_id for card in cards])
    return [
        ShopRow(
            id=card.shop_id,
            state=ShopState(card.state),
            verdict=Verdict(card.verdict) if card.verdict else None,
            confirmers=card.confirmers,
            score=card.score,
            label=card.label,
            title=masked("".join(said[card.shop_id, _TITLE])),
            languages=tuple(sorted(said[card.shop_id, TraitKind.LANGUAGE])),
            keys=tuple(said[card.shop_id, _KEY]),
            size=card.size,
            findings=card.findings,
            found_at=card.found_at,
            last_found_at=card.last_found_at,
            decided_at=card.decided_at,
            decided_by=card.decided_by,
            case="".join(said[card.shop_id, _CASE]),
            blocked_at=card.blocked_at,
        )
        for card in cards
    ]


def _said(session: Session, ids: list[int]) -> defaultdict[tuple[int, str], list[str]]:
    """What is said of each shop, by its number and by what it is: the title of its strongest page, its first
    keys in their order, its case, and its traits by their kind."""
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    rows = session.execute(_SAID, {"ids": ids}) if ids else ()
    for what, shop_id, value, _ in sorted(rows, key=itemgetter(3)):
        found[shop_id, what].append(value)
    return found
