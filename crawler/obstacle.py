"""What stands where a page should be: a challenge, a captcha, a wall, the notice that a site is gone.

It is told and stored as what it is. Nothing here clicks, solves, waits or pretends.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.capture import Capture
from crawler.obstacle_signs import (
    AGE,
    CAPTCHA_FIELD,
    CAPTCHA_WORDS,
    HEADERS,
    LOGIN_PATH,
    MARKUP,
    WIDGET,
    WORDS,
)
from crawler.page import ImageSource, Page, PageKind
from crawler.shape import flattened

LITTLE_TEXT = 700  # characters: with more of its own a page is more than its gate
NOTICE_TEXT = 1500  # a notice explains itself, with addresses and numbers
FEW_LINKS, FEW_PICTURES = 15, 4
MARKUP_LIMIT = 512 * 1024
GONE = frozenset({404, 410})
TYPED = "input:not([type]), input[type=text i], input[type=email i], input[type=tel i], input[type=number i]"
SIGN_LENGTH = 200


class ObstacleKind(StrEnum):
    """What it is. A CHALLENGE checks the browser, a CAPTCHA the person. REFUSED turns this visitor away,
    BLOCKED says that an authority or a provider does so to all. Of a SUSPENDED site the host has switched the
    account off, a PARKED name has no site, a SEIZED one was taken."""

    CHALLENGE = "challenge"
    CAPTCHA = "captcha"
    AGE_GATE = "age_gate"
    LOGIN = "login"
    REFUSED = "refused"
    BLOCKED = "blocked"
    SUSPENDED = "suspended"
    PARKED = "parked"
    SEIZED = "seized"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """`service` is who put it there, empty where that cannot be told; `sign` is what it was told by: words of
    the page, a header or a piece of markup, at most 200 characters."""

    kind: ObstacleKind
    sign: str
    service: str = ""


def obstacle_of(capture: Capture, page: Page | None) -> Obstacle | None:
    """What stands in the page's place, None where it is the page. Never raises on hostile content.

    Only a page that says little else is taken for an obstacle: a captcha in a contact form, a login in a
    shop's header or news about a seizure is none.
    """
    if capture.status in GONE or (page is not None and page.kind is not PageKind.DOCUMENT):
        return None
    if (found := _by_header(capture)) is not None:
        return found
    if page is None or len(page.text) >= NOTICE_TEXT:
        return None
    markup = (capture.body if capture.rendered is None else capture.rendered)[:MARKUP_LIMIT]
    return _by_markup(capture, markup) or _by_words(capture, page) or _by_form(capture, page, markup)


def _by_header(capture: Capture) -> Obstacle | None:
    sent = {name.lower(): value for name, value in capture.headers}
    for name, pattern, kind, service in HEADERS:
        if pattern.search(sent.get(name, "")):
            sign = f"{name}: {sent[name]}"[:SIGN_LENGTH]
            return Obstacle(kind=ObstacleKind(kind), sign=sign, service=service)
    if capture.status == 451:  # RFC 7725
        return Obstacle(kind=ObstacleKind.BLOCKED, sign="status 451")
    return None


def _by_markup(capture: Capture, markup: bytes) -> Obstacle | None:
    for pattern, kind, service in MARKUP:
        match = pattern.search(markup)
        if match is not None and (kind != ObstacleKind.REFUSED or capture.status >= 400):
            sign = match[0].decode("utf-8", "replace")[:SIGN_LENGTH]
            return Obstacle(kind=ObstacleKind(kind), sign=sign, service=service)
    return None


def _by_words(capture: Capture, page: Page) -> Obstacle | None:
    said = f"{page.title}\n{page.text}"
    for pattern, kind in WORDS:
        match = pattern.search(said)
        if match is not None and (kind != ObstacleKind.REFUSED or capture.status >= 400):
            return Obstacle(kind=ObstacleKind(kind), sign=_quoted(match))
    return None


def _by_form(capture: Capture, page: Page, markup: bytes) -> Obstacle | None:
    """A gate that a person has to open: it is told by what it asks for, and by having nothing else."""
    if len(page.text) >= LITTLE_TEXT or not _is_bare(page):
        return None
    if (match := AGE.search(page.text)) is not None:
        return Obstacle(kind=ObstacleKind.AGE_GATE, sign=_quoted(match))
    tree = LexborHTMLParser(flattened(markup.decode("utf-8", "replace").replace("\x00", "")))
    if tree.css_first("input[type=password i]") is not None:
        return _login(capture, page)
    widget, words = WIDGET.search(markup), CAPTCHA_WORDS.search(f"{page.title}\n{page.text}")
    asked = chain(tree.css(TYPED), tree.css("textarea, select"))
    if not (widget or words) or any(not _asks_for_captcha(field) for field in asked):
        return None
    sign = _quoted(words) if words else widget[0].decode("utf-8", "replace")[:SIGN_LENGTH] if widget else ""
    return Obstacle(kind=ObstacleKind.CAPTCHA, sign=sign)


def _login(capture: Capture, page: Page) -> Obstacle | None:
    """A login where something else was asked for; who asks for the login page gets it."""
    if LOGIN_PATH.search(urlsplit(capture.url).path):
        return None
    return Obstacle(kind=ObstacleKind.LOGIN, sign=(page.title or "a field for a password")[:SIGN_LENGTH])


def _is_bare(page: Page) -> bool:
    besides = (ImageSource.ICON, ImageSource.META)
    pictures = sum(image.source not in besides for image in page.images)
    return len(page.links) <= FEW_LINKS and pictures <= FEW_PICTURES and not page.drawings


def _asks_for_captcha(field: LexborNode) -> bool:
    names = (field.attributes.get(name) or "" for name in ("name", "id", "class", "placeholder"))
    return CAPTCHA_FIELD.search(" ".join(names)) is not None


def _quoted(match: re.Match[str]) -> str:
    return " ".join(match[0].split())[:SIGN_LENGTH]
