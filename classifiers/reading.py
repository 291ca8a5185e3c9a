"""A document read once: folded, cut into words, its language known, its terms found. Detectors work on this."""

from dataclasses import dataclass

from classifiers.document import Document
from classifiers.kinds import KINDS
from classifiers.language import language_of
from classifiers.lexicon import Lexicon, TermMatch, tokens_of
from classifiers.normaliser import Normalised, normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One sign before it is weighed: a kind, a span of the original text, a strength from 0 to 1."""

    kind: str
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document with what was read from it. `matches` has spans in `normalised.text`."""

    document: Document
    normalised: Normalised
    language: str
    matches: tuple[TermMatch, ...]

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normalised.text

    def mark(self, kind: str, start: int, end: int, strength: float | None = None) -> Mark:
        """A mark for a span of the normalised text, in the original's positions."""
        first, last = self.normalised.span(start, end)
        return Mark(
            kind=kind, start=first, end=last, strength=KINDS[kind].strength if strength is None else strength
        )


def read(document: Document, lexicon: Lexicon) -> Reading:
    """Read a document."""
    normalised = normalise(document.text)
    language = language_of(normalised.text)
    matches = lexicon.matches(normalised.text, tokens_of(normalised.text), kazakh=language == "kk")
    return Reading(document=document, normalised=normalised, language=language, matches=tuple(matches))
