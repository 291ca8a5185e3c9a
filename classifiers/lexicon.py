"""The table that finds a lexicon's terms in a text.

Terms come from data files (`classifiers.lexicon_files`); how their words vary stands in `classifiers.term`.
"""

import datetime
import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from classifiers.deciphering import Decipherer
from classifiers.dictionary import is_russian_word
from classifiers.known import Known
from classifiers.lexicon_files import lexicon_digest, load_terms, parse_terms
from classifiers.misspelling import Corrector
from classifiers.morphology import (
    MIN_KAZAKH_STEM,
    bare_kazakh,
    english_forms,
    is_bare_kazakh_ending,
    is_kazakh_ending,
    kazakh_stems,
    russian_forms,
)
from classifiers.phrases import STOP, Keys, Phrases
from classifiers.term import MIN_PREFIX, OUTDATED, Term, Word, parts_of
from classifiers.transliteration import Respeller, cyrillic_from_latin
from classifiers.vocabulary import Vocabulary

__all__ = [
    "Lexicon",
    "Term",
    "TermMatch",
    "Token",
    "lexicon_digest",
    "load_terms",
    "parse_terms",
    "tokens_of",
    "words_of",
]

TOKEN = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.!?;:\n•|]")
_NOT_KAZAKH = re.compile(r"[^әғқңөұүһі]*")
_LOUD = frozenset({"C1_formal_name", "C2_slang", "B1_stash_word"})
_LOUD_FROM = 0.4


class Token(NamedTuple):
    """A word of the normalised text and its span."""

    text: str
    start: int
    end: int


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


def tokens_of(text: str) -> list[Token]:
    """The words of a normalised text: runs of letters and digits."""
    # tuple.__new__ leaves out NamedTuple's own wrapper: this runs for every word of every text.
    new = tuple.__new__
    return [new(Token, (found[0], found.start(), found.end())) for found in TOKEN.finditer(text)]


