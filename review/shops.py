"""The queue: shops as rows, in the order in which they should be looked at."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from models.capture import Page
from models.decision import Decision, Verdict
from models.shop import Finding, Resource, Shop, ShopMember
from review.shop_row import TOSS_UP, Order, Place, Shelf, ShopFilter, ShopRow, ShopState

KEYS_SHOWN = 3


_sizes = (
    select(
        ShopMember.shop_id,
        func.count().label("size"),
        func.max(ShopMember.joined_at).label("last_joined_at"),
    )
    .group_by(ShopMember.shop_id)
    .subquery("sizes")
)
_findings = (
    select(
        ShopMember.shop_id,
        func.max(Finding.score).label("score"),
        func.count(Finding.id).label("findings"),
        func.min(Finding.found_at).label("first_found_at"),
        func.max(Finding.found_at).label("last_found_at"),
        func.max(case((Finding.label == "sale", 2), (Finding.label == "recruitment", 1), else_=0)).label(
            "rank"
        ),
    )
    .join(Finding, Finding.resource_id == ShopMember.resource_id)
    .group_by(ShopMember.shop_id)
    .subquery("strongest")
)
_newest = aliased(Decision)
_last_ids = select(func.max(_newest.id)).where(_newest.shop_id == Shop.id).correlate(Shop).scalar_subquery()

_score = func.coalesce(_findings.c.score, 0.0)
_size = func.coalesce(_sizes.c.size, 0)
_label = case((_findings.c.rank == 2, "sale"), (_findings.c.rank == 1, "recruitment"), else_="unsure")
_changed = or_(_sizes.c.last_joined_at > Decision.decided_at, _size > func.json_array_length(Decision.covers))
_state: ColumnElement[str] = case(
    (Decision.id.is_(None), ShopState.NEW),
    (Decision.verdict == Verdict.UNSURE, ShopState.UNSURE),
    (_changed, ShopState.CHANGED),
    else_=Decision.verdict,
)
_waits = _state.in_([state for state in ShopState if state.waits])


def list_shops(session: Session, wanted: ShopFilter) -> list[ShopRow]:
    """The shops that `wanted` asks for, in its order. A fixed number of queries."""
    query = _rows(wanted).order_by(*_order(wanted.order)).limit(wanted.limit)
    if wanted.after is not None:
        query = query.where(_behind(wanted.after, wanted.order))
    return _with_faces(session, session.execute(query).all())


def find_row(session: Session, shop_id: int) -> ShopRow | None:
    """One shop as a row; None if there is none or it was merged into another."""
    query = _rows(ShopFilter(shelf=Shelf.ALL)).where(Shop.id == shop_id)
    return next(iter(_with_faces(session, session.execute(query).all())), None)


def count_shops(session: Session, wanted: ShopFilter) -> dict[Shelf, int]:
    """How many shops stand on each shelf, of the label and language that `wanted` names."""
    rows = _rows(ShopFilter(shelf=Shelf.ALL, label=wanted.label, language=wanted.language)).subquery()
    waits = rows.c.state.in_([state for state in ShopState if state.waits])
    tests: dict[Shelf, ColumnElement[bool]] = {
        Shelf.WAITING: waits,
        Shelf.CONFIRMED: rows.c.verdict == Verdict.CONFIRMED,
        Shelf.REJECTED: rows.c.verdict == Verdict.REJECTED,
        Shelf.UNSURE: rows.c.verdict == Verdict.UNSURE,
        Shelf.ALL: true(),
    }
    sums = [func.coalesce(func.sum(case((test, 1), else_=0)), 0) for test in tests.values()]
    counted = session.execute(select(*sums).select_from(rows)).one()
    return dict(zip(tests, counted, strict=True))


def next_shop(session: Session, wanted: ShopFilter, current: int) -> int | None:
    """The shop to look at after `current`: the next behind it, else the first that waits before it."""
    row = find_row(session, current)
    place = row.place if row is not None else None
    for after in (place, None) if place is not None else (None,):
        query = _rows(wanted).where(Shop.id != current).order_by(*_order(wanted.order)).limit(1)
        found = session.execute(query if after is None else query.where(_behind(after, wanted.order))).first()
        if found is not None:
            return int(found.id)
    return None


def languages_found(session: Session) -> list[str]:
    """The languages of the pages that were flagged."""
    query = select(Page.language).join(Finding, Finding.capture_id == Page.capture_id).distinct()
    return sorted(language for language in session.scalars(query) if language)


def _rows(wanted: ShopFilter) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Shop.id,
            _state.label("state"),
            Decision.verdict,
            _score.label("score"),
            _label.label("label"),
            _size.label("size"),
            func.coalesce(_findings.c.findings, 0).label("findings"),
            _findings.c.first_found_at,
            _findings.c.last_found_at,
            Decision.decided_at,
            Decision.decided_by,
        )
        .outerjoin(_sizes, _sizes.c.shop_id == Shop.id)
        .outerjoin(_findings, _findings.c.shop_id == Shop.id)
        .outerjoin(Decision, Decision.id == _last_ids)
        .where(Shop.merged_into.is_(None), *_conditions(wanted))
    )


def _conditions(wanted: ShopFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.shelf is Shelf.WAITING:
        conditions.append(_waits)
    elif wanted.shelf is not Shelf.ALL:
        conditions.append(Decision.verdict == wanted.shelf)
    if wanted.label is not None:
        conditions.append(_label == wanted.label)
    if wanted.language is not None:
        conditions.append(Shop.id.in_(_shops_in(wanted.language)))
    return conditions


def _shops_in(language: str) -> Select[int]:
    return (
        select(ShopMember.shop_id)
        .join(Finding, Finding.resource_id == ShopMember.resource_id)
        .join(Page, Page.capture_id == Finding.capture_id)
        .where(Page.language == language)
    )


def _rank(order: Order) -> ColumnElement[float]:
    return _score if order is Order.STRONGEST else -func.abs(_score - TOSS_UP)


def _order(order: Order) -> tuple[ColumnElement[Any], ...]:
    return _rank(order).desc(), _size.desc(), Shop.id.asc()


def _behind(place: Place, order: Order) -> ColumnElement[bool]:
    rank = _rank(order)
    return or_(
        rank < order.rank(place.score),
        and_(
            rank == order.rank(place.score),
            or_(_size < place.size, and_(_size == place.size, Shop.id > place.shop_id)),
        ),
    )


def _with_faces(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[ShopRow]:
    ids = [row.id for row in rows]
    titles, keys, languages = _titles(session, ids), _keys(session, ids), _languages(session, ids)
    return [
        ShopRow(
            id=row.id,
            state=ShopState(row.state),
            verdict=Verdict(row.verdict) if row.verdict else None,
            score=row.score,
            label=row.label,
            title=titles.get(row.id, ""),
            languages=tuple(languages.get(row.id, ())),
            keys=tuple(keys.get(row.id, ())),
            size=row.size,
            findings=row.findings,
            first_found_at=row.first_found_at,
            last_found_at=row.last_found_at,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
        )
        for row in rows
    ]


def _titles(session: Session, ids: list[int]) -> dict[int, str]:
    """The title of each shop's strongest page."""
    rank = func.row_number().over(
        partition_by=ShopMember.shop_id, order_by=(Finding.score.desc(), Finding.id)
    )
    ranked = (
        select(ShopMember.shop_id, Page.title, rank.label("rank"))
        .join(Finding, Finding.resource_id == ShopMember.resource_id)
        .join(Page, Page.capture_id == Finding.capture_id)
        .where(ShopMember.shop_id.in_(ids))
        .subquery()
    )
    query = select(ranked.c.shop_id, ranked.c.title).where(ranked.c.rank == 1)
    return {shop_id: title for shop_id, title in session.execute(query)}


