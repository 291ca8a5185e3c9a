"""A crawl that is stopped, killed or out of disk loses nothing, and goes on where it stopped."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.mergen.command import Mergen, as_in_a_terminal
from tests.mergen.site import NEWS, SHOP, Gate, Page, Site, chain
from tests.pipeline.visits import code_png

PAGES = 12


def stored_twice(mergen: Mergen) -> list[str]:
    """The addresses of which a run's store holds more than one capture."""
    with closing(sqlite3.connect(mergen.folder / "var/mergen.db")) as store:
        urls = Counter(url for (url,) in store.execute("select url from captures"))
    return [url for url, count in urls.items() if count > 1]


def interrupt(mergen: Mergen, words: tuple[object, ...], gate: Gate, how: Callable[[int], Any]) -> Any:
    """Start a crawl, wait until it is in the middle, end it, and give its process with its output."""
    with mergen.start(*words) as crawl:
        assert gate.held.wait(90), "the crawl never got so far"
        how(crawl.pid)
        gate.open()
        out, err = crawl.communicate(timeout=90)
    return crawl.returncode, out, err


def test_ctrl_c_stops_in_order_and_the_same_command_goes_on(mergen: Mergen) -> None:
    gate = Gate(5)
    with Site(chain(PAGES, gate)) as site:
        words = ("crawl", site.url("/1"), "--depth", PAGES, "--max-pages", PAGES - 2, "--json")
        status, out, err = interrupt(mergen, words, gate, lambda pid: os.killpg(pid, signal.SIGINT))
        assert status == 130
        assert "stopped; what was stored is safe" in " ".join(err.split())
        assert "Traceback" not in err
        *first, last = [json.loads(line) for line in out.splitlines()]
        assert last["summary"]["state"] == "stopped"
        assert 5 <= len(first) < PAGES - 2
        again = mergen(*words)
    assert again.status == 0
    assert "it goes on where it stopped" in again.message
    assert again.summary["run"] == last["summary"]["run"]
    assert (again.summary["state"], again.summary["pages"]) == ("finished", PAGES - 2)
    assert len(first) + len(again.records) - 1 == PAGES - 2
    assert stored_twice(mergen) == []
    assert mergen.verified()["records"] == PAGES - 2


def test_killed_crawls_that_share_a_run_lose_nothing_and_store_nothing_twice(mergen: Mergen) -> None:
    gates = [Gate(4), Gate(8)]

    def wait() -> None:
        for gate in gates:
            gate()

    pages: dict[str, Page] = {**chain(PAGES, wait)}
    pages |= {"/wall.png": code_png("wall"), "/": SHOP}
    with Site(pages) as site:
        words = ("crawl", site.url("/1"), site.url("/"), "--depth", PAGES, "--browser", "never", "--json")
        with mergen.start(*words) as first:
            assert gates[0].held.wait(90), "the crawl never got so far"
            with mergen.start("crawl", "--run", 1, "--json") as second:
                first.kill()
                gates[0].open()
                assert gates[1].held.wait(90), "the other process did not take over"
                second.kill()
                gates[1].open()
        before = mergen.verified()["records"]
        assert before >= 8
        again = mergen(*words)
    assert again.status == 0
    assert again.summary["pages"] == PAGES + 1
    assert stored_twice(mergen) == []
    assert mergen.verified()["records"] == PAGES + 1


def test_ctrl_c_ends_any_command_with_a_word_and_status_130(bare: Mergen) -> None:
    words = [*bare._words(("score", "-", "--json"))]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=bare.folder,
        env=bare._environment(),
        preexec_fn=as_in_a_terminal,  # noqa: PLW1509 - nothing but a signal is set
    ) as score:
        assert score.stdin
        assert score.stdout
        score.stdin.write(b"line\n" * 300)
        score.stdin.flush()
        assert score.stdout.readline()
        score.send_signal(signal.SIGINT)
        _, err = score.communicate(timeout=60)
    assert score.returncode == 130
    assert b"stopped" in err
    assert b"Traceback" not in err


