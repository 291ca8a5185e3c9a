"""A delivery is whole or absent, and logged."""

import errno
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from exports.context import ExportContext
from exports.delivery import deliver
from exports.errors import EvidenceMismatch, ExportError, ExportUnwritable, NothingConfirmed
from exports.exporter import exporter_named
from exports.proof import Proof
from exports.shop import ConfirmedShop
from models.decision import Event, Verdict
from pipeline.signing import new_key
from tests.exports.store import NOW, Store

CSV, JSONL, PDF = (exporter_named(name) for name in ("csv", "jsonl", "pdf"))


@dataclass(frozen=True)
class FullDisk:
    """An exporter whose disk is full after its first file."""

    name: str = "csv"

    def export(self, shops: Sequence[ConfirmedShop], folder: Path, context: ExportContext) -> list[Path]:
        (folder / "shops.csv").write_text(f"{len(shops)} for {context.actor}")
        raise OSError(errno.ENOSPC, "No space left on device")


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if not path.name.startswith("mergen.db")]


def test_a_delivery_is_logged_for_each_shop_with_the_digest_of_its_manifest(
    store: Store, tmp_path: Path
) -> None:
    one, two = store.confirmed("one.example"), store.confirmed("two.example")

    delivery = deliver(store.session, JSONL, tmp_path / "out", store.context())

    events = list(store.session.scalars(select(Event).order_by(Event.id)))
    assert [(event.kind, event.subject, event.subject_id) for event in events] == [
        ("exported", "shop", str(one.id)),
        ("exported", "shop", str(two.id)),
    ]
    assert events[0].actor == "saule"
    assert events[0].at == store.context().now
    assert events[0].detail == {
        "format": "jsonl",
        "manifest_sha256": delivery.manifest_sha256,
        "resources": ["one.example"],
    }


def test_without_a_confirmed_shop_nothing_is_written_or_logged(store: Store, tmp_path: Path) -> None:
    store.decide(store.shop("qala.example"), Verdict.REJECTED, "qala.example")

    with pytest.raises(NothingConfirmed, match="mergen decide"):
        deliver(store.session, CSV, tmp_path / "out", store.context())

    assert left_behind(tmp_path) == []
    assert store.session.scalars(select(Event)).all() == []


