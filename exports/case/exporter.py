"""A shop as an investigation: how each page was captured, what was kept, what was found, who decided."""

import json
from collections.abc import Sequence
from pathlib import Path

from exports.case.graph import Graph, Node, address, file, moment
from exports.context import ExportContext
from exports.shop import ConfirmedFinding, ConfirmedShop, EvidenceFile, Ruling


class CaseExporter:
    """`shop-000012.jsonld`: an Investigation with its InvestigativeActions, ProvenanceRecords that number the
    exhibits, and the decision as its Authorization."""

    name = "case"

    def export(self, shops: Sequence[ConfirmedShop], folder: Path, context: ExportContext) -> list[Path]:
        paths = []
        for shop in shops:
            paths.append(folder / f"shop-{shop.id:06d}.jsonld")
            text = json.dumps(_Case(shop, context).document(), ensure_ascii=True, indent=1, sort_keys=True)
            paths[-1].write_text(text + "\n", encoding="utf-8")
        return paths


class _Case:
    """One shop's graph, as it grows."""

    def __init__(self, shop: ConfirmedShop, context: ExportContext) -> None:
        self._shop = shop
        self._number = context.case_number or f"shop-{shop.id}"
        self._graph = Graph(f"mergen {context.office} {self._number} {shop.id}")
        self._files = {each.sha256: each for each in shop.files}
        name, _, version = context.software.rpartition(" ")
        self._tool = self._graph.add(
            "uco-tool:Tool", context.software, uco_core__name=name or version, uco_tool__version=version
        )
        self._office = (
            self._graph.add("uco-identity:Organization", context.office, uco_core__name=context.office)
            if context.office
            else None
        )

    def document(self) -> Node:
        parts = [part for n, each in enumerate(self._shop.findings, 1) for part in self._finding(n, each)]
        decided = [self._decision(ruling, parts) for ruling in self._shop.rulings]
        permitted = [self._authorization(ruling) for ruling in self._shop.rulings]
        self._graph.add(
            "investigation:Investigation",
            self._number,
            uco_core__name=self._number,
            uco_core__startTime=moment(self._shop.created_at),
            investigation__focus="online drug shop",
            investigation__relevantAuthorization=permitted,
            uco_core__object=[*parts, *decided, *self._photos(), *self._contacts()],
        )
        return self._graph.document()

    def _finding(self, number: int, finding: ConfirmedFinding) -> list[Node]:
        """The capture, its exhibit, and the examination of it."""
        kept = self._kept(finding)
        exhibit = f"{self._number}-{number}"
        record = self._graph.add(
            "investigation:ProvenanceRecord",
            exhibit,
            uco_core__description=f"WARC {finding.record.file}, offset {finding.record.offset}",
            investigation__exhibitNumber=exhibit,
            uco_core__object=kept,
        )
        at = moment(finding.origin.captured_at)
        capture = self._graph.add(
            "investigation:InvestigativeAction",
            f"capture {finding.id}",
            uco_core__name=f"capture by {finding.origin.via}",
            uco_action__startTime=at,
            uco_action__endTime=at,
            uco_action__performer=self._office,
            uco_action__instrument=self._tool,
            uco_action__object=self._addresses(finding),
            uco_action__result=[*kept, record],
        )
        return [capture, record, self._examination(finding, kept[0], capture)]

    def _examination(self, finding: ConfirmedFinding, body: Node, capture: Node) -> Node:
        scorer = self._graph.add("uco-tool:Tool", finding.scorer, uco_core__name=finding.scorer)
        quoted = self._graph.add(
            "uco-core:Annotation",
            f"finding {finding.id}",
            uco_core__name=f"{finding.label} {finding.score:.4f}",
            uco_core__statement=[f"{each.kind}: {each.quote}" for each in finding.signals],
            uco_core__object=body,
        )
        return self._graph.add(
            "investigation:InvestigativeAction",
            f"examination {finding.id}",
            uco_core__name="examination by program",
            uco_action__endTime=moment(finding.found_at),
            uco_action__instrument=scorer,
            uco_action__object=body,
            uco_action__result=quoted,
            investigation__wasInformedBy=capture,
        )

    def _kept(self, finding: ConfirmedFinding) -> list[Node]:
        """The body first, then what was made of it, and the images that the page showed."""
        body = self._file(finding.sha256)
        made = (self._file(digest, body) for digest in (finding.screenshot_sha256, finding.rendered_sha256))
        images = (self._file(image.sha256) for image in finding.images)
        return [node for node in (body, *made, *images) if node]

    def _file(self, digest: str | None, *of: Node) -> Node:
        if digest is None:
            return {}
        known: EvidenceFile | None = self._files.get(digest)
        if known is None:
            return file(self._graph, digest, of=of)
        return file(self._graph, digest, known.media_type, known.size, of=of)

    def _addresses(self, finding: ConfirmedFinding) -> list[Node]:
        origin = finding.origin
        urls = dict.fromkeys((origin.url, *(hop.location for hop in origin.redirects), origin.final_url))
        return [address(self._graph, url) for url in urls if url]

    def _decision(self, ruling: Ruling, parts: list[Node]) -> Node:
        person = self._graph.add("uco-identity:Person", ruling.by, uco_core__name=ruling.by)
        return self._graph.add(
            "investigation:InvestigativeAction",
            f"decision {ruling.shop_id} {ruling.by} {ruling.at.isoformat()}",
            uco_core__name=f"decision: {ruling.verdict}",
            uco_core__description=ruling.reason,
            uco_action__endTime=moment(ruling.at),
            uco_action__performer=person,
            uco_action__object=parts,
        )

    def _authorization(self, ruling: Ruling) -> Node:
        return self._graph.add(
            "investigation:Authorization",
            f"{ruling.shop_id} {ruling.by} {ruling.at.isoformat()}",
            investigation__authorizationType="decision of a person of the office",
            investigation__authorizationIdentifier=f"{self._number}, shop {ruling.shop_id}",
            uco_core__description=", ".join(ruling.covers),
            uco_core__startTime=moment(ruling.at),
        )

    def _photos(self) -> list[Node]:
        """Photos that led here, as digests: their place and their sender stay in the office."""
        return [self._file(lead.photo_sha256) for lead in self._shop.leads]

    def _contacts(self) -> list[Node]:
        return [
            self._graph.add(
                "uco-observable:ObservableObject",
                f"{each.kind} {each.value}",
                uco_core__name=each.value,
                uco_core__tag=each.kind,
            )
            for each in self._shop.contacts
        ]
