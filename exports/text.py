"""Writing hostile text down so that no program mistakes it for something else."""

import re
import unicodedata
from datetime import UTC, datetime

_SCHEME = re.compile(r"^(h)tt(ps?)(?=://)", re.IGNORECASE)
_AUTHORITY = re.compile(r"^(?:[a-z][a-z0-9+]*://)?[^/?#]*", re.IGNORECASE)


def visible(text: str) -> str:
    """`text` on one line: control characters become spaces, runs of white space one space."""
    shown = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") else char for char in text)
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
