"""What a symbol's text means."""

from dataclasses import dataclass
from enum import StrEnum


class PayloadKind(StrEnum):
    """The kinds of payload that Mergen tells apart."""

    URL = "url"
    ONION = "onion"
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    INSTAGRAM = "instagram"
    PHONE = "phone"
    EMAIL = "email"
    WIFI = "wifi"
    GEO = "geo"
    VCARD = "vcard"
    CRYPTO = "crypto"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A text with its meaning.

    `text` is the text as read. `value` is the normal form, equal for two spellings of the same thing
    (`@Shop`, `t.me/shop` and `tg://resolve?domain=shop` all give `shop`): the key for storing and for
    joining shops. `url` is the public web address to look at, None where there is none.
    """

    kind: PayloadKind
    text: str
    value: str
    url: str | None = None
