"""WhatsApp: `wa.me`, `api.whatsapp.com`, `whatsapp:` (faq.whatsapp.com, "How to use click to chat")."""

import re
from dataclasses import replace

from qr.payloads.address import Address, address_of, parameters
from qr.payloads.kinds import Payload, PayloadKind, fields
from qr.payloads.phone import e164

_APP = re.compile(r"(?i)whatsapp:(?://)?(send|chat|call)/?\?(.*)", re.DOTALL)
_CODE = re.compile(r"[A-Za-z0-9_-]{6,64}")
_INVITATION = re.compile(r"[A-Za-z0-9_-]{16,64}")  # longer than any number, which begins with + too
_HOSTS = frozenset(
    {"wa.me", "whatsapp.com", "m.whatsapp.com", "api.whatsapp.com", "web.whatsapp.com", "v.whatsapp.com"}
)
_PRIVATE_HOSTS = frozenset({"chat.whatsapp.com", "call.whatsapp.com"})


def parse_whatsapp(text: str) -> Payload | None:
    """A chat's `value` is the phone number in E.164; a business's short link and a public channel keep their
    path (`message/CODE`, `channel/ID`). An invitation to a group or a call is private: `+CODE`, no `url`.
    Field: `text`, the message that the link writes."""
    app = _APP.fullmatch(text)
    if app:
        said = parameters(app[2])
        if app[1].lower() == "chat":
            return _invited(text, (said.get("code", ""),))
        payload = _chat(text, said.get("phone", ""))
    else:
        address = address_of(text)
        if address is None:
            return None
        said = address.parameters
        payload = _from_address(text, address)
    return replace(payload, fields=fields(text=said.get("text", ""))) if payload else None


def _from_address(text: str, address: Address) -> Payload | None:
    host, segments = address.host.removeprefix("www."), address.segments
    if host in _PRIVATE_HOSTS:
        return _invited(text, segments)
    if host not in _HOSTS:
        return None
    return _from_path(text, segments) or _chat(text, address.parameters.get("phone", ""))


def _from_path(text: str, segments: tuple[str, ...]) -> Payload | None:
    match segments:
        case ["channel", code, *_] if _CODE.fullmatch(code):
            return _public(text, f"channel/{code}", f"https://whatsapp.com/channel/{code}")
        case [("message" | "qr") as what, code] if _CODE.fullmatch(code):
            return _public(text, f"{what}/{code}", f"https://wa.me/{what}/{code}")
        case ["c" | "catalog", number] | ["p", _, number] | [number, *_]:
            return _chat(text, number)
    return None


def _chat(text: str, phone: str) -> Payload | None:
    number = e164("+" + phone.strip().lstrip("+"))
    return None if number is None else _public(text, number, f"https://wa.me/{number[1:]}")


def _invited(text: str, segments: tuple[str, ...]) -> Payload | None:
    code = segments[-1] if segments else ""
    if not _INVITATION.fullmatch(code):
        return None
    return Payload(kind=PayloadKind.WHATSAPP, text=text, value=f"+{code}")


def _public(text: str, value: str, url: str) -> Payload:
    return Payload(kind=PayloadKind.WHATSAPP, text=text, value=value, url=url)
