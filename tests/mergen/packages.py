"""Checking the signature of a package as others do."""

from base64 import b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key


def is_signed(signed: dict[str, str], line: str) -> bool:
    """As a browser checks it (WebCrypto): ECDSA on P-384 over SHA-256, r and s one after the other."""
    public, value = load_der_public_key(b64decode(signed["publicKey"])), b64decode(signed["signature"])
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert (public.curve.name, len(value)) == ("secp384r1", 96)
    der = encode_dss_signature(int.from_bytes(value[:48]), int.from_bytes(value[48:]))
    try:
        public.verify(der, line.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
