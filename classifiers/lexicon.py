"""Lexicons: data files of terms, and the automaton that finds them in a text.

A file is TOML with `[[group]]` tables: `kind` (a name in `classifiers.kinds`), `language` (`ru`, `kk`,
`en`), `sense`, `years`, `checked` (false: no native speaker has looked), `strength` (0 to 1, else the
kind's own) and `terms`, one a line. A word in a term stands for all its forms; `word*` for any word that
begins so; `=word` for itself only.
"""

import hashlib
import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from classifiers.errors import LexiconError
from classifiers.kinds import KINDS
from classifiers.morphology import (
    MIN_KAZAKH_STEM,
    bare_kazakh,
    english_forms,
    is_bare_kazakh_ending,
    is_kazakh_ending,
    kazakh_from_latin,
    kazakh_stems,
    russian_forms,
)
from classifiers.transliteration import Respeller

LANGUAGES = ("ru", "kk", "en")
_FIELDS = {"kind", "language", "sense", "years", "checked", "strength", "terms"}
_TOKEN = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.!?;:\n•|]")
_TERM_WORD = re.compile(r"(?P<exact>=?)(?P<word>[^\W_]+)(?P<prefix>\*?)")
_NOT_KAZAKH = re.compile(r"[^әғқңөұүһі]*")
_FIRST_CLASS = 0xF0000
_UNKNOWN, _STOP = "\x00", "\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a lexicon."""

    text: str
    language: str
    kind: str
    sense: str
    strength: float
    checked: bool
    years: str


class Token(NamedTuple):
    """A word of the normalised text and its span."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """A term found, with its span in the normalised text."""

    term: Term
    start: int
    end: int


def load_terms() -> tuple[Term, ...]:
    """All terms of the packaged lexicons, in file and line order."""
    return tuple(itertools.chain.from_iterable(parse_terms(name, data) for name, data in _packaged()))


def lexicon_digest() -> str:
    """SHA-256 over the lexicon files, names and bytes."""
    digest = hashlib.sha256()
    for name, data in _packaged():
        digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()


def _packaged() -> list[tuple[str, bytes]]:
    folder = files("classifiers").joinpath("lexicons")
    entries = (entry for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return [(entry.name, entry.read_bytes()) for entry in sorted(entries, key=lambda entry: entry.name)]


def parse_terms(name: str, data: bytes) -> tuple[Term, ...]:
    """The terms of one lexicon file. LexiconError names the file and the group that is wrong."""
    try:
        groups = tomllib.loads(data.decode("utf-8"))["group"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise LexiconError(
            f"{name}: not a lexicon ({error}); it needs [[group]] tables in UTF-8 TOML"
        ) from error
    return tuple(
        term
        for number, group in enumerate(groups, 1)
        for term in _group_terms(f"{name}, group {number}", group)
    )


def _group_terms(where: str, group: dict[str, object]) -> Iterator[Term]:
    kind, language = str(group.get("kind")), str(group.get("language"))
    if kind not in KINDS:
        raise LexiconError(f"{where}: unknown kind {kind!r}; see classifiers/kinds.py")
    if language not in LANGUAGES:
        raise LexiconError(f"{where}: unknown language {language!r}; one of {', '.join(LANGUAGES)}")
    if extra := set(group) - _FIELDS:
        raise LexiconError(f"{where}: unknown field {sorted(extra)[0]!r}")
    strength = float(str(group.get("strength", KINDS[kind].strength)))
    for line in str(group.get("terms", "")).split("\n"):
        if text := line.strip():
            yield Term(
                text=text,
                language=language,
                kind=kind,
                sense=str(group.get("sense", "")),
                strength=strength,
                checked=bool(group.get("checked", language != "kk")),
                years=str(group.get("years", "")),
            )


def tokens_of(text: str) -> list[Token]:
    """The words of a normalised text: runs of letters and digits."""
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a term and how it may vary."""

    text: str
    language: str
    prefix: bool
    exact: bool

    @property
    def key(self) -> str:
        """What tells this word, with its way to vary, from others."""
        return f"{'*' if self.prefix else '=' if self.exact else self.language}{self.text}"


