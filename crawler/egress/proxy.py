"""One client's connection to the guard: HTTP/1.1 forward proxy in absolute form, and CONNECT."""

import asyncio
import logging
import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

import h11

from crawler.egress.dialler import DialCause, DialError, Dialler, Streams
from crawler.egress.policy import EgressPolicy, Refusal

CHUNK = 64 * 1024
HEAD_LIMIT = 256 * 1024
STATUS = {DialCause.GUARD: 403, DialCause.TIMEOUT: 504, DialCause.DNS: 502, DialCause.CONNECTION: 502}
HOP_BY_HOP = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"te", b"upgrade"}
)
CONNECTION_LINE = re.compile(rb"(?im)^(?:connection|keep-alive|proxy-connection):[^\n]*\n")
STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})")
log = logging.getLogger("mergen.egress")


class TooMuch(Exception):
    """A connection brought in more than the policy lets it."""


class ProxyConnection:
    """Serves one client connection: one request or one tunnel, then it is closed."""

    def __init__(
        self,
        client: Streams,
        *,
        policy: EgressPolicy,
        dialler: Dialler,
        token: str,
        refused: Callable[[Refusal], None],
    ) -> None:
        self._reader, self._writer = client
        self._policy = policy
        self._dialler = dialler
        self._token = token
        self._refused = refused
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT)

    async def serve(self) -> None:
        """Until the connection ends. A broken client or server raises nothing here."""
        try:
            async with asyncio.timeout(self._policy.idle_timeout) as deadline:
                await self._serve(deadline)
        except TimeoutError:
            log.debug("egress idle: connection closed")
        except TooMuch:
            log.warning("egress limit: more than %d bytes on one connection, closed", self._policy.max_bytes)
        except (OSError, h11.ProtocolError, asyncio.IncompleteReadError) as error:
            log.debug("egress connection ended: %s", error)
        finally:
            await close(self._writer)

    async def _serve(self, deadline: asyncio.Timeout) -> None:
        request = await self._event()
        if not isinstance(request, h11.Request):
            return
        target = _target(request)
        if target is None:
            await self._answer(400, "only http addresses and CONNECT are served here")
            return
        try:
            upstream = await self._dialler.dial(*target)
        except DialError as error:
            await self._refuse(*target, error)
            return
        try:
            if request.method == b"CONNECT":
                await self._tunnel(upstream, deadline)
            else:
                await self._forward(request, upstream, deadline)
        finally:
            await close(upstream[1])

    async def _event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._http.receive_data(await self._reader.read(CHUNK))
        return event

    async def _tunnel(self, upstream: Streams, deadline: asyncio.Timeout) -> None:
        self._writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        upstream[1].write(self._http.trailing_data[0])
        await asyncio.gather(
            self._pump(self._reader, upstream[1], deadline),
            self._pump(upstream[0], self._writer, deadline, limited=True),
        )

    async def _forward(self, request: h11.Request, upstream: Streams, deadline: asyncio.Timeout) -> None:
        reader, writer = upstream
        writer.write(_origin_form(request))
        while not isinstance(event := await self._event(), h11.EndOfMessage):
            if not isinstance(event, h11.Data):
                return
            writer.write(_framed(request, bytes(event.data)))
            await writer.drain()
            self._touch(deadline)
        if _chunked(request):
            writer.write(b"0\r\n\r\n")
        self._writer.write(await _head(reader))
        await self._pump(reader, self._writer, deadline, limited=True)

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        deadline: asyncio.Timeout,
        *,
        limited: bool = False,
    ) -> None:
        passed = 0
        while data := await reader.read(CHUNK):
            passed += len(data)
            if limited and passed > self._policy.max_bytes:
                raise TooMuch
            writer.write(data)
            await writer.drain()
            self._touch(deadline)
        if writer.can_write_eof():
            with suppress(OSError):
                writer.write_eof()

    def _touch(self, deadline: asyncio.Timeout) -> None:
        deadline.reschedule(asyncio.get_running_loop().time() + self._policy.idle_timeout)

    async def _refuse(self, host: str, port: int, error: DialError) -> None:
        if error.cause is DialCause.GUARD:
            self._refused(Refusal(host=host, port=port, address=error.address, reason=error.reason))
        await self._answer(STATUS[error.cause], f"{self._token} {error.cause} {error.reason}")

    async def _answer(self, status: int, note: str) -> None:
        """The note is in the reason phrase too: all that Scrapy keeps of a refused CONNECT."""
        text = note.encode("ascii", "replace").replace(b"\r", b" ").replace(b"\n", b" ")[:900]
        # With a body: for an empty answer Chromium shows a page of its own.
        body = b"Mergen's egress guard made no connection.\n"
        self._writer.write(
            b"HTTP/1.1 %d %s\r\nX-Mergen-Egress: %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n"
            b"Connection: close\r\n\r\n%s" % (status, text, text, len(body), body)
        )
        await self._writer.drain()


async def close(writer: asyncio.StreamWriter) -> None:
    """Close a stream and swallow the complaint of a peer that is already gone."""
    writer.close()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(1):
            await writer.wait_closed()


async def _head(reader: asyncio.StreamReader) -> bytes:
    """The head of the answer, made to say that the connection ends with it. A broken head passes as it is."""
    head = bytearray()
    while len(head) < HEAD_LIMIT:
        line = await _line(reader)
        head += line
        if line in {b"\r\n", b"\n"}:
            status = STATUS_LINE.match(head)
            if status is None or not status[1].startswith(b"1") or status[1] == b"101":
                return _said_to_close(bytes(head))
        elif not line.endswith(b"\n"):
            break
    return bytes(head)


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        return error.partial
    except asyncio.LimitOverrunError as error:
        return await reader.readexactly(error.consumed)


def _said_to_close(head: bytes) -> bytes:
    if not STATUS_LINE.match(head):
        return head
    first, _, rest = head.partition(b"\n")
    return first + b"\nConnection: close\r\n" + CONNECTION_LINE.sub(b"", rest)


def _target(request: h11.Request) -> tuple[str, int] | None:
    target = request.target.decode("ascii", "replace")
    try:
        if request.method == b"CONNECT":
            parts, default = urlsplit(f"//{target}"), 443
        else:
            parts, default = urlsplit(target), 80
        host, port = parts.hostname, parts.port or default
    except ValueError:
        return None
    if not host or (request.method != b"CONNECT" and parts.scheme != "http"):
        return None
    return host, port


def _origin_form(request: h11.Request) -> bytes:
    parts: SplitResult = urlsplit(request.target.decode("ascii", "replace"))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [b"%s %s HTTP/1.1" % (request.method, path.encode("ascii", "replace"))]
    lines += [
        name + b": " + value for name, value in request.headers.raw_items() if name.lower() not in HOP_BY_HOP
    ]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])


def _chunked(request: h11.Request) -> bool:
    return any(name == b"transfer-encoding" for name, _ in request.headers)


def _framed(request: h11.Request, data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data) if _chunked(request) else data
