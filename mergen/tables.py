"""Tables for a terminal: drawn where they fit, a row after the other where they do not."""

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len
from rich.markup import escape
from rich.table import Column, Table

NARROW = 11
"""Characters: no column is made narrower to fit, if it needs as many."""
LONG_WORD = 16
"""Characters of the longest word, or number, that is never broken; a longer one is an address."""
_BORDERS = 3
"""Characters that a column's border and padding take."""
_HELD = "\N{NO-BREAK SPACE}"
_NOTHING = frozenset({"", "–"})

Rows = Sequence[Sequence[str]]


def drawn(columns: Sequence[str], rows: Rows, width: int) -> Table | None:
    """A table with borders, no wider than `width` characters; None where it would have to break words. An
    address that is too long for its column is folded, never cut."""
    cells = list(zip(columns, *rows, strict=True))
    widths, least = list(map(_natural, cells)), list(map(_least, cells))
    excess = sum(widths) + _BORDERS * len(widths) + 1 - width
    if excess > sum(widths) - sum(least):
        return None
    for _ in range(excess):
        widest = max(range(len(widths)), key=lambda at: (widths[at] > least[at], widths[at]))
        widths[widest] -= 1
    heads = [Column(name, width=wide, overflow="fold") for name, wide in zip(columns, widths, strict=True)]
    table = Table(*heads, header_style="bold")
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def listed(columns: Sequence[str], row: Sequence[str], width: int) -> str:
    """A row as lines of at most `width` characters: the cells that say something, each after the name of its
    column. A word that is longer, such as an address, stays whole."""
    named = zip(columns, row, strict=True)
    parts = [" ".join(f"{name} {cell}".split()) for name, cell in named if cell.strip() not in _NOTHING]
    held = " · ".join(part.replace(" ", _HELD) if cell_len(part) * 2 <= width else part for part in parts)
    lines = textwrap.fill(held, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return lines.replace(_HELD, " ")


def _natural(cells: Sequence[str]) -> int:
    """The characters that a column takes where nothing is folded."""
    return max((cell_len(line) for cell in cells for line in cell.splitlines()), default=1) or 1


def _least(cells: Sequence[str]) -> int:
    words = (cell_len(word) for cell in cells for word in cell.split())
    return min(_natural(cells), max(NARROW, *(word for word in words if word <= LONG_WORD), 0))
