"""What was found out is remembered, within limits."""

from classifiers.known import LONGEST, Known


class Asked:
    """Finds lengths, and remembers what it was asked."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def __call__(self, key: str) -> int:
        self.keys.append(key)
        return len(key)


def test_a_key_is_looked_up_once_while_there_is_room() -> None:
    asked = Asked()
    known = Known(asked, 2)
    assert [known[key] for key in ("a", "bb", "a", "ccc", "ccc")] == [1, 2, 1, 3, 3]
    assert asked.keys == ["a", "bb", "ccc", "ccc"]
    assert set(known) == {"a", "bb"}


def test_words_of_a_megabyte_are_read_and_not_kept() -> None:
    known = Known(Asked())
    sizes = [LONGEST, LONGEST + 1, 1_000_000]
    assert [known["ж" * size] for size in sizes] == sizes
    assert list(known) == ["ж" * LONGEST]
