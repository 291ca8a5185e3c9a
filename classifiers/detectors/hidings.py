"""What a Kazakh seller does with the goods: hides them at a thing of the street, drops hiding places over a
town (B1, B5), and lets the buyer pay and take (B4); and what those have to do who hide for him (F7).

Kazakh verbs stand last, so that the thing and what is done with it are words apart.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_BETWEEN = r"[^\w\n]{1,3}(?:[^\W\d]{1,14}[^\w\n]{1,3}){0,4}?"
_STASH = r"(?:закладка|клад(?!б)|тайник|прикоп|мастер-?клад)\w{0,8}"
_GOODS = (
    r"(?:тауар|товар|зат(?!ерл)|салма[қкғг]|вес|дорба|пакет|т[үу]й[іи]нше[кг]|орама|сыйлы[қкғг]|магнит|"
    r"н[үу]кте)\w{0,8}"
)
_LAID = (
    r"(?:таста|са[лп]|[қк]о[йя]|т[ыи][ғгқк]|жас[ыи]р|к[өо]м|[іи]л(?![еі])|[қк]ыст[ыи]р|жабыст[ыи]р)\w{0,3}"
)
_AWAY = r"(?:[қк]о(?:[йя]|ям)\w{0,5}|кет\w{1,6}|таста\w{1,6}|шы[қк]т\w{1,4})"
_SELF = r"(?:[дт]ы[мқк]|[дт][іи][мк]|ды|[еа]м(?:[ыіи]н)?|[еа]м[ыіи]з|ям(?:ын|ыз)?|йм[ыіи]з)"
_DROPPED = re.compile(
    rf"(?<!\w){_STASH}{_BETWEEN}(?:{_LAID}п\s{_AWAY}|(?:тастал|салын|[қк]ойыл)\w{{2,5}}|"
    rf"(?:таста|сал|[қк]о[йя]|тара[тп])\w{{0,2}}{_SELF})(?!\w)"
)
"""Hiding places, dropped by whoever writes."""
_THING = (
    r"(?:дуал|[қк]оршау|к[өо]п[іи]р|а[ғг]аш|бұта|бута|ба[ғг]ан|д[іи][ңн]гек|[қк][ұу]быр|гараж|орынды[қкғг]|"
    r"баспалда[қкғг]|щиток|топыра[қкғг]|к[іи]рп[іи]ш|тас|[қк]ар|бетон|шатыр|труба|забор|столб)\w{0,4}"
)
_SIDE = r"(?:ар жа[ғг]|аст|т[үу]б|арт|[іи]ш|жан|[қк]ас|ба[ғг]ыт|бұрыш)\w{1,6}"
_HIDDEN = re.compile(
    rf"(?<!\w){_THING}\s{_SIDE}[^\w\n]{{1,3}}(?:[^\W\d]{{1,14}}[^\w\n]{{1,3}}){{0,2}}?"
    rf"(?:{_LAID}п\s{_AWAY}|(?:таста|сал|[қк]о[йя]|т[ыи][ғг]|жас[ыи]р|к[өо]м)\w{{0,2}}{_SELF})(?!\w)"
)
"""Something put at a thing of the street."""
_EARTH = re.compile(
    rf"(?<!\w){_GOODS}{_BETWEEN}(?:жерде жат|к[өо]м[іуи]л\w{{1,4}} (?:тұр|тур|жат)|т[ыи][ғг](?:ыл|"
    rf"ил|у)\w{{1,4}} (?:тұр|тур|жат)|"
    r"жерге к[өо]м|орнында жат)\w{0,6}|"
    r"(?<!\w)(?:қыстырулы|кыстырулы|жабыстырулы|тығулы|тыгулы|жасырулы|көмулі|комули)\s(?:тұр|тур|жатыр)(?!\w)"
)
_FETCHED = re.compile(
    rf"(?<!\w){_THING}\s[^\W\d]{{2,10}}[тнд][ае]н[^\w\n]{{1,3}}(?:[^\W\d]{{1,12}}[^\w\n]{{1,3}}){{0,2}}?"
    r"(?:ал(?:ды[мқк]|ып кетт[іи]м)|тап(?:тым|ты[қк])|тауып алды[мқк]|к[өо]терд[іи]м)(?!\w)"
)
"""Something taken from a thing of the street, as buyers tell."""
_TAKEN = re.compile(
    r"(?<!\w)т[өо]ле(?:п|се[ңн]|йс[іи][ңн]|[ңн][іи]з|йс[іи]з)?(?:"
    r",?\s(?:де\s|да\s|со[ңн]\s)?ал(?:ас[ыи][ңнз]|а бер|ы[ңн]ыз)?|"
    r"(?P<go>[^\w.!?\n]{1,3}[^.!?\n]{0,40}?(?<!\w)(?:барып|[өо]з[іи][ңн]|"
    r"к[өо]тер[іи]п)\sал(?:ас[ыи][ңнз]|а бер|ы[ңн]ыз|у)?))(?!\w)"
)
"""To pay and to take: nobody is met."""
_SHOW = (
    r"(?:сурет|фото|н[үу]кте|координат|гео\w{0,6}|локация|метка|видео)\w{0,7}[^\w\n]{1,3}(?:[^\W\d]{1,12}[^\w\n]{1,3}){0,2}?"
    r"(?:ж[іи]бер|таста|т[үу]с[іи]р|сал|бер|[қк]ой)\w{0,2}?(?:[еа]с[іиы]?[ңнз]|йс[іиы]?[ңнз]|(?:у|"
    r"ып|іп|ип)(?: керек| болды|))\w{0,2}"
)
_DUTY = re.compile(
    rf"(?<!\w)(?:т[ыи][ғг]|жас[ыи]р|к[өо]м)(?:ып|[іи]п|ас[ыи][ңнз]|ес[іи][ңнз]|у|ады)\w{{0,3}}{_BETWEEN}{_SHOW}(?!\w)"
)
"""To hide and to send the picture, said to whoever is to do it."""
_ANY = re.compile(
    "|".join(
        one.pattern.replace("?P<go>", "?:") for one in (_DROPPED, _HIDDEN, _EARTH, _FETCHED, _TAKEN, _DUTY)
    )
)
_DONE = re.compile(
    r"таста|са(?:п$|л(?:ам|ай|ас|ды|ып|ын|ғ|г|са))|[қк]о[йя]|т[ыи][ғгқк]|жас[ыи]р|к[өо]м(?:[іи]п|е|д|у|[іи]л)|[іи]л[іи]п|[қк]ыст|жабыст|"
    r"жат|тара[тп]|ал(?:ас|а|ы|ды|$)|тап(?:т|ы)|тауып|к[өо]тер"
)
_HINTS = Hints(
    reach=170,
    stems=stems(
        "қыстырулы кыстырулы жабыстырулы закладка клад кладты тайник прикоп мастерклад дуал қоршау "
        "коршау көпір копир ағаш агаш бұта "
        "бута бағана "
        "багана діңгек дингек құбыр кубыр гараж орындық орындык баспалдақ баспалдак щиток топырақ "
        "топырак кірпіш "
        "кирпич тас тастың қар кар қардың бетон шатыр труба забор столб тауар товар зат заты затты "
        "салмақ салмак вес дорба "
        "пакет түйіншек туйиншек орама сыйлық сыйлык магнит нүкте нукте төле төлеп төлей толе толеп толей "
        "тығып тыгып тығасың тығу тыгу тигип жасыр жасир көміп көме комип комесин көму кому"
    ),
)
_AROUND = 70
_ELSEWHERE = re.compile(
    r"(?<!\w)(?:ес[іи]к|курьер|жетк[іи]з|достав|д[үу]кен|ке[ңн]се|касса|пункт|бала|ойын(?!ша)|[қк]азына|геокеш|"
    r"тап[қк]ан адам|жо[ғг]ал|полиц|зертте|билет|кафе|дәріхана|дарихана)"
)
"""Beside these, what is put or paid for is a parcel, a game or a thing lost."""
_LAID_OUT, _AT_A_THING, _LIES, _TAKE, _TAKE_AWAY, _TOLD_TO = 0.65, 0.6, 0.5, 0.36, 0.5, 0.8


class Hidings:
    """B5: hiding places dropped; B1: goods hidden at a thing of the street, or lying in the ground; B4: to
    pay and to take; F7: to hide and to send the picture."""

    kinds = frozenset({"B1_stash_word", "B4_no_meeting", "B5_ready_addresses", "F7_hiding_duty"})
    clues: ClassVar[Clues] = dict.fromkeys(
        kinds, (Clue(stems=_HINTS.stems), Clue(word=_DONE), Clue(text=_ANY))
    )

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for pattern, kind, strength in (
            (_DROPPED, "B5_ready_addresses", _LAID_OUT),
            (_HIDDEN, "B1_stash_word", _AT_A_THING),
            (_EARTH, "B1_stash_word", _LIES),
            (_FETCHED, "B1_stash_word", _LIES),
            (_TAKEN, "B4_no_meeting", _TAKE),
            (_DUTY, "F7_hiding_duty", _TOLD_TO),
        ):
            for found in _HINTS.matches(reading, pattern):
                around = reading.text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
                if not _ELSEWHERE.search(around):
                    sure = pattern is _TAKEN and found["go"]
                    yield reading.mark(kind, *found.span(), _TAKE_AWAY if sure else strength)
