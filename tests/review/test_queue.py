"""Which shops are listed, in which order, and how many."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from models.decision import Decision, Verdict
from models.shop import Shop
from pipeline.decisions import decide
from review.shop_row import Order, Place, Shelf, ShopFilter, ShopState, shop_state
from review.shops import count_shops, find_row, list_shops, next_shop
from tests.review.conftest import Office
from tests.review.factory import NOW, Street


def ids(office: Office, **wanted: object) -> list[int]:
    with office.database.read() as session:
        return [row.id for row in list_shops(session, ShopFilter(**wanted))]  # type: ignore[arg-type]


def give(office: Office, shop_id: int, verdict: Verdict) -> None:
    with office.database.write() as session:
        decide(session, shop_id, verdict, reason="offer", actor="reviewer", now=NOW)


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
    assert ids(office) == [shops[0], shops[2]]


def test_filters_by_label_and_language(office: Office, shops: list[int]) -> None:
    assert ids(office, label="recruitment") == [shops[1]]
    assert ids(office, label="unsure") == [shops[2]]
    assert ids(office, language="kk") == [shops[1]]
    assert ids(office, language="ru", label="unsure") == []


def test_counts_follow_the_choice(office: Office, shops: list[int]) -> None:
    give(office, shops[0], Verdict.CONFIRMED)
    with office.database.read() as session:
        assert count_shops(session, ShopFilter()) == {
            "waiting": 2, "confirmed": 1, "rejected": 0, "unsure": 0, "all": 3,
        }  # fmt: skip
        assert count_shops(session, ShopFilter(language="kk"))[Shelf.ALL] == 1


@pytest.mark.parametrize("order", Order)
def test_pages_of_the_list_miss_and_double_nothing(office: Office, order: Order) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        for number in range(23):
            street.shop(f"s{number}.example", score=0.5 + (number % 3) / 10)
    found: list[int] = []
    after: Place | None = None
    while True:
        with office.database.read() as session:
            rows = list_shops(session, ShopFilter(after=after, order=order, limit=5))
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
        order = [next_shop(session, ShopFilter(), shop) for shop in shops]
    assert order == [shops[1], shops[2], shops[0]]


def test_going_on_ends_with_the_last_shop(office: Office, shops: list[int]) -> None:
    for shop in shops[1:]:
        give(office, shop, Verdict.REJECTED)
    with office.database.read() as session:
        assert next_shop(session, ShopFilter(), shops[0]) is None


def test_the_state_of_a_shop_follows_its_last_decision() -> None:
    def decision(verdict: Verdict, *covers: str) -> Decision:
        return Decision(
            shop_id=1, verdict=verdict, reason="", decided_by="a", decided_at=NOW, covers=list(covers)
        )

    assert shop_state(None, ["a"]) is ShopState.NEW
    assert shop_state(decision(Verdict.UNSURE, "a"), ["a"]) is ShopState.UNSURE
    assert shop_state(decision(Verdict.CONFIRMED, "a", "b"), ["a"]) is ShopState.CONFIRMED
    assert shop_state(decision(Verdict.REJECTED, "a"), ["a", "b"]) is ShopState.CHANGED


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
