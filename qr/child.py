"""The process that `qr.worker` starts: reads images from a pipe and answers with JSON."""

import faulthandler
import os
import pickle
import resource
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import cv2

from qr.reader import Reader
from qr.symbol import Reading
from qr.wire import encode_reading

_GRACE = 5.0


def serve(descriptor: int) -> None:
    """Answers until the pipe closes. If the parent is gone while a decoder hangs, a watchdog ends the
    process shortly after the image's time."""
    with Connection(descriptor) as pipe, Path(os.devnull).open("w") as nowhere:
        try:
            # From the parent, never from an image.
            make, memory_mb, seconds = pickle.loads(pipe.recv_bytes())  # noqa: S301
            reader = _reader(make, memory_mb)
        except Exception as error:  # noqa: BLE001 -- told to the parent, which raises it
            pipe.send_bytes(f"failed {type(error).__name__}: {error}".encode())
            return
        pipe.send_bytes(f"ready {reader.version}".encode())
        while True:
            try:
                deep, data = pipe.recv_bytes() == b"\1", pipe.recv_bytes()
            except EOFError:
                return
            faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
            answer = encode_reading(_read(reader, data, deep))
            faulthandler.cancel_dump_traceback_later()
            pipe.send_bytes(answer)


def _reader(make: Callable[[], Reader], memory_mb: int) -> Reader:
    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cv2.setNumThreads(1)
    # Libraries comment on hostile images at length; what matters is in the reading.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    warnings.simplefilter("ignore")
    return make()


def _read(reader: Reader, data: bytes, deep: bool) -> Reading:
    try:
        return reader.read(data, deep=deep)
    except MemoryError:
        return Reading(error="The image needs more memory than one image may take; it was given up.")
