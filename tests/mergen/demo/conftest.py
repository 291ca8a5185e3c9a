from collections.abc import Iterator

import pytest

from mergen.demo.bundle import WebOfSites, load_web
from mergen.demo.server import DemoWeb


@pytest.fixture(scope="package")
def served() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


@pytest.fixture(scope="package")
def web() -> WebOfSites:
    return load_web(internal_port=9)
