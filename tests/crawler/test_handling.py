"""What is done to a page before it is pictured: banners go, lazy images come, and the page is never left."""

import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import ClassVar

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright._impl._driver import compute_driver_executable

from crawler.certificate import certificate_of
from crawler.egress import EgressGuard, EgressPolicy
from crawler.handling import Answer, Consent
from crawler.screenshot import Photographer
from crawler.shot import Shot
from tests.crawler.hostile import PIXEL, Handler, HostileServer

GREEN = "<body style='margin:0;background:#0c0'>"


def banner(buttons: str, words: str = "Мы используем файлы cookie.") -> str:
    """A page under a red banner that its buttons' scripts take away."""
    return (
        f"<title>Shop</title>{GREEN}<p>Витрина</p>"
        f"<div id=over style='position:fixed;inset:0;background:#c00'>{words} {buttons}</div>"
        "<script>function away() { over.remove() }</script>"
    )


BANNERS = {
    "/reject": banner("<button onclick=away()>Принять</button><button onclick=away()>Отклонить</button>"),
    "/kazakh": banner("<button onclick=away()>Қабылдау</button>", "Сайт cookie файлдарын пайдаланады."),
    "/close": banner("<button onclick=away() aria-label=Close>×</button>", "This site uses cookies."),
    "/leaves": banner("<button onclick=\"away(); location='/left'\">Принять</button>"),
    "/opens": banner("<button onclick=\"away(); window.open('/left')\">Accept</button>"),
    "/link": banner("<a href=/left>Принять</a>"),
    "/submits": banner("<form action=/left><button>Принять</button></form>"),
    "/age": banner("<button onclick=away()>Принять</button>", "Вам есть 18+? Мы используем cookie."),
}
LAZY = (
    f"<title>Lazy</title>{GREEN}<div style='height:9000px'></div>"
    + "".join(f"<img loading=lazy width=40 height=40 src=/lazy-{n}.png>" for n in range(3))
    + "<img width=40 height=40 data-src=/named.png src='data:image/gif;base64,'><p id=end></p>"
    "<script>onscroll = () => "
    "end.after(Object.assign(document.createElement('p'), {style: 'height:3000px'}))</script>"
)


class Page(Handler):
    """Serves the pages above; every other address is an image."""

    routes: ClassVar[Mapping[str, Callable[[Handler], None]]] = {
        path: lambda handler, html=html: handler.page(html)
        for path, html in {**BANNERS, "/lazy": LAZY}.items()
    } | {
        f"/{name}.png": lambda handler: handler.page(PIXEL, "image/png")
        for name in ("lazy-0", "lazy-1", "lazy-2", "named")
    }


TWO = """const [key, cert] = process.argv.slice(1).map(name => require('fs').readFileSync(name));
const said = request => '<title>HTTP/' + request.httpVersion + '</title>';
const server = require('http2').createSecureServer({key, cert, allowHTTP1: true}, (request, response) => {
  response.setHeader('content-type', 'text/html'); response.end(said(request)) });
server.listen(0, '127.0.0.1', () => console.log(server.address().port))"""


