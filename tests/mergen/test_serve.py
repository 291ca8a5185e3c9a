"""`mergen serve`, as far as it fails; what it serves is tested in tests/review."""

import socket

from tests.mergen.command import Mergen


def test_a_port_that_is_taken_is_named_and_not_announced(mergen: Mergen) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = mergen("serve", "--port", port)
    assert answer.status == 1
    assert f"Cannot listen on 127.0.0.1 port {port}" in answer.message
    assert "--port" in answer.message
    assert "The review page is at" not in answer.message


def test_an_address_that_the_network_reaches_is_refused_without_tls(mergen: Mergen) -> None:
    answer = mergen("serve", "--host", "0.0.0.0")  # noqa: S104 - refused
    assert answer.status == 1
    assert "--behind-tls" in answer.message
