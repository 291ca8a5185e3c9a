"""Goods hidden by hand: told where once paid (B9), put in a place that is described (B10), and the duty to
hide or leave them (F7). No substance and no word of the trade is needed for these."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_PAY = (
    r"(?:переведешь|переведете|перевел\w?|оплати(?:шь|те|л)?|оплатил\w?|оплата|предоплат\w{1,2}|"
    r"деньги (?:вперед|сразу)|закинешь|скинешь деньги|после (?:перевода|чека)|"
    r"а[қк]ша\w{0,4} (?:\w{1,12} )?(?:т[үу]с\w{1,7}|сал\w{0,7}|кел\w{1,8}|[өо]т\w{1,7}|алдын|"
    r"алдымен|аудар\w{1,8})|"
    r"аудар(?:са[ңн]|ғас[ыи]н|гас[ыи]н|ас[ыи][ңнз]|ып|ғаннан|ганнан)\w{0,3}|"
    r"\d{1,3}\s?(?:мың|мын|к) (?:таста|сал|аудар|ж[іи]бер|ла[қк]тыр|скинь)\w{0,5}|"
    r"т[өо]лейс\w{1,3}|т[өо]ле(?:сең|сен|ңіз|п|ген\w{0,4})?|"
    r"перевод(?: на карту)?|send (?:the |your )?money|pay (?:first|up ?front)|prepay\w{0,4}|once paid|"
    r"you pay|"
    r"money first)"
)
_TELL = (
    r"(?:(?:расска\w{2,4}|ска[жз]\w{1,4}|покаж\w{1,3}|напиш\w{1,3}|скин\w{1,3}|пришл\w{1,3}|вышл\w{1,3}|"
    r"дам|да[ею][мт]|выда(?:м|дим|ю[тм]?|[её][мт]|ст)|отправ\w{2,5})"
    r"[^\w\n.!?]{1,3}(?:\w{1,12}[^\w\n.!?]{1,3}){0,2}(?:где|куда|точк\w|место|мест[ао]м?|метк\w|геометк\w|"
    r"(?:у|под|за|возле|в) как(?:ого|им|ой|ом))|"
    r"(?:ор[ын]н?\w{1,4}|қайда\w{0,3}|кайда\w{0,3}|нүкте\w{0,5}|нукте\w{0,5}|жер[іи](?:н|ң)?)"
    r"[^\w\n.!?]{1,3}(?:\w{1,12}[^\w\n.!?]{1,3}){0,4}"
    r"(?:айт\w{1,7}|к[өо]рсет\w{1,7}|ж[іи]бер\w{1,7}|біл\w{1,5}|бил\w{2,5}|бер\w{1,6}|таста\w{1,6}|ашыл\w{2,4}|кел(?:ед[іи]|е)|шы[ғг]ады|т[үу]сед[іи])|"
    r"точк\w (?:на|в) карт\w|карт\w точек|(?:где|куда) (?:скажу|покажу|напишу|расскажу)|"
    r"[қк]ай (?:\w{2,10} )?(?:жер|тас|а[ғг]аш|ба[ғг]ан|[өо]рын)\w{0,6} "
    r"(?:\w{1,8} )?(?:айт|к[өо]рсет|ж[іи]бер)\w{1,5}|"
    r"(?:will |i )?(?:tell|show|send|get|drop)\s(?:\w{1,8}\s){0,3}(?:where|spot|pin|pins|place|location|"
    r"which (?:brick|tree|stone|bush|post|bench|pipe|box|step))|"
    r"pin\s?(?:\+|and|&|with)\s?\d?\s?(?:pics?|photos?))"
)
_TOLD = (
    re.compile(rf"(?<!\w){_PAY}(?!\w)[^\n]{{0,60}}?(?<!\w){_TELL}"),
    re.compile(rf"(?<!\w){_TELL}(?!\w)[^\n]{{0,50}}?(?<!\w){_PAY}(?!\w)"),
    re.compile(
        r"(?<!\w)(?:чек\w{0,2}|оплат\w{1,2}|перевод|т[өо]лем|receipt|payment)"
        r"[^\w\n.,;:!?]{0,4}[-–—=→➡👉>][^\w\n.,;:!?]{0,4}"
        r"(?:н[үу]кте|точк\w|координат\w{0,2}|метк\w|геометк\w|pin|spot|location)(?!\w)"
    ),
)
"""The last: "receipt → spot", the shortest way to say it."""
_OBJECT = (
    r"(?:камн\w{1,3}|кирпич\w{0,2}|скамейк\w{1,2}|скамь\w{1,2}|лавк\w{1,3}|лавочк\w{1,2}|опор\w{1,2}|"
    r"столб\w{0,2}|"
    r"дерев\w{1,3}|куст\w{0,3}|пн\wм|забор\w{0,2}|гараж\w{0,3}|труб\w{1,2}|подоконник\w{0,2}|"
    r"водосток\w{0,2}|"
    r"плит\w{1,2}|бордюр\w{0,2}|щитк\w{1,2}|крыльц\w{1,2})"
)
_LEFT = (
    r"(?:оставл\w{1,3}|оставим|т[ыі][ғг]ып [қк]оя\w{1,4}|жасырып [қк]оя\w{1,4}|закопа\w{1,3}|спрячу|спрячем|"
    r"прикопа\w{1,3}|[қк]ойып кет\w{2,6}|"
    r"[қк]алдырып кет\w{2,6}|"
    r"(?:i|we|i'll|we'll) (?:will )?(?:leave|hide|bury|tuck) it)"
)
_SHOWN = r"(?:фото\w{0,3}|сним(?:ок|ком|ки)|сурет\w{0,5}|photos?|pics?|picture)"
_AHEAD = (
    r"(?:вперед|предоплат\w{1,2}|после перевода|после оплаты|после чека|алдын(?: ала)?|т[өо]лемнен кейін|"
    r"money first|after (?:the )?(?:payment|transfer)|up ?front)"
)
_LEAVING = (
    re.compile(
        rf"(?<!\w){_LEFT}(?!\w)[^\n]{{0,60}}?(?<!\w){_SHOWN}(?!\w)[^\n]{{0,50}}?(?<!\w){_AHEAD}(?!\w)"
    ),
    re.compile(
        rf"(?<!\w){_AHEAD}(?!\w)[^\n]{{0,50}}?(?<!\w){_LEFT}(?!\w)[^\n]{{0,60}}?(?<!\w){_SHOWN}(?!\w)"
    ),
)
_UNDER = re.compile(
    rf"(?<!\w){_LEFT}(?!\w)[^\n]{{0,20}}?(?<!\w)(?:под|за|возле|около|"
    rf"у) (?:\w{{3,12}} )?{_OBJECT}(?!\w)[^\n]{{0,40}}?(?<!\w){_AHEAD}(?!\w)"
)
_PRICED = re.compile(
    rf"(?<!\w){_LEFT}(?!\w)[^\n]{{0,60}}?(?<!\w){_SHOWN}(?!\w)[^\n]{{0,60}}?(?<!\w)(?:[қк]аспи\w{{0,3}}|kaspi|"
    rf"на карту|перевод\w{{0,2}}|аударым|"
    r"а[қк]ша\w{0,3}|transfer|cash ?app|crypto)(?!\w)"
)
_LODGING = re.compile(
    r"посуточн|апартамент|заселени|хостел|гостиниц|код (?:от )?(?:двер|домофон|замк)|door code|check-?in|"
    r"hostel|hotel|guest ?house|rooms?(?!\w)"
)
_DELIVERED = re.compile(
    r"двер|есік|есик|консьерж|ресепш|курьер|достав|жеткіз|door|porch|reception|courier|deliver|locker"
)
"""What is delivered and paid for is left at a door."""
_PLACED = re.compile(
    rf"(?<!\w)(?:под|за|возле|около|у|между) (?:\w{{3,12}} )?{_OBJECT}(?!\w)|"
    r"(?<!\w)(?:тас|топырақ|топырак|дуал|ағаш|агаш|орындық|орындык|қоршау|коршау|құбыр|кубыр|бұта|бута|"
    r"діңгек|көпір|"
    r"баспалдақ|гараж|жапырақ|жапырак)\w{0,4}\s(?:асты|арты|іші|иши|түбі|туби|жаны)\w{0,4}|"
    r"(?<!\w)(?:under|behind|beneath) (?:the |a |an )?(?:\w{3,10} )?(?:bench|rock|stone|bush|tree|brick|"
    r"fence|pipe|bridge|ledge|window ?sill)(?!\w)|"
    r"(?<!\w)(?:көмбе|комбе|топырақ|топырак|глубин\w{1,3}|прикоп\w{0,2})(?!\w)"
    r"[^\w\n.]{1,3}(?:\w{1,9} ){0,2}\d{1,2}\s?(?:см|cm)(?!\w)"
)
_WRAPPED = re.compile(
    r"(?<!\w)(?:сверт\w{1,3}|изолент\w{1,3}|зип\w{0,3}|пакетик\w{0,2}|орама\w{0,4}|түйіншек\w{0,3}|"
    r"қап(?:та|шық\w{0,3})|магнит\w{0,3}|прикоп\w{0,2}|фото|сурет\w{0,5}|координат\w{0,5}|wrapped|taped|"
    r"pics?|photos?|buried|magnet)(?!\w)"
)
_HIDE = (
    r"(?:пряч\w{1,4}|прятать|спрячь|раскладыва\w{1,4}|разложи\w{0,3}|раскидыва\w{1,4}|делать заклад\w{1,3}|"
    r"жас[ыи]р\w{1,8}|т[ыи][ғг]\w{1,8}|к[өо]м(?:[іи]п|е)\w{0,6}|hid(?:e|ing)|stash(?:ing)?)"
)
_REPORT = (
    r"(?:точк[уи]|метк[уи]|геометк\w|координат\w{0,3}|фото(?:отчет)?|сним\w{2,4}|н[үу]кте\w{0,6}|"
    r"геометка\w{0,2}|сурет\w{0,6}|фотоесеп\w{0,3}|photos?|pins?|pics?|location)"
)
_PACKED = (
    r"(?:пакет\w{0,6}|сверт\w{1,3}|част\w{1,3}|товар\w{0,2}|порци\w{1,2}|маленьк\w{2,3}|орама\w{0,8}|"
    r"т[үу]й[іи]нше[кг]\w{0,7}|дорба\w{0,6}|заттар\w{0,4}|packets?|packages?|parcels?|goods|bags?|it)"
)
_LEAVE = r"(?:оставля\w{1,4}|оставить|раскид\w{1,5}|[қк]алдыр\w{1,6}|leav(?:e|ing)|drop(?:ping)?)"
_SPOT = (
    r"(?:геометк\w|геоточк\w|координат\w{0,5}|точк[уи] на карт\w|нүктесі\w{0,3}|geotags?|coordinates|pins?)"
)
"""Where a thing lies: a courier who leaves a parcel at a door sends a photo, and no position."""
_DUTY = re.compile(
    rf"(?<!\w){_PACKED}(?!\w)[^\n]{{0,70}}?(?<!\w){_HIDE}(?!\w)[^\n]{{0,60}}?(?<!\w){_REPORT}(?!\w)|"
    rf"(?<!\w){_HIDE}(?!\w)[^\n]{{0,50}}?(?<!\w){_PACKED}(?!\w)[^\n]{{0,60}}?(?<!\w){_REPORT}(?!\w)|"
    rf"(?<!\w)(?:{_PACKED}(?!\w)[^\n]{{0,50}}?(?<!\w){_LEAVE}|"
    rf"{_LEAVE}(?!\w)[^\n]{{0,50}}?(?<!\w){_PACKED})(?!\w)"
    rf"[^\n]{{0,60}}?(?<!\w){_SPOT}(?!\w)"
)


_SHELVES = re.compile(r"мерч[ае]нд|полк|ценник|выкладк|витрин|стеллаж|promo|shel(?:f|ves)|merchand|price tag")
"""Beside these, goods are laid out for customers to see."""


def _hints(words: str, reach: int = 180) -> Hints:
    return Hints(stems=stems(words), reach=reach)


_TOLD_HINTS = _hints(
    "переведешь переведете перевел оплатишь оплатите оплатил оплата оплати предоплата деньги закинешь "
    "скинешь после чек перевод төлем толем receipt payment "
    "перевод send ақша ақшаны акша акшаны акшасын ақшасын мың мын аударсаң аудар төле төлейсің төлеп толе "
    "толейсин төлеңіз pay prepay paid money"
)
_PLACED_HINTS = _hints(
    "под за возле около у между асты астында астына арты артында іші ішінде иши ишинде түбі түбінде туби "
    "жаны жанында under behind beneath көмбе комбе топырақ топырак глубина глубине прикоп",
    reach=50,
)
_DUTY_HINTS = _hints(
    "прячешь прячете прятать спрячь прячем раскладывать раскладываешь разложить разложи раскидывать "
    "раскидываешь делать жасыру жасырып тығу тығып тыгып тыгу hide hiding stash stashing "
    "оставляешь оставлять оставить қалдыру калдыру leave leaving drop dropping"
)
_LEFT_HINTS = _hints(
    "тығып тыгып жасырып оставлю оставим закопаю закопаем спрячу спрячем прикопаю қойып койып қалдырып "
    "калдырып leave hide bury "
    "tuck"
)
_AROUND = 80
_TELLS = re.compile(
    r"расска|ска[жз]|покаж|напиш|скин|пришл|вышл|дам|да[ею][мт]|выда|отправ|точк|карт|где|куда|ор[ын]|"
    r"[қк]ай|н[үу]кте|жер[іи]н|"
    r"tell|show|send|get|drop|pins?|координат|метк|геометк|spot|location|фото|сним|сурет|photo|pics?|picture"
)
"""With what every expression for B9 begins or ends."""
_AHEAD_TOLD, _SOME_TOLD = 0.7, 0.5


class Handovers:
    """B9: the place is told for money; B10: a place at a thing of the street, beside a wrapping or a photo;
    F7: to hide packets and to report where."""

    kinds = frozenset({"B9_place_told", "B10_place_described", "F7_hiding_duty"})
    clues: ClassVar[Clues] = {
        "B9_place_told": (
            Clue(stems=_TOLD_HINTS.stems | _LEFT_HINTS.stems),
            Clue(word=_TELLS),
        ),
        "B10_place_described": (Clue(stems=_PLACED_HINTS.stems), Clue(text=_PLACED)),
        "F7_hiding_duty": (Clue(stems=_DUTY_HINTS.stems),),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        yield from _told(reading)
        for found in _PLACED_HINTS.matches(reading, _PLACED):
            strength = None if _is_beside(found, _WRAPPED) else 0.2
            yield reading.mark("B10_place_described", *found.span(), strength)
        for found in _DUTY_HINTS.matches(reading, _DUTY):
            if not _is_beside(found, _SHELVES):
                yield reading.mark("F7_hiding_duty", *found.span())


def _told(reading: Reading) -> Iterator[Mark]:
    for found in _TOLD_HINTS.matches(reading, *_TOLD):
        if not _is_beside(found, _LODGING):
            yield reading.mark("B9_place_told", *found.span())
    for patterns, strength in (((*_LEAVING, _UNDER), _AHEAD_TOLD), ((_PRICED,), _SOME_TOLD)):
        for found in _LEFT_HINTS.matches(reading, *patterns):
            if not _is_beside(found, _DELIVERED):
                yield reading.mark("B9_place_told", *found.span(), strength)


def _is_beside(found: re.Match[str], words: re.Pattern[str]) -> bool:
    return bool(words.search(found.string, max(0, found.start() - _AROUND), found.end() + _AROUND))
