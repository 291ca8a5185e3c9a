"""Bytes to text: what a document's bytes mean, whatever the server or the page says of them."""

import codecs
import re

from resiliparse.parse.encoding import detect_encoding

META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_:.-]+)""",
    re.IGNORECASE,
)
HEADER = re.compile(r"""charset\s*=\s*["']?([a-z0-9_:.-]+)""", re.IGNORECASE)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Servers send these by default, without having looked at the page.
DEFAULTS = frozenset({"latin-1", "iso8859-1", "cp1252", "ascii"})
# Two Cyrillic alphabets with the same small letters but one; nobody serves pages in the Macintosh's.
TAKEN_FOR = {"mac-cyrillic": "cp1251"}
TAG = re.compile(rb"<[^<>]*>")
META_WITHIN = 4096
SAMPLE = 256 * 1024


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a document and the Python name of its encoding. Never raises.

    Byte order mark first; then UTF-8 if the bytes are valid UTF-8, for nothing else looks like it by
    chance; then what the header and the document declare, unless it is a server's default; then
    statistics (uchardet through resiliparse). Windows-1251 with Kazakh letters is read as KZ-1048.
    """
    for bom, encoding in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace"), encoding
    if _is_utf8(body):
        return body.decode("utf-8", "replace"), "utf-8"
    encoding = _declared(body, content_type) or _detected(body)
    if encoding == "cp1251" and is_kazakh(body):
        encoding = "kz1048"
    return body.decode(encoding, "replace"), encoding


def is_kazakh(body: bytes) -> bool:
    """Whether Windows-1251 bytes are KZ-1048 (STRK 1048-2002).

    The two differ in the letters that Kazakh adds. Қ/қ (8D, 9D), ң (BE) and ә (BC) stand where
    Windows-1251 has Macedonian and Serbian letters, which no text of this region uses.
    """
    sample = body[:SAMPLE]
    counts = [sample.count(bytes((code,))) for code in (0x9D, 0xBE, 0xBC)]
    return sum(counts) >= 3 and sum(1 for count in counts if count) >= 2


def _is_utf8(body: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)  # not final: a character cut off at the end is no error
    except UnicodeDecodeError as error:
        return _mostly_utf8(body, error.start)
    return b"\x00" not in body[:META_WITHIN]


def _mostly_utf8(body: bytes, first_error: int) -> bool:
    """A page cut together from two encodings, or with a broken byte: UTF-8 if nearly all of it is."""
    high = sum(1 for byte in body[:SAMPLE] if byte > 0x7F)
    broken = body[:SAMPLE].decode("utf-8", "replace").count("�")
    return high > 0 and first_error > 0 and broken * 50 < high


def _declared(body: bytes, content_type: str) -> str | None:
    found = HEADER.search(content_type)
    meta = META.search(body[:META_WITHIN])
    names = [found[1] if found else "", (meta[1] or meta[2]).decode("ascii") if meta else ""]
    for name in names:
        encoding = _known(name)
        if encoding and encoding not in DEFAULTS and encoding != "utf-8" and _fits(body, encoding):
            return encoding
    return None


def _detected(body: bytes) -> str:
    """Statistics over the text alone: ASCII markup drowns a short text."""
    text = TAG.sub(b" ", body[:SAMPLE])
    name = detect_encoding(text, max_len=0, html5_compatible=False) or ""
    return _known(TAKEN_FOR.get(name.lower(), name)) or "cp1251"


def _known(name: str) -> str | None:
    try:
        info = codecs.lookup(name) if name else None
    except LookupError:
        return None
    # Python's codecs are not all encodings of text: `base64` and `rot13` are codecs too.
    return info.name if info is not None and getattr(info, "_is_text_encoding", True) else None


def _fits(body: bytes, encoding: str) -> bool:
    sample = body[:SAMPLE]
    return sample.decode(encoding, "replace").count("�") * 100 <= len(sample)
