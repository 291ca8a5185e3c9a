"""Addresses that no program opens by mistake: `hxxps://shop[.]example`."""

import re
from bisect import bisect_left

SCHEME = re.compile(r"\b(?:https?|ftp)(?=:)", re.IGNORECASE)
HOST_DOT = re.compile(r"(?<=[\w-])[.。](?=[^\W\d_]{2})")
# Characters that change how the characters around them are shown, or show nothing where something is.
DECEIVING = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]"
)


def defang_edits(text: str) -> list[tuple[int, str]]:
    """What to show instead of single characters so that no address in `text` stays one: pairs of index
    and replacement, in order."""
    edits = {match.start(): "�" for match in DECEIVING.finditer(text)}
    for match in SCHEME.finditer(text):
        for index in range(match.start() + 1, match.start() + (2 if match[0].lower() == "ftp" else 3)):
            edits[index] = "x"
    edits.update((match.start(), "[.]") for match in HOST_DOT.finditer(text))
    return sorted(edits.items())


def apply_edits(text: str, edits: list[tuple[int, str]], start: int, end: int) -> str:
    """`text[start:end]` with the edits that fall into it."""
    parts: list[str] = []
    at = start
    for index, replacement in edits[bisect_left(edits, (start, "")) : bisect_left(edits, (end, ""))]:
        parts += (text[at:index], replacement)
        at = index + 1
    parts.append(text[at:end])
    return "".join(parts)


def defang(text: str) -> str:
    """`text` with every address in it made unusable and no character that deceives the reader."""
    return apply_edits(text, defang_edits(text), 0, len(text))
