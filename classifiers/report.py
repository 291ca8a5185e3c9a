"""The whole card of a scorer on labelled texts: figures by group with intervals, calibration, errors,
baselines, and what disguise does to it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from classifiers.evaluation import FLAGGED, LabelledText, Outcome, score_rows
from classifiers.quality import Bin, Interval, Quality, Sample, grouped, intervals_of
from classifiers.score import Scorer

Attack = Callable[[str, int], str]
GROUPS = ("source", "language", "kind")
WORST = 10
SMALL = 5
"""Groups of fewer texts are not worth a row of their own: they have one together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A group's figures and the 95 % intervals of those that have one, by the names of `Quality`."""

    quality: Quality
    intervals: Mapping[str, Interval]


@dataclass(frozen=True, slots=True, kw_only=True)
class Few:
    """The texts of all groups that are smaller than SMALL, together; `groups` counts them."""

    groups: int
    assessed: Assessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguised:
    """A scorer before and after an attack on the same texts; a rate is None where no text could show it."""

    attack: str
    texts: int
    recall_before: float | None
    recall_after: float | None
    false_alarms_before: float | None
    false_alarms_after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A scorer on labelled texts. `groups` is by file, source, language and kind, then by name, which is
    empty for texts that tell none beside others that do; `few` has the rest by source, language and kind;
    `worst` the errors that the scorer was surest of."""

    scorer: str
    whole: Assessed
    groups: Mapping[str, Mapping[str, Assessed]]
    few: Mapping[str, Few]
    bins: Sequence[Bin]
    worst: Sequence[Outcome]
    baselines: Mapping[str, Assessed]


def assess(outcomes: Sequence[Outcome]) -> Assessed:
    """Figures and intervals."""
    sample = Sample(outcomes)
    return Assessed(quality=sample.quality(), intervals=intervals_of(sample))


def report_on(
    scorer: Scorer, files: Mapping[str, Sequence[LabelledText]], baselines: Mapping[str, Scorer]
) -> Report:
    """Score the texts of every file with the scorer and with the baselines."""
    by_file = {name: score_rows(scorer, rows) for name, rows in files.items()}
    outcomes = [one for some in by_file.values() for one in some]
    rows = [one.row for one in outcomes]
    by_field = {field: _told(grouped(outcomes, field)) for field in GROUPS}
    return Report(
        scorer=scorer.name,
        whole=assess(outcomes),
        groups={
            "file": {name: assess(some) for name, some in by_file.items()},
            **{field: _large(groups) for field, groups in by_field.items()},
        },
        few={field: few for field, groups in by_field.items() if (few := _few(groups))},
        bins=Sample(outcomes).bins(),
        worst=worst_of(outcomes),
        baselines={name: assess(score_rows(one, rows)) for name, one in baselines.items()},
    )


def _told(groups: Mapping[str, list[Outcome]]) -> Mapping[str, list[Outcome]]:
    """The groups, but for one of nothing but texts that tell no name."""
    return groups if any(groups) else {}


def _large(groups: Mapping[str, list[Outcome]]) -> Mapping[str, Assessed]:
    return {name: assess(some) for name, some in groups.items() if len(some) >= SMALL}


def _few(groups: Mapping[str, list[Outcome]]) -> Few | None:
    small = [some for some in groups.values() if len(some) < SMALL]
    together = [one for some in small for one in some]
    return Few(groups=len(small), assessed=assess(together)) if small else None


def worst_of(outcomes: Iterable[Outcome], count: int = WORST) -> list[Outcome]:
    """The errors furthest from the truth: texts flagged wrongly, and missed ones."""
    wrong = [one for one in outcomes if (one.score.label in FLAGGED) is not one.row.positive]
    return sorted(wrong, key=lambda one: -abs(one.score.value - one.row.positive))[:count]


def disguised(scorer: Scorer, rows: Sequence[LabelledText], attacks: Mapping[str, Attack]) -> list[Disguised]:
    """Recall and false alarms before and after each attack, on the same texts."""
    before = Sample(score_rows(scorer, rows)).quality()
    found = []
    for name, attack in attacks.items():
        attacked = [replace(row, text=attack(row.text, number)) for number, row in enumerate(rows)]
        after = Sample(score_rows(scorer, attacked)).quality()
        one = Disguised(
            attack=name,
            texts=len(rows),
            recall_before=before.recall,
            recall_after=after.recall,
            false_alarms_before=before.false_alarm_rate,
            false_alarms_after=after.false_alarm_rate,
        )
        found.append(one)
    return found
