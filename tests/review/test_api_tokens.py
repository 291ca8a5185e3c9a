"""Tokens of the API: whose they are, what they open, and when they end."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.token import ApiToken
from review.accounts import disable, enable
from review.errors import BadToken
from review.scopes import Scope
from review.tokens import NewToken, issue, revoke
from tests.review.conftest import Office
from tests.review.factory import NOW
from tests.review.programs import Program, problem_of, token_of


def test_a_token_says_whose_it_is_and_what_it_opens(office: Office) -> None:
    me = Program.of(office, "analyst", Scope.SHOPS_READ, Scope.DECISIONS_WRITE, name="bot").get("/me").json()
    assert (me["person"], me["role"], me["token"], me["scopes"]) == (
        "analyst",
        "analyst",
        "bot",
        ["shops:read"],
    )


def test_only_a_digest_of_a_token_is_kept_and_its_use_is_noted(office: Office) -> None:
    secret = token_of(office, "reviewer", name="bot")
    with office.database.read() as session:
        before = session.scalars(select(ApiToken)).one()
    assert before.token_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    assert before.last_used_at is None
    Program.of(office, "reviewer", name="other").get("/me")
    with office.database.read() as session:
        used = session.scalars(select(ApiToken.last_used_at).where(ApiToken.name == "other")).one()
    assert used == office.clock.now
    assert not [event for event in office.events("token_issued") if secret in json.dumps(event.detail)]


def test_a_token_ends_with_its_time_its_revocation_and_its_person(office: Office) -> None:
    program = Program.of(office, "reviewer", name="bot")
    assert program.get("/me").status_code == 200
    with office.database.write() as session:
        disable(session, "reviewer", actor="admin", now=NOW)
    assert program.get("/me").status_code == 401
    with office.database.write() as session:
        enable(session, "reviewer", actor="admin", now=NOW)
    assert program.get("/me").status_code == 200
    office.clock.pass_(days=91)
    assert program.get("/me").status_code == 401
    fresh = Program.of(office, "reviewer", name="fresh")
    with office.database.write() as session:
        revoke(session, "fresh", actor="admin", now=office.clock())
    answer = fresh.get("/me")
    assert (answer.status_code, problem_of(answer)) == (401, "unauthorized")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"user": "nobody"}, "no account"),
        ({"name": " bot"}, "visible characters"),
        ({"name": "taken"}, "already"),
        ({"scopes": ()}, "what the token is for"),
        ({"scopes": (Scope.DECISIONS_WRITE,)}, "needs the right to decide"),
        ({"lifetime": timedelta(days=400)}, "lasts 1 to"),
    ],
)
def test_a_token_that_cannot_be_is_not_made(office: Office, wanted: dict[str, object], why: str) -> None:
    token_of(office, "analyst", Scope.SHOPS_READ, name="taken")
    facts = {"name": "bot", "user": "analyst", "scopes": (Scope.SHOPS_READ,), **wanted}
    with office.database.write() as session, pytest.raises(BadToken, match=why):
        issue(session, NewToken(**facts), actor="admin", now=NOW)  # type: ignore[arg-type]


def test_cookies_open_nothing_here_and_tokens_open_no_page(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("admin")
    assert browser.get("/shops/1").status_code == 200
    assert browser.get("/api/shops/1").status_code == 401
    assert Program.of(office, "admin").client.get("/shops/1", follow_redirects=False).status_code == 303


def test_a_program_that_asks_too_often_is_told_when_to_come_again(office: Office) -> None:
    program = Program.of(office, "analyst", programs="2 per minute")
    answers = [program.get("/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "60"
    assert problem_of(answers[2]) == "too-many-requests"