@pytest.fixture(scope="module")
def http2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server that offers HTTP/2, run by the Node.js of Playwright's driver."""
    folder = tmp_path_factory.mktemp("http2")
    issued = trustme.CA().create_child_ca().issue_cert("two.example")
    issued.private_key_pem.write_to_path(folder / "key")
    (folder / "cert").write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
    command = [compute_driver_executable()[0], "-e", TWO, str(folder / "key"), str(folder / "cert")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.kill()


@dataclass(frozen=True)
class Pictured:
    """The shots by path, and the server."""

    shots: Mapping[str, Shot]
    server: HostileServer

    def colour(self, path: str) -> tuple[int, int, int]:
        """The colour in the middle of the first screen."""
        image = Image.open(BytesIO(self.shots[path].png or b"")).convert("RGB")
        pixel = image.getpixel((640, 450))
        assert isinstance(pixel, tuple)
        return pixel[0], pixel[1], pixel[2]


@pytest.fixture(scope="module")
def pictured(http2: int) -> Iterator[Pictured]:
    base = "http://one.example"
    with HostileServer(handler=Page) as server:
        policy = EgressPolicy(
            hosts={
                "one.example": ("127.0.0.1", server.server_port),
                "two.example": ("127.0.0.1", http2),
            }
        )
        paths = [*BANNERS, "/lazy"]
        with EgressGuard(policy) as guard:
            urls = [*(base + path for path in paths), "https://two.example/"]
            taken = Photographer(guard, timeout=20, pages=2).take(urls)
        shots = {url.removeprefix(base): shot for url, shot in taken.items() if isinstance(shot, Shot)}
        assert len(shots) == len(urls)
        yield Pictured(shots, server)


@pytest.mark.parametrize(
    ("path", "consent"),
    [
        ("/reject", Consent(answer=Answer.REJECTED, words="Отклонить")),
        ("/kazakh", Consent(answer=Answer.ACCEPTED, words="Қабылдау")),
        ("/close", Consent(answer=Answer.CLOSED, words="×")),
    ],
)
def test_a_banner_is_answered_and_what_was_answered_is_said(
    pictured: Pictured, path: str, consent: Consent
) -> None:
    assert pictured.shots[path].handling.consent == consent
    assert pictured.colour(path) == (0, 0xCC, 0)


@pytest.mark.parametrize("path", ["/leaves", "/opens", "/link", "/submits"])
def test_no_button_takes_the_browser_elsewhere(pictured: Pictured, path: str) -> None:
    assert pictured.shots[path].url == f"http://one.example{path}"
    assert b"<title>Shop</title>" in pictured.shots[path].rendered
    assert pictured.server.hits["/left"] == 0


@pytest.mark.parametrize("path", ["/link", "/submits", "/age"])
def test_links_forms_and_questions_for_the_age_are_not_touched(pictured: Pictured, path: str) -> None:
    assert pictured.shots[path].handling.consent is None
    assert pictured.colour(path) == (0xCC, 0, 0)


def test_images_that_load_when_seen_are_loaded_on_a_page_that_grows_without_end(pictured: Pictured) -> None:
    shot = pictured.shots["/lazy"]
    assert shot.handling.scrolled == 12_000
    assert all(pictured.server.hits[f"/{name}.png"] for name in ("lazy-0", "lazy-1", "lazy-2", "named"))
    picture = Image.open(BytesIO(shot.png or b""))
    assert (picture.height, picture.convert("RGB").getpixel((5, 5))) == (12_000, (0, 0xCC, 0))


def test_a_shot_says_how_the_document_was_asked_for(pictured: Pictured) -> None:
    shot = pictured.shots["/lazy"]
    asked = {name.lower(): value for name, value in shot.request_headers}
    assert "Mergen" in asked["user-agent"]
    assert asked["accept-language"].startswith("ru")
    assert (shot.protocol, shot.chain) == ("HTTP/1.1", ())


def test_a_server_that_offers_http_2_is_spoken_to_in_it_through_the_guard(pictured: Pictured) -> None:
    shot = pictured.shots["https://two.example/"]
    assert b"<title>HTTP/2.0</title>" in shot.rendered
    assert shot.protocol == "HTTP/2.0"


def test_a_shot_has_the_certificates_that_the_browser_was_given(pictured: Pictured) -> None:
    leaf, issuer = map(certificate_of, pictured.shots["https://two.example/"].chain)
    assert leaf.issuer == issuer.subject
    assert leaf.sha256 != issuer.sha256


@given(st.binary(max_size=200))
def test_anything_may_be_sent_for_a_certificate(der: bytes) -> None:
    assert certificate_of(der).sha256 == sha256(der).hexdigest()
