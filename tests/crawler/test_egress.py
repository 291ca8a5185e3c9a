"""The guard: what it refuses, what it lets through, and that nothing slips past it."""

import http.client
import socket
import ssl
from collections.abc import Iterator

import pytest

from crawler.egress import EgressGuard, EgressPolicy
from crawler.egress.addon import policy_of
from crawler.egress.policy import internal_reason
from crawler.errors import EgressError
from crawler.process import CrawlOptions, settings_of
from crawler.screenshot import Photographer
from crawler.shot import Shot
from crawler.visit import Failure, FailureCause
from tests.crawler.hostile import Handler, HostileServer

# Every one of these names or numbers is this machine or its network.
INTERNAL_HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "0",
    "0.0.0.0",  # noqa: S104 - a way to this machine, not a binding
    "localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00::1]",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "168.63.129.16",
]
PUBLIC = ("1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e")


@pytest.fixture
def guard(server: HostileServer) -> Iterator[EgressGuard]:
    routes = {"*.example": ("127.0.0.1", server.server_port)}
    with EgressGuard(EgressPolicy(hosts=routes, idle_timeout=5)) as running:
        yield running


def fetch(guard: EgressGuard, url: str, method: str = "GET") -> http.client.HTTPResponse:
    """One request in absolute form, as a client of a proxy sends it."""
    host, _, port = guard.start().partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    connection.request(method, url)
    return connection.getresponse()


@pytest.mark.parametrize("host", INTERNAL_HOSTS)
def test_no_spelling_of_an_internal_host_is_dialled(
    guard: EgressGuard, internal: HostileServer, host: str
) -> None:
    policy = EgressPolicy(ports=frozenset({internal.server_port, 80}))
    with EgressGuard(policy) as strict:
        answer = fetch(strict, f"http://{host}:{internal.server_port}/secret")
        assert answer.status in {403, 502}
        connect = fetch(strict, f"{host}:{internal.server_port}", "CONNECT")
        assert connect.status in {403, 502}
        assert len(strict.refusals) == (2 if answer.status == 403 else 0)
    assert sum(internal.hits.values()) == 0


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address: str) -> None:
    assert internal_reason(address) is None


def test_a_name_that_resolves_to_an_internal_address_is_refused(internal: HostileServer) -> None:
    with EgressGuard(EgressPolicy(ports=frozenset({internal.server_port}))) as strict:
        answer = fetch(strict, f"http://{socket.gethostname()}:{internal.server_port}/")
        assert answer.status in {403, 502}
    assert sum(internal.hits.values()) == 0


def test_a_name_that_answers_otherwise_the_second_time_is_asked_once_and_refused_the_next_time(
    internal: HostileServer,
) -> None:
    answers = iter([["192.0.2.1", "203.0.113.9"], ["1.1.1.1", "127.0.0.1"], ["127.0.0.1"]])

    async def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    port = internal.server_port
    with EgressGuard(EgressPolicy(ports=frozenset({port})), resolve) as strict:
        for _ in range(3):
            assert fetch(strict, f"http://rebinds.test:{port}/secret").status == 403
        assert [refusal.address for refusal in strict.refusals] == ["192.0.2.1", "127.0.0.1", "127.0.0.1"]
    assert sum(internal.hits.values()) == 0


@pytest.mark.parametrize(("seconds", "asked"), [(60.0, 1), (0.0, 3)])
def test_what_passed_is_dialled_for_a_while_without_asking_again(
    server: HostileServer, seconds: float, asked: int
) -> None:
    port, names = server.server_port, []

    async def resolve(host: str, port: int) -> list[str]:
        names.append(host)
        return ["127.0.0.1"]

    policy = EgressPolicy(allow=(f"pinned.test:{port}",), answer_seconds=seconds)
    with EgressGuard(policy, resolve) as guard:
        assert [
            fetch(guard, f"http://{name}.test:{port}/ok").status for name in ("pinned", "PINNED", "pinned")
        ] == [200] * 3
    assert len(names) == asked


