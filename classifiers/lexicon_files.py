"""Lexicon files: TOML with `[[group]]` tables of terms that share everything but their text.

A group has `kind` (a name in `classifiers.kinds`), `language` (`ru`, `kk`, `en`) and `terms`, one a line;
besides `sense`, `source` (one of SOURCES), `year` (of that source), `valid_from` and `valid_to` (a year or
an ISO date), `strength` (above 0, up to 1; else the kind's own) and `checked` (whether a native speaker has
looked; else true but for Kazakh). How a line is written: `classifiers.term`.
"""

import datetime
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from classifiers.errors import LexiconError
from classifiers.kinds import KINDS, NAMEABLE
from classifiers.term import ALWAYS, Period, Term, parts_of

LANGUAGES = ("ru", "kk", "en")
SOURCES: Mapping[str, str] = {
    "law_list": "official lists of controlled substances, names only",
    "law_text": "statutes, court acts, official forms",
    "press": "press reports and the glossaries in them",
    "police": "briefs of police, prosecutors and ministries",
    "health": "medical, treatment and harm-reduction publications",
    "research": "papers and the vocabularies printed in them",
    "usage": "ordinary words as lawful sites write them",
    "rendering": "our own translation of another language's entry, not met in print",
    "wording": "our own wordings of a sign, not met in print and checked by nobody",
    "office": "what an office has seen itself",
}
_REQUIRED = frozenset({"kind", "language", "terms"})
_FIELDS = _REQUIRED | {"sense", "source", "year", "valid_from", "valid_to", "strength", "checked"}
_LINE = re.compile(r"(?P<text>[^\[\]]*?)(?:\s*\[(?P<since>[^\[\]/]*)/(?P<until>[^\[\]/]*)\])?")
_OPEN = ("", "..")
_FORM = "it needs [[group]] tables in UTF-8 TOML"
NONE: Mapping[str, bytes] = MappingProxyType({})
MAX_LINE = 200
MAX_BYTES = 4_000_000


def load_terms(own: Path | None = None, trial: Mapping[str, bytes] = NONE) -> tuple[Term, ...]:
    """All terms of the packaged lexicons, in file and line order, then those of the folder `own` as if the
    files `trial` lay in it too: one of a name that is there takes its place."""
    named = (*_packaged(), *_tried(own, trial))
    return tuple(term for name, data in named for term in parse_terms(name, data))


def lexicon_digest() -> str:
    """SHA-256 over the packaged lexicon files, names and bytes. A model is trained for these."""
    return _digest(_packaged())


def own_digest(own: Path | None, trial: Mapping[str, bytes] = NONE) -> str:
    """The same over an office's own files with those on trial; empty where there are none."""
    return _digest(found) if (found := _tried(own, trial)) else ""


def read_file(path: Path) -> tuple[Term, ...]:
    """The terms of one file on disk. LexiconError when it cannot be read or is wrong."""
    return parse_terms(str(path), _bytes_of(path))


def terms_in(line: str, language: str) -> tuple[Term, ...]:
    """A single term as a file would hold it, of a kind that says nothing. LexiconError when it is wrong."""
    text, valid = _line("term", line.strip())
    return (Term(text=text, language=language, kind="E0_call_to_order", strength=0.1, valid=valid or ALWAYS),)


def with_same_words(terms: Iterable[Term], others: Iterable[Term]) -> Iterator[Term]:
    """Those of `terms` that `others` have too: of the same kind and language, with the same words."""
    known = {_identity(term) for term in others}
    return (term for term in terms if _identity(term) in known)


def _identity(term: Term) -> tuple[str, str, str]:
    return term.kind, term.language, " ".join(word.key for word in parts_of(term.text, ""))


