"""Signals that ask a run to end where no crawl's loop takes them any more."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_THEN: dict[signal.Signals, signal.Handlers | Callable[[int, FrameType | None], object]] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
}
"""What a second signal does."""


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Within the block SIGINT and SIGTERM only ask: what it gives says whether one has. Signals come to the
    main thread; in another one nobody asks."""
    asked = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.set()
        signal.signal(number, _THEN[signal.Signals(number)])

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = {number: signal.signal(number, ask) for number in _THEN}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
