"""What is done to what (B12): goods hidden or laid out by hand over a town, and taken up again.

Each word is an everyday one. A deed and the goods within a clause are a hint; where they lie, or the picture
of the place beside them, make it a sign.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_GAP = r"[^\n.!?;]{0,45}?"
_DONE = r"(?:i|we|i've|we've|ve|have|just|freshly|is|are|was|were|been|all)"
"""A deed, not a thing that is hidden or buried."""
_LAID_OUT = r"(?<!get )(?<!got )(?<!get you )(?<!get me )laid(?! back| off)(?: out)?"
_HID = (
    r"(?:закоп(?:ал[аи]?|ан[аоы]?|аем|аю)|при[кс]оп(?:ал[аи]?|ан[аоы]?)|зары(?:л[аи]?|т[аоы]?)|"
    r"спрят(?:ал[аи]?|ан[аоы]?)|"
    r"(?:рас|по)прят(?:ал[аи]?|ан[аоы]?)|прячем|примагни(?:тил[аи]?|чен[аоы]?)|приклеил[аи]?|"
    r"пере(?:зали(?:л[аи]?|т[аоы]?)|залож(?:ил[аи]?|ен[аоы]?)|прят(?:ал[аи]?|ан[аоы]?))|дроп(?:аем|лю|"
    r"нул[аи]?)|"
    r"т[ыі][ғг](?:ып|ыл[ғг]ан|ды[қм])|жасыр(?:ып|ыл[ғг]ан|ды[қм])|к[өо]м(?:іп|ілген|д[іи][км])|"
    rf"(?:i|we|just) hid|{_DONE} (?:hidden|buried|planted|tucked|stashed|taped)|re-?laid)"
)
_SPREAD = (
    r"(?:рас?кид(?:ал[аи]?|ан[аоы]?|аем)|раскину(?:л[аи]?|т[аоы]?)|разлож(?:ил[аи]?|ен[аоы]?)|раскладываем|"
    r"разброса(?:л[аи]?|н[аоы]?)|"
    r"(?:по|под|за)лож(?:ил[аи]?|ен[аоы]?)|(?:за|под)кину(?:л[аи]?|т[аоы]?)|зали(?:л[аи]?|т[аоы]?)|"
    r"обновил[аи]?|"
    r"(?:до|по)полнил[аи]?|загрузил[аи]?|таратып (?:[қк]ойды[қм]|тастады[қм])|сал(?:ды[қм]|ын[ғг]ан)|"
    r"[қк]ойды[қм]|"
    rf"scattered|{_LAID_OUT}|restocked|re-?loaded|loaded|refilled|re-?upped|dropped|placed|put)"
)
_GOODS = (
    r"(?:товар\w{0,3}|груз|вес|парти[юи]|св[её]рт(?:ок|к\w{1,2})|пакетик\w{0,2}|подар(?:ок|к[аио]в?|"
    r"очк\w{1,2}|очек)|"
    r"гостин\w{2,5}|сокровищ\w{0,2}|сюрприз\w{0,2}|магнит(?:ы|ик\w{0,2}|ов)?|точ(?:к[иу]|ек)|адрес(?:а|ов)?|"
    r"половин\w{1,3}|целы[ехй]|двойк\w|тройк\w|свеж(?:ее|ую|ак\w?)|"
    r"(?:\d{1,3}|по (?:два|три|пять|одному)|по \d{1,2}|ещ[её] \w{3,8}|дв[ае]|три|пять|шесть|семь|восемь|"
    r"десять|двенадцать|"
    r"двадцать|тридцать|полсотни|сотню) ?(?:шт\w{0,3}|г|гр|грам\w{0,4}|точек|мест\w?|адрес\w{0,2})|"
    r"тауар\w{0,3}|сыйлы[қғ]\w{0,4}|орама\w{0,4}|т[үу]й[іи]нш[еi]к\w{0,3}|"
    r"goods|gifts?|presents?|packs?|packets?|treasures?|bag(?:gie)?s?|weight|grams?|spots?|drops|magnets?|"
    r"stuff|product|"
    r"fresh ones|surprises)"
)
_PLACE = (
    r"(?:по (?:вс[ею]му?\s|всем\s)?(?:\w{3,9}ому\s)?(?:город|район|двор|берег|центр|окраин|микрорайон|"
    r"мкр)\w{0,3}|(?:в|у|на|за|под|около|возле) "
    r"(?:\w{3,9} )?(?:парк\w|лес\w|лесополос\w|посадк\w|земл\w{1,2}|снег\w?|рек\w|берег\w|город\w|"
    r"район\w{0,2}|юг\w?|север\w?|центр\w?|"
    r"двор\w{0,3}|гараж\w{0,3}|пустыр\w|кам(?:ень|нем|не)|плит\w{1,2}|лавк\w{1,2}|дерев\w{1,3}|корн\w{1,3}|"
    r"труб\w{1,2}|забор\w{0,2}|"
    r"щитк\w{1,2})|(?:все|оба|три|центр|север|юг|запад|восток)\s?район\w{0,2}|"
    r"(?:аудан|[қк]ала|сая|орман|жа[ғг]алау)\w{0,4}|жер(?:ге|де)|асты\w{0,3}|"
    r"(?:around|across|along|over|all over|in|at|under|behind|on|to)\s(?:the\s|every\s|"
    r"our\s)?(?:\w{3,8}\s)?(?:parks?|woods|town|city|"
    r"side|end|river|docks|yards?|ground|snow|trees?|rails?|fences?|bench(?:es)?|stones?|rocks?|bricks?|"
    r"hill|centre|center|blocks?))"
)
_SHOWN = (
    r"(?:фот(?:о|ки|ках)|снимк\w{1,2}|сним(?:ок|ки)|метк[аиу]|геометк\w|координат\w{0,3}|локаци\w|"
    r"описани[ея]|сурет\w{0,4}|"
    r"н[үу]ктес\w{0,3}|photos?|pics?|pictures?|pins?|coords|coordinates|locations)"
)
_LAID = tuple(
    re.compile(rf"(?<![\w-])(?:{deed}{_GAP}(?<![\w-]){_GOODS}|{_GOODS}{_GAP}(?<![\w-]){deed})(?![\w-])")
    for deed in (_HID, _SPREAD)
)
_AROUND = re.compile(rf"(?<![\w-])(?P<place>{_PLACE})(?!\w)|(?<![\w-])(?P<shown>{_SHOWN})(?!\w)")
_CLAUSE = 60
_CLAUSE_END = re.compile(r"[\n!?]|\.\s")
_TOOK = (
    r"(?:взял[аи]?|забрал[аи]?|снял[аи]?|поднял[аи]?|наш[её]л|нашла|нашли|достал[аи]?|откопал[аи]?|"
    r"выкопал[аи]?|подобрал[аи]?|"
    r"picked (?:it )?up|grabbed|found|collected|dug (?:it )?(?:up|out))"
)
_LYING = (
    r"(?:св[её]рт(?:ок|ка)|магнит(?:ик)?|клад|закладку|адрес|подар(?:ок|очек)|прикоп|пакетик|"
    r"the (?:drop|stash|magnet|wrap|baggie)|it)"
)
_WELL = (
    r"(?:(?:точно |ровно |ч[её]тко |строго )?по (?:фото|снимку|метке|координатам)|(?:за|в) (?:одну |пару |"
    r"две |три |\d )?минут\w{0,2}|"
    r"с первого раза|(?:людей|народу|никого) (?:нет|не было|рядом|вокруг)|не палился|без лишних глаз|"
    r"(?:exactly |right )?(?:where|under|as|at) (?:the |in the )?(?:pin|photo|picture|pictured|arrow)(?: "
    r"was| said| showed)?|first try|"
    r"in (?:one|two|three|five|\d) min\w{0,4}|nobody (?:around|about))"
)
_TAKEN = re.compile(
    rf"(?<!\w){_TOOK}{_GAP}(?<!\w){_LYING}(?!\w){_GAP}(?<!\w){_WELL}(?!\w)|"
    rf"(?<!\w){_LYING}(?!\w){_GAP}(?<!\w){_TOOK}(?!\w){_GAP}(?<!\w){_WELL}(?!\w)|"
    rf"(?<!\w)(?:откопал[аи]?|выкопал[аи]?|dug (?:it )?(?:up|out))(?!\w){_GAP}(?<!\w){_WELL}(?!\w)"
)
_OTHERS = re.compile(
    r"полк[аеиу]|полок|склад\w{0,2}(?!\w)|витрин|стеллаж|коробк|чемодан|багаж|машин|прицеп|[её]лк[аеиоу]|"
    r"дет(?:и|ей|ям|ск)|реб[её]н|"
    r"мам[аеуы]|пап[аеуы](?!\w)|игр[аеоуы]|квест|геоке|картош|клубн|луковиц|чеснок|семен|саженц|рассад|"
    r"огород|гряд|собак|косточк|кот(?:а|у|ы)?(?!\w)|"
    r"мыш|крыс|отрав|веществ|наркот|изъя|суд[ау]?(?!\w)|следств|полици|удобрен|капсул|тендер|маршрут|школ|"
    r"ученик|карт[аеу] магаз|"
    r"egg|kid|child|bulb|seed|potato|dog|bone|\bcat|squirrel|quest|geocach|capsule|shelf|shelves|warehouse|"
    r"truck|van|trunk|team|"
    r"players?|police|court|substance|drugs?(?!\w)|officer|student|museum|garden|parcel locker|mailbox|"
    r"christmas|birthday"
)
"""Beside these, things are laid out or hidden for another reason."""
_OTHERS_REACH = 70
_TOLD_OF = re.compile(
    r"(?<!\w)(?:он[аи]?|мужчин\w{1,2}|женщин\w{1,2}|подросток|подростки|парень|девушка|житель|студент|"
    r"(?:не)?задержанн\w{2,3}|обвиняем\w{2,3}|"
    r"подозреваем\w{2,3}|курьер\w{0,2}|закладчик\w{0,2}|наркокурьер\w{0,2}|преступник\w{0,2}|"
    r"злоумышленник\w{0,2}|герой|"
    r"he|she|they|man|woman|teen\w{0,6}|suspects?|defendant|couriers?|dealers?|runners?|"
    r"who)\s(?:[^\W\d]{1,14}\s){0,3}$"
)
"""A third person as the one who did it: a report, not an announcement."""
_TOLD_REACH = 50
_HINT, _WEAK, _SIGN, _PLAIN = 0.25, 0.35, 0.45, 0.6
_LAID_HINTS = Hints(
    stems=stems(
        "закопал прикопал присопал зарыл зарыт спрятал распрятал попрятал прячем примагнитил приклеил "
        "перезалил перезалито перезаложил "
        "перепрятал дропаем дроплю дропнул тығып тыгып тіғып тығылған тыгылган жасырып жасырылған көміп "
        "комип көмілген көмдік "
        "комдик hid hidden buried planted tucked stashed relaid taped раскидал ракидал "
        "раскинул разложил раскладываем "
        "разбросал положил подложил заложил закинул подкинул залил залито залиты обновил дополнил пополнил "
        "загрузил таратып "
        "салдық салдык салынған салынган қойдық койдык scattered laid restocked reloaded loaded refilled "
        "reupped upped dropped placed put"
    ),
    reach=120,
)
_TAKEN_HINTS = Hints(
    stems=stems(
        "взял взяла забрал забрала снял сняла поднял подняла нашел нашёл нашла нашли достал откопал "
        "выкопал подобрал picked grabbed "
        "found collected dug"
    ),
    reach=240,
)


class Layings:
    """B12: hidden or laid out by hand, and what; taken up by the picture, at once, unseen."""

    kinds = frozenset({"B12_goods_laid"})
    clues: ClassVar[Clues] = {
        "B12_goods_laid": (
            Clue(stems=_LAID_HINTS.stems | _TAKEN_HINTS.stems),
            Clue(text=re.compile("|".join(one.pattern for one in (*_LAID, _TAKEN)))),
        )
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each deed with its goods."""
        for found in _LAID_HINTS.matches(reading, *_LAID):
            if not _is_another_matter(found) and not _is_reported(found):
                yield reading.mark("B12_goods_laid", *found.span(), _laid(found))
        for found in _TAKEN_HINTS.matches(reading, _TAKEN):
            if not _is_another_matter(found):
                yield reading.mark("B12_goods_laid", *found.span(), _SIGN)


def _laid(found: re.Match[str]) -> float:
    """How plain it is what was laid, and to what end."""
    clause = _clause(found)
    told = {one.lastgroup for one in _AROUND.finditer(clause)}
    hidden = found.re is _LAID[0]
    if hidden:
        return (_WEAK, _SIGN, _PLAIN)[len(told)]
    return (_HINT, _WEAK, _SIGN)[len(told)]


def _clause(found: re.Match[str]) -> str:
    """What is said along with a match: no further than its sentence."""
    text, start, end = found.string, found.start(), found.end()
    before = text[max(0, start - _CLAUSE) : start]
    ends = [one.end() for one in _CLAUSE_END.finditer(before)]
    after = _CLAUSE_END.search(text, end, end + _CLAUSE)
    return before[ends[-1] if ends else 0 :] + text[start : after.start() if after else end + _CLAUSE]


def _is_another_matter(found: re.Match[str]) -> bool:
    start, end = max(0, found.start() - _OTHERS_REACH), found.end() + _OTHERS_REACH
    return bool(_OTHERS.search(found.string, start, end))


def _is_reported(found: re.Match[str]) -> bool:
    return bool(_TOLD_OF.search(found.string, max(0, found.start() - _TOLD_REACH), found.start()))
