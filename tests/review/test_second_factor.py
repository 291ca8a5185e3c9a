"""The second factor: on by proof, asked for at each sign-in, no code twice."""

import pyotp
import pytest
from starlette.testclient import TestClient

from models.user import User
from review.app import create_app
from review.attempts import AttemptLimits
from tests.review.conftest import Browser, Office, hidden
from tests.review.factory import PASSWORD


def secret_of(browser: Browser) -> str:
    return browser.get("/second-factor").text.partition("<p><code>")[2].partition("<")[0]


def code_at(office: Office, secret: str) -> str:
    return pyotp.TOTP(secret).at(office.clock())


def turn_on(office: Office, name: str) -> str:
    browser = office.signed_in(name)
    secret = secret_of(browser)
    token = hidden(browser.get("/second-factor").text, "csrf_token")
    answer = browser.send("/second-factor", csrf_token=token, code=code_at(office, secret))
    assert answer.status_code == 303
    office.clock.pass_(seconds=30)
    return secret


def sign_in(office: Office, code: str, password: str = PASSWORD) -> int:
    browser = office.browser()
    token = browser.token()
    fields = {"csrf_token": token, "name": "reviewer", "password": password, "code": code}
    return browser.client.post(
        "/sign-in", data=fields, headers={"Origin": "http://testserver"}, follow_redirects=False
    ).status_code


def test_with_a_second_factor_the_password_alone_opens_nothing(office: Office) -> None:
    secret = turn_on(office, "reviewer")
    assert sign_in(office, "") == 401
    assert sign_in(office, "000000") == 401
    assert sign_in(office, code_at(office, secret), "another sentence entirely") == 401
    assert sign_in(office, code_at(office, secret)) == 303
    assert [event.actor for event in office.events("second_factor_on")] == ["reviewer"]


def test_a_code_opens_once_and_an_old_one_never(office: Office) -> None:
    secret = turn_on(office, "reviewer")
    code = code_at(office, secret)
    assert sign_in(office, code) == 303
    assert sign_in(office, code) == 401
    office.clock.pass_(seconds=120)
    assert sign_in(office, code) == 401
    assert sign_in(office, code_at(office, secret)) == 303


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "٣٤٥٦٧٨", "000000 or 1=1"])
def test_it_is_not_turned_on_without_proof(office: Office, code: str) -> None:
    browser = office.signed_in("volunteer")
    secret_of(browser)
    token = hidden(browser.get("/second-factor").text, "csrf_token")
    assert browser.send("/second-factor", csrf_token=token, code=code).status_code == 422
    with office.database.read() as session:
        user = session.query(User).filter_by(name="volunteer").one()
    assert user.totp_secret is None


def test_its_secret_is_shown_to_its_owner_until_it_is_proved(office: Office) -> None:
    browser = office.signed_in("reviewer")
    first = secret_of(browser)
    assert browser.get("/second-factor/code.png").headers["content-type"] == "image/png"
    assert secret_of(office.signed_in("admin")) != first
    turn_on(office, "reviewer")
    assert browser.get("/second-factor/code.png").status_code == 403
    assert first not in browser.get("/second-factor").text


def test_it_is_given_up_with_a_code_only(office: Office) -> None:
    browser = office.signed_in("reviewer")
    secret = turn_on(office, "reviewer")
    token = hidden(browser.get("/second-factor").text, "csrf_token")
    assert browser.send("/second-factor/off", csrf_token=token, code="000000").status_code == 422
    right = browser.send("/second-factor/off", csrf_token=token, code=code_at(office, secret))
    assert right.status_code == 303
    assert sign_in(office, "") == 303


def test_guessing_codes_is_stopped(office: Office) -> None:
    secret = turn_on(office, "reviewer")
    browser = office.browser()
    token = browser.token()
    fields = {"csrf_token": token, "name": "reviewer", "password": PASSWORD}
    guesses = [browser.send("/sign-in", headers={"Origin": "http://testserver"}, code=f"{n:06}", **fields)
               for n in range(11)]  # fmt: skip
    assert {guess.status_code for guess in guesses} == {401, 429}
    last = browser.send(
        "/sign-in", headers={"Origin": "http://testserver"}, code=code_at(office, secret), **fields
    )
    assert last.status_code == 429


def test_a_program_that_sends_too_many_forms_is_slowed_down(office: Office) -> None:
    config = office.config()
    limits = AttemptLimits(forms="3 per minute")
    changed = type(config)(
        database=config.database,
        blobs=config.blobs,
        clock=config.clock,
        secure_cookies=False,
        hasher=config.hasher,
        attempts=limits,
    )
    browser = Browser(TestClient(create_app(changed), headers={"Accept-Language": "en"}))
    browser.sign_in("reviewer")
    token = hidden(browser.get("/keys").text, "csrf_token")
    answers = [browser.send("/keys", csrf_token=token).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert "Too fast" in browser.send("/keys", csrf_token=token).text
