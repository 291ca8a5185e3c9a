"""The codes behind the grid reader: Reed-Solomon, blocks, formats and the bit stream."""

import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from qr.grid.blocks import Level, division_of
from qr.grid.codewords import words_of
from qr.grid.formats import formats_of
from qr.grid.galois import corrected
from qr.grid.layout import layout_of
from qr.grid.stream import Unreadable, message_of


def times(one: int, other: int) -> int:
    """The product in GF(256), bit by bit."""
    product = 0
    for bit in range(8):
        product ^= (one << bit) * (other >> bit & 1)
    for bit in range(14, 7, -1):
        product ^= (0x11D << bit - 8) * (product >> bit & 1)
    return product


def parity_of(data: bytes, parity: int) -> bytes:
    """The check bytes that follow `data`: the rest of its division by the generator."""
    generator, root = [1], 1
    for _ in range(parity):
        shifted = [0, *(times(term, root) for term in generator)]
        generator = [one ^ other for one, other in zip([*generator, 0], shifted, strict=True)]
        root = times(root, 2)
    rest = [*data, *[0] * parity]
    for place in range(len(data)):
        lead = rest[place]
        for index, term in enumerate(generator):
            rest[place + index] ^= times(term, lead)
    return bytes(rest[len(data) :])


@st.composite
def damaged_words(draw: st.DrawFn) -> tuple[bytes, bytes, int, list[int]]:
    """A code word, the word as it was read, its check bytes and the places known to be bad."""
    parity = draw(st.integers(2, 30))
    data = draw(st.binary(min_size=1, max_size=80))
    sent = np.frombuffer(data + parity_of(data, parity), dtype=np.uint8)
    erasures = draw(st.integers(0, min(parity, len(sent) - 1)))
    errors = draw(st.integers(0, min((parity - erasures) // 2, len(sent) - erasures)))
    places = draw(st.permutations(range(len(sent))))[: erasures + errors]
    read = sent.copy()
    for place in places:
        read[place] ^= draw(st.integers(1, 255))
    return sent.tobytes(), read.tobytes(), parity, places[:erasures]


@given(damaged_words())
def test_errors_and_erasures_within_the_bound_are_corrected(
    case: tuple[bytes, bytes, int, list[int]],
) -> None:
    sent, read, parity, erased = case
    found = corrected(np.frombuffer(read, dtype=np.uint8), parity, erased)
    assert found is not None
    assert found.word.tobytes() == sent


@given(st.binary(min_size=20, max_size=60), st.integers(2, 16))
def test_whatever_is_given_back_is_a_code_word(word: bytes, parity: int) -> None:
    found = corrected(np.frombuffer(word, dtype=np.uint8), parity)
    if found is not None:
        data = found.word[:-parity].tobytes()
        assert parity_of(data, parity) == found.word[-parity:].tobytes()


@pytest.mark.parametrize("level", list(Level))
def test_a_code_is_laid_out_as_an_encoder_draws_it(level: Level) -> None:
    for version in range(1 + int(level), 41, 9):
        drawn = segno.make("MERGEN", version=version, error=level.name, micro=False, boost_error=False)
        dark = np.array([list(row) for row in drawn.matrix], dtype=np.float32)
        soft, layout = np.where(dark == 1, 1, -1).astype(np.float32), layout_of(version)
        assert (soft[layout.fixed != 0] == layout.fixed[layout.fixed != 0]).all()
        form = formats_of(soft, layout)[0]
        assert (form.level, form.mirrored) == (level, False)
        words = words_of([soft], layout, form)
        assert words is not None
        assert message_of(words.data, version).text == "MERGEN"


def test_blocks_hold_every_code_word_once() -> None:
    for version in range(1, 41):
        for level in Level:
            places = np.concatenate(division_of(version, level).blocks)
            assert sorted(places.tolist()) == list(range(len(layout_of(version).data) // 8))


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("0123456789012", {}),
        ("MERGEN 1:$/", {}),
        ("点茗", {"mode": "kanji"}),
        ("Привет мир", {"encoding": "iso8859-5", "eci": True, "mode": "byte"}),
        ("Қазақстан", {}),
    ],
    ids=["numeric", "alphanumeric", "kanji", "eci", "utf-8"],
)
def test_every_mode_is_understood(content: str, options: dict[str, object]) -> None:
    drawn = segno.make(content, micro=False, **options)  # type: ignore[arg-type]
    dark = np.array([list(row) for row in drawn.matrix], dtype=np.float32)
    layout = layout_of(int(drawn.version))
    soft = np.where(dark == 1, 1, -1).astype(np.float32)
    words = words_of([soft], layout, formats_of(soft, layout)[0])
    assert words is not None
    assert message_of(words.data, layout.version).text == content


@given(st.binary(max_size=60), st.sampled_from([1, 9, 10, 27, 40]))
def test_no_bit_stream_does_harm(data: bytes, version: int) -> None:
    try:
        message = message_of(data, version)
    except Unreadable:
        return
    assert message.raw
