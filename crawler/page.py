"""What a capture says: text, links, images, contacts."""

from dataclasses import dataclass
from enum import StrEnum


class ImageSource(StrEnum):
    """Where in a page an image was named."""

    IMG = "img"
    SRCSET = "srcset"
    DATA = "data"
    CSS = "css"
    META = "meta"
    ICON = "icon"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRef:
    """An image that a page shows. `url` is absolute, or a `data:` URI."""

    url: str
    source: ImageSource
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link out of a page: absolute `url`, the anchor's text."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The readable view of one capture.

    `text` is all visible text; `main_text` leaves out menus and footers. `contacts` are the raw
    strings that may lead to a person or a shop (handles, `tg:`, `tel:`, `mailto:` and messenger
    addresses), as they stand in the page; `qr.payload.parse` tells what they are. `language` is the
    one the document declares, or empty.
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
