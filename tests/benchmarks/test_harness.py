"""The harness: fair turns, honest CPU time, the form of its output."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.crawl_speed import _bare
from benchmarks.generated import codes, pages, pictures
from benchmarks.harness import Options, cpu_seconds, spread, take_turns
from benchmarks.local_site import Content, LocalSite, keep_local
from benchmarks.qr_speed import QR_SPEED


def test_the_sides_take_turns_and_swap_who_begins() -> None:
    order: list[str] = []
    turns = take_turns(lambda: order.append("a"), lambda: order.append("b"), rounds=3)
    assert "".join(order) == "abbaab"
    assert len(turns.ours) == len(turns.theirs) == 3


def test_a_quick_run_sees_every_part_of_the_set() -> None:
    files = [Path(f"{number}") for number in range(10)]
    assert spread(files, 5) == files[::2]
    assert spread(files, 20) == files


def test_cpu_time_counts_living_and_ended_children() -> None:
    spin = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
    start = cpu_seconds()
    subprocess.run([sys.executable, "-c", spin], check=True)
    ended = cpu_seconds() - start
    command = [sys.executable, "-c", f"{spin}print(flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        living = cpu_seconds() - start - ended
        child.communicate("\n")
    assert ended >= 0.3
    assert living >= 0.25


def test_generated_input_is_the_same_on_every_run() -> None:
    assert list(pages(2)) == list(pages(2))
    assert list(pictures(2)) == list(pictures(2))
    assert [code.image for code in codes(2)] == [code.image for code in codes(2)]


def test_the_list_names_every_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["benchmark"] for row in rows] == [benchmark.name for benchmark in BENCHMARKS]


def test_a_data_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nothing"
    assert main(["qr_speed", "--data", str(missing)]) == 1
    assert str(missing) in capsys.readouterr().err


def test_qr_speed_gives_its_figures_without_real_data() -> None:
    figures = QR_SPEED.run(Options(quick=True)).as_object("qr_speed")
    assert figures["data"] == "generated"
    assert {"ratio", "mergen_recall", "sizes", "versions"} <= figures.keys()
    assert json.loads(json.dumps(figures)) == figures


@pytest.mark.parametrize(
    ("page", "local"),
    [
        (b'<img src="https://cdn.example/a.png">', b'<img src="/a.png">'),
        (b"<a href=//b.example:8080/c>", b"<a href=/c>"),
        ('<a href="http://қала.test/d">'.encode(), b'<a href="/d">'),
        (rb'{"u": "https:\/\/e.example\/f"}', rb'{"u": "\/f"}'),
        (b"<script>// a remark</script>", b"<script>// a remark</script>"),
    ],
)
def test_no_foreign_address_is_left_in_a_served_page(page: bytes, local: bytes) -> None:
    assert keep_local(page) == local


def test_bare_scrapy_sees_every_page_of_the_local_site() -> None:
    content = Content(pages=list(pages(5)), pictures=list(pictures(3)))
    with LocalSite(content) as site:
        start = time.perf_counter()
        crawl = _bare(site)
        assert crawl.pages == 6
        assert crawl.images > 0
        assert 0 < crawl.seconds < time.perf_counter() - start
