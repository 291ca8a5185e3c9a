"""The attempts that an image has cost, each with its child process, and what is left out for them."""

from dataclasses import dataclass, field

from qr.watch import OPEN

# A decoder that fails on one variant may yet read another; after the second it is left out altogether.
_CHANCES = 2


@dataclass(slots=True)
class Losses:
    """What went wrong on one image, in order. `causes` is empty while nothing did."""

    causes: list[str] = field(default_factory=list)
    given_up: bool = False
    _steps: list[str] = field(default_factory=list)

    def add(self, step: str, cause: str) -> None:
        """Notes a step that killed the child or failed. Without its first frame, or when nothing had begun
        twice over, the image is given up."""
        self.causes.append(f"{step}: {cause}" if step else cause)
        self.given_up = step == OPEN or step in self._steps
        self._steps.append(step)

    @property
    def skipped(self) -> tuple[str, ...]:
        """The steps and the decoders to leave out."""
        decoders = [step.partition("/")[0] for step in self._steps if "/" in step]
        guilty = {name for name in decoders if decoders.count(name) >= _CHANCES}
        return (*dict.fromkeys(step for step in self._steps if step), *sorted(guilty))

    def __str__(self) -> str:
        return "; ".join(self.causes)


def is_skipped(step: str, skipped: frozenset[str]) -> bool:
    """Whether a step is left out, by itself or with its decoder."""
    return step in skipped or step.partition("/")[0] in skipped
