"""Web addresses: the canonical form, the site an address belongs to, the scope of a crawl."""

import re
import socket
from enum import StrEnum
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import idna
import tldextract
from w3lib.url import canonicalize_url

from crawler.errors import AddressError

DEFAULT_PORTS = {"http": 80, "https": 443}
TRACKING = re.compile(
    r"(?:utm_\w+|gclid|fbclid|yclid|ysclid|dclid|msclkid|ttclid|twclid|rb_clickid|srsltid|igshid|igsh|li_fat_id"
    r"|_?openstat|mc_[ce]id|_ga|_gl|_ym_uid|_ym_visorc|wbraid|gbraid|gad_source|cm_id|phpsessid|jsessionid"
    r"|aspsessionid\w*)",
    re.IGNORECASE,
)
# `sid` may number a story: only what looks drawn by lot is a session.
SESSION = re.compile(r"(?:sess?|session_?|oscs?|xtcs|zen|s)id|session(?:_?key)?|s|cftoken", re.IGNORECASE)
SESSION_VALUE = re.compile(r"(?=[a-z-]*\d)[0-9a-z-]{16,}", re.IGNORECASE)
SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*|(?<=/)\((?:[A-Z]\([0-9a-z]{16,}\))+\)/", re.IGNORECASE)
NUMERIC_HOST = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)
WHITESPACE = re.compile(r"[\t\r\n]")

# The snapshot that comes with the package: no look-up in the network, no cache on disk.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class Scope(StrEnum):
    """How far from its seed a crawl may go: the same host, or the same registered domain."""

    HOST = "host"
    SITE = "site"


@lru_cache(maxsize=16384)
def canonical_url(url: str) -> str:
    r"""The one spelling of a web address under which it is queued and stored.

    Scheme and host in lower case, host in its ASCII (IDNA 2008, UTS 46) form, numeric hosts as dotted
    quads, no default port, no user name, no fragment, dot segments resolved, query sorted, tracking and
    session parameters dropped; `\` and an encoded host are read as browsers read them. Idempotent.
    Raises `AddressError` for what is not http or https.
    """
    parts = _split(_as_browsers_read(WHITESPACE.sub("", url.strip())))
    query = parts.query
    if query:
        query = urlencode(
            [(k, v) for k, v in _pairs(query) if not _follows_a_person(k, v)], errors="surrogateescape"
        )
    path = SESSION_IN_PATH.sub("", parts.path) or "/"
    try:
        return canonicalize_url(urlunsplit((parts.scheme, _netloc(parts), path, query, "")))
    except (ValueError, UnicodeError) as error:
        raise AddressError(f"{url!r} is not a web address: {error}") from error


def host_of(url: str) -> str:
    """The host of an address in lower case, without port; empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(maxsize=8192)
def registered_domain(host: str) -> str:
    """The part of a host name that somebody registered (`a.b.com.kz` gives `b.com.kz`).

    Private suffixes count (`x.github.io` is its own site). A host without a public suffix (a number,
    `localhost`) is its own domain.
    """
    found = _suffixes(host)
    if found.top_domain_under_public_suffix:
        return found.top_domain_under_public_suffix
    # A last label that the list does not know (`.example`, `.onion`) is a suffix by the list's default rule.
    return host if found.suffix or NUMERIC_HOST.fullmatch(host) else ".".join(host.split(".")[-2:])


def realm_of(url: str, scope: Scope = Scope.SITE) -> str:
    """What two addresses of one scope have in common: the host, or the registered domain."""
    host = host_of(url)
    return host if scope is Scope.HOST else registered_domain(host)


def _as_browsers_read(url: str) -> str:
    r"""With `/` for `\` before the query: else the host of `http://a\@b/` would be another one here."""
    end = min((place for place in (url.find("?"), url.find("#")) if place >= 0), default=len(url))
    return url[:end].replace("\\", "/") + url[end:]


def _follows_a_person(name: str, value: str) -> bool:
    session = SESSION.fullmatch(name) and SESSION_VALUE.fullmatch(value)
    return bool(session or TRACKING.fullmatch(name))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"{url!r} is not a web address: {error}") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise AddressError(f"{url!r} is not an http or https address.")
    if not parts.hostname or port == 0:
        raise AddressError(f"{url!r} names no host.")
    return parts


def _netloc(parts: SplitResult) -> str:
    host = ascii_host(parts.hostname or "")
    port = parts.port
    return host if port in {None, DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"


def ascii_host(host: str) -> str:
    """A host as it goes over the wire: IDNA for names, dotted quad for numbers, brackets for IPv6."""
    if ":" in host:
        return f"[{host.lower()}]"
    name = _idna(unquote(host)).rstrip(".")
    if not name or len(name) > 253 or re.search(r"[\s/?#@\\%<>^|]", name):
        raise AddressError(f"{host!r} is not a host name.")
    return _dotted_quad(name) if NUMERIC_HOST.fullmatch(name) else name


def _idna(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True, transitional=False).decode("ascii")
    except idna.IDNAError as error:
        # Names that break the rules are served all the same: the older codec takes more of them.
        try:
            return host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            raise AddressError(f"{host!r} is not a host name: {error}") from error


def _dotted_quad(name: str) -> str:
    """Browsers and `getaddrinfo` read `2130706433`, `0x7f.1` and `127.1` as IPv4 addresses: so do we."""
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError as error:
        raise AddressError(f"{name!r} is not a host name.") from error


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
