"""Codes drawn with characters."""

import time
from collections.abc import Callable

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from qr.reader import Reader
from qr.textcode import drawn_codes
from tests.qr.images import SHOP, encoded

READER = Reader()
Grid = list[list[int]]
BRAILLE = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1))
QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"


def grid(border: int = 2, side: int = 1) -> Grid:
    """The code's modules, filled up to a multiple of `side` in both directions."""
    rows = [list(row) for row in segno.make(SHOP, micro=False).matrix_iter(border=border)]
    missing = -len(rows) % side
    return [row + [0] * missing for row in rows] + [[0] * (len(rows) + missing)] * missing


def full(dark: str, light: str, border: int = 2) -> str:
    return "\n".join("".join(dark if on else light for on in row) for row in grid(border))


def halves(border: int = 2, flip: int = 0) -> str:
    rows = grid(border, 2)
    pairs = (zip(above, below, strict=True) for above, below in zip(rows[::2], rows[1::2], strict=True))
    return "\n".join("".join(" ▀▄█"[(a ^ flip) + 2 * (b ^ flip)] for a, b in pair) for pair in pairs)


def packed(height: int, mark: Callable[[list[int]], str]) -> str:
    rows = grid(side=4)
    return "\n".join(
        "".join(
            mark([rows[y + dy][x + dx] for dy in range(height) for dx in range(2)])
            for x in range(0, len(rows), 2)
        )
        for y in range(0, len(rows), height)
    )


def quadrant(cells: list[int]) -> str:
    return QUADRANTS[sum(on << bit for bit, on in enumerate(cells))]


def braille(cells: list[int]) -> str:
    return chr(0x2800 + sum(cells[2 * row + column] << bit for bit, (row, column) in enumerate(BRAILLE)))


DRAWINGS = {
    "hashes": full("##", "  "),
    "blocks": full("██", "  "),
    "light-blocks": full("  ", "██"),
    "single": full("█", " "),
    "squares": full("⬛", "⬜"),
    "digits": full("1", "0", 4),
    "shades": full("▓▓", "░░"),
    "nbsp": full("██", "\xa0\xa0"),
    "cut-lines": "\n".join(line.rstrip() for line in full("██", "  ").splitlines()).strip("\n"),
    "windows-lines": full("██", "  ").replace("\n", "\r\n"),
    "paragraphs": full("██", "  ").replace("\n", "\n\n"),
    "halves": halves(),
    "light-halves": halves(flip=1),
    "no-quiet-zone": halves(border=0),
    "light-without-quiet-zone": halves(border=0, flip=1),
    "quadrants": packed(2, quadrant),
    "braille": packed(4, braille),
    "among-words": f"Наш новый адрес:\n\n{halves()}\n\nЗаходите!",
}


def read(text: str) -> list[str]:
    pictures = [encoded(Image.fromarray(grey)) for grey in drawn_codes(text)]
    return [symbol.text for picture in pictures for symbol in READER.read(picture).symbols]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_code_drawn_with_characters_is_read(name: str) -> None:
    assert read(DRAWINGS[name]) == [SHOP]


def test_several_drawings_in_a_text_are_each_a_picture() -> None:
    assert read(f"{halves()}\nи ещё\n{full('##', '  ')}") == [SHOP, SHOP]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "слово " * 60_000,
        "1,5;2,7;3\n" * 30_000,
        "##\n" * 100_000,
        ("█▀" * 400 + "\n") * 400,
        "10" * 200_000,
    ],
    ids=["empty", "words", "table", "hashes", "blocks", "one-line"],
)
def test_what_is_no_code_is_no_picture_and_costs_little(text: str) -> None:
    began = time.process_time()
    assert list(drawn_codes(text)) == []
    assert time.process_time() - began < 1.5


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="█▀▄ #⬛⬜\u2847.\u0301x1\t", max_size=40), max_size=30).map("\n".join))
def test_any_marks_never_raise(text: str) -> None:
    assert len(list(drawn_codes(text))) <= 8
