"""Letters that look alike in Latin and Cyrillic, and letters in disguise.

Tables of our own, in lower case, because the public confusables tables fold Cyrillic into Latin and lose
Kazakh. Source of the idea: Unicode TR39 (confusables); the choice of pairs follows what sellers do in
Russian and Kazakh.
"""

import re
from enum import StrEnum

CYRILLIC = "а-яёәғқңөұүһіїєґўѕјћќ"
LATIN = "a-zəɵ"
_AROUND = r"[.,:;!?…«»\"()]*"
PLAIN_WORD = re.compile(rf"{_AROUND}(?:[a-z]+|[{CYRILLIC}]+){_AROUND}")
"""Letters of one script, as most words are: what disguises them, repeated letters left out, is not there."""

STRICT_LATIN = frozenset("aceopxyi")
STRICT_CYRILLIC = frozenset("асеорхуіѕј")
TWINS = frozenset("aceopxykmtbhiəɵ")
"""Latin letters that have a double in Cyrillic, small or capital."""
TWINS_CYRILLIC = frozenset("асеорхукмтвніѕјһәө")
"""Cyrillic letters that have a double in Latin, small or capital."""
ALIKE_LATIN = frozenset("aceopxyikmtbhnu")
"""Latin letters that look like a Cyrillic one in either case."""


_ELSEWHERE = dict(zip("οαερκτχνιυօոսհցա", "oaepktxviuonuhgw", strict=True))
_ELSEWHERE |= dict(zip("βßγδζηθλμπσςφω", "bbydznolmposfw", strict=True)) | dict(
    zip("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᎾᏢᎡᏚᎢᏙᏔᎽᏃ".lower(), "abcdehjklmoprstvwyz", strict=True)
)
"""Letters of Greek, Armenian and Cherokee that stand in for a Latin one."""
ELSEWHERE = "".join(_ELSEWHERE)

_CYRILLIC_FOR = dict(zip("aceopxykmtbhnurwiəɵd", "асеорхукмтвнпигшиәөд", strict=True))


def _towards_cyrillic(kazakh: bool) -> dict[int, str]:
    table = _CYRILLIC_FOR | ({"h": "һ", "i": "і"} if kazakh else {})
    table |= {foreign: table.get(latin, latin) for foreign, latin in _ELSEWHERE.items()}
    table |= dict(zip("ßγλμπςφω", "вулмпсфш", strict=True))
    return str.maketrans(table | {"ѕ": "с", "ј": "й"})


TO_CYRILLIC = _towards_cyrillic(kazakh=False)
TO_KAZAKH = _towards_cyrillic(kazakh=True)
TO_LATIN = str.maketrans(
    dict(zip("асеорхукмтвніѕјпигшһьд", "aceopxykmtbhisjnurwhbd", strict=True)) | _ELSEWHERE
)

_OWN = "dfgjlnqrsuvwz", "бгджзийлпфцчшщъыьэюяғқңұү"
"""Letters that have no double in the other script."""
_RUNS = re.compile(f"[{LATIN}]+"), re.compile("[\u0400-\u052f]+")

LEET_SIGNS = "0-9@$€¢¥"
LEET_CYRILLIC = dict(zip("06789@$€¢¥", "обтвяасесу", strict=True))
LEET_LATIN = dict(zip("013457@$€¢¥", "oieastasecy", strict=True))
VOWELS = frozenset("аеиоуыэюяәөұүіьй")

# What NFKC leaves alone: small capitals, letters on black squares and circles, symbols used as letters.
STYLED = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)) | {
    chr(base + i): chr(97 + i) for base in (0x1F150, 0x1F170) for i in range(26)
}
STYLED |= {chr(base + i): str(i + 1) for base in (0x2776, 0x2780, 0x278A) for i in range(9)} | {"⓿": "0"}
STYLED |= dict(zip("ᴦᴧᴨᴩᴫᴎᴙ", "глпрлия", strict=True))
REGIONAL = {chr(0x1F1E6 + i): chr(97 + i) for i in range(26)}

# Letters of phonetics and of Abkhaz that stand in for a common one, and letters with a meaning of their own
# in Latin Kazakh and in scientific transliteration.
PLAIN_FOR = dict(zip("ɑɡɩɛʋɾɯɜʁʍҽҿҩҟҧԥҭԁԛԝӏɔŋıѐѝ", "agievrшзяmееокпптdqwlcniеи", strict=True)) | {
    **dict(zip("øłđħŧƀƈɗƒɠɦɨƙɫɱɲƥɍʂƭʉƴƶ", "oldhtbcdfghiklmnprstuyz", strict=True)),
    "ş": "sh",
    "š": "sh",
    "č": "ch",
    "ž": "zh",
}


class Script(StrEnum):
    """The script of a word."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    OTHER = "other"


def script_of(char: str) -> Script:
    """The script of one lower-case letter; OTHER for digits, signs and further scripts."""
    if "a" <= char <= "z" or char in "əɵ":
        return Script.LATIN
    if "\u0400" <= char <= "\u052f":
        return Script.CYRILLIC
    return Script.OTHER


def majority_script(letters: str, fallback: Script) -> Script:
    """The script a word was meant in: letters without a double in the other script decide, then the greater
    number, then `fallback` (the script of the text around)."""
    scripts = [(char, script_of(char)) for char in letters]
    sure_latin = sum(1 for char, script in scripts if script is Script.LATIN and char not in STRICT_LATIN)
    sure_cyrillic = sum(
        1 for char, script in scripts if script is Script.CYRILLIC and char not in STRICT_CYRILLIC
    )
    sure = sure_cyrillic if fallback is Script.CYRILLIC else sure_latin
    if sure and _all_doubled(scripts, fallback):
        return fallback
    if sure_latin != sure_cyrillic:
        return Script.LATIN if sure_latin > sure_cyrillic else Script.CYRILLIC
    latin = sum(1 for _, script in scripts if script is Script.LATIN)
    cyrillic = sum(1 for _, script in scripts if script is Script.CYRILLIC)
    if latin != cyrillic:
        return Script.LATIN if latin > cyrillic else Script.CYRILLIC
    return fallback


def _all_doubled(scripts: list[tuple[str, Script]], own: Script) -> bool:
    """Whether every letter of the other script could stand for one of `own`: among its words it then does."""
    twins = TWINS if own is Script.CYRILLIC else TWINS_CYRILLIC
    return all(char in twins for char, script in scripts if script not in (own, Script.OTHER))


def script_around(text: str) -> Script:
    """The script of a text: that of most letters that have no double in the other, then of most letters."""
    sure_latin, sure_cyrillic = (sum(map(text.count, letters)) for letters in _OWN)
    if sure_latin != sure_cyrillic:
        return Script.LATIN if sure_latin > sure_cyrillic else Script.CYRILLIC
    latin, cyrillic = (len("".join(run.findall(text))) for run in _RUNS)
    return Script.LATIN if latin > cyrillic else Script.CYRILLIC
