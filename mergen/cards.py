"""A report as tables: for a terminal, as Markdown between the markers of a page, and as JSON."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from classifiers.evaluation import Outcome
from classifiers.report import SMALL, Assessed, Disguised, Report
from mergen.errors import BadInput

BEGIN, END = "<!-- card: begin -->", "<!-- card: end -->"
FIGURES = (
    ("AUROC", "auroc"),
    ("recall", "recall"),
    ("precision", "precision"),
    ("F1", "f1"),
    ("recall @ P 0.95", "recall_at_95"),
    ("false alarms", "false_alarm_rate"),
    ("unsure", "unsure_rate"),
    ("Brier", "brier"),
    ("ECE", "ece"),
)
MIXED = frozenset({"precision", "f1", "recall_at_95"})
"""Without positives or without negatives these would say nothing but the make-up of the set."""
QUOTED = 100
INTERVAL = re.compile(r"^([\d.]+) (\([\d.]+–[\d.]+\))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTable:
    """One table of a card."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def lines(self) -> list[tuple[str, ...]]:
        """The rows for a terminal: an interval stands below its figure."""
        return [tuple(INTERVAL.sub(r"\1\n\2", cell) for cell in row) for row in self.rows]

    def as_markdown(self) -> str:
        """The table under its title."""
        head = [self.columns, tuple("---" if not number else "--:" for number in range(len(self.columns)))]
        lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in (*head, *self.rows)]
        return "\n".join([f"**{self.title}**", "", *lines])


def tables_of(report: Report) -> list[CardTable]:
    """Figures by file, source, language and kind, then baselines and calibration."""
    columns, files = ("", "texts", "positive", *(name for name, _ in FIGURES)), report.groups["file"].keys()
    tables = [
        CardTable(title=f"By {field}", columns=(field, *columns[1:]), rows=_rows(_with_all(groups, report)))
        for field in report.groups
        if (groups := _with_few(field, report)) and not (field == "source" and groups.keys() == files)
    ]
    if len(report.groups["file"]) > 1:
        tables.append(_means(report.groups["file"]))
    if report.baselines:
        rows = _rows({"Mergen": report.whole, **report.baselines})
        tables.append(CardTable(title="Beside baselines", columns=("scorer", *columns[1:]), rows=rows))
    bins = [
        (f"{one.low:.1f}–{one.high:.1f}", str(one.texts), f"{one.said:.3f}", f"{one.true:.3f}")
        for one in report.bins
    ]
    calibration = ("probability", "texts", "said on average", "true")
    return [*tables, CardTable(title="Calibration", columns=calibration, rows=bins)]


def _with_few(field: str, report: Report) -> Mapping[str, Assessed]:
    """The groups that have a row of their own, and behind them one row for all that are too small."""
    few, groups = report.few.get(field), report.groups[field]
    if few is None:
        return groups
    rest = f"{few.groups} {field}{'' if few.groups == 1 else 's'} of fewer than {SMALL} texts each"
    return {**groups, rest: few.assessed}


def _with_all(groups: Mapping[str, Assessed], report: Report) -> Mapping[str, Assessed]:
    """The groups and all texts together, but for one group that is all of them."""
    is_all = [one.quality.texts for one in groups.values()] == [report.whole.quality.texts]
    return groups if is_all else {**groups, "all": report.whole}


def _means(files: Mapping[str, Assessed]) -> CardTable:
    """Each file counts alike, however many texts it has; one that cannot give a figure is left out of it."""
    rows = []
    for name, figure in FIGURES:
        known = [value for one in files.values() if (value := getattr(one.quality, figure)) is not None]
        if known and figure not in ("precision", "f1"):
            rows.append((name, str(len(known)), f"{sum(known) / len(known):.3f}"))
    return CardTable(title="Mean over files", columns=("figure", "files", "mean"), rows=rows)


def disguise_table(rows: Iterable[Disguised]) -> CardTable:
    """Recall and false alarms before and after each attack, in per cent."""
    columns = ("attack", "texts", "recall before", "after", "false alarms before", "after ")
    cells = [
        (
            row.attack,
            str(row.texts),
            _percent(row.recall_before),
            _percent(row.recall_after),
            _percent(row.false_alarms_before),
            _percent(row.false_alarms_after),
        )
        for row in rows
    ]
    return CardTable(title="Under disguise", columns=columns, rows=cells)


def errors_table(worst: Iterable[Outcome]) -> CardTable:
    """The errors that the scorer was surest of, with the beginning of each text."""
    rows = [
        (
            f"{one.score.value:.2f}",
            "missed" if one.row.positive else "false alarm",
            f"{one.row.source} {one.row.kind}".strip(),
            " ".join(one.row.text.split())[:QUOTED],
        )
        for one in worst
    ]
    return CardTable(title="Worst errors", columns=("score", "error", "where", "text"), rows=rows)


def record_of(report: Report, attacks: Sequence[Disguised] = ()) -> dict[str, Any]:
    """The report as one JSON object."""
    worst = [
        {**asdict(one.row), "score": one.score.value, "label": one.score.label.value} for one in report.worst
    ]
    return {
        "scorer": report.scorer,
        "all": asdict(report.whole),
        **{f"by_{field}": _records(groups) for field, groups in report.groups.items()},
        **{f"few_by_{field}": asdict(few) for field, few in report.few.items()},
        "baselines": _records(report.baselines),
        "calibration": [asdict(one) for one in report.bins],
        "disguise": [asdict(one) for one in attacks],
        "worst": worst,
    }


def write_between(page: Path, text: str) -> None:
    """Replace what stands between the markers of a page. BadInput when they are not there."""
    try:
        before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        _, end, after = rest.partition(END)
        if not begin or not end:
            raise BadInput(f"{page} has no lines {BEGIN} and {END}; add them where the tables belong")
        page.write_text(f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{page} cannot be used: {error.strerror}") from error


def _records(groups: Mapping[str, Assessed]) -> dict[str, Any]:
    return {name: asdict(one) for name, one in groups.items()}


def _rows(groups: Mapping[str, Assessed]) -> list[tuple[str, ...]]:
    return [_row(name, one) for name, one in groups.items()]


def _row(name: str, one: Assessed) -> tuple[str, ...]:
    quality = one.quality
    cells = [_cell(one, figure) for _, figure in FIGURES]
    return (name or "–", str(quality.texts), str(quality.positives), *cells)


def _cell(one: Assessed, figure: str) -> str:
    value, interval = getattr(one.quality, figure), one.intervals.get(figure)
    if value is None or (figure in MIXED and one.quality.auroc is None):
        return "–"
    digits = 3 if figure not in ("false_alarm_rate", "unsure_rate") else 4
    if interval is None:
        return f"{value:.{digits}f}"
    return f"{value:.{digits}f} ({interval.low:.{digits}f}–{interval.high:.{digits}f})"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"
