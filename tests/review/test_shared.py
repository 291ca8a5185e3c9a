"""Answers that many ask for: exact where little was counted, found once for everybody where it was much."""

import threading
import time

from review.shared import Shared


class Asked:
    """Something that takes a while to find, and counts how often it was."""

    def __init__(self, takes: float = 0.0) -> None:
        self.times = 0
        self._takes = takes

    def __call__(self) -> int:
        time.sleep(self._takes)
        self.times += 1
        return self.times


def much(_answer: int) -> bool:
    return True


def little(_answer: int) -> bool:
    return False


def test_what_is_quickly_counted_is_counted_each_time() -> None:
    shared, asked = Shared(3600.0), Asked()
    assert [shared.of("key", asked, little) for _ in range(3)] == [1, 2, 3]


def test_what_takes_long_is_kept_for_its_time() -> None:
    shared, asked = Shared(3600.0), Asked()
    assert [shared.of("key", asked, much) for _ in range(3)] == [1, 1, 1]
    assert shared.of("another", asked, much) == 2
    gone = Shared(0.0)
    assert [gone.of("key", asked, much) for _ in range(2)] == [3, 4]


def test_people_who_ask_at_once_wait_for_one_answer() -> None:
    shared, asked = Shared(3600.0), Asked(takes=0.2)
    answers: list[int] = []
    people = [
        threading.Thread(target=lambda: answers.append(shared.of("key", asked, much))) for _ in range(8)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert answers == [1] * 8


def test_an_answer_that_fails_keeps_nobody_waiting() -> None:
    shared = Shared(3600.0)

    def fails() -> int:
        raise ValueError("the store is away")

    for _ in range(2):
        try:
            shared.of("key", fails, much)
        except ValueError:
            continue
        raise AssertionError("the error was kept back")
    assert shared.of("key", Asked(), much) == 1
