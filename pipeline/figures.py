"""What an office did in a span of time, counted from what was written down when it happened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Mapped, Session

from models.decision import Event, Verdict
from models.image import Photo
from models.portions import portions
from models.queue import ShopTrait, TraitKind
from models.shop import Finding, Resource, Shop, ShopMember
from pipeline.blind_looks import Agreement, agreement
from pipeline.events import BLOCKED, REAPPEARED, SENT
from pipeline.raids import RaidCounts, count_raids

VERDICTS = tuple(verdict.value for verdict in Verdict)
KINDS = ("telegram", "account", "site")
MOST_DISTRICTS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Shops by what became of them in the span; each counts once. `confirmed`, `rejected` and `unsure` go by
    the last verdict of the span."""

    found: int
    confirmed: int
    rejected: int
    unsure: int
    sent: int
    blocked: int
    reappeared: int

    @property
    def precision(self) -> float | None:
        """The confirmed part of what was decided either way; None where nothing was."""
        decided = self.confirmed + self.rejected
        return self.confirmed / decided if decided else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Median times of the shops that reached the later state in the span; None where none did."""

    found_to_confirmed: timedelta | None
    confirmed_to_sent: timedelta | None
    sent_to_blocked: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A span's figures: in all, by kind of face and by district (a shop counts under each of its own)."""

    since: datetime
    until: datetime
    pages: int
    photos: int
    decisions: int
    counts: Counts
    waits: Waits
    by_kind: Mapping[str, Counts]
    by_district: Mapping[str, Counts]
    agreement: Agreement
    raids: RaidCounts


Shops = Mapping[str, frozenset[int]]


def figures(session: Session, since: datetime, until: datetime) -> Figures:
    """The figures of `since` (with it) to `until` (without it)."""
    shops, decisions = _reached(session, since, until)
    by_kind = _grouped(_found_kinds(session, since, until), _kinds(session, shops), shops)
    by_district = _grouped(_found_districts(session, since, until), _districts(session, shops), shops)
    largest = sorted(by_district, key=lambda name: (-by_district[name].found, name))[:MOST_DISTRICTS]
    return Figures(
        since=since,
        until=until,
        pages=_in_span(session, Finding.found_at, since, until),
        photos=_in_span(session, Photo.received_at, since, until),
        decisions=decisions,
        counts=_counts(shops, _found(session, since, until)),
        waits=_waits(session, shops, until),
        by_kind={name: by_kind[name] for name in KINDS if name in by_kind},
        by_district={name: by_district[name] for name in largest},
        agreement=agreement(session, since, until),
        raids=count_raids(session, since, until),
    )


def counts_of(session: Session, since: datetime, until: datetime) -> Counts:
    """The shops of a span alone, by what became of them."""
    return _counts(_reached(session, since, until)[0], _found(session, since, until))


def _reached(session: Session, since: datetime, until: datetime) -> tuple[Shops, int]:
    """The shops that reached each state in the span, and how many decisions there were."""
    kinds = (*VERDICTS, SENT, BLOCKED, REAPPEARED)
    # What else was exported is left out below: asked for too, it would draw SQLite to another index.
    query = (
        select(Event.kind, Event.subject, Event.subject_id)
        .where(Event.kind.in_(kinds), Event.at >= since, Event.at < until)
        .order_by(Event.id)
    )
    last: dict[int, str] = {}
    reached: dict[str, set[int]] = defaultdict(set)
    decisions = 0
    for kind, noun, number in session.execute(query):
        if noun != "shop":
            continue
        if kind in VERDICTS:
            last[int(number)] = kind
            decisions += 1
        else:
            reached[kind].add(int(number))
    for shop_id, verdict in last.items():
        reached[verdict].add(shop_id)
    return {kind: frozenset(ids) for kind, ids in reached.items()}, decisions


