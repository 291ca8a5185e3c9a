"""Where a text turns from what was pasted to its own business: "теперь к делу", "now to the point".

A report above such a turn is an opening, and speaks less against what stands below it. So it does without a
turn where a whole offer stands below all of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from classifiers.edits import Normalised
from classifiers.evidence import COUNTER_GROUPS, HELP, PRESENT, REACHED, REPORT, TALK
from classifiers.kinds import KINDS
from classifiers.reading import Mark
from classifiers.signal import Family

PASTED = 0.4
"""What is left of counter-evidence above a turn."""
_TURN = re.compile(
    r"(?:(?:^|[\n.!?…)»\"]\s{0,3})(?:а теперь|ну а теперь|"
    r"теперь)[^\w\n]{1,3}(?:\w{1,8}[^\w\n]{1,2}){0,2}(?:делу|главно\w{1,2}|наш\w{0,2}|нам)(?!\w)|"
    r"(?:^|[\n.!?…)»\"(↑↓]\s{0,3})(?:(?:ближе|перейд\w{2,3}|переход\w{1,3}|вернемся|вернёмся) к (?:делу|нам|"
    r"нашему)|"
    r"а (?:у нас|мы|наш[аиеу]?)(?!\w)|ещ[её] у нас|зато у нас|"
    r"(?:[еэ]нді |ендi )?(?:іске|иске) к[өо]ш\w{2,6}|[еэ]нд[іи] (?:негізгі|негизги|[өо]з\w{2,6})|"
    r"ал (?:б[іи]зд[іе]\w{0,2}|бізде|бизде|б[іи]з)(?!\w)|"
    r"(?:now|but|and now) (?:to|for|back to) (?:the point|business|the menu|us)|"
    r"(?:let's )?get(?:ting)? (?:down )?to (?:the point|business)|"
    r"(?:meanwhile|but|as for) (?:us|we|ours?|our shop)(?!\w))|"
    r"(?:^|[\n.!?…)»\"]\s{0,3})(?:ну\s)?(?:вс[её]|вот и вс[её]|хватит|достаточно|"
    r"довольно)[^\w\n.!?]{1,3}(?:[^\W\d]{1,8}[^\w\n]{1,2}){0,2}"
    r"(?:вступлени\w|предислови\w|официальн\w{2,3}|формальност\w|отмазк\w|лекци\w|скучн\w{1,3}|"
    r"дисклеймер\w?)(?!\w)|"
    r"(?:на этом|с) (?:официальн\w{2,3}|скучн\w{2,3}) част\w{1,3}(?!\w)|"
    r"(?:^|[\n.!?…)»\"]\s{0,3})а наш[аиеу]? |ещ[её] у нас есть(?!\w)|"
    r"(?:that was|that'?s|so much for|enough (?:of|with|for)) (?:the )?(?:intro|boring|legal|official|"
    r"disclaimer|formalit\w{2,3}|news)(?!\w)|"
    r"(?:для|ради) (?:поисковик\w{1,3}|модератор\w{1,3}|робот\w{1,3}|вида)(?!\w)|"
    r"чтобы (?:нас )?не (?:забанили|удалили|заблокировали)|"
    r"(?:арна|бот|канал)\w{0,3} (?:жабыл\w{1,3} [қк]алмасын|жаппас \w{2,6})|for (?:the )?(?:search engines|"
    r"bots|mods|moderators) (?:only|above))"
)


_REPORTING = frozenset({REPORT, HELP, TALK})
_OFFERING = frozenset({Family.COMMERCE, Family.DEAD_DROP, Family.SUBSTANCE, Family.PAYMENT, Family.CONTACT})
_LEAST_FAMILIES = 3


def turned(marks: Sequence[Mark], whole: Normalised) -> Sequence[Mark]:
    """`marks` (ordered by start) of a text; counter-evidence above its first turn is weaker, if a sign stands
    below it, and so is what reports above a whole offer of its own."""
    if not any(mark.kind in COUNTER_GROUPS for mark in marks):
        return marks
    return _above_offer(_above_turn(marks, whole))


def _above_turn(marks: Sequence[Mark], whole: Normalised) -> Sequence[Mark]:
    last = max((mark.start for mark in marks if mark.kind not in COUNTER_GROUPS), default=-1)
    above = any(mark.end <= last for mark in marks if mark.kind in COUNTER_GROUPS)
    if not above or not (found := _TURN.search(whole.text)):
        return marks
    turn, _ = whole.span(*found.span())
    if last < turn:
        return marks
    return [_weaker(mark) if mark.kind in COUNTER_GROUPS and mark.end <= turn else mark for mark in marks]


def _above_offer(marks: Sequence[Mark]) -> Sequence[Mark]:
    """Below all that reports stands what alone would be an offer, with somebody to order from: no report
    ends so."""
    end = max((mark.end for mark in marks if _reports(mark)), default=0)
    below = {mark.kind for mark in marks if mark.start >= end and mark.strength >= PRESENT}
    families = {KINDS[kind].family for kind in below} & _OFFERING
    sold = Family.DEAD_DROP in families or {Family.COMMERCE, Family.SUBSTANCE} <= families
    if len(families) < _LEAST_FAMILIES or not sold or REACHED.isdisjoint(below):
        return marks
    return [_weaker(mark) if _reports(mark) else mark for mark in marks]


def _reports(mark: Mark) -> bool:
    return COUNTER_GROUPS.get(mark.kind) in _REPORTING


def _weaker(mark: Mark) -> Mark:
    return replace(mark, strength=mark.strength * PASTED)
