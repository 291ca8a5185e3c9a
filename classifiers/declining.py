"""Makes the table of forms of the lexicons' Russian words: `python -m classifiers.declining` writes it anew.

A scorer needs them whenever it begins, and the dictionary takes a second to give them.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from classifiers.lexicon_files import load_terms
from classifiers.morphology import declined
from classifiers.term import Term, parts_of


def decline(terms: Iterable[Term]) -> bytes:
    """The table as JSON, a line a word: what its forms begin with, and their endings."""
    words = sorted({word for term in terms if term.language == "ru" for word in _words(term)})
    return ("{\n" + ",\n".join(map(_row, words)) + "\n}\n").encode()


def _words(term: Term) -> Iterator[str]:
    if term.plain.isalpha():
        yield term.plain
    yield from (word.text for word in parts_of(term.text, term.language))


def _row(word: str) -> str:
    forms = sorted(declined(word))
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(forms[0], forms[-1], strict=False))
    beginning = "".join(letter for letter, _ in alike)
    endings = " ".join(form.removeprefix(beginning) for form in forms)
    return f"{_json(word)}: {_json([beginning, endings])}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    Path(__file__).with_name("data").joinpath("russian_forms.json").write_bytes(decline(load_terms()))
