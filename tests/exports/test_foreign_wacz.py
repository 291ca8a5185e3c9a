"""What programs of others say about our packages. They are under the AGPL and no part of Mergen: docs/wacz.md
says how to have them."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Frame, sync_playwright

from crawler.chromium import find_chromium
from exports.context import ExportContext, Signature
from models.database import Database
from pipeline.signing import SigningKey
from tests.exports.test_wacz import NEWS, SHOP, Office
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT

REPLAY = os.environ.get("MERGEN_TEST_REPLAYWEBPAGE", "")
WACZ = os.environ.get("MERGEN_TEST_WACZ") or shutil.which("wacz") or ""


class SigningOffice(Office):
    """An office with a key, so that its packages are signed."""

    def context(self) -> ExportContext:
        key = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32))).for_packages
        return replace(
            super().context(),
            sign=lambda data: Signature(value=key.sign(data), public_key=key.public_der),
        )


@pytest.fixture
def packages(database: Database, tmp_path: Path) -> list[Path]:
    """A run's signed package, and those of later ones which found a page unchanged."""
    office = SigningOffice(database, tmp_path / "office")
    made = [office.of_run(tmp_path / "first")]
    for status in (200, 304):
        office.unchanged(NEWS, status, after=timedelta(days=3))
        made.append(office.of_run(tmp_path / f"answered {status}"))
    return made


@pytest.mark.skipif(not WACZ, reason="py-wacz: docs/wacz.md")
def test_py_wacz_finds_packages_valid(packages: list[Path]) -> None:
    for package in packages:
        subprocess.run([WACZ, "validate", "-f", package], check=True)


@pytest.mark.skipif(not REPLAY, reason="replayweb.page: docs/wacz.md")
def test_pages_replay_in_a_browser_with_their_images(packages: list[Path], tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.joinpath("replay").mkdir(parents=True)
    for name in ("ui.js", "sw.js"):
        shutil.copy(Path(REPLAY) / name, site / "replay" / name)
    pages = ((SHOP, SHOP_TEXT), (NEWS, NEWS_TEXT), (NEWS, NEWS_TEXT))
    for package, (url, text) in zip(packages, pages, strict=True):
        shutil.copy(package, site / package.name)
        assert text.splitlines()[0] in _replayed(site, package.name, url)


def _replayed(site: Path, package: str, url: str) -> str:
    """The text of a page as the browser shows it from the package."""
    tag = f'<replay-web-page source="/{package}" url="{url}" replayBase="/replay/"></replay-web-page>'
    site.joinpath("index.html").write_text(f'<!doctype html><script src="/replay/ui.js"></script>{tag}')
    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(""), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        for _ in range(480):
            page.wait_for_timeout(250)
            for frame in page.frames:
                if "mp_/" in frame.url and (text := _text(frame)):
                    return text
        raise AssertionError(f"nothing was replayed: {[frame.url for frame in page.frames]}")


def _text(frame: Frame) -> str:
    """What stands in a frame, once its images are there."""
    there = "[...document.images].every(each => each.complete && each.naturalWidth > 0)"
    return frame.inner_text("body") if frame.evaluate(there) else ""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Parts, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Parts(SimpleHTTPRequestHandler):
    """Files, and parts of them: packages are read from their end."""

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        start, end = int(asked[1]), int(asked[2] or len(data) - 1)
        part = data[start : end + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{start + len(part) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        return
