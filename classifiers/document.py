"""What is scored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with what is known around it. Signals quote `text`; `title`, `url` and `links` (absolute
    addresses and contact strings) are context that detectors may read."""

    text: str
    title: str = ""
    url: str = ""
    links: tuple[str, ...] = ()
