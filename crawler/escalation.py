"""When a page needs a browser: scripts may say more than it does, or it draws what only a browser shows."""

import re
from itertools import islice

from crawler.capture import Capture
from crawler.page import Page, PageKind

LITTLE_TEXT = 250  # characters
SHORT_TEXT = 2500
SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
EMPTY_ROOT = re.compile(
    rb"""<(?:div|main)[^>]{0,100}\bid=["']?(?:root|app|__next|__nuxt|main-app)["']?[^>]{0,100}>\s*</(?:div|main)>""",
    re.IGNORECASE,
)
# Cells, or boxes, by the dozen and without a word: a code drawn in markup has hundreds.
CELL = rb"(?:td|div|span|i|b|p|li)"
EMPTY_CELL = rb"<" + CELL + rb"\b[^<>]{0,300}>(?:\s|&nbsp;|&#160;)*</" + CELL + rb"\s*>\s*"
EMPTY_CELLS = re.compile(rb"(?:" + EMPTY_CELL + rb"){11}")
ROWS = 11
# Of the page in small letters: a word that must be there, and what then tells. Looking for the word alone is
# done at a glance.
DRAWS = (
    (b"canvas", re.compile(rb"<canvas\b|createelement\(.canvas.\)")),
    (b"kjua(", re.compile(rb"\bkjua\(")),
    (b"qrcode", re.compile(rb"new\s+qrcode|qrcodestyling|\.qrcode\(")),
    (b"qrious", re.compile(rb"\bqrious\b")),
    (b"qr", re.compile(rb"<script\b[^<>]{0,300}\bsrc=[^<>\s]{0,300}\bqr")),
)
# WordPress puts a test into each page that writes emoji on a canvas which nobody is shown.
EMOJI_TEST = b"_wpemojisettings"
CANVAS_MADE = re.compile(rb"createelement\(.canvas.\)")
PAINTED = re.compile(rb"fillrect|strokerect|putimagedata|drawimage|\.(?:rect|fill|stroke)\b")
SCRIPT_END = b"</script"
ASKS_FOR_SCRIPTS = re.compile(
    r"(?:enable|turn on|requires?|need)\W+(?:\w+\W+){0,3}?javascript"
    r"|javascript\W+(?:is\W+)?(?:disabled|required)"
    r"|включите\W+javascript|необходим\w*\W+javascript|javascript\W+(?:отключ|выключ|қос|керек)"
    r"|checking your browser|just a moment|verify you are human|проверка браузера",
    re.IGNORECASE,
)
CHALLENGE_STATUS = frozenset({403, 429, 503})


def browser_reason(capture: Capture, page: Page) -> str | None:
    """Why a page should be seen by a browser, None if reading it is enough."""
    if page.kind is not PageKind.DOCUMENT:
        return None
    drawn = _drawn_reason(capture.body) if capture.status < 400 else None
    return drawn or (_silent_reason(capture, page.text) if SCRIPT.search(capture.body) else None)


def _silent_reason(capture: Capture, text: str) -> str | None:
    if len(text) < SHORT_TEXT and ASKS_FOR_SCRIPTS.search(text):
        return "asks for JavaScript or checks the browser"
    if capture.status >= 400 and capture.status not in CHALLENGE_STATUS:
        return None
    if EMPTY_ROOT.search(capture.body):
        return "an empty frame to be filled by scripts"
    return "scripts and hardly any text" if len(text) < LITTLE_TEXT else None


def _drawn_reason(body: bytes) -> str | None:
    small = body.lower()
    if b"<script" in small and _draws(_without_emoji_tests(small)):
        return "scripts that may draw a code"
    rows = sum(1 for _ in islice(EMPTY_CELLS.finditer(small), ROWS))
    return "a grid of empty cells that may be a code" if rows == ROWS else None


def _draws(page: bytes) -> bool:
    return any(word in page and pattern.search(page) for word, pattern in DRAWS)


def _without_emoji_tests(page: bytes) -> bytes:
    """The page without the canvas of WordPress' test: on one page in five it is the only one."""
    if EMOJI_TEST not in page:
        return page
    return SCRIPT_END.join(map(_untested, page.split(SCRIPT_END)))


def _untested(part: bytes) -> bytes:
    """A part of a page that ends with a script."""
    script = part[part.rfind(b"<script") :]
    if EMOJI_TEST not in script or PAINTED.search(script):
        return part
    return part[: -len(script)] + CANVAS_MADE.sub(b"", script)
