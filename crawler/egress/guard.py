"""The filtering forward proxy that Scrapy and Chromium leave through.

Checking an address before the request is not enough: redirects, names that resolve anew (rebinding)
and sub-resources slip past. So the check sits where the connection is made: a name is resolved once,
every address of the answer is checked, and exactly a checked one is dialled.
"""

import asyncio
import logging
import secrets
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from crawler.egress.dialler import Dialler, Resolve, system_resolve
from crawler.egress.policy import EgressPolicy, Refusal
from crawler.egress.proxy import ProxyConnection
from crawler.errors import EgressError

REFUSALS_KEPT = 10_000
RESOLVER_THREADS = 32
log = logging.getLogger("mergen.egress")


class EgressGuard:
    """A proxy on a loopback port in a thread of its own. Methods may be called from any thread."""

    def __init__(self, policy: EgressPolicy | None = None, resolve: Resolve = system_resolve) -> None:
        self.policy = policy or EgressPolicy()
        self.token = secrets.token_hex(8)
        self._refusals: deque[Refusal] = deque(maxlen=REFUSALS_KEPT)
        self._told: set[tuple[str, int]] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._dialler = Dialler(self.policy, resolve)
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._address = ""
        self._failure: OSError | None = None

    def start(self) -> str:
        """Open the door. Gives its `host:port`. A second call changes nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="egress-guard", daemon=True)
            self._thread.start()
            self._ready.wait()
            if self._failure is not None:
                raise EgressError(f"The egress guard cannot listen on loopback: {self._failure}")
            log.debug("egress guard listens on %s", self._address)
        return self._address

    def stop(self) -> None:
        """Close the door and every connection through it."""
        if self._thread is None or self._loop is None or self._stop is None:
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=5)
        self._thread, self._address = None, ""
        self._ready.clear()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The proxy's address as a URL. Raises `EgressError` if the guard was not started."""
        if not self._address:
            raise EgressError("The egress guard is not running: call start() first.")
        return f"http://{self._address}"

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """What was refused, oldest first (the last ten thousand)."""
        return tuple(self._refusals)

    def peer(self, host: str, port: int) -> str | None:
        """The address that was last dialled for `host:port`, None if none was."""
        return self._dialler.peers.get((host.lower(), port))

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:
            self._failure = error
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_default_executor(ThreadPoolExecutor(RESOLVER_THREADS, "egress-resolver"))
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=512)
        host, port = server.sockets[0].getsockname()[:2]
        self._address = f"{host}:{port}"
        self._ready.set()
        try:
            await self._stop.wait()
        finally:
            server.close()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # No coroutine: for those asyncio 3.11 writes a traceback about each that is cut off at the end.
        connection = ProxyConnection(
            (reader, writer), policy=self.policy, dialler=self._dialler, token=self.token, refused=self._note
        )
        serving = asyncio.ensure_future(connection.serve())
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)

    def _note(self, refusal: Refusal) -> None:
        self._refusals.append(refusal)
        # A page asks for the same address a hundred times: the log tells once, `refusals` has them all.
        level = logging.DEBUG if (refusal.host, refusal.port) in self._told else logging.WARNING
        if len(self._told) < REFUSALS_KEPT:
            self._told.add((refusal.host, refusal.port))
        log.log(level, "egress refused: %s port %d: %s", refusal.host, refusal.port, refusal.reason)
