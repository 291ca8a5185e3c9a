"""What an exporter must know besides the shops. Same shops and same context: same bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from exports.proof import NO_PROOF, Proof
from exports.shop import Record
from exports.standing import FOUR_EYES

READING_ORDER = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An ECDSA signature on P-384 over SHA-256, as WebCrypto gives it (r and s, 48 bytes each), and the
    public key (SubjectPublicKeyInfo, DER)."""

    value: bytes
    public_key: bytes


Sign = Callable[[bytes], Signature | None]
"""Signs what a package says of itself; None where the office has no key."""


def unsigned(_data: bytes) -> None:
    """No signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """Who exports, when and for whom.

    `now` is aware and the only clock an exporter sees. `read_blob` gives the stored bytes of a digest,
    `read_records` those of a capture's records, one gzip member each, the answer first.
    `language` is `kk`, `ru` or `en`; `time_zone` an IANA name for the local time beside UTC. `office`,
    `contact` (whom to ask for an explanation) and `case_number` are printed on the dossier; without a
    case number each shop gets one from its own number. `software` names Mergen with its version. `sign`
    signs a package by itself, `prove` a manifest, and has that stamped. `people` is how many must have
    confirmed a shop before it leaves. Shops of restricted cases leave only by an `actor` assigned to them.
    """

    now: datetime
    actor: str
    read_blob: Callable[[str], bytes]
    read_records: Callable[[Record], Sequence[bytes]]
    sign: Sign = unsigned
    language: str = "ru"
    time_zone: str = "Asia/Almaty"
    office: str = ""
    contact: str = ""
    case_number: str = ""
    software: str = "Mergen"
    prove: Callable[[bytes], Proof] = lambda _manifest: NO_PROOF
    people: int = FOUR_EYES
