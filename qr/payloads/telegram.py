"""Telegram: handles, `t.me` links and `tg:` links (core.telegram.org/api/links)."""

import re
from collections.abc import Mapping

from qr.payloads.address import Address, address_of, parameters
from qr.payloads.kinds import Fields, Payload, PayloadKind, fields
from qr.payloads.phone import e164

_HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_CODE = re.compile(r"[A-Za-z0-9_-]{5,64}")
_INVITE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_HOSTS = ("t.me", "telegram.me", "telegram.dog")
_TG = re.compile(r"(?i)tg:(?://)?([a-z_]+)/?(?:\?(.*))?", re.DOTALL)
_OLD_WEB = re.compile(r"/im\?p=@([A-Za-z0-9_]+)")
_NO_NAMES = frozenset(
    {"addemoji", "addlist", "addstickers", "addtheme", "auction", "boost", "call", "confirmphone", "contact"}
    | {"giftcode", "invoice", "joinchat", "login", "proxy", "setlanguage", "share", "socks", "stars"}
)
# What leads to a person or a group without a public name: an action of a `tg:` link, the beginning of its
# value, and the parameter that names who is meant.
_PRIVATE = {
    "addlist": ("addlist/", "slug"),
    "call": ("call/", "slug"),
    "contact": ("contact/", "token"),
    "message": ("m/", "slug"),
}
_NUMBERED = {"user": ("id:", "id"), "openmessage": ("id:", "user_id"), "privatepost": ("c/", "channel")}
# What a link asks of a bot, an app or a channel, in the order in which it is shown.
_ASKED = [
    "start",
    "startgroup",
    "startchannel",
    "startapp",
    "startattach",
    "attach",
    "appname",
    "game",
    "admin",
    "post",
    "thread",
    "comment",
    "story",
    "text",
    "ref",
    "videochat",
    "livestream",
    "voicechat",
]


def parse_telegram(text: str) -> Payload | None:
    """A public name, a private invitation, or a phone number given through Telegram.

    A name's `value` is the handle in lower case, whatever is behind it; `url` is its public page. Fields say
    what the link asks for: a bot's `start` parameter (which often tells who spread the link), an app's
    `appname` and `startapp`, the number of a `post`. An invitation's `value` is `+` and its hash, a shared
    folder's `addlist/CODE`, a business chat's `m/CODE`, a private group's `c/ID`, a user's `id:ID`: these
    have no `url`.
    """
    if text.startswith("@") and _HANDLE.fullmatch(text[1:]):
        return _named(text, text)
    link = _TG.fullmatch(text)
    if link:
        return _from_tg(text, link[1].lower(), parameters(link[2] or ""))
    address = address_of(text)
    return None if address is None else _from_address(text, address)


def _from_address(text: str, address: Address) -> Payload | None:
    host = address.host.removeprefix("www.")
    if host in _HOSTS:
        return _from_path(text, address)
    if host == "web.telegram.org":
        old = _OLD_WEB.match(address.fragment)
        return _named(text, old[1] if old else address.fragment)
    name, _, parent = host.partition(".")
    return _named(text, name, _asked(address.parameters, address.segments)) if parent == "t.me" else None


def _from_path(text: str, address: Address) -> Payload | None:
    steps, said = address.segments, address.parameters
    match steps[1:] if steps[:1] == ("s",) else steps:
        case ["c", number, *_] if _NUMBER.fullmatch(number):
            return _hidden(text, f"c/{number}")
        case [("addlist" | "call" | "contact" | "m") as what, code, *_] if _CODE.fullmatch(code):
            return _hidden(text, f"{what}/{code}")
        case ["joinchat", code, *_]:
            return _invited(text, code)
        case ["boost", *rest]:
            return _boosted(text, said.get("c", ""), *rest[:1])
        case [name, *rest]:
            invited = name.startswith(("+", " "))
            return _invited(text, name[1:]) if invited else _named(text, name, _asked(said, tuple(rest)))
    return None


def _from_tg(text: str, action: str, said: Mapping[str, str]) -> Payload | None:
    if action == "join":
        return _invited(text, said.get("invite", ""))
    if action == "boost":
        return _boosted(text, said.get("channel", ""), said.get("domain", ""))
    if action in _PRIVATE:
        prefix, name = _PRIVATE[action]
        return _hidden(text, prefix + said[name]) if _CODE.fullmatch(said.get(name, "")) else None
    if action in _NUMBERED:
        prefix, name = _NUMBERED[action]
        return _hidden(text, prefix + said[name]) if _NUMBER.fullmatch(said.get(name, "")) else None
    if action != "resolve":
        return None
    phone = said.get("phone", "")
    return _phoned(text, phone) if phone else _named(text, said.get("domain", ""), _asked(said))


def _boosted(text: str, number: str, name: str = "") -> Payload | None:
    if _NUMBER.fullmatch(number):
        return _hidden(text, f"c/{number}")
    return _named(text, name, fields(boost="yes"))


def _asked(said: Mapping[str, str], path: tuple[str, ...] = ()) -> Fields:
    """What a link asks for, in its parameters and in the path behind the name."""
    found = {name: said[name] for name in _ASKED if name in said}
    match path:
        case [thread, post] if _NUMBER.fullmatch(thread) and _NUMBER.fullmatch(post):
            found |= {"thread": thread, "post": post}
        case ["s", story] if _NUMBER.fullmatch(story):
            found["story"] = story
        case [post] if _NUMBER.fullmatch(post):
            found["post"] = post
        case [app] if _HANDLE.fullmatch(app):
            found["appname"] = app
    return fields(**{name: found[name] for name in _ASKED if name in found})


def _named(text: str, handle: str, asked: Fields = ()) -> Payload | None:
    handle = handle.lower().removeprefix("@")
    if not _HANDLE.fullmatch(handle) or handle in _NO_NAMES:
        return None
    url = f"https://t.me/{handle}"
    return Payload(kind=PayloadKind.TELEGRAM, text=text, value=handle, url=url, fields=asked)


def _invited(text: str, code: str) -> Payload | None:
    if code.isdecimal() and len(code) <= 15:
        return _phoned(text, code)
    return _hidden(text, f"+{code}") if _INVITE.fullmatch(code) else None


def _hidden(text: str, value: str) -> Payload:
    return Payload(kind=PayloadKind.TELEGRAM, text=text, value=value)


def _phoned(text: str, phone: str) -> Payload | None:
    number = e164("+" + phone.strip().lstrip("+"))
    return None if number is None else Payload(kind=PayloadKind.PHONE, text=text, value=number)