def _was_made(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(Shop.created_at >= since, Shop.created_at < until)


def _found(session: Session, since: datetime, until: datetime) -> int:
    """How many shops were found that did not turn out to be another one."""
    itself = func.sum(case((Shop.merged_into.is_(None), 1), else_=0))
    return session.scalars(select(itself).where(_was_made(since, until))).one() or 0


def _found_kinds(session: Session, since: datetime, until: datetime) -> dict[str, int]:
    """How many shops were found, by the kinds of their faces. One that was merged has none any more."""
    kind = case((Resource.host == "t.me", "telegram"), else_=Resource.kind)
    query = (
        select(kind, func.count(ShopMember.shop_id.distinct()))
        .join(ShopMember, ShopMember.resource_id == Resource.id)
        .join(Shop, Shop.id == ShopMember.shop_id)
        .where(_was_made(since, until))
        .group_by(kind)
    )
    return {name: count for name, count in session.execute(query)}


def _found_districts(session: Session, since: datetime, until: datetime) -> dict[str, int]:
    query = (
        select(ShopTrait.value, func.count())
        .join(Shop, Shop.id == ShopTrait.shop_id)
        .where(ShopTrait.kind == TraitKind.DISTRICT.value, _was_made(since, until))
        .group_by(ShopTrait.value)
    )
    return {name: count for name, count in session.execute(query)}


def _grouped(
    found: Mapping[str, int], groups: Mapping[str, frozenset[int]], shops: Shops
) -> dict[str, Counts]:
    """The counts of each group: how many of it were `found`, and which of its shops reached a state."""
    nobody: frozenset[int] = frozenset()
    names = (*found, *groups)
    return {name: _counts(shops, found.get(name, 0), groups.get(name, nobody)) for name in names}


def _counts(shops: Shops, found: int, only: frozenset[int] | None = None) -> Counts:
    def count(kind: str) -> int:
        ids = shops.get(kind, frozenset())
        return len(ids if only is None else ids & only)

    return Counts(
        found=found,
        confirmed=count(Verdict.CONFIRMED),
        rejected=count(Verdict.REJECTED),
        unsure=count(Verdict.UNSURE),
        sent=count(SENT),
        blocked=count(BLOCKED),
        reappeared=count(REAPPEARED),
    )


def _kinds(session: Session, shops: Shops) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for ids in _chunks(shops):
        query = (
            select(ShopMember.shop_id, Resource.kind, Resource.host)
            .join(Resource)
            .where(ShopMember.shop_id.in_(ids))
        )
        for shop_id, kind, host in session.execute(query):
            found["telegram" if host == "t.me" else kind].add(shop_id)
    return {name: frozenset(ids) for name, ids in found.items()}


def _districts(session: Session, shops: Shops) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for ids in _chunks(shops):
        query = select(ShopTrait.shop_id, ShopTrait.value).where(
            ShopTrait.kind == TraitKind.DISTRICT.value, ShopTrait.shop_id.in_(ids)
        )
        for shop_id, name in session.execute(query):
            found[name].add(shop_id)
    return {name: frozenset(ids) for name, ids in found.items()}


def _waits(session: Session, shops: Shops, until: datetime) -> Waits:
    confirmed, sent, blocked = (
        shops.get(kind, frozenset()) for kind in (Verdict.CONFIRMED.value, SENT, BLOCKED)
    )
    firsts = {
        kind: _first(session, kind, confirmed | sent | blocked, until)
        for kind in (Verdict.CONFIRMED.value, SENT, BLOCKED)
    }
    made: dict[int, datetime] = {}
    for ids in _chunks({"": confirmed}):
        rows = session.execute(select(Shop.id, Shop.created_at).where(Shop.id.in_(ids)))
        made |= {shop_id: at for shop_id, at in rows}
    return Waits(
        found_to_confirmed=_median(made, firsts[Verdict.CONFIRMED.value], confirmed),
        confirmed_to_sent=_median(firsts[Verdict.CONFIRMED.value], firsts[SENT], sent),
        sent_to_blocked=_median(firsts[SENT], firsts[BLOCKED], blocked),
    )


def _first(session: Session, kind: str, shops: frozenset[int], until: datetime) -> dict[int, datetime]:
    """When each of these shops first came into a state."""
    first: dict[int, datetime] = {}
    for ids in _chunks({"": shops}):
        query = (
            select(Event.subject_id, func.min(Event.at))
            .where(Event.subject == "shop", Event.subject_id.in_(map(str, ids)))
            .where(Event.kind == kind, Event.at < until)
            .group_by(Event.subject_id)
        )
        first |= {int(subject): at for subject, at in session.execute(query)}
    return first


def _median(
    begins: Mapping[int, datetime], ends: Mapping[int, datetime], shops: frozenset[int]
) -> timedelta | None:
    known = [shop for shop in shops if shop in begins and shop in ends]
    waits = [(ends[shop] - begins[shop]).total_seconds() for shop in known]
    return timedelta(seconds=median(waits)) if waits else None


def _in_span(session: Session, column: Mapped[datetime], since: datetime, until: datetime) -> int:
    query = select(func.count()).where(column >= since, column < until)
    return session.scalars(query).one()


def _chunks(shops: Shops) -> Iterable[list[int]]:
    return portions(sorted(frozenset().union(*shops.values())))
