"""A provider of identities (OpenID Connect) of our own, with real keys, as strict as a provider has to be."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

CLIENT, SECRET = "mergen", "the office's secret"


@cache
def new_key(name: str, number: int = 1) -> RSAKey:
    """A key under a name; another one for each number."""
    assert number
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, auto_kid=False)


class Identity:
    """Signs people in: `person` are the claims of who sits at the browser. `wrong` changes the claims, `key`
    is what tokens are signed with."""

    def __init__(self, server: HTTPServer, clock: Callable[[], Any]) -> None:
        self.server, self.clock = server, clock
        self.person: dict[str, Any] = {"preferred_username": "reviewer"}
        self.wrong: dict[str, Any] = {}
        self.key: Any = new_key("first")
        self.shown: list[Any] = [self.key]
        self.algorithm = "RS256"
        self.asks = False
        self.codes: dict[str, dict[str, str]] = {}
        self.asked = 0
        for path, answer in (
            ("/.well-known/openid-configuration", self._describe),
            ("/keys", self._keys),
            ("/authorize", self._authorize),
            ("/token", self._token),
        ):
            server.expect_request(path).respond_with_handler(answer)

    @property
    def issuer(self) -> str:
        return self.server.url_for("").rstrip("/")

    def _describe(self, _request: Request) -> Response:
        return _json(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        )

    def _keys(self, _request: Request) -> Response:
        self.asked += 1
        return _json(KeySet(self.shown).as_dict(private=False))

    def _authorize(self, request: Request) -> Response:
        """Take the person at their word, and send the browser back; with `asks`, when they say so."""
        asked = dict(parse_qsl(urlsplit(request.url).query))
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"].endswith("/sign-in/provider/back")
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        where = f"{asked['redirect_uri']}?code={code}&state={asked['state']}"
        if self.asks:
            return Response(f'<a href="{escape(where)}">It is me</a>', content_type="text/html")
        return Response(status=303, headers={"Location": where})

    def _token(self, request: Request) -> Response:
        name, _, secret = (
            b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode().partition(":")
        )
        asked = self.codes.pop(request.form["code"], None)
        proof = (
            urlsafe_b64encode(sha256(request.form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        if (
            (unquote_plus(name), unquote_plus(secret)) != (CLIENT, SECRET)
            or asked is None
            or proof != asked["code_challenge"]
            or request.form["redirect_uri"] != asked["redirect_uri"]
        ):
            return _json({"error": "invalid_grant"}, 400)
        now = int(self.clock().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "7", "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], **self.person, **self.wrong}
        told = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        token = jwt.encode(header, told, self.key, algorithms=[self.algorithm])
        return _json({"access_token": "unused", "token_type": "Bearer", "id_token": token})


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status=status, content_type="application/json")
