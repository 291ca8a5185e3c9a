"""What was done to a page before it was pictured."""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """How a consent banner was answered: by refusing where it offers that, else by agreeing or closing."""

    REJECTED = "rejected"
    ACCEPTED = "accepted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent banner that was answered with the button that says `words`."""

    answer: Answer
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """`scrolled` is how far down the page was shown, in pixels; `woken` counts the images that were loaded
    only then."""

    consent: Consent | None = None
    scrolled: int = 0
    woken: int = 0

    def record(self) -> dict[str, object]:
        """As it stands in JSON."""
        consent = self.consent and {"answer": self.consent.answer.value, "words": self.consent.words}
        return {"consent": consent, "scrolled": self.scrolled, "woken": self.woken}
