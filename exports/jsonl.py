"""Confirmed shops for other programs: one JSON object a line, nothing left out or altered."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from exports.context import ExportContext
from exports.shop import ConfirmedShop
from exports.text import defanged, instant

SCHEMA = "mergen.shop/1"
# Not line ends to JSON, but to many programs that read line by line.
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class JsonLinesExporter:
    """`shops.jsonl`: UTF-8, keys sorted, times as ISO 8601 in UTC."""

    name = "jsonl"

    def export(self, shops: Sequence[ConfirmedShop], folder: Path, context: ExportContext) -> list[Path]:  # noqa: ARG002 - nothing here depends on who exports
        path = folder / "shops.jsonl"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{json_line(shop)}\n" for shop in shops)
        return [path]


def json_line(shop: ConfirmedShop) -> str:
    """A shop as one line of JSON."""
    content = {"schema": SCHEMA, **asdict(shop)}
    for finding in content["findings"]:
        finding["url_defanged"] = defanged(finding["origin"]["url"])
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=_plain).translate(_LINE_ENDS)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
