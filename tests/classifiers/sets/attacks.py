"""Fifteen disguises of a text that a person can still read, written without a look at the normaliser.

An attack is a pure function of a text and a seed. Links, handles and mail addresses stay as they are: a
seller needs them to work. Most words are disguised, not all, as people do it.
"""

import re
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

Attack = Callable[[str, int], str]

SHARE = 0.7  # of the words of a text are disguised
TOKEN = re.compile(r"\S+")
LETTERS = re.compile(r"[^\W\d_]+")
CONTACT = re.compile(r"@|://|t\.me|\.(?:example|test)\b|bc1q|0x[0-9a-fA-F]{8}")

LATIN_TWINS = dict(zip("АВЕКМНОРСТХУІаекморстхуіԛԝѕјһ", "ABEKMHOPCTXYIaekmopctxyiqwsjh", strict=True))
CYRILLIC_TWINS = {latin: cyrillic for cyrillic, latin in LATIN_TWINS.items()}
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
# Breve, diaeresis and the like would make another letter of и and е: these do not.
MARKS = "\u0301\u0300\u0323\u0332\u0335\u0336\u0337\u0338\u0330\u0316"
# First code point of the capitals; the small letters follow 26 later. All 26 + 26 exist in these styles.
MATHEMATICAL = (0x1D400, 0x1D468, 0x1D4D0, 0x1D5A0, 0x1D5D4, 0x1D608, 0x1D63C, 0x1D670)
MATHEMATICAL_DIGITS = (0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6)
VOWELS = "аеёиоуыэюяәөүұіaeiouy"
SYMBOLS = "⚡🔥💎✨❗🚀🌟•"


def _table(rows: str) -> Mapping[str, str]:
    """`old:new` pairs between blanks; `new` may be empty."""
    return MappingProxyType(dict(row.split(":", 1) for row in rows.split()))


LEET = _table("а:@4 о:0 з:3 ч:4 б:6 е:3 т:7 в:8 ш:w я:9 л:1 э:3 a:@4 o:0 e:3 i:1! s:5$ t:7 b:8 g:9 l:1 z:2")
DRAWN = _table(
    "а:α б:6 в:ß г:r д:Δ е:ε ж:}|{ з:3 и:u к:κ л:Λ о:σ п:n р:ρ с:ς т:τ у:γ ф:φ х:χ ч:4 ш:w щ:w, ы:bl ь:b "
    "ю:|o я:9I a:α b:ß d:δ e:ε h:ħ i:ι k:κ l:ʟ m:ʍ n:η o:σ p:ρ r:ʀ t:τ u:υ v:ν w:ω x:χ y:γ"
)
RESPELLED = _table(
    "тся:цца ться:цца ого:ава его:ево жи:жы ши:шы сч:щ тс:ц дс:ц ь: что:шо чт:шт о:а е:и ё:о я:йа "
    "ck:kk ph:f ou:u ee:i c:k y:i қ:к ғ:г ң:н"
)
PASSPORT = _table(
    "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts "
    "ч:ch ш:sh щ:shch ъ:ie ы:y ь: э:e ю:iu я:ia ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:h і:i"
)
CHAT = _table(
    "а:a б:b в:v г:g д:d е:e ё:yo ж:j з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:x ц:c "
    "ч:4 ш:w щ:sh ъ: ы:y ь: э:e ю:yu я:ya ә:a ғ:g қ:q ң:n ө:o ұ:u ү:u һ:h і:i"
)


def _words(text: str, random: Random, change: Callable[[str], str], shortest: int = 2) -> str:
    """Change most runs of letters, but none inside a contact."""

    def of_token(token: re.Match[str]) -> str:
        return token[0] if CONTACT.search(token[0]) else LETTERS.sub(of_word, token[0])

    def of_word(word: re.Match[str]) -> str:
        return change(word[0]) if len(word[0]) >= shortest and random.random() < SHARE else word[0]

    return TOKEN.sub(of_token, text)


