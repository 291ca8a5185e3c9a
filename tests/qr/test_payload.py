"""What a text means."""

import time
from base64 import b32encode, urlsafe_b64encode
from binascii import crc_hqx
from hashlib import sha3_256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr.payload import PARSERS, Payload, PayloadKind, find, parse
from qr.payloads.crypto import CHAINS
from qr.payloads.keccak import keccak256

HANDLE = "qala_vitrina_"
PHONE = "+77000000001"
ONION = (
    b32encode(bytes(32) + sha3_256(b".onion checksum" + bytes(32) + b"\x03").digest()[:2] + b"\x03")
    .decode()
    .lower()
    + ".onion"
)
# Nobody holds the keys of these: a hash of zeros, or a published test vector (BIP 173, BIP 350, EIP-55).
BURNT = "1111111111111111111114oLvT2"
SEGWIT = "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"
TAPROOT = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
EIP55 = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
_TRON = "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"


def ton(tag: int) -> str:
    body = bytes([tag, 0]) + bytes(32)
    return urlsafe_b64encode(body + crc_hqx(body, 0).to_bytes(2, "big")).decode()


K = PayloadKind
# kind, value, url, and spellings of the same thing
SAME: tuple[tuple[PayloadKind, str, str | None, tuple[str, ...]], ...] = (
    (
        K.URL,
        "http://vitrina.example/",
        "http://vitrina.example/",
        (
            "vitrina.example",
            "HTTP://Vitrina.EXAMPLE",
            "http://vitrina.example:80/",
            "//vitrina.example",
            " http://vitrina.example/\n",
            "URL:vitrina.example",
            "http://vitrina.example/#top",
            "http://user:secret@vitrina.example/",
            "MEBKM:TITLE:Q;URL:http\\://vitrina.example/;;",
        ),
    ),
    (
        K.URL,
        "https://xn--80aau21bd.xn--80ao21a/%D0%96?q=%D0%B0",
        "https://xn--80aau21bd.xn--80ao21a/%D0%96?q=%D0%B0",
        (
            "https://қазақ.қаз/Ж?q=а",
            "HTTPS://ҚАЗАҚ.ҚАЗ/%d0%96?q=%d0%b0",
            "https://xn--80aau21bd.xn--80ao21a/Ж?q=а",
        ),
    ),
    (
        K.URL,
        "http://xn--e1afmkfd.xn--p1ai/",
        "http://xn--e1afmkfd.xn--p1ai/",
        ("пример.рф", "http://ПРИМЕР.РФ/"),
    ),
    (K.URL, "http://192.0.2.1:8080/x", "http://192.0.2.1:8080/x", ("http://192.0.2.1:8080/x",)),
    (
        K.URL,
        "https://vitrina.example/#/catalogue",
        "https://vitrina.example/#/catalogue",
        ("https://vitrina.example#/catalogue",),
    ),
    (K.URL, "http://t.me/share/url?url=x", "http://t.me/share/url?url=x", ("t.me/share/url?url=x",)),
    (K.ONION, ONION, f"http://{ONION}/", (ONION, f"http://{ONION}/", ONION.upper())),
    (
        K.TELEGRAM,
        HANDLE,
        f"https://t.me/{HANDLE}",
        (
            f"@{HANDLE}",
            f"@{HANDLE.upper()}",
            f"t.me/{HANDLE}",
            f"https://t.me/{HANDLE}?start=a1",
            f"t.me/s/{HANDLE}/12",
            f"https://telegram.me/{HANDLE}",
            f"tg://resolve?domain={HANDLE}&start=a1",
            f"TG:resolve?domain={HANDLE}",
            f"{HANDLE}.t.me",
            f"https://t.me/@{HANDLE}",
            f"https://web.telegram.org/k/#@{HANDLE}",
        ),
    ),
    (
        K.TELEGRAM,
        "+AbCdEfGh12345678",
        None,
        (
            "https://t.me/+AbCdEfGh12345678",
            "t.me/joinchat/AbCdEfGh12345678",
            "tg://join?invite=AbCdEfGh12345678",
        ),
    ),
    (K.TELEGRAM, "c/12345", None, ("https://t.me/c/12345/6",)),
    (K.TELEGRAM, "id:12345", None, ("tg://user?id=12345",)),
    (
        K.WHATSAPP,
        PHONE,
        "https://wa.me/77000000001",
        (
            "https://wa.me/77000000001?text=hi",
            "wa.me/+77000000001",
            "whatsapp://send?phone=%2B77000000001",
            "https://api.whatsapp.com/send?phone=77000000001",
            "https://api.whatsapp.com/send/?phone=77000000001",
        ),
    ),
    (K.WHATSAPP, "+AbCdEfGh12345678", None, ("https://chat.whatsapp.com/AbCdEfGh12345678",)),
    (
        K.WHATSAPP,
        "message/ABCDEF12",
        "https://wa.me/message/ABCDEF12",
        ("wa.me/message/ABCDEF12", "https://api.whatsapp.com/message/ABCDEF12"),
    ),
    (
        K.WHATSAPP,
        "channel/0029Va0000",
        "https://whatsapp.com/channel/0029Va0000",
        ("https://www.whatsapp.com/channel/0029Va0000",),
    ),
    (
        K.INSTAGRAM,
        HANDLE,
        f"https://www.instagram.com/{HANDLE}/",
        (
            f"instagram.com/{HANDLE}",
            f"https://www.instagram.com/{HANDLE.upper()}/?igsh=1",
            f"https://ig.me/m/{HANDLE}",
            f"instagram://user?username={HANDLE}",
            f"https://instagram.com/stories/{HANDLE}/1/",
        ),
    ),
    (
        K.INSTAGRAM,
        "p/AbCdE12",
        "https://www.instagram.com/p/AbCdE12/",
        ("https://www.instagram.com/p/AbCdE12/", "instagram.com/reel/AbCdE12"),
    ),
    (
        K.PHONE,
        PHONE,
        None,
        (
            "tel:+77000000001",
            "8 700 000 00 01",
            "8(700)000-00-01",
            "+7 700 000 00 01",
            "87000000001",
            "7000000001",
            "sms:+77000000001?body=x",
            "SMSTO:87000000001:hi",
            "t.me/+77000000001",
            "tg://resolve?phone=77000000001",
            "0077000000001",
        ),
    ),
    (K.PHONE, "+998900000001", None, ("+998 90 000 00 01", "tel:00998900000001")),
    (
        K.EMAIL,
        "info@vitrina.example",
        None,
        (
            "info@vitrina.example",
            "mailto:Info@Vitrina.Example?subject=x",
            "MATMSG:TO:info@vitrina.example;SUB:x;;",
        ),
    ),
    (K.EMAIL, "info@xn--e1afmkfd.xn--p1ai", None, ("info@пример.рф",)),
    (K.WIFI, "Qala;5G", None, ("WIFI:T:WPA;S:Qala\\;5G;P:x;;", "wifi:S:Qala\\;5G;;")),
    (K.GEO, "43.23830,76.94530", None, ("geo:43.2383,76.9453", "GEO:43.23830,76.9453,100?q=x")),
    (
        K.VCARD,
        "Qala Vitrina;+77000000001;info@vitrina.example",
        None,
        (
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Qala Vitrina\r\nTEL;TYPE=CELL:8 700 000 00 01\r\n"
            "EMAIL:info@vitrina.example\r\nEND:VCARD",
            "MECARD:N:Qala,Vitrina;TEL:+77000000001;EMAIL:info@vitrina.example;;",
        ),
    ),
    (K.CRYPTO, BURNT, None, (BURNT, f"bitcoin:{BURNT}?amount=1")),
    (K.CRYPTO, SEGWIT.lower(), None, (SEGWIT, SEGWIT.lower(), f"BITCOIN:{SEGWIT}")),
    (K.CRYPTO, TAPROOT, None, (TAPROOT,)),
    (K.CRYPTO, EIP55.lower(), None, (EIP55, EIP55.lower(), f"ethereum:{EIP55}@1/transfer?value=1")),
    (K.CRYPTO, _TRON, None, (_TRON, f"tron:{_TRON}")),
    (K.CRYPTO, ton(0x11), None, (ton(0x11), ton(0x51), f"ton://transfer/{ton(0x51)}?amount=1")),
    (K.TEXT, "Қала витринасы", None, ("Қала витринасы", "  Қала\n витринасы ")),
)
SPELLINGS = [(kind, value, url, text) for kind, value, url, texts in SAME for text in texts]


