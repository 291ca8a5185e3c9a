"""A page to look at as the API tells it."""

from datetime import datetime

from pydantic import Field

from review.api.quote_shape import QuoteShape
from review.api.shape import Id, Shape


class PageSummary(Shape):
    """A page to look at (sale, recruitment or unsure), without its text."""

    capture_id: Id
    finding_id: Id
    resource_id: Id
    url: str
    title: str
    language: str
    score: float
    label: str
    fetched_at: datetime


class Hop(Shape):
    """One redirect on the way to a page."""

    url: str
    status: int
    location: str


class OtherLookShape(Shape):
    """What another visitor was shown at the same address."""

    profile: str
    divergence: str
    shop_for: str
    text_likeness: float
    link_likeness: float
    status: int
    final_url: str
    sha256: str
    screenshot_sha256: str | None
    is_other: bool


class SignalShape(QuoteShape):
    """A quoted sign on a page: code points `start` to `end` of `text + "\\n\\n" + image_text`."""

    in_image: bool


class OpenPage(Shape):
    """The page that is open, with its text and the signs in it."""

    row: PageSummary
    final_url: str
    status: int
    via: str
    sha256: str = Field(description="of the stored bytes")
    sale: float
    recruitment: float
    scorer: str
    text: str
    image_text: str = Field(description="what was read in its pictures")
    screenshot_sha256: str | None
    tls_error: str | None
    protocol: str
    answered: str = Field(description="the button that took a consent banner away")
    look: OtherLookShape | None
    hops: tuple[Hop, ...]
    lacking: tuple[str, ...] = Field(description="quotes that the capture does not show")
    unseen: str = Field(description="why the browser, which was to show it, did not; else empty")
