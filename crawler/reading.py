"""From a capture to a page."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from crawler.address import canonical_url, host_of
from crawler.capture import Capture
from crawler.charset import decode
from crawler.contacts import contacts
from crawler.document import Document
from crawler.drawings import looks_drawn
from crawler.errors import AddressError
from crawler.listing import read_list
from crawler.page import Link, Page, PageKind
from crawler.telegram import is_preview, read_preview

BODY_LIMIT = 5 * 1024 * 1024
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
TEXT_TYPES = frozenset(
    {"text/plain", "application/json", "text/json", "application/ld+json", "text/markdown", "text/csv"}
)
LOOKS_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|div|p|a|table|script|meta)\b", re.IGNORECASE
)
BARE_URL = re.compile(r"https?://[^\s\"'<>()\[\]{}\\^`|]{3,2000}")


def read(capture: Capture) -> Page | None:
    """What a capture says; None where it is not a readable document (an image, an archive).

    Reads the rendered DOM of a browser capture, else the body, up to 5 MiB of it. Never raises on
    hostile content: truncated or empty documents give the page that is there.
    """
    if capture.rendered is not None:
        return _html(capture.rendered.decode("utf-8", "replace")[:BODY_LIMIT], capture.final_url, "utf-8")
    if (listed := read_list(capture)) is not None:
        return listed
    kind = _kind(capture)
    if kind is None:
        return None
    text, encoding = decode(capture.body[:BODY_LIMIT], _content_type(capture))
    return _html(text, capture.final_url, encoding) if kind == "html" else _plain(text, capture, encoding)


def _html(text: str, url: str, encoding: str) -> Page:
    document = Document(text, url)
    return read_preview(document, encoding) if is_preview(document) else document.page(encoding)


def _plain(text: str, capture: Capture, encoding: str) -> Page:
    urls = dict.fromkeys(_urls(text))
    first_line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return Page(
        url=capture.final_url,
        title=first_line[:120] or host_of(capture.final_url),
        text=text.strip(),
        main_text=text.strip(),
        links=tuple(Link(url=url) for url in urls),
        contacts=contacts(urls, text),
        encoding=encoding,
        kind=PageKind.TEXT,
        drawings=(text,) if looks_drawn(text) else (),
    )


def _urls(text: str) -> Iterator[str]:
    for match in islice(BARE_URL.finditer(text), 1000):
        with suppress(AddressError):
            yield canonical_url(match[0].rstrip(".,;:!?"))


def _kind(capture: Capture) -> str | None:
    media_type, start = capture.media_type, capture.body[:2048]
    if media_type in HTML_TYPES:
        return "html"
    if media_type in TEXT_TYPES:
        return "html" if LOOKS_HTML.match(start.lstrip()) else "text"
    if media_type in {"", "application/octet-stream", "application/xml", "text/xml"}:
        if LOOKS_HTML.search(start):
            return "html"
        return "text" if media_type == "" and b"\x00" not in start else None
    return None


def _content_type(capture: Capture) -> str:
    return next((value for name, value in capture.headers if name.lower() == "content-type"), "")
