"""Confirmed shops as packages that replay in a browser."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from exports.context import ExportContext
from exports.shop import ConfirmedFinding, ConfirmedShop
from exports.wacz.content import Content, Drawn, Held, PageEntry
from exports.wacz.package import write_package


class WaczExporter:
    """`shop-000012.wacz`: the pages that were found, their images, and what browsers drew."""

    name = "wacz"

    def export(self, shops: Sequence[ConfirmedShop], folder: Path, context: ExportContext) -> list[Path]:
        """Raises what `context.read_records` and `context.read_blob` raise."""
        paths = []
        for shop in shops:
            paths.append(folder / f"shop-{shop.id:06d}.wacz")
            write_package(paths[-1], _content(shop, context), context)
        return paths


def _content(shop: ConfirmedShop, context: ExportContext) -> Content:
    held = {each.record: each for finding in shop.findings for each in _held(shop, finding)}
    number = f" ({context.case_number})" if context.case_number else ""
    return Content(
        title=f"Mergen: shop {shop.id}{number}",
        description=(
            f"What was found on {len(shop.resources)} resources that a person confirmed:"
            f" {len(shop.findings)} pages. A capture shows what a server sent; TLS proves it to nobody else."
        ),
        held=tuple(held.values()),
        pages=tuple(
            PageEntry(url=each.origin.final_url, at=each.origin.captured_at, title=each.title)
            for each in shop.findings
        ),
    )


def _held(shop: ConfirmedShop, finding: ConfirmedFinding) -> Iterator[Held]:
    files = {file.sha256: file for file in shop.files}
    named = (("screenshot", finding.screenshot_sha256), ("rendered", finding.rendered_sha256))
    drawn = tuple(
        Drawn(kind=kind, sha256=digest, media_type=files[digest].media_type, at=files[digest].stored_at)
        for kind, digest in named
        if digest is not None
    )
    origin = finding.origin
    yield Held(
        url=origin.final_url, at=origin.captured_at, sha256=finding.sha256, record=finding.record, drawn=drawn
    )
    for image in finding.images:
        yield Held(url=image.url, at=image.at, sha256=image.sha256, record=image.record)
