"""What lies in a delivery beside its manifest so that others can check it without Mergen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SIGNATURE, KEY, HOW = "manifest.sig", "seal-key.pem", "HOW-TO-CHECK.txt"
STAMP_SUFFIX = ".tsr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """An authority's answer over the manifest (RFC 3161, DER), or why there is none."""

    authority: str
    token: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What proves a manifest: the Ed25519 signature and the public key (PEM), both empty where the office
    has no key, and what each authority answered."""

    signature: bytes = b""
    public_key: bytes = b""
    stamps: tuple[Stamp, ...] = ()


NO_PROOF = Proof()


def is_proof(name: str) -> bool:
    """Whether a file of a delivery is one of these."""
    return name in (SIGNATURE, KEY, HOW) or name.endswith(STAMP_SUFFIX)


def write_proof(folder: Path, proof: Proof) -> list[str]:
    """Write the proof's files into a delivery; gives their names."""
    files: dict[str, bytes] = {}
    if proof.signature:
        files |= {SIGNATURE: proof.signature, KEY: proof.public_key}
    granted = [stamp for stamp in proof.stamps if stamp.token]
    files |= {_stamp_name(number): stamp.token for number, stamp in enumerate(granted, 1)}
    files[HOW] = _how(proof, granted).encode()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return sorted(files)


def _stamp_name(number: int) -> str:
    return f"manifest-{number}{STAMP_SUFFIX}"


def _how(proof: Proof, granted: Sequence[Stamp]) -> str:
    tokens = [
        f"openssl ts -verify -in {_stamp_name(number)} -data manifest.json -CAfile ROOTS.pem"
        f"    # {stamp.authority}"
        for number, stamp in enumerate(granted, 1)
    ]
    refused = [f"#   {stamp.authority}: {stamp.reason}" for stamp in proof.stamps if not stamp.token]
    signed = f"openssl pkeyutl -verify -pubin -inkey {KEY} -rawin -in manifest.json -sigfile {SIGNATURE}"
    lines = [
        _HEAD.strip(),
        "",
        "sha256sum -c SHA256SUMS",
        signed if proof.signature else _UNSIGNED.strip(),
        *(tokens or [_UNSTAMPED.strip()]),
        *refused,
        "",
        _LIMITS.strip(),
    ]
    return "\n".join(lines) + "\n"


_HEAD = """
KK  Бұл бумада не бар екенін және оның өзгермегенін Mergen-сіз тексеруге болады. Бумада орындаңыз:
RU  Что в этой папке и что оно не изменено, можно проверить без Mergen. Выполните в папке:
EN  What this folder holds, and that it is unaltered, can be checked without Mergen. Run in the folder:
"""
_UNSIGNED = """
# KK  Қол қойылмаған: кеңсенің кілті жоқ. Манифест дайджестін жіберушіден басқа жолмен сұраңыз.
# RU  Не подписано: у отдела нет ключа. Спросите дайджест манифеста у отправителя другим путём.
# EN  Not signed: the office has no key. Ask the sender for the manifest's digest by another way.
"""
_UNSTAMPED = """
# KK  Уақыт белгісі жоқ: барлық уақыт — кеңсе сағаты бойынша.
# RU  Метки времени нет: всякое время здесь — по часам отдела.
# EN  No time stamp: every time given here is by the office's own clock.
"""
_LIMITS = """
KK  Бұл файлдардың кеңсе оларды алғаннан бері өзгермегенін дәлелдейді. Сервердің дәл осыны жібергенін
    дәлелдемейді: TLS үшінші тарапқа дәлел бермейді. Ашық кілттің кеңсенікі екенін басқа жолмен тексеріңіз.
RU  Это доказывает, что файлы не изменены с тех пор, как отдел их сохранил. Это не доказывает, что сервер
    отправил именно их: TLS не даёт доказательства третьим лицам. Что открытый ключ — отдела, проверьте иначе.
EN  This proves that the files are unaltered since the office stored them. It does not prove that the server
    sent them: TLS gives no proof to third parties. That the public key is the office's, check by another way.
"""
