"""How what one visitor was shown differs from what another was shown."""

from collections.abc import Set
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.address import realm_of
from crawler.capture import Capture
from crawler.divergence import Divergence
from crawler.obstacle import Obstacle, obstacle_of
from crawler.page import Page
from crawler.reading import read

ALIKE = 0.5  # two views of one page share more: menus, dates and advertisements differ, and goods do not
RUN = 3  # words
FEW_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A capture as it was read."""

    capture: Capture
    page: Page | None
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`text` and `links` tell how much the two have in common (Jaccard index of runs of three words, and of
    links without their queries), from 0 to 1."""

    divergence: Divergence
    text: float
    links: float


def view_of(capture: Capture) -> View:
    """What a capture says, and what stands in the way."""
    page = read(capture)
    return View(capture=capture, page=page, obstacle=obstacle_of(capture, page))


def difference(one: View, other: View) -> Difference:
    """How two views of one address differ."""
    text = _shared(_runs(one.page), _runs(other.page))
    links = _shared(_links(one.page), _links(other.page))
    return Difference(divergence=_divergence(one, other, text), text=text, links=links)


def _divergence(one: View, other: View, text: float) -> Divergence:
    kinds = [view.obstacle.kind if view.obstacle else None for view in (one, other)]
    if kinds[0] is not kinds[1]:
        return Divergence.OBSTACLE
    if (one.capture.status >= 400) is not (other.capture.status >= 400):
        return Divergence.ANSWER
    if realm_of(one.capture.final_url) != realm_of(other.capture.final_url):
        return Divergence.PLACE
    return Divergence.TEXT if text < ALIKE else Divergence.SAME


def _runs(page: Page | None) -> set[str]:
    words = page.text.casefold().split() if page is not None else []
    if len(words) < FEW_WORDS:  # so short a text has hardly a run
        return set(words)
    return {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _links(page: Page | None) -> set[str]:
    parts = [urlsplit(link.url) for link in page.links] if page is not None else []
    return {f"{part.netloc}{part.path}" for part in parts}


def _shared(one: Set[str], other: Set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0
