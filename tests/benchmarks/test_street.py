"""The invented photos of the street: the same on every run, easy at first, and true."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.qr_peers import zxing_alone
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
