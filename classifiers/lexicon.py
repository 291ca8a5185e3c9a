"""The automaton that finds a lexicon's terms in a text.

Terms come from data files (`classifiers.lexicon_files`); how their words vary stands in `classifiers.term`.
"""

import datetime
import itertools
import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from classifiers.deciphering import Decipherer
from classifiers.errors import LexiconError
from classifiers.known import Known
from classifiers.lexicon_files import lexicon_digest, load_terms, parse_terms
from classifiers.misspelling import Corrector
from classifiers.morphology import (
    MIN_KAZAKH_STEM,
    bare_kazakh,
    english_forms,
    is_bare_kazakh_ending,
    is_kazakh_ending,
    is_russian_word,
    kazakh_stems,
    russian_forms,
)
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
_FIRST_CLASS = 0xF0000
_UNKNOWN, _STOP = "\x00", "\x01"
_NEIGHBOURS = re.compile(f"[^{_UNKNOWN}]{{2,}}")
_MAX_SPELLINGS = 20_000
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
    """Finds terms. Each word becomes one character (its class of lexicon words), so one Aho-Corasick pass
    over those characters finds every term at word boundaries, in any form, in time linear in the text."""

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
        self._register_classes()
        self._seen: tuple[Known[str, str], Known[str, str]] = (
            Known(lambda word: self._class_of(word, kazakh=False)),
            Known(lambda word: self._class_of(word, kazakh=True)),
        )
        self._automaton, self._owners = self._build(words)
        self.kinds: list[frozenset[str]] = [frozenset(term.kind for term in terms) for terms in self._owners]

    def matches(
        self, text: str, tokens: Sequence[Token], *, kazakh: bool, at: datetime.date | None = None
    ) -> list[TermMatch]:
        """Every term in a normalised text, in order of position; overlapping terms are all given. `at` is the
        day the text is from: a term outside its dates weighs less. Without it every term is in date."""
        encoded, stops = self._encode(text, tokens, kazakh=kazakh)
        found = []
        for pattern, first, after in self._automaton.find_matches_as_indexes(encoded, overlapping=True):
            before = bisect_left(stops, first)
            start, end = tokens[first - before].start, tokens[after - 1 - before].end
            for term in self._owners[pattern]:
                found.append(TermMatch(term=_dated(term, at) if at else term, start=start, end=end))
        return sorted(found, key=_position)

    def patterns_in(self, words: Sequence[str], *, kazakh: bool) -> set[int]:
        """Numbers into `kinds` of what `words`, all of a text in order, may hold. No term that `matches`
        finds is missing; one that runs over the end of a sentence is counted too. Faster than `matches`."""
        encoded = "".join(map(self._seen[kazakh].__getitem__, words))
        found = self._automaton.find_matches_as_indexes(encoded, overlapping=True)
        return {pattern for pattern, _, _ in found}

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
        return self._seen[True][word] != _UNKNOWN

    def _encode(self, text: str, tokens: Sequence[Token], *, kazakh: bool) -> tuple[str, list[int]]:
        """One character a token, and the places of the stops that keep phrases within sentences."""
        classes = self._seen[kazakh]
        encoded = "".join([classes[token.text] for token in tokens])
        breaks = [
            number
            for run in _NEIGHBOURS.finditer(encoded)
            for number in range(run.start() + 1, run.end())
            if self._apart(text, tokens, number)
        ]
        if not breaks:
            return encoded, breaks
        pieces = itertools.pairwise((0, *breaks, len(encoded)))
        stops = [number + earlier for earlier, number in enumerate(breaks)]
        return _STOP.join(encoded[first:end] for first, end in pieces), stops

    @staticmethod
    def _apart(text: str, tokens: Sequence[Token], number: int) -> bool:
        gap = text[tokens[number - 1].end : tokens[number].start]
        return gap != " " and (len(gap) > 4 or bool(_BREAK.search(gap)))

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

    def _register_classes(self) -> None:
        every = {
            key
            for table in (self._forms, self._stems, self._prefixes)
            for keys in table.values()
            for key in keys
        }
        sets = {frozenset({key}) for key in every}
        for word in (*self._forms, *self._stems, *self._prefixes):
            sets |= {frozenset(self._keys(word, kazakh=False)), frozenset(self._keys(word, kazakh=True))}
        sets |= {frozenset(self._keys(word, kazakh=True)) for word in self._bare_stems}
        ordered = sorted((keys for keys in sets if keys), key=lambda keys: (-len(keys), sorted(keys)))
        self._classes = {keys: chr(_FIRST_CLASS + number) for number, keys in enumerate(ordered)}
        self._having: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for keys, character in self._classes.items():
            for key in keys:
                self._having[key].append((character, keys))

    def _class_of(self, word: str, *, kazakh: bool) -> str:
        keys = frozenset(self._keys(word, kazakh=kazakh))
        if not keys or keys in self._classes:
            return self._classes.get(keys, _UNKNOWN)
        return min(character for key in keys for character, known in self._having[key] if known <= keys)

    def _keys(self, word: str, *, kazakh: bool) -> set[str]:
        keys = set(self._forms.get(word, ()))
        if word[:MIN_PREFIX] in self._heads:
            for size in range(MIN_PREFIX, min(len(word), self._longest_prefix) + 1):
                keys |= self._prefixes.get(word[:size], set())
        if kazakh or not _NOT_KAZAKH.fullmatch(word):
            keys |= _stem_keys(word, self._stems, is_kazakh_ending)
        if kazakh and not keys:
            bare = bare_kazakh(cyrillic_from_latin(word, kazakh=True) if word.isascii() else word)
            keys |= _stem_keys(bare, self._bare_stems, is_bare_kazakh_ending)
        return keys

    def _build(self, words: Sequence[list[Word]]) -> tuple[AhoCorasick, list[tuple[Term, ...]]]:
        owners: dict[str, list[Term]] = defaultdict(list)
        for term, parts in zip(self.terms, words, strict=True):
            spellings = [[character for character, _ in self._having[word.key]] for word in parts]
            if math.prod(map(len, spellings)) > _MAX_SPELLINGS:
                raise LexiconError(f"term {term.text!r} is too long and its words too common; shorten it")
            for characters in itertools.product(*spellings):
                owners["".join(characters)].append(term)
        automaton = AhoCorasick(list(owners), matchkind=MatchKind.Standard)
        return automaton, [tuple(terms) for terms in owners.values()]


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
