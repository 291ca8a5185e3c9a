"""What a shop's page is made from: the view, cut up and grouped for the template."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from models.decision import Verdict
from models.queue import ShopState
from pipeline.decisions import Judgement
from review.choice import filter_query
from review.highlights import Piece, Span, highlight
from review.plot import plot
from review.reasons import compose_reason, read_ground
from review.rights import Right
from review.shop_row import ShopFilter
from review.shop_view import PageView, ShopView, SignalView
from review.verdicts import LastAnswer
from review.visits import Visit
from review.words import COUNTER

QUOTES_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """What the form sends; also what it shows again when it cannot be accepted. A verdict may carry its
    reason: `rejected:report`. `left_out` are resources that are no part of the shop."""

    verdict: str = ""
    reason: str = ""
    ground: str = ""
    note: str = ""
    left_out: frozenset[int] = frozenset()
    refused: bool = False

    def judgement(self) -> Judgement:
        """What was said. Raises BadReason, and ValueError for what is no verdict."""
        word, _, its_reason = self.verdict.partition(":")
        verdict = Verdict(word)
        return Judgement(
            verdict=verdict,
            reason=compose_reason(verdict, its_reason or self.reason, self.note),
            ground=read_ground(verdict, self.ground),
            leave_out=self.left_out,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KindReason:
    """The quotes of one kind of sign, each once; `more` counts those left out."""

    kind: str
    quotes: tuple[str, ...]
    more: int


def page_context(
    caller: Visit, view: ShopView, wanted: ShopFilter, clear: bool, form: DecisionForm = DecisionForm()
) -> dict[str, Any]:
    last: LastAnswer | None = None
    text, image_text = _passages(view.page, view.signals)
    families = grouped(view.signals)
    return {
        "visit": caller,
        "view": view,
        "wanted": wanted,
        "query": filter_query,
        "clear": clear,
        "secrets": False,
        "numbers": False,
        "form": form,
        "blind": None,
        "second": _second(view, caller),
        "last": last,
        "held": None,
        "text": text,
        "image_text": image_text,
        "counter": families.pop(COUNTER, ()),
        "families": dict(sorted(families.items())),
        "plot": plot(view.positions) if caller.person and caller.person.may(Right.LOCATE) else None,
    }


def _second(view: ShopView, caller: Visit) -> str:
    """Whether a second person has to confirm: `yours` if the reader was the first, else `open` or empty."""
    row = view.row
    if row.state is not ShopState.CONFIRMED or row.confirmers != 1:
        return ""
    return "yours" if caller.person is not None and row.decided_by == caller.person.name else "open"


def _passages(
    page: PageView | None, signals: tuple[SignalView, ...]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The open page's own text and the text in its pictures, cut up for marking."""
    if page is None:
        return (), ()
    here = [signal for signal in signals if signal.capture_id == page.row.capture_id]
    shift = len(page.text) + 2
    spans = [_span(signal, 0) for signal in here if not signal.in_image]
    in_image = [_span(signal, shift) for signal in here if signal.in_image]
    return highlight(page.text, spans), highlight(page.image_text, in_image)


def _span(signal: SignalView, shift: int) -> Span:
    return Span(start=signal.start - shift, end=signal.end - shift, family=signal.family, kind=signal.kind)


def grouped(signals: tuple[SignalView, ...]) -> dict[str, tuple[KindReason, ...]]:
    """Quotes by family and kind, in the order of their weight."""
    quotes: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for signal in signals:
        quotes[signal.family][signal.kind][signal.quote] = None
    return {
        family: tuple(
            KindReason(
                kind=kind,
                quotes=tuple(found)[:QUOTES_SHOWN],
                more=max(0, len(found) - QUOTES_SHOWN),
            )
            for kind, found in kinds.items()
        )
        for family, kinds in quotes.items()
    }
