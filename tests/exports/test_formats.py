"""What every format promises."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from exports.confirmed import confirmed_shops
from exports.delivery import deliver
from exports.errors import BadExportOption
from exports.exporter import EXPORTERS, Exporter, exporter_named
from exports.jsonl import JsonLinesExporter
from exports.proof import is_proof
from exports.shop import ConfirmedShop
from exports.text import defanged
from models.decision import Verdict
from tests.exports.store import SAULE, Store, screenshot

HOSTILE = '=HYPERLINK("https://evil.example")\r\n../../x\u202e\u2028\x01 💊 #panic() "quoted"; =1+1'

every_exporter = pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)


@pytest.fixture
def shops(store: Store) -> list[ConfirmedShop]:
    shop = store.shop("qala.example", "t.me/qala_")
    store.decide(shop, Verdict.CONFIRMED, "qala.example", "t.me/qala_")
    hostile, resource = store.shop(), store.resource("ayna.example")
    store.join_existing(hostile, resource, detail=HOSTILE)
    finding = store.finding(
        resource, title=HOSTILE, quotes=(("B", "B1", HOSTILE),), picture=screenshot(HOSTILE)
    )
    store.contact(finding, "text", HOSTILE)
    store.decide(hostile, Verdict.CONFIRMED, "ayna.example")
    return confirmed_shops(store.session, SAULE)


@every_exporter
def test_the_same_shops_give_the_same_bytes(
    exporter: Exporter, shops: list[ConfirmedShop], store: Store, tmp_path: Path
) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        files = exporter.export(shops, tmp_path / name, store.context())
        written.append([(path.name, path.read_bytes()) for path in files])

    assert written[0] == written[1]
    assert written[0]


@every_exporter
def test_every_file_lies_in_the_folder_under_a_name_of_ours(
    exporter: Exporter, shops: list[ConfirmedShop], store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    files = exporter.export(shops, folder, store.context())

    assert sorted(files) == sorted(folder.iterdir())
    assert all(set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for path in files)
    assert sorted(tmp_path.iterdir()) == sorted([folder, *tmp_path.glob("mergen.db*")])


@every_exporter
def test_a_delivery_passes_sha256sum(exporter: Exporter, store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")

    delivery = deliver(store.session, exporter, tmp_path / "out", store.context())

    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path / "out", check=True)
    assert {path.name for path in delivery.files} == {path.name for path in (tmp_path / "out").iterdir()}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert {entry["name"] for entry in manifest["files"]} == {
        path.name
        for path in delivery.files
        if path.name not in ("manifest.json", "SHA256SUMS") and not is_proof(path.name)
    }
    sealed = hashlib.sha256((tmp_path / "out" / "manifest.json").read_bytes()).hexdigest()
    assert delivery.manifest_sha256 == sealed


@every_exporter
def test_nothing_of_an_unconfirmed_shop_is_in_any_file(
    exporter: Exporter, store: Store, tmp_path: Path
) -> None:
    store.confirmed("qala.example")
    store.decide(store.shop("rejected.example"), Verdict.REJECTED, "rejected.example")
    store.shop("open.example")

    deliver(store.session, exporter, tmp_path / "out", store.context())

    for path in (tmp_path / "out").iterdir():
        assert b"rejected.example" not in path.read_bytes()
        assert b"open.example" not in path.read_bytes()


def test_exporters_are_found_by_name() -> None:
    assert [exporter_named(name).name for name in ("csv", "jsonl", "pdf")] == ["csv", "jsonl", "pdf"]
    with pytest.raises(BadExportOption, match="csv, jsonl, pdf"):
        exporter_named("docx")


def test_a_line_of_json_holds_the_whole_shop_exactly(
    shops: list[ConfirmedShop], store: Store, tmp_path: Path
) -> None:
    (path,) = JsonLinesExporter().export(shops, tmp_path, store.context())

    lines = path.read_text("utf-8").splitlines()
    first, hostile = map(json.loads, lines)

    assert first["schema"] == "mergen.shop/1"
    assert first["rulings"][0]["at"] == "2026-03-01T10:30:00Z"
    assert [member["key"] for member in first["resources"]] == ["qala.example", "t.me/qala_"]
    assert first["findings"][0]["url_defanged"] == "hxxps://qala[.]example/"
    assert hostile["findings"][0]["signals"][0]["quote"] == HOSTILE
    assert hostile["findings"][0]["title"] == HOSTILE


@pytest.mark.parametrize(
    ("url", "harmless"),
    [
        ("https://qala.example/a.b?c=d.e", "hxxps://qala[.]example/a.b?c=d.e"),
        ("HTTP://Qala.example", "HxxP://Qala[.]example"),
        ("t.me/qala_", "t[.]me/qala_"),
        ("tg://resolve?domain=qala_", "tg://resolve?domain=qala_"),
    ],
)
def test_a_defanged_address_is_no_link(url: str, harmless: str) -> None:
    assert defanged(url) == harmless
