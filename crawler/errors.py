"""What can go wrong in the collecting room.

CrawlerError
├── AddressError          a text is no web address that may be fetched
├── ArchiveUnreadable     a web archive cannot be opened
├── BrowserUnavailable    no Chromium, or it does not start
├── CrawlAlreadyRun       a process can run one crawl only
├── EgressError           the egress guard cannot work
└── SinkFailed            sink or frontier failed, so nothing can be stored: the crawl was stopped in order

A fault of one page is none of these: it is a `crawler.visit.Failure` and the crawl goes on.
"""


class CrawlerError(Exception):
    """Base of all errors of this room. The message says what to do."""


class AddressError(CrawlerError, ValueError):
    """The text is no address of the public web."""


class ArchiveUnreadable(CrawlerError):
    """The file of a web archive cannot be opened."""


class BrowserUnavailable(CrawlerError):
    """No Chromium was found, or it does not start."""


class CrawlAlreadyRun(CrawlerError):
    """A second crawl was asked of one process. The Twisted reactor cannot be started twice."""


class EgressError(CrawlerError):
    """The egress guard was not started, or its policy cannot be read."""


class SinkFailed(CrawlerError):
    """The sink or the frontier raised. Everything it had not taken was given back to the frontier."""
