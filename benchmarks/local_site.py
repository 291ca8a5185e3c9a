"""A web site on loopback that serves given pages, and pictures for whatever else they name."""

import re
import threading
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.serving import QuietHandler, QuietServer, Serving

SLASHES = rb"\\?/\\?/"
WITH_SCHEME = rb"https?:" + SLASHES + rb"[^\s\"'<>/?#)\\]*"
WITHOUT_SCHEME = SLASHES + rb"[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?::\d+)?"
ADDRESS = re.compile(rb"(?i)" + WITH_SCHEME + rb"|" + WITHOUT_SCHEME)
TYPES = {".css": "text/css", ".js": "text/javascript", ".json": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the site holds. `pages` are HTML and are linked from the front page."""

    pages: Sequence[bytes]
    pictures: Sequence[bytes]


def keep_local(page: bytes) -> bytes:
    """The page with every address that it writes out turned into a path of this site. (An address that a
    script puts together is left: the egress guard is there for what remains.)"""
    return ADDRESS.sub(b"", page)


class LocalSite(Serving):
    """Serves `content` while the `with` block runs. `first_request` is when the first one of them came,
    on the clock of `time.perf_counter`; `restart_clock` forgets it. With `tags_every` N, each Nth page has an
    ETag. `requests` and `sent` (bytes of bodies) count what was asked for and answered."""

    def __init__(self, content: Content, *, tags_every: int = 0) -> None:
        self._pages = {f"/page/{number}.html": keep_local(page) for number, page in enumerate(content.pages)}
        links = "".join(f'<li><a href="{path}">{path}</a>' for path in self._pages)
        self._pages["/"] = f"<!doctype html><title>All pages</title><ul>{links}</ul>".encode()
        self._pictures = content.pictures
        tagged = list(self._pages)[::tags_every] if tags_every else []
        self._tags = {path: f'"{zlib.crc32(self._pages[path]):x}"' for path in tagged}
        self._counting = threading.Lock()
        self.requests = 0
        self.sent = 0
        server = _Server(("127.0.0.1", 0), _Handler)
        server.site = self
        super().__init__([server])
        self.first_request: float | None = None

    @property
    def host(self) -> str:
        """Address and port."""
        return f"127.0.0.1:{self.servers[0].server_port}"

    @property
    def pages(self) -> Mapping[str, bytes]:
        """What is served, by its address."""
        return {f"http://{self.host}{path}": page for path, page in self._pages.items()}

    def restart_clock(self) -> None:
        """The next request is the first."""
        self.first_request = None

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, media type and body for a path."""
        self.first_request = self.first_request or time.perf_counter()
        if path == "/robots.txt":
            return 404, "text/plain", b""
        if path in self._pages:
            return 200, "text/html", self._pages[path]
        name, dot, suffix = path.partition("?")[0].rpartition(".")
        if dot + suffix.lower() in TYPES:
            return 200, TYPES[dot + suffix.lower()], b""
        picture = self._pictures[zlib.crc32((name or path).encode()) % len(self._pictures)]
        return 200, _media_type(picture), picture

    def tag(self, path: str) -> str:
        """The ETag of a page, empty where it has none."""
        return self._tags.get(path, "")

    def count(self, body: bytes) -> None:
        """One more answer."""
        with self._counting:
            self.requests += 1
            self.sent += len(body)


class _Server(QuietServer):
    site: LocalSite


class _Handler(QuietHandler):
    server: _Server

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server looks for
        site = self.server.site
        status, media_type, body = site.answer(self.path)
        tag = site.tag(self.path)
        if tag and self.headers["If-None-Match"] == tag:
            status, body = 304, b""
        site.count(body)
        self.send(status, media_type, body, {"ETag": tag} if tag else None)


def _media_type(picture: bytes) -> str:
    for start, name in ((b"\x89PNG", "png"), (b"\xff\xd8", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp")):
        if picture.startswith(start):
            return f"image/{name}"
    return "application/octet-stream"
