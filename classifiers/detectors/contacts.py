"""Ways to be written to (E1, E2, E3, E4, E6)."""

import itertools
import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues, parts
from classifiers.detectors.hints import Hints
from classifiers.reading import Mark, Reading

_TELEGRAM = re.compile(
    r"(?:https?://)?(?:t\.me|telegram\.me|telegram\.dog)/(?P<link>[a-z0-9_+/?=-]{3,80})|"
    r"tg://[a-z]{2,20}\S{0,80}"
)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<name>[a-z][a-z0-9_]{3,31})(?![\w@]|\.\w)")
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
    ("E3_private_messenger", _SESSION, Hints(parts=("05",), reach=80)),
    (
        "E3_private_messenger",
        _JABBER,
        Hints(
            parts=("jabb", "xmpp", "джаббер", "жабер", "omemo", "exploit", "thesecure", "xabber"), reach=150
        ),
    ),
    (
        "E3_private_messenger",
        _IDENTIFIER,
        Hints(parts=("threema", "wickr", "session", "element", "matrix", "simplex", "signal"), reach=100),
    ),
    ("E4_onion_address", _ONION, Hints(parts=(".onion", ".i2p"), reach=80)),
    (
        "E6_link_hub",
        _HUB,
        Hints(parts=("linktr.", "taplink.", "bit.ly", "clck.", "telegra.ph", "tinyurl."), reach=80),
    ),
)
_TELEGRAM_HINTS = Hints(parts=("t.me/", "telegram.", "tg://"), reach=120)
_HANDLE_HINTS = Hints(parts=("@",), reach=40)
_WHATSAPP_HINTS = Hints(parts=("wa.me/", "whatsapp.com/"), reach=90)
_CALL = re.compile(
    r"(?:написать|пишите|заказать|оператор\w{0,3}|связаться|жазыңыз|жазу\b|тапсырыс беру|операторға|"
    r"write|order|operator|contact|join)"
)
_CONTACT_LINK = re.compile(r"(?:t\.me|telegram\.me|tg:|wa\.me|\.onion|threema|session)")


_HINTED_CLUES = {
    kind: (
        parts(*itertools.chain.from_iterable(hints.parts for other, _, hints in _HINTED if other == kind)),
    )
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
        for found in _named(reading):
            kind = "E2_bot" if "bot" in found.group()[-24:] or "start=" in found.group() else "E1_telegram"
            opens = found.start() == 0 and found.end() < len(reading.text)
            yield reading.mark(kind, *found.span(), _ADDRESSEE if opens else None)
        for kind, pattern, hints in _HINTED:
            for found in hints.matches(reading, pattern):
                yield reading.mark(kind, *found.span())
        for found in _WHATSAPP_HINTS.matches(reading, _WHATSAPP):
            yield reading.mark("E1_telegram", *found.span(), 0.35)
        yield from _linked(reading)


def _named(reading: Reading) -> Iterator[re.Match[str]]:
    yield from _TELEGRAM_HINTS.matches(reading, _TELEGRAM)
    yield from _HANDLE_HINTS.matches(reading, _HANDLE)


def _linked(reading: Reading) -> Iterator[Mark]:
    if any(_CONTACT_LINK.search(link.lower()) for link in reading.document.links) and (
        call := _CALL.search(reading.text)
    ):
        yield reading.mark("E1_telegram", *call.span(), 0.45)
