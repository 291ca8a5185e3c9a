from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

from mergen.demo.server import DemoWeb
from tests.mergen.demo.browsing import HARMFUL


def ask(served: DemoWeb, url: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.request(method, parts.path or "/", headers={"Host": parts.hostname or ""})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_every_host_answers(served: DemoWeb) -> None:
    without_front = {"qysqa.example", "hop-lane.test", "t-preview.example"}
    for host in served.hosts:
        response, _ = ask(served, f"http://{host}/")
        assert response.status == (404 if host in without_front else 200), host


def test_every_listed_page_is_served(served: DemoWeb) -> None:
    for url in served.web.addresses():
        if urlsplit(url).hostname not in HARMFUL:
            response, body = ask(served, url)
            assert response.status == 200, url
            assert len(body) > 100, url


def test_an_unknown_host_is_refused(served: DemoWeb) -> None:
    response, body = ask(served, "http://gone.example/")
    assert response.status == 421
    assert b"No such host" in body


def test_a_head_request_gets_no_body(served: DemoWeb) -> None:
    response, body = ask(served, "http://katalog.example/", "HEAD")
    assert response.status == 200
    assert body == b""


def test_visits_to_the_internal_network_are_counted() -> None:
    with DemoWeb() as web:
        response, _ = ask(web, "http://hostile.test/to-internal")
        assert response.headers["location"] == f"http://127.0.0.1:{web.internal_port}/internal"
        assert web.internal_hits == 0
        connection = HTTPConnection("127.0.0.1", web.internal_port, timeout=20)
        connection.request("GET", "/internal")
        connection.getresponse().read()
        connection.close()
        assert web.internal_hits == 1


def test_the_port_is_free_again_after_the_context() -> None:
    with DemoWeb() as web:
        port = web.port
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", port, timeout=5).connect()
