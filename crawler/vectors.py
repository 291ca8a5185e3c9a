"""Drawings that stand in a document's own markup: `<svg>` elements as `data:` URIs."""

import re
from base64 import b64encode
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from selectolax.lexbor import LexborHTMLParser, LexborNode

VECTORS_LIMIT = 40
LOOKED_AT = 1000
SHAPES = 15  # a drawing of fewer is an icon
DEPTH_LIMIT = 60
SHAPE = re.compile(r"[Mm]\s*-?[\d.]|<(?:rect|circle|ellipse|line|polyline|polygon|use)\b|dasharray")
NAME = re.compile(r"[A-Za-z_][\w.-]*")
KEPT_PREFIX = re.compile(r"(?:xlink|xml|xmlns):[A-Za-z]+")


def vectors(tree: LexborHTMLParser) -> Iterator[str]:
    """The outermost `<svg>` elements that are made of many shapes, each as a document of its own."""
    given = 0
    for node in tree.css("svg")[:LOOKED_AT]:
        if given < VECTORS_LIMIT and not _is_inner(node) and _is_rich(node.html or ""):
            given += 1
            document = _written(node, 0).encode("utf-8", "replace")
            yield f"data:image/svg+xml;base64,{b64encode(document).decode('ascii')}"


def _is_rich(markup: str) -> bool:
    return sum(1 for _, _ in zip(range(SHAPES), SHAPE.finditer(markup), strict=False)) >= SHAPES


def _is_inner(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag == "svg":
            return True
        above = above.parent
    return False


def _written(node: LexborNode, depth: int) -> str:
    """The element as XML: markup that only HTML allows would break it."""
    if node.tag == "-text":
        return escape(node.text(deep=False) or "")
    if not NAME.fullmatch(node.tag or "") or depth > DEPTH_LIMIT:
        return ""
    attributes = {
        name: value or ""
        for name, value in node.attributes.items()
        if NAME.fullmatch(name) or KEPT_PREFIX.fullmatch(name)
    }
    if depth == 0:
        attributes |= {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    inner = "".join(_written(child, depth + 1) for child in node.iter(include_text=True))
    return f"<{node.tag}{written}>{inner}</{node.tag}>"