def _digest(named: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in named:
        digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()


def _packaged() -> list[tuple[str, bytes]]:
    folder = files("classifiers").joinpath("lexicons")
    entries = (entry for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return [(entry.name, entry.read_bytes()) for entry in sorted(entries, key=lambda entry: entry.name)]


def _own(folder: Path | None) -> list[tuple[str, bytes]]:
    if folder is None:
        return []
    if not folder.is_dir():
        raise LexiconError(f"{folder}: no such folder; create it, or name the folder that holds the lexicons")
    return [(f"{folder.name}/{path.name}", _bytes_of(path)) for path in sorted(folder.glob("*.toml"))]


def _tried(folder: Path | None, trial: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    kept = [(name, data) for name, data in _own(folder) if name.rpartition("/")[2] not in trial]
    return kept + sorted(trial.items())


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise LexiconError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise LexiconError(f"{path}: larger than {MAX_BYTES:,} bytes; divide it into several files")
    return data


def parse_terms(name: str, data: bytes) -> tuple[Term, ...]:
    """The terms of one file. LexiconError names the file, the group and the term that is wrong."""
    terms: list[Term] = []
    seen: dict[tuple[str, str, str], str] = {}
    for number, group in enumerate(_groups(name, data), 1):
        where = f"{name}, group {number}"
        for term in _group_terms(where, group):
            key = _identity(term)
            if key in seen:
                raise LexiconError(f"{where}: term {term.text!r} stands already in {seen[key]}; keep one")
            seen[key] = where
            terms.append(term)
    return tuple(terms)


def _groups(name: str, data: bytes) -> list[dict[str, Any]]:
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LexiconError(
            f"{name}: not a lexicon ({error}); it needs [[group]] tables in UTF-8 TOML"
        ) from error
    groups = table.pop("group", None)
    if not isinstance(groups, list) or not groups or not all(isinstance(group, dict) for group in groups):
        raise LexiconError(f"{name}: not a lexicon; {_FORM}")
    if table:
        raise LexiconError(f"{name}: {sorted(table)[0]!r} stands outside of a [[group]]")
    return groups


def _group_terms(where: str, group: dict[str, Any]) -> Iterator[Term]:
    kind, language = _checked_names(where, group)
    period = _period(where, group.get("valid_from", ""), group.get("valid_to", ""))
    common = {
        "language": language,
        "kind": kind,
        "sense": _typed(where, group, "sense", str, ""),
        "source": _source(where, group),
        "year": _typed(where, group, "year", int, None),
        "strength": _strength(where, group, kind),
        "checked": _typed(where, group, "checked", bool, language != "kk"),
    }
    lines = [text for line in _typed(where, group, "terms", str, "").split("\n") if (text := line.strip())]
    if not lines:
        raise LexiconError(f"{where}: no terms; write them in `terms`, one a line")
    for line in lines:
        text, own_period = _line(where, line)
        yield Term(text=text, valid=own_period or period, **common)


def _checked_names(where: str, group: dict[str, Any]) -> tuple[str, str]:
    if extra := set(group) - _FIELDS:
        known = ", ".join(sorted(_FIELDS))
        raise LexiconError(f"{where}: unknown field {sorted(extra)[0]!r}; the fields are {known}")
    if missing := _REQUIRED - set(group):
        raise LexiconError(f"{where}: the field {sorted(missing)[0]!r} is missing")
    kind, language = group["kind"], group["language"]
    if not isinstance(kind, str) or kind not in NAMEABLE:
        raise LexiconError(f"{where}: unknown kind {kind!r}; `mergen lexicon kinds` lists them")
    if language not in LANGUAGES:
        raise LexiconError(f"{where}: unknown language {language!r}; one of {', '.join(LANGUAGES)}")
    return kind, language


def _typed(where: str, group: dict[str, Any], field: str, kind: type, default: Any) -> Any:
    value = group.get(field, default)
    if value is not default and type(value) is not kind:
        words = {str: "a text in quotes", int: "a whole number", bool: "true or false"}
        raise LexiconError(f"{where}: {field} = {value!r}, but it must be {words[kind]}")
    return value


def _source(where: str, group: dict[str, Any]) -> str:
    source = _typed(where, group, "source", str, "office")
    if source not in SOURCES:
        raise LexiconError(f"{where}: unknown source {source!r}; one of {', '.join(SOURCES)}")
    return str(source)


def _strength(where: str, group: dict[str, Any], kind: str) -> float:
    strength = group.get("strength", KINDS[kind].strength)
    if type(strength) not in (int, float) or not 0 < strength <= 1:
        raise LexiconError(f"{where}: strength = {strength!r}, but it must be above 0 and at most 1")
    return float(strength)


def _line(where: str, line: str) -> tuple[str, Period | None]:
    found = _LINE.fullmatch(line) if len(line) <= MAX_LINE else None
    if not found or not found["text"]:
        raise LexiconError(
            f"{where}: term {line[:60]!r} is not understood; dates stand behind it, as [2014/2022-04]"
        )
    try:
        parts_of(found["text"], "")
    except LexiconError as error:
        raise LexiconError(f"{where}: {error}") from error
    if found["since"] is None:
        return found["text"], None
    return found["text"], _period(f"{where}, term {found['text']!r}", found["since"], found["until"])


def _period(where: str, since: object, until: object) -> Period:
    period = Period(since=_day(where, since, last=False), until=_day(where, until, last=True))
    if period.since and period.until and period.since > period.until:
        raise LexiconError(f"{where}: valid from {since}, which is after {until}")
    return period


def _day(where: str, value: object, *, last: bool) -> datetime.date | None:
    """The first or the last day of an ISO date, month or year."""
    text = str(value).strip()
    if text in _OPEN:
        return None
    try:
        if len(text) == 4:
            return datetime.date(int(text), 12 if last else 1, 31 if last else 1)
        if len(text) == 7:
            first = datetime.date.fromisoformat(f"{text}-01")
            after = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
            return after - datetime.timedelta(days=1) if last else first
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise LexiconError(f"{where}: {text!r} is no date; write 2022, 2022-04 or 2022-04-05") from error
