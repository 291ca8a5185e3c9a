"""What may leave, and what may not."""

from dataclasses import asdict

import pytest

from exports.confirmed import confirmed_shops
from models.decision import Verdict
from tests.exports.store import HOUR, NOW, SAULE, Store


def keys(store: Store) -> list[list[str]]:
    return [[member.key for member in shop.resources] for shop in confirmed_shops(store.session, SAULE)]


def test_a_confirmed_shop_leaves_with_its_decision_and_evidence(store: Store) -> None:
    shop = store.shop("qala.example")
    finding = store.finding(store.resource("t.me/qala_"), path="?start=1")
    store.contact(finding, "telegram", "qala_", "https://t.me/qala_")
    store.decide(shop, Verdict.CONFIRMED, "qala.example")

    (confirmed,) = confirmed_shops(store.session, SAULE)

    assert confirmed.id == shop.id
    assert confirmed.decision.by == "daniyar"
    assert confirmed.decision.at == NOW + HOUR
    assert confirmed.decision.covers == ("qala.example",)
    (page,) = confirmed.findings
    assert page.origin.url == "https://qala.example/"
    assert page.origin.ip_address == "203.0.113.7"
    assert [(s.family, s.quote) for s in page.signals] == [
        ("A", "1 г – 16 000 ₸"),
        ("B", "төлемнен кейін координаттары"),
    ]
    assert page.record.file == "run-000001-00001.warc.gz"
    assert {file.sha256 for file in confirmed.files} == {page.sha256}


@pytest.mark.parametrize("verdict", ["rejected", "unsure", "CONFIRMED", "", "confirm"])
def test_a_shop_with_any_other_verdict_does_not_leave(store: Store, verdict: str) -> None:
    store.decide(store.shop("qala.example"), verdict, "qala.example")

    assert keys(store) == []


def test_a_shop_that_nobody_decided_on_does_not_leave(store: Store) -> None:
    store.shop("qala.example")

    assert keys(store) == []


@pytest.mark.parametrize("later", [Verdict.REJECTED, Verdict.UNSURE])
def test_a_shop_whose_confirmation_was_taken_back_does_not_leave(store: Store, later: Verdict) -> None:
    shop = store.confirmed("qala.example")
    store.decide(shop, later, "qala.example")

    assert keys(store) == []


def test_a_shop_confirmed_in_the_end_leaves(store: Store) -> None:
    shop = store.shop("qala.example")
    store.decide(shop, Verdict.REJECTED, "qala.example")
    store.decide(shop, Verdict.CONFIRMED, "qala.example")

    assert keys(store) == [["qala.example"]]


def test_what_one_person_confirmed_does_not_leave_until_another_agrees(store: Store) -> None:
    shop = store.shop("qala.example")
    store.say("daniyar", shop, Verdict.CONFIRMED, "qala.example")
    store.say("Daniyar", shop, Verdict.CONFIRMED, "qala.example")
    assert keys(store) == []
    assert [shop.id for shop in confirmed_shops(store.session, SAULE, people=1)] == [shop.id]
    store.say("madina", shop, Verdict.CONFIRMED, "qala.example")
    assert keys(store) == [["qala.example"]]
    (confirmed,) = confirmed_shops(store.session, SAULE)
    assert [(ruling.by, ruling.ground) for ruling in confirmed.rulings] == [
        ("madina", "acquisition"),
        ("Daniyar", "acquisition"),
    ]


@pytest.mark.parametrize("between", [Verdict.REJECTED, Verdict.UNSURE])
def test_a_confirmation_from_before_a_doubt_does_not_count(store: Store, between: Verdict) -> None:
    shop = store.shop("qala.example")
    store.say("daniyar", shop, Verdict.CONFIRMED, "qala.example")
    store.say("aigul", shop, between, "qala.example")
    store.say("madina", shop, Verdict.CONFIRMED, "qala.example")
    assert keys(store) == []
    store.say("aigul", shop, Verdict.CONFIRMED, "qala.example")
    assert keys(store) == [["qala.example"]]


def test_only_faces_and_pages_that_both_people_saw_leave(store: Store) -> None:
    shop = store.shop()
    resource = store.join(shop, "qala.example")
    store.say("daniyar", shop, Verdict.CONFIRMED, "qala.example", at=NOW + HOUR)
    store.finding(resource, path="/new", at=NOW + 2 * HOUR)
    store.join(shop, "later.example")
    store.say("madina", shop, Verdict.CONFIRMED, "qala.example", "later.example", at=NOW + 3 * HOUR)
    assert keys(store) == [["qala.example"]]
    (confirmed,) = confirmed_shops(store.session, SAULE)
    assert [finding.origin.url for finding in confirmed.findings] == ["https://qala.example/"]


def test_the_order_of_decisions_counts_and_not_the_clock(store: Store) -> None:
    shop = store.shop("qala.example")
    store.decide(shop, Verdict.CONFIRMED, "qala.example", at=NOW + 9 * HOUR)
    store.decide(shop, Verdict.REJECTED, "qala.example", at=NOW + HOUR)

    assert keys(store) == []


def test_a_resource_that_joined_after_the_decision_does_not_leave(store: Store) -> None:
    shop = store.confirmed("qala.example")
    store.join(shop, "later.example")

    assert keys(store) == [["qala.example"]]
    assert "later.example" not in str(confirmed_shops(store.session, SAULE))


