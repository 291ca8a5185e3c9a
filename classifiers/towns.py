"""The towns of Kazakhstan and those nearby that shops name, and expressions for their names in any case."""

import re
from collections import defaultdict
from collections.abc import Iterable

TOWNS = """
абай акколь аксай ақсай аксу ақсу
актау ақтау актобе ақтөбе алга алматы алтай аральск арал аркалык арқалық арыс
аст аста асты астана атбасар атырау аягоз аягөз байконур байқоңыр балхаш балқаш бейнеу булаево бурабай
державинск ерейментау есик есік жанаозен жаңаөзен жанатас жаңатас жаркент жезказган жезқазған жетысай жетісай
житикара зайсан зыряновск кандыагаш қандыағаш капчагай қапшағай караганда қарағанды каражал қаражал каратау
қаратау каркаралинск каскелен қаскелең кентау кокшетау көкшетау конаев қонаев костанай қостанай косшы қосшы
кульсары құлсары курчатов кызылорда қызылорда ленгер лисаковск макат макинск орал өскемен павлодар
петропавловск петропавл приозерск приозёрск риддер рудный сарань сарани сарканд сарыагаш сарыағаш сатпаев
сәтбаев семей серебрянск степногорск степняк тайынша талгар талғар талдыкорган талдықорған тараз текели
темиртау теміртау туркестан түркістан уральск усть-каменогорск устькаман ушарал үшарал уштобе үштөбе
форт-шевченко хромтау чимкент шалкар шалқар шардара шахтинск шемонаиха шу шымкент щучинск щучье экибастуз
екібастұз
almaty astana shymkent chimkent karaganda qaraganda aktobe aqtobe aktau aqtau atyrau pavlodar semey kostanay
qostanai kokshetau kyzylorda oskemen uralsk taldykorgan taraz
бишкек ташкент москва мск спб питер екатеринбург екб новосибирск омск казань самара челябинск bishkek tashkent
"""
"""In the spellings that people use."""
_VOWELS = "аяыьоеіи"
_SHORT = 4
"""Names so short are whole words: with endings they would be others."""
_MANY = r"\w{0,6}"
_OF_ADJECTIVES = r"(?:ый|ого|ому|ом|ым)(?!\w)"
_AFTER_SHORT_I = r"(?:й(?:[дғгт][аеыі]\w{0,3}|мен|л[ыі][қк]\w{0,3}|ск\w{2,3})?|[еяю]м?)(?!\w)"
"""Of "Семей": Семее, Семейде, and neither семья nor семейный."""


def _in_any_case(name: str) -> str:
    if len(name) <= _SHORT:
        return rf"{re.escape(name)}(?!\w)"
    if name.endswith("ый"):
        return re.escape(name[:-2]) + _OF_ADJECTIVES
    if name.endswith("й"):
        return re.escape(name[:-1]) + _AFTER_SHORT_I
    return re.escape(name[:-1] if name[-1] in _VOWELS else name) + _MANY


def _any_of(names: Iterable[str]) -> str:
    """An expression for any of the names in any case, without its beginning, the longest first. They are put
    together by their first letters, so that at most places one look at a letter is enough."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for stem in sorted(set(map(_in_any_case, names)), key=len, reverse=True):
        by_letter[stem[0]].append(stem[1:])
    return "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())


TOWN = _any_of(TOWNS.split())
"""An expression for any of them."""
TOWN_WORD = _any_of(name.split("-")[0] for name in TOWNS.split())
"""The same for the first word of their names."""
TOWN_PART = _any_of(part for name in TOWNS.split() for part in name.split("-") if len(part) > _SHORT)
"""The same for each word of their names, but for those so short that they may be others: "есік" is a door."""