def test_a_name_that_answers_otherwise_meanwhile_is_dialled_where_it_was(
    server: HostileServer, internal: HostileServer
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])

    async def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    policy = EgressPolicy(allow=(f"rebinds.test:{server.server_port}",))
    with EgressGuard(policy, resolve) as guard:
        for _ in range(2):
            assert fetch(guard, f"http://rebinds.test:{server.server_port}/ok").status == 200
            assert guard.peer("rebinds.test", server.server_port) == "127.0.0.1"
    assert sum(internal.hits.values()) == 0


def test_where_nobody_answers_the_name_is_asked_for_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with EgressGuard(EgressPolicy(allow=(f"moves.test:{port}",)), resolve) as guard:
        assert [fetch(guard, f"http://moves.test:{port}/").status for _ in range(2)] == [502, 502]
    assert len(asked) == 2


def test_ports_that_are_not_the_webs_are_refused(guard: EgressGuard) -> None:
    answer = fetch(guard, "http://1.1.1.1:22/")
    assert answer.status == 403
    assert guard.refusals[-1].reason.startswith("port 22 is not a web port")


@pytest.mark.parametrize("host", ["a.onion", "A.Onion.", "shop.i2p"])
def test_a_hidden_service_is_refused_before_anybody_asks_the_dns_for_it(host: str) -> None:
    with EgressGuard(EgressPolicy(allow=(f"{host}:*",))) as guard:
        assert fetch(guard, f"http://{host}/").status == 403
        assert fetch(guard, f"{host}:443", "CONNECT").status == 403
        assert [refusal.address for refusal in guard.refusals] == ["", ""]
        assert "hidden service" in guard.refusals[-1].reason


def test_an_exception_is_for_the_host_that_was_named_and_for_no_other(server: HostileServer) -> None:
    port = server.server_port
    with EgressGuard(EgressPolicy(allow=(f"127.0.0.1:{port}",))) as guard:
        assert fetch(guard, f"http://127.0.0.1:{port}/ok").status == 200
        assert fetch(guard, f"http://localhost:{port}/ok").status == 403
        assert fetch(guard, f"http://2130706433:{port}/ok").status == 403
        assert guard.peer("127.0.0.1", port) == "127.0.0.1"


def test_a_route_serves_reserved_names_like_a_hosts_file(guard: EgressGuard) -> None:
    answer = fetch(guard, "http://any.name.example/ok")
    assert answer.status == 200
    assert b"A page like any other" in answer.read()
    assert guard.peer("any.name.example", 80) == "127.0.0.1"


def test_other_schemes_are_not_served(guard: EgressGuard) -> None:
    assert fetch(guard, "ftp://files.example/").status == 400
    assert fetch(guard, "/no-absolute-form").status == 400


def test_a_server_cannot_pretend_to_be_the_guard(guard: EgressGuard) -> None:
    answer = fetch(guard, "http://127.0.0.1/")
    assert (answer.getheader("X-Mergen-Egress") or "").startswith(f"{guard.token} guard ")
    with EgressGuard() as other:
        assert other.token != guard.token


def test_one_connection_brings_in_no_more_than_the_policy_lets_it(server: HostileServer) -> None:
    policy = EgressPolicy(hosts={"big.example": ("127.0.0.1", server.server_port)}, max_bytes=1_000_000)
    with EgressGuard(policy) as guard:
        answer = fetch(guard, "http://big.example/huge")
        assert len(answer.read()) <= 1_000_000


def test_a_silent_server_is_given_up(server: HostileServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        policy = EgressPolicy(hosts={"silent.example": silent.getsockname()}, idle_timeout=0.5)
        with EgressGuard(policy) as guard, pytest.raises((http.client.HTTPException, OSError)):
            fetch(guard, "http://silent.example/").read()


def test_tls_passes_through_a_tunnel(secure: HostileServer) -> None:
    with EgressGuard(EgressPolicy(allow=(f"localhost:{secure.server_port}",))) as guard:
        host, _, port = guard.start().partition(":")
        context = ssl._create_unverified_context()  # noqa: S323 - the tunnel is under test, not the certificate
        connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=10)
        connection.set_tunnel("localhost", secure.server_port)
        connection.request("GET", "/ok")
        assert b"A page like any other" in connection.getresponse().read()


