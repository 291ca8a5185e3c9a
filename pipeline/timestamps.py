"""Trusted time (RFC 3161): authorities that sign a digest together with their own clock's time."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from pipeline.errors import BadAuthority

MOST_BYTES = 100_000
SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An authority's answer: when it says the manifest with this digest was there, and the proof (DER)."""

    authority: str
    stamped_at: datetime
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NoToken:
    """Why an authority gave none."""

    authority: str
    reason: str


class Authorities:
    """The authorities that the settings name, and the root certificates by which they are believed."""

    def __init__(self, addresses: Sequence[str], roots: Path | None) -> None:
        """Raises BadAuthority for an address that is none, or for roots that are missing or unreadable."""
        for address in addresses:
            if urlsplit(address).scheme not in ("http", "https"):
                raise BadAuthority(f"MERGEN_TIMESTAMP_AUTHORITIES: {address!r} is not an http(s) address")
        if addresses and roots is None:
            raise BadAuthority(
                "MERGEN_TIMESTAMP_ROOTS: name a PEM file with the root certificates of the authorities;"
                " a time stamp that nobody can check proves nothing"
            )
        self.addresses = tuple(addresses)
        self.roots = _certificates(roots) if roots is not None else ()

    def stamp(self, manifest: bytes) -> Iterator[Token | NoToken]:
        """Ask each authority for a token over `manifest`. Only what verifies is a token."""
        for address in self.addresses:
            try:
                yield self._stamped(address, manifest)
            except (URLError, OSError, HTTPException, ValueError, VerificationError) as error:
                yield NoToken(authority=address, reason=str(error) or type(error).__name__)

    def check(self, data: bytes, digest: str) -> datetime:
        """The time in a token over the manifest with this SHA-256 (hex). Raises VerificationError, and
        ValueError for what is no token. Nothing is asked of anybody."""
        response = decode_timestamp_response(data)
        self._verify(response, bytes.fromhex(digest), nonce=None)
        return response.tst_info.gen_time

    def _stamped(self, address: str, manifest: bytes) -> Token:
        builder = TimestampRequestBuilder().data(manifest).hash_algorithm(HashAlgorithm.SHA256)
        asked = builder.cert_request(cert_request=True).nonce(nonce=True).build()
        request = Request(  # noqa: S310 - the scheme was checked
            address, asked.as_bytes(), {"Content-Type": "application/timestamp-query"}
        )
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
            data = answer.read(MOST_BYTES)
        response = decode_timestamp_response(data)
        self._verify(response, hashlib.sha256(manifest).digest(), nonce=asked.nonce)
        return Token(authority=address, stamped_at=response.tst_info.gen_time, data=data)

    def _verify(self, response: TimeStampResponse, digest: bytes, *, nonce: int | None) -> None:
        builder = VerifierBuilder(roots=list(self.roots), nonce=nonce)
        builder.build().verify(response, digest)


def _certificates(path: Path) -> tuple[Certificate, ...]:
    try:
        return tuple(load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError) as error:
        raise BadAuthority(f"MERGEN_TIMESTAMP_ROOTS: {path} holds no certificates: {error}") from error
