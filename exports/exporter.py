"""The formats that confirmed shops leave in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from exports.context import ExportContext
from exports.errors import BadExportOption
from exports.jsonl import JsonLinesExporter
from exports.pdf import PdfExporter
from exports.shop import ConfirmedShop
from exports.table import TableExporter
from exports.wacz.exporter import WaczExporter


class Exporter(Protocol):
    """Writes shops to files.

    `export` writes into the existing `folder`, under names of its own that no shop can choose, and gives
    the files it wrote. The same shops and context give the same bytes.
    """

    @property
    def name(self) -> str: ...

    def export(self, shops: Sequence[ConfirmedShop], folder: Path, context: ExportContext) -> list[Path]: ...


EXPORTERS: tuple[Exporter, ...] = (TableExporter(), JsonLinesExporter(), PdfExporter(), WaczExporter())


def exporter_named(name: str) -> Exporter:
    """The exporter called `name`. Raises BadExportOption, naming those that there are."""
    for exporter in EXPORTERS:
        if exporter.name == name:
            return exporter
    raise BadExportOption(f"There is no export {name!r}, only {', '.join(e.name for e in EXPORTERS)}")
