"""What a shop says that was taken down and is back: where it can be entered today (G1), that the old name is
gone and the new one is this (E5), that balances and orders were kept (G4).

Libraries, games and bookmakers move as well, so none of it says what is sold.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.detectors.hints import Hints, stems
from classifiers.reading import Mark, Reading

_HOST = r"(?:https?://)?[a-z0-9][a-z0-9-]{1,60}(?:\.[a-z0-9-]{2,60}){0,2}\.[a-z]{2,12}(?![\w@-]|\.\w)"
_ENTRY = (
    r"(?:рабоч\w{2,3}|работа(?:ет|ют)|актуальн\w{2,3}|жив(?:ые|ых|ой)|провер\w{2,8}|вход\w{0,2}|"
    r"заход\w{2,4}|адрес\w{0,2}|ссылк\w{1,2}|"
    r"домен\w{0,2}|зеркал\w{1,3}|айна\w{0,6}|сілтеме\w{0,4}|кіру|кіріңіз|doors?|links?|mirrors?|addresses|"
    r"domains?|entr(?:y|ies|ances?)|"
    r"use (?:these|this|only)|works? today|working)"
)
_NEXT = r"[^\w\n]{0,4}(?:\n[^\w\n]{0,6}\d{0,2}[).]?\s?)?(?:[^\W\d]{1,10}\s){0,3}?"
_ENTRANCES = re.compile(
    rf"(?<!\w){_ENTRY}(?!\w)[^\n@]{{0,60}}?\n?[^\w\n]{{0,6}}(?:\d[).]\s?)?{_HOST}{_NEXT}{_HOST}"
)
_NAME = (
    r"(?:бот\w?|канал\w?|чат|домен\w?|сайт\w?|аккаунт\w?|профиль|ссылк\w|площадк\w|адрес|арна\w{0,2}|bot|"
    r"channel|domain|site|"
    r"account|main|link|clearnet)"
)
_GONE = (
    r"(?:умер\w{0,2}|упал\w?|л[её]г|мертв\w?|забан\w{2,5}|заблок\w{4,9}|блокнул\w?|снесли|удалили|"
    r"удал[её]н|отобрали|забрали|угнали|"
    r"сменил(?:ся|ась|и)|не (?:работает|открывается|грузит)|под атакой|б[ұу][ғг]атта\w{2,5}|[өо]ш(?:ті|"
    r"ірілді)|жабылды|"
    r"seized|down|dead|nuked|banned|blocked|gone|under attack|taken)"
)
_NEW = (
    r"(?:нов(?:ый|ая|ое|ому|ой|ого)|резерв\w{0,5}|запасн\w{2,3}|теперь (?:мы )?(?:тут|здесь)|жа[ңн]а|"
    r"новом|new|spare|backup|here now)"
)
_RENEWED = re.compile(
    rf"(?<!\w){_NAME}\s(?:[^\W\d]{{1,10}}\s){{0,3}}?{_GONE}(?!\w)[^\n]{{0,90}}?(?<!\w){_NEW}(?!\w)"
)
_KEPT = re.compile(
    r"(?<!\w)(?:(?:баланс\w{0,2}|сч[её]т\w?|кошел[её]к|логин\w{0,2}|заказ\w{0,2}|сделк\w|депозит\w{0,2}|"
    r"купон\w{0,2})(?:,? (?:и|на|у|с)?\s?"
    r"[^\W\d]{1,10}){0,3}? (?:цел[ыа]?|сохран\w{2,4}|общ(?:ие|ий)|прежни[ей]|на месте|подтян\w{3,5}|"
    r"перенес\w{2,5}|перенос\w{2,4}|активн\w|"
    r"в (?:работе|обработке)|везде (?:одни|один|те же)|не пропал\w)|"
    r"(?:balances?|wallets?|open orders|orders|coupons?|deposits?)(?: and [a-z]{3,10}(?: [a-z]{3,10})?)? "
    r"(?:are |is |will )?(?:all )?"
    r"(?:shared|untouched|safe|kept|carry over|carried over|moved|still there|intact)|"
    r"same (?:login|wallet|balance|escrow|vendors)|"
    r"баланс\w{0,4} (?:сақталды|сакталды|орнында|бүтін))(?!\w)"
)
_ENTRY_HINTS = Hints(
    stems=stems(
        "рабочий рабочая работает актуальный актуальная живые живых живой проверено проверенные проверка "
        "вход входы заходи захожу "
        "заходите адрес ссылка ссылки домен зеркало айна сілтеме кіру кіріңіз door doors link links mirror "
        "addresses domain entry "
        "entrance use works work working"
    ),
    reach=290,
)
_RENEWED_HINTS = Hints(
    stems=stems(
        "бот канал чат домен сайт аккаунт профиль ссылка площадка адрес арна bot channel domain site "
        "account main link clearnet"
    ),
    reach=190,
)
_KEPT_HINTS = Hints(
    stems=stems(
        "баланс счет счёт счета счёта кошелек кошелёк логин заказ сделки депозит купон balance wallet open "
        "order coupon deposit same"
    ),
    reach=110,
)
_RENEWAL = 0.5


class Relocations:
    """G1: two or more addresses after a word of entry; E5: gone, and new; G4: accounts outlive the name."""

    kinds = frozenset({"G1_mirrors", "E5_reserve", "G4_accounts_kept"})
    clues: ClassVar[Clues] = {
        "G1_mirrors": (Clue(stems=_ENTRY_HINTS.stems), Clue(text=_ENTRANCES)),
        "E5_reserve": (Clue(stems=_RENEWED_HINTS.stems), Clue(text=_RENEWED)),
        "G4_accounts_kept": (Clue(stems=_KEPT_HINTS.stems), Clue(text=_KEPT)),
    }

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each."""
        for found in _ENTRY_HINTS.matches(reading, _ENTRANCES) if "." in reading.characters else ():
            yield reading.mark("G1_mirrors", *found.span())
        for found in _RENEWED_HINTS.matches(reading, _RENEWED):
            yield reading.mark("E5_reserve", *found.span(), _RENEWAL)
        for found in _KEPT_HINTS.matches(reading, _KEPT):
            yield reading.mark("G4_accounts_kept", *found.span())
