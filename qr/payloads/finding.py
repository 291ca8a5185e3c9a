"""Addresses, handles, phones, e-mails and wallets inside free text.

Every pattern has bounded repeats and starts only at the beginning of a word, so that time stays linear on
hostile text.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from qr.payloads.kinds import Payload, PayloadKind

_BODY = r"[^\s<>\"`{}|\\^«»“”„]"
_PATTERNS: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"(?i)(?<![\w+.-])(?:bitcoin|bitcoincash|callto|cardano|dash|dogecoin|ethereum|geo|instagram|litecoin|"
        r"mailto|mms|monero|ripple|sms|smsto|solana|stellar|tel|tg|ton|tron|viber|vk|whatsapp|zcash):(?!:)"
        rf"{_BODY}{{3,500}}"
    ),
    re.compile(rf"(?i)(?<![^\W_])https?://{_BODY}{{3,2000}}"),
    re.compile(r"(?<![\w.+@%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,6}[\w-]{2,63}"),
    re.compile(
        rf"(?<![\w@./:-])(?:[\w-]{{1,63}}\.){{1,6}}(?:[^\W\d_]{{2,24}}|i2p|xn--[\w-]{{2,59}})(?![\w@-])"
        rf"(?::\d{{1,5}})?(?:[/?]{_BODY}{{0,1000}})?"
    ),
    re.compile(r"(?<![\w@/.])@[A-Za-z][A-Za-z0-9_]{4,31}(?![\w@-]|\.\w)"),
    re.compile(r"(?<![\w+/=@.,-])(?:\+\d{1,3}|[78])(?:[ \u00a0().\u2010-\u2015-]{0,3}\d){9,12}(?![\w-])"),
    re.compile(r"(?<![\w-])[A-Za-z0-9_-]{26,110}(?![\w-])"),
)
# `@media` and its like from style sheets that stand in a page's text.
_NO_HANDLES = frozenset(
    {"@charset", "@container", "@import", "@keyframes", "@layer", "@media", "@property", "@supports"}
)
_LOOKS_LIKE_FILE = re.compile(r"(?i)[\w.-]+\.(?:md|py|rs|sh|zip|mov|pl|ps|so)")
_TRAILING = ".,;:!?'*~…"
_BRACKETS = {")": "(", "]": "["}


class Finder:
    """Finds payloads by pattern and lets `parse` say what they are; what it calls plain text is left out."""

    def __init__(self, parse: Callable[[str], Payload]) -> None:
        self._parse = parse

    def find(self, text: str) -> tuple[Payload, ...]:
        taken = bytearray(len(text))
        found: list[tuple[int, Payload]] = []
        for pattern in _PATTERNS:
            for start, candidate in _candidates(pattern, text):
                end = start + len(candidate)
                if any(taken[start:end]):
                    continue
                payload = self._parse(candidate)
                if payload.kind is not PayloadKind.TEXT:
                    taken[start:end] = b"\x01" * len(candidate)
                    found.append((start, payload))
        found.sort(key=lambda item: item[0])
        return tuple(_distinct(payload for _, payload in found))


def _distinct(payloads: Iterable[Payload]) -> Iterator[Payload]:
    seen: set[tuple[PayloadKind, str]] = set()
    for payload in payloads:
        if (payload.kind, payload.value) not in seen:
            seen.add((payload.kind, payload.value))
            yield payload


def _candidates(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    for match in pattern.finditer(text):
        candidate = _trimmed(match[0])
        if candidate.lower() not in _NO_HANDLES and not _LOOKS_LIKE_FILE.fullmatch(candidate):
            yield match.start(), candidate


def _trimmed(candidate: str) -> str:
    """Without the sentence's punctuation; a closing bracket stays where it was opened inside. A handle may
    end in an underscore."""
    while candidate:
        last = candidate[-1]
        opening = _BRACKETS.get(last)
        if last == "_" or not (last in _TRAILING or (opening and opening not in candidate)):
            break
        candidate = candidate[:-1]
    return candidate
