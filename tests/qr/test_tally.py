"""The union of what several attempts read."""

from qr.decoder import Located
from qr.geometry import same_place
from qr.symbol import Quad
from qr.tally import Tally
from tests.qr.fakes import PLACE, symbol

NEAR: Quad = ((14, 12), (66, 8), (63, 64), (8, 58))
ELSEWHERE: Quad = ((200, 10), (250, 10), (250, 60), (200, 60))


def test_places_are_one_code_when_either_holds_the_others_centre() -> None:
    assert same_place(PLACE, NEAR)
    assert same_place(PLACE, ((0, 0), (500, 0), (500, 500), (0, 500)))
    assert not same_place(PLACE, ELSEWHERE)
    assert same_place(((5, 5),) * 4, ((5, 5),) * 4)


def test_a_place_that_was_read_later_is_no_longer_unread() -> None:
    tally = Tally()
    tally.add(Located(unread=(PLACE, NEAR, ELSEWHERE)))
    assert list(tally.unread) == [PLACE, ELSEWHERE]
    tally.add(Located(symbols=(symbol("x", position=NEAR),)))
    assert list(tally.unread) == [ELSEWHERE]


def test_a_third_decoder_joins_the_text_it_agrees_with() -> None:
    tally = Tally()
    for name, text in (("one", "x"), ("two", "y"), ("three", "y")):
        tally.add(Located(symbols=(symbol(text, name),)))
    assert [(s.text, s.agreed, s.disputed) for s in tally.symbols] == [
        ("x", (), ("two",)),
        ("y", ("three/plain",), ("one",)),
    ]


def test_a_decoder_does_not_agree_with_itself() -> None:
    tally = Tally()
    tally.add(Located(symbols=(symbol("x"), symbol("x", position=NEAR))))
    assert [s.agreed for s in tally.symbols] == [()]


def test_a_place_without_an_extent_is_no_place() -> None:
    tally = Tally()
    tally.add(Located(unread=(((0, 0), (0, 0), (0, 0), (0, 0)),)))
    assert tally.unread == ()


def test_pages_with_codes_at_the_same_place_dispute_nothing() -> None:
    tally = Tally()
    tally.add(Located(symbols=(symbol("x"),)), frame=0)
    tally.add(Located(symbols=(symbol("y"),), unread=(ELSEWHERE,)), frame=1)
    assert [(s.text, s.frame, s.disputed) for s in tally.symbols] == [("x", 0, ()), ("y", 1, ())]
    tally.add(Located(symbols=(symbol("z", position=ELSEWHERE),)), frame=2)
    assert list(tally.unread) == [ELSEWHERE]


def test_a_text_that_a_decoder_cut_at_a_zero_byte_is_no_dispute() -> None:
    whole, cut = symbol("before\0after", "zxing"), symbol("before", "wechat", NEAR)
    for order in ((whole, cut), (cut, whole), (cut, cut, whole)):
        tally = Tally()
        for one in order:
            tally.add(Located(symbols=(one,)))
        assert [(s.text, s.agreed, s.disputed) for s in tally.symbols] == [("before\0after", (), ())]


def test_a_shorter_text_of_another_decoder_is_a_dispute_even_if_it_ends_at_a_zero_byte() -> None:
    for short in (symbol("before", "zbar"), symbol("befo", "wechat")):
        tally = Tally()
        tally.add(Located(symbols=(symbol("before\0after", "zxing"), short)))
        assert [s.disputed for s in tally.symbols] == [(short.decoder,), ("zxing",)]


def test_a_dispute_with_a_cut_text_passes_to_the_whole_one() -> None:
    tally = Tally()
    for one in (symbol("before", "wechat"), symbol("other", "zbar"), symbol("before\0after", "zxing")):
        tally.add(Located(symbols=(one,)))
    assert [(s.text, s.disputed) for s in tally.symbols] == [
        ("other", ("wechat", "zxing")),
        ("before\0after", ("zbar",)),
    ]
