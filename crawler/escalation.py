"""When a page needs a browser: it says little by itself and has scripts that may say more."""

import re

from crawler.capture import Capture
from crawler.page import Page, PageKind

LITTLE_TEXT = 250  # characters
SHORT_TEXT = 2500
SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
EMPTY_ROOT = re.compile(
    rb"""<(?:div|main)[^>]{0,100}\bid=["']?(?:root|app|__next|__nuxt|main-app)["']?[^>]{0,100}>\s*</(?:div|main)>""",
    re.IGNORECASE,
)
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
    if page.kind is not PageKind.DOCUMENT or not SCRIPT.search(capture.body):
        return None
    text = page.text
    if len(text) < SHORT_TEXT and ASKS_FOR_SCRIPTS.search(text):
        return "asks for JavaScript or checks the browser"
    if capture.status >= 400 and capture.status not in CHALLENGE_STATUS:
        return None
    if EMPTY_ROOT.search(capture.body):
        return "an empty frame to be filled by scripts"
    return "scripts and hardly any text" if len(text) < LITTLE_TEXT else None
