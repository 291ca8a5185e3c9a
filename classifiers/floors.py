"""Floors: what a scorer must not fall below on pinned sets, and which of two scorers is worse."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from classifiers.errors import CorpusError
from classifiers.evaluation import read_rows, score_rows
from classifiers.quality import Quality, quality_of
from classifiers.score import Scorer

TOLERANCE = {"auroc": 0.002, "recall": 0.005, "false_alarm_rate": 0.001}
"""How much worse a figure may be: less than this is the chance of a text or two."""
PINNED = Path(__file__).with_name("pinned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The floor of a set; a figure that the set cannot give is None. `sha256` is of the file that it was
    measured on."""

    sha256: str
    auroc: float | None
    recall: float | None
    false_alarm_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A figure of a set that is worse than its floor."""

    set: str
    figure: str
    floor: float
    found: float

    def __str__(self) -> str:
        name = self.figure.replace("_", " ")
        return f"{self.set}: {name} {self.found:.4f}, not {self.floor:.4f} ({self.found - self.floor:+.4f})"


def pinned_sets(folder: Path = PINNED) -> dict[str, Path]:
    """The `*.jsonl` files of a folder by name. CorpusError where there is none: a gate without sets would let
    anything pass."""
    found = {path.stem: path for path in sorted(folder.glob("*.jsonl"))}
    if not found:
        raise CorpusError(f"{folder} holds no *.jsonl file with labelled texts")
    return found


def measured(scorer: Scorer, sets: Mapping[str, Path]) -> dict[str, Floor]:
    """What a scorer reaches on each set, as floors."""
    return {
        name: _floor(path, quality_of(score_rows(scorer, read_rows(path)))) for name, path in sets.items()
    }


def _floor(path: Path, quality: Quality) -> Floor:
    return Floor(
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        auroc=quality.auroc,
        recall=quality.recall,
        false_alarm_rate=quality.false_alarm_rate,
    )


def breaches(found: Mapping[str, Floor], floors: Mapping[str, Floor]) -> list[Breach]:
    """Every figure that is worse than its floor by more than the tolerance. CorpusError for a set that has
    no floor, is missing, or is another file than the floor was measured on."""
    if found.keys() != floors.keys():
        odd = ", ".join(sorted(found.keys() ^ floors.keys()))
        raise CorpusError(f"sets and floors do not match: {odd}. Pin them again with `mergen eval --pin`.")
    for name, floor in floors.items():
        if floor.sha256 != found[name].sha256:
            raise CorpusError(f"{name} is not the file that its floor was measured on. Pin it again.")
    return [breach for name in floors for breach in _breaches(name, found[name], floors[name])]


def _breaches(name: str, found: Floor, floor: Floor) -> Iterable[Breach]:
    for figure, tolerance in TOLERANCE.items():
        least, value = getattr(floor, figure), getattr(found, figure)
        if least is None or value is None:
            continue
        worse = value - least if figure == "false_alarm_rate" else least - value
        if worse > tolerance + 1e-9:
            yield Breach(set=name, figure=figure, floor=least, found=value)


def write_floors(path: Path, floors: Mapping[str, Floor]) -> None:
    """Write floors as JSON, a set a line."""
    lines = [f" {json.dumps(name)}: {json.dumps(asdict(floor))}" for name, floor in floors.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def read_floors(path: Path) -> dict[str, Floor]:
    """The floors that `write_floors` wrote. CorpusError for anything else."""
    try:
        return {name: Floor(**raw) for name, raw in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path} holds no floors: {error}. Pin them with `mergen eval --pin`.") from error
