"""When an address that gave no page is tried again."""

from dataclasses import dataclass
from datetime import timedelta

from crawler.visit import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """`times` to try again after the first try; before each try the wait is `factor` times the last, from
    `first` on, at least what the server asked for, and never more than `most`."""

    times: int = 2
    first: timedelta = timedelta(seconds=5)
    factor: int = 4
    most: timedelta = timedelta(minutes=10)

    def wait(self, failure: Failure, failed: int) -> timedelta | None:
        """How long to wait after the address failed for the `failed`th time; None to give it up."""
        if not failure.transient or failed > self.times:
            return None
        wait = self.first * pow(float(self.factor), failed - 1)
        return min(max(wait, timedelta(seconds=failure.wait)), self.most)
