"""What an exporter must know besides the shops. Same shops and same context: same bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from exports.standing import FOUR_EYES

READING_ORDER = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """Who exports, when and for whom.

    `now` is aware and the only clock an exporter sees. `read_blob` gives the stored bytes of a digest.
    `language` is `kk`, `ru` or `en`; `time_zone` an IANA name for the local time beside UTC. `office`,
    `contact` (whom to ask for an explanation) and `case_number` are printed on the dossier; without a
    case number each shop gets one from its own number. `software` names Mergen with its version. `people` is
    how many must have confirmed a shop before it leaves.
    """

    now: datetime
    actor: str
    read_blob: Callable[[str], bytes]
    language: str = "ru"
    time_zone: str = "Asia/Almaty"
    office: str = ""
    contact: str = ""
    case_number: str = ""
    software: str = "Mergen"
    people: int = FOUR_EYES
