"""What a lexicon's terms come to: tables of plain values, built from terms or read from a file.

To build those of the packaged lexicons takes more than a second, so `classifiers.compiled` keeps them.
"""

import datetime
import itertools
import marshal
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from sys import intern
from typing import Any, NamedTuple

from classifiers import months
from classifiers.common import common_words
from classifiers.dictionary import is_russian_word
from classifiers.everyday import everyday_stems, everyday_words
from classifiers.leeway import Heard, Leeway, Right, leeway_of
from classifiers.misspelling import Corrections, corrections_of
from classifiers.morphology import (
    MIN_KAZAKH_STEM,
    bare_kazakh,
    english_forms,
    has_no_kazakh_letter,
    kazakh_stems,
    russian_forms,
)
from classifiers.phrases import Keys, Tree, tree_of
from classifiers.slips import Nearby
from classifiers.spellings import Spellings, spellings_of
from classifiers.term import Period, Term, Word, parts_of

_LOUD = frozenset({"C1_formal_name", "C2_slang", "B1_stash_word"})
_LOUD_FROM = 0.4
_SHORT, _SHORT_ENGLISH = 4, 7
"""Names of substances of so many letters are near too much: of English, where no dictionary tells what is
right, also shelter and perks."""


class Words(NamedTuple):
    """What the words of a text may be. `forms`: whole words; `stems`: of Kazakh words, before endings, and
    `bare_stems` as they are typed without their own letters; `prefixes`: what words begin with. `tree`: the
    phrases; `owners` and `kinds`: for each of them the terms that have it, by their numbers, and their kinds.
    """

    forms: dict[str, Keys]
    stems: dict[str, Keys]
    bare_stems: dict[str, Keys]
    prefixes: dict[str, Keys]
    tree: Tree
    owners: list[tuple[int, ...]]
    kinds: list[tuple[str, ...]]


class Tables(ABC):
    """All that a lexicon is made of; what is not asked for is not made."""

    @property
    @abstractmethod
    def words(self) -> Words:
        """What the words of a text may be."""

    @property
    @abstractmethod
    def spellings(self) -> Spellings:
        """What Latin words may be meant to be."""

    @property
    @abstractmethod
    def corrections(self) -> Corrections:
        """What misspelled words may be meant to be."""

    @property
    @abstractmethod
    def leeway(self) -> Leeway:
        """What the words of garbled texts may be meant to be."""

    @abstractmethod
    def term(self, number: int) -> Term:
        """A term by its number."""


