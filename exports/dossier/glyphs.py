"""Text that the dossier's fonts can show. What they cannot is written out, so that nothing vanishes."""

import unicodedata

# What Typst's embedded fonts (Libertinus Serif, DejaVu Sans Mono, New Computer Modern) cover of the
# ranges that matter, measured; Latin, Greek and Cyrillic with every Kazakh letter, signs and arrows.
_COVERED = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x36F), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3FF),
    (0x400, 0x482), (0x48A, 0x4FF), (0x510, 0x513), (0x51A, 0x51D), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x2040), (0x2044, 0x2052), (0x2070, 0x2071), (0x2074, 0x208E), (0x20A0, 0x20C0),
    (0x2100, 0x211E), (0x2126, 0x2151), (0x2153, 0x2184), (0x2190, 0x23FF), (0x2460, 0x262F),
    (0x2701, 0x2704), (0x270C, 0x2727), (0x2729, 0x274B), (0x2761, 0x277F), (0x2798, 0x27AF),
)  # fmt: skip
_PLAIN_SPACES = ("Zs", "Zl", "Zp", "Cc")
_VARIATION_SELECTORS = frozenset("\ufe0e\ufe0f")
_LONGEST_WORD = 40
_BREAK = "\u200b"


def shown(text: str, limit: int = 2000) -> str:
    """`text` on one line in characters that the dossier can show.

    Composed (NFC); a character outside the fonts becomes its name or code point in angle brackets, an
    invisible one too. White space becomes a space. What is longer than `limit` is cut, with `…`.
    """
    composed = unicodedata.normalize("NFC", text)
    words = "".join(_written(char) for char in composed[:limit]).split()
    return " ".join(words) + ("…" if len(composed) > limit else "")


def breakable(text: str) -> str:
    """`shown` text with invisible places to break in words that no line can hold."""
    return " ".join(_BREAK.join(_pieces(word)) for word in text.split(" "))


def _pieces(word: str) -> list[str]:
    return [word[start : start + _LONGEST_WORD] for start in range(0, len(word), _LONGEST_WORD)]


def _written(char: str) -> str:
    if char in _VARIATION_SELECTORS:
        return ""
    category = unicodedata.category(char)
    if category in _PLAIN_SPACES:
        return " "
    if any(first <= ord(char) <= last for first, last in _COVERED) and category != "Cn":
        return char
    name = unicodedata.name(char, "").lower() if category in ("So", "Sk") else ""
    return f"⟨{name or f'U+{ord(char):04X}'}⟩"
