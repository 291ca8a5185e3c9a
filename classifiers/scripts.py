"""Letters that look alike in Latin and Cyrillic, and letters in disguise.

Tables of our own, in lower case, because the public confusables tables fold Cyrillic into Latin and lose
Kazakh. Source of the idea: Unicode TR39 (confusables); the choice of pairs follows what sellers do in
Russian and Kazakh.
"""

from enum import StrEnum

CYRILLIC = "а-яёәғқңөұүһіїєґўѕј"
LATIN = "a-zəɵ"

STRICT_LATIN = frozenset("aceopxyi")
STRICT_CYRILLIC = frozenset("асеорхуіѕј")

TO_CYRILLIC = str.maketrans("aceopxykmtbhnurwiəɵdοαερκτχν", "асеорхукмтвнпигшиәөдоаеркткв")
TO_KAZAKH = str.maketrans("aceopxykmtbhnurwiəɵdοαερκτχν", "асеорхукмтвһпигшіәөдоаеркткв")
TO_LATIN = str.maketrans("асеорхукмтвніѕјпигшһьдοαερκτυνχ", "aceopxykmtbhisjnurwhbdoaepktuvx")

LEET_CYRILLIC = str.maketrans("0346@", "оеаба")
LEET_LATIN = str.maketrans("013457@$", "oieasta" + "s")

# What NFKC leaves alone: small capitals and letters on black squares and circles.
STYLED = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)) | {
    chr(base + i): chr(97 + i) for base in (0x1F150, 0x1F170) for i in range(26)
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
    if sure_latin != sure_cyrillic:
        return Script.LATIN if sure_latin > sure_cyrillic else Script.CYRILLIC
    latin = sum(1 for _, script in scripts if script is Script.LATIN)
    cyrillic = sum(1 for _, script in scripts if script is Script.CYRILLIC)
    if latin != cyrillic:
        return Script.LATIN if latin > cyrillic else Script.CYRILLIC
    return fallback
