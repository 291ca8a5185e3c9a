"""The table that finds a lexicon's terms in a text.

Terms come from data files (`classifiers.lexicon_files`); how their words vary stands in `classifiers.term`.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import NamedTuple

from classifiers.beginnings import Beginnings
from classifiers.deciphering import Decipherer
from classifiers.dictionary import is_russian_word
from classifiers.everyday import is_everyday
from classifiers.known import Known
from classifiers.lexicon_files import lexicon_digest, load_terms, parse_terms
from classifiers.lexicon_tables import Built, Tables
from classifiers.misspelling import Corrections, Corrector, Missed, missed_of
from classifiers.morphology import (
    MIN_KAZAKH_STEM,
    bare_kazakh,
    has_no_kazakh_letter,
    is_bare_kazakh_ending,
    is_kazakh_ending,
)
from classifiers.phrases import Entry, Found, Keys, entry_of, find
from classifiers.term import MIN_PREFIX, OUTDATED, Term
from classifiers.transliteration import Respeller, cyrillic_from_latin
from classifiers.vocabulary import Vocabulary

__all__ = [
    "Lexicon",
    "Placed",
    "Term",
    "TermMatch",
    "Token",
    "lexicon_digest",
    "load_terms",
    "parse_terms",
    "starts_of",
    "tokens_of",
    "words_of",
]

TOKEN = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.!?;:\n•|]")


NO_OTHERS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NOTHING: Entry = ((), ())
"""What most words are."""


class Token(NamedTuple):
    """A word of the normalised text and its span."""

    text: str
    start: int
    end: int


class Placed(NamedTuple):
    """A normalised text, its words, and where they begin."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """A term found, with its span in the normalised text. A term out of date comes with what is left of its
    strength."""

    term: Term
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """The words of a normalised text, without their places."""
    return TOKEN.findall(text)


def starts_of(text: str) -> list[int]:
    """Where they begin."""
    return [found.start() for found in TOKEN.finditer(text)]


def tokens_of(text: str) -> list[Token]:
    """The words of a normalised text: runs of letters and digits."""
    return [Token(found[0], found.start(), found.end()) for found in TOKEN.finditer(text)]


class Lexicon:
    """Finds terms at word boundaries, in any form, in time linear in the text. Each word is looked up once in
    a process: `keys` say which words of the lexicon it may be."""

    def __init__(self, terms: Sequence[Term] | Tables) -> None:
        self._tables = tables = terms if isinstance(terms, Tables) else Built(terms)
        self._forms, self._stems, self._bare_stems, self._prefixes, self._tree, owners, kinds = tables.words
        self._prefix_sizes = Beginnings(self._prefixes, MIN_PREFIX)
        self._stem_sizes = Beginnings(self._stems, MIN_KAZAKH_STEM)
        self._bare_sizes = Beginnings(self._bare_stems, MIN_KAZAKH_STEM)
        self._seen: tuple[Known[str, Entry], Known[str, Entry]] = (
            Known(lambda word: self._entry(word, kazakh=False)),
            Known(lambda word: self._entry(word, kazakh=True)),
        )
        self._owners: Known[int, tuple[Term, ...]] = Known(
            lambda phrase: tuple(map(tables.term, owners[phrase]))
        )
        self.kinds = kinds
        """Of the terms of each phrase."""

    def matches(
        self, text: str, tokens: Sequence[Token], *, kazakh: bool, at: datetime.date | None = None
    ) -> list[TermMatch]:
        """Every term in a normalised text, in order of position; overlapping terms are all given. `at` is the
        day the text is from: a term outside its dates weighs less. Without it every term is in date."""
        words = [token.text for token in tokens]
        found = self.phrases_in(words, kazakh=kazakh)
        return self.terms_of(found, Placed(text, words, [token.start for token in tokens]), at)

    def phrases_in(
        self, words: Sequence[str], *, kazakh: bool, others: Mapping[str, tuple[str, ...]] = NO_OTHERS
    ) -> list[Found]:
        """What `words`, all of a text in order, hold, by numbers into `kinds`; also what runs over the end of
        a sentence. `others`: what else words may be, beside one that is right."""
        entries = list(map(self._seen[kazakh].__getitem__, words))
        found = find(self._tree, entries)
        return self._loosely_in(words, entries, others, found) if others else found

    def _loosely_in(
        self,
        words: Sequence[str],
        entries: Sequence[Entry],
        others: Mapping[str, tuple[str, ...]],
        found: list[Found],
    ) -> list[Found]:
        seen = self._seen[True]
        keys = {word: {key for other in near for key in seen[other][0]} for word, near in others.items()}
        loose = [
            entry_of(self._tree, (*entry[0], *sorted(keys[word] - set(entry[0])))) if word in keys else entry
            for word, entry in zip(words, entries, strict=True)
        ]
        exact, right = set(found), [bool(keys) for keys, _ in entries]
        return [
            one
            for one in find(self._tree, loose)
            if one in exact or (one.after - one.first > 1 and any(right[one.first : one.after]))
        ]

    def terms_of(
        self, found: Iterable[Found], placed: Placed, at: datetime.date | None = None
    ) -> list[TermMatch]:
        """The terms of the phrases found in a text, in order of position, but for those that run over the end
        of a sentence."""
        breaks = _Breaks(placed)
        _, words, starts = placed
        matches = []
        for phrase, first, after in found:
            if after - first == 1 or not breaks.are_between(first, after):
                start, end = starts[first], starts[after - 1] + len(words[after - 1])
                for term in self._owners[phrase]:
                    dated = _dated(term, at) if at else term
                    matches.append(TermMatch(term=dated, start=start, end=end))
        return sorted(matches, key=_position)

    @cached_property
    def respeller(self) -> Respeller:
        """Gives words in Latin letters the spelling that this lexicon knows."""
        return Respeller(self._tables.spellings)

    @cached_property
    def decipherer(self) -> Decipherer:
        """Reads words written with signs as words that this lexicon knows."""
        forms, common = (*self._forms, *self._prefixes), self._tables.corrections.right.often
        return Decipherer(Vocabulary(forms, self._stems, self._is_listed, common))

    @cached_property
    def correctors(self) -> tuple[Corrector, Corrector]:
        """Give misspelled words the spelling that this lexicon knows: those of a text without Kazakh, and of
        one with it."""
        of_any = self._tables.corrections
        of_russian = of_any._replace(right=of_any.right._replace(stems=frozenset()))
        missed = missed_of(of_any)
        return self._corrector(of_russian, missed, kazakh=False), self._corrector(of_any, missed, kazakh=True)

    def _corrector(self, corrections: Corrections, missed: Missed, *, kazakh: bool) -> Corrector:
        is_known, tables = partial(self._is_known, kazakh=kazakh), self._tables
        return Corrector(corrections, missed, lambda: tables.leeway, is_known, is_kazakh_ending)

    def _is_known(self, word: str, *, kazakh: bool) -> bool:
        known = is_russian_word(word) or self._seen[kazakh][word] is not _NOTHING
        return known or (kazakh and is_everyday(word))

    def _is_listed(self, word: str) -> bool:
        return self._seen[True][word] is not _NOTHING

    def _entry(self, word: str, *, kazakh: bool) -> Entry:
        keys = self._keys(word, kazakh=kazakh)
        return entry_of(self._tree, keys) if keys else _NOTHING

    def _keys(self, word: str, *, kazakh: bool) -> Keys:
        keys = set(self._forms.get(word, ()))
        for size in self._prefix_sizes.sizes(word):
            keys.update(self._prefixes.get(word[:size], ()))
        russian = word.isascii() or has_no_kazakh_letter(word)
        if (kazakh or not russian) and (sizes := self._stem_sizes.sizes(word)):
            keys |= _stem_keys(word, self._stems, sizes, is_kazakh_ending)
        if kazakh and russian:  # typed without its own letters, perhaps
            spelled = bare_kazakh(cyrillic_from_latin(word, kazakh=True) if word.isascii() else word)
            if sizes := self._bare_sizes.sizes(spelled):
                keys |= _stem_keys(spelled, self._bare_stems, sizes, is_bare_kazakh_ending)
        return tuple(sorted(keys)) if keys else ()


class _Breaks:
    """Where a text stops between two words of it; looked up once each."""

    def __init__(self, placed: Placed) -> None:
        self._text, self._words, self._starts = placed
        self._known: dict[int, bool] = {}

    def are_between(self, first: int, after: int) -> bool:
        """Whether there is any among the words from `first` to `after`, itself not included."""
        return any(map(self._is_before, range(first + 1, after)))

    def _is_before(self, number: int) -> bool:
        known = self._known.get(number)
        if known is None:
            end = self._starts[number - 1] + len(self._words[number - 1])
            known = self._known[number] = _is_break(self._text[end : self._starts[number]])
        return known


def _is_break(gap: str) -> bool:
    return gap != " " and (len(gap) > 4 or bool(_BREAK.search(gap)))


def _position(match: TermMatch) -> tuple[int, int]:
    return match.start, -match.end


def _dated(term: Term, day: datetime.date) -> Term:
    return term if day in term.valid else replace(term, strength=term.strength * OUTDATED)


def _stem_keys(
    word: str, stems: Mapping[str, Keys], sizes: Iterable[int], is_ending: Callable[[str], bool]
) -> set[str]:
    keys: set[str] = set()
    for size in sizes:
        if (found := stems.get(word[:size])) and is_ending(word[size:]):
            keys.update(found)
    return keys
