"""The kinds of payload, and the value that carries one."""

from collections.abc import Callable
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
    (`@Shop_`, `t.me/shop_` and `tg://resolve?domain=shop_` all give `shop_`): the key for storing and for
    joining shops. `url` is the public web address to look at, None where there is none; its host is in
    ASCII (punycode). A private invitation has no `url`: Mergen looks only at what is public.
    """

    kind: PayloadKind
    text: str
    value: str
    url: str | None = None


# Takes a stripped text; gives None where the text is of another kind. Never raises.
Parser = Callable[[str], Payload | None]