def _characters(text: str, random: Random, change: Callable[[str], str]) -> str:
    """Change single characters, digits too, in most tokens that are no contact."""

    def of_token(token: re.Match[str]) -> str:
        if CONTACT.search(token[0]) or random.random() >= SHARE:
            return token[0]
        return "".join(map(change, token[0]))

    return TOKEN.sub(of_token, text)


def homoglyphs(text: str, seed: int) -> str:
    """Letters of the other alphabet that look the same: Cyrillic for Latin and Latin for Cyrillic."""
    random = Random(seed)
    twins = LATIN_TWINS | CYRILLIC_TWINS
    return _words(text, random, lambda word: "".join(_maybe(random, 0.6, twins.get(c, c), c) for c in word))


def zero_width(text: str, seed: int) -> str:
    """Characters without width, and soft hyphens, between letters."""
    random = Random(seed)
    return _words(
        text, random, lambda word: _joined(word, lambda: _maybe(random, 0.5, random.choice(ZERO_WIDTH), ""))
    )


def spaced(text: str, seed: int) -> str:
    """L e t t e r s  apart; a wider gap is left at a word's end."""
    random = Random(seed)
    return _words(text, random, lambda word: " ".join(word) + " ", shortest=3)


def dotted(text: str, seed: int) -> str:
    """Full stops, hyphens, low lines, stars, middle dots or strokes between the letters of a word."""
    random = Random(seed)

    def change(word: str) -> str:
        mark = random.choice(".-_*·/")
        return mark.join(word)

    return _words(text, random, change, shortest=3)


def leet(text: str, seed: int) -> str:
    """Digits and signs for letters that they resemble."""
    random = Random(seed)

    def change(letter: str) -> str:
        return (
            random.choice(LEET[letter.lower()])
            if letter.lower() in LEET and random.random() < 0.7
            else letter
        )

    return _words(text, random, lambda word: "".join(map(change, word)))


def full_width(text: str, seed: int) -> str:
    """Full-width forms of Latin letters, of the Cyrillic letters that look like them, and of digits."""

    def change(character: str) -> str:
        latin = LATIN_TWINS.get(character, character)
        return chr(ord(latin) + 0xFEE0) if "!" <= latin <= "~" else character

    return _characters(text, Random(seed), change)


def mathematical(text: str, seed: int) -> str:
    """Bold, italic, script, sans-serif or typewriter letters and digits of the mathematical block."""
    random = Random(seed)

    def change(character: str) -> str:
        latin = LATIN_TWINS.get(character, character)
        if "0" <= latin <= "9":
            return chr(random.choice(MATHEMATICAL_DIGITS) + int(latin))
        return _lettered(latin, random.choice(MATHEMATICAL)) or character

    return _characters(text, random, change)


def circled(text: str, seed: int) -> str:
    """Letters and digits in circles, black circles and squares."""
    random = Random(seed)

    def change(character: str) -> str:
        latin = LATIN_TWINS.get(character, character)
        if "1" <= latin <= "9":
            return chr(random.choice((0x2460, 0x2776)) + int(latin) - 1)
        if latin == "0":
            return random.choice("⓪⓿")
        capitals = _lettered(latin.upper(), random.choice((0x1F150, 0x1F130, 0x1F170)))
        return random.choice((_lettered(latin, 0x24B6), capitals)) or character

    return _characters(text, random, change)


def combining_marks(text: str, seed: int) -> str:
    """Accents, dots and strokes over, under and through letters."""
    random = Random(seed)

    def change(letter: str) -> str:
        return letter + "".join(random.choices(MARKS, k=random.choice((0, 1, 1, 2))))

    return _words(text, random, lambda word: "".join(map(change, word)))


