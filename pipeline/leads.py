"""Where a visit leads: codes always, channels once, other contacts and foreign links if it is flagged."""

from collections.abc import Iterable

from crawler.address import canonical_url, host_of
from crawler.contacts import is_contact
from crawler.egress.policy import HIDDEN
from crawler.errors import AddressError
from crawler.request import Origin, Provenance, Request
from pipeline.resources import TelegramPreview, name_resource
from pipeline.travelled import Travelled
from qr.payload import Payload, PayloadKind, parse

CODE_PRIORITY = 10.0
CONTACT_PRIORITY = 5.0
CHANNEL_PRIORITY = 0.5
LEADS_PER_PAGE = 30
TELEGRAM_SIGNS = ("t.me/", "telegram.me/", "telegram.dog/", "tg:")
ADDRESS_LENGTH = 2083  # what browsers of old took, and the crawler's own limit for links


class Leads:
    """Turns payloads and foreign links into requests.

    What a code points to is looked at together with the pages it links to, however deep the page with
    the code stood. A public channel that a harmless page names is looked at too, since shops advertise
    on boards and walls of others; from there it goes on only if the channel is flagged itself. The run's
    page limits bound the whole.
    """

    def __init__(self, depth: int, preview: TelegramPreview) -> None:
        self._depth = max(depth - 1, 0)
        self._preview = preview

    def of(self, travelled: Travelled) -> list[Request]:
        """The requests that a visit leads to, besides the links within its site."""
        page_url = travelled.visit.request.url
        leads = self._requests(travelled.codes, Origin.CODE, page_url, CODE_PRIORITY)
        if travelled.flagged:
            leads += self._requests(travelled.contacts, Origin.CONTACT, page_url, CONTACT_PRIORITY)
            leads += self._foreign_links(travelled)
        elif travelled.visit.request.provenance.origin is not Origin.CONTACT:
            channels = [contact for contact in travelled.contacts if _names_telegram(contact)]
            leads += self._requests(channels, Origin.CONTACT, page_url, CHANNEL_PRIORITY)
        return leads

    def address(self, payload: Payload) -> str | None:
        """The public address to look at for a payload, or None."""
        if payload.url is None:
            return None
        url = self._preview.address(payload.value) if payload.kind is PayloadKind.TELEGRAM else payload.url
        return _canonical(url)

    def _requests(
        self, payloads: Iterable[Payload], origin: Origin, page_url: str, priority: float
    ) -> list[Request]:
        addresses = dict.fromkeys(filter(None, (self.address(payload) for payload in payloads)))
        own = host_of(page_url)
        provenance = Provenance(origin=origin, reference=page_url)
        return [
            Request(url=url, depth=self._depth, priority=priority, provenance=provenance)
            for url in list(addresses)[:LEADS_PER_PAGE]
            if origin is Origin.CODE or host_of(url) != own or self._preview.handle(url)
        ]

    def _foreign_links(self, travelled: Travelled) -> list[Request]:
        page = travelled.visit.page
        if page is None:
            return []
        here = name_resource(page.url, self._preview).key
        provenance = Provenance(origin=Origin.LINK, reference=travelled.visit.request.url)
        foreign = {
            link.url: Request(url=link.url, depth=self._depth, priority=1.0, provenance=provenance)
            for link in page.links
            if not is_contact(link.url)
            and name_resource(link.url, self._preview).key != here
            and _canonical(link.url) == link.url
            and _may_be_opened(link.url)
        }
        return list(foreign.values())[:LEADS_PER_PAGE]


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
