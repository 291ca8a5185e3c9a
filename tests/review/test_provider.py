"""Signing in through the office's own provider of identities: only who it names, only once, and only into an
account that is there."""

import shutil
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pyotp
import pytest
from fastapi import FastAPI
from httpx2 import Response
from joserfc.jwk import OctKey
from playwright.sync_api import expect, sync_playwright
from pytest_httpserver import HTTPServer
from starlette.testclient import TestClient

from mergen.errors import BadSettings
from mergen.providing import provider_of
from mergen.settings import Settings
from models.user import User
from pipeline.events import record
from review.accounts import disable, find_user
from review.app import create_app
from review.errors import NoProvider
from review.provider import Provider, ProviderConfig
from review.visits import SESSION
from tests.review.conftest import Browser, Office, hidden
from tests.review.factory import NOW
from tests.review.identity import CLIENT, SECRET, Identity, new_key
from tests.review.serving import serving


@pytest.fixture
def identity(httpserver: HTTPServer, office: Office) -> Identity:
    return Identity(httpserver, office.clock)


def app_of(office: Office, identity: Identity, **changes: Any) -> FastAPI:
    """An office that has the provider."""
    facts = {"issuer": identity.issuer, "client_id": CLIENT, "client_secret": SECRET, "label": "Esbol"}
    config = ProviderConfig(**{**facts, "address": "http://testserver", **changes})
    return create_app(replace(office.config(), provider=Provider(config, office.clock)))


def browser_of(office: Office, identity: Identity, **changes: Any) -> Browser:
    return Browser(TestClient(app_of(office, identity, **changes), headers={"Accept-Language": "en"}))


def go(browser: Browser, target: str = "/") -> str:
    """Go to the provider and have it send one back; gives the address that it sends to."""
    sent = browser.get(f"/sign-in/provider?next={target}")
    assert sent.status_code == 303
    back = httpx2.get(sent.headers["location"]).headers["location"]
    return str(back).removeprefix("http://testserver")


def sign_in(browser: Browser, target: str = "/") -> Response:
    return browser.get(go(browser, target))


def test_who_the_provider_names_is_signed_in_and_led_on(office: Office, identity: Identity) -> None:
    browser = browser_of(office, identity)
    assert 'href="/sign-in/provider?next=/overview"' in browser.get("/sign-in?next=/overview").text
    assert "Sign in with Esbol" in browser.get("/sign-in").text
    page = sign_in(browser, "/overview")
    assert page.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/overview">' in page.text
    assert browser.get("/overview").status_code == 200
    [event] = office.events("signed_in")
    assert (event.actor, event.detail["by"]) == ("reviewer", "provider")


def test_a_real_browser_comes_back_from_another_site_and_is_signed_in(
    office: Office, identity: Identity
) -> None:
    assert urlsplit(identity.issuer).hostname == "localhost"  # another site than 127.0.0.1
    identity.asks = True
    with (
        serving(lambda address: app_of(office, identity, address=address)) as address,
        sync_playwright() as playwright,
    ):
        path = shutil.which("chromium") or shutil.which("google-chrome")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = chromium.new_page(locale="en")
        said: list[tuple[str, str]] = []
        page.on("console", lambda message: said.append((message.location["url"], message.text)))
        page.goto(f"{address}/overview")
        page.click("text=Sign in with Esbol")
        page.click("text=It is me")
        page.wait_for_url(f"{address}/overview", timeout=20_000)
        expect(page.locator("h1")).to_contain_text("Overview")
        cookies = {cookie["name"]: cookie["sameSite"] for cookie in page.context.cookies()}
        chromium.close()
    assert cookies[SESSION] == "Strict"
    assert [text for url, text in said if url.startswith(address)] == []


def test_a_sign_in_that_was_begun_goes_on_at_another_server_and_only_once(
    office: Office, identity: Identity
) -> None:
    browser = browser_of(office, identity)
    back = go(browser, "/overview")
    other = browser_of(office, identity)
    other.client.cookies.update(browser.client.cookies)
    assert other.get(back).status_code == 200
    assert other.get("/overview").status_code == 200
    assert browser.get(back).status_code == 403


def test_without_a_provider_there_is_no_way_to_it(office: Office) -> None:
    browser = office.browser()
    assert "/sign-in/provider" not in browser.get("/sign-in").text
    for path in ("/sign-in/provider", "/sign-in/provider/back?code=x&state=y"):
        assert browser.get(path).status_code == 404
    assert browser.sign_in("reviewer").status_code == 303


def test_a_password_opens_the_page_beside_the_provider(office: Office, identity: Identity) -> None:
    assert browser_of(office, identity).sign_in("reviewer").status_code == 303


@pytest.mark.parametrize("name", ["nobody", "Reviewer", "", None, 7, ["reviewer"]])
def test_nobody_gets_an_account_by_coming_from_the_provider(
    office: Office, identity: Identity, name: object
) -> None:
    identity.person = {"preferred_username": name}
    browser = browser_of(office, identity)
    page = sign_in(browser)
    assert page.status_code == 403
    assert "The provider did not sign you in here" in page.text
    assert browser.get("/").status_code == 303
    [event] = office.events("sign_in_failed")
    assert (event.actor, event.detail["by"]) == ("unknown", "provider")


def test_a_shut_account_stays_shut(office: Office, identity: Identity) -> None:
    with office.database.write() as session:
        disable(session, "reviewer", actor="admin", now=NOW)
    assert sign_in(browser_of(office, identity)).status_code == 403
    [event] = office.events("sign_in_failed")
    assert (event.actor, event.detail["why"]) == ("reviewer", "there is no open account 'reviewer'")


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "another client"},
        {"aud": [CLIENT, "another client"]},
        {"azp": "another client"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": None},
    ],
)
def test_a_token_for_somebody_else_or_another_time_signs_nobody_in(
    office: Office, identity: Identity, wrong: dict[str, object]
) -> None:
    identity.wrong = wrong
    browser = browser_of(office, identity)
    assert sign_in(browser).status_code == 403
    assert SESSION not in browser.client.cookies


