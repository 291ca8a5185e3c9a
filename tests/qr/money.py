"""Wallets and payments in all their spellings."""

from qr.payload import PayloadKind
from tests.qr.vectors import (
    BURNT,
    CARDANO,
    CASH,
    EIP55,
    IBAN,
    SEGWIT,
    SOLANA,
    STELLAR,
    TAPROOT,
    TRON,
    XRP,
    emv,
    epc,
    ton,
)

K = PayloadKind
# kind, value, url, and spellings of the same thing
MONEY: tuple[tuple[PayloadKind, str, str | None, tuple[str, ...]], ...] = (
    (K.CRYPTO, BURNT, None, (BURNT, f"bitcoin:{BURNT}?amount=1")),
    (K.CRYPTO, SEGWIT.lower(), None, (SEGWIT, SEGWIT.lower(), f"BITCOIN:{SEGWIT}")),
    (K.CRYPTO, TAPROOT, None, (TAPROOT,)),
    (K.CRYPTO, EIP55.lower(), None, (EIP55, EIP55.lower(), f"ethereum:{EIP55}@1/transfer?value=1")),
    (K.CRYPTO, TRON, None, (TRON, f"tron:{TRON}")),
    (K.CRYPTO, ton(0x11), None, (ton(0x11), ton(0x51), f"ton://transfer/{ton(0x51)}?amount=1")),
    (K.CRYPTO, CASH, None, (CASH, CASH.upper(), f"bitcoincash:{CASH}?amount=1")),
    (K.CRYPTO, CARDANO, None, (CARDANO, CARDANO.upper())),
    (K.CRYPTO, XRP, None, (XRP, f"ripple:{XRP}?dt=1")),
    (K.CRYPTO, STELLAR, None, (STELLAR,)),
    (K.CRYPTO, SOLANA, None, (f"solana:{SOLANA}?amount=1",)),
    (K.PAYMENT, IBAN, None, (IBAN, "kz86 125k zt50 0410 0100", epc(IBAN))),
    (
        K.PAYMENT,
        "kaspi:abcd1234",
        None,
        ("https://pay.kaspi.kz/pay/abcd1234", "pay.kaspi.kz/pay/abcd1234?amount=5"),
    ),
    (K.PAYMENT, "kaspi:Qala", None, ("https://kaspi.kz/pay/Qala", "kaspi.kz/pay/Qala/500")),
    (K.PAYMENT, "telegram:AbCdEf12", None, ("https://t.me/$AbCdEf12", "tg://invoice?slug=AbCdEf12")),
    (K.PAYMENT, "kz.example.pay:000000000001", None, (emv("000000000001"), emv("000000000001", "500"))),
    (
        K.PAYMENT,
        "000000000:00000000000000000000",
        None,
        ("ST00012|Name=Qala|PersonalAcc=00000000000000000000|BIC=000000000|Sum=500",),
    ),
)
