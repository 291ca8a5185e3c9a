"""All sites of the demonstration web, without a server around them."""

from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

from mergen.demo.hostile import hostile_sites
from mergen.demo.reply import Reply, Site
from mergen.demo.site import load_sites
from mergen.demo.telegram import PreviewSite, load_channels
from mergen.demo.truth import load_truth

MISDIRECTED = Reply(body=b"No such host in the demonstration web.", status=421, media_type="text/plain")


class WebOfSites:
    """The sites by host name."""

    def __init__(self, sites: Iterable[Site], seeds: Iterable[str] = ()) -> None:
        self._sites = {site.host: site for site in sites}
        self.seeds = tuple(seeds)

    @property
    def hosts(self) -> tuple[str, ...]:
        """All host names, sorted."""
        return tuple(sorted(self._sites))

    @property
    def sites(self) -> tuple[Site, ...]:
        """All sites."""
        return tuple(self._sites.values())

    def addresses(self) -> Iterator[str]:
        """The address of every page that a site lists."""
        for host, site in self._sites.items():
            for path in site.paths:
                yield f"http://{host}{path}"

    def reply(self, host: str, path: str, query: str = "") -> Reply:
        """The answer of `host`; 421 where there is no such host."""
        site = self._sites.get(host)
        if site is None:
            return MISDIRECTED
        return site.reply(path, dict(parse_qsl(query)))


def load_web(*, internal_port: int) -> WebOfSites:
    """The whole demonstration web. Its hostile pages point at `internal_port` of this machine."""
    sites = (*load_sites(), PreviewSite(load_channels()), *hostile_sites(internal_port))
    return WebOfSites(sites, load_truth().seeds)
