"""The queue as a program reads it."""

from pathlib import Path

import pytest

from models.database import Database
from models.user import Role
from pipeline.blobs import FolderBlobs
from review.api.paging import place_cursor, read_place
from review.scopes import Scope
from review.shop_row import Order, Shelf, ShopFilter
from review.shops import list_shops
from review.tokens import revoke
from tests.review.conftest import Office
from tests.review.factory import ANYBODY, Street
from tests.review.programs import Program


def test_the_queue_is_told_a_page_at_a_time_each_shop_once(office: Office, shops: list[int]) -> None:
    program = Program.of(office, "analyst", Scope.SHOPS_READ)
    told: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = program.get("/shops", limit=1, **cursor).json()
        told += [shop["id"] for shop in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert told == shops
    only = program.get("/shops", language="kk", order="oldest").json()["items"]
    assert [shop["keys"] for shop in only] == [["sapfir.example"]]
    assert program.get("/shops/counts", label="sale").json()["waiting"] == 1
    assert program.get(f"/shops/{shops[0]}/next").json() == {"id": shops[1]}


def test_a_cursor_leads_to_the_place_that_it_was_made_of(office: Office, shops: list[int]) -> None:
    with office.database.read() as session:
        rows = list_shops(session, ShopFilter(), ANYBODY)
    assert [read_place(place_cursor(row.place)) for row in rows] == [row.place for row in rows]
    assert read_place("_" * 36).shop_id == 2**31 - 1


@pytest.mark.parametrize("shelf", Shelf)
def test_every_shelf_and_order_can_be_asked_for(office: Office, shops: list[int], shelf: Shelf) -> None:
    program = Program.of(office, "analyst", Scope.SHOPS_READ)
    assert {program.get("/shops", state=shelf, order=order).status_code for order in Order} == {200}


def test_tokens_queue_and_decisions_work_on_both_databases(store: Database, tmp_path: Path) -> None:
    office = Office(database=store, blobs=FolderBlobs(tmp_path / "blobs"))
    with store.write() as session:
        street = Street(session, office.blobs)
        street.person("reviewer", Role.REVIEWER)
        shops = [street.shop(f"qala-{number}.example", score=0.5 + number / 10) for number in range(3)]
    program = Program.of(office, "reviewer", name="bot")
    first = program.get("/shops", limit=2).json()
    rest = program.get("/shops", limit=2, cursor=first["next"]).json()
    assert [shop["id"] for shop in first["items"] + rest["items"]] == shops[::-1]
    assert program.get("/shops", cursor="A" * 36).json()["items"] == []
    assert program.confirm(shops[0]).json()["shop"]["state"] == "confirmed"
    assert program.get("/photos", cursor="_" * 8).json() == {"items": [], "next": None}
    assert program.get("/overview").json()["counts"]["confirmed"] == 1
    [event] = office.events("confirmed")
    assert (event.actor, event.detail["token"]) == ("reviewer", "bot")
    with store.write() as session:
        revoke(session, "bot", actor="admin", now=office.clock())
    assert program.get("/me").status_code == 401
