"""Business cards: vCard (RFC 6350), MeCard and BizCard (NTT DoCoMo)."""

import re

from qr.payloads.fields import fields_of
from qr.payloads.kinds import Payload, PayloadKind
from qr.payloads.mail import parse_mail
from qr.payloads.phone import e164

_CARD = re.compile(r"(?i)(?:MECARD|BIZCARD):")
_LINE = re.compile(r"(?im)^(?:item\d+\.)?(FN|N|TEL|EMAIL)((?:;[^:\r\n]{0,200})?):([^\r\n]{0,500})")


def parse_vcard(text: str) -> Payload | None:
    """A card; `value` is its name and its phones and e-mails in normal form, sorted. What else it names is
    found by `qr.payload.find`."""
    if text[:11].upper() == "BEGIN:VCARD":
        entries = [(key.upper(), value.strip()) for key, _, value in _LINE.findall(text)]
    elif card := _CARD.match(text):
        entries = fields_of(text[card.end() :])
    else:
        return None
    names = [" ".join(re.split(r"[;,\s]+", value)).strip() for key, value in entries if key in ("FN", "N")]
    contacts = sorted({contact for key, value in entries if (contact := _contact(key, value))})
    value = ";".join([*[name for name in names if name][:1], *contacts])
    return Payload(kind=PayloadKind.VCARD, text=text, value=value) if value else None


def _contact(key: str, value: str) -> str | None:
    if key == "TEL":
        return e164(value.removeprefix("tel:"))
    if key == "EMAIL":
        mail = parse_mail(value)
        return mail.value if mail else None
    return None
