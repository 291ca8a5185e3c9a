"""What is to be fetched, and why."""

from dataclasses import dataclass
from enum import StrEnum

HOPS = 3
"""How many sites away from a seed codes, contacts and links may lead, unless somebody says otherwise."""


class BrowserPolicy(StrEnum):
    """When a real browser is used: never, where a page needs it, or for every page."""

    NEVER = "never"
    AUTO = "auto"
    ALWAYS = "always"


class SpiderName(StrEnum):
    """How a site is gone through: from link to link, or by what its sitemaps and feeds call new."""

    SITE = "site"
    SITEMAP = "sitemap"


class Origin(StrEnum):
    """What led to an address."""

    SEED = "seed"
    LINK = "link"
    CONTACT = "contact"
    CODE = "code"
    PHOTO = "photo"
    SITEMAP = "sitemap"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The step that led to an address.

    `reference` names the page's address (link, contact, code in a page image, sitemap), the photo's SHA-256
    (photo), file and offset of a record (archive) or is empty (seed).
    """

    origin: Origin
    reference: str = ""


SEED = Provenance(origin=Origin.SEED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One address to fetch. `url` is canonical (see `crawler.address.canonical_url`); `depth` counts
    hops from the seed; a higher `priority` is fetched earlier. `promise` (0 to 1) is what the way here gives
    reason to hope for, `cues` are the words at the link that told for it, or with a minus against it
    (`crawler.focus`), `anchor` the words of its text. `sites` counts how often codes, contacts and links led
    to another site on the way. `profile` names the visitor (`crawler.profile.PROFILES`) who alone was shown
    the address, and asks for it; empty: the crawler itself."""

    url: str
    depth: int = 0
    priority: float = 0.0
    provenance: Provenance = SEED
    promise: float = 0.0
    cues: str = ""
    anchor: str = ""
    sites: int = 0
    profile: str = ""
