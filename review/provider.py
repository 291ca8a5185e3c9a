"""Signing in through the office's own provider of identities (OpenID Connect): code flow with PKCE.

The provider says who somebody is. Whether they may sign in here, and what they may do, stays with their
account.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from review.errors import BadIdentity, NoProvider

BACK = "/sign-in/provider/back"
DESCRIPTION = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Those with a public key: with another, whoever knows the client's secret could write tokens."""
SECONDS = 10.0
LEEWAY = 60
"""Seconds that the provider's clock may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderConfig:
    """Where the provider is (`issuer`, as it writes itself), as whom it knows this office, the review page's
    own public `address`, the `claim` that holds an account's name, and the provider's name on the button.
    Without a secret, the client is a public one."""

    issuer: str
    client_id: str
    address: str
    client_secret: str = ""
    claim: str = "preferred_username"
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a sign-in that was begun must come back with: `state` in the address, `nonce` in the token, and
    `verifier` to fetch it."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """The provider, asked for its description and keys when they are first needed."""

    def __init__(self, config: ProviderConfig, clock: Callable[[], datetime]) -> None:
        self.config = config
        self._clock = clock
        self._known: OpenIDProviderMetadata | None = None
        self._keys: KeySet | None = None

    def begin(self) -> tuple[str, Begun]:
        """Begin a sign-in; gives also where the browser is sent. Raises NoProvider."""
        endpoint = self._described()["authorization_endpoint"]
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._client() as client:
            url, _ = client.create_authorization_url(
                endpoint, state=state, nonce=nonce, code_verifier=verifier
            )
        return url, Begun(state=state, nonce=nonce, verifier=verifier)

    def finish(self, sent: Mapping[str, str], begun: Begun) -> str:
        """The name of the account of who comes back with the address's fields `sent`.

        Raises BadIdentity if the provider refuses, or what it says is not to be trusted, and NoProvider.
        """
        if not secrets.compare_digest(sent.get("state", "").encode(), begun.state.encode()):
            raise BadIdentity("the answer belongs to another sign-in")
        if sent.get("iss", self.config.issuer) != self.config.issuer:
            raise BadIdentity("the answer comes from another provider")
        if "error" in sent or not sent.get("code"):
            raise BadIdentity("the provider refused")
        claims = self._claims(self._fetch(sent["code"], begun.verifier), begun.nonce)
        return self._name(claims)

    def _client(self) -> OAuth2Client:
        config = self.config
        methods = (self._known or {}).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        by_form = "client_secret_basic" not in methods
        secret_sent = "client_secret_post" if by_form else "client_secret_basic"
        return OAuth2Client(
            client_id=config.client_id,
            client_secret=config.client_secret or None,
            token_endpoint_auth_method=secret_sent if config.client_secret else "none",
            scope="openid profile email" if config.claim == "email" else "openid profile",
            redirect_uri=config.address.rstrip("/") + BACK,
            code_challenge_method="S256",
            timeout=SECONDS,
        )

    def _fetch(self, code: str, verifier: str) -> str:
        """The ID token that a code stands for."""
        endpoint = self._described()["token_endpoint"]
        try:
            with self._client() as client:
                token = client.fetch_token(endpoint, code=code, code_verifier=verifier)
        except httpx2.HTTPError as error:
            raise NoProvider(f"The provider does not answer: {type(error).__name__}") from error
        except (AuthlibBaseError, ValueError) as error:
            raise BadIdentity("the provider does not take the code") from error
        return str(token.get("id_token", ""))

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        """What a token says, once its signature, sender, recipient, time and nonce are right."""
        try:
            read = self._read(token)
            wanted = {
                "iss": {"essential": True, "value": self.config.issuer},
                "aud": {"essential": True, "value": self.config.client_id},
                "nonce": {"essential": True, "value": nonce},
            }
            params = {"nonce": nonce, "client_id": self.config.client_id}
            token_claims = CodeIDToken(read.claims, read.header, wanted, params)
            token_claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError) as error:
            raise BadIdentity(f"the token cannot be trusted: {type(error).__name__}") from error
        return read.claims

    def _read(self, token: str) -> jwt.Token:
        """A token whose signature is right; the keys are asked for again where none fits, since providers
        change theirs."""
        if self._keys is not None:
            try:
                return jwt.decode(token, self._keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                self._keys = None
        self._keys = KeySet.import_key_set(self._get(self._described()["jwks_uri"]))
        return jwt.decode(token, self._keys, algorithms=ALGORITHMS)

    def _name(self, claims: Mapping[str, Any]) -> str:
        name = claims.get(self.config.claim)
        if not isinstance(name, str) or not name.strip():
            raise BadIdentity(f"the provider does not tell {self.config.claim}")
        if self.config.claim == "email" and claims.get("email_verified") is not True:
            raise BadIdentity("the provider has not checked the address")
        return name.strip()

    def _described(self) -> OpenIDProviderMetadata:
        if self._known is None:
            known = OpenIDProviderMetadata(self._get(self.config.issuer.rstrip("/") + DESCRIPTION))
            if known.get("issuer") != self.config.issuer:
                raise NoProvider(
                    f"The provider calls itself {known.get('issuer')!r}: set MERGEN_OIDC_ISSUER so"
                )
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not is_safe(str(known.get(name, ""))):
                    raise NoProvider(f"The provider's {name} is missing or without TLS")
            self._known = known
        return self._known

    def _get(self, url: str) -> Any:
        try:
            answer = httpx2.get(url, timeout=SECONDS)
            answer.raise_for_status()
            return answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise NoProvider(f"The provider does not answer at {url}: {type(error).__name__}") from error


def is_safe(url: str) -> bool:
    """Whether nobody on the way can read along: TLS, or this very machine."""
    parts = urlsplit(url)
    here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))
