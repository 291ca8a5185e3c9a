"""`mergen lexicon`"""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from classifiers.errors import LexiconError
from classifiers.kinds import KINDS, NAMEABLE
from classifiers.lexicon import Lexicon, Term, load_terms, tokens_of
from classifiers.lexicon_files import read_file, terms_in, with_same_words
from classifiers.normaliser import normalise
from classifiers.signal import Family
from mergen.errors import BadInput
from mergen.options import Json
from mergen.output import Output, complain
from mergen.settings import load
from mergen.texts import lines_of, row_of

lexicon = typer.Typer(
    name="lexicon", help="The words that are looked for, Mergen's and the office's own.", no_args_is_help=True
)
Own = Annotated[bool, typer.Option("--own", help="Only the office's own terms (MERGEN_LEXICONS).")]
AROUND = 30
NAMED = 20
"""Terms that are named in a line for people."""


class Language(StrEnum):
    """The languages of terms."""

    RU = "ru"
    KK = "kk"
    EN = "en"


@lexicon.command("list")
def list_terms(
    language: Annotated[Language | None, typer.Option(help="Only this language.")] = None,
    family: Annotated[
        Family | None, typer.Option(help="Only this family of signs (docs/signals.md).")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only this kind; `mergen lexicon kinds` names them.")
    ] = None,
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Only terms that no native speaker has checked.")
    ] = False,
    own: Own = False,
    as_json: Json = False,
) -> None:
    """The terms, with sense, source and dates."""
    if kind is not None and kind not in NAMEABLE:
        raise BadInput(f"There is no kind {kind}. `mergen lexicon kinds` names them.")
    chosen = [
        term
        for term in _terms(own=own)
        if (language is None or term.language == language)
        and (family is None or KINDS[term.kind].family is family)
        and (kind is None or term.kind == kind)
        and not (unchecked and term.checked)
    ]
    output = Output(as_json=as_json)
    if as_json:
        for term in chosen:
            output.record(_record(term))
    else:
        columns = ("term", "language", "kind", "strength", "in use", "source", "checked", "sense")
        output.table(f"{len(chosen)} terms", columns, map(_cells, chosen))


@lexicon.command("count")
def count(own: Own = False, as_json: Json = False) -> None:
    """How many terms there are by family and language, and how many of them are unchecked."""
    terms = _terms(own=own)
    every = Counter((KINDS[term.kind].family, term.language) for term in terms)
    unchecked = Counter((KINDS[term.kind].family, term.language) for term in terms if not term.checked)
    output = Output(as_json=as_json)
    if as_json:
        for (family, language), number in sorted(every.items()):
            output.record(
                {
                    "family": family.value,
                    "language": language,
                    "terms": number,
                    "unchecked": unchecked[family, language],
                }
            )
        return
    rows = [(_named(family), *(every[family, language] for language in Language)) for family in Family]
    rows = [row for row in rows if any(row[1:])]
    output.table(f"{len(terms)} terms", ("family", *Language), rows)
    output.say(f"{sum(unchecked.values())} of them no native speaker has checked.")


@lexicon.command("kinds")
def kinds(as_json: Json = False) -> None:
    """The kinds of signs that a term can be: family, strength alone, and whether it is structure."""
    output = Output(as_json=as_json)
    nameable = [kind for name, kind in KINDS.items() if name in NAMEABLE]
    if as_json:
        for kind in nameable:
            output.record(
                {
                    "kind": kind.name,
                    "family": kind.family.value,
                    "strength": kind.strength,
                    "structural": kind.structural,
                }
            )
        return
    cells = ((k.name, _named(k.family), k.strength, "structure" if k.structural else "") for k in nameable)
    output.table("Kinds", ("kind", "family", "strength", ""), cells)


@lexicon.command("check")
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Lexicon files; without any, the folder in MERGEN_LEXICONS.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check files of an office's own terms, and say which of them Mergen has already."""
    places = files or _own_files()
    packaged = load_terms()
    output, faults = Output(as_json=as_json), 0
    for place in places:
        try:
            terms = read_file(place)
            Lexicon(terms)
        except LexiconError as error:
            faults += 1
            complain(str(error))
            if as_json:
                output.record({"file": str(place), "error": str(error)})
            continue
        known = [term.text for term in with_same_words(terms, packaged)]
        if as_json:
            output.record({"file": str(place), "terms": len(terms), "known": known})
        else:
            output.say(f"{place}: {len(terms)} terms, all understood")
            if known:
                more = f" and {len(known) - NAMED} more (--json names all)" if len(known) > NAMED else ""
                output.say(f"  of these Mergen has already: {', '.join(known[:NAMED])}{more}")
    if faults:
        raise typer.Exit(1)


