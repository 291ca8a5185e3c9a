"""Disguises put on training texts, so that the model meets them."""

import random

_LATIN = str.maketrans("асеорху", "aceopxy")
_CYRILLIC = str.maketrans("aceopxy", "асеорху")
_LEET = str.maketrans("оеа", "034")


def homoglyphs(text: str, rng: random.Random) -> str:
    """Some letters of some words replaced by their doubles of the other script."""

    def swap(word: str) -> str:
        if len(word) < 4 or word.startswith(("@", "t.me", "http")) or rng.random() < 0.5:
            return word
        table = _LATIN if any("а" <= char <= "я" for char in word) else _CYRILLIC
        return "".join(char.translate(table) if rng.random() < 0.5 else char for char in word)

    return " ".join(swap(word) for word in text.split(" "))


def invisible(text: str, rng: random.Random) -> str:
    """Zero-width characters inside some words."""
    return "".join(char + ("\u200b" if char.isalpha() and rng.random() < 0.15 else "") for char in text)


def spaced(text: str, rng: random.Random) -> str:
    """Some words with gaps between their letters."""
    gap = rng.choice((".", " ", "-"))
    words = text.split(" ")
    return " ".join(
        gap.join(word) if word.isalpha() and 3 <= len(word) <= 9 and rng.random() < 0.15 else word
        for word in words
    )


def leet(text: str, rng: random.Random) -> str:
    """Some letters of some words as digits."""

    def swap(word: str) -> str:
        if not word.isalpha() or len(word) < 5 or rng.random() < 0.6:
            return word
        return word[0] + word[1:-1].translate(_LEET) + word[-1]

    return " ".join(swap(word) for word in text.split(" "))


DISGUISES = (homoglyphs, invisible, spaced, leet)
