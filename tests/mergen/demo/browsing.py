"""What a reader of the demonstration web sees: its addresses, without a network."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from mergen.demo.bundle import WebOfSites
from mergen.demo.reply import Reply

TRAP = "kuntizbe.example"
HARMFUL = ("hostile.test", "faults.test")
_HUGE = "http://faults.test/huge"


def fetch(web: WebOfSites, url: str) -> Reply:
    parts = urlsplit(url)
    return web.reply(parts.hostname or "", parts.path or "/", parts.query)


def links(base: str, html: str) -> Iterator[str]:
    tree = LexborHTMLParser(html)
    for node in tree.css("a[href], link[href], img[src], script[src], form[action]"):
        values = node.attributes
        target = values.get("href") or values.get("src") or values.get("action") or ""
        if target.startswith(("/", "?", "http", "#")) and "[" not in target:
            yield urljoin(base, target).partition("#")[0]
        elif target.startswith("tg://resolve?domain="):
            yield f"https://t.me/{target.partition('=')[2]}"


def preview(url: str) -> str:
    """The address where the demonstration serves what `url` would show."""
    parts = urlsplit(url)
    if parts.hostname != "t.me":
        return url
    return f"http://t-preview.example/s{parts.path}"


def pages(web: WebOfSites) -> Iterator[tuple[str, str]]:
    """Every page that a site lists, as address and HTML, without the harmful hosts."""
    for url in web.addresses():
        if urlsplit(url).hostname not in HARMFUL:
            yield url, fetch(web, url).body.decode()


def reachable(web: WebOfSites) -> set[str]:
    """The addresses that links lead to from the seeds, two hundred at most in the trap."""
    queue, seen, trapped = list(web.seeds), set(web.seeds), 0
    while queue:
        url = queue.pop()
        host = urlsplit(url).hostname or ""
        trapped += host == TRAP
        if host not in web.hosts or url == _HUGE or (host == TRAP and trapped > 200):
            continue
        reply = fetch(web, url)
        found = [urljoin(url, value) for name, value in reply.headers if name == "location"]
        if reply.media_type.startswith("text/html") and reply.status == 200:
            found += links(url, reply.body.decode("utf-8", "replace"))
        fresh = {preview(target) for target in found} - seen
        seen |= fresh
        queue += fresh
    return seen
