"""Telegram: handles, `t.me` links and `tg:` links (core.telegram.org/api/links)."""

import re

from qr.payloads.address import Address, address_of, parameter
from qr.payloads.kinds import Payload, PayloadKind
from qr.payloads.phone import e164

_HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_INVITE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_HOSTS = ("t.me", "telegram.me", "telegram.dog")
_TG = re.compile(r"(?i)tg:(?://)?([a-z_]+)/?(?:\?(.*))?")
_NO_NAMES = frozenset(
    {"addemoji", "addlist", "addstickers", "addtheme", "auction", "boost", "call", "confirmphone", "contact"}
    | {"giftcode", "invoice", "joinchat", "login", "proxy", "setlanguage", "share", "socks", "stars"}
)


def parse_telegram(text: str) -> Payload | None:
    """A public name, a private invitation, or a phone number given through Telegram.

    A name's `value` is the handle in lower case, whatever is behind it (bots' start parameters, a post's
    number); `url` is its public page. An invitation's `value` is `+` and its hash; it has no `url`.
    """
    if text.startswith("@") and _HANDLE.fullmatch(text[1:]):
        return _named(text, text[1:])
    link = _TG.fullmatch(text)
    if link:
        return _from_tg(text, link[1].lower(), link[2] or "")
    address = address_of(text)
    return None if address is None else _from_address(text, address)


def _from_address(text: str, address: Address) -> Payload | None:
    host = address.host.removeprefix("www.")
    if host in _HOSTS:
        return _from_path(text, address)
    if host == "web.telegram.org" and address.fragment.startswith("@"):
        return _named(text, address.fragment[1:])
    name, _, parent = host.partition(".")
    return _named(text, name) if parent == "t.me" else None


def _from_path(text: str, address: Address) -> Payload | None:
    segments = address.segments
    if segments[:1] == ("s",):
        segments = segments[1:]
    if not segments:
        return None
    first, second = segments[0], segments[1] if len(segments) > 1 else ""
    if first.startswith(("+", " ")):
        return _invited(text, first[1:])
    if first == "joinchat":
        return _invited(text, second)
    if first == "c" and second.isascii() and second.isdigit():
        return Payload(kind=PayloadKind.TELEGRAM, text=text, value=f"c/{second}")
    return _named(text, first.removeprefix("@"))


def _from_tg(text: str, action: str, query: str) -> Payload | None:
    if action == "join":
        return _invited(text, parameter(query, "invite"))
    if action == "user" and parameter(query, "id").isdecimal():
        return Payload(kind=PayloadKind.TELEGRAM, text=text, value=f"id:{parameter(query, 'id')}")
    if action != "resolve":
        return None
    phone = parameter(query, "phone")
    return _phoned(text, phone) if phone else _named(text, parameter(query, "domain").removeprefix("@"))


def _named(text: str, handle: str) -> Payload | None:
    handle = handle.lower()
    if not _HANDLE.fullmatch(handle) or handle in _NO_NAMES:
        return None
    return Payload(kind=PayloadKind.TELEGRAM, text=text, value=handle, url=f"https://t.me/{handle}")


def _invited(text: str, code: str) -> Payload | None:
    if code.isdecimal() and len(code) <= 15:
        return _phoned(text, code)
    if not _INVITE.fullmatch(code):
        return None
    return Payload(kind=PayloadKind.TELEGRAM, text=text, value=f"+{code}")


def _phoned(text: str, phone: str) -> Payload | None:
    number = e164("+" + phone.strip().lstrip("+"))
    return None if number is None else Payload(kind=PayloadKind.PHONE, text=text, value=number)
