"""Web servers on loopback that say nothing and serve while a `with` block runs."""

import threading
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class QuietServer(ThreadingHTTPServer):
    """Takes many connections at once, and no notice of clients that hang up or are killed."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """No news."""


class QuietHandler(BaseHTTPRequestHandler):
    """Sends whole answers and writes no log."""

    protocol_version = "HTTP/1.1"

    def send(self, status: int, kind: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """An answer with its length."""
        self.send_response(status)
        whole = {**(headers or {}), "Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in whole.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Serving:
    """Serves with `servers` while its `with` block runs."""

    def __init__(self, servers: Sequence[QuietServer]) -> None:
        self.servers = servers

    def __enter__(self) -> Self:
        for server in self.servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()