@pytest.mark.parametrize(("kind", "value", "url", "text"), SPELLINGS, ids=[text for *_, text in SPELLINGS])
def test_every_spelling_gives_the_same_payload(
    kind: PayloadKind, value: str, url: str | None, text: str
) -> None:
    assert parse(text) == Payload(kind=kind, text=text, value=value, url=url)


def test_the_table_covers_every_kind_and_every_parser_takes_something() -> None:
    assert {kind for kind, *_ in SAME} == set(PayloadKind)
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
        "otpauth://totp/x",
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


ADDRESSES = [BURNT, SEGWIT.lower(), TAPROOT, EIP55, _TRON, ton(0x11), ONION]


@pytest.mark.parametrize("address", ADDRESSES)
def test_one_wrong_letter_is_no_wallet_and_no_onion(address: str) -> None:
    for place in range(3, len(address) - 7, 5):
        other = "3" if address[place] != "3" else "4"
        changed = address[:place] + other + address[place + 1 :]
        assert parse(changed).kind is PayloadKind.TEXT


def test_a_valid_address_belongs_to_one_chain() -> None:
    for address in ADDRESSES[:-1]:
        assert sum(normal(address) is not None for normal in CHAINS) == 1


def test_a_monero_address_is_checked() -> None:
    body = bytes([18]) + bytes(64)
    body += keccak256(body)[:4]
    address = _monero(body)
    assert parse(address).value == parse(f"monero:{address}").value == address
    assert parse(address[:-1] + ("1" if address[-1] != "1" else "2")).kind is PayloadKind.TEXT


