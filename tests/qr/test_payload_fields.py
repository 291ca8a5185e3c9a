"""What a text says besides who it names."""

import pytest

from qr.payload import parse
from tests.qr.vectors import BURNT, HANDLE, IBAN, emv, epc

FIELDS: tuple[tuple[str, dict[str, str]], ...] = (
    (f"https://t.me/{HANDLE}?start=wall7", {"start": "wall7"}),
    (f"tg://resolve?domain={HANDLE}&start=wall7", {"start": "wall7"}),
    (f"https://t.me/{HANDLE}/shop?startapp=wall7", {"startapp": "wall7", "appname": "shop"}),
    (f"tg://resolve?domain={HANDLE}&appname=shop&startapp=wall7", {"startapp": "wall7", "appname": "shop"}),
    (
        f"t.me/{HANDLE}?startgroup=wall7&admin=post_messages",
        {"startgroup": "wall7", "admin": "post_messages"},
    ),
    (f"t.me/s/{HANDLE}/12", {"post": "12"}),
    (f"t.me/{HANDLE}/3/12?comment=5", {"post": "12", "thread": "3", "comment": "5"}),
    (f"t.me/{HANDLE}/s/12", {"story": "12"}),
    (f"t.me/{HANDLE}?text=%D2%9B%D0%B0%D0%BB%D0%B0", {"text": "қала"}),
    (
        "https://t.me/confirmphone?phone=77000000001&hash=ab12",
        {"action": "confirmphone", "phone": "+77000000001"},
    ),
    (
        "tg://proxy?server=Proxy.example&port=443&secret=ee00",
        {"action": "proxy", "server": "proxy.example", "port": "443"},
    ),
    (
        "tg://msg_url?url=http://vitrina.example/&text=hi",
        {"action": "msg_url", "text": "hi", "link": "http://vitrina.example/"},
    ),
    ("https://wa.me/77000000001?text=wall%207", {"text": "wall 7"}),
    ("https://vk.me/club1?ref=wall7&ref_source=sticker", {"ref": "wall7", "source": "sticker"}),
    ("https://vk.com/qala_?w=wall-1_2", {"post": "wall-1_2"}),
    ("SMSTO:87000000001:wall 7: hi", {"service": "sms", "body": "wall 7: hi"}),
    ("sms:1414?body=wall%207", {"service": "sms", "body": "wall 7"}),
    ("mmsto:87000000001:wall:hi", {"service": "mms", "subject": "wall", "body": "hi"}),
    ("mailto:info@vitrina.example?subject=a+b&body=c%0Ad", {"subject": "a+b", "body": "c\nd"}),
    ("MATMSG:TO:info@vitrina.example;SUB:a\\;b;BODY:c;;", {"subject": "a;b", "body": "c"}),
    ("WIFI:T:WPA;S:Qala;P:secret;H:true;;", {"security": "WPA", "hidden": "yes"}),
    ("geo:43.2,76.9?q=43.2,76.9(Qala)", {"label": "Qala"}),
    (f"bitcoin:{BURNT}?amount=0.1&label=Qala", {"chain": "bitcoin", "amount": "0.1", "label": "Qala"}),
    ("https://bit.ly/abc", {"shortener": "bit.ly"}),
    ("https://vitrina.example/abc", {}),
    ("https://pay.kaspi.kz/pay/abcd1234?amount=5", {"scheme": "kaspi", "amount": "5"}),
    (IBAN, {"scheme": "iban"}),
    (
        epc(IBAN),
        {"scheme": "epc", "name": "Qala", "bank": "BICXKZKX", "amount": "EUR5.00", "message": "order 7"},
    ),
    (emv("1", "500"), {"scheme": "emv", "name": "Қала", "country": "KZ", "amount": "500", "currency": "398"}),
    (
        "BEGIN:VEVENT\nSUMMARY:Qala\nDTSTART;VALUE=DATE:20260101\nDTEND:20260102\nLOCATION:Almaty\nEND:VEVENT",
        {"summary": "Qala", "start": "20260101", "end": "20260102", "location": "Almaty"},
    ),
    (
        "BEGIN:VCARD\nFN:Qala\nORG:Vitrina\nTITLE:courier\nEND:VCARD",
        {"name": "Qala", "org": "Vitrina", "title": "courier"},
    ),
)


@pytest.mark.parametrize(("text", "said"), FIELDS, ids=[text for text, _ in FIELDS])
def test_what_a_text_says_is_kept_as_fields(text: str, said: dict[str, str]) -> None:
    assert dict(parse(text).fields) == said


def test_two_stickers_of_one_bot_are_one_bot_with_two_parameters() -> None:
    first, second = (parse(f"https://t.me/{HANDLE}?start={sticker}") for sticker in ("wall7", "wall8"))
    assert (first.kind, first.value, first.url) == (second.kind, second.value, second.url)
    assert (first.field("start"), second.field("start")) == ("wall7", "wall8")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("otpauth://totp/Qala:a?secret=JBSWY3DPEHPK3PXP&issuer=Qala", "JBSWY3DPEHPK3PXP"),
        ("otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8%3D", "CjEKCkhlbGxvId6tvu8"),
        ("WIFI:T:WPA;S:Qala;P:secret;;", "secret"),
        ("t.me/socks?server=192.0.2.1&port=1080&user=qala&pass=secret", "secret"),
        ("https://t.me/login/12345", "12345"),
        ("tg://login?token=AbCd", "AbCd"),
    ],
)
def test_no_secret_stands_in_value_or_fields(text: str, secret: str) -> None:
    payload = parse(text)
    assert secret not in payload.value
    assert secret not in payload.open_text
    assert all(secret not in value for _, value in payload.fields)
