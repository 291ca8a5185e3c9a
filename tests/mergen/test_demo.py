"""The whole road: `mergen demo`, then everything an office does with what it found."""

import csv
import hashlib
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from mergen.demo.server import DemoWeb
from tests.mergen.command import Answer, Mergen
from tests.review.conftest import hidden

PASSWORD = "a sentence for reviewers"
REASON = "price list with pick-up by coordinates"


@dataclass(frozen=True)
class Demonstration:
    """The demonstration's answer, and the command over the store that it left."""

    answer: Answer
    mergen: Mergen

    def shops(self, *words: str) -> list[dict[str, Any]]:
        answer = self.mergen("shops", "list", *words, "--json")
        assert answer.status == 0
        return answer.records


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    bare = Mergen(tmp_path_factory.mktemp("demo"))
    answer = bare("demo", "--json")
    assert answer.status == 0, answer.err
    store = bare.with_settings(
        MERGEN_DATABASE_URL="sqlite:///var/demo/mergen.db",
        MERGEN_EVIDENCE="var/demo/evidence",
        MERGEN_EXPORTS="var/demo/exports",
        MERGEN_TELEGRAM_PREVIEW="http://t-preview.example/s/",
    )
    return Demonstration(answer, store)


@contextmanager
def served(mergen: Mergen) -> Iterator[str]:
    """The address of the review page while `mergen serve` runs; SIGTERM must end it."""
    with mergen.start("serve", "--port", "0") as server:
        assert server.stderr
        for line in server.stderr:
            if "http://" in line:
                break
        try:
            yield "http://" + line.partition("http://")[2].split("/")[0]
        finally:  # or a test that fails would wait for the server for ever
            server.send_signal(signal.SIGTERM)
        assert server.wait(30) in {0, -signal.SIGTERM}


def confirmed(demo: Demonstration) -> dict[str, Any]:
    """The strongest shop, which two people have confirmed."""
    shop = demo.shops()[0]
    if shop["verdict"] is None:
        why = ("--reason", REASON, "--ground", "acquisition")
        for name in ("aigul", "daniyar"):
            decided = demo.mergen("decide", shop["id"], "confirm", *why, "--by", name, "--json")
            assert (decided.status, decided.err) == (0, "")
            assert (decided.record["verdict"], decided.record["by"]) == ("confirmed", name)
        assert set(decided.record["covers"]) == set(shop["resources"])
    return shop


def test_every_shop_is_found_and_nothing_harmless_is_accused(demo: Demonstration) -> None:
    summary = demo.answer.summary
    assert summary["precision"] == 1.0
    assert summary["recall"] >= 0.9


def test_the_demonstration_is_as_large_as_promised(demo: Demonstration) -> None:
    summary = demo.answer.summary
    assert {"precision", "recall", "pages", "shops", "seconds"} <= set(summary)
    assert summary["sites"] == len(DemoWeb().hosts) >= 25
    assert summary["channels"] == 4
    assert summary["pages"] >= 300
    assert summary["photos"] >= 5
    assert summary["code_recall"] >= 0.9
    assert set(json.loads(demo.answer.out.splitlines()[-1])) == {"summary"}


def test_no_hostile_page_led_inside(demo: Demonstration) -> None:
    assert demo.answer.summary["internal_hits"] == 0


def test_the_evidence_of_the_demonstration_verifies(demo: Demonstration) -> None:
    counts = demo.mergen.verified()
    assert counts["records"] >= demo.answer.summary["pages"]


def test_a_shop_is_shown_with_its_faces_and_the_words_that_are_the_reason(demo: Demonstration) -> None:
    [shop] = [s for s in demo.shops() if s["faces"] >= 3][:1]
    view = demo.mergen("shops", "show", shop["id"], "--json").record
    assert len(view["faces"]) == shop["faces"]
    assert {face["reason"] for face in view["faces"]} - {"first"}
    assert any(signal["quote"] for signal in view["signals"])
    assert view["pages"]
    unknown = demo.mergen("shops", "show", 9999, "--json")
    assert (unknown.status, unknown.out) == (1, "")
    assert "no shop 9999" in unknown.message


def test_nothing_unconfirmed_leaves(demo: Demonstration, tmp_path: Path) -> None:
    undecided = [shop for shop in demo.shops() if shop["verdict"] is None]
    assert undecided
    if len(undecided) == len(demo.shops()):
        refused = demo.mergen("export", "csv", "--out", tmp_path / "none")
        assert refused.status == 1
        assert "confirm" in refused.message
        assert not (tmp_path / "none").exists()
    listed = demo.mergen("blocklist", "hosts").out
    assert not any(key in listed for shop in undecided for key in shop["resources"])
    forced = demo.mergen("export", "jsonl", "--out", tmp_path / "forced", "--shop", undecided[0]["id"])
    assert forced.status == 1