def _monero(body: bytes) -> str:
    letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    parts = []
    for start in range(0, len(body), 8):
        block = body[start : start + 8]
        number, text = int.from_bytes(block, "big"), ""
        for _ in range(11 if len(block) == 8 else 7):
            number, digit = divmod(number, 58)
            text = letters[digit] + text
        parts.append(text)
    return "".join(parts)


def test_keccak_gives_the_published_digests() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
    assert keccak256(b"a" * 135) != keccak256(b"a" * 136) != keccak256(b"a" * 137)


PAGE = f"""Жаңа витрина! Пишите @{HANDLE} или t.me/{HANDLE}, сайт: https://vitrina.example/a_(b).
Тел. +7 (700) 000-00-01; 8-700-000-00-02! Почта info@vitrina.example, зеркало vitrina2.test/x?a=1
BTC {BURNT}, (wa.me/77000000003) қазақ.қаз {ONION} "https://пример.рф/путь"
tg://resolve?domain=qala2_vitrina_&x=1 см. README.md, node.js и т.д. 12.12.2024, 2024-01-02, 1234567890123
@media print {{}} @import 'x.css'; цена 7 500 000 тг"""


def test_contacts_in_free_text_are_found_in_order_each_once() -> None:
    assert [(payload.kind.value, payload.value) for payload in find(PAGE)] == [
        ("telegram", HANDLE),
        ("url", "https://vitrina.example/a_(b)"),
        ("phone", PHONE),
        ("phone", "+77000000002"),
        ("email", "info@vitrina.example"),
        ("url", "http://vitrina2.test/x?a=1"),
        ("crypto", BURNT),
        ("whatsapp", "+77000000003"),
        ("url", "http://xn--80aau21bd.xn--80ao21a/"),
        ("onion", ONION),
        ("url", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"),
        ("telegram", "qala2_vitrina_"),
    ]


def test_a_card_gives_up_its_contacts() -> None:
    card = f"BEGIN:VCARD\nTEL:+77000000001\nURL:https://t.me/{HANDLE}\nEMAIL:info@vitrina.example\nEND:VCARD"
    assert {payload.kind for payload in find(card)} == {K.PHONE, K.TELEGRAM, K.EMAIL}


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
    if payload.kind in (PayloadKind.PHONE, PayloadKind.EMAIL, PayloadKind.CRYPTO):
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
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PREFIXES), st.text(max_size=60))
def test_parsing_a_hostile_tail_never_raises(prefix: str, tail: str) -> None:
    payload = parse(prefix + tail)
    assert payload.value or not payload.text.strip("\0 \t\r\n\u00a0\ufeff\u200b")
    assert all(found.kind is not PayloadKind.TEXT for found in find(prefix + tail))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        "@",
        "http://",
        "8 ",
        "+7",
        "a@",
        "a.b@",
        "1",
        "-",
        "t.me/",
        "x.com/(",
        "geo:",
        "(+7 ",
        "http://a.test/)))",
        "a" * 110 + " ",
        "1" * 34 + " ",
        "xn--",
        "tg:",
    ],
)
def test_finding_takes_linear_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 3


def test_a_text_longer_than_any_code_is_plain_text() -> None:
    assert parse("http://vitrina.example/" + "a" * 9000).kind is PayloadKind.TEXT
