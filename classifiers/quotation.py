"""Words of others: what a report quotes is no offer of its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.edits import Normalised
from classifiers.evidence import COUNTER_GROUPS, HELP, REPORT, TALK
from classifiers.reading import Mark
from classifiers.spans import Span, apart, is_within

QUOTED = 0.4
"""What is left of a sign in quotation marks, beside words of a
newspaper, a court, the police, a helper or a moderator. A seller may paste theirs around his own, but he does
not quote himself."""
FORBIDDEN = 0.25
"""The same in a list of forbidden words, up to its first number or address: there an offer begins."""
LEAST = 0.5
_QUOTATIONS = (
    re.compile(r"«[^»\n]{2,400}»|“[^”\n]{2,400}”|„[^“”\n]{2,400}[“”]"),
    re.compile(r"\"(?<!\w\")[^\"\n]{2,400}\"(?!\w)"),
    re.compile(r"(?m:^>[^\n]{2,})"),
)
_INTRODUCED = re.compile(
    r"(?<!\w)(?:adverts?|advertisements?|ads?|messages?|posts?|says?|"
    r"объявлени\w{1,2}|сообщени\w{1,2}|реклам\w{1,3}|надпис\w{1,2}|хабарландыру\w{0,4}|хабарлама\w{0,5}|"
    r"жарнама\w{0,5})\s?[:—–-]\s{0,2}$"
)
"""Before a quotation: the advert of another, whoever reports it."""
_INTRODUCTION = 24
_LISTED = re.compile(
    r"(?:стоп[ -]{0,3}сл[оа]в|запрещенн\w{2,3} слов|тыйым салынған сөз|stop ?words|banned words)"
    r"\w{0,5}(?:\s\([^)\n]{1,40}\)|\s[^\W\d]{1,16}){0,2}\s?[:—–-](?P<list>[^\n\d@/]{2,400})"
)
_PUNISHED = re.compile(
    r"(?<!\w)(?:words?|слова|слово)\s(?:like|such as|вроде|типа|наподобие)\s(?P<list>[^\n.!?@/\d]{2,160}?)\s"
    r"(?:(?:from|by|от|у)\s[^\n.!?@/\d]{2,60}?\s)?"
    r"(?:means?|gets?|leads?|results?|are banned|will|[—–-]\s?бан|карают?ся|вед[уе]т|влек[уе]т)"
)
"""The same in a sentence: words like these mean a ban."""
_LIST_SIGNS = ("стоп", "слов", "сөз", "word")
_SIGNS = frozenset('«“„">:—–-')
_REPORTING = frozenset({REPORT, HELP, TALK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """What a report quotes: spans of the folded text, in order; `forbidden` are lists of forbidden words."""

    quoted: Sequence[Span] = ()
    forbidden: Sequence[Span] = ()

    def spans(self) -> Sequence[Span]:
        """All of them, none inside another."""
        return apart([*self.quoted, *self.forbidden])

    def discounted(self, marks: Sequence[Mark], whole: Normalised) -> Sequence[Mark]:
        """`marks` of the text; those that are only quoted are weaker."""
        if not self.quoted and not self.forbidden:
            return marks
        forbidden, quoted = ([whole.span(*span) for span in one] for one in (self.forbidden, self.quoted))
        return [
            mark if mark.kind in COUNTER_GROUPS else replace(mark, strength=mark.strength * share)
            for mark in marks
            for share in [FORBIDDEN if _within(mark, forbidden) else QUOTED if _within(mark, quoted) else 1.0]
        ]


def quotations_in(marks: Sequence[Mark], whole: Normalised) -> Quotations:
    """What is quoted in a text of these marks. It is looked for in the folded text, so that disguise hides
    none."""
    lists = any(sign in whole.text for sign in _LIST_SIGNS)
    if not lists and _SIGNS.isdisjoint(whole.text):
        return Quotations()
    told = [mark for mark in marks if COUNTER_GROUPS.get(mark.kind) in _REPORTING]
    quoted = apart(_found(whole.text, _QUOTATIONS))
    if not told and not quoted:
        return Quotations()
    listing = (_LISTED, _PUNISHED) if told and lists else ()
    forbidden = apart(_found(whole.text, listing))
    spans = apart([whole.span(*span) for span in (*quoted, *forbidden)])
    if sum(mark.strength for mark in told if not _within(mark, spans)) < LEAST:
        return Quotations(quoted=[span for span in quoted if _introduced(whole.text, span[0])])
    return Quotations(quoted=quoted, forbidden=forbidden)


def _introduced(text: str, start: int) -> bool:
    return bool(_INTRODUCED.search(text, max(0, start - _INTRODUCTION), start))


def _found(text: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[Span]:
    return (found.span(found.lastgroup or 0) for one in patterns for found in one.finditer(text))


def _within(mark: Mark, spans: Sequence[Span]) -> bool:
    return is_within(mark.start, mark.end, spans)
