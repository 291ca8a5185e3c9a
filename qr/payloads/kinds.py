"""The kinds of payload, and the value that carries one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class PayloadKind(StrEnum):
    """The kinds of payload that Mergen tells apart."""

    URL = "url"
    ONION = "onion"
    I2P = "i2p"
    TELEGRAM = "telegram"
    TELEGRAM_ACTION = "telegram_action"
    WHATSAPP = "whatsapp"
    INSTAGRAM = "instagram"
    VK = "vk"
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WIFI = "wifi"
    GEO = "geo"
    VCARD = "vcard"
    CALENDAR = "calendar"
    OTP = "otp"
    CRYPTO = "crypto"
    PAYMENT = "payment"
    TEXT = "text"
    BINARY = "binary"


SECRETIVE = frozenset({PayloadKind.OTP, PayloadKind.TELEGRAM_ACTION, PayloadKind.WIFI})
"""Kinds whose text holds a key: a password, a seed, a code that signs in."""

Fields = tuple[tuple[str, str], ...]
"""Names and values, in the order in which a person wants to read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A text with its meaning.

    `text` is the text as read. `value` is the normal form, equal for two spellings of the same thing
    (`@Shop_`, `t.me/shop_` and `tg://resolve?domain=shop_` all give `shop_`): the key for storing and for
    joining shops. `url` is the public web address to look at, None where there is none; its host is in
    ASCII (punycode). A private invitation and a payment have no `url`: Mergen looks only at what is public
    and pays nothing.

    `fields` is what else the text says: a bot's `start` parameter, which tells whose sticker it is; the
    `body` of an SMS; the `chain` of a wallet. Each kind's parser names its own. No secret stands in `value`
    or `fields`; `text` is left as it is.
    """

    kind: PayloadKind
    text: str
    value: str
    url: str | None = None
    fields: Fields = ()

    @property
    def is_secretive(self) -> bool:
        """Whether `text` holds a secret, so that it is shown only to who asks for it."""
        return self.kind in SECRETIVE

    @property
    def open_text(self) -> str:
        """The text for anybody's eyes: of a secretive payload its normal form. Cutting the secret out of the
        text would trust that every spelling of it is known."""
        return f"{self.value} ***" if self.is_secretive else self.text

    def field(self, name: str) -> str:
        """The field of this name, or nothing."""
        return dict(self.fields).get(name, "")


def fields(**named: str) -> Fields:
    """The fields that say something."""
    stripped = ((name, value.strip()) for name, value in named.items())
    return tuple((name, value) for name, value in stripped if value)


# Takes a stripped text; gives None where the text is of another kind. Never raises.
Parser = Callable[[str], Payload | None]
