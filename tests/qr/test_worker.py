"""Reading in a process that can be killed."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from PIL import Image

from qr.errors import ReaderClosed, ReaderNotStarted
from qr.reader import Reader
from qr.symbol import Reading
from qr.wire import decode_reading, encode_reading
from qr.worker import IsolatedReader, WorkerLimits
from tests.qr import fakes
from tests.qr.images import SHOP, code, encoded, wall

DARK = encoded(Image.new("L", (64, 64), 0))
WHITE = encoded(Image.new("L", (64, 64), 255))


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as made:
        yield made


def test_an_isolated_reader_reads_as_the_reader_does(reader: IsolatedReader) -> None:
    data = encoded(wall((SHOP, (30, 20)), ("Қала витринасы", (500, 60))))
    for deep in (False, True):
        assert reader.read(data, deep=deep) == Reader().read(data, deep=deep)
    assert reader.read(b"") == Reader().read(b"")
    assert reader.version == Reader().version


def test_several_threads_may_use_one_reader(reader: IsolatedReader) -> None:
    stickers = [f"https://shop{index}.example/" for index in range(8)]
    read: dict[str, str] = {}

    def work(text: str) -> None:
        read[text] = reader.read(encoded(code(text))).symbols[0].text

    threads = [threading.Thread(target=work, args=(text,)) for text in stickers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == {text: text for text in stickers}


def test_a_decoder_that_hangs_is_killed_and_the_next_image_is_read() -> None:
    with IsolatedReader(fakes.hanging, WorkerLimits(seconds=0.5)) as reader:
        assert reader.read(WHITE).error is None
        began = time.monotonic()
        assert "0.5 seconds" in (reader.read(DARK).error or "")
        assert time.monotonic() - began < 5
        assert reader.read(WHITE).error is None


def test_a_decoder_that_crashes_costs_one_image() -> None:
    with IsolatedReader(fakes.crashing) as reader:
        assert "status 3" in (reader.read(DARK).error or "")
        assert reader.read(WHITE).error is None


def test_memory_is_limited() -> None:
    with IsolatedReader(fakes.greedy, WorkerLimits(memory_mb=2048)) as reader:
        reading = reader.read(DARK)
        assert "memory" in f"{reading.error}{reading.failures}".lower()
        assert reader.read(WHITE).error is None


def test_a_killed_child_costs_one_image_and_a_fresh_one_takes_over() -> None:
    with IsolatedReader() as reader:
        assert reader.version
        pid = child_of(reader)
        subprocess.run(["kill", "-9", str(pid)], check=True)
        assert f"signal {signal.SIGKILL.value}" in (reader.read(WHITE).error or "")
        assert reader.read(encoded(code())).symbols[0].text == SHOP


def test_a_fresh_child_takes_over_after_so_many_images() -> None:
    with IsolatedReader(fakes.hanging, WorkerLimits(images=2)) as reader:
        pids = [reader.read(WHITE).error or child_of(reader) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_closing_ends_the_child_even_in_the_middle_of_an_image() -> None:
    reader = IsolatedReader(fakes.hanging, WorkerLimits(seconds=60))
    assert reader.read(WHITE).error is None
    pid = child_of(reader)
    readings: list[Reading] = []
    thread = threading.Thread(target=lambda: readings.append(reader.read(DARK)))
    thread.start()
    time.sleep(0.3)
    reader.close()
    thread.join(10)
    assert readings[0].error
    assert not fakes.alive(pid)
    reader.close()
    with pytest.raises(ReaderClosed):
        reader.read(WHITE)


def test_a_reader_that_cannot_be_made_says_why() -> None:
    with (
        IsolatedReader(fakes.not_makeable) as reader,
        pytest.raises(ReaderNotStarted, match="no such setting"),
    ):
        reader.read(WHITE)


def test_a_child_ends_with_its_parent() -> None:
    script = (
        "import os, signal\n"
        "from qr.worker import IsolatedReader\n"
        "reader = IsolatedReader()\n"
        "reader.version\n"
        "print(reader.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    until = time.monotonic() + 10
    while fakes.alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not fakes.alive(pid)


def test_a_reading_survives_the_wire() -> None:
    symbols = (fakes.symbol("Қала\0\n", "zbar"), fakes.symbol("другая"))
    for reading in (
        Reading(),
        Reading(error="№1"),
        Reading(width=5, height=6, symbols=symbols, unread=(fakes.PLACE,), failures=("x",)),
    ):
        assert decode_reading(encode_reading(reading)) == reading


def child_of(reader: IsolatedReader) -> int:
    assert reader.pid is not None
    return reader.pid