def test_the_policy_is_read_from_settings() -> None:
    settings = settings_of(
        CrawlOptions(settings={"EGRESS_ALLOW": "a:1,b:*", "EGRESS_HOSTS": {"*.x": "127.0.0.1:5"}})
    )
    assert policy_of(settings) == EgressPolicy(allow=("a:1", "b:*"), hosts={"*.x": ("127.0.0.1", 5)})
    with pytest.raises(EgressError, match="not address:port"):
        policy_of(settings_of(CrawlOptions(settings={"EGRESS_HOSTS": {"*.x": "nowhere"}})))


def test_a_guard_that_was_not_started_has_no_address() -> None:
    with pytest.raises(EgressError, match="call start"):
        _ = EgressGuard().url


def evil_page(port: int) -> str:
    """Tries every way out of a page that a browser knows."""
    ways = [
        f"http://{host}:{port}"
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]")
    ]
    tags = "".join(
        f"<img src='{way}/img'><iframe src='{way}/frame'></iframe><script src='{way}/script'></script>"
        f"<link rel=stylesheet href='{way}/css'><link rel=preconnect href='{way}'>"
        f"<link rel=prefetch href='{way}/pre'>"
        f"<object data='{way}/object'></object><video src='{way}/video'></video>"
        for way in ways
    )
    script = "".join(
        f"fetch('{way}/fetch',{{mode:'no-cors'}}).catch(()=>0);navigator.sendBeacon('{way}/beacon','x');"
        f"try{{new WebSocket('{way.replace('http', 'ws')}/ws')}}catch(e){{}};"
        f"try{{new EventSource('{way}/events')}}catch(e){{}};window.open('{way}/popup');"
        f"try{{new Worker(URL.createObjectURL(new Blob([`fetch('{way}/worker')`])))}}catch(e){{}};"
        for way in ways
    )
    rtc = (
        f"let p=new RTCPeerConnection({{iceServers:[{{urls:'stun:127.0.0.1:{port}'}},"
        f"{{urls:'turn:127.0.0.1:{port}?transport=tcp',username:'a',credential:'b'}}]}});"
        "p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o));"
    )
    return f"<title>Evil</title><p>Still here</p>{tags}<script>{script}{rtc}</script>"


def test_nothing_in_a_page_reaches_the_inside_through_chromium(internal: HostileServer) -> None:
    port = internal.server_port

    class Evil(Handler):
        def do_GET(self) -> None:  # noqa: N802 - the name that http.server looks for
            if self.path == "/redirect":
                self.redirect(f"http://127.0.0.1:{port}/redirected")
            else:
                self.page(evil_page(port))

    with HostileServer(handler=Evil) as evil:
        policy = EgressPolicy(
            hosts={"evil.example": ("127.0.0.1", evil.server_port)}, ports=frozenset({80, 443, port})
        )
        with EgressGuard(policy) as guard:
            shots = Photographer(guard, timeout=20).take(
                ["http://evil.example/", "http://evil.example/redirect", f"http://127.0.0.1:{port}/direct"]
            )
            refused = {refusal.host for refusal in guard.refusals}
    page = shots["http://evil.example/"]
    assert isinstance(page, Shot)
    assert b"Still here" in page.rendered
    assert (page.png or b"").startswith(b"\x89PNG")
    direct = shots[f"http://127.0.0.1:{port}/direct"]
    assert isinstance(direct, Failure)
    assert direct.cause is FailureCause.GUARD
    assert isinstance(shots["http://evil.example/redirect"], Failure)
    assert {"127.0.0.1", "localhost"} <= refused
    assert sum(internal.hits.values()) == 0
