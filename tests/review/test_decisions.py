"""Taking a person's verdict: once, on what they saw, with a reason."""

from pathlib import Path

import pytest

from models.database import Database
from models.shop import Shop
from models.user import Role
from pipeline.blobs import FolderBlobs
from review.leases import LEASE
from review.reasons import REASONS, compose_reason, read_reason
from tests.review.conftest import Browser, Office, hidden
from tests.review.factory import Street


def test_a_confirmation_is_stored_with_name_reason_and_faces(office: Office, shops: list[int]) -> None:
    answer = office.signed_in("reviewer").answer(shops[0], "confirmed", "offer", "prices\nfor three cities")
    (decision,) = office.decisions(shops[0])
    assert (decision.verdict, decision.decided_by) == ("confirmed", "reviewer")
    assert decision.reason == "offer: prices for three cities"
    assert decision.covers == ["qala.example", "t.me/qala_vitrina_"]
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/shops/{shops[1]}?decided={shops[0]}"


def test_after_the_last_shop_comes_the_queue(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    places = [browser.answer(shop, "rejected", "report").headers["location"] for shop in shops]
    assert places[-1] == f"/?decided={shops[-1]}"
    assert "Nothing waits" in browser.get(places[-1]).text


def test_the_filter_stays_while_going_on(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get(f"/shops/{shops[1]}?label=recruitment&language=kk").text
    answer = browser.send(
        f"/shops/{shops[1]}/decisions",
        csrf_token=hidden(page, "csrf_token"),
        seen=hidden(page, "seen"),
        queue=hidden(page, "queue").replace("&amp;", "&"),
        verdict="unsure",
    )
    assert answer.headers["location"] == f"/?label=recruitment&language=kk&decided={shops[1]}"


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        ("confirmed", ""),
        ("rejected", ""),
        ("confirmed", "report"),
        ("rejected", "offer"),
        ("confirmed", "x"),
        ("", ""),
        ("exported", "offer"),
    ],
)
def test_a_verdict_without_a_fitting_reason_is_asked_again(
    office: Office, shops: list[int], verdict: str, reason: str
) -> None:
    answer = office.signed_in("reviewer").answer(shops[0], verdict, reason, "my long note")
    assert answer.status_code == 422
    assert "my long note" in answer.text
    assert 'role="alert"' in answer.text
    assert office.decisions(shops[0]) == []


def test_unsure_needs_no_reason(office: Office, shops: list[int]) -> None:
    office.signed_in("reviewer").answer(shops[0], "unsure")
    assert [decision.verdict for decision in office.decisions(shops[0])] == ["unsure"]


