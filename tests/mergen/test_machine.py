"""`mergen doctor`, and the road on a machine where something is missing."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.mergen.command import Mergen
from tests.mergen.images import street_photo
from tests.mergen.site import NEWS, Page, Site
from tests.pipeline.visits import code_png


def examined(mergen: Mergen) -> tuple[int, dict[str, Mapping[str, Any]]]:
    answer = mergen("doctor", "--json")
    assert "Traceback" not in answer.err
    return answer.status, {record["part"]: record for record in answer.records}


OFFICE = ("seal key", "trusted time")
"""What an office sets up for itself."""


def failing(parts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [name for name, part in parts.items() if not part["works"] and name not in OFFICE]


@pytest.fixture
def without_zbar(mergen: Mergen, tmp_path: Path) -> Mergen:
    """pyzbar that fails as it does where the library is missing."""
    package = tmp_path / "shadow/pyzbar"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "wrapper.py").write_text("raise ImportError('Unable to find zbar shared library')\n")
    root = str(Path(__file__).parents[2])
    return mergen.with_settings(PYTHONPATH=f"{package.parent}:{root}")


@pytest.fixture
def without_browser(mergen: Mergen, tmp_path: Path) -> Mergen:
    """Neither Playwright's browsers nor the system's are found."""
    (tmp_path / "nothing").mkdir()
    return mergen.with_settings(HOME=str(tmp_path), PATH=str(tmp_path / "nothing"))


def test_on_a_sound_machine_every_part_works(mergen: Mergen) -> None:
    status, parts = examined(mergen)
    assert (status, failing(parts)) == (0, [])
    needed = {"store", "evidence folder", "export folder", "browser", "decoder zbar", "scorer", "clock"}
    assert needed <= set(parts)
    assert "Chromium" in parts["browser"]["detail"]
    assert "--new-key" in parts["seal key"]["advice"]
    assert "MERGEN_TIMESTAMP_AUTHORITIES" in parts["trusted time"]["advice"]
    assert "kaz" in parts["text in pictures"]["detail"]
    assert all(set(part) == {"part", "works", "detail", "advice", "needed"} for part in parts.values())


def test_every_part_that_fails_is_named_with_what_to_do(without_zbar: Mergen, tmp_path: Path) -> None:
    status, parts = examined(
        without_zbar.with_settings(
            MERGEN_DATABASE_URL="mysql://office@host/mergen",
            MERGEN_EVIDENCE="/proc/evidence",
            MERGEN_EXPORTS="/proc/exports",
            MERGEN_BROWSER_PATH="/opt/nowhere/chrome",
            MERGEN_TESSDATA=str(tmp_path),
        )
    )
    assert status == 1
    advice = {
        "store": "SQLite or PostgreSQL",
        "evidence folder": "free space of /proc/evidence",
        "export folder": "free space of /proc/exports",
        "browser": "chromium",
        "decoder": "apt-get install libzbar0",
        "text in pictures": "tesseract-ocr-kaz",
    }
    assert failing(parts) == list(advice)
    assert all(words in parts[part]["advice"] for part, words in advice.items())
    assert "/opt/nowhere/chrome" in parts["browser"]["detail"]


def test_without_language_data_mergen_sees_less_and_works(mergen: Mergen, tmp_path: Path) -> None:
    status, parts = examined(mergen.with_settings(MERGEN_TESSDATA=str(tmp_path)))
    assert (status, failing(parts)) == (0, ["text in pictures"])


def test_without_zbar_codes_are_read_all_the_same(without_zbar: Mergen) -> None:
    (without_zbar.folder / "wall.jpg").write_bytes(street_photo("still read"))
    answer = without_zbar("qr", "wall.jpg", "--json")
    assert answer.status == 0
    assert [symbol["text"] for symbol in answer.record["symbols"]] == ["still read"]


def test_without_a_browser_pages_are_read_as_they_come(without_browser: Mergen) -> None:
    script = "<title>Script</title><div id=root></div><script>document.title = 'Drawn'</script>"
    pages: dict[str, Page] = {
        "/": f"{NEWS}<img src=/code.png><a href=/js>x</a>",
        "/code.png": code_png("x"),
        "/js": script,
    }
    with Site(pages) as site:
        answer = without_browser("crawl", site.url(), "--json")
    assert answer.status == 0
    assert {page["title"]: page["via"] for page in answer.records[:-1]} == {
        "Вечер поэзии": "http",
        "Script": "http",
    }
    assert answer.records[-1]["summary"]["unseen"] == 1
    assert "apt-get install chromium" in answer.message
    with closing(sqlite3.connect(without_browser.folder / "var/mergen.db")) as store:
        [(error,)] = store.execute("select error from runs").fetchall()
        [(unseen,)] = store.execute("select unseen from captures where url like '%/js'").fetchall()
    assert "No Chromium was found" in error
    assert "No Chromium was found" in unseen


def test_a_flipped_byte_in_the_evidence_is_named(mergen: Mergen) -> None:
    with Site({"/": f"{NEWS}<img src=/code.png>", "/code.png": code_png("x")}) as site:
        assert mergen("crawl", site.url(), "--browser", "never").status == 0
    evidence = mergen.folder / "var/evidence"
    blob = max(evidence.glob("blobs/??/*"), key=lambda path: path.stat().st_size)
    [archive] = evidence.glob("warc/*.warc.gz")
    with closing(sqlite3.connect(mergen.folder / "var/mergen.db")) as store:
        query = "select warc_offset + warc_length / 2 from captures order by id limit 1"
        [record_middle] = store.execute(query).fetchone()
    for path, kinds, position in (
        (blob, ["blob"], blob.stat().st_size // 2),
        (archive, ["record", "segment"], record_middle),
    ):
        whole = path.read_bytes()
        path.chmod(0o640)
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x10]) + whole[position + 1 :])
        answer = mergen("verify", "--json")
        assert answer.status == 1
        *faults, last = answer.records
        assert [fault["kind"] for fault in faults] == kinds
        assert all(path.name in fault["name"] for fault in faults)
        assert path.name in answer.message
        assert last["summary"]["faults"] == len(kinds)
        path.write_bytes(whole)
    blob.unlink()
    gone = mergen("verify")
    assert gone.status == 1
    assert blob.name in gone.message
