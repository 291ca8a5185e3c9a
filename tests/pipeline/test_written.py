"""What is written in a picture is followed only where no letter may be another one."""

import pytest
import sqlalchemy as sa

from classifiers.image_text import TextLine
from models.image import Image
from pipeline.lines import recalled_lines, stored_lines
from pipeline.written import certain, written


def line(text: str, latin: str = "", confidence: float = 93.0) -> TextLine:
    corners = ((10, 10), (90, 12), (89, 32), (9, 30))
    return TextLine(text=text, latin=latin, confidence=confidence, corners=corners)


@pytest.mark.parametrize(
    ("read", "doubt"),
    [
        (line("t.me/eski_b0t_"), "0 may be O or o"),
        (line("t.me/vitrina_"), ""),
        (line("@zhana_zher_24_"), ""),
        (line("t.me/ali_sauda_"), "l may be 1"),
        (line("t.me/QOSTAU_"), "O may be 0"),
        (line("t.me/vitrina_", confidence=55), "confidence 55 of 100"),
        (line("t.me/vitrіna_", latin="t.me/vitrina_"), "may be: t.me/vitrіna_"),
    ],
)
def test_what_may_be_another_letter_is_doubtful(read: TextLine, doubt: str) -> None:
    (found,) = written([read])
    assert found.line is read
    assert doubt in "; ".join(found.doubts)
    assert bool(found.doubts) == bool(doubt)
    assert (found.payload in certain([read])) == (not doubt)


def test_lines_come_back_from_the_store_as_they_were() -> None:
    lines = (line("Жұмыс"), line("t.me/vitrina_", latin="t.me/vitrina_"))
    assert recalled_lines(stored_lines(lines)) == lines
    assert isinstance(Image.__table__.c.lines.type, sa.JSON)
