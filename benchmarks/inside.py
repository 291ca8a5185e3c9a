"""What must not be reached: servers on loopback that note what comes to them."""

import socket
import threading
from collections import Counter
from contextlib import suppress
from types import TracebackType
from typing import Self

from benchmarks.serving import QuietHandler, QuietServer, Serving


class Inside(Serving):
    """HTTP over IPv4, and over IPv6 where this machine has it, and UDP, all at one `port`. `hits` counts by
    path, datagrams as `udp`."""

    def __init__(self) -> None:
        first = _Server(("127.0.0.1", 0), _Handler)
        self.port = first.server_port
        servers = [first]
        with suppress(OSError):  # no IPv6 on this machine, or the port is taken there
            servers.append(_Server6(("::1", self.port), _Handler))
        super().__init__(servers)
        self.hits: Counter[str] = Counter()
        for server in servers:
            server.inside = self
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self._udp.close()

    def _listen(self) -> None:
        with suppress(OSError):  # it was closed
            while self._udp.recv(2048):
                self.hits["udp"] += 1


class _Server(QuietServer):
    inside: Inside


class _Server6(_Server):
    address_family = socket.AF_INET6


class _Handler(QuietHandler):
    server: _Server

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server looks for
        self.server.inside.hits[self.path.strip("/").partition("?")[0]] += 1
        self.send(200, "text/html", b"<title>Secret</title>secret", {"Access-Control-Allow-Origin": "*"})

    do_POST = do_HEAD = do_OPTIONS = do_PUT = do_GET  # noqa: N815 - the names that http.server looks for
