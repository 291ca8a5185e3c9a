"""Sitemaps and feeds: what a site says of its pages, and when each changed (sitemaps.org, RSS, Atom)."""

import html
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from itertools import islice
from urllib.parse import urljoin

from lxml import etree
from scrapy.utils.sitemap import sitemap_urls_from_robots

from crawler.address import canonical_url, host_of
from crawler.capture import Capture
from crawler.contacts import contacts
from crawler.errors import AddressError
from crawler.page import Link, Page, PageKind

XML_LIMIT = 20 * 1024 * 1024  # bytes, after unpacking
ENTRIES_LIMIT = 50_000  # as many as a sitemap may have
TEXTS_LIMIT = 200
TEXT_LENGTH = 20_000
ENTRIES = ("{*}url", "{*}sitemap", "{*}item", "{*}entry")
PROLOGUE = rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,500}\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>\[]{0,500}>\s*)*"
ROOT = re.compile(PROLOGUE + rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF)[\s>]", re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")
DATES = ("lastmod", "updated", "pubDate", "published", "date")
TEXTS = ("title", "description", "summary", "content", "encoded")
ADDRESSES = ("loc", "link", "guid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page that a list names. `changed_at` is None where it does not say."""

    url: str
    title: str
    text: str
    changed_at: datetime | None


def read_list(capture: Capture) -> Page | None:
    """The page of a sitemap or a feed, packed or not, or of a robots.txt that names sitemaps; None for
    everything else. Never raises: what is broken gives the entries before the break."""
    body = unpacked(capture.body)
    match = ROOT.match(body[:8192])
    if match is not None:
        kind = PageKind.INDEX if match[1] == b"sitemapindex" else PageKind.LIST
        return _page(capture, kind, list(_entries(body, capture.final_url)))
    if capture.final_url.endswith("/robots.txt") and (named := list(_named_in_robots(capture))):
        return _page(capture, PageKind.INDEX, named)
    return None


def unpacked(body: bytes) -> bytes:
    """The first 20 MiB of what a gzip file holds; other bytes as they are."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:XML_LIMIT]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, XML_LIMIT)
    except zlib.error:
        return b""


def moment(text: str) -> datetime | None:
    """The instant that a list gives, UTC: ISO 8601 or RFC 822. A day alone stands for its end, since the
    page may have changed until then. None for what is no date."""
    text = text.strip()
    with suppress(ValueError, OverflowError):
        if len(text) == 10:
            return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=1)
        return _utc(datetime.fromisoformat(text))
    with suppress(ValueError, OverflowError, TypeError, IndexError):
        return _utc(parsedate_to_datetime(text))
    return None


def _utc(stamp: datetime) -> datetime:
    return stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def _page(capture: Capture, kind: PageKind, entries: list[Entry]) -> Page:
    texts = [f"{entry.title}\n{entry.text}".strip() for entry in entries[:TEXTS_LIMIT]]
    text = "\n\n".join(filter(None, texts))
    links = {
        entry.url: Link(url=entry.url, text=entry.title, changed_at=entry.changed_at) for entry in entries
    }
    return Page(
        url=capture.final_url,
        title=host_of(capture.final_url),
        text=text,
        main_text=text,
        links=tuple(links.values()),
        contacts=contacts((), text),
        kind=kind,
    )


def _named_in_robots(capture: Capture) -> Iterator[Entry]:
    for url in islice(sitemap_urls_from_robots(capture.body[:512_000], capture.final_url), 100):
        with suppress(AddressError, ValueError):
            yield Entry(url=canonical_url(url), title="", text="", changed_at=None)


def _entries(body: bytes, base: str) -> Iterator[Entry]:
    # Nothing is loaded and no entity is replaced; libxml2 bounds depth and size by itself.
    elements = etree.iterparse(
        BytesIO(body), events=("end",), tag=ENTRIES, recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, collect_ids=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for element in islice(_until_broken(elements), ENTRIES_LIMIT):
        entry = _entry(element, base)
        _forget(element)
        if entry is not None:
            yield entry


def _until_broken(elements: Iterable[tuple[str, etree._Element]]) -> Iterator[etree._Element]:
    with suppress(etree.LxmlError):
        for _, element in elements:
            yield element


def _entry(element: etree._Element, base: str) -> Entry | None:
    fields: dict[str, str] = {}
    for child in islice(element, 100):
        name = _local_name(child.tag) if isinstance(child.tag, str) else ""
        value = _value(child, name)
        if value:
            fields.setdefault(name, value)
    address = next((fields[name] for name in ADDRESSES if name in fields), "")
    try:
        url = canonical_url(urljoin(base, address)) if address else None
    except (AddressError, ValueError):
        return None
    dates = (moment(fields[name]) for name in DATES if name in fields)
    texts = [_words(fields[name]) for name in TEXTS[1:] if name in fields]
    if url is None:
        return None
    return Entry(
        url=url,
        title=_words(fields.get("title", ""))[:200],
        text="\n".join(dict.fromkeys(texts)),
        changed_at=next((date for date in dates if date is not None), None),
    )


def _local_name(tag: str) -> str:
    """Without its namespace, or the prefix that stands for one which nobody declared."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _value(child: etree._Element, name: str) -> str:
    """What a child says. Atom's links say it in an attribute, and only one of them leads to the page."""
    href = child.get("href") if name == "link" else None
    if href is not None:
        return href.strip() if child.get("rel", "alternate") == "alternate" else ""
    return "".join(islice(child.itertext(), 1000)).strip()[:TEXT_LENGTH]


def _words(text: str) -> str:
    """A feed's text is markup, often with its brackets spelt out."""
    return " ".join(html.unescape(MARKUP.sub(" ", html.unescape(text))).split())


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
