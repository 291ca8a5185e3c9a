"""What a capture says: text, links, images, contacts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ImageSource(StrEnum):
    """Where in a page an image was named, or what it was made of: an `<svg>` in the markup, a picture of an
    element that a browser drew, a text of marks."""

    IMG = "img"
    SRCSET = "srcset"
    DATA = "data"
    CSS = "css"
    META = "meta"
    SCREENSHOT = "screenshot"
    ICON = "icon"
    DIRECT = "direct"
    LINK = "link"
    VECTOR = "vector"
    ELEMENT = "element"
    TEXT = "text"


class PageKind(StrEnum):
    """What sort of document a page was read from. A LIST names pages (a sitemap, a feed), an INDEX lists."""

    DOCUMENT = "document"
    TEXT = "text"
    CHANNEL = "channel"
    CARD = "card"
    LIST = "list"
    INDEX = "index"


class CardKind(StrEnum):
    """Whose card a Telegram page is: of all of these only a channel may show posts besides. NOBODY is a name
    that nobody has, or that shows nothing."""

    CHANNEL = "channel"
    PRIVATE_CHANNEL = "private_channel"
    GROUP = "group"
    PRIVATE_GROUP = "private_group"
    BOT = "bot"
    PERSON = "person"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRef:
    """An image that a page shows. `url` is absolute, or a `data:` URI. `alt` stands for it, `near` is the
    text that belongs to it: its title, its caption, the words beside it, the post it came with."""

    url: str
    source: ImageSource
    alt: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link out of a page: absolute `url`, the anchor's text, the text `near` it. `changed_at` is when a
    list says that the page last changed, UTC; `is_next` tells that it goes on to another page of the list."""

    url: str
    text: str = ""
    near: str = ""
    changed_at: datetime | None = None
    is_next: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as a public preview shows it.

    `reference` is `channel/number`. `views` is rounded as Telegram shows it (`4.4K` gives 4400), None
    where it shows none. `forwarded_from` names the channel or person it was taken from, with `forwarded_url`
    the place, where there is a public one. A quoted reply is not part of `text`.
    """

    reference: str
    text: str
    published_at: datetime | None = None
    views: int | None = None
    links: tuple[Link, ...] = ()
    images: tuple[ImageRef, ...] = ()
    buttons: tuple[Link, ...] = ()
    forwarded_from: str = ""
    forwarded_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The readable view of one capture.

    `text` is all visible text; `main_text` leaves out menus and footers. `contacts` are the raw
    strings that may lead to a person or a shop (handles, `tg:`, `tel:`, `mailto:` and messenger
    addresses), as they stand in the page; `qr.payload.parse` tells what they are. `language` is the
    one the document declares, or empty. A channel preview has its `posts`, oldest first; the card of a
    private channel, a bot or a person has none, and `card` says whose it is. `drawings` are texts of marks
    that may be codes, with their spaces and line breaks as they stand. `lists` are the addresses of feeds
    and sitemaps that it names.
    """

    url: str
    title: str
    text: str
    main_text: str
    links: tuple[Link, ...] = ()
    images: tuple[ImageRef, ...] = ()
    contacts: tuple[str, ...] = ()
    language: str = ""
    encoding: str = "utf-8"
    favicon: str | None = None
    kind: PageKind = PageKind.DOCUMENT
    posts: tuple[Post, ...] = ()
    card: CardKind | None = None
    drawings: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
