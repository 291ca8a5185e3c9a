"""Everyday Kazakh words: right, though no lexicon and no dictionary of this program has them.

Whoever takes them for slips finds words of the trade in them: бірақ ("but") is a letter from берік, тілеймін
("I wish") from төлеймін ("I pay"). A word is one of these where a stem of the list is followed by endings as
grammar orders them; letters that people type for each other count as the same.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from classifiers.morphology import MIN_KAZAKH_STEM, bare_kazakh, kazakh_stems

LONGEST = 30
"""Letters."""
_NOUN = (
    r"(?:[лдт]и[кг]|[лдт]и|сиз|ши|р[ае]к|н?[дт][ае]ги){0,2}(?:[лдт][ае]р)?(?:им|ин|имиз|иниз|м|н|миз|низ|и|си)?"
    r"(?:[ндт]ин|[ндт]и|н|[гкн][ае]|[ае]|н?[дт][ае]|[ндт][ае]н|[мбп]ен|ш[ае]|[дт][ае]и)?"
)
_PERSON = r"(?:[мбп]ин|м|син|сиз|[мбп]из|ди|сиздер|синд[ае]р)"
_VERB = (
    r"(?:[лдт][ае])?(?:(?:и|(?<=[аеиоу]))[лнст]|(?<=[илрну])т|[дт]ир|[гк]из|[лдт][ае][нс]){0,2}(?:[мбп][ае])?(?:"
    r"[дт]и(?:м|н|к|низ|низд[ае]р|нд[ае]р)?|"
    rf"(?:[гк][ае]н|[аеи]тин)(?:{_PERSON}|{_NOUN})|"
    rf"и?п(?:ти|{_PERSON})?|(?:[аеи]|[ае]?р|с){_PERSON}?|"
    r"с[ае](?:м|н|к|низ|низд[ае]р|нд[ае]р)?|"
    rf"у{_NOUN}|(?:и?низ|и?низд[ае]р|и?нд[ае]р|син|[аеи]?и?ик|[аеи]?и?ин)(?:ши)?|"
    rf"[гк][ае]ли|[мбп][ае]к(?:ши)?|[гк]и(?:м|н|си|миз|низ)|[гк]иш{_NOUN})?"
)
_TAIL = re.compile(rf"(?:{_NOUN}{_PERSON}?|{_VERB})(?:[мбп][ае])?")
_FRONT, _BACK = re.compile("е(?!н$)"), re.compile("а")
"""Vowels of endings that tell of which sort a stem's last vowel is; мен, бен and пен fit all."""
_LAST = re.compile("[аәеоөұүуыіи](?=[^аәеоөұүуыіи]*$)")


def everyday_words() -> frozenset[str]:
    """The words of the list."""
    lines = files("classifiers").joinpath("data", "kazakh_stems.txt").read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


def everyday_stems() -> frozenset[str]:
    """The shapes that they take before endings."""
    return frozenset(stem for word in everyday_words() for stem in kazakh_stems(word))


@cache
def _wrong_vowels() -> Mapping[str, Sequence[re.Pattern[str]]]:
    """By stem without Kazakh letters, for each way to write it with them, the vowels that no ending has."""
    found: dict[str, list[re.Pattern[str]]] = defaultdict(list)
    for stem in everyday_stems():
        last = _LAST.search(stem)
        found[bare_kazakh(stem)].append(_BACK if last and last[0] in "әеөүіи" else _FRONT)
    return found


def is_everyday(word: str) -> bool:
    """Whether a folded word in Cyrillic letters is an everyday Kazakh one in any of its forms."""
    if not MIN_KAZAKH_STEM <= len(word) <= LONGEST:
        return False
    bare, stems = bare_kazakh(word), _wrong_vowels()
    return any(
        _TAIL.fullmatch(bare, size) and not all(one.search(bare, size) for one in stems[bare[:size]])
        for size in range(MIN_KAZAKH_STEM, len(bare) + 1)
        if bare[:size] in stems
    )