def test_a_token_of_another_key_or_without_a_public_one_signs_nobody_in(
    office: Office, identity: Identity
) -> None:
    browser, own = browser_of(office, identity), identity.key
    identity.key = new_key("first", 2)
    assert sign_in(browser).status_code == 403
    identity.key, identity.algorithm = OctKey.import_key(SECRET, {"kid": "first"}), "HS256"
    assert sign_in(browser).status_code == 403
    identity.key, identity.algorithm = own, "RS256"
    assert sign_in(browser).status_code == 200


def test_new_keys_of_the_provider_are_fetched_when_they_are_met(office: Office, identity: Identity) -> None:
    browser = browser_of(office, identity)
    assert [sign_in(browser).status_code for _ in range(2)] == [200, 200]
    assert identity.asked == 1
    identity.key = new_key("second")
    identity.shown = [identity.key]
    assert sign_in(browser).status_code == 200
    assert identity.asked == 2


def test_an_answer_belongs_to_one_sign_in_of_one_browser(office: Office, identity: Identity) -> None:
    browser, other = browser_of(office, identity), browser_of(office, identity)
    back = go(browser)
    assert other.get(back).status_code == 403
    assert browser.get(back).status_code == 200
    assert browser.get(back).status_code == 403
    for change in ("state=another", "code=another", "iss=https://other.example", "error=access_denied"):
        name, _, value = change.partition("=")
        sent = {name: values[0] for name, values in parse_qs(urlsplit(go(browser)).query).items()} | {
            name: value
        }
        answer = browser.client.get("/sign-in/provider/back", params=sent, follow_redirects=False)
        assert answer.status_code == 403, change
    late = go(browser)
    office.clock.pass_(minutes=11)
    assert browser.get(late).status_code == 403


def test_the_cookie_of_a_sign_in_is_no_session_and_kept_from_scripts(
    office: Office, identity: Identity
) -> None:
    browser = browser_of(office, identity)
    cookie = browser.get("/sign-in/provider").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_provider_never_leads_to_another_site(office: Office, identity: Identity, target: str) -> None:
    page = sign_in(browser_of(office, identity), target)
    assert 'content="0; url=/"' in page.text
    assert "evil" not in page.text


def test_who_has_a_second_factor_here_still_shows_it(office: Office, identity: Identity) -> None:
    secret = pyotp.random_base32()
    with office.database.write() as session:
        user = find_user(session, "reviewer")
        assert user is not None
        user.totp_secret = secret
    browser = browser_of(office, identity)

    def code() -> str:
        return pyotp.TOTP(secret).at(int(office.clock().timestamp()))

    asked = sign_in(browser)
    assert "six digits" in asked.text
    assert browser.get("/").status_code == 303
    token = hidden(asked.text, "csrf_token")
    assert browser.send("/sign-in/provider/code", csrf_token="forged", code=code()).status_code == 403
    assert browser.send("/sign-in/provider/code", csrf_token=token, code="000000").status_code == 403
    assert browser.send("/sign-in/provider/code", csrf_token=token, code=code()).status_code == 403
    token = hidden(sign_in(browser).text, "csrf_token")
    assert browser.send("/sign-in/provider/code", csrf_token=token, code=code()).status_code == 200
    assert browser.get("/").status_code == 200


def test_an_address_that_the_provider_has_not_checked_names_nobody(
    office: Office, identity: Identity
) -> None:
    with office.database.write() as session:
        session.query(User).filter(User.name == "reviewer").one().name = "aigul@office.example"
        record(session, "renamed", ("user", "reviewer"), actor="admin", at=NOW)
    identity.person = {"email": "aigul@office.example", "email_verified": False}
    browser = browser_of(office, identity, claim="email")
    assert sign_in(browser).status_code == 403
    identity.person["email_verified"] = True
    assert sign_in(browser).status_code == 200


def test_a_provider_that_does_not_answer_is_told_and_the_password_still_opens(
    office: Office, identity: Identity, httpserver: HTTPServer
) -> None:
    browser = browser_of(office, identity, issuer="http://127.0.0.1:9")
    answer = browser.get("/sign-in/provider")
    assert answer.status_code == 503
    assert "The provider does not answer now" in answer.text
    assert browser.sign_in("reviewer").status_code == 303
    other = ProviderConfig(issuer=identity.issuer + "/", client_id=CLIENT, address="http://testserver")
    with pytest.raises(NoProvider, match="calls itself"):
        Provider(other, office.clock).begin()


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"oidc_client_id": ""}, "needs MERGEN_OIDC_CLIENT_ID"),
        ({"address": ""}, "sign-in/provider/back"),
        ({"oidc_issuer": "http://id.example"}, "MERGEN_OIDC_ISSUER must begin with https"),
        ({"address": "http://mergen.example"}, "MERGEN_ADDRESS must begin with https"),
        ({"oidc_client_secret_file": "/nowhere"}, "cannot be read"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    office: Office, settings: dict[str, str], why: str
) -> None:
    whole = {
        "oidc_issuer": "https://id.example",
        "oidc_client_id": "mergen",
        "address": "https://mergen.example",
    }
    assert provider_of(Settings(**whole), office.clock) is not None  # type: ignore[arg-type]
    assert provider_of(Settings(), office.clock) is None
    with pytest.raises(BadSettings, match=why):
        provider_of(Settings(**{**whole, **settings}), office.clock)  # type: ignore[arg-type]
