"""A web server that does what servers should not, for the tests."""

import gzip
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import ClassVar

import segno
from fastwarc.stream_io import BrotliWriter, ZstdWriter

KAZAKH = "Қазақша мәтін: әңгіме, ғылым, өзен, үйрек, ұлт, қыс, ңәқ"
RUSSIAN = "Русский текст о погоде в городе и о том, как прошёл день"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
    "000001e221bc330000000049454e44ae426082"
)


class Handler(BaseHTTPRequestHandler):
    """Answers by path. `hits` counts what arrived."""

    protocol_version = "HTTP/1.1"
    hits: ClassVar[Counter[str]] = Counter()
    routes: ClassVar[Mapping[str, Callable[["Handler"], None]]] = {}

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.hits[self.path] += 1  # type: ignore[attr-defined]
        route = (
            self.routes.get(path)
            or ROUTES.get(path)
            or next((r for p, r in PREFIXES.items() if path.startswith(p)), None)
        )
        with suppress(OSError):
            if route is None:
                self.page("not here", status=404)
            else:
                route(self)

    do_POST = do_GET  # noqa: N815 - the name that http.server looks for

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def page(self, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def redirect(self, location: str) -> None:
        self.send_response(302)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def endless(self, announced: int | None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        if announced is not None:
            self.send_header("Content-Length", str(announced))
        self.end_headers()
        for _ in range(800):
            self.wfile.write(b"x" * 65536)
        self.close_connection = True

    def drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(60):
            self.wfile.write(b"<p>")
            self.wfile.flush()
            time.sleep(0.25)

    def truncated(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"<title>Cut</title><p>The beginning is here<div><a href='/ok'>li")
        self.close_connection = True

    def bomb(self, coding: str, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def broken_head(self) -> None:
        self.wfile.write(
            b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Type: text/html\r\n\r\n<title>Odd</title>odd"
        )
        self.close_connection = True


def _late(handler: Handler) -> None:
    """A script that keeps its page from being done."""
    time.sleep(1)
    handler.page(b"", "text/javascript")


def _js(handler: Handler) -> None:
    handler.page(
        "<title>JS</title><div id=root></div><script>document.getElementById('root').innerHTML ="
        "'<p>Written by a script</p><a href=/from-script>on</a><img src=/pixel.png>'</script>"
    )


def code_drawn_by(way: str) -> str:
    return f"https://vitrina.example/{way}"


def _modules(way: str) -> list[list[int]]:
    return [[int(dark) for dark in row] for row in segno.make(code_drawn_by(way), micro=False).matrix]


def _drawn(handler: Handler) -> None:
    """A canvas and a picture that a script draws, and a table and boxes that a style sheet colours."""
    cells = "".join(
        f"<tr>{''.join(f'<td class=c{dark}></td>' for dark in row)}</tr>" for row in _modules("table")
    )
    boxes = "".join(f"<i class=c{dark}></i>" for row in _modules("boxes") for dark in row)
    side = len(_modules("boxes")) * 5
    handler.page(
        "<title>Drawn</title><style>table{border-collapse:collapse} td{width:5px;height:5px;padding:0}"
        f".c1{{background:#123}} #b{{width:{side}px;font-size:0}}"
        "i{display:inline-block;width:5px;height:5px}"
        f"</style><p>{RUSSIAN * 8}</p><canvas id=c width=160 height=160></canvas><table>{cells}</table>"
        f"<div style='height:14000px'></div><div id=b>{boxes}</div><div>words<div></div></div><img id=i>"
        "<script>function draw(canvas, rows) { const pen = canvas.getContext('2d'); rows.forEach((row, y) =>"
        "row.forEach((on, x) => { if (on) pen.fillRect(12 + 5 * x, 12 + 5 * y, 5, 5) })) }"
        f"draw(c, {_modules('canvas')});"
        "const other = document.createElement('canvas'); other.width = other.height = 170;"
        f"draw(other, {_modules('blob')});"
        "other.toBlob(blob => { i.src = URL.createObjectURL(blob) })</script>"
    )


def _home(handler: Handler) -> None:
    handler.page(
        "<title>Home</title><a href=/ok>fine</a> <a href='http://elsewhere.example/'>off</a>"
        "<a href='https://t.me/qala_vitrina_'>write</a><img src=/pixel.png><img src=/pixel.png#again>"
        "<img src=/gone.png><img src=/not-an-image.png><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"
        "<div style='background:url(/back.png)'></div>"
    )


def _calendar(handler: Handler) -> None:
    month = int(handler.path.rpartition("/")[2] or 1)
    links = "".join(f"<a href=/calendar/{2000 + m // 12}/{m}>m</a>" for m in range(month + 1, month + 40))
    handler.page(f"<title>Month {month}</title>{links}<a href=/ok>ok</a>")


def _slow(handler: Handler) -> None:
    time.sleep(0.1)
    links = "".join(f"<a href=/slow/p{number}>p</a>" for number in range(60))
    handler.page(f"<title>Slow</title>{links}<img src=/pixel.png>")


def _text(text: str, encoding: str, kind: str) -> Callable[[Handler], None]:
    body = f"<title>t</title><p>{text * 3}</p>".encode(encoding)
    return lambda handler: handler.page(body, kind)


def _fixed(body: str | bytes, kind: str = "text/html", status: int = 200) -> Callable[[Handler], None]:
    return lambda handler: handler.page(body, kind, status)


ZEROS = bytes(60_000_000)


def packed(kind: type[BrotliWriter] | type[ZstdWriter], data: bytes) -> bytes:
    buffer = BytesIO()
    with kind(buffer) as writer:
        writer.write(data)
    return buffer.getvalue()


ROUTES: dict[str, Callable[[Handler], None]] = {
    "/robots.txt": _fixed("User-agent: *\nDisallow: /private", "text/plain"),
    "/": _home,
    "/ok": _fixed("<title>Fine</title><p>A page like any other, with text enough to be read.</p>"),
    "/gate": _fixed(
        "<title>Gate</title><form><div class='h-captcha' data-sitekey='0'></div><button>Enter</button></form>"
        "<a href=/from-script>inside</a>"
    ),
    "/private": _fixed("<title>Private</title>"),
    "/error": _fixed("<title>Broken</title>", status=500),
    "/loop": lambda handler: handler.redirect("/loop"),
    "/to-internal": lambda handler: handler.redirect("http://127.0.0.1:1/admin"),
    "/hop": lambda handler: handler.redirect("/hop2"),
    "/hop2": lambda handler: handler.redirect("/ok?after=hops"),
    "/wrong-charset": _text(RUSSIAN, "cp1251", "text/html; charset=utf-8"),
    "/koi8": _text(RUSSIAN, "koi8-r", "text/html"),
    "/kazakh": _text(KAZAKH, "kz1048", "text/html; charset=windows-1251"),
    "/empty": _fixed(b""),
    "/huge": lambda handler: handler.endless(None),
    "/huge-announced": lambda handler: handler.endless(52_428_800),
    "/drip": Handler.drip,
    "/truncated": Handler.truncated,
    "/bomb": lambda handler: handler.bomb("gzip", gzip.compress(ZEROS)),
    "/bomb-br": lambda handler: handler.bomb("br", packed(BrotliWriter, ZEROS)),
    "/bomb-zstd": lambda handler: handler.bomb("zstd", packed(ZstdWriter, ZEROS)),
    "/downloads": _fixed(
        "<title>Downloads</title><p id=words></p><a id=a href=/binary download>file</a>"
        "<iframe src=/binary></iframe>"
        "<script>for (let n = 0; n < 20; n++) a.click(); words.textContent = 'still here'</script>"
        "<script src=/late.js></script>"
    ),
    "/late.js": _late,
    "/odd-head": Handler.broken_head,
    "/deep": _fixed("<title>Deep</title>" + "<div>" * 100_000 + "the bottom"),
    "/line": _fixed("<title>Line</title>" + "word " * 300_000),
    "/binary": _fixed(bytes(range(256)) * 50, "application/zip"),
    "/js": _js,
    "/drawn": _drawn,
    "/from-script": _fixed("<title>Reached</title>only a script names this page"),
    "/pixel.png": _fixed(PIXEL, "image/png"),
    "/back.png": _fixed(PIXEL, "image/png"),
    "/not-an-image.png": _fixed("<p>no image</p>", "image/png"),
    "/alert": _fixed("<title>Alerts</title><div id=app></div><script>while(true){alert('again')}</script>"),
}
PREFIXES: dict[str, Callable[[Handler], None]] = {"/calendar/": _calendar, "/slow/": _slow}


class HostileServer(ThreadingHTTPServer):
    """Serves on a free loopback port in a thread; a context manager. With `tls`, over TLS."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, tls: ssl.SSLContext | None = None, handler: type[Handler] = Handler) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.hits: Counter[str] = Counter()
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    def __enter__(self) -> "HostileServer":
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what these tests are about."""
