"""What a visit came to on the road, and what of it was stored."""

from dataclasses import dataclass

from classifiers.score import Label, Score
from crawler.visit import SeenImage, Visit
from pipeline.evidence import Kept
from pipeline.pictures import Picture
from qr.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """An image of a page with the bytes' place in the evidence and what was seen in it; `with_text` where
    the page has the text in it read."""

    image: SeenImage
    kept: Kept
    picture: Picture
    with_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Travelled:
    """A visit with all that was found out about it. `score` is None for what is no readable page; `fault`
    says why one that should be could not be read. `screenshot` is what was seen in a flagged page's,
    `recalled` are the codes that an earlier visit read on a page that has not changed since, and `renewed`
    its pictures that were looked at again because another reader had done so then."""

    visit: Visit
    kept: Kept
    looked_at: tuple[LookedAt, ...] = ()
    image_text: str = ""
    contacts: tuple[Payload, ...] = ()
    score: Score | None = None
    screenshot: Picture | None = None
    recalled: tuple[Payload, ...] = ()
    renewed: tuple[Picture, ...] = ()
    fault: str = ""

    @property
    def flagged(self) -> bool:
        """Whether a person should look: it is flagged (sale or recruitment), or unsure."""
        return self.score is not None and self.score.label is not Label.BENIGN

    @property
    def codes(self) -> tuple[Payload, ...]:
        """What the codes say that are on the page."""
        pictures = self.pictures
        return self.recalled + tuple(code for p in pictures for code in p.payloads + p.inner_payloads)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All that was looked at for codes."""
        seen = tuple(looked.picture for looked in self.looked_at) + self.renewed
        return seen if self.screenshot is None else (*seen, self.screenshot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The rows that a visit became. `fresh` is False where this run had stored the same bytes before."""

    capture_id: int
    fresh: bool
    resource_id: int | None = None
    finding_id: int | None = None
