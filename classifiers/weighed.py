"""A document read and weighed: its marks, what they amount to, and the words the wording model hears."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from classifiers.detectors import DETECTORS, Detector
from classifiers.detectors.detector import collect
from classifiers.document import Document
from classifiers.edits import Normalised
from classifiers.evidence import Evidence, weigh, weigh_hiring
from classifiers.lexicon import Lexicon
from classifiers.pictographs import pictograph_names
from classifiers.quotation import Quotations, quotations_in
from classifiers.reading import Folded, Mark, Reading, fold, read
from classifiers.spans import Span
from classifiers.surroundings import surrounded
from classifiers.turning import turned
from classifiers.wording import MAX_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A document read and weighed, before any model. `quotations`: spans of the normalised text in which a
    report quotes others, whose words are not its own."""

    reading: Reading
    marks: Sequence[Mark]
    sale: Evidence
    recruitment: Evidence
    quotations: Sequence[Span] = ()

    def evidence(self, track: str) -> Evidence:
        """What speaks for and against a track."""
        return self.sale if track == "sale" else self.recruitment

    def words(self, track: str) -> list[str]:
        """What the wording model hears: the words, and the names of pictographs, where a track's signs stand
        together, for a channel's other posts are another matter; and not what is quoted."""
        spans = self.spoken(track)
        words = [word for span in spans for word, _ in self.placed(*span)]
        return heard(words, *(name for span in spans for name in pictograph_names(self.reading.text, *span)))

    def spoken(self, track: str) -> list[Span]:
        """Spans of the normalised text where the track's signs stand together, without quotations."""
        low, high = self.evidence(track).window
        text, offsets = self.reading.text, self.reading.normalised.offsets
        first = bisect_left(offsets, low)
        last = len(text) if high > len(self.reading.document.text) else bisect_left(offsets, high)
        spans = []
        for start, end in self.quotations:
            if first < end and start < last:
                spans.append((first, max(first, start)))
                first = min(end, last)
        return [*spans, (first, last)]

    def placed(self, first: int, last: int) -> Iterator[tuple[str, int]]:
        """The words that begin in a span of the normalised text, and where."""
        starts = self.reading.starts
        begin, end = bisect_left(starts, first), bisect_left(starts, last)
        return zip(self.reading.words[begin:end], starts[begin:end], strict=True)


def heard(words: Sequence[str], *pictographs: str) -> list[str]:
    """What the wording model reads: words of a text, and the names of its pictographs."""
    return [*words[:MAX_WORDS], *pictographs]


def weigh_document(
    document: Document, lexicon: Lexicon, detectors: Sequence[Detector] = DETECTORS
) -> Weighed:
    """Read, detect and gather one document."""
    return weigh_folded(fold(document, lexicon), lexicon, detectors)


def weigh_folded(folded: Folded, lexicon: Lexicon, detectors: Sequence[Detector]) -> Weighed:
    """The same for a document that is folded already."""
    reading, document = read(folded, lexicon), folded.document
    found = collect(reading, detectors)
    quotations = quotations_in(found, reading.normalised)
    marks = turned(quotations.discounted(found, reading.normalised), reading.normalised)
    if reading.normalised.disguises:
        return _weighed_in_folded(reading, marks, quotations)
    marks = surrounded(marks, document.text)
    sale = weigh(marks, document.text)
    recruitment = weigh_hiring(marks, document.text, sale)
    return Weighed(
        reading=reading, marks=marks, sale=sale, recruitment=recruitment, quotations=quotations.spans()
    )


def _weighed_in_folded(reading: Reading, marks: Sequence[Mark], quotations: Quotations) -> Weighed:
    """The same by the places in the folded text: what a disguise puts between letters sets nothing apart."""
    whole = reading.normalised
    folded = surrounded([_moved(mark, partial(bisect_left, whole.offsets)) for mark in marks], whole.text)
    sale = weigh(folded, whole.text)
    recruitment = weigh_hiring(folded, whole.text, sale)
    return Weighed(
        reading=reading,
        marks=[replace(mark, strength=one.strength) for mark, one in zip(marks, folded, strict=True)],
        sale=_unfolded(sale, whole),
        recruitment=_unfolded(recruitment, whole),
        quotations=quotations.spans(),
    )


def _moved(mark: Mark, place: Callable[[int], int]) -> Mark:
    return replace(mark, start=place(mark.start), end=place(mark.end))


def _unfolded(evidence: Evidence, whole: Normalised) -> Evidence:
    """With its window in the original."""
    low, high = (whole.offsets[min(at, len(whole.text))] for at in evidence.window)
    return replace(evidence, window=(low, high + (evidence.window[1] > len(whole.text))))
