"""Which language a text is in: the letter rule first, then small words and endings.

Public libraries know no Kazakh in Latin letters and hardly any typed without its own letters (қ as к), so both are
recognised here by function words and case endings.
"""

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]{2,}")
_SAMPLE = 20_000

_KAZAKH_LETTER = re.compile("[әғқңөұүһ]")
_KAZAKH_I = re.compile(r"[а-яё]*і[а-яё]*")
_OTHER_SLAVIC = re.compile("[їєґў]")
_KAZAKH_BARE = frozenset(
    """жане мен бен пен ушин кейин дейин туралы бар жок емес керек болады бола болды болып алу беру берем алады
    кала аудан бага бугин кун тун жумыс акша толем тез барлык барине ал сен сиз биз ол бул осы сол озим озиниз
    кандай канша калай неге кайда саган сагат апта айына кобирек жаксы жана тек гана кызмет тапсырыс хабарлас
    жазыныз хабарласыныз тегин арналган курады болган бойынша аркылы сондай сатып сату онда мунда кыз адам
    жаман жаксы керемет деп екен емес ойын оиын ойындар унады унайды кобирек коп кушти тамаша болар дейди деди бирак жаздым
    озинизге кайтадан адамдар алгысым айтам кере алмайды жуктеу кыскаша осындай маган саган оган бизге сизге
    рахмет салем калайсын турасын тазар етеди жасайды келеди тугел мекенжай орын орында""".split()
)
_KAZAKH_ENDING = re.compile(
    r"[а-я]{3,}(?:лардын|лердин|дардын|дердин|тардын|тердин|ларга|лерге|дарга|дерге|ларды|лерди|ынын|инин|"
    r"мызда|миздин|сыз|сиз|ныз|низ|айды|ейди|ады|еди|ылады|иледи|канда|генде|ганда|генде|атын|етин|уга|уге)"
)
_KAZAKH_LATIN = frozenset(
    """zhane jane men ben pen ushin üshin kein keiin keyin bar zhok joq jok emes kerek bolady boladı bolad
    qala kala audan baga bağa bagasy zhumys jumys jumıs aqsha aksha tolem tölem tez barlyq barlyk biz siz
    bul osy sol qanday kanday qansha kansha qalay kalay saghat sagat apta tek gana ğana tapsyrys habarlas
    khabarlas jazynyz zhazynyz zhazyngyz jazyñyz salem sälem rahmet raqmet tegin turaly bolyp boldy qyzmet kyzmet
    arqyly arkyly satyp satu orny oryn mekenzhai mekenjay zhasyryn jasyryn""".split()
)
_ENGLISH = frozenset(
    """the and of to in is for on with you your we our are be this that from by it at as or not have has an a
    no only all can will get free best buy new order shop price job work per week""".split()
)


def language_of(text: str) -> str:
    """`kk`, `ru`, `en` or `und` for a text already folded to lower case; Kazakh also without its letters or in
    Latin ones. Reads the first 20,000 characters."""
    text = text[:_SAMPLE]
    words = Counter(_WORD.findall(text))
    cyrillic = {word: count for word, count in words.items() if "\u0400" <= word[0] <= "\u052f"}
    cyrillic_letters = sum(len(word) * count for word, count in cyrillic.items())
    all_letters = sum(len(word) * count for word, count in words.items())
    if not all_letters:
        return "und"
    if cyrillic_letters * 3 >= all_letters:
        return _cyrillic_language(cyrillic)
    return _latin_language(words)


def _cyrillic_language(words: dict[str, int]) -> str:
    total = sum(words.values())
    kazakh = sum(count for word, count in words.items() if _is_kazakh(word))
    foreign = sum(count for word, count in words.items() if _OTHER_SLAVIC.search(word))
    if foreign > kazakh:
        return "und"
    if kazakh * 8 >= total or (kazakh >= 1 and total <= 4):
        return "kk"
    bare = sum(
        count for word, count in words.items() if word in _KAZAKH_BARE or _KAZAKH_ENDING.fullmatch(word)
    )
    return "kk" if bare >= 2 and (bare + kazakh) * 5 >= total else "ru"


def _is_kazakh(word: str) -> bool:
    return bool(_KAZAKH_LETTER.search(word) or _KAZAKH_I.fullmatch(word))


def _latin_language(words: Counter[str]) -> str:
    total = sum(words.values())
    kazakh = sum(count for word, count in words.items() if word in _KAZAKH_LATIN)
    english = sum(count for word, count in words.items() if word in _ENGLISH)
    if kazakh >= 2 and kazakh > english and kazakh * 8 >= total:
        return "kk"
    ascii_words = sum(count for word, count in words.items() if word.isascii())
    return "en" if english * 25 >= total or (total < 25 and ascii_words * 10 >= total * 9) else "und"
