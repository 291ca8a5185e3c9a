"""Writing hostile text down so that no program mistakes it for something else."""

import re
import unicodedata
from datetime import UTC, datetime

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOT_SHOWN = ("Cc", "Zl", "Zp", "Cs")
_SCHEME = re.compile(r"^(h)tt(ps?)(?=://)", re.IGNORECASE)
_AUTHORITY = re.compile(r"^(?:[a-z][a-z0-9+]*://)?[^/?#]*", re.IGNORECASE)


def visible(text: str) -> str:
    """`text` on one line: characters that control, or turn the direction of reading, become spaces."""
    shown = "".join(
        " " if char in _TURNING or unicodedata.category(char) in _NOT_SHOWN else char for char in text
    )
    return " ".join(shown.split())


def defanged(url: str) -> str:
    """An address that no program turns into a link: `hxxps://shop[.]example/a.b`."""
    harmless = _SCHEME.sub(r"\1xx\2", visible(url))
    authority = _AUTHORITY.match(harmless)
    end = authority.end() if authority else 0
    return harmless[:end].replace(".", "[.]") + harmless[end:]


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC to the second: `2026-01-31T09:30:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
