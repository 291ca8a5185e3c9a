"""The images that a document shows, wherever it names them."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.page import ImageRef, ImageSource
from crawler.shape import flattened
from crawler.vectors import vectors

IMAGES_LIMIT = 300
DATA_URI_LIMIT = 8 * 1024 * 1024
URL_LIMIT = 4096
CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^()"'\s]*))\s*\)""", re.IGNORECASE)
FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)", re.IGNORECASE)
CSS_LIMIT = 512 * 1024
SRCDOC_LIMIT = 512 * 1024
LINKS_LIMIT = 3000
# Pages lead to these in order to show them; to JPEG and PNG they mostly lead from the same picture, smaller.
SHOWN_FILE = re.compile(r"\.(?:pdf|svgz?|heic|heif)(?:[?#]|$)", re.IGNORECASE)
FRAMED_FILE = re.compile(
    r"\.(?:pdf|svgz?|heic|heif|png|apng|jpe?g|gif|webp|avif|bmp|tiff?|ico)(?:[?#]|$)", re.IGNORECASE
)
LAZY = ("src", "data-src", "data-original", "data-lazy-src", "data-lazy")
ICON = 'link[rel~="icon" i], link[rel~="apple-touch-icon" i]'
META = 'meta[property="og:image" i], meta[property="og:image:url" i], meta[name="twitter:image" i]'
NEAR_LIMIT = 300
# How far up the words beside an image are looked for: its link, its cell, its card.
NEAR_LEVELS = 3


class Named(NamedTuple):
    """An image's address as it stands in the document, with the words that go with it."""

    raw: str
    source: ImageSource
    alt: str = ""
    near: str = ""


def pictures(tree: LexborHTMLParser, base: str) -> tuple[ImageRef, ...]:
    """Absolute references in the order of worth (shown images first), each address once, bounded."""
    found: dict[str, ImageRef] = {}
    for named in _named(tree):
        url = _absolute(named.raw, base)
        if url and url not in found:
            inline = url.startswith("data:") and named.source is not ImageSource.VECTOR
            source = ImageSource.DATA if inline else named.source
            found[url] = ImageRef(url=url, source=source, alt=named.alt[:300], near=named.near)
        if len(found) >= IMAGES_LIMIT:
            break
    return tuple(found.values())


def favicon(tree: LexborHTMLParser, base: str) -> str | None:
    """The icon the document declares, absolute; None if it declares none."""
    for node in tree.css(ICON):
        if url := _absolute(node.attributes.get("href") or "", base):
            return url
    return None


def css_urls(css: str) -> Iterator[str]:
    """The addresses in `url(...)` of a style, fonts left out."""
    for match in CSS_URL.finditer(css[:CSS_LIMIT]):
        url = match[1] or match[2] or match[3] or ""
        if url and not FONT.search(url) and not url.startswith("data:font"):
            yield url


def _named(tree: LexborHTMLParser) -> Iterator[Named]:
    yield from _shown(tree)
    for node in tree.css("object[data], embed[src], iframe[src], iframe[srcdoc]"):
        yield from _of_frame(node)
    for selector, attribute, source in (
        (META, "content", ImageSource.META),
        (ICON, "href", ImageSource.ICON),
    ):
        for node in tree.css(selector):
            yield Named(node.attributes.get(attribute) or "", source)
    for node in tree.css("a[href]")[:LINKS_LIMIT]:
        if SHOWN_FILE.search(href := node.attributes.get("href") or ""):
            yield Named(href, ImageSource.LINK)


def _shown(tree: LexborHTMLParser) -> Iterator[Named]:
    texts: dict[int, str] = {}
    for node in tree.css("img, input[type=image i], amp-img, video[poster]"):
        yield from _of_img(node, texts)
    for node in tree.css("source[srcset]"):
        yield from _of_srcset(node.attributes.get("srcset") or "", "", "")
    for node in tree.css("svg image"):
        yield Named(node.attributes.get("href") or node.attributes.get("xlink:href") or "", ImageSource.IMG)
    for uri in vectors(tree):
        yield Named(uri, ImageSource.VECTOR)
    yield from _of_styles(tree)


def _of_frame(node: LexborNode) -> Iterator[Named]:
    """What is shown in a frame: an image or a PDF by its type or its name, and the images of a document."""
    if inner := node.attributes.get("srcdoc"):
        yield from _shown(LexborHTMLParser(flattened(inner[:SRCDOC_LIMIT])))
    url = node.attributes.get("data") or node.attributes.get("src") or ""
    kind = (node.attributes.get("type") or "").lower()
    if kind.startswith("image/") or kind == "application/pdf" or FRAMED_FILE.search(url):
        yield Named(url, ImageSource.IMG)


def _of_styles(tree: LexborHTMLParser) -> Iterator[Named]:
    inline = (node.attributes.get("style") or "" for node in tree.css('[style*="url(" i]'))
    sheets = (node.text() for node in tree.css("style"))
    for css in chain(inline, sheets):
        for url in css_urls(css):
            yield Named(url, ImageSource.CSS)


def _of_img(node: LexborNode, texts: dict[int, str]) -> Iterator[Named]:
    alt, near = node.attributes.get("alt") or "", _near(node, texts)
    for name in (*LAZY, "poster"):
        if src := node.attributes.get(name):
            yield Named(src, ImageSource.IMG, alt, near)
    srcset = node.attributes.get("srcset") or node.attributes.get("data-srcset") or ""
    yield from _of_srcset(srcset, alt, near)


def _near(node: LexborNode, texts: dict[int, str]) -> str:
    """The image's title and the text of the nearest element around it that has any. An element with much
    text is the page and not the image's surroundings. `texts` remembers elements that hold many images."""
    title = node.attributes.get("title") or ""
    around = node.parent
    for _ in range(NEAR_LEVELS):
        if around is None or around.tag in ("body", "html"):
            break
        if around.mem_id not in texts:
            texts[around.mem_id] = " ".join(around.text().split())
        if text := texts[around.mem_id]:
            return f"{title} {text}".strip()[:NEAR_LIMIT] if len(text) <= NEAR_LIMIT else title[:NEAR_LIMIT]
        around = around.parent
    return title[:NEAR_LIMIT]


def _of_srcset(srcset: str, alt: str, near: str) -> Iterator[Named]:
    """The largest candidate: the others are the same picture, smaller."""
    best, best_size = "", -1.0
    for candidate in re.findall(r"(\S*[^\s,])(?:\s+([\d.]+)[wxh])?\s*(?:,|$)", srcset[:CSS_LIMIT]):
        size = _number(candidate[1])
        if size > best_size:
            best, best_size = candidate[0], size
    if best:
        yield Named(best, ImageSource.SRCSET, alt, near)


def _number(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


def _absolute(raw: str, base: str) -> str | None:
    raw = raw.strip()
    if raw[:5].lower() == "data:":
        return f"data:{raw[5:]}" if len(raw) <= DATA_URI_LIMIT and raw[5:11].lower() == "image/" else None
    if not raw or raw.startswith("#") or len(raw) > URL_LIMIT:
        return None
    try:
        url = urljoin(base, raw)
    except ValueError:
        return None
    return url.partition("#")[0] if url.lower().startswith(("http://", "https://")) else None
