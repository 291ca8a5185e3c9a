"""What a text means."""

import time
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr.charset import text_of
from qr.payload import PARSERS, Payload, PayloadKind, find, parse, payload_of
from qr.symbol import Symbol, SymbolFormat
from tests.qr.spellings import SAME

SPELLINGS = [(kind, value, url, text) for kind, value, url, texts in SAME for text in texts]


@pytest.mark.parametrize(("kind", "value", "url", "text"), SPELLINGS, ids=[text for *_, text in SPELLINGS])
def test_every_spelling_gives_the_same_payload(
    kind: PayloadKind, value: str, url: str | None, text: str
) -> None:
    assert replace(parse(text), fields=()) == Payload(kind=kind, text=text, value=value, url=url)


def test_the_table_covers_every_kind_and_every_parser_takes_something() -> None:
    assert {kind for kind, *_ in SAME} == set(PayloadKind) - {PayloadKind.BINARY}
    for parser in PARSERS:
        assert any(parser(text.strip()) for *_, text in SPELLINGS)


@pytest.mark.parametrize(("kind", "value", "url", "text"), SPELLINGS, ids=[text for *_, text in SPELLINGS])
def test_the_address_of_a_payload_leads_back_to_it(
    kind: PayloadKind, value: str, url: str | None, text: str
) -> None:
    if url is not None:
        again = parse(url)
        assert (again.kind, again.value, again.url) == (kind, value, url)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html;base64,AAAA",
        "file:///etc/passwd",
        "ftp://a.example",
        "vbscript:x",
        "intent://x#Intent;end",
        "intent://resolve?domain=qala_#Intent;scheme=tg;end",
        "otpauth://totp/x",
        "view-source:http://vitrina.example",
        "blob:http://vitrina.example/1",
        "ssh://vitrina.example",
    ],
)
def test_other_schemes_are_plain_text_and_lead_nowhere(text: str) -> None:
    assert (parse(text).kind, parse(text).url) == (PayloadKind.TEXT, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "@",
        "@a",
        "+",
        "1.2.3.4",
        "v1.2",
        "a.b",
        "readme",
        "http://",
        "http://[",
        "http://a b.example",
        "12.12.2024",
        "http://.example",
        "http://a..example",
        "http://" + "a" * 64 + ".example",
        "http://a.example:99999/",
        "tel:12",
        "geo:91,0",
        "geo:x,y",
        "geo:0,0,",
        "sms:",
        "sms:12",
        "BEGIN:VEVENT",
        "b32.i2p",
        "http://qala.b32.i2p/",
        "BCD\n002\n1\nSCT\n\nQala\nKZ00125KZT5004100100",
        "WIFI:;",
        "MECARD:;",
        "8 000 000 00 00",
        "12345678901",
        "a@b",
        "x@shop",
        "t.me/+",
        "tg://resolve",
        "wa.me",
        "t.me/a",
    ],
)
def test_what_only_looks_like_something_is_not_taken_for_it(text: str) -> None:
    assert parse(text).kind in (PayloadKind.TEXT, PayloadKind.URL)
    if not text.startswith(("t.me", "wa.me")):
        assert parse(text).kind is PayloadKind.TEXT


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=200) | st.text("tg:/.me+@?=#&%7 8-()xw\\;[]", max_size=80))
def test_parsing_never_raises_and_its_normal_form_is_stable(text: str) -> None:
    payload = parse(text)
    assert payload.text == text
    assert payload == parse(text)
    if payload.url is not None:
        assert payload.url.isascii()
        assert payload.url.startswith(("http://", "https://"))
        assert parse(payload.url).value == payload.value
    if payload.kind in (PayloadKind.PHONE, PayloadKind.EMAIL, PayloadKind.CRYPTO, PayloadKind.I2P):
        assert parse(payload.value).value == payload.value


PREFIXES = (
    "http://",
    "tg://resolve?domain=",
    "t.me/",
    "wa.me/",
    "mailto:",
    "tel:",
    "WIFI:",
    "geo:",
    "MECARD:",
    "BEGIN:VCARD\n",
    "bitcoin:",
    "ethereum:0x",
    "instagram.com/",
    "@",
    "MEBKM:URL:",
    "tg://join?invite=",
    "vk.com/",
    "vk://",
    "smsto:+77000000001:",
    "sms:1414?",
    "otpauth://totp/",
    "BEGIN:VEVENT\nDTSTART:",
    "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=",
    "000201",
    "BCD\n002\n1\nSCT\n\n",
    "ST00012|",
    "https://www.google.com/maps/@1.1,",
    "http://qala.i2p/?i2paddresshelper=",
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PREFIXES), st.text(max_size=60))
def test_parsing_a_hostile_tail_never_raises(prefix: str, tail: str) -> None:
    payload = parse(prefix + tail)
    assert payload.value or not payload.text.strip("\0 \t\r\n\u00a0\ufeff\u200b")
    assert all(found.kind is not PayloadKind.TEXT for found in find(prefix + tail))


@pytest.mark.parametrize("prefix", PREFIXES)
def test_parsing_takes_linear_time(prefix: str) -> None:
    for piece in ("a", "a:", "=", "\\", "1", "\n ", "&a=", "%", ";", "/"):
        text = prefix + piece * (8_000 // len(piece))
        began = time.process_time()
        parse(text)
        assert time.process_time() - began < 0.5, (prefix, piece)


def symbol(raw: bytes, text: str) -> Symbol:
    corners = ((0, 0), (9, 0), (9, 9), (0, 9))
    return Symbol(text=text, raw=raw, format=SymbolFormat.QR, position=corners, decoder="test")


def test_bytes_that_are_no_text_are_known_by_their_digest() -> None:
    raw = bytes(range(256))
    payload = payload_of(symbol(raw, text_of(raw)))
    assert (payload.kind, payload.url) == (PayloadKind.BINARY, None)
    assert payload.value == sha256(raw).hexdigest()
    assert payload.fields == (("size", "256"),)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"vitrina.example\0\0", "vitrina.example\0\0"),
        ("қала".encode("utf-16-be"), "қала"),
        ("Қала".encode("kz1048"), "Қала"),
        ("テスト".encode("cp932"), "テスト"),
        (b"[)>\x1e06\x1d1P000\x1e\x04", "[)>\x1e06\x1d1P000\x1e\x04"),
        (b"", ""),
    ],
)
def test_text_in_any_character_set_is_no_binary(raw: bytes, text: str) -> None:
    assert payload_of(symbol(raw, text)) == parse(text)


@given(st.binary(max_size=300))
def test_any_bytes_have_a_meaning(raw: bytes) -> None:
    assert payload_of(symbol(raw, text_of(raw))).text == text_of(raw)


def test_a_text_longer_than_any_code_is_plain_text() -> None:
    assert parse("http://vitrina.example/" + "a" * 9000).kind is PayloadKind.TEXT