def test_a_reader_that_has_had_enough_ends_a_command_in_silence(bare: Mergen) -> None:
    (bare.folder / "lines.txt").write_text("some words\n" * 5000)
    with bare.start("score", "lines.txt", "--json") as score:
        assert score.stdout
        assert score.stderr
        score.stdout.readline()
        score.stdout.close()
        assert score.stderr.read() == ""
        assert score.wait(60) == 1


def limit_files(size: int) -> Callable[[], None]:
    """No file may grow beyond `size` bytes: writing then fails as on a full disk."""
    return partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def small_disk(mergen: Mergen) -> Iterator[Path]:
    """The store's folder on a disk of two megabytes, where this machine lets us make one."""
    var, kept = mergen.folder / "var", mergen.folder / "kept"
    var.rename(kept)
    var.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(var)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small disk can be made by root only")
    shutil.copytree(kept, var, dirs_exist_ok=True)
    yield var
    subprocess.run(["umount", str(var)], check=True)


def heavy(count: int) -> dict[str, Page]:
    """Pages that take room on a disk."""
    links = "".join(f"<a href=/{number}>{number}</a>" for number in range(1, count))

    def page(number: int) -> Callable[[Any], None]:
        noise = os.urandom(60_000).hex()
        return lambda handler: handler.answer(f"<title>{number}</title>{NEWS}{links}<!-- {noise} -->")

    return {"/": page(0), **{f"/{number}": page(number) for number in range(1, count)}}


def test_a_full_disk_ends_the_crawl_with_a_word_and_keeps_what_was_stored(
    mergen: Mergen, small_disk: Path
) -> None:
    with Site(heavy(20)) as site:
        words = ("crawl", site.url(), "--browser", "never", "--json")
        full = mergen(*words)
        assert full.status == 1
        assert "Traceback" not in full.err
        assert "disk is full" in full.message or "Check free space" in full.message
        assert 1 <= len(full.records) < 20
        assert mergen.verified()["faults"] == 0
        subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
        again = mergen(*words)
    assert again.status == 0
    assert "it goes on where it stopped" in again.message
    assert again.summary["pages"] == 20
    assert stored_twice(mergen) == []
    assert mergen.verified()["blobs"] >= 20


@pytest.mark.parametrize("size", [40_000, 200_000], ids=["for the archive", "for the store"])
def test_a_file_that_may_not_grow_ends_the_crawl_with_a_word(mergen: Mergen, size: int) -> None:
    with Site(heavy(3)) as site:
        full = mergen("crawl", site.url(), "--browser", "never", "--json", prepare=limit_files(size))
    assert full.status == 1
    assert "Traceback" not in full.err
    assert "mergen:" in full.message
    assert mergen.verified()["faults"] == 0


@pytest.mark.parametrize(
    "words", [("target", "add", "https://shop.example/"), ("crawl", "https://shop.example/"), ("init",)]
)
def test_a_read_only_store_is_named_and_left_alone(
    mergen: Mergen, small_disk: Path, words: tuple[str, ...]
) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    before = (small_disk / "mergen.db").read_bytes()
    answer = mergen(*words)
    assert (small_disk / "mergen.db").read_bytes() == before
    if words != ("init",):
        assert (answer.status, answer.out) == (1, "")
        assert "read-only: check its owner and permissions" in answer.message
    assert "Traceback" not in answer.err


def test_an_evidence_folder_that_cannot_be_written_ends_the_crawl_with_a_word(mergen: Mergen) -> None:
    with Site({"/": NEWS}) as site:
        answer = mergen.with_settings(MERGEN_EVIDENCE="/proc/nowhere")("crawl", site.url(), "--json")
    assert (answer.status, answer.out) == (1, "")
    assert "under /proc/nowhere/warc cannot be written" in answer.message
    assert "Traceback" not in answer.err
