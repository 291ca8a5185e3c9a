"""The union of what several attempts read in one image."""

from dataclasses import replace

from qr.decoder import Located
from qr.geometry import same_place
from qr.symbol import Quad, Symbol


class Tally:
    """Collects symbols without doubles.

    The same text at the same place is one symbol, and the second decoder is noted in `agreed`. The same
    text elsewhere is a second symbol (two stickers). Another text at the same place is kept as well, and
    each names the other's decoder in `disputed`: Mergen does not guess which is right.
    """

    def __init__(self) -> None:
        self._symbols: list[Symbol] = []
        self._unread: list[tuple[int, Quad]] = []

    def add(self, found: Located, frame: int = 0) -> None:
        for symbol in found.symbols:
            self._add(replace(symbol, frame=frame))
        self._unread.extend(
            (frame, place)
            for place in found.unread
            if len(set(place)) == len(place) and not self._is_known(place, frame)
        )

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """What was read, by frame, then from the top down and from the left."""
        return tuple(sorted(self._symbols, key=lambda symbol: (symbol.frame, *_top_left(symbol))))

    @property
    def unread(self) -> tuple[Quad, ...]:
        """The places where a code was located and nothing was read."""
        return tuple(place for frame, place in self._unread if not self._is_read(place, frame))

    def _is_known(self, place: Quad, frame: int) -> bool:
        return any(same_place(place, other) for at, other in self._unread if at == frame)

    def _is_read(self, place: Quad, frame: int) -> bool:
        return any(same_place(place, each.position) for each in self._symbols if each.frame == frame)

    def _add(self, new: Symbol) -> None:
        here = [i for i, old in enumerate(self._symbols) if same_place(old.position, new.position)]
        for index in here:
            if _same_text(self._symbols[index], new):
                self._symbols[index] = _agreeing(self._symbols[index], new)
                return
        for index in here:
            old = self._symbols[index]
            if old.frame != new.frame:
                continue  # another page, or a picture that moves
            self._symbols[index] = replace(old, disputed=_with(old.disputed, new.decoder))
            new = replace(new, disputed=_with(new.disputed, old.decoder))
        self._symbols.append(new)


def _same_text(one: Symbol, two: Symbol) -> bool:
    """Some libraries hand over a text up to its first NUL; that is no other text."""
    same = one.text == two.text or one.raw == two.raw
    return same or _is_start(one.raw, two.raw) or _is_start(two.raw, one.raw)


def _is_start(short: bytes, whole: bytes) -> bool:
    return b"\0" in whole and short == whole.partition(b"\0")[0]


def _agreeing(symbol: Symbol, other: Symbol) -> Symbol:
    if other.attempt == symbol.attempt:
        return symbol
    if len(other.raw) > len(symbol.raw):
        return replace(other, agreed=_with(symbol.agreed, symbol.attempt), disputed=symbol.disputed)
    return replace(symbol, agreed=_with(symbol.agreed, other.attempt))


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _top_left(symbol: Symbol) -> tuple[int, int]:
    return (min(y for _, y in symbol.position), min(x for x, _ in symbol.position))
