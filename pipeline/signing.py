"""The office's key: Ed25519 (RFC 8032), in a file that only its owner may read."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from pipeline.errors import BadKey

_PURPOSE = b"Mergen: packages (wacz-auth)"
_CURVE = ec.SECP384R1()
_SCALAR_BYTES = 56  # 64 bits more than the order has: the remainder favours no number (FIPS 186-5, A.2.1)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Signs manifests."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key, 32 bytes in hex."""
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    @property
    def public_pem(self) -> bytes:
        """The public key as `openssl pkeyutl` reads it (SubjectPublicKeyInfo, PEM)."""
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, data: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self.private.sign(data)

    @property
    def for_packages(self) -> "PackageKey":
        """The key that signs packages by themselves. Their specification knows ECDSA alone, and a second file
        would be a second secret to keep: so it is derived (HKDF, RFC 5869) from this one, always the same."""
        secret = HKDF(SHA512(), _SCALAR_BYTES, None, _PURPOSE).derive(self.private.private_bytes_raw())
        scalar = int.from_bytes(secret) % (_CURVE.group_order - 1) + 1
        return PackageKey(ec.derive_private_key(scalar, _CURVE))


@dataclass(frozen=True, slots=True)
class PackageKey:
    """Signs with ECDSA on P-384 over SHA-256. The same data, the same signature (RFC 6979)."""

    private: ec.EllipticCurvePrivateKey

    @property
    def public_der(self) -> bytes:
        """The public key (SubjectPublicKeyInfo, DER)."""
        return self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, data: bytes) -> bytes:
        """The signature as WebCrypto has it: r and s, 48 bytes each."""
        signature = self.private.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))
        return b"".join(number.to_bytes(48) for number in decode_dss_signature(signature))


def is_signed(public: str, signature: str, data: bytes) -> bool:
    """Whether the holder of the key signed `data`; both in hex."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_key(path: Path, passphrase: str = "") -> SigningKey:
    """Make a key and write it, encrypted where there is a passphrase. Raises BadKey if there is one."""
    private = Ed25519PrivateKey.generate()
    how = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    data = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fsync(file.fileno())
    except FileExistsError:
        raise BadKey(f"There is a key at {path}: what it sealed could no longer be told apart") from None
    except OSError as error:
        raise BadKey(f"The key cannot be written to {path}: {error.strerror}") from error
    return SigningKey(private)


def load_key(path: Path, passphrase: str = "") -> SigningKey:
    """The key at `path`. Raises BadKey if it is missing, no Ed25519 key, or readable for others."""
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except OSError as error:
        raise BadKey(
            f"The key {path} cannot be read: {error.strerror}. Make one with: mergen seal --new-key"
        ) from error
    if stat.S_IMODE(mode) & 0o077:
        raise BadKey(f"Others may read the key {path}. Say: chmod 600 {path}; then think who has read it")
    try:
        private = load_pem_private_key(data, passphrase.encode() or None)
    except (ValueError, TypeError) as error:
        raise BadKey(f"The key {path} cannot be opened (MERGEN_SEAL_PASSPHRASE): {error}") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadKey(f"The key {path} is not an Ed25519 key")
    return SigningKey(private)
