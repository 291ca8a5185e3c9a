"""Business cards: vCard (RFC 6350), MeCard and BizCard (NTT DoCoMo)."""

import re

from qr.payloads.fields import fields_of
from qr.payloads.kinds import Payload, PayloadKind, fields
from qr.payloads.lines import content_lines
from qr.payloads.mail import parse_mail
from qr.payloads.phone import e164

_CARD = re.compile(r"(?i)(?:MECARD|BIZCARD):")
_SEPARATOR = re.compile(r"[;,\s]+")


def parse_vcard(text: str) -> Payload | None:
    """A card; `value` is its name and its phones and e-mails in normal form, sorted. Fields: `name`, `org`,
    `title`, `address`, `note`. What else it names is found by `qr.payload.find`."""
    if text[:11].upper() == "BEGIN:VCARD":
        entries = content_lines(text)
    elif card := _CARD.match(text):
        entries = fields_of(text[card.end() :])
    else:
        return None
    names = [_SEPARATOR.sub(" ", value).strip() for key, value in entries if key in ("FN", "N")]
    name = next(filter(None, names), "")
    contacts = sorted({contact for key, value in entries if (contact := _contact(key, value))})
    value = ";".join(filter(None, [name, *contacts]))
    if not value:
        return None
    said = {key: _SEPARATOR.sub(" ", value) for key, value in reversed(entries)}
    details = fields(
        name=name,
        org=said.get("ORG", ""),
        title=said.get("TITLE", ""),
        address=said.get("ADR", ""),
        note=said.get("NOTE", said.get("MEMO", "")),
    )
    return Payload(kind=PayloadKind.VCARD, text=text, value=value, fields=details)


def _contact(key: str, value: str) -> str | None:
    if key == "TEL":
        return e164(value.removeprefix("tel:"))
    if key == "EMAIL":
        mail = parse_mail(value)
        return mail.value if mail else None
    return None
