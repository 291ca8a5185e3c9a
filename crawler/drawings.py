"""Texts of a document that may be drawings, with their spaces and line breaks as they stand."""

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

DRAWINGS_LIMIT = 20
BREAKS_LIMIT = 3000
TEXT_LIMIT = 200_000  # characters of one drawing
LINES, LENGTH = 6, 6
LETTER = re.compile(r"[^\W\d_XxOoMHW]")  # drawings are made of marks, and of these at the most
PREFORMATTED = "pre, code, textarea, samp, tt, xmp, listing, plaintext"


def drawings(tree: LexborHTMLParser, text: str) -> tuple[str, ...]:
    """The texts of marks in preformatted elements, in lines broken by `<br>`, and in the whole `text`."""
    found = dict.fromkeys(filter(looks_drawn, (*map(lines, _broken(tree)), text)))
    return tuple(islice(found, DRAWINGS_LIMIT))


def looks_drawn(text: str) -> bool:
    """Whether there are lines of marks without letters, as many as the smallest code has. The empty lines
    around a code are none of them."""
    written = (line for line in text.splitlines() if len(line) >= LENGTH and line.strip())
    return sum(1 for _ in islice((line for line in written if not LETTER.search(line)), LINES)) >= LINES


def lines(node: LexborNode) -> str:
    """The text of an element with the line breaks of `<br>`, and nothing stripped."""
    parts, length = [], 0
    for child in node.traverse(include_text=True):
        if child.tag == "br":
            parts.append("\n")
        elif child.tag == "-text":
            parts.append(child.text(deep=False) or "")
            length += len(parts[-1])
        if length > TEXT_LIMIT:
            break
    return "".join(parts)


def _broken(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    yield from tree.css(PREFORMATTED)[:BREAKS_LIMIT]
    last = None
    for line_break in tree.css("br")[:BREAKS_LIMIT]:
        parent = line_break.parent
        if parent is not None and parent.mem_id != last:
            last = parent.mem_id
            yield parent
