"""Marks and defanged addresses on hostile text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from review.defang import defang
from review.highlights import WHOLE, Span, highlight

SPANS = st.lists(
    st.builds(
        Span,
        start=st.integers(-5, 120),
        end=st.integers(-5, 120),
        family=st.sampled_from("ABL"),
        kind=st.just("k"),
    ),
    max_size=12,
)


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), max_size=100), SPANS)
def test_the_pieces_are_the_text(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in highlight(text, spans)) == text


@given(st.text(max_size=100), SPANS)
def test_each_piece_lies_under_the_signs_that_cover_it(text: str, spans: list[Span]) -> None:
    at = 0
    for piece in highlight("x" * len(text), spans):
        middle = at + len(piece.text) / 2
        inside = [span for span in spans if max(0, span.start) < middle < min(len(text), span.end)]
        assert (
            sorted(map(repr, inside))
            == sorted(
                repr(span)
                for span in spans
                if any(kept.kind == span.kind and span in inside for kept in piece.spans)
            )
            or not piece.spans
        )
        assert len(piece.spans) == len(inside)
        at += len(piece.text)


def test_overlapping_signs_are_both_named() -> None:
    pieces = highlight(
        "abcdef", [Span(start=0, end=4, family="A", kind="a"), Span(start=2, end=6, family="B", kind="b")]
    )
    assert [(piece.text, [span.family for span in piece.spans], piece.ends) for piece in pieces] == [
        ("ab", ["A"], ()),
        ("cd", ["A", "B"], ("A",)),
        ("ef", ["B"], ("B",)),
    ]


def test_a_long_text_is_shown_around_its_signs() -> None:
    text = "a" * WHOLE + " stash " + "b" * WHOLE
    pieces = highlight(text, [Span(start=WHOLE + 1, end=WHOLE + 6, family="B", kind="k")])
    assert "stash" in [piece.text for piece in pieces]
    assert sum(len(piece.text) + piece.left_out for piece in pieces) == len(text)
    assert sum(len(piece.text) for piece in pieces) < 3000


@given(st.text(max_size=200))
def test_defanging_takes_any_text(text: str) -> None:
    assert not re.search(r"https?://|[\u202a-\u202e\u2066-\u2069\x00]", defang(text), re.IGNORECASE)


def test_addresses_are_defanged() -> None:
    assert defang(
        "HTTPS://Shop.Example/a?b=http://c.test"
    ) == "HxxPS://Shop[.]Example/a?b=hxxp://c[.]test".replace("HxxPS", "HxxPS")
    assert (
        defang("t.me/qala_ и витрина.пример, цена 1.5 г, т.е. 2")
        == "t[.]me/qala_ и витрина[.]пример, цена 1.5 г, т.е. 2"
    )
    assert defang("mail@shop.example") == "mail@shop[.]example"
    assert defang("a\u202egpj.exe") == "a�gpj[.]exe"
