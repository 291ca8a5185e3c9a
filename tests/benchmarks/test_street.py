"""The invented photos of the street: the same on every run, easy at first, and true."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.harness import BenchmarkError, Options
from benchmarks.qr_peers import zxing_alone
from benchmarks.qr_street import QR_STREET
from benchmarks.street.__main__ import main
from benchmarks.street.code import Dice, make_code
from benchmarks.street.conditions import CONDITIONS
from benchmarks.street.photo import photo
from benchmarks.street.sheet import Sheet, Style, damaged, is_readable, make_sheet

LARGE = "tiny"


def test_a_photo_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert photo("spray", 3, 7) == photo("spray", 3, 7)
    assert photo("spray", 3, 7).image != photo("spray", 3, 8).image


def test_slight_trouble_is_read_in_most_conditions() -> None:
    names = [condition.name for condition in CONDITIONS if condition.name != LARGE][::4]
    photos = [photo(name, 1, 1) for name in names]
    read = [each.texts <= {symbol.text for symbol in zxing_alone(each.image).symbols} for each in photos]
    assert sum(read) >= len(read) - 1


def test_every_sticker_of_a_photo_is_in_its_truth() -> None:
    assert len(photo("several", 5, 1).texts) == 12


def test_damage_stops_where_error_correction_does() -> None:
    code = make_code(np.random.default_rng(1), error="H", versions=(3, 3))
    sheet = make_sheet(code, Style(), 8)
    assert not is_readable(_wiped(sheet, np.random.default_rng(1), 1.0))
    assert is_readable(damaged(sheet, _wiped, 1, 1.0))


def _wiped(sheet: Sheet, _: Dice, amount: float) -> Sheet:
    colour = sheet.colour.copy()
    colour[: round(amount * len(colour))] = 236
    return replace(sheet, colour=colour)


def test_an_unknown_condition_or_severity_is_named() -> None:
    with pytest.raises(ValueError, match="There is no condition snow; there are stencil,"):
        photo("snow", 1, 1)
    with pytest.raises(ValueError, match="not 6"):
        photo("rain", 6, 1)


def test_qr_street_counts_recall_by_condition_and_severity() -> None:
    figures = QR_STREET.run(Options(quick=True, peers=("zxing-cpp",), only=("inverted",)))
    by_condition, by_severity = figures.tables
    assert by_condition.columns == ("condition", "deep", "fast", "zxing-cpp")
    assert [row[0] for row in by_condition.rows] == ["inverted", "mean"]
    assert [row[:2] for row in by_severity.rows] == [("inverted", 1), ("inverted", 5)]
    assert figures.values.keys() == {
        *("deep_mean", "fast_mean", "best_single_mean", "together_mean", "rows_behind", "deep_wrong")
    }
    assert figures.values["deep_wrong"] == 0
    with pytest.raises(BenchmarkError, match="no condition begins with snow"):
        QR_STREET.run(Options(only=("snow",)))


def test_photos_are_saved_for_a_person_to_look_at(tmp_path: Path) -> None:
    assert main(["save", str(tmp_path), "--only", "dots"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"dots-{level}-0.jpg" for level in range(1, 6)
    ]
