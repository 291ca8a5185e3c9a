"""How many pages follow something at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from review.errors import Refused

MOST = 32


class Followers:
    """How many streams are open. All of them run in the server's one event loop."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._open = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1

    def check(self) -> None:
        """Raise Refused where there are too many."""
        if self._open >= self._most:
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS)
