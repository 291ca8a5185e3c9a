"""The demonstration web on loopback: every invented host behind one port."""

import socket
import threading
import time
from types import TracebackType

import uvicorn
from starlette.types import Message, Receive, Scope, Send

from mergen.demo.bundle import WebOfSites, load_web
from mergen.demo.reply import Reply

_START_SECONDS = 20.0


class DemoWeb:
    """Serves the demonstration web while its context is open.

    The host is told by the `Host` header, so whoever crawls it dials 127.0.0.1:`port` for every name
    in `hosts` (`http://name.example/` means port 80 of that name). A second port stands for an
    internal network: hostile pages point at it, and `internal_hits` counts who came; a safe crawler
    leaves it at 0.
    """

    def __init__(self) -> None:
        self._listeners = (_listen(), _listen())
        self.port: int = self._listeners[0].getsockname()[1]
        self.internal_port: int = self._listeners[1].getsockname()[1]
        self.internal_hits = 0
        self._web: WebOfSites = load_web(internal_port=self.internal_port)
        config = uvicorn.Config(self._answer, interface="asgi3", log_config=None, lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        run = {"sockets": list(self._listeners)}
        self._thread = threading.Thread(target=self._server.run, kwargs=run, name="demo-web", daemon=True)

    @property
    def web(self) -> WebOfSites:
        """The sites themselves."""
        return self._web

    @property
    def hosts(self) -> tuple[str, ...]:
        """All host names, sorted."""
        return self._web.hosts

    @property
    def seeds(self) -> tuple[str, ...]:
        """Where a crawl begins. What is reached only through codes and channels is not among them."""
        return self._web.seeds

    def __enter__(self) -> "DemoWeb":
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise RuntimeError("the demonstration web did not start: see the log above for the reason")
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=_START_SECONDS)
        for listener in self._listeners:
            listener.close()

    async def _answer(self, scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["server"][1] == self.internal_port:
            self.internal_hits += 1
            await _send(send, Reply(body=b"internal", media_type="text/plain"), scope["method"])
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").partition(":")[0].lower()
        reply = self._web.reply(host, scope["path"], scope["query_string"].decode("latin-1"))
        await _send(send, reply, scope["method"])


def _listen() -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    return listener


async def _send(send: Send, reply: Reply, method: str) -> None:
    fields = [("content-type", reply.media_type), ("content-length", str(len(reply.body))), *reply.headers]
    start: Message = {
        "type": "http.response.start",
        "status": reply.status,
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields],
    }
    await send(start)
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else reply.body})
