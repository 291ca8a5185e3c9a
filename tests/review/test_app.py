"""What holds for every answer of the application."""

from pathlib import Path

from starlette.testclient import TestClient

from review.app import create_app
from tests.review.conftest import Browser, Office
from tests.review.factory import Street


def test_every_answer_carries_the_security_headers(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    for path in ("/", "/shops/1", "/nowhere", "/healthz", "/static/mergen.css", "/sign-in"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_an_unforeseen_error_is_a_page_that_keeps_the_policy(office: Office) -> None:
    with office.database.write() as session:
        shop = Street(session, office.blobs).shop("qala.example", hops=[{"damaged": True}])
    client = TestClient(create_app(office.config()), raise_server_exceptions=False)
    browser = Browser(client)
    browser.sign_in("reviewer")
    answer = browser.get(f"/shops/{shop}")
    assert answer.status_code == 500
    assert "KeyError" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_large_bodies_are_refused(office: Office) -> None:
    answer = office.browser().send("/sign-in", name="x" * 100_000)
    assert answer.status_code == 413
    assert "content-security-policy" in answer.headers


def test_health_says_whether_the_store_can_be_read(office: Office) -> None:
    browser = office.browser()
    assert browser.get("/healthz").json() == {"status": "ok"}
    office.database.close()
    with Path(str(office.database.url.database)).open("r+b") as file:
        file.write(b"\0" * 4096)
    assert browser.get("/healthz").status_code == 503
    answer = browser.sign_in("reviewer")
    assert answer.status_code == 503
    assert "mergen doctor" in answer.text
