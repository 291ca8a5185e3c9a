"""Reading Telegram's public web previews: a channel's posts, or the card of what shows none.

The structure is that of `https://t.me/s/<channel>` and `https://t.me/<name>` (classes `tgme_*`); a page
is known by it, whatever host serves it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from crawler.card import card_of
from crawler.contacts import contacts
from crawler.document import Document
from crawler.drawings import drawings, lines
from crawler.page import ImageRef, ImageSource, Link, Page, PageKind, Post
from crawler.pictures import NEAR_LIMIT, css_urls

PREVIEW_BASE = "https://t.me/s/"
CHANNEL_NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
PUBLIC_NAME = re.compile(
    r"https?://(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/([A-Za-z][A-Za-z0-9_]{3,31})/?(?:\?.*)?"
)
RESERVED = frozenset(
    {"joinchat", "addstickers", "addemoji", "addlist", "addtheme", "share", "proxy", "socks", "login"}
)
CARD = ".tgme_page .tgme_page_title, .tgme_page a.tgme_username_link"
MESSAGE = ".tgme_widget_message[data-post]"
TEXT = ".tgme_widget_message_text.js-message_text"
BACKGROUNDS = (
    ".tgme_widget_message_photo_wrap, .tgme_widget_message_video_thumb, .link_preview_image, "
    ".link_preview_right_image, .tgme_widget_message_roundvideo_thumb"
)
BODY_LINKS = (
    f"{TEXT} a[href], a.tgme_widget_message_link_preview[href], a.tgme_widget_message_inline_button[href]"
)
EXTRA_TEXT = (
    ".link_preview_title, .link_preview_description, .tgme_widget_message_document_title, "
    ".tgme_widget_message_poll_question, .tgme_widget_message_poll_option_text"
)
VIEWS = re.compile(r"([\d.,]+)\s*([KMB]?)", re.IGNORECASE)
SCALE = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}


def preview_url(channel: str, base: str = PREVIEW_BASE) -> str:
    """The address of a channel's preview. Takes `name`, `@name`; raises `ValueError` for other texts."""
    match = CHANNEL_NAME.fullmatch(channel.strip())
    if match is None:
        raise ValueError(f"{channel!r} is not a channel's name: 4 to 32 letters, digits and _.")
    return base + match[1]


def preview_of(url: str, base: str = PREVIEW_BASE) -> str | None:
    """The preview to read instead of a `https://t.me/<name>` address, None for any other address."""
    match = PUBLIC_NAME.fullmatch(url)
    return None if match is None or match[1].lower() in RESERVED else base + match[1]


def is_preview(document: Document) -> bool:
    """Whether a document has the structure of a preview or a card."""
    return document.tree.css_first(f"{MESSAGE}, .tgme_channel_info, {CARD}") is not None


def read_preview(document: Document, encoding: str = "utf-8") -> Page:
    """The page of a channel preview with its posts, or of a card without any."""
    for node in document.tree.css(".tgme_widget_message_reply"):
        node.decompose()  # what is quoted was said elsewhere
    posts = tuple(_post(node, document) for node in document.tree.css(MESSAGE))
    head = _head(document)
    text = "\n\n".join(part for part in (*head, *(post.text for post in posts)) if part)
    channel = bool(posts) or _first(document, ".tgme_channel_info") is not None
    return Page(
        url=document.url,
        title=head[0] or document.title(),
        text=text,
        main_text=text,
        links=_links(document, posts),
        images=_images(document, posts),
        contacts=contacts(_hrefs(document), text),
        encoding=encoding,
        favicon=urljoin(document.base, "/favicon.ico"),
        kind=PageKind.CHANNEL if channel else PageKind.CARD,
        card=None if channel else card_of(document.tree),
        posts=posts,
        drawings=drawings(document.tree, ""),
    )


def paging_links(page: Page) -> tuple[str, ...]:
    """Where a preview goes on: earlier posts, or from a channel's card to its preview."""
    marks = ("?before=",) if page.kind is PageKind.CHANNEL else ("/s/",)
    return tuple(link.url for link in page.links if any(mark in link.url for mark in marks))


