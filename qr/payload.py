"""What a symbol says: `payload_of` for a symbol, `parse` for a text that is one thing, `find` for things
inside a text."""

from dataclasses import replace
from hashlib import sha256

from qr.charset import is_binary
from qr.payloads.calendar import parse_calendar
from qr.payloads.crypto import parse_crypto
from qr.payloads.finding import Finder
from qr.payloads.geo import parse_geo
from qr.payloads.i2p import parse_i2p
from qr.payloads.instagram import parse_instagram
from qr.payloads.kinds import Parser, Payload, PayloadKind, fields
from qr.payloads.mail import parse_mail
from qr.payloads.onion import parse_onion
from qr.payloads.otp import parse_otp
from qr.payloads.payment import parse_payment
from qr.payloads.phone import parse_phone
from qr.payloads.sms import parse_sms
from qr.payloads.telegram import parse_telegram
from qr.payloads.telegram_action import parse_telegram_action
from qr.payloads.vcard import parse_vcard
from qr.payloads.vk import parse_vk
from qr.payloads.web import parse_web
from qr.payloads.whatsapp import parse_whatsapp
from qr.payloads.wifi import parse_wifi
from qr.symbol import Symbol

__all__ = ["PARSERS", "Payload", "PayloadKind", "find", "parse", "payload_of"]

# The first that takes a text names it: the particular before the general.
PARSERS: tuple[Parser, ...] = (
    parse_wifi,
    parse_vcard,
    parse_calendar,
    parse_otp,
    parse_payment,
    parse_geo,
    parse_sms,
    parse_phone,
    parse_mail,
    parse_telegram_action,
    parse_telegram,
    parse_whatsapp,
    parse_instagram,
    parse_vk,
    parse_crypto,
    parse_onion,
    parse_i2p,
    parse_web,
)
_LONGEST = 8_192


def payload_of(symbol: Symbol) -> Payload:
    """The meaning of a symbol. Bytes that are no text are of the kind `binary`: `value` is their SHA-256 in
    hexadecimal digits, the field `size` their number. Never raises."""
    if is_binary(symbol.raw, symbol.text):
        size = fields(size=str(len(symbol.raw)))
        digest = sha256(symbol.raw).hexdigest()
        return Payload(kind=PayloadKind.BINARY, text=symbol.text, value=digest, fields=size)
    return parse(symbol.text)


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
