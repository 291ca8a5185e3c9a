"""WhatsApp: `wa.me`, `api.whatsapp.com`, `whatsapp:` (faq.whatsapp.com, "How to use click to chat")."""

import re

from qr.payloads.address import Address, address_of, parameter
from qr.payloads.kinds import Payload, PayloadKind
from qr.payloads.phone import e164

_SEND = re.compile(r"(?i)whatsapp:(?://)?send/?\?(.*)")
_CODE = re.compile(r"[A-Za-z0-9_-]{6,64}")
_HOSTS = frozenset({"whatsapp.com", "api.whatsapp.com", "web.whatsapp.com", "v.whatsapp.com"})


def parse_whatsapp(text: str) -> Payload | None:
    """A chat's `value` is the phone number in E.164; a business's short link and a public channel keep their
    path (`message/CODE`, `channel/ID`). A group's invitation is private: `+CODE`, no `url`."""
    link = _SEND.fullmatch(text)
    if link:
        return _chat(text, parameter(link[1], "phone"))
    address = address_of(text)
    if address is None:
        return None
    host, segments = address.host.removeprefix("www."), address.segments
    if host == "chat.whatsapp.com":
        return _group(text, segments)
    if host == "wa.me":
        return _short(text, segments)
    return _long(text, address) if host in _HOSTS else None


def _short(text: str, segments: tuple[str, ...]) -> Payload | None:
    match segments:
        case [("message" | "qr" | "c") as what, code] if _CODE.fullmatch(code.lstrip("+")):
            return _public(text, f"{what}/{code}", f"https://wa.me/{what}/{code}")
        case [number, *_]:
            return _chat(text, number)
    return None


def _long(text: str, address: Address) -> Payload | None:
    match address.segments:
        case ["channel", code, *_] if _CODE.fullmatch(code):
            return _public(text, f"channel/{code}", f"https://whatsapp.com/channel/{code}")
        case ["send" | "message" | "qr" as what, *rest]:
            return _short(text, (what, *rest)) if rest else _chat(text, address.parameter("phone"))
    return _chat(text, address.parameter("phone"))


def _chat(text: str, phone: str) -> Payload | None:
    number = e164("+" + phone.strip().lstrip("+"))
    return None if number is None else _public(text, number, f"https://wa.me/{number[1:]}")


def _group(text: str, segments: tuple[str, ...]) -> Payload | None:
    code = segments[-1] if segments else ""
    if not _CODE.fullmatch(code):
        return None
    return Payload(kind=PayloadKind.WHATSAPP, text=text, value=f"+{code}")


def _public(text: str, value: str, url: str) -> Payload:
    return Payload(kind=PayloadKind.WHATSAPP, text=text, value=value, url=url)