def test_a_confirmation_that_covers_nothing_lets_nothing_leave(store: Store) -> None:
    store.decide(store.shop("qala.example"), Verdict.CONFIRMED)

    assert keys(store) == []


def test_a_covered_resource_that_was_moved_to_another_shop_does_not_leave_with_the_old_one(
    store: Store,
) -> None:
    shop = store.shop("qala.example")
    store.shop("moved.example")
    store.decide(shop, Verdict.CONFIRMED, "qala.example", "moved.example")

    assert keys(store) == [["qala.example"]]


def test_the_name_of_a_resource_that_nobody_saw_does_not_leave_in_a_reason(store: Store) -> None:
    shop = store.shop("later.example")
    store.join(shop, "qala.example", detail="same text as later.example")
    store.decide(shop, Verdict.CONFIRMED, "qala.example")

    (confirmed,) = confirmed_shops(store.session, SAULE)

    assert "later.example" not in str(asdict(confirmed))


def test_a_page_found_after_the_decision_does_not_leave(store: Store) -> None:
    shop = store.shop()
    resource = store.join(shop, "qala.example")
    store.decide(shop, Verdict.CONFIRMED, "qala.example", at=NOW + HOUR)
    store.finding(resource, path="/new", at=NOW + 2 * HOUR)

    (confirmed,) = confirmed_shops(store.session, SAULE)

    assert [finding.origin.url for finding in confirmed.findings] == ["https://qala.example/"]


def test_a_shop_merged_into_another_leaves_under_the_other_number(store: Store) -> None:
    old = store.confirmed("old.example")
    new = store.confirmed("new.example")
    old.merged_into = new.id
    store.session.flush()

    (confirmed,) = confirmed_shops(store.session, SAULE)

    assert confirmed.id == new.id
    assert confirmed.merged == (old.id,)
    assert {member.key for member in confirmed.resources} == {"old.example", "new.example"}
    assert [ruling.shop_id for ruling in confirmed.rulings] == [new.id, new.id, old.id, old.id]


def test_a_merged_shop_counts_even_if_its_members_were_moved(store: Store) -> None:
    old = store.shop()
    new = store.shop("old.example", "new.example")
    store.decide(old, Verdict.CONFIRMED, "old.example")
    old.merged_into = new.id
    store.session.flush()

    assert keys(store) == [["old.example"]]


def test_a_rejection_of_the_surviving_shop_stops_the_merged_one(store: Store) -> None:
    old = store.confirmed("old.example")
    new = store.shop("new.example")
    old.merged_into = new.id
    store.decide(new, Verdict.REJECTED, "old.example", "new.example")

    assert keys(store) == []


def test_a_resource_rejected_before_the_merge_does_not_leave_with_the_confirmed_one(store: Store) -> None:
    old = store.shop("old.example")
    store.decide(old, Verdict.REJECTED, "old.example")
    new = store.confirmed("new.example")
    old.merged_into = new.id
    store.session.flush()

    assert keys(store) == [["new.example"]]


def test_shops_merged_in_a_circle_do_not_hang_the_export(store: Store) -> None:
    one, two = store.confirmed("one.example"), store.confirmed("two.example")
    one.merged_into, two.merged_into = two.id, one.id
    store.session.flush()

    exported = {key for group in keys(store) for key in group}

    assert exported == {"one.example", "two.example"}


def test_only_the_shops_asked_for_leave(store: Store) -> None:
    store.confirmed("one.example")
    two = store.confirmed("two.example")

    assert [shop.id for shop in confirmed_shops(store.session, SAULE, {two.id})] == [two.id]


def test_a_photo_leaves_without_its_position_sender_and_name(store: Store) -> None:
    shop = store.shop("qala.example")
    photo = store.photo("https://qala.example/", "https://somebody-else.example/")
    store.decide(shop, Verdict.CONFIRMED, "qala.example")

    (confirmed,) = confirmed_shops(store.session, SAULE)
    (lead,) = confirmed.leads

    assert lead.photo_sha256 == photo.sha256
    assert lead.codes == ("https://qala.example/",)
    text = str(asdict(confirmed))
    assert not [
        secret for secret in ("49.80", "73.10", "aigerim", "school", "somebody-else") if secret in text
    ]


def test_a_photo_is_followed_through_redirects_and_to_an_account(store: Store) -> None:
    shop = store.shop("qala.example", "t.me/qala_")
    hop = {"url": "https://short.example/q", "status": 302, "location": "https://qala.example/"}
    resource = store.resource("never.example")
    store.capture(resource, hops=(hop,))
    store.join_existing(shop, resource)
    by_redirect = store.photo("https://short.example/q")
    to_account = store.photo("https://t.me/Qala_?start=7")
    store.photo("https://t.me/other_")
    store.photo("https://qala.example/sticker", at=NOW + 5 * HOUR)
    store.decide(shop, Verdict.CONFIRMED, "qala.example", "t.me/qala_", "never.example")

    (confirmed,) = confirmed_shops(store.session, SAULE)

    assert {lead.photo_sha256 for lead in confirmed.leads} == {by_redirect.sha256, to_account.sha256}


def test_other_hosts_at_the_same_address_are_counted_but_not_named(store: Store) -> None:
    store.confirmed("qala.example")
    store.capture(store.resource("lawful.example"))

    (confirmed,) = confirmed_shops(store.session, SAULE)

    assert confirmed.resources[0].neighbours == 1
    assert "lawful.example" not in str(confirmed)
