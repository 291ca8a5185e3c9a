"""Keeping what was stored: backups, replays and packages, as a person asks for them."""

import json
import zipfile
from pathlib import Path

from tests.crawler.archives import HTML, warc
from tests.mergen.command import Mergen
from tests.pipeline.visits import SHOP_TEXT


def test_what_was_read_is_kept_replayed_packed_and_brought_back(mergen: Mergen, tmp_path: Path) -> None:
    given = mergen.folder / "given.warc.gz"
    given.write_bytes(warc([("http://vetka.example/", f"<title>В</title><p>{SHOP_TEXT}</p>", HTML)]))
    run = mergen("warc", given, "--json").summary["run"]

    replayed = mergen("replay", run, "--json")
    assert (replayed.status, replayed.summary["captures"], replayed.summary["different"]) == (0, 1, 0)

    office = mergen.with_settings(MERGEN_SEAL_KEY=str(tmp_path / "keys" / "seal.pem"))
    assert office("seal", "--new-key").status == 0
    packed = office("export", "wacz", "--out", "out", "--run", run, "--reason", "a request", "--json")
    assert {"SHA256SUMS", "manifest.json", f"run-{run:06d}.wacz"} <= set(packed.record["files"])
    with zipfile.ZipFile(mergen.folder / "out" / f"run-{run:06d}.wacz") as package:
        assert json.loads(package.read("datapackage-digest.json"))["signedData"]["publicKey"]

    made = mergen("backup", "backups", "--json").record
    assert (made["faults"], made["copied"] == made["size"]) == ([], True)
    other = Mergen(tmp_path / "other")
    other.folder.mkdir()
    restored = other("restore", mergen.folder / "backups", "--json")
    assert (restored.status, restored.record["backup"]) == (0, made["name"])
    assert (other.folder / "var/mergen.db").exists()
