"""The settings of signing in through the office's own provider, made into the provider."""

from collections.abc import Callable
from datetime import datetime

from mergen.errors import BadSettings
from mergen.settings import Settings
from review.provider import BACK, Provider, ProviderConfig, is_safe


def provider_of(settings: Settings, clock: Callable[[], datetime]) -> Provider | None:
    """The provider; None without MERGEN_OIDC_ISSUER. Raises BadSettings, which says what is missing."""
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client_id or not settings.address:
        raise BadSettings(
            "MERGEN_OIDC_ISSUER needs MERGEN_OIDC_CLIENT_ID and MERGEN_ADDRESS, the review page's own"
            f" address; the provider must know that address with {BACK} behind it"
        )
    for name, url in (("MERGEN_OIDC_ISSUER", settings.oidc_issuer), ("MERGEN_ADDRESS", settings.address)):
        if not is_safe(url):
            raise BadSettings(f"{name} must begin with https:// (http:// is taken on this machine only)")
    config = ProviderConfig(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=_secret(settings),
        address=settings.address,
        claim=settings.oidc_claim,
        label=settings.oidc_label,
    )
    return Provider(config, clock)


def _secret(settings: Settings) -> str:
    file = settings.oidc_client_secret_file
    if file is None:
        return ""
    try:
        secret = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"MERGEN_OIDC_CLIENT_SECRET_FILE: {file} cannot be read: {error}") from error
    if not secret:
        raise BadSettings(f"MERGEN_OIDC_CLIENT_SECRET_FILE: {file} is empty")
    return secret
