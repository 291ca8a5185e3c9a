"""Sites that harm a careless crawler: traps, lies, faults and ways into the internal network."""

import struct
import zlib
from collections.abc import Mapping
from functools import partial

from mergen.demo.calendar import CalendarSite
from mergen.demo.reply import NOT_FOUND, Reply, Site, redirect

_METADATA = "http://169.254.169.254/latest/meta-data/"
_HUGE_BYTES = 50_000_000


class FixedSite:
    """A host with ready answers. `robots` is its robots.txt."""

    def __init__(self, host: str, replies: Mapping[str, Reply], robots: str = "User-agent: *\n") -> None:
        self.host = host
        self._replies = {**replies, "/robots.txt": Reply(body=robots.encode(), media_type="text/plain")}
        self._listed = tuple(replies)

    @property
    def paths(self) -> tuple[str, ...]:
        return self._listed

    def reply(self, path: str, query: Mapping[str, str]) -> Reply:  # noqa: ARG002 - ready answers
        return self._replies.get(path, NOT_FOUND)


class FaultSite(FixedSite):
    """The faults of ordinary servers. The huge page is made when asked for, to hold no memory before."""

    def reply(self, path: str, query: Mapping[str, str]) -> Reply:
        if path != "/huge":
            return super().reply(path, query)
        line = b"<p>A page without an end, one paragraph after another.</p>\n"
        return Reply(body=b"<!doctype html><title>Huge</title>" + line * (_HUGE_BYTES // len(line)))


def hostile_sites(internal_port: int) -> tuple[Site, ...]:
    """The trap, the hostile host, the faulty host. `internal_port` is what they try to reach."""
    internal = f"http://127.0.0.1:{internal_port}/internal"
    return (CalendarSite(), _hostile(internal), _faults())


def _html(title: str, body: str) -> Reply:
    return Reply(
        body=f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    )


def _hostile(internal: str) -> FixedSite:
    pages = {
        "/alerts": _html("Wait", "<p>Please wait.</p><script>while (true) { alert('again') }</script>"),
        "/names": _html(
            "</title><script>document.title='owned'</script>\"'><img src=x onerror=alert(1)>", _NAMES
        ),
        "/to-internal": redirect(internal),
        "/to-metadata": redirect(_METADATA, 301),
        "/embedded": _html("Embedded", _embedded(internal)),
        "/moves": _html("Moves", f"<p>Moving on.</p><script>location.href = '{internal}?by=script'</script>"),
        "/tables": _html("Tables", "<table><tr><td>" * 5000 + "deep" + "</td></tr></table>" * 5000),
        "/charset": _lying_charset(),
        "/pictures": _html("Pictures", _PICTURES),
        "/loop/a": redirect("/loop/b"),
        "/loop/b": redirect("/loop/a"),
    }
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in pages)
    front = _html("Test pages of a network club", f"<h1>Test pages</h1><ul>{links}</ul>")
    pictures = {
        "/img/fake.jpg": Reply(body=b"<html>this is no picture</html>", media_type="image/jpeg"),
        "/img/bomb.png": Reply(body=_bomb(30_000), media_type="image/png"),
        "/img/cut.png": Reply(body=_bomb(64)[:40], media_type="image/png"),
    }
    return FixedSite("hostile.test", {"/": front, **pages, **pictures})


_NAMES = """<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>
<a href="javascript:alert(1)">press</a> <a href="data:text/html,<script>alert(1)</script>">press</a>
<a href="file:///etc/passwd">file</a> <a href="ftp://hostile.test/">ftp</a> <a href="http://[::1">broken</a>
<a href='/charset?"><script>alert(2)</script>'>"><script>alert(3)</script></a>
<p>=HYPERLINK("http://hostile.test/"); {{ 7*7 }} ${7*7} ' OR 1=1 -- \u202egnp.exe</p>"""

_PICTURES = """<p>Three pictures.</p><img src="/img/fake.jpg" alt="not a picture">
<img src="/img/bomb.png" alt="thirty thousand pixels wide"><img src="/img/cut.png" alt="cut off">"""


def _embedded(internal: str) -> str:
    return f"""<p>A page with parts from elsewhere.</p><img src="{internal}?by=img" alt="">
<iframe src="{internal}?by=frame"></iframe><link rel="stylesheet" href="{internal}?by=style">
<script>fetch("{internal}?by=fetch", {{mode: "no-cors"}})
new WebSocket("{internal.replace("http", "ws")}")</script>
<img src="{_METADATA}" alt="">"""


def _lying_charset() -> Reply:
    text = "<!doctype html><html><head><meta charset='utf-8'><title>Кодировка</title></head><body>"
    text += "<p>Эта страница записана в windows-1251, а заголовок говорит иное.</p></body></html>"
    return Reply(body=text.encode("windows-1251"), media_type="text/html; charset=iso-2022-kr")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _bomb(side: int) -> bytes:
    """A PNG whose header promises `side` times `side` pixels and whose data stops at once."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _faults() -> FaultSite:
    ask = partial(Reply, media_type="text/html; charset=utf-8")
    pages = {
        "/broken": ask(body=b"<h1>500 Internal Server Error</h1>", status=500),
        "/empty": ask(),
        "/cut": ask(
            body=b"<!doctype html><html><head><title>Cut</title><body><p>The page stops in the mid<a hre"
        ),
        "/huge": ask(),
        "/private/list": _html("Private", "<p>robots.txt asks crawlers not to read this.</p>"),
        "/bytes": Reply(body=bytes(range(256)) * 64, media_type="application/octet-stream"),
    }
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in (*pages, "/missing"))
    links += '<li><a href="http://gone.example/">a host that is gone</a></li>'
    front = _html("A server with faults", f"<h1>Faults</h1><ul>{links}</ul>")
    return FaultSite("faults.test", {"/": front, **pages}, robots="User-agent: *\nDisallow: /private/\n")
