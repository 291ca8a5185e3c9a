"""Log-in, sessions, roles, and forms that other sites cannot send."""

import pytest
from sqlalchemy import select

from models.user import Role, User, UserSession
from review.accounts import PASSWORDS, create_user, set_password
from review.errors import BadAccount
from review.visits import SESSION
from tests.review.conftest import ORIGIN, Office, hidden
from tests.review.factory import NOW, PASSWORD, QUICK_HASHER


def test_a_stranger_is_sent_to_the_form_and_back(office: Office) -> None:
    browser = office.browser()
    answer = browser.get("/shops/1?page=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fshops%2F1%3Fpage%3D2"
    assert browser.sign_in("reviewer", target="/shops/1?page=2").headers["location"] == "/shops/1?page=2"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\nb"]
)
def test_signing_in_never_leads_to_another_site(office: Office, target: str) -> None:
    assert office.browser().sign_in("reviewer", target=target).headers["location"] == "/"


def test_only_a_digest_of_the_token_is_stored(office: Office) -> None:
    browser = office.signed_in("reviewer")
    token = browser.client.cookies[SESSION]
    with office.database.read() as session:
        row = session.scalars(select(UserSession)).one()
    assert token not in (row.token_sha256, row.csrf_token)


def test_the_cookie_is_kept_from_scripts_and_other_sites(office: Office) -> None:
    cookie = office.browser().sign_in("reviewer").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_planted_token_is_not_taken_over(office: Office) -> None:
    browser = office.browser()
    browser.client.cookies.set(SESSION, "planted")
    browser.sign_in("reviewer")
    stranger = office.browser()
    stranger.client.cookies.set(SESSION, "planted")
    assert stranger.get("/").status_code == 303


def test_a_wrong_password_and_an_unknown_name_look_the_same(office: Office) -> None:
    wrong = office.browser().sign_in("reviewer", "wrong password here")
    unknown = office.browser().sign_in("nobody", "wrong password here")
    assert wrong.status_code == unknown.status_code == 401
    assert "Name, password or code is wrong" in wrong.text
    assert "Name, password or code is wrong" in unknown.text


def test_failed_and_good_sign_ins_are_written_down(office: Office) -> None:
    office.browser().sign_in("reviewer", "wrong password here")
    office.browser().sign_in("my password typed as a name", "x")
    office.signed_in("reviewer")
    assert [event.subject_id for event in office.events("sign_in_failed")] == ["reviewer", "unknown"]
    assert [event.actor for event in office.events("signed_in")] == ["reviewer"]


def test_guessing_is_stopped_even_with_the_right_password_at_last(office: Office) -> None:
    browser = office.browser()
    answers = [browser.sign_in("reviewer", f"guess number {n}").status_code for n in range(10)]
    assert answers == [401] * 10
    assert browser.sign_in("reviewer").status_code == 429
    assert browser.sign_in("analyst").status_code == 303


def test_a_session_ends_when_signed_out(office: Office) -> None:
    browser = office.signed_in("reviewer")
    token = browser.client.cookies[SESSION]
    browser.send("/sign-out", csrf_token=hidden(browser.get("/").text, "csrf_token"))
    browser.client.cookies.set(SESSION, token)
    assert browser.get("/").status_code == 303


def test_a_session_ends_with_its_time(office: Office) -> None:
    browser = office.signed_in("reviewer")
    office.clock.pass_(hours=13)
    assert browser.get("/").status_code == 303


def test_a_disabled_account_is_shut_out_at_once(office: Office) -> None:
    browser = office.signed_in("reviewer")
    with office.database.write() as session:
        session.scalars(select(User).where(User.name == "reviewer")).one().disabled_at = NOW
    assert browser.get("/").status_code == 303
    assert office.browser().sign_in("reviewer").status_code == 401


def test_a_new_password_signs_out_everywhere(office: Office) -> None:
    browser = office.signed_in("reviewer")
    with office.database.write() as session:
        set_password(session, "reviewer", "a wholly different sentence", NOW, QUICK_HASHER)
    assert browser.get("/").status_code == 303
    assert office.browser().sign_in("reviewer").status_code == 401
    assert office.browser().sign_in("reviewer", "a wholly different sentence").status_code == 303


def test_passwords_are_hashed_with_argon2id() -> None:
    assert PASSWORDS.hash(PASSWORD).startswith("$argon2id$")


def test_weak_hashes_are_renewed_at_sign_in(office: Office) -> None:
    with office.database.write() as session:
        user = session.scalars(select(User).where(User.name == "reviewer")).one()
        user.password_hash = type(QUICK_HASHER)(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
        weak = user.password_hash
    office.signed_in("reviewer")
    with office.database.read() as session:
        assert session.scalars(select(User.password_hash).where(User.name == "reviewer")).one() != weak


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("reviewer", PASSWORD),
        ("", PASSWORD),
        ("a\u202eb", PASSWORD),
        ("x" * 65, PASSWORD),
        ("aigul", "short"),
        ("aigul", "aaaaaaaaaaaaaaaa"),
        ("aigul", "aigul1234567"),
        ("aigul", "x" * 300),
    ],
)
def test_bad_accounts_are_refused_with_advice(office: Office, name: str, password: str) -> None:
    with office.database.write() as session, pytest.raises(BadAccount, match=r".{20}"):
        create_user(session, name, password, Role.REVIEWER, NOW, QUICK_HASHER)


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        (ORIGIN, False),
    ],
)
@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/language", "/shops/1/decisions", "/shops/1/undo"]
)
def test_forms_from_elsewhere_are_refused(
    office: Office, shops: list[int], path: str, headers: dict[str, str], token: bool
) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get("/shops/1").text
    fields = {"csrf_token": hidden(page, "csrf_token") if token else "guess", "seen": hidden(page, "seen")}
    answer = browser.send(path, headers=headers, verdict="unsure", **fields)
    assert answer.status_code == 403
    assert office.decisions(1) == []
    assert browser.get("/").status_code == 200


def test_each_role_may_do_what_its_work_needs(office: Office, shops: list[int]) -> None:
    seen, decided = {}, {}
    for role in Role:
        browser = office.signed_in(role.value)
        seen[role] = browser.get("/shops/1").status_code
        token = hidden(browser.get("/nowhere").text, "csrf_token")
        decided[role] = browser.send(
            "/shops/1/decisions", csrf_token=token, verdict="unsure", seen="0-x"
        ).status_code
    assert seen == {"volunteer": 403, "analyst": 200, "reviewer": 200, "exporter": 200, "admin": 200}
    # 409: they may decide, but not on what they did not see.
    assert decided == {"volunteer": 403, "analyst": 403, "reviewer": 409, "exporter": 403, "admin": 409}
    assert office.decisions(1) == []