def _head(document: Document) -> tuple[str, ...]:
    """Title, name and counters, description."""
    selectors = (
        ".tgme_channel_info_header_title, .tgme_page_title",
        ".tgme_channel_info_header_username, .tgme_page_extra",
        ".tgme_channel_info_description, .tgme_page_description",
    )
    return tuple(_text(node) if (node := _first(document, selector)) else "" for selector in selectors)


def _post(node: LexborNode, document: Document) -> Post:
    forwarded = node.css_first(".tgme_widget_message_forwarded_from_name")
    buttons = tuple(
        _link(button, document) for button in node.css("a.tgme_widget_message_inline_button[href]")
    )
    parts = [_text(part) for part in node.css(f"{TEXT}, {EXTRA_TEXT}")]
    text = "\n".join(part for part in (*parts, *(button.text for button in buttons)) if part)
    return Post(
        reference=(node.attributes.get("data-post") or "")[:200],
        text=text,
        published_at=_published(node),
        views=_views(node),
        links=tuple(_link(link, document) for link in node.css(BODY_LINKS)),
        images=_backgrounds(node, document, text),
        buttons=buttons,
        forwarded_from=_text(forwarded) if forwarded else "",
        forwarded_url=(forwarded.attributes.get("href") or "") if forwarded else "",
    )


def _published(node: LexborNode) -> datetime | None:
    time = node.css_first(".tgme_widget_message_date time[datetime]")
    try:
        stamp = datetime.fromisoformat((time.attributes.get("datetime") or "") if time else "")
    except ValueError:
        return None
    return stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def _views(node: LexborNode) -> int | None:
    counter = node.css_first(".tgme_widget_message_views")
    match = VIEWS.match(counter.text().strip()) if counter else None
    if match is None:
        return None
    try:
        return round(float(match[1].replace(",", "")) * SCALE[match[2].upper()])
    except ValueError:
        return None


def _backgrounds(node: LexborNode, document: Document, text: str) -> tuple[ImageRef, ...]:
    urls = [
        urljoin(document.base, url)
        for part in node.css(BACKGROUNDS)
        for url in css_urls(part.attributes.get("style") or "")
    ]
    near = text[:NEAR_LIMIT]
    return tuple(ImageRef(url=url, source=ImageSource.CSS, near=near) for url in dict.fromkeys(urls))


def _images(document: Document, posts: tuple[Post, ...]) -> tuple[ImageRef, ...]:
    found = {image.url: image for post in posts for image in post.images}
    for node in document.tree.css(".tgme_page_photo_image img, img.tgme_page_photo_image"):
        url = urljoin(document.base, node.attributes.get("src") or "")
        found.setdefault(url, ImageRef(url=url, source=ImageSource.IMG))
    return tuple(found.values())


def _links(document: Document, posts: tuple[Post, ...]) -> tuple[Link, ...]:
    """What posts, description and buttons lead to, and the paging; not Telegram's own furniture."""
    found = {link.url: link for post in posts for link in post.links}
    for post in posts:
        if post.forwarded_url and (url := document.resolve(post.forwarded_url)):
            found.setdefault(url, Link(url=url, text=post.forwarded_from))
    for node in document.tree.css(
        "a.tme_messages_more[href], a.tgme_page_context_link[href], "
        ".tgme_channel_info_description a[href], .tgme_page_description a[href]"
    ):
        link = _link(node, document)
        found.setdefault(link.url, link)
    return tuple(link for link in found.values() if link.url.startswith(("http://", "https://")))


def _hrefs(document: Document) -> Iterator[str]:
    for node in document.tree.css(
        f"{BODY_LINKS}, .tgme_channel_info_header_username a[href], .tgme_channel_info_description a[href], "
        ".tgme_page_description a[href], .tgme_page_action a[href], "
        "a.tgme_widget_message_forwarded_from_name[href]"
    ):
        yield node.attributes.get("href") or ""


def _link(node: LexborNode, document: Document) -> Link:
    href = node.attributes.get("href") or ""
    return Link(url=document.resolve(href) or href, text=" ".join(_text(node).split())[:200])


def _first(document: Document, selector: str) -> LexborNode | None:
    return document.tree.css_first(selector)


def _text(node: LexborNode) -> str:
    """Text in lines, without the spaces around them."""
    return "\n".join(line.strip() for line in lines(node).replace("\xa0", " ").splitlines()).strip()