class Lexicon:
    """Finds terms at word boundaries, in any form, in time linear in the text. Each word is looked up once in
    a process: `keys` say which words of the lexicon it may be."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        self._forms: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._bare_stems: dict[str, set[str]] = defaultdict(set)
        self._prefixes: dict[str, set[str]] = defaultdict(set)
        words = [parts_of(term.text, term.language) for term in self.terms]
        for word in {word.key: word for word in itertools.chain.from_iterable(words)}.values():
            self._learn(word)
        self._longest_prefix = max(map(len, self._prefixes), default=0)
        self._heads = {prefix[:MIN_PREFIX] for prefix in self._prefixes}
        self._seen: tuple[Known[str, Keys], Known[str, Keys]] = (
            Known(lambda word: tuple(sorted(self._keys(word, kazakh=False)))),
            Known(lambda word: tuple(sorted(self._keys(word, kazakh=True)))),
        )
        owners: dict[Keys, list[Term]] = defaultdict(list)
        for term, parts in zip(self.terms, words, strict=True):
            owners[tuple(word.key for word in parts)].append(term)
        self._owners = [tuple(found) for found in owners.values()]
        self._phrases = Phrases({keys: number for number, keys in enumerate(owners)})
        self.kinds: list[frozenset[str]] = [frozenset(term.kind for term in terms) for terms in self._owners]

    def matches(
        self, text: str, tokens: Sequence[Token], *, kazakh: bool, at: datetime.date | None = None
    ) -> list[TermMatch]:
        """Every term in a normalised text, in order of position; overlapping terms are all given. `at` is the
        day the text is from: a term outside its dates weighs less. Without it every term is in date."""
        words, stops = self._apart(text, tokens, kazakh=kazakh)
        found = []
        for phrase, first, after in self._phrases.find(words):
            before = bisect_left(stops, first)
            start, end = tokens[first - before].start, tokens[after - 1 - before].end
            for term in self._owners[phrase]:
                found.append(TermMatch(term=_dated(term, at) if at else term, start=start, end=end))
        return sorted(found, key=_position)

    def patterns_in(self, words: Sequence[str], *, kazakh: bool) -> set[int]:
        """Numbers into `kinds` of what `words`, all of a text in order, may hold. No term that `matches`
        finds is missing; one that runs over the end of a sentence is counted too. Faster than `matches`."""
        keys = list(map(self._seen[kazakh].__getitem__, words))
        return {phrase for phrase, _, _ in self._phrases.find(keys)}

    @cached_property
    def respeller(self) -> Respeller:
        """Gives words in Latin letters the spelling that this lexicon knows."""
        return Respeller(self._forms, {*self._stems, *self._prefixes}, self._loud())

    @cached_property
    def decipherer(self) -> Decipherer:
        """Reads words written with signs as words that this lexicon knows."""
        return Decipherer(Vocabulary((*self._forms, *self._prefixes), self._stems, self._is_listed))

    @cached_property
    def corrector(self) -> Corrector:
        """Gives misspelled words the spelling that this lexicon knows. A Kazakh word that stands for one form
        only is left out: its other forms are a letter away."""
        words = {form for form, keys in self._forms.items() if any(key[0] != "=" for key in keys)}
        words |= {form for form in self._forms if form not in words and is_russian_word(form)}
        english = {form for form, keys in self._forms.items() if f"en{form}" in keys}
        return Corrector(words, self._stems, english, self._is_known, is_kazakh_ending)

    def _loud(self) -> set[str]:
        """Russian names of substances and hiding places that mean little else."""
        return {
            form
            for term in self.terms
            if term.language == "ru" and term.kind in _LOUD and term.strength >= _LOUD_FROM
            if term.plain.isalpha() and not term.plain.isascii()
            for form in russian_forms(term.plain)
        }

    def _is_known(self, word: str) -> bool:
        return self._is_listed(word) or is_russian_word(word)

    def _is_listed(self, word: str) -> bool:
        return bool(self._seen[True][word])

    def _apart(self, text: str, tokens: Sequence[Token], *, kazakh: bool) -> tuple[list[Keys], list[int]]:
        """The keys of every token, with stops between sentences, and the places of the stops."""
        seen = self._seen[kazakh]
        keys = [seen[token.text] for token in tokens]
        words: list[Keys] = []
        stops: list[int] = []
        for number, of_word in enumerate(keys):
            if of_word and number and keys[number - 1] and _is_break(text, tokens, number):
                stops.append(len(words))
                words.append(STOP)
            words.append(of_word)
        return words, stops

    def _learn(self, word: Word) -> None:
        if word.endings is not None:
            for ending in word.endings:
                self._forms[word.text + ending].add(word.key)
        elif word.prefix:
            self._prefixes[word.text].add(word.key)
        elif word.exact or word.text.isdigit() or _is_short(word):
            self._forms[word.text].add(word.key)
        elif word.language == "kk":
            for stem in kazakh_stems(word.text):
                self._stems[stem].add(word.key)
                self._bare_stems[bare_kazakh(stem)].add(word.key)
        else:
            forms = russian_forms(word.text) if word.language == "ru" else english_forms(word.text)
            for form in forms:
                self._forms[form].add(word.key)

    def _keys(self, word: str, *, kazakh: bool) -> set[str]:
        keys = set(self._forms.get(word, ()))
        if word[:MIN_PREFIX] in self._heads:
            for size in range(MIN_PREFIX, min(len(word), self._longest_prefix) + 1):
                keys |= self._prefixes.get(word[:size], set())
        if kazakh or not _NOT_KAZAKH.fullmatch(word):
            keys |= _stem_keys(word, self._stems, is_kazakh_ending)
        if kazakh and _NOT_KAZAKH.fullmatch(word):  # typed without its own letters, perhaps
            bare = bare_kazakh(cyrillic_from_latin(word, kazakh=True) if word.isascii() else word)
            keys |= _stem_keys(bare, self._bare_stems, is_bare_kazakh_ending)
        return keys


def _is_break(text: str, tokens: Sequence[Token], number: int) -> bool:
    gap = text[tokens[number - 1].end : tokens[number].start]
    return gap != " " and (len(gap) > 4 or bool(_BREAK.search(gap)))


def _position(match: TermMatch) -> tuple[int, int]:
    return match.start, -match.end


def _dated(term: Term, day: datetime.date) -> Term:
    return term if day in term.valid else replace(term, strength=term.strength * OUTDATED)


def _is_short(word: Word) -> bool:
    return word.language == "kk" and len(word.text) < MIN_KAZAKH_STEM


def _stem_keys(word: str, stems: dict[str, set[str]], is_ending: Callable[[str], bool]) -> set[str]:
    keys: set[str] = set()
    for size in range(len(word), MIN_KAZAKH_STEM - 1, -1):
        if (found := stems.get(word[:size])) and is_ending(word[size:]):
            keys |= found
    return keys
