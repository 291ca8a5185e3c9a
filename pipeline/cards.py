"""Keeping the queue's cards right: after every gathering for the shops that changed, and with each
decision. A list of shops is then read from an index, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from models.decision import Decision, Verdict
from models.handover import Handover
from models.portions import portions
from models.queue import TOSS_UP, ShopCard, ShopState, ShopTrait, TraitKind, weight_of
from models.shop import Finding, Resource, Shop, ShopMember
from pipeline.rows import insert_for

LONGEST_VALUE = 200


def refresh(session: Session, shop_ids: Iterable[int]) -> None:
    """Write the cards of these shops anew; those of merged shops go."""
    session.flush()
    for some in portions(sorted(set(shop_ids))):
        _refresh(session, some)


def refresh_stale(session: Session) -> int:
    """Write the cards of shops that changed since theirs was written; gives how many there were."""
    session.flush()
    stale = stale_shops(session)
    refresh(session, stale)
    return len(stale)


def stale_shops(session: Session) -> list[int]:
    """Shops whose card is missing or older than their faces, findings or decisions, or that were merged."""
    faces = (
        select(ShopMember.shop_id, func.count().label("size")).group_by(ShopMember.shop_id).subquery("faces")
    )
    findings = (
        select(ShopMember.shop_id, func.max(Finding.id).label("last"))
        .join(Finding, Finding.resource_id == ShopMember.resource_id)
        .group_by(ShopMember.shop_id)
        .subquery("found")
    )
    decided = (
        select(Decision.shop_id, func.max(Decision.id).label("last"))
        .group_by(Decision.shop_id)
        .subquery("decided")
    )
    query = (
        select(Shop.id)
        .outerjoin(ShopCard, ShopCard.shop_id == Shop.id)
        .outerjoin(faces, faces.c.shop_id == Shop.id)
        .outerjoin(findings, findings.c.shop_id == Shop.id)
        .outerjoin(decided, decided.c.shop_id == Shop.id)
        .where(
            or_(
                Shop.merged_into.is_(None) != ShopCard.shop_id.is_not(None),
                ShopCard.size != func.coalesce(faces.c.size, 0),
                ShopCard.last_finding != func.coalesce(findings.c.last, 0),
                ShopCard.last_decision != func.coalesce(decided.c.last, 0),
            )
        )
    )
    return list(session.scalars(query))


def state_of(last: Decision | None, keys: Collection[str], sent: Sequence[Handover] = ()) -> ShopState:
    """The state of a shop with these resource keys whose last decision is `last`, and of which these faces
    were handed over."""
    if last is None:
        return ShopState.NEW
    if last.verdict == Verdict.UNSURE:
        return ShopState.UNSURE
    seen = set(keys) <= set(last.covers)
    if last.verdict == Verdict.CONFIRMED and _is_back(last, seen, sent):
        return ShopState.REAPPEARED
    return ShopState(last.verdict) if seen else ShopState.CHANGED


def _is_back(last: Decision, seen: bool, sent: Sequence[Handover]) -> bool:
    """Whether a blocked face answers again since the decision, or one that nobody saw joined it."""
    again = any(face.back_at is not None and face.back_at > last.decided_at for face in sent)
    return again or (not seen and any(face.blocked_at is not None for face in sent))


def blocked_since(size: int, sent: Sequence[Handover]) -> datetime | None:
    """Since when none of a shop's faces can be reached; None while one can, or was never handed over."""
    blocked = [face.blocked_at for face in sent if face.blocked_at is not None]
    return max(blocked) if blocked and len(blocked) == size else None