def mixed_case(text: str, seed: int) -> str:
    """rAnDoM capitals, and letters reppppeated."""
    random = Random(seed)

    def change(letter: str) -> str:
        cased = _maybe(random, 0.5, letter.upper(), letter.lower())
        return cased * (random.choice((2, 3, 4)) if random.random() < 0.2 else 1)

    return _words(text, random, lambda word: "".join(map(change, word)))


def passport_letters(text: str, seed: int) -> str:
    """Russian and Kazakh in Latin letters as passports spell them: zh, kh, shch, iu, ia."""
    return _transliterated(text, PASSPORT)


def chat_letters(text: str, seed: int) -> str:
    """Russian and Kazakh in Latin letters as people type them: j, x, 4, w, yu, ya; soft signs left out."""
    return _transliterated(text, CHAT)


def drawn_letters(text: str, seed: int) -> str:
    """Greek and phonetic letters, and letters drawn with several signs, such as }|{ for ж."""
    random = Random(seed)

    def change(letter: str) -> str:
        return _maybe(random, 0.75, DRAWN.get(letter.lower(), letter), letter)

    return _words(text, random, lambda word: "".join(map(change, word)))


def respelled(text: str, seed: int) -> str:
    """Words by ear and in haste: wrong vowels, lost soft signs, two letters swapped, a vowel left out."""
    random = Random(seed)

    def change(word: str) -> str:
        for old, new in RESPELLED.items():
            at = word.find(old, 1)
            if at > 0 and random.random() < 0.5:
                word = word[:at] + new + word[at + len(old) :]
        return _hasty(word, random)

    return _words(text, random, change, shortest=3)


def broken_up(text: str, seed: int) -> str:
    """Words broken by line ends with and without a hyphen, and by a picture in the middle."""
    random = Random(seed)

    def change(word: str) -> str:
        at = random.randint(2, len(word) - 2)
        breaks = ("-\n", "\n", random.choice(SYMBOLS), "~")
        return word[:at] + random.choice(breaks) + word[at:]

    return _words(text, random, change, shortest=4)


def _maybe(random: Random, chance: float, one: str, other: str) -> str:
    return one if random.random() < chance else other


def _joined(word: str, between: Callable[[], str]) -> str:
    return word[0] + "".join(between() + letter for letter in word[1:])


def _lettered(letter: str, first: int) -> str:
    """The letter A–Z or a–z of a block of 26 capitals and 26 small letters; "" for others."""
    if "A" <= letter <= "Z":
        return chr(first + ord(letter) - ord("A"))
    return chr(first + 26 + ord(letter) - ord("a")) if "a" <= letter <= "z" else ""


def _transliterated(text: str, letters: Mapping[str, str]) -> str:
    def latin(character: str) -> str:
        known = letters.get(character.lower())
        if known is None:
            return character
        return known.capitalize() if character.isupper() else known

    return "".join(map(latin, text))


def _hasty(word: str, random: Random) -> str:
    if len(word) < 5 or random.random() < 0.5:
        return word
    at = random.randint(1, len(word) - 3)
    if word[at].lower() in VOWELS and random.random() < 0.5:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


DISGUISES: Mapping[str, Attack] = MappingProxyType(
    {
        "homoglyphs": homoglyphs,
        "zero_width": zero_width,
        "spaced": spaced,
        "dotted": dotted,
        "leet": leet,
        "full_width": full_width,
        "mathematical": mathematical,
        "circled": circled,
        "combining_marks": combining_marks,
        "mixed_case": mixed_case,
    }
)
TRANSLITERATIONS: Mapping[str, Attack] = MappingProxyType(
    {"passport_letters": passport_letters, "chat_letters": chat_letters}
)
INVENTED: Mapping[str, Attack] = MappingProxyType(
    {"drawn_letters": drawn_letters, "respelled": respelled, "broken_up": broken_up}
)
ATTACKS: Mapping[str, Attack] = MappingProxyType({**DISGUISES, **TRANSLITERATIONS, **INVENTED})
