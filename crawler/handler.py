"""The download handler: certificates are checked first, and pages that ask for it go to the browser."""

from typing import Self

from OpenSSL.SSL import Error as SSLError
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from twisted.web.client import ResponseFailed

from crawler.browser import Browser
from crawler.certificate import Chains

TLS_ERROR = "tls_error"  # request.meta: why the certificate was not trusted
TLS_CHAIN = "tls_chain"  # request.meta: the server's certificates, its own first, DER


class CheckedDownloadHandler:
    """Scrapy's HTTP/1.1 handler twice: verified, then without verification where verification failed.

    A certificate that cannot be trusted is a thing to know about a shop, not a reason to look away:
    the failure is kept in `request.meta["tls_error"]` and the page is fetched all the same.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._verified = HTTP11DownloadHandler(crawler)
        self._unverified = UnverifiedHandler(crawler)
        self._chains = Chains()
        for handler in (self._verified, self._unverified):
            handler._contextFactory = self._chains.watched(handler._contextFactory)  # type: ignore[assignment]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """One answer. Raises Scrapy's download errors, and `BrowserUnavailable` for browser requests."""
        if request.meta.get("playwright"):
            browser = self._crawler.get_extension(Browser)
            assert browser is not None  # noqa: S101 - it is in EXTENSIONS
            return await browser.fetch(request)
        response = await self._fetch(request)
        if response.certificate is not None:
            request.meta[TLS_CHAIN] = self._chains.of(response.certificate.dump())
        return response

    async def _fetch(self, request: Request) -> Response:
        if request.meta.get(TLS_ERROR):
            return await self._unverified.download_request(request)
        try:
            return await self._verified.download_request(request)
        except DownloadFailedError as error:
            reason = tls_reason(error)
            if reason is None:
                raise
            request.meta[TLS_ERROR] = reason
            return await self._unverified.download_request(request)

    async def close(self) -> None:
        """Close the connections that are kept."""
        await self._verified.close()
        await self._unverified.close()


class UnverifiedHandler(HTTP11DownloadHandler):
    """The same handler with the check of certificates taken out."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory._verify_certificates = False


def tls_reason(error: BaseException) -> str | None:
    """What was wrong with the TLS connection, None if it failed for another reason."""
    cause = error.__cause__
    if not isinstance(cause, ResponseFailed):
        return None
    for reason in cause.reasons:
        value = reason.value
        if isinstance(value, VerificationError | CertificateError):
            return f"the certificate is not for this host: {value}"
        if isinstance(value, SSLError):
            return _openssl_text(value)
    return None


def _openssl_text(error: SSLError) -> str:
    entries = error.args[0] if error.args else ()
    texts = [str(entry[-1]) for entry in entries if isinstance(entry, tuple) and entry] if entries else []
    if "wrong version number" in texts:
        return "the server speaks no TLS at this port; try http:// instead of https://"
    return "; ".join(texts) or "the TLS connection failed"
