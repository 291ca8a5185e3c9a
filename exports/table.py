"""Confirmed shops as a table for a spreadsheet: one row a page, as CSV."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from exports.context import ExportContext
from exports.shop import ConfirmedFinding, ConfirmedShop, Member, QuotedSignal
from exports.text import defanged, instant, visible

COLUMNS = (
    "shop", "resource", "kind", "host", "url", "url_defanged", "final_url", "joined", "joined_detail",
    "verdict", "reason", "ground", "decided_by", "decided_at", "label", "score", "scorer", "title",
    "language", "captured_at", "status", "via", "ip_address", "redirects", "signals", "counter_signals",
    "contacts", "sha256", "screenshot_sha256", "warc_file", "warc_offset", "photos", "other_hosts_at_ip",
)  # fmt: skip

# A semicolon separates cells where a spreadsheet is set to Russian or Kazakh.
_FORMULA = re.compile(r"(^|;)(?=\s*[=+\-@＝＋－＠])")

Row = dict[str, str]


class TableExporter:
    """`shops.csv`: UTF-8 with the mark that Excel needs, cells that cannot run as formulas.

    A cell that would begin as a formula is given an apostrophe; the exact text is in the JSON Lines.
    """

    name = "csv"

    def export(self, shops: Sequence[ConfirmedShop], folder: Path, context: ExportContext) -> list[Path]:  # noqa: ARG002 - nothing here depends on who exports
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, COLUMNS, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        for shop in shops:
            for row in _rows(shop):
                writer.writerow({column: harmless(value) for column, value in row.items()})
        path = folder / "shops.csv"
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        return [path]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    return _FORMULA.sub(r"\1'", visible(cell))


def _rows(shop: ConfirmedShop) -> Iterator[Row]:
    photos = " ".join(lead.photo_sha256 for lead in shop.leads)
    for member in shop.resources:
        found = [finding for finding in shop.findings if finding.resource == member.key]
        for page in [_page(finding) for finding in found] or [_unvisited(member)]:
            yield _resource(shop, member) | {"photos": photos} | page


def _resource(shop: ConfirmedShop, member: Member) -> Row:
    ruling = next(ruling for ruling in shop.rulings if member.key in ruling.covers)
    return {
        "shop": str(shop.id),
        "resource": member.key,
        "kind": member.kind,
        "host": member.host,
        "joined": member.joined,
        "joined_detail": member.detail,
        "verdict": ruling.verdict,
        "reason": ruling.reason,
        "ground": ruling.ground,
        "decided_by": ruling.by,
        "decided_at": instant(ruling.at),
        "other_hosts_at_ip": str(member.neighbours),
    }


def _unvisited(member: Member) -> Row:
    """A resource without a finding of its own, such as a handle named on a page."""
    url = f"https://{member.key}"
    return {"url": url, "url_defanged": defanged(url)}


def _page(finding: ConfirmedFinding) -> Row:
    origin = finding.origin
    return {
        "url": origin.url,
        "url_defanged": defanged(origin.url),
        "final_url": origin.final_url,
        "label": finding.label,
        "score": f"{finding.score:.3f}",
        "scorer": finding.scorer,
        "title": finding.title,
        "language": finding.language,
        "captured_at": instant(origin.captured_at),
        "status": str(origin.status),
        "via": origin.via,
        "ip_address": origin.ip_address or "",
        "redirects": " > ".join(f"{hop.status} {hop.url}" for hop in origin.redirects),
        "signals": _quoted(signal for signal in finding.signals if signal.weight >= 0),
        "counter_signals": _quoted(signal for signal in finding.signals if signal.weight < 0),
        "contacts": " | ".join(f"{contact.kind}: {contact.value}" for contact in finding.contacts),
        "sha256": finding.sha256,
        "screenshot_sha256": finding.screenshot_sha256 or "",
        "warc_file": finding.record.file,
        "warc_offset": str(finding.record.offset),
    }


def _quoted(signals: Iterator[QuotedSignal]) -> str:
    return " | ".join(f"{signal.kind}: {signal.quote}" for signal in signals)