class Lexicon:
    """Finds terms. Each word becomes one character (its class of lexicon words), so one Aho-Corasick pass
    over those characters finds every term at word boundaries, in any form, in time linear in the text."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        self._forms: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._bare_stems: dict[str, set[str]] = defaultdict(set)
        self._prefixes: dict[str, set[str]] = defaultdict(set)
        for term in self.terms:
            for word in _words(term):
                self._learn(word)
        self._seen: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self._longest_prefix = max(map(len, self._prefixes), default=0)
        self._register_classes()
        self._automaton, self._owners = self._build()

    def matches(self, text: str, tokens: Sequence[Token], *, kazakh: bool) -> list[TermMatch]:
        """Every term in a normalised text, in order of position; overlapping terms are all given."""
        encoded, owners = self._encode(text, tokens, kazakh=kazakh)
        found = []
        for pattern, first, end in self._automaton.find_matches_as_indexes(encoded, overlapping=True):
            start, last = tokens[owners[first]], tokens[owners[end - 1]]
            for term in self._owners[pattern]:
                found.append(TermMatch(term=term, start=start.start, end=last.end))
        return sorted(found, key=lambda match: (match.start, -match.end))

    @cached_property
    def respeller(self) -> Respeller:
        """Gives words in Latin letters the spelling that this lexicon knows."""
        return Respeller(self._forms, {*self._stems, *self._prefixes})

    def _encode(self, text: str, tokens: Sequence[Token], *, kazakh: bool) -> tuple[str, list[int]]:
        seen = self._seen[kazakh]
        characters: list[str] = []
        owners: list[int] = []
        previous = _UNKNOWN
        for number, token in enumerate(tokens):
            character = seen.get(token.text)
            if character is None:
                character = self._class_of(token.text, kazakh=kazakh)
                if len(seen) < 300_000:
                    seen[token.text] = character
            if _UNKNOWN not in (character, previous) and self._apart(text, tokens, number):
                characters.append(_STOP)
                owners.append(number)
            characters.append(character)
            owners.append(number)
            previous = character
        return "".join(characters), owners

    @staticmethod
    def _apart(text: str, tokens: Sequence[Token], number: int) -> bool:
        gap = text[tokens[number - 1].end : tokens[number].start]
        return gap != " " and (len(gap) > 4 or bool(_BREAK.search(gap)))

    def _learn(self, word: Word) -> None:
        if word.prefix:
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

    def _class_of(self, word: str, *, kazakh: bool) -> str:
        keys = frozenset(self._keys(word, kazakh=kazakh))
        if not keys or keys in self._classes:
            return self._classes.get(keys, _UNKNOWN)
        return next(character for known, character in self._classes.items() if known <= keys)

    def _keys(self, word: str, *, kazakh: bool) -> set[str]:
        keys = set(self._forms.get(word, ()))
        for size in range(2, min(len(word), self._longest_prefix) + 1):
            keys |= self._prefixes.get(word[:size], set())
        if kazakh or not _NOT_KAZAKH.fullmatch(word):
            keys |= _stem_keys(word, self._stems, is_kazakh_ending)
        if kazakh and not keys:
            bare = bare_kazakh(kazakh_from_latin(word) if word.isascii() else word)
            keys |= _stem_keys(bare, self._bare_stems, is_bare_kazakh_ending)
        return keys

    def _build(self) -> tuple[AhoCorasick, list[tuple[Term, ...]]]:
        having: dict[str, list[str]] = defaultdict(list)
        for keys, character in self._classes.items():
            for key in keys:
                having[key].append(character)
        owners: dict[str, list[Term]] = defaultdict(list)
        for term in self.terms:
            for characters in itertools.product(*(having[word.key] for word in _words(term))):
                owners["".join(characters)].append(term)
        automaton = AhoCorasick(list(owners), matchkind=MatchKind.Standard)
        return automaton, [tuple(terms) for terms in owners.values()]


def _is_short(word: Word) -> bool:
    return word.language == "kk" and len(word.text) < MIN_KAZAKH_STEM


def _stem_keys(word: str, stems: dict[str, set[str]], is_ending: Callable[[str], bool]) -> set[str]:
    keys: set[str] = set()
    for size in range(len(word), MIN_KAZAKH_STEM - 1, -1):
        if (found := stems.get(word[:size])) and is_ending(word[size:]):
            keys |= found
    return keys


def _words(term: Term) -> list[Word]:
    words = []
    for raw in term.text.lower().replace("ё", "е").split():
        for part in _TERM_WORD.finditer(raw):
            text = part["word"]
            words.append(
                Word(
                    text=text, language=term.language, prefix=bool(part["prefix"]), exact=bool(part["exact"])
                )
            )
    if not words:
        raise LexiconError(f"term {term.text!r} has no word in it")
    return words
