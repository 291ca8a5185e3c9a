"""The process that `qr.process` starts: reads images from a pipe, announces each step, answers with JSON."""

import faulthandler
import os
import pickle
import resource
import warnings
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

import cv2

from qr.errors import reason
from qr.losses import is_skipped
from qr.reader import Reader
from qr.wire import FAULT, READING, STEP, Request, decode_request, encode_reading

_GRACE = 5.0


def serve(descriptor: int) -> None:
    """Answers until the pipe closes; a parent that is gone ends it without a word. If the parent is gone
    while a decoder hangs, a watchdog ends the process shortly after the image's time."""
    with suppress(ConnectionError, EOFError), Connection(descriptor) as pipe:
        order = pipe.recv_bytes()
        try:
            # From the parent, never from an image.
            make, memory_mb, seconds = pickle.loads(order)  # noqa: S301
            reader = _reader(make, memory_mb)
        except Exception as error:  # noqa: BLE001 -- told to the parent, which raises it
            pipe.send_bytes(f"failed {type(error).__name__}: {error}".encode())
            return
        pipe.send_bytes(f"ready {reader.version}".encode())
        _answer_all(reader, seconds, pipe)


def _answer_all(reader: Reader, seconds: float, pipe: Connection) -> NoReturn:
    """Raises EOFError or ConnectionError when the parent is gone."""
    with Path(os.devnull).open("w") as nowhere:
        while True:
            request, data = decode_request(pipe.recv_bytes()), pipe.recv_bytes()
            faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
            answer = _answer(reader, request, data, pipe)
            faulthandler.cancel_dump_traceback_later()
            pipe.send_bytes(answer)


class _Announcer:
    """Tells the parent of each step, so that it knows which one did not end."""

    def __init__(self, pipe: Connection, skipped: frozenset[str]) -> None:
        self._pipe = pipe
        self._skipped = skipped

    def allows(self, label: str) -> bool:
        if is_skipped(label, self._skipped):
            return False
        self._pipe.send_bytes(STEP + label.encode())
        return True


def _reader(make: Callable[[], Reader], memory_mb: int) -> Reader:
    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cv2.setNumThreads(1)
    warnings.simplefilter("ignore")
    reader = make()
    # Libraries comment on hostile images at length, some past every setting; what matters is in the reading.
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    return reader


def _answer(reader: Reader, request: Request, data: bytes, pipe: Connection) -> bytes:
    try:
        watch = _Announcer(pipe, request.skipped)
        return READING + encode_reading(reader.read(data, deep=request.deep, watch=watch))
    except ConnectionError:  # the parent is gone
        raise
    except Exception as error:  # noqa: BLE001 -- told to the parent, which names the step
        return FAULT + f"{type(error).__name__}: {reason(error)}".encode(errors="replace")
