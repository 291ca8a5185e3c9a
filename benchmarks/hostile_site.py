"""A site whose pages try to make whoever fetches them ask for something inside."""

from urllib.parse import parse_qs, urlsplit

from benchmarks.serving import QuietHandler, QuietServer, Serving
from benchmarks.ways_in import SPELLINGS, WAYS, Way

PUBLIC = Way(body="<title>Public</title><p>A page like any other.</p>")
SERVICE_WORKER = "self.addEventListener('install',()=>fetch('{to}',{mode:'no-cors'}))"


class HostileSite(Serving):
    """Serves `/way/NAME` and `/spelled/NUMBER` (a redirect) on a loopback `port`, everything else as an
    ordinary page. What they lead to is at `inside_port`, its path the name, or `s` and the number; a way's
    host is `NAME.test`, so that one can tell which way the guard has seen."""

    def __init__(self, inside_port: int) -> None:
        self._inside = inside_port
        server = _Server(("127.0.0.1", 0), _Handler)
        server.site = self
        self.port = server.server_port
        super().__init__([server])

    def spelled(self, number: int) -> str:
        """The internal address in one of its spellings."""
        return f"http://{SPELLINGS[number]}:{self._inside}/s{number}"

    def answer(self, path: str) -> Way:
        """What is served at a path."""
        parts = urlsplit(path)
        kind, _, name = parts.path.strip("/").partition("/")
        if kind == "spelled":
            return Way(status=302, headers={"Location": self.spelled(int(name)).encode().decode("latin-1")})
        if kind == "way" and name in WAYS:
            name_seen = parse_qs(parts.query).get("as", [name])[0]
            return WAYS[name].filled(f"http://{name_seen}.test:{self._inside}/{name_seen}")
        if kind == "sw.js":
            to = parse_qs(parts.query)["to"][0]
            return Way(kind="text/javascript", body=SERVICE_WORKER.replace("{to}", to))
        return PUBLIC


class _Server(QuietServer):
    site: HostileSite


class _Handler(QuietHandler):
    server: _Server

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server looks for
        way = self.server.site.answer(self.path)
        self.send(way.status, way.kind, way.body.encode(), way.headers)

    do_POST = do_GET  # noqa: N815 - the name that http.server looks for
