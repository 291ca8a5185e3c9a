"""Makes hostile markup harmless before a parser sees it."""

import re

DEPTH_LIMIT = 400  # browsers cut at 512
TAGS_LIMIT = 100_000
RAW = frozenset({"script", "style", "title", "textarea"})  # what is in them is not markup: they must end
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
# Never nest deeply by themselves: void elements, elements that close their like, and what is to be read.
FLAT = frozenset(
    [
        "a",
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tbody",
        "thead",
        "tfoot",
        "html",
        "head",
        "body",
        "title",
        "script",
        "style",
    ]
)


def flattened(html: str) -> str:
    """The document without the opening tags that stand deeper than any browser would nest them, and
    without the tags after its 100,000th.

    HTML parsers need quadratic time on deep nesting: 200,000 open `<div>` keep one busy for minutes.
    All text stays, and links and images up to there. Most documents are given back as they are.
    """
    depth, cuts = 0, []
    for count, match in enumerate(TAG.finditer(html)):
        name = match[2].lower()
        if count >= TAGS_LIMIT and name not in RAW:
            cuts.append(match.span())
            continue
        if name in FLAT:
            continue
        if match[1]:
            depth = max(0, depth - 1)
            continue
        depth += 1
        if depth > DEPTH_LIMIT:
            cuts.append(match.span())
    return _without(html, cuts) if cuts else html


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in cuts:
        kept.append(text[position:start])
        position = end
    return " ".join([*kept, text[position:]])