def confirmers(decisions: Sequence[Decision]) -> list[str]:
    """Who confirms a shop now, of its decisions in their order: those since anybody said otherwise."""
    names: dict[str, None] = {}
    for decision in decisions:
        if decision.verdict == Verdict.CONFIRMED:
            names[decision.decided_by] = None
        else:
            names.clear()
    return list(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the cards of some shops are made from, by shop."""

    living: dict[int, Any]
    keys: dict[int, list[str]]
    findings: dict[int, Row[*tuple[Any, ...]]]
    decisions: dict[int, list[Decision]]
    sent: dict[int, list[Handover]]


def _refresh(session: Session, ids: list[int]) -> None:
    shops = session.execute(select(Shop.id, Shop.created_at, Shop.merged_into).where(Shop.id.in_(ids)))
    living = {shop.id: shop.created_at for shop in shops if shop.merged_into is None}
    gone = [shop_id for shop_id in ids if shop_id not in living]
    session.execute(delete(ShopCard).where(ShopCard.shop_id.in_(gone)))
    session.execute(delete(ShopTrait).where(ShopTrait.shop_id.in_(ids)))
    if not living:
        return
    facts = _facts(session, living)
    # Added or written over: on PostgreSQL a decision and a gathering may do it at once.
    added = insert_for(session, ShopCard)
    written_over = added.on_conflict_do_update(
        index_elements=[ShopCard.shop_id],
        set_={column.name: added.excluded[column.name] for column in ShopCard.__table__.columns},
    )
    session.execute(written_over, [_card(facts, shop_id) for shop_id in living])
    if traits := list(_traits(session, list(living))):
        session.execute(insert(ShopTrait), traits)


def _facts(session: Session, living: dict[int, Any]) -> _Facts:
    keys: dict[int, list[str]] = defaultdict(list)
    members = select(ShopMember.shop_id, Resource.key).join(Resource).where(ShopMember.shop_id.in_(living))
    for shop_id, key in session.execute(members):
        keys[shop_id].append(key)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    of_these = select(Decision).where(Decision.shop_id.in_(living)).order_by(Decision.id)
    for decision in session.scalars(of_these):
        decisions[decision.shop_id].append(decision)
    rank = func.max(case((Finding.label == "sale", 2), (Finding.label == "recruitment", 1), else_=0))
    found = (
        select(
            ShopMember.shop_id,
            func.max(Finding.score).label("score"),
            func.count().label("findings"),
            func.min(Finding.found_at).label("first"),
            func.max(Finding.found_at).label("last"),
            func.max(Finding.id).label("last_id"),
            rank.label("rank"),
        )
        .join(Finding, Finding.resource_id == ShopMember.resource_id)
        .where(ShopMember.shop_id.in_(living))
        .group_by(ShopMember.shop_id)
    )
    findings = {row.shop_id: row for row in session.execute(found)}
    sent: dict[int, list[Handover]] = defaultdict(list)
    handed = (
        select(ShopMember.shop_id, Handover)
        .join(Handover, Handover.resource_id == ShopMember.resource_id)
        .where(ShopMember.shop_id.in_(living))
    )
    for shop_id, face in session.execute(handed):
        sent[shop_id].append(face)
    return _Facts(living=living, keys=keys, findings=findings, decisions=decisions, sent=sent)


def _card(facts: _Facts, shop_id: int) -> dict[str, object]:
    found, decisions = facts.findings.get(shop_id), facts.decisions.get(shop_id, [])
    keys, last = facts.keys.get(shop_id, []), decisions[-1] if decisions else None
    sent = facts.sent.get(shop_id, [])
    state, score = state_of(last, keys, sent), found.score if found is not None else 0.0
    return {
        "shop_id": shop_id,
        "state": state.value,
        "waits": state.waits,
        "verdict": last.verdict if last is not None else None,
        "confirmers": len(confirmers(decisions)),
        "score": score,
        "weight": weight_of(score, state),
        "doubt": abs(score - TOSS_UP),
        "label": ("unsure", "recruitment", "sale")[found.rank if found is not None else 0],
        "size": len(keys),
        "findings": found.findings if found is not None else 0,
        "found_at": found.first if found is not None else facts.living[shop_id],
        "last_found_at": found.last if found is not None else None,
        "decided_at": last.decided_at if last is not None else None,
        "decided_by": last.decided_by if last is not None else None,
        "blocked_at": blocked_since(len(keys), sent),
        "last_finding": found.last_id if found is not None else 0,
        "last_decision": last.id if last is not None else 0,
    }


def _traits(session: Session, ids: list[int]) -> Iterator[dict[str, object]]:
    member = (ShopMember.shop_id.in_(ids),)
    faces = select(ShopMember.shop_id, Resource.kind).join(Resource).where(*member).distinct()
    found = (
        select(ShopMember.shop_id, Page.language)
        .join(Finding, Finding.resource_id == ShopMember.resource_id)
        .join(Page, Page.capture_id == Finding.capture_id)
    )
    sources = (
        select(ShopMember.shop_id, Capture.origin)
        .join(Page, Page.resource_id == ShopMember.resource_id)
        .join(Capture, Capture.id == Page.capture_id)
    )
    places = select(ShopMember.shop_id, Finding.places).join(
        Finding, Finding.resource_id == ShopMember.resource_id
    )
    values: dict[tuple[TraitKind, str, int], None] = {}
    for kind, query in (
        (TraitKind.FACE, faces),
        (TraitKind.LANGUAGE, found.where(*member).distinct()),
        (TraitKind.SOURCE, sources.where(*member).distinct()),
    ):
        values |= dict.fromkeys((kind, str(value), shop_id) for shop_id, value in session.execute(query))
    for shop_id, named in session.execute(places.where(*member)):
        values |= dict.fromkeys((TraitKind.DISTRICT, str(place), shop_id) for place in named)
    for kind, value, shop_id in values:
        if value:
            yield {"kind": kind.value, "value": value[:LONGEST_VALUE], "shop_id": shop_id}
