"""Ways to be written to (E1, E2, E3, E4, E6)."""

import itertools
import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues, parts
from classifiers.reading import Mark, Reading

_TELEGRAM = re.compile(
    r"(?:https?://)?(?:t\.me|telegram\.me|telegram\.dog)/(?P<link>[a-z0-9_+/?=-]{3,80})|"
    r"tg://[a-z]{2,20}\S{0,80}"
)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<name>[a-z][a-z0-9_]{3,31})(?![\w.@])")
_WHATSAPP = re.compile(r"(?:wa\.me|api\.whatsapp\.com)/\S{3,60}")
_SESSION = re.compile(r"(?<![0-9a-f])05[0-9a-f]{64}(?![0-9a-f])")
_JABBER = re.compile(
    r"(?:jabber|xmpp|джаббер|жабер|omemo)[^\n]{0,16}?[a-z0-9._-]{2,40}@[a-z0-9-]{2,40}\.[a-z.]{2,20}"
    r"|[a-z0-9._-]{2,40}@(?:jabber|xmpp|exploit|thesecure|jabb|xabber)[a-z0-9.-]{0,30}\.[a-z]{2,10}"
)
_IDENTIFIER = re.compile(
    r"(?:threema|wickr(?: me)?|session|element|matrix|simplex|"
    r"signal)\s{0,2}(?:id)?\s{0,2}[:—–-]\s{0,2}\S{4,70}"
)
_ONION = re.compile(
    r"(?<![a-z2-7])[a-z2-7]{16}(?:[a-z2-7]{40})?\.onion|(?<![a-z0-9-])[a-z0-9-]{4,60}\.(?:b32\.)?i2p(?!\w)"
)
_HUB = re.compile(r"(?:linktr\.ee|taplink\.(?:cc|ws)|bit\.ly|clck\.ru|telegra\.ph|tinyurl\.com)/\S{1,60}")
_HINTED = (
    ("E3_private_messenger", _SESSION, ("05",)),
    (
        "E3_private_messenger",
        _JABBER,
        ("jabber", "xmpp", "джаббер", "жабер", "omemo", "exploit", "thesecure", "xabber"),
    ),
    (
        "E3_private_messenger",
        _IDENTIFIER,
        ("threema", "wickr", "session", "element", "matrix", "simplex", "signal"),
    ),
    ("E4_onion_address", _ONION, (".onion", ".i2p")),
    ("E6_link_hub", _HUB, ("linktr.", "taplink.", "bit.ly", "clck.", "telegra.ph", "tinyurl.")),
)
_CALL = re.compile(
    r"(?:написать|пишите|заказать|оператор\w{0,3}|связаться|жазыңыз|жазу\b|тапсырыс беру|операторға|"
    r"write|order|operator|contact|join)"
)
_CONTACT_LINK = re.compile(r"(?:t\.me|telegram\.me|tg:|wa\.me|\.onion|threema|session)")


_HINTED_CLUES = {
    kind: (parts(*itertools.chain.from_iterable(hints for other, _, hints in _HINTED if other == kind)),)
    for kind, _, _ in _HINTED
}
_TELEGRAM_CLUES = (
    Clue(parts=frozenset({"t.me", "telegram.", "tg:", "@", "wa.me", "whatsapp."}), link=_CONTACT_LINK),
)
_ADDRESSEE = 0.3
"""A handle that opens a text is mostly whom it is written to, not whom to write to."""


class Contacts:
    """E: addresses and handles in the text; a link behind words is quoted by the words that call to it."""

    kinds = frozenset({"E1_telegram", "E2_bot", "E3_private_messenger", "E4_onion_address", "E6_link_hub"})
    clues: ClassVar[Clues] = {"E1_telegram": _TELEGRAM_CLUES, "E2_bot": _TELEGRAM_CLUES} | _HINTED_CLUES

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each contact."""
        text = reading.text
        for found in _named(text, reading.characters):
            kind = "E2_bot" if "bot" in found.group()[-24:] or "start=" in found.group() else "E1_telegram"
            opens = found.start() == 0 and found.end() < len(text)
            yield reading.mark(kind, *found.span(), _ADDRESSEE if opens else None)
        for kind, pattern, hints in _HINTED:
            for found in pattern.finditer(text) if any(hint in text for hint in hints) else ():
                yield reading.mark(kind, *found.span())
        for found in _WHATSAPP.finditer(text) if "wa" in text else ():
            yield reading.mark("E1_telegram", *found.span(), 0.35)
        yield from _linked(reading)


def _named(text: str, characters: frozenset[str]) -> Iterator[re.Match[str]]:
    if any(hint in text for hint in ("t.me", "telegram.", "tg:")):
        yield from _TELEGRAM.finditer(text)
    if "@" in characters:
        yield from _HANDLE.finditer(text)


def _linked(reading: Reading) -> Iterator[Mark]:
    if any(_CONTACT_LINK.search(link.lower()) for link in reading.document.links) and (
        call := _CALL.search(reading.text)
    ):
        yield reading.mark("E1_telegram", *call.span(), 0.45)
