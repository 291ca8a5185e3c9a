"""A term: one entry of a lexicon, and how its words may vary.

A word stands for all its forms, as its language's morphology knows or guesses them. Where it would guess
wrongly, the term says so: `=word` for itself only, `word*` for any word that begins so, `stem{,а,у,ом}` for
the stem with just these endings (an empty one is the bare stem).
"""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from classifiers.errors import LexiconError

OUTDATED = 0.5
"""What is left of a term's strength outside its dates. Dates are those of the sources, not of speech: a word
comes back, a closed market is cited by its heirs. So such a term is found, quoted, and weighs half."""
MAX_WORDS = 12
MIN_PREFIX = 3
_PART = re.compile(
    r"(?P<exact>(?<![^\W_])=)?(?P<word>[^\W_]+)"
    r"(?:(?P<prefix>\*)(?![^\W_])|\{(?P<endings>[^\W\d_]*(?:,[^\W\d_]*)*)\})?"
)
_FOREIGN = re.compile(r"[^\W\d_a-zα-ω\u0400-\u052f]")
_STRAY = re.compile(r"[=*{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When a term is in use, both days included; None is open."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    def __contains__(self, day: datetime.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def __str__(self) -> str:
        return f"{self.since or '..'}/{self.until or '..'}"


ALWAYS = Period()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a lexicon. `year` is that of the source, `valid` when the term is in use."""

    text: str
    language: str
    kind: str
    strength: float
    sense: str = ""
    checked: bool = True
    source: str = "office"
    year: int | None = None
    valid: Period = ALWAYS

    @property
    def plain(self) -> str:
        """The term without its marks, as one of its forms."""
        return _PART.sub(
            lambda part: part["word"] + (part["endings"] or "").split(",")[0], self.text.replace("ё", "е")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a term. `endings` are the only ones it takes, None where morphology decides."""

    text: str
    language: str
    prefix: bool
    exact: bool
    endings: tuple[str, ...] | None = None

    @property
    def key(self) -> str:
        """What tells this word, with its way to vary, from others."""
        if self.endings is not None:
            return f"{self.text}{{{','.join(self.endings)}}}"
        return f"{'*' if self.prefix else '=' if self.exact else self.language}{self.text}"


@lru_cache(maxsize=4)  # a term that is read is checked, then compared
def parts_of(text: str, language: str) -> tuple[Word, ...]:
    """The words of a term's text. LexiconError names the term and what is wrong with it."""
    folded = text.lower().replace("ё", "е")
    words = tuple([_word(part, language) for part in _PART.finditer(folded)])
    if not words:
        raise LexiconError(f"term {text!r} has no word in it")
    if _STRAY.search(_PART.sub("", folded)):
        raise LexiconError(
            f"term {text!r} has a mark in a wrong place; the marks are =word, word* and stem{{а,у}}"
        )
    if found := _FOREIGN.search(folded):
        raise LexiconError(f"term {text!r}: {found[0]!r} is no letter of Cyrillic or Latin; leave it out")
    if len(words) > MAX_WORDS:
        raise LexiconError(f"term {text!r} has more than {MAX_WORDS} words")
    if short := next((word.text for word in words if word.prefix and len(word.text) < MIN_PREFIX), None):
        raise LexiconError(
            f"term {text!r}: {short}* would match too much; give at least {MIN_PREFIX} letters"
        )
    return words


def _word(part: re.Match[str], language: str) -> Word:
    endings = part["endings"]
    return Word(
        text=part["word"],
        language=language,
        prefix=bool(part["prefix"]),
        exact=bool(part["exact"]),
        endings=None if endings is None else tuple(endings.split(",")),
    )
