"""Tables for a terminal: drawn where they fit, a row after the other where they do not."""

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len
from rich.markup import escape
from rich.table import Column, Table

SHORT = 14
"""Cells: a column that needs no more is never folded; a wider one, of titles or addresses, keeps as many."""
_BORDERS = 3
"""Cells that a column's border and padding take."""
_HELD = "\N{NO-BREAK SPACE}"
_NOTHING = frozenset({"", "–"})

Rows = Sequence[Sequence[str]]


def fits(columns: Sequence[str], rows: Rows, width: int) -> bool:
    """Whether a terminal of `width` cells can show the table without folding a short column."""
    needed = [min(one, SHORT) for one in _widths(columns, rows)]
    return sum(needed) + _BORDERS * len(needed) + 1 <= width


def drawn(columns: Sequence[str], rows: Rows) -> Table:
    """A table with borders. A long cell is folded, never cut: an address must stay whole."""
    widths = _widths(columns, rows)
    heads = [
        Column(name, overflow="fold", no_wrap=wide <= SHORT)
        for name, wide in zip(columns, widths, strict=True)
    ]
    table = Table(*heads, header_style="bold")
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def listed(columns: Sequence[str], row: Sequence[str], width: int) -> str:
    """A row as lines of at most `width`: its first cell, and below it the others that say something,
    by the names of their columns. A word that is longer, such as an address, stays whole."""
    named = zip(columns[1:], row[1:], strict=True)
    parts = [" ".join(f"{name} {cell}".split()) for name, cell in named if cell.strip() not in _NOTHING]
    held = " · ".join(part.replace(" ", _HELD) if cell_len(part) * 2 <= width else part for part in parts)
    below = textwrap.fill(
        held,
        width,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(filter(None, (row[0], below))).replace(_HELD, " ")


def _widths(columns: Sequence[str], rows: Rows) -> list[int]:
    """The cells that each column takes where nothing is folded."""
    cells = zip(columns, *rows, strict=True)
    return [
        max(cell_len(line) for cell in column for line in (cell.splitlines() or [""])) for column in cells
    ]
