"""The bit stream of a QR code: segments, terminator, padding (ISO/IEC 18004:2015, 7.4)."""

from dataclasses import dataclass, field

from qr.charset import text_of

_DIGITS = b"0123456789"
_ALPHANUMERIC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_TERMINATOR, _NUMERIC, _ALPHA, _APPEND, _BYTE, _FNC1_FIRST, _ECI, _KANJI, _FNC1_SECOND = (
    0,
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    9,
)
_COUNT_BITS = {_NUMERIC: (10, 12, 14), _ALPHA: (9, 11, 13), _BYTE: (8, 16, 16), _KANJI: (8, 10, 12)}
_PADDING = b"\xec\x11"
# AIM ECI assignments. Those of ISO 8859 are 3 to 18; the standard's own default, 3, is often a lie.
_CODECS = {0: "cp437", 2: "cp437", 20: "shift_jis", 25: "utf-16-be", 26: "utf-8", 27: "ascii", 28: "big5"}
_CODECS |= {number: f"iso8859-{number - 2}" for number in range(4, 19) if number != 14}
_CODECS |= {21: "cp1250", 22: "cp1251", 23: "cp1252", 24: "cp1256", 29: "gb18030", 30: "euc_kr", 170: "ascii"}


class Unreadable(ValueError):
    """The bits are no QR code's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a symbol says. `proof` counts the bits of terminator and padding that are as the standard
    demands; `flaws` the padding bits that are not."""

    raw: bytes
    text: str
    proof: int
    flaws: int


@dataclass(slots=True)
class _Reader:
    """Takes numbers from a string of bits, and keeps what the segments say."""

    bits: int
    left: int
    raw: bytearray = field(default_factory=bytearray)
    texts: list[str] = field(default_factory=list)
    plain: bytearray = field(default_factory=bytearray)
    codec: str | None = None
    fnc1: bool = False

    def take(self, count: int) -> int:
        if count > self.left:
            raise Unreadable("The message ends too early.")
        self.left -= count
        return (self.bits >> self.left) & ((1 << count) - 1)

    def add(self, raw: bytes) -> None:
        self.raw += raw
        self.plain += raw

    def flush(self) -> None:
        """Turns the bytes since the last change of character set into text."""
        raw, self.plain = bytes(self.plain), bytearray()
        if not raw:
            return
        try:
            self.texts.append(text_of(raw) if self.codec is None else raw.decode(self.codec))
        except UnicodeDecodeError:
            self.texts.append(text_of(raw))


def message_of(data: bytes, version: int) -> Message:
    """The message in a symbol's data bytes. Raises `Unreadable`."""
    reader = _Reader(int.from_bytes(data), len(data) * 8)
    while reader.left >= 4 and (mode := reader.take(4)) != _TERMINATOR:
        _segment(reader, mode, version)
    reader.flush()
    if not reader.raw:
        raise Unreadable("The message is empty.")
    proof, flaws = _padding(reader)
    return Message(raw=bytes(reader.raw), text="".join(reader.texts), proof=proof, flaws=flaws)


def _segment(reader: _Reader, mode: int, version: int) -> None:
    if mode in _COUNT_BITS:
        bits = _COUNT_BITS[mode][0 if version < 10 else 1 if version < 27 else 2]
        _CHARACTERS[mode](reader, reader.take(bits))
    elif mode == _ECI:
        reader.flush()
        reader.codec = _CODECS.get(_designator(reader))
    elif mode == _APPEND:
        reader.take(16)
    elif mode == _FNC1_SECOND:
        reader.take(8)
        reader.fnc1 = True
    elif mode == _FNC1_FIRST:
        reader.fnc1 = True
    else:
        raise Unreadable(f"There is no mode {mode}.")


def _designator(reader: _Reader) -> int:
    first = reader.take(8)
    if first < 0x80:
        return first
    if first < 0xC0:
        return (first & 0x3F) << 8 | reader.take(8)
    if first < 0xE0:
        return (first & 0x1F) << 16 | reader.take(16)
    raise Unreadable("The character set's number is none.")


def _numeric(reader: _Reader, count: int) -> None:
    while count > 0:
        size = min(count, 3)
        value = reader.take(3 * size + 1)
        if value >= 10**size:
            raise Unreadable("A group of digits is too large.")
        reader.add(b"%0*d" % (size, value))
        count -= size


def _alphanumeric(reader: _Reader, count: int) -> None:
    digits = bytearray()
    for _ in range(count // 2):
        first, second = divmod(reader.take(11), 45)
        if first >= 45:
            raise Unreadable("A pair of characters is too large.")
        digits += bytes((_ALPHANUMERIC[first], _ALPHANUMERIC[second]))
    if count % 2:
        last = reader.take(6)
        if last >= 45:
            raise Unreadable("A character is too large.")
        digits.append(_ALPHANUMERIC[last])
    if reader.fnc1:
        digits = digits.replace(b"%%", b"\0").replace(b"%", b"\x1d").replace(b"\0", b"%")
    reader.add(bytes(digits))


def _bytes(reader: _Reader, count: int) -> None:
    reader.add(reader.take(8 * count).to_bytes(count))


def _kanji(reader: _Reader, count: int) -> None:
    raw = bytearray()
    for _ in range(count):
        high, low = divmod(reader.take(13), 0xC0)
        code = high << 8 | low
        raw += (code + (0x8140 if code < 0x1F00 else 0xC140)).to_bytes(2)
    reader.flush()
    reader.raw += raw
    try:
        reader.texts.append(raw.decode("cp932"))
    except UnicodeDecodeError as error:
        raise Unreadable("A kanji is none.") from error


_CHARACTERS = {_NUMERIC: _numeric, _ALPHA: _alphanumeric, _BYTE: _bytes, _KANJI: _kanji}


def _padding(reader: _Reader) -> tuple[int, int]:
    """Bits as they should be after the terminator, and bits that are not."""
    spare = reader.left % 8
    wrong = reader.take(spare).bit_count()
    count = reader.left // 8
    rest = reader.take(8 * count).to_bytes(count)
    flaws = wrong + min(_differing(rest, kind) for kind in _paddings(count))
    return 4 + spare + 8 * count - flaws, flaws


def _paddings(count: int) -> tuple[bytes, ...]:
    """The standard's padding; that of encoders which put a byte of zeros before it; and zeros only."""
    regular = (_PADDING * (count // 2 + 1))[:count]
    return regular, (b"\0" + regular)[:count], bytes(count)


def _differing(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()
