"""What a server sent, byte for byte, and how it was asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.handling import Handling

Headers = tuple[tuple[str, str], ...]


class Via(StrEnum):
    """Which fetcher made the capture; an archive's was made by others."""

    HTTP = "http"
    BROWSER = "browser"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect on the way: `url` answered `status` and pointed to `location`."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One response as evidence.

    `body` holds the bytes of the answer after transfer and content coding were undone. For a browser
    capture it is the document as the server sent it; `rendered` is the DOM after scripts ran, UTF-8
    HTML, `screenshot` the full page as PNG, and `elements` those parts of it that may be drawn codes.
    `fetched_at` is UTC. `ip_address` is the address that was dialled, as the egress guard saw it; `protocol`
    the one that was spoken (`HTTP/1.1`, `HTTP/2.0`); `chain` the server's certificates, its own first, DER.
    `tls_error` says why they were not trusted, where they were not. Only a browser runs scripts. `handling`
    is what was done to a page in the browser before it was pictured, and `browser` its version. `unseen` says
    why the browser, which was to show the page, did not: then it stands as it came over HTTP.
    """

    url: str
    final_url: str
    status: int
    headers: Headers
    body: bytes
    via: Via
    fetched_at: datetime
    request_headers: Headers = ()
    hops: tuple[Hop, ...] = ()
    ip_address: str | None = None
    protocol: str = ""
    chain: tuple[bytes, ...] = ()
    tls_error: str | None = None
    rendered: bytes | None = None
    screenshot: bytes | None = None
    elements: tuple[bytes, ...] = ()
    handling: Handling | None = None
    browser: str = ""
    unseen: str = ""

    def part(self, body: bytes, media_type: str) -> "Capture":
        """What was made of this capture, or stood in it, as a capture of its own."""
        return Capture(
            url=self.url,
            final_url=self.final_url,
            status=200,
            headers=(("Content-Type", media_type),),
            body=body,
            via=self.via,
            fetched_at=self.fetched_at,
        )

    @property
    def media_type(self) -> str:
        """The lower-case media type the server named, without parameters; empty if it named none."""
        for name, value in self.headers:
            if name.lower() == "content-type":
                return value.partition(";")[0].strip().lower()
        return ""
