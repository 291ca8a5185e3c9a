"""Sites on loopback whose pages form a tree, and no answer of which is like another."""

import math
import threading
from collections import Counter
from itertools import count

from benchmarks.serving import QuietHandler, QuietServer, Serving

PATH = "/hall-"
"""What would be the pages of one list (`/page/3`) may take a share of a crawl only."""
FAN = 8
"""Children of a page."""
WORDS = "Городская библиотека приглашает на вечер поэзии, вход свободный, начало в шесть часов вечера. "
SCRIPT = (
    "<div id=root></div><script>document.getElementById('root').innerHTML='<p>{text}</p>{links}'</script>"
)


class TreeSite(Serving):
    """Serves `pages` pages, shared out among `hosts` addresses from 127.0.0.2 on, while the `with` block
    runs. The first page leads to the first of each host, every other one to its `FAN` children on its host.
    Every `scripted`th page is empty until its script has run (0: none).

    Each answer carries a number of its own, so that a page that is fetched twice and stored twice can be
    told from one that is stored once. After as many answers as `allow` said, the others wait.
    """

    def __init__(self, pages: int, hosts: int, scripted: int = 0) -> None:
        self.pages = pages
        self.hits: Counter[int] = Counter()
        self._each = -(-pages // hosts)
        self._scripted = scripted
        self._serial = count(1)
        self._allowed = math.inf
        self._gate = threading.Condition()
        servers = [_Server((f"127.0.0.{host + 2}", 0), _Handler) for host in range(hosts)]
        for server in servers:
            server.site = self
        super().__init__(servers)

    @property
    def addresses(self) -> list[str]:
        """Every host as host:port."""
        return [f"{server.server_address[0]!s}:{server.server_port}" for server in self.servers]

    @property
    def scripted_pages(self) -> int:
        """How many pages need a browser."""
        return self.pages // self._scripted if self._scripted else 0

    def url(self, number: int) -> str:
        """The address of a page."""
        return f"http://{self.addresses[number // self._each]}{PATH}{number}"

    def allow(self, answers: float) -> None:
        """Answer so many times in all."""
        with self._gate:
            self._allowed = answers
            self._gate.notify_all()

    def answer(self, path: str) -> bytes | None:
        """The page at a path."""
        name = path.removeprefix(PATH)
        if not name.isdecimal() or int(name) >= self.pages:
            return None
        number = int(name)
        with self._gate:
            self._gate.wait_for(lambda: self.hits.total() < self._allowed)
            self.hits[number] += 1
        links = "".join(f"<a href={self.url(child)}>{child}</a>" for child in self._children(number))
        text = f"{WORDS * 12} Зал {number}."
        if self._scripted and number % self._scripted == self._scripted - 1:
            body = SCRIPT.format(text=text, links=links)
        else:
            body = f"<p>{text}</p>{links}"
        head = f"<!doctype html><meta charset=utf-8><title>{number}</title>"
        return f"{head}{body}<!-- {next(self._serial)} -->".encode()

    def _children(self, number: int) -> list[int]:
        first = number // self._each * self._each
        place = number - first
        last = min(first + self._each, self.pages)
        below = [first + place * FAN + child for child in range(1, FAN + 1)]
        heads = list(range(self._each, self.pages, self._each)) if number == 0 else []
        return heads + [child for child in below if child < last]


class _Server(QuietServer):
    site: TreeSite


class _Handler(QuietHandler):
    server: _Server

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server looks for
        page = self.server.site.answer(self.path)
        self.send(404 if page is None else 200, "text/html; charset=utf-8", page or b"")
