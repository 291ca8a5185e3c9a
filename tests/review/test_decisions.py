"""Taking a person's verdict: once, on what they saw, with a reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from crawler.request import Origin, Provenance
from exports.standing import standing
from models.database import Database
from models.shop import Resource, Shop
from models.user import Role
from pipeline.blobs import FolderBlobs
from pipeline.likeness import Likeness
from pipeline.shops import gather
from pipeline.targets import Watch, add_target, due_targets
from review.keys import DEFAULTS, clash, keys_of
from review.leases import LEASE
from review.reasons import REASONS, compose_reason, read_reason
from tests.review.conftest import Browser, Office, hidden
from tests.review.factory import NOW, Street


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
        ("rejected:offer", ""),
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


def test_a_confirmation_needs_its_legal_ground(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    for ground in ("", "because"):
        assert browser.answer(shops[0], "confirmed", "offer", ground=ground).status_code == 422
    assert office.decisions(shops[0]) == []
    browser.answer(shops[0], "confirmed", "offer", ground="advertising")
    assert [decision.ground for decision in office.decisions(shops[0])] == ["advertising"]
    assert "art. 299-1" in office.signed_in("admin").get(f"/shops/{shops[0]}").text


def test_a_rejection_is_one_button_with_its_reason(office: Office, shops: list[int]) -> None:
    office.signed_in("reviewer").answer(shops[0], "rejected:report", note="a newspaper")
    (decision,) = office.decisions(shops[0])
    assert (decision.verdict, decision.reason, decision.ground) == ("rejected", "report: a newspaper", "")


def test_a_confirmed_shop_waits_for_a_second_person(office: Office, shops: list[int]) -> None:
    first, second = office.signed_in("reviewer"), office.signed_in("admin")
    first.answer(shops[0], "confirmed", "offer")
    assert first.get("/?state=second").text.count("cell-shop") == 1
    assert "You confirmed this shop." in first.get(f"/shops/{shops[0]}").text
    first.answer(shops[0], "confirmed", "offer", note="once more")
    first.get("/")
    assert standing_keys(office) == []
    assert "reviewer confirmed this shop." in second.get(f"/shops/{shops[0]}").text
    second.answer(shops[0], "confirmed", "dead_drop")
    assert standing_keys(office) == ["qala.example", "t.me/qala_vitrina_"]
    assert second.get("/?state=second").text.count("cell-shop") == 0


def standing_keys(office: Office) -> list[str]:
    with office.database.read() as session:
        return sorted(key for stands in standing(session) for key in stands.covers)


def test_faces_left_out_of_a_decision_become_a_shop_of_their_own(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    browser.answer(shops[0], "confirmed", "offer", left_out="2")
    (decision,) = office.decisions(shops[0])
    assert decision.covers == ["qala.example"]
    apart = shops[-1] + 1
    assert [(said.verdict, said.covers) for said in office.decisions(apart)] == [
        ("unsure", ["t.me/qala_vitrina_"])
    ]
    assert f"left out of shop {shops[0]}" in browser.get(f"/shops/{apart}").text
    with office.database.write() as session:
        pair = session.scalars(select(Resource.id).order_by(Resource.id).limit(2)).all()
        gather(session, NOW, [Likeness(first=pair[0], second=pair[1], reason="text", detail="0.99")])
    assert f"/shops/{apart}" in browser.get("/").text


def test_taking_a_decision_back_takes_the_faces_back(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    answer = browser.answer(shops[0], "confirmed", "offer", left_out="2")
    page = browser.get(answer.headers["location"]).text
    undo = page.partition('class="toast"')[2]
    browser.send(f"/shops/{shops[0]}/undo", csrf_token=hidden(page, "csrf_token"), seen=hidden(undo, "seen"))
    shop = browser.get(f"/shops/{shops[0]}").text
    assert "t[.]me/qala_vitrina_" in shop
    assert browser.get(f"/shops/{shops[-1] + 1}").headers["location"].startswith(f"/shops/{shops[0]}")
    browser.answer(shops[0], "confirmed", "offer")
    office.signed_in("admin").answer(shops[0], "confirmed", "offer")
    assert standing_keys(office) == ["qala.example", "t.me/qala_vitrina_"]


def test_a_decision_that_leaves_every_face_out_is_asked_again(office: Office, shops: list[int]) -> None:
    answer = office.signed_in("reviewer").answer(shops[1], "confirmed", "offer", left_out="3")
    assert answer.status_code == 422
    assert office.decisions(shops[1]) == []


def test_a_note_is_kept_without_a_decision(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    token = hidden(browser.get("/").text, "csrf_token")
    browser.send(f"/shops/{shops[0]}/notes", csrf_token=token, note=" see http://x.example ")
    assert "see hxxp://x[.]example" in browser.get(f"/shops/{shops[0]}").text
    assert office.decisions(shops[0]) == []


def test_a_skipped_shop_does_not_come_again_today_to_who_skipped_it(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    token = hidden(browser.get("/").text, "csrf_token")
    assert browser.send(f"/shops/{shops[0]}/skip", csrf_token=token).headers["location"] == (
        f"/shops/{shops[1]}"
    )
    assert browser.get(f"/shops/{shops[2]}/next").headers["location"] == f"/shops/{shops[1]}"
    other = office.signed_in("admin")
    assert other.get(f"/shops/{shops[2]}/next").headers["location"] == f"/shops/{shops[0]}"
    office.clock.pass_(hours=9)
    assert browser.get(f"/shops/{shops[2]}/next").headers["location"] == f"/shops/{shops[0]}"


def test_a_wish_for_a_new_capture_makes_the_pages_due_once(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    token = hidden(browser.get("/").text, "csrf_token")
    with office.database.write() as session:
        watched = Watch(every="0 6 * * *", depth=3)
        seed = Provenance(origin=Origin.SEED)
        add_target(session, "https://qala.example/", watched, provenance=seed, actor="a", now=NOW)
    browser.send(f"/shops/{shops[0]}/recapture", csrf_token=token)
    with office.database.read() as session:
        due = {target.url: target for target in due_targets(session, office.clock())}
    assert set(due) == {"https://qala.example/", "https://t.me/qala_vitrina_/"}
    assert (due["https://qala.example/"].every, due["https://qala.example/"].depth) == ("0 6 * * *", 3)
    assert due["https://t.me/qala_vitrina_/"].max_pages == 1
    assert "asked for a new capture" in browser.get(f"/shops/{shops[0]}").text


def test_keys_are_chosen_by_each_person_and_shown(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    token = hidden(browser.get("/keys").text, "csrf_token")
    browser.send("/keys", csrf_token=token, confirm="y")
    assert 'data-key="y">Confirm <kbd aria-hidden="true">y</kbd>' in browser.get(f"/shops/{shops[0]}").text
    clash = browser.send("/keys", csrf_token=token, confirm="u")
    assert clash.status_code == 422
    assert "Look at: u" in clash.text
    assert 'data-key="y">Confirm' in browser.get(f"/shops/{shops[0]}").text
    assert 'data-key="c">Confirm' in office.signed_in("admin").get(f"/shops/{shops[1]}").text
    browser.send("/keys", csrf_token=token, reset="1")
    assert DEFAULTS["confirm"] == "c"
    assert 'data-key="c">Confirm' in browser.get(f"/shops/{shops[0]}").text


@given(st.dictionaries(st.sampled_from(sorted(DEFAULTS)), st.text(max_size=2)))
def test_keys_never_clash_whatever_is_stored(chosen: dict[str, str]) -> None:
    keys = keys_of(chosen)
    assert set(keys) == set(DEFAULTS)
    assert clash(keys) == ()


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
        ground="advertising",
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
