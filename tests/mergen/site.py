"""A small site on loopback whose pages a test writes."""

import ssl
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT

Page = str | bytes | Callable[["Handler"], None]

SHOP = f"<title>Сухая ветка</title><p>{SHOP_TEXT}</p>"
NEWS = f"<title>Вечер поэзии</title><p>{NEWS_TEXT}</p>"


class Handler(BaseHTTPRequestHandler):
    """Answers from the site's pages."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.server
        assert isinstance(site, Site)
        site.hits[self.path] += 1
        page = site.pages.get(self.path)
        with suppress(OSError):
            if callable(page):
                page(self)
            elif page is None:
                self.answer("<title>404</title>no such page", status=404)
            else:
                self.answer(page)

    def answer(self, page: str | bytes, status: int = 200, **headers: str) -> None:
        """A whole answer; bytes are an image unless `content_type` says otherwise."""
        data = page.encode() if isinstance(page, str) else page
        kind = "text/html; charset=utf-8" if isinstance(page, str) else "image/png"
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data))}.items():
            self.send_header(name, headers.pop(name.lower().replace("-", "_"), value))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Site(ThreadingHTTPServer):
    """Serves `pages` by path while its context is open, and counts who came. With `tls`, over TLS."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, pages: Mapping[str, Page], tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages = dict(pages)
        self.hits: Counter[str] = Counter()
        self._scheme = "http" if tls is None else "https"
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a page."""
        return f"{self._scheme}://{host}:{self.server_port}{path}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no news."""


def is_buyer(handler: Handler) -> bool:
    """A phone that comes from a search."""
    said = [handler.headers[name] or "" for name in ("User-Agent", "Referer", "Accept-Language")]
    return "Mobile" in said[0] and "google" in said[1] and said[2].startswith("kk")


def shown(
    page: str, otherwise: tuple[str, int] = ("<title>404</title>no such page", 404), status: int = 200
) -> Page:
    """The page for buyers, and what everybody else is shown."""
    return lambda handler: handler.answer(*((page, status) if is_buyer(handler) else otherwise))


class Gate:
    """Lets so many pages through and holds the others until it is opened."""

    def __init__(self, through: int) -> None:
        self._slots = threading.Semaphore(through)
        self._open = threading.Event()
        self.held = threading.Event()

    def __call__(self) -> None:
        if not self._open.is_set() and not self._slots.acquire(blocking=False):
            self.held.set()
            self._open.wait(60)

    def open(self) -> None:
        self._open.set()


def chain(length: int, wait: Callable[[], object] = lambda: None) -> dict[str, Page]:
    """Pages of which each links to the next, so that a crawl takes its time; `wait` before each answer."""

    def page(number: int) -> Page:
        text = f"<title>Зал {number}</title><p>{NEWS_TEXT} Зал номер {number}.</p>"
        link = f"<a href='/{number + 1}'>дальше</a>" if number < length else ""

        def answer(handler: Handler) -> None:
            wait()
            handler.answer(text + link)

        return answer

    return {f"/{number}": page(number) for number in range(1, length + 1)}
