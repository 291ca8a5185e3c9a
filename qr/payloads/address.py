"""Web addresses: split, checked and brought to one form."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import idna
from tldextract import TLDExtract

_SCHEME = re.compile(r"(?i)(https?):[/\\]{1,4}")
_OTHER_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$))")
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>\"`{}|\\^]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC = re.compile(r"[0-9]+(?:\.[0-9]+){3}|\[[0-9a-f:.]+\]")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_KEPT = "%/:=&?~#+!$,;'@()*[]-._"
_RESERVED = frozenset({"example", "test", "onion", "i2p"})
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A web address in parts. `host` is lower-case ASCII; `path` starts with `/`; the fragment is kept only
    where it names a page of its own (`#/…`, `#!…`, `#@…`)."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str

    @property
    def url(self) -> str:
        """The one form of this address."""
        port = f":{self.port}" if self.port else ""
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{query}{fragment}"

    @property
    def segments(self) -> tuple[str, ...]:
        """The path's parts, percent signs resolved."""
        return tuple(unquote(part) for part in self.path.split("/") if part)

    @property
    def parameters(self) -> dict[str, str]:
        """The query's names in lower case, each with its first value."""
        return parameters(self.query)


def parameters(query: str) -> dict[str, str]:
    """The names of a query string in lower case, each with its first value; empty ones are left out."""
    return {name.lower(): value for name, value in reversed(parse_qsl(query, max_num_fields=None))}


@lru_cache(maxsize=64)
def address_of(text: str) -> Address | None:
    """The address that a whole text is, with or without its scheme; None for anything else.

    Without a scheme the host must end in a public suffix (or a reserved name of RFC 2606), and the address
    is taken as http, which sites turn into https themselves. A user name and password are left out.
    """
    explicit = _SCHEME.match(text)
    if explicit:
        text = f"{explicit[1].lower()}://{text[explicit.end() :]}"
    elif _OTHER_SCHEME.match(text) or "@" in re.split(r"[/?#]", text, maxsplit=1)[0]:
        return None
    else:
        text = f"http://{text.removeprefix('//')}"
    if _UNFIT.search(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = ascii_host(parts.hostname or "")
    if host is None or not (explicit or has_public_suffix(host)):
        return None
    return Address(
        scheme=parts.scheme,
        host=host,
        port=None if port == _PORTS[parts.scheme] else port,
        path=_quoted(parts.path) or "/",
        query=_quoted(parts.query),
        fragment=_quoted(parts.fragment) if parts.fragment[:1] in ("/", "!", "@") else "",
    )


def ascii_host(host: str) -> str | None:
    """A host in lower-case ASCII (IDNA 2008 with the mapping of UTS 46), an address literal as it is; None
    where it is no host."""
    host = host.lower().rstrip(".")
    if not host or len(host) > 253:
        return None
    if ":" in host:
        host = f"[{host}]"
    if _NUMERIC.fullmatch(host):
        return host
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError:
            return None
    labels = host.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return host


def has_public_suffix(host: str) -> bool:
    """Whether an ASCII host ends in a public suffix (from the list shipped with tldextract; nothing is
    fetched), in a name reserved for examples, or in that of a hidden network."""
    if host.rpartition(".")[2] in _RESERVED:
        return True
    parts = _suffixes().extract_str(host)
    return bool(parts.suffix and parts.domain)


@cache
def _suffixes() -> TLDExtract:
    return TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True)


def _quoted(part: str) -> str:
    return _PERCENT.sub(lambda match: match[0].upper(), quote(part, safe=_KEPT, errors="replace"))
