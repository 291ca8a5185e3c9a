"""The guard inside Scrapy: whatever spider runs, it leaves through the door."""

from collections.abc import Sequence
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from crawler.egress.guard import EgressGuard
from crawler.egress.policy import EgressPolicy, exceptions_for
from crawler.errors import EgressError


class EgressAddon:
    """Takes the guard that the spider was given, or starts one from `EGRESS_ALLOW` and `EGRESS_HOSTS`.

    A guard that was started here is stopped with the engine.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.guard: EgressGuard | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        """Called by Scrapy before any part of the crawl is built."""
        given = getattr(self._crawler.spider, "guard", None)
        if given is None:
            named = exceptions_for(getattr(self._crawler.spider, "named", ()))
            given = EgressGuard(policy_of(settings, named))
            self._crawler.signals.connect(self._stop, signals.engine_stopped)
        given.start()
        self.guard = given

    def _stop(self) -> None:
        if self.guard is not None:
            self.guard.stop()


def policy_of(settings: BaseSettings, named: Sequence[str] = ()) -> EgressPolicy:
    """The policy that the settings describe, with the addresses that a person named on the command line
    as exceptions. Raises `EgressError`."""
    hosts = {pattern: _address(text) for pattern, text in settings.getdict("EGRESS_HOSTS").items()}
    return EgressPolicy(allow=(*settings.getlist("EGRESS_ALLOW"), *named), hosts=hosts)


def guard_of(crawler: Crawler) -> EgressGuard:
    """The guard of a crawl. Raises `EgressError` without one: nothing is fetched unguarded."""
    addon = crawler.get_addon(EgressAddon)
    if addon is None or addon.guard is None:
        raise EgressError("This crawl has no egress guard: keep crawler.egress.addon.EgressAddon in ADDONS.")
    return addon.guard


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise EgressError(f"EGRESS_HOSTS: {text!r} is not address:port.")
    return host, int(port)
