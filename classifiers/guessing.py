"""What a word written with signs says when no vocabulary knows it: what looks most like a word."""

import itertools
import re
from typing import NamedTuple

from classifiers.confusables import STANDS
from classifiers.language_model import LanguageModel, load_models
from classifiers.scripts import Script, script_of

MAX_SIGNS = 6
_STEP = 1.5
"""Log-likelihood, in nats a letter group, that a sign's second reading must gain."""
_UNSEEN = 2.0
"""What a letter group costs that no text had."""
_CORE = re.compile(r"[@$€0-9]*[^\W\d_].*[\w@$€]|[@$€0-9]+[^\W\d_]")


class Read(NamedTuple):
    """A word read in a piece, from `start` to `end` of it."""

    word: str
    start: int
    end: int
    cost: float


def guessed(piece: str, around: Script) -> Read | None:
    """The letters of a piece of a text in disguise, signs as the letters they mostly stand for; None where
    there is too little to go by. `around` is the script of the text."""
    core = _CORE.search(piece)
    if core is None:
        return None
    letters = sum(script_of(char) is around for char in core[0])
    signs = len(core[0]) - letters
    if not 0 < signs <= MAX_SIGNS or signs > 4 * letters:
        return None
    options = [_options(char, around) for char in core[0]]
    if not all(options):
        return None
    model = load_models()[around is Script.LATIN]
    best = max(
        itertools.islice(itertools.product(*options), 256),
        key=lambda reading: _likeness(model, "".join(c for c, _ in reading)) - sum(s for _, s in reading),
    )
    word = "".join(char for char, _ in best)
    return Read(word, core.start(), core.end(), float(signs))


def _options(char: str, script: Script) -> list[tuple[str, float]]:
    if script_of(char) is script:
        return [(char, 0.0)]
    return [(letters, number * _STEP) for number, (letters, _) in enumerate(STANDS[script].get(char, ())[:2])]


def _likeness(model: LanguageModel, word: str) -> float:
    """How much a word is like those of the language that it fits best: groups of none count against."""
    return max(model.score(word)[:3]) - _UNSEEN * model.unseen(word)
