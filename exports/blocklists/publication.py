"""Making a blocklist from the store, and writing down what was listed."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from exports.blocklists.blockable import Blockable, blocked_domains
from exports.blocklists.blocklist import BlocklistContext, BlocklistFormat
from exports.blocklists.formats import BLOCKLISTS
from exports.confirmed import confirmed_shops
from exports.errors import BadExportOption
from exports.handed import hand_over
from exports.shop import ConfirmedShop
from models.case import Sight
from models.decision import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A list as text, with what stands on it and what was left out and why."""

    text: str
    blockable: Blockable


def publish(
    session: Session,
    blocklist: BlocklistFormat,
    context: BlocklistContext,
    actor: str,
    allow: Collection[str] = (),
) -> Publication:
    """The blocklist of every shop that stands confirmed and that `actor` may see: a list that everybody reads
    says nothing of a restricted case, unless somebody who works on it publishes it. `allow` are names that
    are never listed.

    With nothing confirmed the list is empty, which is how resolvers learn that a name is free again. An
    event `listed` is added to `session`, a writing one that the caller commits, and `exported` for each shop
    of which something is listed that was not handed over before.
    """
    shops = confirmed_shops(session, Sight(actor), people=context.people)
    blockable = blocked_domains(shops, allow)
    text = blocklist.render(blockable.domains, context)
    session.add(
        Event(
            at=context.now,
            actor=actor,
            kind="listed",
            subject="blocklist",
            subject_id=blocklist.name,
            detail={
                "serial": context.serial,
                "domains": list(blockable.domains),
                "left_out": {entry.key: entry.reason.name.lower() for entry in blockable.left_out},
            },
        )
    )
    session.flush()
    spared = {entry.key for entry in blockable.left_out}
    listed = {member.key for shop in shops for member in shop.resources} - spared
    fresh = hand_over(session, listed, context.now)
    for shop in shops:
        sent = [member.key for member in shop.resources if member.key in fresh]
        if sent:
            session.add(_sent(shop, blocklist, context, actor, sent))
    session.flush()
    return Publication(text=text, blockable=blockable)


def _sent(
    shop: ConfirmedShop, blocklist: BlocklistFormat, context: BlocklistContext, actor: str, keys: list[str]
) -> Event:
    return Event(
        at=context.now,
        actor=actor,
        kind="exported",
        subject="shop",
        subject_id=str(shop.id),
        detail={"format": blocklist.name, "serial": context.serial, "resources": keys},
    )


def blocklist_named(name: str) -> BlocklistFormat:
    """The format called `name`. Raises BadExportOption, naming those that there are."""
    for blocklist in BLOCKLISTS:
        if blocklist.name == name:
            return blocklist
    raise BadExportOption(f"There is no blocklist {name!r}, only {', '.join(b.name for b in BLOCKLISTS)}")
