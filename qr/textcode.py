"""QR codes drawn with characters: block elements, half blocks, quadrants, Braille, squares, `##` and spaces.

A drawing is found by its finder patterns (ISO/IEC 18004, 5.3.2), so running text costs a look at its lines.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from math import gcd

import cv2
import numpy as np

from qr.decoder import Pixels

LONGEST_TEXT = 400_000  # characters
MOST_DRAWINGS = 8
LINES = (6, 400)  # a Micro QR code of eleven modules in half blocks; a code of 185 modules in full ones
CHARACTERS = (6, 800)
MODULES = (11, 185)
MODULE_PIXELS = 4
QUIET_ZONE = 4
OTHER_MARKS = 2  # besides blocks and blanks: a drawing has one for dark and one for light
LETTERS = "XxOoHMW"  # that drawings are made of
_BLANK = frozenset("\xa0\u2007\u202f\u3000\u2800\u200b .·0_-") | {" "}
_QUADRANTS = dict(zip("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█", range(1, 16), strict=True))  # bits: upper left, right, lower
_SHADES = {"░": 0, "▒": 0, "▓": 15, "□": 0, "⬜": 0, "◻": 0, "🔲": 0, "⚪": 0, "○": 0}
_BRAILLE = range(0x2801, 0x2900)
_BLOCKS = _BLANK | _QUADRANTS.keys() | _SHADES.keys() | {chr(code) for code in _BRAILLE}
_BRAILLE_DOTS = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1))  # row, column of bits 0 to 7
_FINDER = np.array([[max(abs(x), abs(y)) != 2 for x in range(-4, 5)] for y in range(-4, 5)])[1:8, 1:8]


def drawn_codes(text: str) -> Iterator[Pixels]:
    """Pictures of the codes drawn in a text whose spaces and line breaks stand as they were written: grey
    pixels of shape (height, width), uint8, dark on light, with a quiet zone. Never raises; at most eight."""
    given = 0
    for lines in _drawings(text[:LONGEST_TEXT]):
        picture = _picture(_modules(_cells(lines)))
        if picture is not None:
            yield picture
            given += 1
        if given >= MOST_DRAWINGS:
            return


def _drawings(text: str) -> Iterator[list[str]]:
    """Runs of lines that are made of few marks."""
    run: list[str] = []
    for line in [*text.splitlines(), "end of the text"]:
        if _is_drawn(line):
            run.append(line.rstrip()[: CHARACTERS[1]])
            continue
        if LINES[0] <= len(run) <= LINES[1] and max(map(len, run)) >= CHARACTERS[0]:
            yield run
        run = []


def _is_drawn(line: str) -> bool:
    """Empty lines too: they are the quiet zone, or stand between."""
    others = set(line) - _BLOCKS
    return len(others) <= OTHER_MARKS and not any(mark.isalpha() and mark not in LETTERS for mark in others)


def _cells(lines: list[str]) -> np.ndarray:
    """Whether there is ink: every character is four cells high and two wide, or four where it is wide."""
    if not any(lines[1::2]):
        lines = lines[::2]  # every line a paragraph
    rows = [np.concatenate([_cell(mark) for mark in line], axis=1) if line else None for line in lines]
    width = max(0 if row is None else row.shape[1] for row in rows)
    cells = np.zeros((4 * len(rows), width), dtype=bool)
    for index, row in enumerate(rows):
        if row is not None:
            cells[4 * index : 4 * index + 4, : row.shape[1]] = row
    return cells


@lru_cache(1024)
def _cell(mark: str) -> np.ndarray:
    cell = np.zeros((4, 2), dtype=bool)
    if ord(mark) in _BRAILLE:
        for bit, place in enumerate(_BRAILLE_DOTS):
            cell[place] = (ord(mark) - 0x2800) >> bit & 1
        return cell
    quadrants = _SHADES.get(mark, _QUADRANTS.get(mark, 0 if mark in _BLANK else 15))
    for bit in range(4):
        cell[2 * (bit // 2) : 2 * (bit // 2) + 2, bit % 2] = quadrants >> bit & 1
    return np.repeat(cell, 2, axis=1) if unicodedata.east_asian_width(mark) in "WF" else cell


def _modules(cells: np.ndarray) -> np.ndarray:
    """One cell a module, from however many there are."""
    for axis in (0, 1):
        changes = np.flatnonzero((np.diff(cells, axis=axis) != 0).any(axis=1 - axis)) + 1
        if not len(changes):
            return cells[:0]
        step = gcd(*(int(change) for change in changes - changes[0])) or 1
        cells = np.take(cells, range(int(changes[0]) % step, cells.shape[axis], step), axis=axis)
    return cells


def _picture(modules: np.ndarray) -> Pixels | None:
    height, width = modules.shape
    if not (MODULES[0] <= height <= 4 * MODULES[1] and MODULES[0] <= width <= 4 * MODULES[1]):
        return None
    for dark in (modules, ~modules):
        if _has_finder(dark):
            grey = np.where(np.pad(dark, QUIET_ZONE), 0, 255).astype(np.uint8)
            return np.asarray(grey.repeat(MODULE_PIXELS, axis=0).repeat(MODULE_PIXELS, axis=1))
    return None


def _has_finder(dark: np.ndarray) -> bool:
    signed = np.where(dark, 1.0, -1.0).astype(np.float32)
    finder = np.where(_FINDER, 1.0, -1.0).astype(np.float32)
    return float(cv2.matchTemplate(signed, finder, cv2.TM_CCORR).max()) >= _FINDER.size - 4
