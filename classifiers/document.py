"""What is scored."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with what is known around it. Signals quote `text`; `title`, `url` and `links` (absolute
    addresses and contact strings) are context that detectors may read. `day` is when the text was
    published or captured: terms out of date by then weigh less; without it all are in date."""

    text: str
    title: str = ""
    url: str = ""
    links: tuple[str, ...] = ()
    day: datetime.date | None = None
