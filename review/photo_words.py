"""The text that was read in a photo, as pages show it: what it came to, and its signs marked."""

from dataclasses import replace
from typing import Any

from models.image import PhotoScore
from pipeline.masks import masked
from review.highlights import Piece, Span, highlight
from review.shop_view import QuoteView, WordsView


def words_of(row: PhotoScore | None) -> WordsView | None:
    """What was read; None where nothing was, or where it is past its time."""
    if row is None or not row.text:
        return None
    return WordsView(
        text=row.text,
        score=row.score,
        label=row.label,
        scorer=row.scorer,
        signals=tuple(map(_quote, row.signals)),
    )


def _quote(signal: dict[str, Any]) -> QuoteView:
    return QuoteView(
        family=str(signal["family"]),
        kind=str(signal["kind"]),
        quote=str(signal["quote"]),
        start=int(signal["start"]),
        end=int(signal["end"]),
        weight=float(signal["weight"]),
    )


def hidden_words(words: WordsView) -> WordsView:
    """The words with card and phone numbers hidden."""
    signals = tuple(replace(each, quote=masked(each.quote)) for each in words.signals)
    return replace(words, text=masked(words.text), signals=signals)


def marked(words: WordsView) -> tuple[Piece, ...]:
    """The text cut up, so that a template can mark its signs."""
    spans = [
        Span(start=each.start, end=each.end, family=each.family, kind=each.kind) for each in words.signals
    ]
    return highlight(words.text, spans)