def _keys(session: Session, ids: list[int]) -> dict[int, list[str]]:
    """The first keys of each shop."""
    rank = func.row_number().over(
        partition_by=ShopMember.shop_id, order_by=(ShopMember.joined_at, Resource.id)
    )
    ranked = (
        select(ShopMember.shop_id, Resource.key, rank.label("rank"))
        .join(Resource, Resource.id == ShopMember.resource_id)
        .where(ShopMember.shop_id.in_(ids))
        .subquery()
    )
    query = select(ranked.c.shop_id, ranked.c.key).where(ranked.c.rank <= KEYS_SHOWN).order_by(ranked.c.rank)
    found: dict[int, list[str]] = {}
    for shop_id, key in session.execute(query):
        found.setdefault(shop_id, []).append(key)
    return found


def _languages(session: Session, ids: list[int]) -> dict[int, list[str]]:
    query = (
        select(ShopMember.shop_id, Page.language)
        .join(Finding, Finding.resource_id == ShopMember.resource_id)
        .join(Page, Page.capture_id == Finding.capture_id)
        .where(ShopMember.shop_id.in_(ids), Page.language != "")
        .distinct()
        .order_by(Page.language)
    )
    found: dict[int, list[str]] = {}
    for shop_id, language in session.execute(query):
        found.setdefault(shop_id, []).append(language)
    return found
