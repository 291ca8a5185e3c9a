"""The `KEY:value;` lists of Wi-Fi, MeCard and their kin, with backslash escapes."""

import re

# The value takes all up to its end, so that no text makes the search start over (time stays linear).
_FIELD = re.compile(r"([A-Za-z0-9]{1,16}):((?:[^;\\]|\\.)*+)(?:;|\\?\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def fields_of(text: str) -> list[tuple[str, str]]:
    """The fields in order, keys in upper case, escapes resolved."""
    return [(key.upper(), _ESCAPE.sub(r"\1", value)) for key, value in _FIELD.findall(text)]
