"""Card and phone numbers on pages: hidden, quotes still marked, until who may asks for them (R12)."""

import pytest

from models.user import Role
from review.rights import Right, may
from review.scopes import Scope
from tests.review.conftest import Office
from tests.review.factory import Street
from tests.review.programs import Program

PHONE, CARD = "+7 700 000 00 00", "4111 1111 1111 1111"
TEXT = (
    f"Vitrina QALA. 1g - 9000, 2g - 16000. Pay to card {CARD} or to {PHONE}, wallet"
    " bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4. Operator: @qala_vitrina_"
)
SIGNS = (
    ("A", "A1_catalog_price", "1g - 9000, 2g - 16000", 0.8),
    ("D", "D2_transfer", f"card {CARD}", 0.6),
    ("E", "E1_telegram", "@qala_vitrina_", 0.5),
)
WIFI = "WIFI:T:WPA;S:qala;P:secret-word;;"


@pytest.fixture
def shop(office: Office) -> int:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        number = street.shop("qala.example", title=f"QALA {PHONE}", text=TEXT, signs=SIGNS)
        capture = street.face(
            number, "qala-2.example", reason="contact", detail=PHONE, text="call +77000000000", signs=()
        )
        street.shows(capture, street.code(f"tel:{PHONE.replace(' ', '')}", "phone"))
        street.shows(capture, street.code(WIFI, "wifi"))
        return number


def test_numbers_are_hidden_and_what_is_quoted_is_marked_all_the_same(office: Office, shop: int) -> None:
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    for hidden in (PHONE, CARD, "+77000000000"):
        assert hidden not in page
    assert "card 4111 11•• •••• 1111<sup>D</sup></mark>" in page
    assert "1g - 9000, 2g - 16000<sup>A</sup></mark>" in page
    assert "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4" in page
    assert "@qala_vitrina_" in page
    assert "numbers=1#numbers" in page
    assert PHONE not in office.signed_in("reviewer").get("/").text


def test_who_may_sees_them_on_request_and_that_is_written_down(office: Office, shop: int) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get(f"/shops/{shop}?numbers=1").text
    assert PHONE in page
    assert CARD in page
    assert "secret-word" not in page
    assert "secret-word" in browser.get(f"/shops/{shop}?secrets=1").text
    assert [(event.actor, event.subject_id, event.detail["what"]) for event in office.events("revealed")] == [
        ("reviewer", str(shop), ["numbers"]),
        ("reviewer", str(shop), ["secrets"]),
    ]


def test_a_program_reads_them_by_its_own_scope_and_that_is_written_down(office: Office, shop: int) -> None:
    program = Program.of(office, "reviewer", Scope.SHOPS_READ, Scope.NUMBERS_READ, name="bank")
    hidden = program.get(f"/shops/{shop}")
    assert (PHONE in hidden.text, hidden.json()["numbers"]) == (False, True)
    assert office.events("revealed") == []
    told = program.get(f"/shops/{shop}/numbers")
    assert CARD in told.json()["page"]["text"]
    assert "secret-word" not in told.text
    [event] = office.events("revealed")
    assert (event.actor, event.subject_id, event.detail["what"]) == ("reviewer", str(shop), ["numbers"])
    assert (event.detail["token"], event.detail["from"]) == ("bank", "testclient")


@pytest.mark.parametrize(
    "role", [role for role in Role if may(role, Right.SEE) and not may(role, Right.REVEAL)]
)
def test_who_may_not_is_shown_neither_numbers_nor_the_way_to_them(
    office: Office, shop: int, role: Role
) -> None:
    page = office.signed_in(role).get(f"/shops/{shop}?numbers=1&secrets=1").text
    assert PHONE not in page
    assert CARD not in page
    assert "secret-word" not in page
    assert "Card and phone numbers are hidden." in page
    assert "Show the numbers" not in page
    assert "Show the secrets" not in page
    assert office.events("revealed") == []


def test_a_shop_without_numbers_says_nothing_of_them(office: Office, shops: list[int]) -> None:
    assert 'id="numbers"' not in office.signed_in("reviewer").get(f"/shops/{shops[0]}").text
