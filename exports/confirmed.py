"""Reading the shops that stand confirmed, with the evidence that a person saw when deciding."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports.evidence import Evidence
from exports.shop import ConfirmedFinding, ConfirmedShop, Member, Ruling
from exports.standing import FOUR_EYES, Standing, standing
from models.case import Sight
from models.decision import Decision
from models.shop import Resource, ShopMember

__all__ = ["ConfirmedShop", "confirmed_shops"]

Members = list[tuple[Resource, ShopMember]]


def confirmed_shops(
    session: Session, sight: Sight, only: Collection[int] | None = None, people: int = FOUR_EYES
) -> list[ConfirmedShop]:
    """The shops that stand confirmed by at least so many people and that `sight` may see, by number; with
    `only`, those of them.

    Each holds only resources that their confirmations cover, and of these only what was found before them:
    what nobody, or too few, saw does not leave.
    """
    evidence = Evidence(session)
    hidden = set(session.scalars(sight.hidden))
    shops = []
    for stands in standing(session, people):
        if only is not None and not set(stands.shop_ids) & set(only):
            continue
        if not hidden.isdisjoint(stands.shop_ids):
            continue
        every = _members(session, stands)
        covered = [pair for pair in every if pair[0].key in stands.covers]
        if covered:
            unseen = [resource.key for resource, _ in every if resource.key not in stands.covers]
            shops.append(_shop(stands, covered, unseen, evidence))
    return shops


def _shop(stands: Standing, covered: Members, unseen: list[str], evidence: Evidence) -> ConfirmedShop:
    resources = [resource for resource, _ in covered]
    until = {resource.id: stands.covers[resource.key].seen_until for resource in resources}
    found = evidence.findings(resources, until)
    led_here = evidence.leads(resources, until)
    return ConfirmedShop(
        id=stands.shop.id,
        merged=tuple(shop_id for shop_id in stands.shop_ids if shop_id != stands.shop.id),
        created_at=stands.shop.created_at,
        rulings=_rulings(stands, resources),
        resources=_confirmed_members(covered, unseen, found, evidence),
        findings=found,
        leads=led_here,
        files=evidence.files(found, led_here),
    )


def _members(session: Session, stands: Standing) -> Members:
    query = (
        select(Resource, ShopMember)
        .join(ShopMember, ShopMember.resource_id == Resource.id)
        .where(ShopMember.shop_id.in_(stands.shop_ids))
        .order_by(Resource.first_seen_at, Resource.id)
    )
    return [(resource, member) for resource, member in session.execute(query)]


def _rulings(stands: Standing, resources: list[Resource]) -> tuple[Ruling, ...]:
    covers: dict[int, list[str]] = {}
    decisions: dict[int, Decision] = {}
    for resource in resources:
        for decision in stands.covers[resource.key].decisions:
            decisions[decision.id] = decision
            covers.setdefault(decision.id, []).append(resource.key)
    return tuple(
        Ruling(
            shop_id=decision.shop_id,
            verdict=decision.verdict,
            reason=decision.reason,
            ground=decision.ground,
            by=decision.decided_by,
            at=decision.decided_at,
            covers=tuple(covers[decision.id]),
        )
        for decision in sorted(decisions.values(), key=lambda decision: -decision.id)
    )


def _confirmed_members(
    covered: Members,
    unseen: list[str],
    found: tuple[ConfirmedFinding, ...],
    evidence: Evidence,
) -> tuple[Member, ...]:
    own = {resource.host for resource, _ in covered}
    members = []
    for resource, member in covered:
        addresses = sorted({f.origin.ip_address or "" for f in found if f.resource == resource.key} - {""})
        # A detail may name the resource it was joined by, which perhaps nobody confirmed.
        secret = any(key in member.detail for key in unseen)
        members.append(
            Member(
                key=resource.key,
                kind=resource.kind,
                host=resource.host,
                joined=member.reason,
                detail="" if secret else member.detail,
                joined_at=member.joined_at,
                first_seen_at=resource.first_seen_at,
                ip_addresses=tuple(addresses),
                neighbours=len(evidence.hosts(addresses) - own),
            )
        )
    return tuple(members)
