"""Where a page leads, as far as the crawl may go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin

from crawler.address import Scope, realm_of
from crawler.contacts import is_contact
from crawler.focus import Focus, Order
from crawler.page import Link, Page, PageKind
from crawler.request import Origin, Provenance, Request
from crawler.telegram import paging_links
from crawler.traps import TrapGuard

LIST_PRIORITY = 50.0
FOLLOW_LIMIT = 1000  # links of one page
FILES = tuple(
    [
        ".zip",
        ".rar",
        ".7z",
        ".gz",
        ".exe",
        ".apk",
        ".dmg",
        ".iso",
        ".mp3",
        ".mp4",
        ".avi",
        ".mov",
        ".mkv",
        ".webm",
        ".pdf",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".ppt",
        ".css",
        ".js",
        ".woff",
        ".woff2",
        ".ttf",
        ".svg",
        ".ico",
        ".torrent",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowPolicy:
    """`depth` counts hops from the seed; links off the site are followed from pages less than `offsite`
    hops away from it (0: never; what codes and contacts lead to is queued by others). With `listed` only
    sitemaps and feeds tell which pages there are, and links are not followed. `order` ranks."""

    depth: int = 3
    scope: Scope = Scope.SITE
    offsite: int = 0
    listed: bool = False
    order: Order = field(default_factory=Focus)


def follow(page: Page, parent: Request, policy: FollowPolicy, traps: TrapGuard) -> tuple[Request, ...]:
    """The addresses to queue from a page."""
    if page.kind in {PageKind.CHANNEL, PageKind.CARD}:
        # Paging back is no hop away from the channel.
        back = (url for url in paging_links(page) if traps.admit(url))
        return tuple(_request(Link(url=url), parent, policy, depth=parent.depth) for url in back)
    if policy.listed and page.kind is PageKind.INDEX:
        return _lists(parent, [link.url for link in page.links])
    if policy.listed and page.kind is not PageKind.LIST:
        return _lists(parent, _places_of_lists(page)) if parent.depth == 0 else ()
    if traps.is_repeated(page, parent.url):
        return ()
    deepest = parent.depth >= policy.depth
    wanted = (
        link
        for link in _wanted(page, parent, policy)
        if (link.is_next and policy.depth) or not deepest
        if traps.admit(link.url, paging=link.is_next)
    )
    if policy.listed:
        return _listed(wanted, parent)
    # The next page of a list is no hop away from it.
    return tuple(_request(link, parent, policy, depth=parent.depth + (not link.is_next)) for link in wanted)


def _wanted(page: Page, parent: Request, policy: FollowPolicy) -> Iterator[Link]:
    # A link that left the site by redirect does not take the crawl along; a code or a person's seed does.
    by_site = parent.provenance.origin in {Origin.LINK, Origin.SITEMAP}
    roots = {parent.url} if by_site else {parent.url, page.url}
    realms = {realm_of(root, policy.scope) for root in roots}
    for link in page.links[:FOLLOW_LIMIT]:
        if parent.depth >= policy.offsite and realm_of(link.url, policy.scope) not in realms:
            continue
        if not is_contact(link.url) and not link.url.partition("?")[0].lower().endswith(FILES):
            yield link


def _places_of_lists(page: Page) -> list[str]:
    """Where a site's lists are to be found: those that it names, and where they stand by custom."""
    return [*page.lists, urljoin(page.url, "/robots.txt"), urljoin(page.url, "/sitemap.xml")]


def _lists(parent: Request, urls: Iterable[str]) -> tuple[Request, ...]:
    """Lists come before pages, and are no hop away from the page that named them: the budget of pages
    bounds them."""
    provenance = Provenance(origin=Origin.SITEMAP, reference=parent.url)
    return tuple(
        Request(
            url=url,
            depth=parent.depth,
            priority=LIST_PRIORITY,
            provenance=provenance,
            sites=parent.sites,
            profile=parent.profile,
        )
        for url in islice(urls, FOLLOW_LIMIT)
        if realm_of(url) == realm_of(parent.url)
    )


def _listed(links: Iterable[Link], parent: Request) -> tuple[Request, ...]:
    """In the order of the list, which is that of what is new."""
    provenance = Provenance(origin=Origin.SITEMAP, reference=parent.url)
    return tuple(
        Request(
            url=link.url,
            depth=parent.depth + 1,
            priority=-place / FOLLOW_LIMIT,
            provenance=provenance,
            sites=parent.sites,
            profile=parent.profile,
        )
        for place, link in enumerate(links)
    )


def _request(link: Link, parent: Request, policy: FollowPolicy, *, depth: int) -> Request:
    away = realm_of(link.url, policy.scope) != realm_of(parent.url, policy.scope)
    provenance = Provenance(origin=Origin.LINK, reference=parent.url)
    request = Request(
        url=link.url,
        depth=depth,
        provenance=provenance,
        sites=parent.sites + away,
        profile=parent.profile,
    )
    return policy.order.ranked(request, link, parent)