def test_a_decision_needs_a_reason_and_a_shop(demo: Demonstration) -> None:
    shop = demo.shops()[-1]
    silent = demo.mergen("decide", shop["id"], "reject")
    assert silent.status == 1
    assert "Say why" in silent.message
    assert demo.mergen("decide", 9999, "confirm", "--reason", "x").status == 1
    assert demo.mergen("decide", shop["id"], "perhaps").status == 2


@pytest.mark.parametrize("form", ["csv", "jsonl", "pdf"])
def test_a_confirmed_shop_is_handed_over_with_a_manifest(
    demo: Demonstration, tmp_path: Path, form: str
) -> None:
    shop, out = confirmed(demo), tmp_path / "packet"
    made = demo.mergen("export", form, "--out", out, "--json")
    assert (made.status, made.err) == (0, "")
    assert made.record["shops"] == [shop["id"]]
    sums = (out / "SHA256SUMS").read_text().splitlines()
    assert {line.split()[1].lstrip("*") for line in sums} >= {f.name for f in out.glob(f"*.{form}")} > set()
    for line in sums:
        digest, name = line.split(maxsplit=1)
        assert hashlib.sha256((out / name.lstrip("*")).read_bytes()).hexdigest() == digest
    text = next(out.glob(f"*.{form}")).read_bytes()
    if form == "csv":
        rows = list(csv.reader(text.decode("utf-8-sig").splitlines()))
        assert any(shop["resources"][0] in cell for row in rows[1:] for cell in row)
    elif form == "jsonl":
        assert shop["resources"][0] in text.decode()
    else:
        assert text.startswith(b"%PDF")


def test_blocklists_name_confirmed_sites_and_no_shared_host(demo: Demonstration, tmp_path: Path) -> None:
    shop = confirmed(demo)
    sites = [key for key in shop["resources"] if "/" not in key]
    hosts = demo.mergen("blocklist", "hosts", "--out", tmp_path / "hosts.txt", "--json")
    assert hosts.status == 0
    assert set(sites) <= set(hosts.record["domains"])
    lines = (tmp_path / "hosts.txt").read_text().splitlines()
    assert all(f"0.0.0.0 {site}" in lines for site in sites)
    zone = demo.mergen("blocklist", "rpz").out
    assert "SOA" in zone
    assert all(f"{site}. " in zone or f"{site} " in zone for site in sites)
    assert "t.me" not in hosts.record["domains"]
    allowed = demo.mergen.with_settings(MERGEN_NEVER_BLOCK=",".join(sites))("blocklist", "hosts")
    assert not any(site in allowed.out for site in sites)
    assert all(site in allowed.message for site in sites)


def test_a_reviewer_signs_in_and_decides(demo: Demonstration) -> None:
    added = demo.mergen("user", "add", "aigul", "--password-stdin", given=f"{PASSWORD}\n")
    assert added.status == 0, added.err
    [shop] = [shop for shop in demo.shops() if shop["verdict"] is None][-1:]
    with (
        served(demo.mergen) as base,
        httpx2.Client(base_url=base, headers={"Origin": base}, timeout=60) as browser,
    ):
        assert browser.get("/healthz").status_code == 200
        assert browser.get("/").status_code in {302, 303, 307}
        token = hidden(browser.get("/sign-in").text, "csrf_token")
        fields = {"csrf_token": token, "name": "aigul", "password": PASSWORD, "next": "/"}
        assert browser.post("/sign-in", data=fields).status_code == 303
        queue = browser.get("/")
        assert queue.status_code == 200
        assert "default-src 'none'" in queue.headers["content-security-policy"]
        page = browser.get(f"/shops/{shop['id']}")
        assert page.status_code == 200
        assert "<mark" in page.text
        assert f"http://{shop['resources'][0]}" not in page.text


def test_the_demonstration_touches_no_folder_with_other_files(bare: Mergen) -> None:
    (bare.folder / "mine").mkdir()
    (bare.folder / "mine/letter.txt").write_text("keep me")
    answer = bare("demo", "--folder", "mine")
    assert answer.status == 1
    assert "mine holds other files" in answer.message
    assert [file.name for file in (bare.folder / "mine").iterdir()] == ["letter.txt"]
