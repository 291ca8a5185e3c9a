"""The `KEY:value;` lists of Wi-Fi, MeCard and their kin, with backslash escapes."""

import re

_FIELD = re.compile(r"([A-Za-z]{1,16}):((?:[^;\\]|\\.)*)(?:;|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def fields_of(text: str) -> list[tuple[str, str]]:
    """The fields in order, keys in upper case, escapes resolved."""
    return [(key.upper(), _ESCAPE.sub(r"\1", value)) for key, value in _FIELD.findall(text)]