class Built(Tables):
    """Tables made from terms."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)

    def term(self, number: int) -> Term:
        return self._terms[number]

    @cached_property
    def words(self) -> Words:
        parts = [parts_of(term.text, term.language) for term in self._terms]
        learned = _Learned()
        for word in {word.key: word for word in itertools.chain.from_iterable(parts)}.values():
            learned.learn(word)
        owners: dict[Keys, list[int]] = defaultdict(list)
        for number, words in enumerate(parts):
            owners[tuple(intern(word.key) for word in words)].append(number)
        kinds = [{self._terms[number].kind for number in numbers} for numbers in owners.values()]
        return Words(
            forms=_plain(learned.forms),
            stems=_plain(learned.stems),
            bare_stems=_plain(learned.bare_stems),
            prefixes=_plain(learned.prefixes),
            tree=tree_of(owners),
            owners=[tuple(numbers) for numbers in owners.values()],
            kinds=[tuple(sorted(one)) for one in kinds],
        )

    @cached_property
    def spellings(self) -> Spellings:
        words, common = self.words, common_words()
        often = {**common, "kk": {**dict.fromkeys(everyday_words(), 1), **common["kk"]}}
        return spellings_of(words.forms, {*words.stems, *words.prefixes}, self._loud(), often)

    @cached_property
    def corrections(self) -> Corrections:
        """A Kazakh word that stands for one form only is left out: its other forms are a letter away. Months
        are right as well: they are counter-evidence that no lexicon has."""
        forms = self.words.forms
        english = {form for form, keys in forms.items() if f"en{form}" in keys}
        stems = {*self.words.stems, *months.KAZAKH}
        return corrections_of(self._russian | months.russian_months(), stems, english, self._right)

    @cached_property
    def _russian(self) -> set[str]:
        forms = self.words.forms
        words = {form for form, keys in forms.items() if any(key[0] != "=" for key in keys)}
        return words | {form for form in forms if form not in words and is_russian_word(form)}

    @cached_property
    def _common(self) -> Mapping[str, Mapping[str, int]]:
        """Short names of substances are near too much, here as in the lexicon."""
        quiet = self._quiet()
        return {
            language: {word: count for word, count in counts.items() if quiet(word)}
            for language, counts in common_words().items()
        }

    @cached_property
    def _right(self) -> Right:
        quiet, common = self._quiet(), self._common
        english = {form for form, keys in self.words.forms.items() if any(key[:2] == "en" for key in keys)}
        kazakh = itertools.filterfalse(str.isascii, common["kk"])
        often: Counter[str] = Counter()
        for counts in common.values():
            often.update(counts)
        return Right(
            english=frozenset(filter(str.isascii, (*filter(quiet, english), *common["en"]))),
            stems=frozenset((*filter(quiet, self.words.stems), *kazakh, *everyday_stems())),
            often=dict(often),
        )

    @cached_property
    def leeway(self) -> Leeway:
        """What Russian texts have is Russian, but for words with Kazakh letters."""
        quiet, dated = self._quiet(), months.russian_months()
        words = (*filter(quiet, self._russian), *filter(has_no_kazakh_letter, self._common["ru"]), *dated)
        return leeway_of(itertools.filterfalse(str.isascii, words), self._right)

    def _quiet(self) -> Callable[[str], bool]:
        loud = {
            parts_of(term.text, term.language)[0].text
            for term in self._terms
            if term.kind.startswith("C") and len(parts_of(term.text, term.language)) == 1
        }
        loud_forms = {
            form
            for word in loud
            for form in (word, *(english_forms(word) if word.isascii() else russian_forms(word)))
        }
        return lambda word: (
            len(word) > (_SHORT_ENGLISH if word.isascii() else _SHORT) or word not in loud_forms
        )

    def _loud(self) -> set[str]:
        """Russian names of substances and hiding places that mean little else."""
        return {
            form
            for term in self._terms
            if term.language == "ru" and term.kind in _LOUD and term.strength >= _LOUD_FROM
            if term.plain.isalpha() and not term.plain.isascii()
            for form in russian_forms(term.plain)
        }

    def dumped(self) -> bytes:
        """For `Stored` to read, in this version of Python."""
        spellings, corrections = tuple(self.spellings), self.corrections
        words = (*self.words[:4], tuple(self.words.tree), *self.words[5:])
        near = tuple(tuple(one) for one in corrections.near)
        right = (*corrections[:3], near, tuple(corrections.right))
        leeway = tuple(map(tuple, self.leeway))
        parts: list[Any] = [words, list(map(_row, self._terms)), spellings, right, leeway]
        return marshal.dumps([marshal.dumps(part) for part in parts])


class Stored(Tables):
    """Tables as `Built` dumped them. ValueError and its like when they are not."""

    def __init__(self, data: bytes) -> None:
        self._words, terms, self._spellings, self._corrections, self._leeway = _loaded(data)
        self._terms: list[_Row] = _loaded(terms)

    def term(self, number: int) -> Term:
        text, language, kind, strength, sense, checked, source, year, since, until = self._terms[number]
        return Term(
            text=text,
            language=language,
            kind=kind,
            strength=strength,
            sense=sense,
            checked=checked,
            source=source,
            year=year,
            valid=Period(since=_day(since), until=_day(until)),
        )

    @cached_property
    def words(self) -> Words:
        forms, stems, bare_stems, prefixes, tree, owners, kinds = _loaded(self._words)
        return Words(forms, stems, bare_stems, prefixes, Tree(*tree), owners, kinds)

    @cached_property
    def spellings(self) -> Spellings:
        return Spellings(*_loaded(self._spellings))

    @cached_property
    def corrections(self) -> Corrections:
        words, stems, english, near, right = _loaded(self._corrections)
        of_words, of_stems, of_english = (Nearby(*one) for one in near)
        return Corrections(words, stems, english, (of_words, of_stems, of_english), Right(*right))

    @cached_property
    def leeway(self) -> Leeway:
        return Leeway(*(Heard(*one) for one in _loaded(self._leeway)))


def _loaded(data: bytes) -> Any:
    return marshal.loads(data)  # noqa: S302 - written by this code, kept where compiled modules are


_Row = tuple[str, str, str, float, str, bool, str, int | None, int, int]


def _row(term: Term) -> _Row:
    since, until = (day.toordinal() if day else 0 for day in (term.valid.since, term.valid.until))
    names = term.text, term.language, term.kind, term.strength, term.sense, term.checked
    return *names, term.source, term.year, since, until


def _day(ordinal: int) -> datetime.date | None:
    return datetime.date.fromordinal(ordinal) if ordinal else None


class _Learned:
    """Words of terms in all their forms."""

    def __init__(self) -> None:
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.stems: dict[str, set[str]] = defaultdict(set)
        self.bare_stems: dict[str, set[str]] = defaultdict(set)
        self.prefixes: dict[str, set[str]] = defaultdict(set)

    def learn(self, word: Word) -> None:
        if word.prefix:
            self.prefixes[word.text].add(word.key)
        elif word.endings is None and word.language == "kk" and not _stays(word):
            for stem in kazakh_stems(word.text):
                self.stems[stem].add(word.key)
                self.bare_stems[bare_kazakh(stem)].add(word.key)
        else:
            for form in _forms(word):
                self.forms[form].add(word.key)


def _stays(word: Word) -> bool:
    return word.exact or word.text.isdigit() or (word.language == "kk" and len(word.text) < MIN_KAZAKH_STEM)


def _forms(word: Word) -> Collection[str]:
    if word.endings is not None:
        return [word.text + ending for ending in word.endings]
    if _stays(word):
        return [word.text]
    return russian_forms(word.text) if word.language == "ru" else english_forms(word.text)


def _plain(table: Mapping[str, Sequence[str] | set[str]]) -> dict[str, Keys]:
    """Tuples of texts, which Python's collector of garbage need not look through; each text once."""
    return {word: tuple(sorted(map(intern, keys))) for word, keys in table.items()}
