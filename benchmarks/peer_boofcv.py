"""BoofCV through PyBoof, where both are: `pip install pyboof`, and Java. Mergen does not need either."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from signal import SIGINT, SIGTERM, getsignal, signal
from typing import Any

import numpy as np

from benchmarks.harness import BenchmarkError
from benchmarks.peer_reading import Read, grey_picture, reading, unopened
from qr.symbol import Reading


def is_here() -> bool:
    """Whether this machine can run it."""
    return find_spec("pyboof") is not None and shutil.which("java") is not None


@contextmanager
def detector() -> Iterator[Read]:
    """BoofCV's QR detector on the grey picture, with its defaults, in a Java of its own that ends with this.
    Raises `BenchmarkError` where Java does not start."""
    handler = getsignal(SIGINT)
    pyboof = _started(_free_port(), _free_port())
    signal(SIGINT, handler)
    state = pyboof.pbg
    try:
        finder = pyboof.FactoryFiducial(np.uint8).qrcode()

        def read(image: bytes) -> Reading:
            grey = grey_picture(image)
            if grey is None:
                return unopened()
            finder.java_obj.process(pyboof.ndarray_to_boof(np.asarray(grey)))
            return reading("BoofCV", (code.message for code in finder.java_obj.getDetections()))

        yield read
    finally:
        state.gateway.shutdown()
        os.kill(state.java_pid, SIGTERM)
        # PyBoof would end it once more when Python ends.
        state.java_pid = state.gateway = None


def _started(java: int, python: int) -> Any:
    """PyBoof with a Java of its own, which importing it starts at once."""
    with redirect_stderr(StringIO()):  # it says that there is no Java yet
        if "pyboof" in sys.modules:
            sys.modules["pyboof"].init_pyboof(java_port=java, python_port=python)
        else:
            os.environ.update(PYBOOF_JAVA_PORT=str(java), PYBOOF_PYTHON_PORT=str(python))
            import_module("pyboof")
    pyboof = sys.modules["pyboof"]
    if not pyboof.check_jvm(True):
        raise BenchmarkError("BoofCV's Java did not start; try again, or name other peers with --peers")
    return pyboof


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
