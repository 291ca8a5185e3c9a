"""Counts and menus of a large store: quick, and never what somebody may not see."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from models.case import Sight
from models.decision import Verdict
from models.queue import TraitKind
from pipeline.cases import Clerk, open_case, put_shop
from pipeline.decisions import Judgement, decide
from review import counts
from review.counts import Counts
from review.menu import Menu
from review.shop_row import Order, Shelf, ShopFilter
from tests.review.conftest import Office
from tests.review.factory import ANYBODY, NOW


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three shops are many."""
    monkeypatch.setattr(counts, "MANY", 2)
    monkeypatch.setattr(counts, "LASTS", 3600.0)


def reject(office: Office, shop: int) -> None:
    with office.database.write() as session:
        judgement = Judgement(verdict=Verdict.REJECTED, reason="report")
        decide(session, shop, judgement, actor="reviewer", now=NOW)


def waiting(office: Office, kept: Counts, sight: Sight = ANYBODY, **wanted: object) -> int:
    with office.database.read() as session:
        return kept.of(session, ShopFilter(**wanted), sight)[Shelf.WAITING]  # type: ignore[arg-type]


def test_few_shops_are_counted_each_time(office: Office, shops: list[int]) -> None:
    kept = Counts()
    assert waiting(office, kept) == 3
    reject(office, shops[0])
    assert waiting(office, kept) == 2


def test_many_shops_are_counted_once_a_while_for_all_shelves_and_orders(
    office: Office, shops: list[int], large: None
) -> None:
    kept = Counts()
    assert waiting(office, kept) == 3
    reject(office, shops[0])
    assert waiting(office, kept, shelf=Shelf.ALL, order=Order.OLDEST, limit=1) == 3
    assert waiting(office, kept, label="sale") < 3, "another choice has a count of its own"
    assert waiting(office, Counts()) == 2


def test_a_count_that_is_kept_tells_nobody_of_a_shop_that_they_may_not_see(
    office: Office, shops: list[int], large: None
) -> None:
    clerk = Clerk(name="lead", now=NOW)
    with office.database.write() as session:
        put_shop(
            session, open_case(session, "Operation", restricted=True, clerk=clerk), shops[0], clerk=clerk
        )
    kept = Counts()
    assert waiting(office, kept, Sight("admin")) == 2
    assert waiting(office, kept, Sight("reviewer")) == 2
    statements: list[str] = []
    event.listen(office.database.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    assert waiting(office, kept, Sight("reviewer")) == 2
    assert len([one for one in statements if "shop_cards" in one]) == 1, "only what is hidden is counted"


def test_the_menu_is_looked_up_once_a_minute(office: Office, shops: list[int]) -> None:
    menu = Menu()
    with office.database.read() as session:
        before = menu.choices(session, NOW)
        assert "kk" in before[TraitKind.LANGUAGE]
        assert menu.choices(session, NOW + timedelta(seconds=59)) is before
        assert menu.choices(session, NOW + timedelta(seconds=61)) is not before
