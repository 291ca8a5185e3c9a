"""Cyrillic text that was decoded with the wrong table, read as it was meant.

What occurs on Kazakh and Russian pages: UTF-8 read as Windows-1251 or as Latin-1, Windows-1251 or KZ-1048
read as Latin-1 (or Windows-1252), KZ-1048 (STRK1048) read as Windows-1251. A fault of the page, no trick.
"""

import re
from collections.abc import Iterator

from classifiers.edits import Edit


def _byte_of(encoding: str) -> dict[str, int]:
    """Characters and their bytes; a byte without a character stands for itself, as browsers do it."""
    table = {chr(code): code for code in range(0x80, 0xA0)}
    return table | {bytes([code]).decode(encoding, "ignore"): code for code in range(0x80, 0x100)}


_TABLES = tuple(_byte_of(encoding) for encoding in ("cp1251", "cp1252"))


def _utf8_units(table: dict[str, int]) -> str:
    """A pattern for what UTF-8's Cyrillic, punctuation and emoji become under `table`."""

    def chars(first: int, last: int) -> str:
        found = (re.escape(char) for char, code in table.items() if char and first <= code <= last)
        return f"[{''.join(sorted(found))}]"

    rest = chars(0x80, 0xBF)
    pair, three, four = chars(0xD0, 0xD3), chars(0xE2, 0xE2), chars(0xF0, 0xF0)
    return f"(?:{pair}{rest}|{chars(0xC2, 0xC2)}{rest}|{three}{rest}{{2}}|{four}{rest}{{3}})"


_UNITS = tuple((table, _utf8_units(table)) for table in _TABLES)
_RUNS = tuple((table, re.compile(f"{unit}{{3,}}"), re.compile(f"{unit}+")) for table, unit in _UNITS)
_LINE = re.compile(r"[^\n]+")
_SIGN = re.compile("[°±µ¶·ѕђѓ‚†‡‰љ‹њћџ™›\x80-\x9f¡-¨¬-¶¸-ºÀ-ÿƒˆŠŒŽ˜šœžŸ]")

_HIGH = re.compile("[À-ÿ]{4,}")
_ONE_BYTE = {ord(char): bytes([code]).decode("kz1048", "ignore") for char, code in _TABLES[1].items() if char}
_LETTERS_ONLY = {code: char for code, char in _ONE_BYTE.items() if char.isalpha()}

_KAZAKH_AS_1251 = str.maketrans("ќћўјґєїѕЌЋЎЈҐЄЇЅ", "қһұәөғүңҚҺҰӘӨҒҮҢ")
_KAZAKH_SIGNS = re.compile("[ќЌ]")
_SOUTH_SLAVIC = re.compile("[љњђџЉЊЂЏ]")
_MISREAD = re.compile("[ќћўјґєїѕ]+", re.IGNORECASE)


def repairs(text: str) -> Iterator[Edit]:
    """Edits that make each misread line what it was meant to be, in order of position."""
    if not _SIGN.search(text) and not _KAZAKH_SIGNS.search(text):
        return
    suspicious = any(strong.search(text) for _, strong, _ in _RUNS) or _HIGH.search(text)
    if suspicious:
        for line in _LINE.finditer(text):
            yield from _repair_line(line.group(), line.start())
    if _KAZAKH_SIGNS.search(text) and re.search("[ыі]", text) and not _SOUTH_SLAVIC.search(text):
        for found in _MISREAD.finditer(text):
            yield Edit(found.start(), found.end(), found.group().translate(_KAZAKH_AS_1251))


def _repair_line(line: str, at: int) -> Iterator[Edit]:
    for table, strong, any_run in _RUNS:
        found = strong.search(line)
        if found and _SIGN.search(found.group()):
            yield from _decoded(line, at, table, any_run)
            return
    if _is_one_byte(line):
        yield Edit(at, at + len(line), line.translate(_LETTERS_ONLY))


def _decoded(line: str, at: int, table: dict[str, int], runs: re.Pattern[str]) -> Iterator[Edit]:
    for found in runs.finditer(line):
        data = bytes(table[char] for char in found.group())
        try:
            yield Edit(at + found.start(), at + found.end(), data.decode("utf-8"))
        except UnicodeDecodeError:
            continue  # not UTF-8 after all: the characters stay


def _is_one_byte(line: str) -> bool:
    """No language of Latin-1 writes words of accented letters only."""
    if not _HIGH.search(line):
        return False
    letters = [char for char in line if char.isalpha()]
    return sum("À" <= char <= "ÿ" for char in letters) * 3 >= len(letters) * 2
