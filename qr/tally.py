"""The union of what several attempts read in one image."""

from dataclasses import replace

from qr.decoder import Located
from qr.geometry import same_place
from qr.symbol import Quad, Symbol

CUTTING = frozenset({"wechat"})
"""Decoders whose texts end at the first zero byte: OpenCV's binding hands WeChat's over as C strings."""


class Tally:
    """Collects symbols without doubles.

    The same text at the same place is one symbol, and the second decoder is noted in `agreed`. The same
    text elsewhere is a second symbol (two stickers). Another text at the same place is kept as well, and
    each names the other's decoder in `disputed`: Mergen does not guess which is right. A text that its
    decoder cut at a zero byte neither disputes the whole one nor vouches for its rest: it is left out.
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
            if new.text == self._symbols[index].text or new.raw == self._symbols[index].raw:
                self._symbols[index] = _agreeing(self._symbols[index], new)
                return
        if not any(_is_cut(new, self._symbols[index]) for index in here):
            self._add_reading(new, here)

    def _add_reading(self, new: Symbol, here: list[int]) -> None:
        """Another text than those at the same place: in the stead of what a decoder cut from it, and in
        dispute with the others."""
        cut = [index for index in here if _is_cut(self._symbols[index], new)]
        for index in (index for index in here if index not in cut):
            old = self._symbols[index]
            if old.frame != new.frame:
                continue  # another page, or a picture that moves
            self._symbols[index] = replace(old, disputed=_with(old.disputed, new.decoder))
            new = replace(new, disputed=_with(new.disputed, old.decoder))
        for index in reversed(cut):
            del self._symbols[index]
        self._symbols.append(new)


def _is_cut(short: Symbol, whole: Symbol) -> bool:
    """Whether `short` is what its decoder leaves of `whole`."""
    kept, zero, _ = whole.text.partition("\0")
    return short.decoder in CUTTING and zero != "" and short.text == kept


def _agreeing(symbol: Symbol, other: Symbol) -> Symbol:
    if other.attempt == symbol.attempt:
        return symbol
    return replace(symbol, agreed=_with(symbol.agreed, other.attempt))


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _top_left(symbol: Symbol) -> tuple[int, int]:
    return (min(y for _, y in symbol.position), min(x for x, _ in symbol.position))
