"""How long a piece of work may take on a machine that does other things beside it."""

import time
from dataclasses import dataclass, field

PATIENCE = 3.0
"""How many times its CPU time a piece of work may wait for its turn."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Ends after `seconds` of this thread's CPU time, or three times as many by the clock: how far the work
    comes depends on the image, not on what else the machine does."""

    seconds: float
    _worked: float = field(default_factory=time.thread_time)
    _began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds, by the clock that ends first; zero or less: none."""
        waited = time.monotonic() - self._began
        return min(self.seconds - (time.thread_time() - self._worked), PATIENCE * self.seconds - waited)
