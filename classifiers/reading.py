"""A document read once: folded, cut into words, its language known, its terms found. Detectors work on
this."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from classifiers.document import Document
from classifiers.kinds import KINDS
from classifiers.language import addresses_in, main_language, segments_of
from classifiers.lexicon import TOKEN, Lexicon, Placed, TermMatch, Token, starts_of, words_of
from classifiers.normaliser import Normalised, normalise
from classifiers.phrases import Found
from classifiers.standing import standing

STEM = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One sign before it is weighed: a kind, a span of the original text, a strength from 0 to 1."""

    kind: str
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document with what was read from it. `words` are those of `normalised.text`, `starts` where they
    begin in it; `standing`, the terms that no longer one explains away, have spans in it; `characters` are
    those that occur in it.
    `stems`: the first four letters of its words (shorter words whole) and where in the text they begin, so
    that a detector knows early that it has nothing to do."""

    document: Document
    normalised: Normalised
    language: str
    words: Sequence[str]
    starts: Sequence[int]
    standing: tuple[TermMatch, ...]
    characters: frozenset[str]
    stems: Mapping[str, Sequence[int]]

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normalised.text

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words with their spans."""
        return tuple(
            Token(word, at, at + len(word)) for word, at in zip(self.words, self.starts, strict=True)
        )

    def mark(self, kind: str, start: int, end: int, strength: float | None = None) -> Mark:
        """A mark for a span of the normalised text, in the original's positions."""
        first, last = self.normalised.span(start, end)
        return Mark(
            kind=kind, start=first, end=last, strength=KINDS[kind].strength if strength is None else strength
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A document folded, in known languages and cut into words; `phrases`: what the lexicon may say of them,
    `kazakh`: whether some of it is."""

    document: Document
    normalised: Normalised
    words: Sequence[str]
    phrases: Sequence[Found]
    language: str
    kazakh: bool


def fold(document: Document, lexicon: Lexicon) -> Folded:
    """Undo a document's disguises, Latin spelling and misspelled terms, and tell its language."""
    return fold_all([document], lexicon)[0]


def fold_all(documents: Sequence[Document], lexicon: Lexicon) -> list[Folded]:
    """The same for many, step by step: each step has large tables of its own, and finds them in the
    processor's cache for one text after the other, as it would not if each text took all steps in turn."""
    plain = [normalise(document.text, lexicon.decipherer) for document in documents]
    segments = [segments_of(one.text) for one in plain]
    spoken = [(main_language(some), any(one.language == "kk" for one in some)) for some in segments]
    spelled = list(map(lexicon.respeller.respelled, plain, segments))
    words = [words_of(one.text) for one in spelled]
    corrected = [
        lexicon.correctors[kazakh].corrected(one, some, _free_words, language)
        for one, some, (language, kazakh) in zip(spelled, words, spoken, strict=True)
    ]
    for number, (before, (after, _)) in enumerate(zip(spelled, corrected, strict=True)):
        if after is not before:
            words[number] = words_of(after.text)
    return [
        Folded(
            document=document,
            normalised=one,
            words=some,
            phrases=lexicon.phrases_in(some, kazakh=kazakh, others=others),
            language=language,
            kazakh=kazakh,
        )
        for document, some, (one, others), (language, kazakh) in zip(
            documents, words, corrected, spoken, strict=True
        )
    ]


def read(folded: Folded, lexicon: Lexicon) -> Reading:
    """Find the places of the words and the terms of a document."""
    normalised, document = folded.normalised, folded.document
    placed = Placed(normalised.text, folded.words, starts_of(normalised.text))
    found = lexicon.terms_of(folded.phrases, placed, document.day)
    return Reading(
        document=document,
        normalised=normalised,
        language=folded.language,
        words=placed.words,
        starts=placed.starts,
        characters=frozenset(normalised.text),
        stems=_stems(placed),
        standing=tuple(standing(_outside_addresses(normalised.text, found))),
    )


def _stems(placed: Placed) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for word, start in zip(placed.words, placed.starts, strict=True):
        found[word[:STEM]].append(start)
    return dict(found)


def _free_words(text: str, wanted: Collection[str]) -> Iterator[Token]:
    """Where `wanted` words stand for themselves."""
    found = (Token(word[0], *word.span()) for word in TOKEN.finditer(text) if word[0] in wanted)
    return _outside_addresses(text, found)


_Part = TypeVar("_Part", Token, TermMatch)


def _outside_addresses(text: str, matches: Iterable[_Part]) -> Iterator[_Part]:
    """A word inside a handle or a link names nothing for sale. Both run in order of position."""
    addresses = addresses_in(text)
    if not addresses:
        yield from matches
        return
    at = 0
    for match in matches:
        while at < len(addresses) and addresses[at][1] <= match.start:
            at += 1
        if at == len(addresses) or match.end <= addresses[at][0]:
            yield match
