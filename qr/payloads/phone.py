"""Phone numbers, brought to E.164 with Kazakhstan as the home country."""

import re

from qr.payloads.address import parameters
from qr.payloads.kinds import Payload, PayloadKind

_SCHEME = re.compile(r"(?i)(?:tel|callto):(?://)?([^;,?:&]{3,40})")
_VIBER = re.compile(r"(?i)viber:(?://)?(?:chat|add|contact)/?\?(.*)", re.DOTALL)
_BARE = re.compile(r"\+?[\d\s().\u2010-\u2015\u00a0-]{7,30}")
# `+8 7…` and `wa.me/87…`, as people write numbers of Kazakhstan. No country has such a number: +870 and +878
# (satellites, personal numbers) are followed by nine digits and more.
_HOME_AS_ABROAD = re.compile(r"87\d{9}")
_NOT_DIGIT = re.compile(r"[^0-9]")


def parse_phone(text: str) -> Payload | None:
    """`tel:` addresses, chats of Viber and bare numbers. There is nothing on the web to look at: no `url`."""
    written = _written(text)
    number = None if written is None else e164(written)
    return None if number is None else Payload(kind=PayloadKind.PHONE, text=text, value=number)


def _written(text: str) -> str | None:
    if viber := _VIBER.fullmatch(text):
        return "+" + parameters(viber[1]).get("number", "").strip().lstrip("+")
    if link := _SCHEME.match(text):
        return link[1]
    return text if _BARE.fullmatch(text) else None


def e164(text: str) -> str | None:
    """The number as `+` and 8 to 15 digits, or None.

    Without a country: 8 or 7 and ten digits, and ten digits from 7, are of Kazakhstan and Russia, which
    share +7. A number of another country must say so by `+` or `00`.
    """
    digits = _NOT_DIGIT.sub("", text.replace("%2B", "+"))
    international = text.lstrip(" (\u00a0").startswith(("+", "%2B"))
    if digits.startswith("00"):
        digits, international = digits[2:], True
    if not international or _HOME_AS_ABROAD.fullmatch(digits):
        digits = _at_home(digits)
    if digits.startswith("7"):
        return f"+{digits}" if len(digits) == 11 and digits[1] in "346789" else None
    return f"+{digits}" if 8 <= len(digits) <= 15 and digits[0] != "0" else None


def _at_home(digits: str) -> str:
    if len(digits) == 11 and digits[0] in "78":
        return "7" + digits[1:]
    return "7" + digits if len(digits) == 10 and digits[0] == "7" else ""
