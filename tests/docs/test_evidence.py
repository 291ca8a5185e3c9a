"""The page on evidence names a test for each requirement, and each of these is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT.joinpath("docs", "evidence.md").read_text("utf-8")
DEFINED = frozenset(
    name
    for path in ROOT.glob("tests/**/test_*.py")
    for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE)
)


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 15
    assert named <= DEFINED


@pytest.mark.parametrize("number", range(1, 14))
def test_each_requirement_has_a_row_with_a_test_that_carries_its_number(number: int) -> None:
    [row] = re.findall(rf"^\| R{number} \|.*$", PAGE, re.MULTILINE)
    assert set(re.findall(rf"`(test_r{number}_\w+)`", row)) & DEFINED
