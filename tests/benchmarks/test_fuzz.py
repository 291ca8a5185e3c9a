"""The fuzzer: its seeds are read, its inputs can be made again, a crash is counted."""

import pytest

from benchmarks.qr_fuzz import SEED, FuzzedReader, fuzz
from benchmarks.qr_mutations import KINDS, TEXT, kind_of, mutated
from benchmarks.qr_seeds import DRAWINGS, IMAGES, SHOP, Seed, symbols
from qr.reader import Reader

READER = Reader()


@pytest.mark.parametrize("seed", IMAGES, ids=lambda seed: seed.name)
def test_every_seed_is_read_or_refused_by_its_format(seed: Seed) -> None:
    reading = READER.read(seed.make())
    assert {symbol.text for symbol in reading.symbols} == set(
        filter(None, [seed.text])
    ) or "are not read" in (reading.error or "")


def test_every_drawing_is_read() -> None:
    reader = FuzzedReader()
    for drawing in DRAWINGS:
        assert [symbol.text for symbol in reader.read(TEXT + drawing.encode()).symbols] == [SHOP]


def test_an_input_is_the_same_for_its_number_and_every_kind_comes() -> None:
    numbers = range(40)
    assert [mutated(number, SEED) for number in numbers] == [mutated(number, SEED) for number in numbers]
    assert mutated(0, SEED) != mutated(0, SEED + 1)
    assert {kind_of(number).name for number in numbers} == {kind.name for kind in KINDS}
    assert len(symbols()) > 10


def test_a_code_s_crops_and_meaning_are_made_too() -> None:
    steps: list[str] = []

    class Listener:
        def allows(self, label: str) -> bool:
            steps.append(label)
            return True

    FuzzedReader().read(IMAGES[0].make(), watch=Listener())
    assert steps[-2:] == ["image/payload", "image/crops"]


def test_the_first_inputs_neither_crash_nor_hang_nor_raise() -> None:
    assert fuzz(3).values["inputs"] == 3
    values = fuzz(60).values
    assert values["inputs"] == 60
    assert values["crashes"] == values["hangs"] == values["errors_raised"] == 0
    assert isinstance(values["peak_mb"], int)
    assert 0 < values["peak_mb"] < 1000