def test_a_full_disk_leaves_nothing_half_written(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")

    with pytest.raises(ExportUnwritable, match=r"No space left on device.*Check free space"):
        deliver(store.session, FullDisk(), tmp_path / "out", store.context())

    assert left_behind(tmp_path) == []
    assert store.session.scalars(select(Event)).all() == []


def test_a_full_disk_leaves_an_earlier_delivery_as_it_was(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")
    out = tmp_path / "out"
    deliver(store.session, CSV, out, store.context())
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    with pytest.raises(ExportUnwritable):
        deliver(store.session, FullDisk(), out, store.context())

    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert left_behind(tmp_path) == ["out"]


def test_a_folder_that_cannot_be_made_is_named(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")
    (tmp_path / "file").write_text("")

    with pytest.raises(ExportUnwritable, match="name another folder"):
        deliver(store.session, CSV, tmp_path / "file" / "out", store.context())
    with pytest.raises(ExportUnwritable, match="is a file"):
        deliver(store.session, CSV, tmp_path / "file", store.context())


def test_three_formats_make_one_delivery(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")
    for exporter in (CSV, JSONL, PDF):
        delivery = deliver(store.session, exporter, tmp_path / "out", store.context())

    assert [path.name for path in delivery.files] == [
        "HOW-TO-CHECK.txt",
        "SHA256SUMS",
        "manifest.json",
        "shop-000001.pdf",
        "shops.csv",
        "shops.jsonl",
    ]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert [entry["format"] for entry in manifest["files"]] == ["pdf", "csv", "jsonl"]
    assert left_behind(tmp_path) == ["out"]


def test_a_new_delivery_takes_back_the_dossier_of_a_shop_that_is_no_longer_confirmed(
    store: Store, tmp_path: Path
) -> None:
    one = store.confirmed("one.example")
    store.confirmed("two.example")
    deliver(store.session, PDF, tmp_path / "out", store.context())
    store.decide(one, Verdict.REJECTED, "one.example")

    deliver(store.session, PDF, tmp_path / "out", store.context())

    assert sorted(path.name for path in (tmp_path / "out").glob("*.pdf")) == ["shop-000002.pdf"]


def test_an_empty_folder_is_used(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")
    (tmp_path / "out").mkdir()

    deliver(store.session, CSV, tmp_path / "out", store.context())

    assert (tmp_path / "out" / "shops.csv").exists()


def test_a_folder_with_other_peoples_files_is_left_alone(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")
    out = tmp_path / "out"
    out.mkdir()
    (out / "holiday.jpg").write_bytes(b"photo")

    with pytest.raises(ExportUnwritable, match="name a new folder"):
        deliver(store.session, CSV, out, store.context())
    assert left_behind(out) == ["holiday.jpg"]

    shutil.rmtree(out)
    deliver(store.session, CSV, out, store.context())
    (out / "notes.txt").write_text("mine")
    with pytest.raises(ExportUnwritable, match=r"holds other files \(notes.txt\)"):
        deliver(store.session, CSV, out, store.context())
    assert (out / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["../mergen.db", "/etc/hostname", "gone.csv"])
def test_a_forged_manifest_brings_no_file_in(store: Store, tmp_path: Path, name: str) -> None:
    store.confirmed("qala.example")
    out = tmp_path / "out"
    deliver(store.session, CSV, out, store.context())
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    manifest["files"].append({**manifest["files"][0], "name": name, "format": "jsonl"})
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    with pytest.raises(ExportError):
        deliver(store.session, CSV, out, store.context())


def test_a_delivered_file_that_was_altered_is_not_sealed_again(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")
    out = tmp_path / "out"
    deliver(store.session, CSV, out, store.context())
    (out / "shops.csv").write_text("altered")

    with pytest.raises(EvidenceMismatch, match="was altered"):
        deliver(store.session, JSONL, out, store.context())


def test_the_clock_of_a_delivery_is_the_one_given(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")

    deliver(store.session, CSV, tmp_path / "a", store.context(now=NOW))
    deliver(store.session, CSV, tmp_path / "b", store.context(now=NOW))

    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    assert "2026-03-01T09:30:00Z" in (tmp_path / "a" / "manifest.json").read_text("utf-8")


def test_a_delivery_can_be_checked_with_openssl_alone(store: Store, tmp_path: Path) -> None:
    store.confirmed("one.example")
    key = new_key(tmp_path / "seal.pem")

    def prove(manifest: bytes) -> Proof:
        return Proof(signature=key.sign(manifest), public_key=key.public_pem)

    delivery = deliver(store.session, JSONL, tmp_path / "out", store.context(prove=prove))
    how = (delivery.folder / "HOW-TO-CHECK.txt").read_text("utf-8")
    for command in [line for line in how.splitlines() if line.startswith(("sha256sum", "openssl"))]:
        subprocess.run(command.split(), cwd=delivery.folder, check=True, capture_output=True)
    (delivery.folder / "manifest.json").write_bytes(b"{}")
    signed = next(line for line in how.splitlines() if line.startswith("openssl"))
    assert subprocess.run(signed.split(), cwd=delivery.folder, check=False, capture_output=True).returncode


def test_a_delivery_says_that_nothing_proves_its_time(store: Store, tmp_path: Path) -> None:
    store.confirmed("one.example")
    delivery = deliver(store.session, JSONL, tmp_path / "out", store.context())
    how = (delivery.folder / "HOW-TO-CHECK.txt").read_text("utf-8")
    assert "No time stamp" in how
    assert "Not signed" in how
    assert not list(delivery.folder.glob("*.tsr"))
