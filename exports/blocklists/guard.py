"""Which names may stand on a blocklist. In doubt a name is left out, and the reason said."""

import ipaddress
import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from functools import cache

import idna
from tldextract import TLDExtract

from models.hosting import shared_hosts

# The longest name that still fits, with a wildcard, into a zone called for example rpz.mergen.
LONGEST_NAME = 230

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)
_INTERNAL = frozenset((
    "alt", "arpa", "corp", "home", "internal", "intranet", "invalid",
    "lan", "local", "localdomain", "localhost", "private",
))  # fmt: skip
_NOT_IN_DNS = frozenset(("onion", "i2p"))


class Reason(StrEnum):
    """Why a resource is not on the blocklist."""

    ACCOUNT = "account on a shared host"
    SHARED_HOST = "shared host"
    PUBLIC_SUFFIX = "public suffix, or above one"
    IP_ADDRESS = "IP address"
    INTERNAL_NAME = "internal name"
    NOT_IN_DNS = "hidden service, not in the DNS"
    ALLOWED = "on the office's allow-list"
    NOT_A_NAME = "not a valid host name"


class Guard:
    """Decides on names. `allow` are the office's own names that must never be blocked, with everything
    under them. The list of public suffixes is the snapshot in tldextract, private ones included."""

    def __init__(self, allow: Collection[str] = ()) -> None:
        self._allow = frozenset(filter(None, map(normal_name, allow)))
        self._above_allowed = _ancestors(self._allow)

    def judge(self, host: str) -> tuple[str, Reason | None]:
        """The DNS form of `host` (ASCII, IDN as punycode), and why it may not be listed; None if it may."""
        if is_address(host):
            return host, Reason.IP_ADDRESS
        name = normal_name(host)
        if not name:
            return host, Reason.NOT_A_NAME
        return name, self._objection(name)

    def _objection(self, name: str) -> Reason | None:
        top = name.rpartition(".")[2]
        if top in _NOT_IN_DNS:
            return Reason.NOT_IN_DNS
        if top in _INTERNAL or (top == name and top not in _suffixes()):
            return Reason.INTERNAL_NAME
        if name in self._above_allowed or self._allow & {name, *_above(name)}:
            return Reason.ALLOWED
        if _is_suffix(name):
            return Reason.PUBLIC_SUFFIX
        return Reason.SHARED_HOST if _is_shared(name) else None


def normal_name(host: str) -> str:
    """A host name as the DNS has it: lower case, no final dot, IDN as punycode; empty if it is none."""
    name = host.strip().removesuffix(".").lower()
    try:
        if not name.isascii():
            name = idna.encode(name, uts46=True).decode("ascii")
        elif "xn--" in name:
            idna.decode(name)
    except idna.IDNAError:
        return ""
    labels = name.split(".")
    valid = len(name) <= LONGEST_NAME and all(_LABEL.fullmatch(label) for label in labels)
    return name if valid and not _NUMBER.fullmatch(labels[-1]) else ""


def is_address(host: str) -> bool:
    """Whether browsers read `host` as an IP address: dotted, IPv6, or one of the old number forms."""
    bare = host.strip().removesuffix(".").strip("[]").lower()
    try:
        ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return bool(_NUMBER.fullmatch(bare.rpartition(".")[2]))
    return True


def registrable(name: str) -> bool:
    """Whether `name` is what somebody registers: one label below a public suffix."""
    _, _, parent = name.partition(".")
    return _is_public_suffix(parent)


def _is_shared(name: str) -> bool:
    whole, part = shared_hosts()
    if name in whole or name in _ancestors(whole | part) or whole & _above(name):
        return True
    return name in part or (name.startswith("www.") and name[4:] in part)


def _is_suffix(name: str) -> bool:
    return _is_public_suffix(name) or name in _above_suffixes()


def _is_public_suffix(name: str) -> bool:
    if "." not in name and name not in _suffixes():
        return True  # the list's default rule: an unknown top-level domain is a suffix
    found = _extract()(name, include_psl_private_domains=True)
    return bool(name) and not found.domain


@cache
def _extract() -> TLDExtract:
    return TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True)


@cache
def _suffixes() -> frozenset[str]:
    private = TLDExtract(
        cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True, include_psl_private_domains=True
    )
    return frozenset(normal_name(suffix.lstrip("*!.")) for suffix in private.tlds)


@cache
def _above_suffixes() -> frozenset[str]:
    return _ancestors(_suffixes())


@cache
def _ancestors(names: frozenset[str]) -> frozenset[str]:
    return frozenset(above for name in names for above in _above(name))


def _above(name: str) -> set[str]:
    labels = name.split(".")
    return {".".join(labels[start:]) for start in range(1, len(labels))}


def listed_first(names: Iterable[str]) -> list[str]:
    """Names each once, in the order of the DNS: by their labels from the right."""
    return sorted(set(names), key=lambda name: name.split(".")[::-1])
