"""How the shipped scorer does on labelled texts: every source on its own, and all of them together."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

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
from classifiers import scorer as scorers
from classifiers.corpus.texts import generate
from classifiers.errors import CorpusError
from classifiers.evaluation import (
    FLAGGED,
    LabelledText,
    Outcome,
    read_rows,
    score_rows,
)
from classifiers.quality import Quality, quality_by, quality_of
from classifiers.score import Label, Scorer

QUICK_ROWS = 100
SEED = 7
GENERATED_PER_GRAMMAR, GENERATED_EVERY = 3, 10
QUICK_PER_GRAMMAR, QUICK_EVERY = 1, 40
WORST = 15
COLUMNS = (
    "source",
    "texts",
    "positive",
    "AUROC",
    "recall %",
    "precision %",
    "F1 %",
    "recall % at 95 % precision",
    "false alarms",
    "false alarms %",
    "unsure %",
    "positives unsure",
    "texts/s",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The outcomes of some texts and the CPU time that scoring them took."""

    outcomes: Sequence[Outcome]
    seconds: float


def run(options: Options) -> Figures:
    """Score each file's texts with the shipped model at its own thresholds: nothing is trained or tuned here.

    A text counts as flagged when its label is sale or recruitment. Speed is of one core's CPU time, loading
    left out.
    """
    files, kind = labelled_files(options)
    scorer = scorers.load()
    sources = {name: _score(scorer, rows) for name, rows in files.items()}
    outcomes = [one for scored in sources.values() for one in scored.outcomes]
    whole = Scored(outcomes=outcomes, seconds=sum(scored.seconds for scored in sources.values()))
    rows = [_row(name, scored) for name, scored in {**sources, "all": whole}.items()]
    return Figures(
        values=_values(whole, [quality_of(scored.outcomes) for scored in sources.values()]),
        sizes={"texts": len(outcomes), "positives": sum(one.row.positive for one in outcomes)},
        versions={**versions("scikit-learn"), "scorer": scorer.name},
        data=kind,
        tables=(
            Table(title="By source", columns=COLUMNS, rows=rows),
            _by_language(outcomes),
            _worst("False alarms by kind", outcomes, positive=False),
            _worst("Missed by kind (unsure among them)", outcomes, positive=True),
        ),
    )


def _score(scorer: Scorer, rows: Iterable[LabelledText]) -> Scored:
    texts = list(rows)
    began = time.process_time()
    outcomes = score_rows(scorer, texts)
    seconds = time.process_time() - began
    progress(f"{len(texts)} texts of {texts[0].source if texts else 'an empty file'}")
    return Scored(outcomes=outcomes, seconds=seconds)


def _values(whole: Scored, sources: Sequence[Quality]) -> dict[str, Value]:
    quality = quality_of(whole.outcomes)
    known = [source.auroc for source in sources if source.auroc is not None]
    return {
        "mean_auroc": round(sum(known) / len(known), 4) if known else None,
        "recall": _rounded(quality.recall),
        "precision": _rounded(quality.precision),
        "f1": _rounded(quality.f1),
        "recall_at_95": _rounded(quality.recall_at_95),
        "false_alarms": _false_alarms(whole.outcomes),
        "false_alarm_rate": _rounded(quality.false_alarm_rate),
        "unsure_rate": _rounded(quality.unsure_rate),
        "per_second": _per_second(whole),
    }


def _row(name: str, scored: Scored) -> tuple[Value, ...]:
    quality = quality_of(scored.outcomes)
    return (
        name,
        quality.texts,
        quality.positives,
        None if quality.auroc is None else round(quality.auroc, 3),
        percent(quality.recall),
        # Without positives or without negatives these two would say nothing but the make-up of the set.
        percent(quality.precision) if quality.auroc is not None else None,
        percent(quality.f1) if quality.auroc is not None else None,
        percent(quality.recall_at_95),
        _false_alarms(scored.outcomes),
        percent(quality.false_alarm_rate),
        percent(quality.unsure_rate),
        sum(one.row.positive and one.score.label is Label.UNSURE for one in scored.outcomes),
        _per_second(scored),
    )


def _by_language(outcomes: Sequence[Outcome]) -> Table:
    rows = [
        (
            name,
            quality.texts,
            quality.positives,
            percent(quality.recall),
            percent(quality.false_alarm_rate),
            percent(quality.unsure_rate),
        )
        for name, quality in quality_by(outcomes, "language").items()
    ]
    columns = ("language", "texts", "positive", "recall %", "false alarms %", "unsure %")
    return Table(title="By language", columns=columns, rows=rows)


def _worst(title: str, outcomes: Sequence[Outcome], *, positive: bool) -> Table:
    """Where the mistakes are, by source, kind and language: counts only, never a text."""
    of_this = [one for one in outcomes if one.row.positive is positive]
    wrong = Counter(_place(one) for one in of_this if (one.score.label in FLAGGED) is not positive)
    there = Counter(map(_place, of_this))
    rows = [(*place, count, there[place]) for place, count in wrong.most_common(WORST)]
    return Table(title=title, columns=("source", "kind", "language", "wrong", "of"), rows=rows)


def _place(one: Outcome) -> tuple[str, str, str]:
    return one.row.source, one.row.kind, one.row.language


def _false_alarms(outcomes: Sequence[Outcome]) -> int:
    return sum(one.score.label in FLAGGED and not one.row.positive for one in outcomes)


def _per_second(scored: Scored) -> int | None:
    return round(len(scored.outcomes) / scored.seconds) if scored.seconds else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def labelled_files(options: Options) -> tuple[dict[str, list[LabelledText]], str]:
    """The texts of each file of real data, and `real`; without such data invented ones, and `generated`."""
    folder = options.real("text")
    if folder is None:
        return {"generated": _generated(quick=options.quick)}, "generated"
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise BenchmarkError(f"{folder} holds no *.jsonl file with labelled texts")
    return {path.stem: rows_of(path, quick=options.quick) for path in files}, "real"


def rows_of(path: Path, *, quick: bool) -> list[LabelledText]:
    """The texts of one file; of a long one, with `quick`, some at even distances."""
    try:
        rows = list(read_rows(path))
    except CorpusError as error:
        raise BenchmarkError(str(error)) from error
    return rows[:: max(1, len(rows) // QUICK_ROWS)] if quick else rows


def _generated(*, quick: bool) -> list[LabelledText]:
    """Texts of the grammars that the model was trained on, by another seed: this shows that the benchmark
    runs and says nothing about unseen texts."""
    size = (QUICK_PER_GRAMMAR, QUICK_EVERY) if quick else (GENERATED_PER_GRAMMAR, GENERATED_EVERY)
    return [
        LabelledText(
            text=one.text,
            positive=one.label in FLAGGED,
            language=one.language,
            source="generated",
            kind=one.group,
        )
        for one in generate(SEED, *size)
    ]


TEXT_SOURCES = Benchmark(
    name="text_sources",
    summary="what the shipped scorer finds, misses and flags wrongly on labelled texts, source by source",
    run=run,
)
