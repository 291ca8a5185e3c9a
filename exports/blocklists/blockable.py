"""The one set of names that every blocklist is made from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from exports.blocklists.guard import Guard, Reason, listed_first
from exports.shop import ConfirmedShop, Member

ACCOUNT = "account"  # models.shop.ResourceKind.ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A confirmed resource that no blocklist may name, and why. `urls` are the exact addresses to ask to
    be taken down instead."""

    shop_id: int
    key: str
    host: str
    reason: Reason
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockable:
    """`domains` in ASCII, each once, in the order of the DNS; `left_out` in the order of the shops."""

    domains: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def blocked_domains(shops: Sequence[ConfirmedShop], allow: Collection[str] = ()) -> Blockable:
    """The hosts of confirmed sites that may be blocked by name, and the resources that may not.

    A host is listed as it was confirmed, never its parent. `allow` are the office's own names.
    """
    guard = Guard(allow)
    domains: list[str] = []
    left_out: list[LeftOut] = []
    for shop in shops:
        for member in shop.resources:
            name, reason = guard.judge(member.host)
            if member.kind == ACCOUNT:
                reason = Reason.ACCOUNT
            if reason is None:
                domains.append(name)
            else:
                left_out.append(_left_out(shop, member, reason))
    return Blockable(domains=tuple(listed_first(domains)), left_out=tuple(left_out))


def _left_out(shop: ConfirmedShop, member: Member, reason: Reason) -> LeftOut:
    urls = {finding.origin.url for finding in shop.findings if finding.resource == member.key}
    return LeftOut(
        shop_id=shop.id,
        key=member.key,
        host=member.host,
        reason=reason,
        urls=tuple(sorted(urls)) or (f"https://{member.key}",),
    )
