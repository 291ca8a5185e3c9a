"""Where a visit leads: links within its site, codes always, channels once, other contacts and foreign links
if it is flagged."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from crawler.address import canonical_url, host_of
from crawler.contacts import is_contact
from crawler.egress.policy import HIDDEN
from crawler.errors import AddressError
from crawler.focus import Focus, Order
from crawler.page import Link
from crawler.request import HOPS, Origin, Provenance, Request
from models.hosting import is_shared
from models.shop import ResourceKind
from pipeline.resources import TelegramPreview, name_resource
from pipeline.travelled import Travelled
from qr.payload import Payload, PayloadKind, parse

CODE_PRIORITY = 20.0
CONTACT_PRIORITY = 10.0
CHANNEL_PRIORITY = 0.5
LEADS_PER_PAGE = 30
TELEGRAM_SIGNS = ("t.me/", "telegram.me/", "telegram.dog/", "tg:")
ADDRESS_LENGTH = 2083  # what browsers of old took, and the crawler's own limit for links


class Leads:
    """Turns payloads and links into requests.

    What a code points to is looked at together with the pages it links to, however deep the page with
    the code stood. A public channel that a harmless page names is looked at too, since shops advertise
    on boards and walls of others; from there it goes on only if the channel is flagged itself. A crawl goes
    no more than `hops` sites away from its seeds. On a host that many people share it stays with the account
    that it was led to: it never goes through a lawful platform. The run's page limits bound the whole.
    """

    def __init__(
        self, depth: int, preview: TelegramPreview, hops: int = HOPS, order: Order | None = None
    ) -> None:
        self._depth = max(depth - 1, 0)
        self._preview = preview
        self._hops = hops
        self._order = order or Focus()

    def of(self, travelled: Travelled) -> list[Request]:
        """The requests that a visit leads to."""
        visit = travelled.visit
        found = [*self._elsewhere(travelled), *self._within(visit.follow, travelled)]
        return [request for request in found if request.sites <= self._hops]

    def address(self, payload: Payload) -> str | None:
        """The public address to look at for a payload, or None."""
        if payload.url is None:
            return None
        url = self._preview.address(payload.value) if payload.kind is PayloadKind.TELEGRAM else payload.url
        return _canonical(url)

    def _elsewhere(self, travelled: Travelled) -> list[Request]:
        request = travelled.visit.request
        leads = self._requests(travelled.codes, Origin.CODE, request, CODE_PRIORITY)
        if travelled.flagged:
            leads += self._requests(travelled.contacts, Origin.CONTACT, request, CONTACT_PRIORITY)
            leads += self._foreign_links(travelled)
        elif request.provenance.origin is not Origin.CONTACT:
            channels = [contact for contact in travelled.contacts if _names_telegram(contact)]
            leads += self._requests(channels, Origin.CONTACT, request, CHANNEL_PRIORITY)
        return leads

    def _within(self, follow: Iterable[Request], travelled: Travelled) -> Iterator[Request]:
        """The links that the crawler follows; from an account on a shared host only those of that account."""
        page = travelled.visit.page
        here = name_resource(page.url if page else travelled.visit.request.url, self._preview)
        for request in follow:
            if not is_shared(here.host) or name_resource(request.url, self._preview).key == here.key:
                yield request

    def _requests(
        self, payloads: Iterable[Payload], origin: Origin, parent: Request, priority: float
    ) -> list[Request]:
        addresses = dict.fromkeys(filter(None, (self.address(payload) for payload in payloads)))
        own = host_of(parent.url)
        return [
            replace(self._lead(url, origin, parent), priority=priority)
            for url in list(addresses)[:LEADS_PER_PAGE]
            if origin is Origin.CODE or host_of(url) != own or self._preview.handle(url)
        ]

    def _foreign_links(self, travelled: Travelled) -> list[Request]:
        page, parent = travelled.visit.page, travelled.visit.request
        if page is None:
            return []
        here = name_resource(page.url, self._preview).key
        foreign = {
            link.url: self._order.ranked(self._lead(link.url, Origin.LINK, parent), link, parent)
            for link in page.links
            if self._is_foreign(link, here)
        }
        return list(foreign.values())[:LEADS_PER_PAGE]

    def _is_foreign(self, link: Link, here: str) -> bool:
        there = name_resource(link.url, self._preview)
        return (
            not is_contact(link.url)
            and there.key != here
            and not (is_shared(there.host) and there.kind is ResourceKind.SITE)  # a platform's front page
            and _canonical(link.url) == link.url
            and _may_be_opened(link.url)
        )

    def _lead(self, url: str, origin: Origin, parent: Request) -> Request:
        away = name_resource(url, self._preview).key != name_resource(parent.url, self._preview).key
        provenance = Provenance(origin=origin, reference=parent.url)
        return Request(
            url=url,
            depth=self._depth,
            provenance=provenance,
            sites=parent.sites + away,
            profile=parent.profile,
        )


def _names_telegram(contact: Payload) -> bool:
    """Whether Telegram's name stands in it: a bare @handle may be anybody's on any network."""
    text = contact.text.lower()
    return contact.kind is PayloadKind.TELEGRAM and any(sign in text for sign in TELEGRAM_SIGNS)


def _may_be_opened(url: str) -> bool:
    """Not a payment, a private invitation or a link that signs in: a code with it would not be followed."""
    payload = parse(url)
    return payload.url is not None or payload.kind is PayloadKind.TEXT


def _canonical(url: str) -> str | None:
    try:
        address = canonical_url(url)
    except AddressError:
        return None  # a code or a page may name anything; what is no web address leads nowhere
    if host_of(address).endswith(HIDDEN):
        return None
    return address if len(address) <= ADDRESS_LENGTH else None
