"""The ways in, as the benchmark `egress` serves them, and the inside that notes what comes."""

import socket
import time
from urllib.request import urlopen

import pytest

from benchmarks.hostile_site import HostileSite
from benchmarks.inside import Inside
from benchmarks.ways_in import SPELLINGS, WAYS


@pytest.mark.parametrize("name", WAYS)
def test_every_way_leads_to_the_inside_under_its_own_name(name: str) -> None:
    to = f"http://{name}.test:1234/{name}"
    way = WAYS[name].filled(to)
    served = way.body + "".join(way.headers.values())
    assert f"{name}.test:1234" in served or f"as={name}" in served
    assert "{to}" not in served
    assert "{host}" not in served


def test_the_inside_notes_what_comes_by_http_and_by_udp() -> None:
    with Inside() as inside, HostileSite(inside.port) as site:
        assert urlopen(f"http://127.0.0.1:{site.port}/spelled/{SPELLINGS.index('127.1')}").read()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"x", ("127.0.0.1", inside.port))
        while "udp" not in inside.hits:
            time.sleep(0.01)
        assert inside.hits == {"s1": 1, "udp": 1}
