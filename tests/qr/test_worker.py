"""Reading in a process that can be killed."""

import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Pipe
from pathlib import Path

import pytest
from PIL import Image

from qr.errors import ReaderClosed, ReaderNotStarted
from qr.reader import Reader
from qr.symbol import Hint, Reading
from qr.wire import decode_reading, encode_reading
from qr.worker import IsolatedReader, WorkerLimits
from tests.qr import fakes
from tests.qr.images import SHOP, code, encoded, wall

QUICK = WorkerLimits(seconds=20, step_seconds=1, memory_mb=2048)


def image_for(deed: int) -> bytes:
    """What makes a moody decoder do the deed."""
    return encoded(Image.new("L", (64, 64), deed))


WHITE = image_for(fakes.NOTHING)


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as made:
        yield made


@pytest.fixture(scope="module")
def moody() -> Iterator[IsolatedReader]:
    with IsolatedReader(fakes.moody, QUICK) as made:
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


@pytest.mark.parametrize(
    ("deed", "cause"),
    [
        (fakes.HANG, "took more than"),
        (fakes.EXIT, "status 3"),
        (fakes.SEGFAULT, f"signal {signal.SIGSEGV.value}"),
        (fakes.HOARD, "not enough memory"),
        (fakes.RAISE, "a fault of the decoder"),
    ],
    ids=["hangs", "exits", "segfaults", "hoards", "raises"],
)
def test_a_misbehaving_decoder_costs_its_attempt_and_nothing_else(
    moody: IsolatedReader, deed: int, cause: str
) -> None:
    reading = moody.read(image_for(deed))
    assert [symbol.text for symbol in reading.symbols] == [fakes.HONEST]
    assert reading.error is None
    (failure,) = reading.failures
    assert failure.startswith("moody")
    assert "plain" in failure
    assert cause in failure
    assert moody.read(WHITE).failures == ()


def test_an_attempt_that_waits_its_turn_on_a_busy_machine_is_not_lost(moody: IsolatedReader) -> None:
    assert moody.read(image_for(fakes.DOZE)).failures == ()


def test_after_a_second_lost_attempt_the_decoder_is_left_out() -> None:
    with IsolatedReader(fakes.moody_zxing, QUICK) as reader:
        reading = reader.read(image_for(fakes.SEGFAULT), deep=True)
    assert reading.error is None
    assert [failure.partition(":")[0] for failure in reading.failures] == [
        "zxing/plain",
        "zxing/plain x2",
        "failing",
    ]


def test_an_image_on_which_every_decoder_hangs_is_given_up_in_time_and_leaves_no_process() -> None:
    before = children()
    with IsolatedReader(fakes.many_moody, WorkerLimits(seconds=3, step_seconds=1)) as reader:
        assert reader.version
        began = time.monotonic()
        reading = reader.read(image_for(fakes.HANG))
        assert time.monotonic() - began < 8
        assert "given up" in (reading.error or "")
        assert "moody-0/plain: took more than" in (reading.error or "")
        assert len(children() - before) <= 1
    assert children() == before


def test_an_image_that_no_decoder_survives_is_an_error() -> None:
    with IsolatedReader(fakes.hopeless, QUICK) as reader:
        assert "a fault of the decoder" in (reader.read(image_for(fakes.RAISE)).error or "")
        assert reader.read(WHITE).error is None


def test_a_hang_while_an_image_is_opened_gives_the_image_up_and_one_in_a_later_frame_only_the_frames() -> (
    None
):
    with IsolatedReader(fakes.SlowToOpen, WorkerLimits(seconds=8, step_seconds=1)) as reader:
        assert "open: took more than" in (reader.read(image_for(fakes.HANG)).error or "")
        frames = [Image.new("L", (64, 64), shade) for shade in (255, 0, 255)]
        data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
        reading = reader.read(data)
    assert [symbol.text for symbol in reading.symbols] == [fakes.HONEST]
    assert "open@1: " in reading.failures[0]


def test_what_libraries_say_about_a_damaged_image_is_not_heard(capfd: pytest.CaptureFixture[str]) -> None:
    data = bytearray(encoded(code(), "TIFF", compression="tiff_lzw"))
    data[200:260] = bytes(60)
    with IsolatedReader() as reader:
        assert "damaged" in (reader.read(bytes(data)).error or "")
    assert capfd.readouterr().err == ""


def test_a_child_killed_between_two_images_costs_nothing() -> None:
    with IsolatedReader() as reader:
        assert reader.version
        subprocess.run(["kill", "-9", str(child_of(reader))], check=True)
        assert reader.read(encoded(code())).symbols[0].text == SHOP


def test_a_fresh_child_takes_over_after_so_many_images() -> None:
    with IsolatedReader(fakes.moody, WorkerLimits(images=2)) as reader:
        pids = [reader.read(WHITE).error or child_of(reader) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_closing_ends_the_child_even_in_the_middle_of_an_image() -> None:
    reader = IsolatedReader(fakes.moody, WorkerLimits(seconds=60, step_seconds=60))
    assert reader.read(WHITE).error is None
    pid = child_of(reader)
    readings: list[Reading] = []
    thread = threading.Thread(target=lambda: readings.append(reader.read(image_for(fakes.HANG))))
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
        Reading(hints=tuple(Hint)),
    ):
        assert decode_reading(encode_reading(reading)) == reading


def children() -> set[str]:
    """The processes below this one, zombies too."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


def child_of(reader: IsolatedReader) -> int:
    assert reader.pid is not None
    return reader.pid


@pytest.mark.parametrize("order", [b"", pickle.dumps((fakes.hopeless, 4096, 5.0))])
def test_a_child_whose_parent_is_gone_ends_without_a_word(order: bytes) -> None:
    near, far = Pipe()
    with far:
        child = subprocess.Popen(
            [sys.executable, "-c", f"from qr.child import serve; serve({far.fileno()})"],
            pass_fds=(far.fileno(),),
            stderr=subprocess.PIPE,
        )
    if order:
        near.send_bytes(order)
    near.close()
    assert child.communicate(timeout=60)[1] == b""
    assert child.returncode == 0
