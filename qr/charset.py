"""From a symbol's bytes to its text.

A QR code seldom names its character set, and decoders guess for Japan and Western Europe. The order
here is for Kazakhstan: UTF-8 where it is valid, then Cyrillic (KZ-1048, the Windows-1251 with the
Kazakh letters, KZ STRK1048-2002), Shift-JIS (the QR code's own kanji mode) and Windows-1252. Bytes with
control characters are no text and are shown as Latin-1.
"""

import re

_CYRILLIC = frozenset(range(0xC0, 0x100)) | frozenset(
    byte
    for byte in range(0x80, 0xC0)
    if bytes([byte]).decode("kz1048", "replace").isalpha() and byte not in (0xAA, 0xB5, 0xBA)
)
_HALF_WIDTH = range(0xFF61, 0xFFA0)
_PRIVATE = range(0xE000, 0xF900)
_COMMON_LEADS = range(0x81, 0xA0)
# ISO/IEC 15434 parts the fields of a label with the separators 1C to 1F and ends it with EOT.
_CONTROLS = re.compile(r"[\x00-\x03\x05-\x08\x0b\x0c\x0e-\x1b\x7f]")


def text_of(raw: bytes) -> str:
    """The text of bytes whose character set nobody named. Never raises; every byte is kept."""
    for codec in ("utf-8", _guess(raw), "cp1252"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def declared_text(raw: bytes, decoded: str) -> str:
    """The text of bytes that a decoder has turned into `decoded`.

    A decoder that merely guessed gives Latin-1 or Shift-JIS; anything else means that the symbol itself
    named its character set (an ECI), which is then believed.
    """
    guesses = {raw.decode(codec, "replace") for codec in ("latin-1", "cp932", "shift_jis")}
    if decoded in guesses or "\ufffd" in decoded or _is_utf8(raw):
        return text_of(raw)
    return decoded


def is_binary(raw: bytes, text: str) -> bool:
    """Whether bytes, of which a decoder made `text`, are no text: they hold control characters, and so does
    the text (that of a symbol which named its character set, say UTF-16, holds none). Zeros at the ends are
    padding."""
    return bool(raw.strip(b"\0") and _CONTROLS.search(text.strip("\0")))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(raw: bytes) -> str:
    if any(byte < 0x20 and byte not in b"\t\n\r\0" for byte in raw):
        return "latin-1"
    high = [index for index, byte in enumerate(raw) if byte >= 0x80]
    beside_latin = sum(_touches_latin(raw, index) for index in high) * 2 > len(high)
    if not beside_latin and all(raw[index] in _CYRILLIC for index in high):
        return "kz1048"
    if _is_shift_jis(raw):
        return "cp932"
    return "cp1252" if beside_latin else "kz1048"


def _touches_latin(raw: bytes, index: int) -> bool:
    around = raw[max(0, index - 1) : index] + raw[index + 1 : index + 2]
    return any(byte < 0x80 and chr(byte).isalpha() for byte in around)


def _is_shift_jis(raw: bytes) -> bool:
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        return False
    if any(ord(char) in _PRIVATE for char in text):
        return False
    # Kana and the common kanji lie here; without them it may still be half-width katakana, unless there is
    # a byte that opens a Russian quotation.
    if any(byte in _COMMON_LEADS for byte in raw):
        return True
    return all(ord(char) < 0x80 or ord(char) in _HALF_WIDTH for char in text) and b"\xab" not in raw
