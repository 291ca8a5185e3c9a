"""Reading an HTML document: text, links, images, contacts."""

import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urljoin

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.address import canonical_url
from crawler.contacts import contacts
from crawler.drawings import drawings
from crawler.errors import AddressError
from crawler.page import Link, Page
from crawler.paging import goes_on
from crawler.pictures import favicon, pictures
from crawler.shape import flattened

LINKS_LIMIT = 3000
TEXT_LIMIT = 2_000_000
LISTS_LIMIT = 10
BESIDE = 80  # characters on each side of a link
LIST_SELECTOR = (
    'link[rel~="alternate" i][type="application/rss+xml" i][href], '
    'link[rel~="alternate" i][type="application/atom+xml" i][href], link[rel~="sitemap" i][href]'
)
LINK_SELECTOR = "a[href], area[href], iframe[src], frame[src], link[rel=next i][href]"
MARKUP = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)\s*>|\Z)|<[^>]*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)


class Document:
    """One parsed HTML document. `html` is made harmless first (see `crawler.shape`)."""

    def __init__(self, html: str, url: str) -> None:
        self.html = flattened(html.replace("\x00", ""))
        self.tree = LexborHTMLParser(self.html)
        self.url = url
        self.base = self._base()

    @cached_property
    def _dom(self) -> HTMLTree:
        return HTMLTree.parse(self.html)

    def page(self, encoding: str = "utf-8") -> Page:
        """The readable view of the whole document."""
        text = self.text()
        return Page(
            url=self.url,
            title=self.title(),
            text=text,
            main_text=self.text(main=True),
            links=self.links(),
            images=pictures(self.tree, self.base),
            contacts=contacts(self.hrefs(), text),
            language=self.language(),
            encoding=encoding,
            favicon=favicon(self.tree, self.base) or urljoin(self.base, "/favicon.ico"),
            drawings=drawings(self.tree, text),
            lists=self.lists(),
        )

    def text(self, *, main: bool = False) -> str:
        """All visible text with lines as blocks break it; with `main` without menus and footers."""
        try:
            text = extract_plain_text(
                self._dom, preserve_formatting=True, main_content=main, list_bullets=False,
                alt_texts=False, links=False, form_fields=not main, noscript=not main,
            )  # fmt: skip
        except (ValueError, RuntimeError):
            text = MARKUP.sub(" ", self.html)
        return text[:TEXT_LIMIT].strip()

    def title(self) -> str:
        """The document's title, else its first heading, else its `og:title`."""
        for selector in ("title", "h1"):
            node = self.tree.css_first(selector)
            if node is not None and (text := " ".join(node.text().split())):
                return text[:500]
        return self.meta("og:title")[:500]

    def meta(self, name: str) -> str:
        """The content of a `<meta>` by `property` or `name`; empty without one."""
        node = self.tree.css_first(f'meta[property="{name}" i], meta[name="{name}" i]')
        return (node.attributes.get("content") or "").strip() if node is not None else ""

    def language(self) -> str:
        """The language the document declares, as it stands there."""
        node = self.tree.css_first("html[lang], html[xml\\:lang], body[lang]")
        if node is None:
            return self.meta("og:locale")[:20]
        return (node.attributes.get("lang") or node.attributes.get("xml:lang") or "").strip()[:20]

    def hrefs(self) -> Iterator[str]:
        """Every link target as it stands in the document, except scripts and anchors."""
        for node in self.tree.css(LINK_SELECTOR)[:LINKS_LIMIT]:
            href = (node.attributes.get("href") or node.attributes.get("src") or "").strip()
            if href and not href.startswith(("#", "javascript:", "data:")):
                yield href

    def links(self) -> tuple[Link, ...]:
        """Links to web addresses, canonical, each once with its longest text, bounded."""
        found: dict[str, Link] = {}
        for node in self.tree.css(LINK_SELECTOR)[:LINKS_LIMIT]:
            href = (node.attributes.get("href") or node.attributes.get("src") or "").strip()
            url = self.resolve(href)
            if url is None:
                continue
            text = " ".join((node.text() or node.attributes.get("title") or "").split())[:200]
            onward = goes_on(url, self.url, text=text, rel=node.attributes.get("rel") or "")
            known = found.get(url, Link(url=url))
            text, near = (text, _beside(node)) if len(text) >= len(known.text) else (known.text, known.near)
            found[url] = Link(url=url, text=text, near=near, is_next=onward or known.is_next)
        return tuple(found.values())

    def lists(self) -> tuple[str, ...]:
        """The feeds and sitemaps that the document names, canonical."""
        hrefs = (node.attributes.get("href") or "" for node in self.tree.css(LIST_SELECTOR)[:LISTS_LIMIT])
        return tuple(dict.fromkeys(filter(None, map(self.resolve, hrefs))))

    def resolve(self, href: str) -> str | None:
        """The canonical web address a reference in this document leads to, None if it leads elsewhere."""
        if not href or href.startswith("#"):
            return None
        try:
            return canonical_url(urljoin(self.base, href))
        except (AddressError, ValueError):
            return None

    def _base(self) -> str:
        node = self.tree.css_first("base[href]")
        if node is None:
            return self.url
        try:
            base = urljoin(self.url, (node.attributes.get("href") or "").strip())
        except ValueError:
            return self.url
        return base if base.startswith(("http://", "https://")) else self.url


def _beside(node: LexborNode) -> str:
    """The text right before and after a link."""
    before, after = (
        part.text() or "" if part is not None and part.is_text_node else "" for part in (node.prev, node.next)
    )
    return " ".join(f"{before[-BESIDE:]} {after[:BESIDE]}".split())
