"""Which Chromium there is, and how it is started."""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from crawler.errors import BrowserUnavailable
from crawler.profile import Profile

PLAYWRIGHT_CACHE = Path(".cache/ms-playwright")
IN_CACHE = ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/chrome-*linux*/*headless*shell")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--no-first-run",
    "--no-pings",
    "--mute-audio",
    # Nothing leaves beside the proxy: no UDP of WebRTC, no name is resolved by the browser itself.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
COMMON = "140"
"""What a visitor says where there is no browser: a version that many have."""
VERSION = re.compile(rb"\d+(?:\.\d+)+")
HOW_TO_INSTALL = (
    "No Chromium was found. Install it with `apt-get install chromium` or `playwright install chromium`, or "
    "name one in the settings. Without it pages are read as the server sends them, without their scripts."
)


def find_chromium(configured: str = "", home: Path | None = None) -> Path | None:
    """The Chromium to use: the configured one, else Playwright's newest, else the system's; None without."""
    if configured:
        return Path(configured) if Path(configured).is_file() else None
    cache = (home or Path.home()) / PLAYWRIGHT_CACHE
    for pattern in IN_CACHE:
        for candidate in sorted(cache.glob(pattern), reverse=True):
            if candidate.is_file():
                return candidate
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    return Path(found) if found else None


def launch_options(proxy: str, configured: str = "") -> dict[str, Any]:
    """Arguments for Playwright's `launch`: everything through `proxy`, loopback included.

    The sandbox is on except for root, for whom Chromium has none. Raises `BrowserUnavailable`.
    """
    executable = find_chromium(configured)
    if executable is None:
        raise BrowserUnavailable(HOW_TO_INSTALL)
    return {
        "executable_path": str(executable),
        "headless": True,
        "chromium_sandbox": os.geteuid() != 0,
        "args": list(ARGUMENTS),
        "proxy": {"server": proxy, "bypass": "<-loopback>"},
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
        "timeout": 60_000,
    }


def start_failure(options: dict[str, Any], error: Exception) -> BrowserUnavailable:
    """What to raise when the browser that `options` name does not start."""
    message = str(error).partition("\n")[0]
    return BrowserUnavailable(f"{options['executable_path']} does not start: {message}")


def driver_failure(error: Exception) -> BrowserUnavailable:
    """What to raise when Playwright's driver, a Node.js of its own, does not start."""
    return BrowserUnavailable(
        f"Playwright's driver does not start: {error}. What it said stands above; where that names a missing "
        "library, install it (Debian: `apt-get install libatomic1`), else install the packages again."
    )


@cache
def version_of(executable: Path) -> str:
    """The version that a Chromium names, empty where it does not."""
    with suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run([executable, "--version"], capture_output=True, timeout=20, check=True).stdout  # noqa: S603 - ours
        if (match := VERSION.search(said)) is not None:
            return match[0].decode()
    return ""


def headers_of(profile: Profile, version: str) -> dict[str, str]:
    """What a visitor says of itself over HTTP; `version` is the browser's, empty where there is none."""
    said = {
        "User-Agent": profile.user_agent.replace("{version}", version.partition(".")[0] or COMMON),
        "Accept-Language": profile.languages,
        "Referer": profile.referrer,
    }
    return {name: value for name, value in said.items() if value}


def context_options(profile: Profile, version: str = "") -> dict[str, Any]:
    """Arguments for a browser context: no service workers, no downloads, nothing kept. `version` is the
    browser's."""
    headers = {"Accept-Language": profile.languages} if profile.languages else {}
    return {
        "user_agent": headers_of(profile, version)["User-Agent"],
        "viewport": {"width": profile.width, "height": profile.height},
        "is_mobile": profile.phone,
        "has_touch": profile.phone,
        "locale": profile.locale,
        "extra_http_headers": headers,
        "timezone_id": "Asia/Almaty",
        "service_workers": "block",
        "accept_downloads": False,
        "ignore_https_errors": True,
        "permissions": [],
    }