@lexicon.command("try")
def try_term(
    term: Annotated[str, typer.Argument(help="A term as lexicon files write it: =word, word*, stem{,а,у}.")],
    file: Annotated[
        str, typer.Argument(help="Plain lines, or JSON lines with a field `text`; - reads standard input.")
    ] = "-",
    language: Annotated[Language, typer.Option(help="The term's language.")] = Language.RU,
    limit: Annotated[int, typer.Option(min=0, help="How many places to show.")] = 20,
    as_json: Json = False,
) -> None:
    """Try a term on texts before it is taken up: where it is found, and in how many lines."""
    found = Lexicon(terms_in(term, language))
    output, lines, hits, shown, faults = Output(as_json=as_json), 0, 0, 0, 0
    for number, line in enumerate(lines_of(file), 1):
        fields, document = row_of(number, line)
        if document is None:
            faults += 1
            complain(fields["error"])
            continue
        lines += 1
        places = list(_places(found, document.text, kazakh=language is Language.KK))
        hits += bool(places)
        for start, end in places[: max(0, limit - shown)]:
            shown += 1
            _show(output, number, document.text, start, end)
    if as_json:
        output.record({"summary": {"term": term, "lines": lines, "found_in": hits}})
    else:
        output.say(f"{term}: in {hits} of {lines} lines")
    if faults:
        raise typer.Exit(1)


@lexicon.command("dry-run")
def dry_run(
    file: Annotated[
        Path, typer.Argument(help="A lexicon file. One of the office's with its name is left out for it.")
    ],
    newest: Annotated[int, typer.Option(min=1, help="How many of the newest stored pages.")] = 1000,
    every: Annotated[bool, typer.Option("--all", help="All stored pages, however many.")] = False,
    as_json: Json = False,
) -> None:
    """Try a lexicon file on the stored pages before it is switched on: what would be new to look at.

    Nothing stored is changed; the outcome is kept and shown on the review pages too.
    """
    from mergen.trials import tried

    read_file(file)
    tried(file, None if every else newest, Output(as_json=as_json))


def _terms(*, own: bool) -> Sequence[Term]:
    terms = load_terms(load().lexicons)
    return terms[len(load_terms()) :] if own else terms


def _named(family: Family) -> str:
    return f"{family.value} {family.name.lower().replace('_', ' ')}"


def _own_files() -> list[Path]:
    folder = load().lexicons
    if folder is None:
        raise BadInput("Name a file, or the folder of the office's own terms in MERGEN_LEXICONS.")
    if not (found := sorted(folder.glob("*.toml"))):
        raise BadInput(f"{folder} holds no *.toml file.")
    return found


def _places(found: Lexicon, text: str, *, kazakh: bool) -> Iterator[tuple[int, int]]:
    folded = normalise(text)
    for match in found.matches(folded.text, tokens_of(folded.text), kazakh=kazakh):
        yield folded.span(match.start, match.end)


def _show(output: Output, number: int, text: str, start: int, end: int) -> None:
    if output.as_json:
        output.record({"line": number, "quote": text[start:end], "start": start, "end": end})
        return
    around = f"{text[max(0, start - AROUND) : start]}«{text[start:end]}»{text[end : end + AROUND]}"
    output.say(f"{number:6} {' '.join(around.split())}")


def _cells(term: Term) -> tuple[object, ...]:
    source = f"{term.source} {term.year or ''}".strip()
    checked = "yes" if term.checked else "no"
    return term.text, term.language, term.kind, term.strength, term.valid, source, checked, term.sense


def _record(term: Term) -> dict[str, Any]:
    return {
        "term": term.text,
        "language": term.language,
        "family": KINDS[term.kind].family.value,
        "kind": term.kind,
        "strength": term.strength,
        "sense": term.sense,
        "source": term.source,
        "year": term.year,
        "valid_from": term.valid.since and term.valid.since.isoformat(),
        "valid_to": term.valid.until and term.valid.until.isoformat(),
        "checked": term.checked,
    }
