"""International bank account numbers (ISO 13616)."""

import re

_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_LENGTHS = {"KZ": 20}


def iban_of(text: str) -> str | None:
    """The number in capitals without spaces, or None where its form or its two check digits are wrong."""
    number = "".join(text.split()).upper() if len(text) <= 50 else ""
    if not _FORM.fullmatch(number) or len(number) != _LENGTHS.get(number[:2], len(number)):
        return None
    digits = "".join(str(int(char, 36)) for char in number[4:] + number[:4])
    return number if int(digits) % 97 == 1 else None
