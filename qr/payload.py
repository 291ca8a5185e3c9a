"""What a symbol's text means: `parse` for a text that is one thing, `find` for things inside a text."""

from dataclasses import replace

from qr.payloads.crypto import parse_crypto
from qr.payloads.finding import Finder
from qr.payloads.geo import parse_geo
from qr.payloads.instagram import parse_instagram
from qr.payloads.kinds import Parser, Payload, PayloadKind
from qr.payloads.mail import parse_mail
from qr.payloads.onion import parse_onion
from qr.payloads.phone import parse_phone
from qr.payloads.telegram import parse_telegram
from qr.payloads.vcard import parse_vcard
from qr.payloads.web import parse_web
from qr.payloads.whatsapp import parse_whatsapp
from qr.payloads.wifi import parse_wifi

__all__ = ["PARSERS", "Payload", "PayloadKind", "find", "parse"]

# The first that takes a text names it: the particular before the general.
PARSERS: tuple[Parser, ...] = (
    parse_wifi,
    parse_vcard,
    parse_geo,
    parse_mail,
    parse_telegram,
    parse_whatsapp,
    parse_instagram,
    parse_crypto,
    parse_onion,
    parse_phone,
    parse_web,
)
_LONGEST = 8_192


def parse(text: str) -> Payload:
    """The meaning of a whole text. Never raises: what is nothing else is plain text.

    Addresses of other schemes than http and https (`javascript:`, `data:`, `file:`) are plain text. The
    longest QR code holds 7,089 characters; a longer text is plain text too.
    """
    stripped = text.strip("\0 \t\r\n\u00a0\ufeff\u200b")
    if len(stripped) <= _LONGEST:
        for parser in PARSERS:
            payload = parser(stripped)
            if payload is not None:
                return replace(payload, text=text)
    return Payload(kind=PayloadKind.TEXT, text=text, value=" ".join(stripped.split()))


def find(text: str) -> tuple[Payload, ...]:
    """The addresses, handles, phones, e-mails and wallets inside a free text (a page, a caption, a vCard,
    text read by OCR), in order, each once; nothing else. Time is linear in the text's length."""
    return _FINDER.find(text)


_FINDER = Finder(parse)
