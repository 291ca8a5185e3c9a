"""What an exporter must know besides the shops. Same shops and same context: same bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exports.proof import NO_PROOF, Proof
from exports.shop import Record
from exports.standing import FOUR_EYES

READING_ORDER = ("kk", "ru", "en")

Sign = Callable[[bytes], Mapping[str, Any] | None]
"""Seals the bytes of a package's `datapackage.json`: gives `signedData` in the form of wacz-auth, or None."""


def unsigned(_data: bytes) -> None:
    """No seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """Who exports, when and for whom.

    `now` is aware and the only clock an exporter sees. `read_blob` gives the stored bytes of a digest,
    `read_records` those of a capture's records, one gzip member each, the answer first.
    `language` is `kk`, `ru` or `en`; `time_zone` an IANA name for the local time beside UTC. `office`,
    `contact` (whom to ask for an explanation) and `case_number` are printed on the dossier; without a
    case number each shop gets one from its own number. `software` names Mergen with its version. `prove`
    signs a manifest and has it stamped. `people` is how many must have confirmed a shop before it leaves.
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
