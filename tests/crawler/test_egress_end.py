"""The guard's end is quiet, whatever hangs on it."""

import subprocess
import sys

HANGING = """
import socket, time
from crawler.egress import EgressGuard, EgressPolicy

dumb = socket.create_server(("127.0.0.1", 0))
port = dumb.getsockname()[1]
with EgressGuard(EgressPolicy(allow=(f"127.0.0.1:{port}",))) as guard:
    host, _, door = guard.url.removeprefix("http://").rpartition(":")
    hanging = [socket.create_connection((host, int(door))) for _ in range(3)]
    for connection in hanging[:2]:
        connection.sendall(f"GET http://127.0.0.1:{port}/ HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\n\\r\\n".encode())
    dumb.accept()
    time.sleep(0.3)
"""


def test_connections_that_hang_are_cut_off_without_a_word() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HANGING], capture_output=True, text=True, timeout=60, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")
