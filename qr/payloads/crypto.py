"""Wallets: addresses whose checksum is right, bare or in a payment URI (BIP 21, ERC-681, TON Connect, Solana
Pay and their kin)."""

import re
from collections.abc import Mapping

from qr.payloads.address import parameters
from qr.payloads.base58 import plain
from qr.payloads.chains import Wallet, wallet_of
from qr.payloads.kinds import Payload, PayloadKind, fields

_URI = re.compile(
    r"(?i)(bitcoin|bitcoincash|litecoin|dogecoin|dash|zcash|ethereum|tron|trx|tether|usdt|monero|ton|cardano"
    r"|ripple|xrpl?|stellar|solana):(?://)?(?:transfer/|pay-)?([A-Za-z0-9_-]{25,120})([^?&]*)(?:[?&](.*))?",
    re.DOTALL,
)
_ADDRESS = re.compile(r"[A-Za-z0-9_-]{25,120}")


def parse_crypto(text: str) -> Payload | None:
    """A wallet; `value` is its address in the one form that its chain calls equal, `url` is None. Fields:
    `chain`, `token` (a contract's address), `amount` (as written), `label`, `message`.

    An address of Solana has no checksum: it is taken only where `solana:` says what it is.
    """
    uri = _URI.fullmatch(text)
    said = parameters(uri[4] or "") if uri else {}
    address = uri[2] if uri else text
    if not _ADDRESS.fullmatch(address):
        return None
    wallet = _solana(address) if uri and uri[1].lower() == "solana" else wallet_of(address)
    if wallet is None:
        return None
    wallet, token = _received(wallet, uri[3] if uri else "", said)
    details = fields(
        chain=wallet.chain,
        token=token,
        amount=_first(said, "amount", "uint256", "value", "tx_amount"),
        label=_first(said, "label", "recipient_name"),
        message=_first(said, "message", "text", "memo", "tx_description"),
    )
    return Payload(kind=PayloadKind.CRYPTO, text=text, value=wallet.address, fields=details)


def _received(wallet: Wallet, function: str, said: Mapping[str, str]) -> tuple[Wallet, str]:
    """Who receives, and in which token. Ethereum names the token's contract first, which is everybody's."""
    receiver = wallet_of(said["address"]) if function.endswith("/transfer") and "address" in said else None
    if receiver is not None and receiver.chain == wallet.chain:
        return receiver, wallet.address
    return wallet, _first(said, "spl-token", "jetton")


def _solana(address: str) -> Wallet | None:
    key = plain(address)
    return Wallet("solana", address) if key and len(key) == 32 else None


def _first(said: Mapping[str, str], *names: str) -> str:
    return next((said[name] for name in names if name in said), "")
