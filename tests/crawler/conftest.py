"""Servers and one large crawl that many tests look at."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import trustme

from crawler.egress import EgressPolicy
from crawler.process import CrawlOptions
from tests.crawler.crawling import Outcome, crawl
from tests.crawler.hostile import HostileServer

FAULTS = [
    "ok",
    "gate",
    "private",
    "error",
    "missing",
    "loop",
    "hop",
    "wrong-charset",
    "koi8",
    "kazakh",
    "empty",
    "huge",
    "huge-announced",
    "drip",
    "truncated",
    "bomb",
    "bomb-br",
    "bomb-zstd",
    "downloads",
    "odd-head",
    "deep",
    "line",
    "binary",
    "js",
    "drawn",
    "pixel.png",
    "alert",
]


@dataclass(frozen=True)
class HostileCrawl:
    """The crawl over every fault, and the servers it met."""

    outcome: Outcome
    server: HostileServer
    internal: HostileServer
    secure: HostileServer
    closed_port: int


@pytest.fixture(scope="session")
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture(scope="session")
def internal() -> Iterator[HostileServer]:
    """What must never be reached."""
    with HostileServer() as running:
        yield running


@pytest.fixture(scope="session")
def secure() -> Iterator[HostileServer]:
    """Speaks TLS with a certificate that nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().create_child_ca().issue_cert("localhost").configure_cert(context)
    with HostileServer(context) as running:
        yield running


@pytest.fixture(scope="session")
def hostile_crawl(server: HostileServer, internal: HostileServer, secure: HostileServer) -> HostileCrawl:
    with HostileServer() as gone:
        closed_port = gone.server_port
    options = CrawlOptions(
        depth=1,
        egress=EgressPolicy(
            allow=(f"127.0.0.1:{closed_port}", f"localhost:{secure.server_port}"),
            hosts={"hostile.example": ("127.0.0.1", server.server_port)},
        ),
        timeout=5.0,
        browser_timeout=6.0,
        max_bytes=2_000_000,
        settings={"AUTOTHROTTLE_START_DELAY": 0.01},
    )
    urls = [
        "http://hostile.example/",
        *(f"http://hostile.example/{name}" for name in FAULTS),
        f"http://127.0.0.1:{closed_port}/",
        f"https://localhost:{secure.server_port}/ok",
        f"http://127.0.0.1:{internal.server_port}/secret",
        "http://nowhere.invalid/",
    ]
    return HostileCrawl(crawl(urls, options), server, internal, secure, closed_port)
