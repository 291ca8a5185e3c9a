"""Which shops are listed, in which order, and how many."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, event, select

from models.decision import Decision, Verdict
from models.handover import Handover
from models.queue import ShopCard, ShopState
from models.shop import Shop, ShopMember
from pipeline.cards import refresh, refresh_stale, stale_shops, state_of
from pipeline.decisions import Judgement, decide
from pipeline.replies import NothingSent, Reply, Said, keep_reply
from review.leases import LEASE, Asker
from review.shop_row import Order, Place, Shelf, ShopFilter
from review.shops import count_shops, find_row, list_shops, next_shop
from tests.review.conftest import Office, hidden
from tests.review.factory import ANYBODY, NOW, Street

ASKER = Asker(name="reviewer", at=NOW)


def ids(office: Office, **wanted: object) -> list[int]:
    with office.database.read() as session:
        return [row.id for row in list_shops(session, ShopFilter(**wanted), ANYBODY)]  # type: ignore[arg-type]


def give(office: Office, shop_id: int, verdict: Verdict) -> None:
    with office.database.write() as session:
        decide(session, shop_id, Judgement(verdict=verdict, reason="offer"), actor="reviewer", now=NOW)


def come_back(office: Office, shop_id: int) -> None:
    """Confirm a shop, and have its first face blocked and answer again."""
    give(office, shop_id, Verdict.CONFIRMED)
    later = NOW + timedelta(days=2)
    with office.database.write() as session:
        faces = select(ShopMember.resource_id).where(ShopMember.shop_id == shop_id)
        face = session.scalars(faces.order_by(ShopMember.joined_at).limit(1)).one()
        session.add(Handover(resource_id=face, sent_at=NOW, next_at=later, outcome="up", back_at=later))
        refresh(session, [shop_id])


def test_a_shop_that_reappeared_comes_before_all_others(office: Office, shops: list[int]) -> None:
    come_back(office, shops[2])
    with office.database.write() as session:
        answered = Reply(said=Said.ACCEPTED, number="17-4/2026", note="passed to the operators")
        keep_reply(session, shops[2], answered, actor="admin", now=NOW)
        with pytest.raises(NothingSent, match="mergen export"):
            keep_reply(session, shops[0], answered, actor="admin", now=NOW)
    assert ids(office) == [shops[2], shops[0], shops[1]]
    browser = office.signed_in("reviewer")
    assert browser.get("/").text.index(f"/shops/{shops[2]}") < browser.get("/").text.index(
        f"/shops/{shops[0]}"
    )
    page = browser.get(f"/shops/{shops[2]}").text
    for words in ("taken up by those", "17-4/2026", "passed to the operators"):
        assert words in page, words
    for words in ("Re-appeared.", "Handed over", "The shop answers.", "Earlier decisions", "offer"):
        assert words in page, words
    give(office, shops[2], Verdict.REJECTED)
    assert ids(office) == shops[:2]


def test_the_strongest_shop_comes_first(office: Office, shops: list[int]) -> None:
    assert ids(office) == shops


def test_a_decided_shop_leaves_the_queue(office: Office, shops: list[int]) -> None:
    give(office, shops[0], Verdict.CONFIRMED)
    give(office, shops[1], Verdict.REJECTED)
    assert ids(office) == [shops[2]]
    assert ids(office, shelf=Shelf.CONFIRMED) == [shops[0]]
    assert ids(office, shelf=Shelf.REJECTED) == [shops[1]]


def test_an_unsure_shop_stays_in_the_queue(office: Office, shops: list[int]) -> None:
    give(office, shops[2], Verdict.UNSURE)
    assert ids(office) == shops
    assert ids(office, shelf=Shelf.UNSURE) == [shops[2]]


def test_a_shop_with_a_new_face_comes_back(office: Office, shops: list[int]) -> None:
    give(office, shops[0], Verdict.CONFIRMED)
    with office.database.write() as session:
        street = Street(session, office.blobs)
        street.at = NOW + timedelta(hours=1)
        street.face(shops[0], "qala-9.example", reason="text")
    assert ids(office)[0] == shops[0]
    with office.database.read() as session:
        row = find_row(session, shops[0])
    assert row is not None
    assert row.state is ShopState.CHANGED
    assert row.verdict is Verdict.CONFIRMED


def test_a_face_moved_in_from_another_shop_counts_as_new(office: Office, shops: list[int]) -> None:
    give(office, shops[0], Verdict.CONFIRMED)
    with office.database.write() as session:
        Street(session, office.blobs).face(shops[0], "older.example")  # joined before the decision
    assert shops[0] in ids(office)


def test_merged_shops_are_not_listed(office: Office, shops: list[int]) -> None:
    with office.database.write() as session:
        session.get_one(Shop, shops[1]).merged_into = shops[0]
        refresh(session, [shops[1]])
    assert ids(office) == [shops[0], shops[2]]


def test_filters_by_label_and_language(office: Office, shops: list[int]) -> None:
    assert ids(office, label="recruitment") == [shops[1]]
    assert ids(office, label="unsure") == [shops[2]]
    assert ids(office, language="kk") == [shops[1]]
    assert ids(office, language="ru", label="unsure") == []


def test_filters_by_district_source_and_kind_of_face(office: Office, shops: list[int]) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        taraz = street.shop("taraz.example", score=0.3, places=["тараз", "алматы"], origin="photo")
    assert ids(office, district="тараз") == [taraz]
    assert ids(office, source="photo") == [taraz]
    assert ids(office, face="account") == [shops[0]]
    assert ids(office, district="тараз", face="account") == []
    page = office.signed_in("analyst").get("/?district=%D1%82%D0%B0%D1%80%D0%B0%D0%B7").text
    assert page.count("cell-shop") == 1
    assert "<option selected>тараз</option>" in page


def test_shops_are_ordered_by_age_and_by_size(office: Office, shops: list[int]) -> None:
    assert ids(office, order=Order.OLDEST) == shops
    with office.database.write() as session:
        street = Street(session, office.blobs)
        street.at = NOW - timedelta(days=9)
        old = street.shop("old.example", "old-2.example", "old-3.example", score=0.2)
    assert ids(office, order=Order.OLDEST) == [old, *shops]
    assert ids(office, order=Order.LARGEST) == [old, *shops]


def test_cards_are_made_from_what_the_store_says_whenever_it_changed(
    office: Office, shops: list[int]
) -> None:
    give(office, shops[0], Verdict.CONFIRMED)
    with office.database.write() as session:
        session.execute(delete(ShopCard).where(ShopCard.shop_id == shops[0]))
        session.get_one(ShopCard, shops[1]).size = 9
        session.get_one(Shop, shops[2]).merged_into = shops[1]
        assert sorted(stale_shops(session)) == shops
        assert refresh_stale(session) == 3
        assert stale_shops(session) == []
    assert ids(office, shelf=Shelf.ALL) == shops[:2]
    with office.database.read() as session:
        row = find_row(session, shops[0])
    assert row is not None
    assert (row.state, row.confirmers, row.size) == (ShopState.CONFIRMED, 1, 2)


def test_a_choice_is_kept_under_a_name_by_its_owner_only(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    token = hidden(browser.get("/").text, "csrf_token")
    queue = "language=kk&order=oldest&evil=%3Cscript%3E"
    kept = browser.send("/filters", csrf_token=token, name="Kazakh <b>", queue=queue)
    assert kept.headers["location"] == "/?language=kk&order=oldest"
    page = browser.get("/").text
    assert 'href="/?language=kk&amp;order=oldest"><bdi>Kazakh &lt;b&gt;</bdi>' in page
    other = office.signed_in("admin")
    assert "Kazakh" not in other.get("/").text
    token_of_other = hidden(other.get("/").text, "csrf_token")
    other.send("/filters/1/forget", csrf_token=token_of_other)
    assert "Kazakh" in browser.get("/").text
    browser.send("/filters/1/forget", csrf_token=token)
    assert "Kazakh" not in browser.get("/").text


def test_an_open_shop_is_left_to_who_opened_it_until_the_lease_ends(office: Office, shops: list[int]) -> None:
    first, second = office.signed_in("reviewer"), office.signed_in("admin")
    first.get(f"/shops/{shops[0]}")
    page = second.get(f"/shops/{shops[0]}").text
    assert "reviewer looks at this shop" in page
    assert 'name="verdict"' not in page
    queue = second.get("/").text
    assert "open with reviewer" in queue
    assert f'data-key="n" href="/shops/{shops[1]}"' in queue  # Start leads past it
    assert second.get(f"/shops/{shops[2]}/next").headers["location"] == f"/shops/{shops[1]}"
    office.clock.pass_(seconds=LEASE.total_seconds())
    assert 'name="verdict"' in second.get(f"/shops/{shops[0]}").text


def test_who_goes_on_or_back_to_the_queue_lets_go(office: Office, shops: list[int]) -> None:
    first, second = office.signed_in("reviewer"), office.signed_in("admin")
    for left in (f"/shops/{shops[1]}", "/"):
        first.get(f"/shops/{shops[0]}")
        first.get(left)
        assert 'name="verdict"' in second.get(f"/shops/{shops[0]}").text
        second.get("/")
    second.get(f"/shops/{shops[0]}")
    second.answer(shops[0], "unsure")
    assert 'name="verdict"' in first.get(f"/shops/{shops[0]}").text


def test_who_may_not_decide_keeps_nobody_waiting(office: Office, shops: list[int]) -> None:
    office.signed_in("analyst").get(f"/shops/{shops[0]}")
    assert 'name="verdict"' in office.signed_in("reviewer").get(f"/shops/{shops[0]}").text


def test_counts_follow_the_choice(office: Office, shops: list[int]) -> None:
    give(office, shops[0], Verdict.CONFIRMED)
    with office.database.read() as session:
        assert count_shops(session, ShopFilter(), ANYBODY) == {
            "waiting": 2, "second": 1, "confirmed": 1, "rejected": 0, "unsure": 0, "all": 3,
        }  # fmt: skip
        assert count_shops(session, ShopFilter(language="kk"), ANYBODY)[Shelf.ALL] == 1


@pytest.mark.parametrize("order", Order)
def test_pages_of_the_list_miss_and_double_nothing(office: Office, order: Order) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        for number in range(23):
            street.shop(f"s{number}.example", score=0.5 + (number % 3) / 10)
    for shop_id in (4, 9, 14):
        come_back(office, shop_id)
    found: list[int] = []
    after: Place | None = None
    while True:
        with office.database.read() as session:
            rows = list_shops(session, ShopFilter(after=after, order=order, limit=5), ANYBODY)
        if not rows:
            break
        found += [row.id for row in rows]
        after = Place.parse(str(rows[-1].place))
    assert len(found) == len(set(found)) == 23
    assert found == ids(office, order=order)


def test_the_most_doubtful_shop_comes_first_when_asked_for(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        sure, doubtful, unlike = (
            street.shop(f"s{number}.example", score=score) for number, score in enumerate((0.95, 0.55, 0.3))
        )
    assert ids(office) == [sure, doubtful, unlike]
    assert ids(office, order=Order.DOUBT) == [doubtful, unlike, sure]
    page = office.signed_in("reviewer").get("/?order=doubt").text
    assert page.index(f"/shops/{doubtful}?order=doubt") < page.index(f"/shops/{sure}?order=doubt")


def test_a_list_takes_a_fixed_number_of_queries(office: Office, shops: list[int]) -> None:
    queries: list[str] = []
    event.listen(office.database.engine, "before_cursor_execute", lambda *call: queries.append(str(call[2])))
    ids(office, limit=1)
    few = len(queries)
    ids(office)
    assert len(queries) == 2 * few


def test_going_on_starts_again_at_the_top(office: Office, shops: list[int]) -> None:
    with office.database.read() as session:
        order = [next_shop(session, ShopFilter(), shop, ASKER) for shop in shops]
    assert order == [shops[1], shops[2], shops[0]]


def test_going_on_ends_with_the_last_shop(office: Office, shops: list[int]) -> None:
    for shop in shops[1:]:
        give(office, shop, Verdict.REJECTED)
    with office.database.read() as session:
        assert next_shop(session, ShopFilter(), shops[0], ASKER) is None


def test_the_state_of_a_shop_follows_its_last_decision() -> None:
    def decision(verdict: Verdict, *covers: str) -> Decision:
        return Decision(
            shop_id=1, verdict=verdict, reason="", decided_by="a", decided_at=NOW, covers=list(covers)
        )

    assert state_of(None, ["a"]) is ShopState.NEW
    assert state_of(decision(Verdict.UNSURE, "a"), ["a"]) is ShopState.UNSURE
    assert state_of(decision(Verdict.CONFIRMED, "a", "b"), ["a"]) is ShopState.CONFIRMED
    assert state_of(decision(Verdict.REJECTED, "a"), ["a", "b"]) is ShopState.CHANGED


@given(st.text(max_size=40))
def test_a_place_from_an_address_is_a_place_or_nothing(text: str) -> None:
    place = Place.parse(text)
    assert place is None or Place.parse(str(place)) is not None


def test_the_page_shows_counts_titles_and_a_further_page(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        for number in range(26):
            street.shop(f"s{number}.example", score=0.5)
    browser = office.signed_in("analyst")
    first = browser.get("/").text
    assert first.count("cell-shop") == 25
    assert "s0[.]example" in first
    after = first.partition('rel="next" href="/?')[2].partition('"')[0].replace("&amp;", "&")
    assert browser.get(f"/?{after}").text.count("cell-shop") == 1


def test_an_empty_queue_says_what_to_do(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    assert "Nothing matches" in browser.get("/?label=sale&language=kk").text
    for shop in shops:
        give(office, shop, Verdict.REJECTED)
    assert "Nothing waits" in browser.get("/").text
    assert "This shelf is empty" in browser.get("/?state=confirmed").text


def test_an_empty_store_says_how_to_begin(office: Office) -> None:
    assert "mergen crawl" in office.signed_in("reviewer").get("/").text


def test_nonsense_in_the_address_is_left_open(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    page = browser.get("/?state=x&label=%27&language=%00&after=1~nan~~&decided=999")
    assert page.status_code == 200


def test_looking_ahead_keeps_nobody_from_a_shop_and_writes_nothing_down(
    office: Office, shops: list[int]
) -> None:
    reviewer, admin = office.signed_in("reviewer"), office.signed_in("admin")
    before = len(office.events("viewed"))
    ahead = reviewer.get(f"/shops/{shops[0]}/ahead")
    assert f'data-address="/shops/{shops[1]}"' in ahead.text
    assert "Somebody" not in admin.get(f"/shops/{shops[1]}").text
    assert f'data-address="/shops/{shops[2]}"' in reviewer.get(f"/shops/{shops[0]}/ahead").text
    assert len(office.events("viewed")) == before
    alone = reviewer.get(f"/shops/{shops[0]}/ahead?state=confirmed")
    assert (alone.status_code, alone.text) == (204, "")
