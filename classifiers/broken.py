"""Words with a sign, a picture or a line's end in the middle: за~кладка, ме🔥фед, корот/кая, вы-/платы."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from classifiers.edits import Edit, Trick
from classifiers.scripts import CYRILLIC, LATIN
from classifiers.vocabulary import Vocabulary

_LETTER = f"[{LATIN}{CYRILLIC}]"
_SIGNS = r"*·•~^'`\"_=+:;,.!?/\\|-"
_PICTURES = "\u2190-\u2bff\U0001f300-\U0001faff"
_BREAKS = re.compile(rf"[\n\ufe0f{_PICTURES}{_SIGNS}]{{1,4}}(?={_LETTER})")
_BREAK = re.compile(rf"-?\n|(?:[{_PICTURES}]\ufe0f?){{1,2}}|[{_SIGNS}]{{1,2}}")
_INNER = re.compile(rf"[*·•~^{_PICTURES}\ufe0f]{{1,4}}")
_HEAD = re.compile(rf"(?<![\w@./]){_LETTER}+$")
_TAIL = re.compile(rf"{_LETTER}+(?![^\W_]|@)")
_ENGLISH = re.compile(r"(?<=[a-z])'(?:s|t|re|ve|ll|d|m)(?!\w)")
"""An apostrophe that belongs there: the shop's, don't. It is taken out like others, but hides nothing."""
_MAX_PART, _MAX_PARTS = 24, 8
_LEAST, _MOST = 4, 40
_SURE = 2
"""Words of a text broken for sure, from which others may be whose halves are words by chance."""
_SHORT = 3


_Holds = Callable[["_Broken", Vocabulary], bool]


class _Broken(NamedTuple):
    """Parts that may be one word, and what stands between them."""

    parts: tuple[str, ...]
    breaks: tuple[re.Match[str], ...]

    @property
    def whole(self) -> str:
        return "".join(self.parts)


def mended(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Edits that take out what breaks the words of a text. A word is whole again when the vocabulary knows it
    and not all its parts, so that lists and verses stay."""
    found = list(_broken(text))
    sure = [one for stretch in found for one in _words_in(stretch, vocabulary, _is_sure)]
    likely = (one for stretch in found for one in _words_in(stretch, vocabulary, _is_likely))
    for one in (*sure, *(likely if len(sure) >= _SURE else ())):
        for at in one.breaks:
            spelled = "\n" in at[0] or _ENGLISH.match(text, at.start())
            yield Edit(at.start(), at.end(), "", None if spelled else Trick.SPACED)


def _broken(text: str) -> Iterator[_Broken]:
    """Every stretch of letters with breaks inside."""
    end = 0
    for first in _BREAKS.finditer(text):
        at_sign = first.start()
        if at_sign < end or not text[at_sign - 1 : at_sign].isalpha() or not _BREAK.fullmatch(first[0]):
            continue
        head = _HEAD.search(text, max(end, at_sign - _MAX_PART), at_sign)
        if head is None:
            continue
        parts, breaks = [head[0]], []
        at: re.Match[str] | None = first
        while at is not None and len(parts) < _MAX_PARTS:
            tail = _TAIL.match(text, at.end(), at.end() + _MAX_PART)
            if tail is None:
                break
            parts.append(tail[0])
            breaks.append(at)
            end = tail.end()
            at = _BREAKS.match(text, end)
            at = at if at and _BREAK.fullmatch(at[0]) else None
        if breaks:
            yield _Broken(tuple(parts), tuple(breaks))


def _words_in(stretch: _Broken, vocabulary: Vocabulary, holds: _Holds) -> Iterator[_Broken]:
    """The broken words of a stretch, none inside another, the longest first from each place."""
    first, size = 0, len(stretch.parts)
    while first < size - 1:
        for last in range(size, first + 1, -1):
            one = _Broken(stretch.parts[first:last], stretch.breaks[first : last - 1])
            if _LEAST <= len(one.whole) <= _MOST and holds(one, vocabulary):
                yield one
                first = last - 1
                break
        first += 1


def _is_sure(one: _Broken, vocabulary: Vocabulary) -> bool:
    if vocabulary.knows(one.whole):
        return _is_inner(one) or not all(len(part) > 1 and vocabulary.knows(part) for part in one.parts)
    return _is_inner(one) and not any(map(vocabulary.knows, one.parts))


def _is_likely(one: _Broken, vocabulary: Vocabulary) -> bool:
    if min(map(len, one.parts)) > _SHORT:
        return False
    return vocabulary.knows(one.whole) or (_is_inner(one) and not all(map(vocabulary.knows, one.parts)))


def _is_inner(one: _Broken) -> bool:
    """Whether nothing but a disguise or a hyphenation puts such signs between letters."""
    return all(_INNER.fullmatch(at[0]) or at[0] == "-\n" for at in one.breaks)
