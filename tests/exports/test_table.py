"""The table must open in a spreadsheet and run nothing there."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.confirmed import confirmed_shops
from exports.table import COLUMNS, TableExporter, harmless
from models.decision import Verdict
from tests.exports.store import SAULE, Store


def rows(store: Store, folder: Path) -> list[dict[str, str]]:
    (path,) = TableExporter().export(confirmed_shops(store.session, SAULE), folder, store.context())
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table_has_a_row_for_each_page_and_each_resource_without_one(store: Store, tmp_path: Path) -> None:
    shop = store.shop()
    resource = store.join(shop, "qala.example")
    store.finding(resource, path="/menu", quotes=(("L", "L2_law", "статья"), ("A", "A1", "1 г – 16 000 ₸")))
    store.join_existing(shop, store.resource("t.me/qala_"))
    store.decide(shop, Verdict.CONFIRMED, "qala.example", "t.me/qala_")

    found = rows(store, tmp_path)

    assert [row["url"] for row in found] == [
        "https://qala.example/",
        "https://qala.example/menu",
        "https://t.me/qala_",
    ]
    assert tuple(found[0]) == COLUMNS
    assert found[1]["url_defanged"] == "hxxps://qala[.]example/menu"
    assert found[1]["signals"] == "A1: 1 г – 16 000 ₸"
    assert found[1]["counter_signals"] == "L2_law: статья"
    assert found[1]["title"] == "Қала витринасы"
    assert found[1]["decided_by"] == "daniyar"
    assert found[2]["sha256"] == ""


def test_excel_is_told_that_the_table_is_utf_8(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")
    rows(store, tmp_path)

    assert (tmp_path / "shops.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "qala;=cmd", "qala; @x", "\x00=1"],
)
def test_a_title_cannot_run_as_a_formula(store: Store, tmp_path: Path, formula: str) -> None:
    shop = store.shop()
    resource = store.resource("qala.example")
    store.join_existing(shop, resource)
    store.finding(resource, title=formula)
    store.decide(shop, Verdict.CONFIRMED, "qala.example")

    (row,) = rows(store, tmp_path)

    for cell in row["title"].split(";"):
        assert not cell.strip().startswith(("=", "+", "-", "@", "＝"))


@given(st.text())
def test_no_text_begins_a_cell_as_a_formula_or_leaves_its_line(text: str) -> None:
    written = harmless(text)

    assert "\n" not in written
    assert "\t" not in written
    assert not any(part.lstrip().startswith(("=", "+", "-", "@")) for part in written.split(";"))


@given(st.text(alphabet="abcABCқ0123456789:/?&=._ ", min_size=1).map(str.strip).filter(bool))
def test_an_ordinary_text_is_not_altered(text: str) -> None:
    ordinary = "a" + " ".join(text.split())

    assert harmless(ordinary) == ordinary
