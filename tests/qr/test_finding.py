"""What stands inside a text."""

import time

import pytest

from qr.payload import PayloadKind, find
from tests.qr.vectors import BURNT, HANDLE, I2P, ONION, PHONE

PAGE = f"""Жаңа витрина! Пишите @{HANDLE} или t.me/{HANDLE}, сайт: https://vitrina.example/a_(b).
Тел. +7 (700) 000-00-01; 8-700-000-00-02! Почта info@vitrina.example, зеркало vitrina2.test/x?a=1
BTC {BURNT}, (wa.me/77000000003) қазақ.қаз {ONION} "https://пример.рф/путь"
tg://resolve?domain=qala2_vitrina_&x=1 vk.com/{HANDLE} vk://vk.com/club1 {I2P}, http://qala.i2p
sms:87000000004 см. README.md, node.js и т.д. 12.12.2024, 2024-01-02, 1234567890123
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
        ("vk", HANDLE),
        ("vk", "club1"),
        ("i2p", I2P),
        ("i2p", "qala.i2p"),
        ("sms", "+77000000004"),
    ]


def test_a_card_gives_up_its_contacts() -> None:
    card = f"BEGIN:VCARD\nTEL:+77000000001\nURL:https://t.me/{HANDLE}\nEMAIL:info@vitrina.example\nEND:VCARD"
    assert {payload.kind for payload in find(card)} == {
        PayloadKind.PHONE,
        PayloadKind.TELEGRAM,
        PayloadKind.EMAIL,
    }


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
        "vk://",
        "a:a:",
        "\\",
        "0002",
    ],
)
def test_finding_takes_linear_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 3
