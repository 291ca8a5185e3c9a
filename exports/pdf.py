"""Confirmed shops as dossiers for people: one PDF/A-2b a shop, set by Typst."""

import json
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from exports.context import ExportContext
from exports.dossier.content import IN_FULL, content
from exports.dossier.pictures import picture
from exports.errors import ExportError
from exports.shop import ConfirmedShop


class PdfExporter:
    """`shop-000012.pdf`, in the language of the context.

    Typst gets the shop's texts as JSON and the pictures as files that we drew and named; it sees no
    other file, no system font and no network.
    """

    name = "pdf"

    def export(self, shops: Sequence[ConfirmedShop], folder: Path, context: ExportContext) -> list[Path]:
        """Raises BadExportOption, EvidenceMismatch and what `context.read_blob` raises."""
        return [_write(shop, folder / f"shop-{shop.id:06d}.pdf", context) for shop in shops]


def _write(shop: ConfirmedShop, path: Path, context: ExportContext) -> Path:
    with tempfile.TemporaryDirectory(prefix="mergen-dossier-") as folder:
        root = Path(folder)
        data = content(shop, _pictures(shop, root, context), context)
        path.write_bytes(_typeset(shop, data, root, context))
    return path


def _pictures(shop: ConfirmedShop, root: Path, context: ExportContext) -> dict[str, dict[str, Any]]:
    """Draw the screenshots into `root`: by digest, the name of the file and whether it was cut."""
    drawn: dict[str, dict[str, Any]] = {}
    for number, finding in enumerate(shop.findings[:IN_FULL], 1):
        digest = finding.screenshot_sha256
        if digest is None or digest in drawn:
            continue
        if (found := picture(digest, context)) is not None:
            name = f"picture-{number:03d}.jpg"
            (root / name).write_bytes(found.jpeg)
            drawn[digest] = {"file": f"/{name}", "cut": found.cut}
    return drawn


def _typeset(shop: ConfirmedShop, data: dict[str, Any], root: Path, context: ExportContext) -> bytes:
    template = root / "dossier.typ"
    template.write_bytes(resources.files("exports.dossier").joinpath("dossier.typ").read_bytes())
    try:
        return typst.compile(
            template,
            root=root,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards="a-2b",
            timestamp=int(context.now.timestamp()),
        )
    except typst.TypstError as error:
        raise ExportError(
            f"The dossier of shop {shop.id} could not be typeset: {error}. Export it as jsonl instead,"
            " and report this message"
        ) from error