def test_the_same_answer_sent_twice_counts_once(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get(f"/shops/{shops[0]}").text
    answers = [
        browser.send(
            f"/shops/{shops[0]}/decisions",
            csrf_token=hidden(page, "csrf_token"),
            seen=hidden(page, "seen"),
            verdict="rejected",
            reason="help",
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(office.decisions(shops[0])) == 1


def _late_answer(browser: Browser, shop_id: int, page: str) -> int:
    return browser.send(
        f"/shops/{shop_id}/decisions",
        csrf_token=hidden(page, "csrf_token"),
        seen=hidden(page, "seen"),
        verdict="confirmed",
        reason="offer",
    ).status_code


def test_a_shop_that_somebody_else_decided_is_not_decided_again(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get(f"/shops/{shops[0]}").text
    office.clock.pass_(seconds=LEASE.total_seconds())
    office.signed_in("admin").answer(shops[0], "rejected", "report")
    assert _late_answer(browser, shops[0], page) == 409
    assert [decision.decided_by for decision in office.decisions(shops[0])] == ["admin"]


def test_who_comes_while_another_has_the_shop_open_does_not_decide(office: Office, shops: list[int]) -> None:
    second = office.signed_in("admin")
    page = second.get(f"/shops/{shops[0]}").text
    office.clock.pass_(seconds=LEASE.total_seconds())
    office.signed_in("reviewer").get(f"/shops/{shops[0]}")
    answer = second.send(
        f"/shops/{shops[0]}/decisions",
        csrf_token=hidden(page, "csrf_token"),
        seen=hidden(page, "seen"),
        verdict="unsure",
    )
    assert answer.status_code == 409
    assert "reviewer looks at this shop" in answer.text
    assert office.decisions(shops[0]) == []


def test_nobody_decides_on_a_face_they_did_not_see(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get(f"/shops/{shops[0]}").text
    with office.database.write() as session:
        Street(session, office.blobs).face(shops[0], "new-face.example")
    assert _late_answer(browser, shops[0], page) == 409
    assert office.decisions(shops[0]) == []


def test_a_shop_that_was_merged_meanwhile_is_not_decided(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get(f"/shops/{shops[1]}").text
    with office.database.write() as session:
        session.get_one(Shop, shops[1]).merged_into = shops[0]
    assert _late_answer(browser, shops[1], page) == 409
    assert browser.get(f"/shops/{shops[1]}").headers["location"].startswith(f"/shops/{shops[0]}")


def test_undo_is_a_new_decision_that_brings_the_shop_back(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get(browser.answer(shops[0], "confirmed", "offer").headers["location"]).text
    assert f"Shop {shops[0]}: confirmed" in page
    answer = browser.send(
        f"/shops/{shops[0]}/undo", csrf_token=hidden(page, "csrf_token"), seen=hidden(page, "seen")
    )
    assert answer.headers["location"] == f"/shops/{shops[0]}"
    assert [decision.verdict for decision in office.decisions(shops[0])] == ["confirmed", "unsure"]
    assert "taken back" in browser.get(f"/shops/{shops[0]}").text


def test_nobody_takes_back_what_another_decided(office: Office, shops: list[int]) -> None:
    office.signed_in("admin").answer(shops[0], "confirmed", "offer")
    page = office.signed_in("reviewer").get(f"/shops/{shops[1]}?decided={shops[0]}").text
    assert "/undo" not in page


def test_next_leads_on_without_a_decision(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("analyst")
    assert browser.get(f"/shops/{shops[0]}/next").headers["location"] == f"/shops/{shops[1]}"
    assert office.decisions(shops[0]) == []


def test_each_preset_reason_has_its_own_key_and_can_be_read_back() -> None:
    assert [reason.key for reason in REASONS] == list("123456789")
    for reason in REASONS:
        assert read_reason(compose_reason(reason.verdict, reason.code, " a:  b ")) == (reason, "a: b")
    assert read_reason("written by hand: so") == (None, "written by hand: so")


def test_the_whole_round_works_on_both_engines(store: Database, tmp_path: Path) -> None:
    office = Office(database=store, blobs=FolderBlobs(tmp_path / "blobs"))
    with store.write() as session:
        street = Street(session, office.blobs)
        street.person("aigul", Role.REVIEWER)
        digest = street.code("https://go.example/q")
        street.photo(digest)
        shop = street.shop("qala.example", "t.me/qala_vitrina_", origin="photo", reference=digest)
        other = street.shop("sapfir.example", score=0.7, label="recruitment", language="kk")
        capture = street.face(shop, "qala-2.example", reason="text")
        street.shows(capture, digest)
    browser = office.signed_in("aigul")
    assert browser.get("/?label=sale&language=ru").text.count("cell-shop") == 1
    assert browser.answer(shop, "confirmed", "offer").headers["location"].startswith(f"/shops/{other}")
    assert browser.answer(other, "unsure").status_code == 303
    assert browser.get("/?state=confirmed&after=0.99~9~9").text.count("cell-shop") == 1
    assert browser.get(f"/shops/{shop}").text.count("/symbols/") == 1
    assert [decision.verdict for decision in office.decisions(shop)] == ["confirmed"]
