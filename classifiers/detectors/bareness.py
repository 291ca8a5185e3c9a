"""What a wall or a status has room for: a contact, and words that tell nothing but here and now."""

import re
from collections.abc import Sequence

from classifiers.detectors.clues import Clue
from classifiers.detectors.places import PLACE
from classifiers.reading import Reading

CONTACT = re.compile(
    r"(?<!\w)(?:тг|tg|телега|telegram)[\s:]{1,3}[a-z0-9]{1,20}_[a-z0-9_]{0,20}|"
    r"(?:https?://)?t\.me/[a-z0-9_+]{3,40}|@[a-z0-9_]{4,32}"
)
REACHED = Clue(text=CONTACT)
_NOW = re.compile(
    r"24|7|час\w{0,2}|ч|h|сутки|круглосуточно|моментально|моменталка|быстро|дешево|сейчас|рядом|здесь|тут|"
    r"тез|арзан|осында|instant|now|here"
)
"""Words that tell nothing but that it is to be had here and now."""
_PLACE = re.compile(PLACE)
_HERE = re.compile(
    r"(?:в|на|за|у|и|с|по|is|in|at|the|a|and|or|for|this|that|your|"
    r"рядом|ближе|этом|этот|здесь|тут|район\w{0,2}|уг(?:ол|л\w{1,2})|двор\w{0,2}|доме?|бесплатн\w{1,3}|первый|"
    r"осы|осында|мына|т[үу]нде|кешке|к[үу]нд[іи]з|ночью|вечером|үй\w{0,4}|уй\w{0,4}|арт\w{2,6}|аст\w{2,4}|жан\w{2,4}|под|возле|"
    r"ауда\w{1,3}|аула\w{0,3}|бар|дайын|тегін|жаз|жақын|маңы|жағы|тұр|"
    r"есть|пиши\w{0,2}|ищи|сканируй|сними|скан\w{0,3}|qr|код\w{0,2}|shop|шоп|магазин|бот|bot|tg|тг|telegram|"
    r"here|near|nearby|under|behind|area|block|yard|corner|free|first|scan|me|ready|today|бүгін|сегодня|всем|"
    r"easy|job|work|jobs|работа\w{0,2}|подработка|жұмыс|жумыс|от|до|ден|18|набор|требуются|керек|нужны?|"
    r"обучи\w{1,3}|научим|үйретеміз|анонимно|анонимді|деньги|ақша|money|cash|earn|зп|айлық|каждую|кажд\w{2}|"
    r"\d+)"
)
"""Words that tell nothing but where it is, that there is some, or work."""


def untold(reading: Reading, told: Sequence[tuple[int, int]], *, here: bool = True) -> int:
    """How many words of a text lie in none of the spans `told`, and do not say just now, nor (with `here`)
    what every wall says."""
    places = [found.span() for found in _PLACE.finditer(reading.text)] if here else []
    return sum(
        not any(start <= word.start < end for start, end in (*told, *places))
        and not _NOW.fullmatch(word.text)
        and not (here and _HERE.fullmatch(word.text))
        for word in reading.tokens
    )
