"""Addresses and handles that are written in an image: what they say, where they stand, how sure they are.

A letter of paint is read with mistakes. What may be another letter is said to be doubtful and is left to a
person; nothing is corrected here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifiers.image_text import TextLine
from qr.payload import Payload, find

# Text on a wall is read with mistakes: only what is meant to be followed counts as an address.
FOLLOWED = ("telegram", "url", "onion", "i2p", "whatsapp", "instagram", "vk", "phone")
SURE = 80.0
"""Of 100: what is read less surely is doubtful as a whole."""
ALIKE = (("0", "O", "o"), ("1", "l", "I", "i"), ("5", "S", "s"), ("8", "B"), ("2", "Z", "z"), ("6", "G", "b"))
ALWAYS = frozenset("lI")
"""Of no certain shape in the letters of stencils, whatever stands beside them."""
NAME = re.compile(r"[A-Za-z0-9]+")
SERVICE = re.compile(r"^(?:https?://)?(?:www\.)?(?:(?:t|telegram)\.me/|instagram\.com/|vk\.com/)?", re.I)
NUMBERS = ("phone", "whatsapp")
CYRILLIC = re.compile(r"[\u0400-\u052f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A payload read by OCR from `line`. `doubts` say in English what may be otherwise; none if it is
    certain."""

    payload: Payload
    line: TextLine
    doubts: tuple[str, ...]


def written(lines: Iterable[TextLine]) -> tuple[Written, ...]:
    """What is written in an image that can be followed, each once, in the order of its lines."""
    found: dict[tuple[str, str], Written] = {}
    for line in lines:
        for payload in _payloads(line):
            key = (payload.kind.value, payload.value)
            found.setdefault(key, Written(payload=payload, line=line, doubts=doubts(payload, line)))
    return tuple(found.values())


def certain(lines: Sequence[TextLine]) -> tuple[Payload, ...]:
    """The payloads in an image's text that need no person to compare them: without doubts, or of kinds that
    are not followed (wallets and accounts have checksums)."""
    found = [each.payload for each in written(lines) if not each.doubts]
    others = [payload for line in lines for payload in find(line.latin or line.text)]
    return tuple(found + [each for each in others if each.kind.value not in FOLLOWED])


def _payloads(line: TextLine) -> list[Payload]:
    payloads = find(line.latin or line.text)
    return [payload for payload in payloads if payload.kind.value in FOLLOWED]


def doubts(payload: Payload, line: TextLine) -> tuple[str, ...]:
    """What speaks against taking a payload from a line of text as it was read."""
    found = [] if line.confidence >= SURE else [f"read with confidence {line.confidence:.0f} of 100"]
    if payload.kind.value in NUMBERS:
        return tuple(found)
    name = SERVICE.sub("", payload.text)
    found += [f"{letter} may be {other}" for letter, other in _ambiguous(name)]
    if CYRILLIC.search(name):
        found.append("has Cyrillic letters")
    elif line.latin and name not in line.text:
        found.append(f"may be: {line.text}")
    return tuple(dict.fromkeys(found))


def _ambiguous(text: str) -> Iterable[tuple[str, str]]:
    for name in NAME.findall(text):
        lettered = any(character.isalpha() for character in name)
        for character in name:
            others = _others(character)
            odd = character.isdigit() == lettered
            if others and (odd or character in ALWAYS or name.isupper()):
                yield character, others


def _others(character: str) -> str:
    row: tuple[str, ...] = next((row for row in ALIKE if character in row), ())
    return " or ".join(each for each in row if each.lower() != character.lower())
