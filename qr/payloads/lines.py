"""The content lines of vCard (RFC 6350, and version 2.1) and iCalendar (RFC 5545)."""

import re
from quopri import decodestring

from qr.charset import text_of

_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT_BREAK = re.compile(r"=\r?\n")
_LINE = re.compile(r"(?im)^(?:[a-z0-9]{1,20}\.)?([a-z-]{1,30})((?:;[^:\r\n]{0,200})?):([^\r\n]{0,2000})")
_ESCAPE = re.compile(r"\\(.)")


def content_lines(text: str) -> list[tuple[str, str]]:
    """Names in upper case and their values, in order; folded lines joined, escapes and quoted-printable
    resolved, parameters left out."""
    if "QUOTED-PRINTABLE" in text.upper():
        text = _SOFT_BREAK.sub("", text)
    lines = _LINE.findall(_FOLD.sub("", text))
    return [(name.upper(), _value(parameters, value)) for name, parameters, value in lines]


def _value(parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in parameters.upper():
        return text_of(decodestring(value.encode("utf-8", "replace"))).strip()
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value).strip()
