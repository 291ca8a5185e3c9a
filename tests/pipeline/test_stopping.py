"""A signal asks a run to end, and a second one ends it."""

import os
import signal
import threading

import pytest

from pipeline.stopping import asked_to_stop


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_only_asks_and_what_was_set_before_is_set_after(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with asked_to_stop() as stopping:
        assert not stopping()
        os.kill(os.getpid(), number)
        assert stopping()
    assert signal.getsignal(number) == before


def test_a_second_signal_ends_what_is_done() -> None:
    with pytest.raises(KeyboardInterrupt), asked_to_stop():
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGINT)


def test_in_another_thread_nobody_asks() -> None:
    said: list[bool] = []

    def work() -> None:
        with asked_to_stop() as stopping:
            said.append(stopping())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert said == [False]
