"""Reading the evidence on confirmed resources: findings, photos that led here, stored files."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports.shop import (
    Certificate,
    ConfirmedFinding,
    Contact,
    EvidenceFile,
    Lead,
    Origin,
    QuotedSignal,
    Redirect,
    ShownImage,
)
from exports.shown import record_of, shown
from models.capture import Blob, Capture, Page
from models.image import Payload, Photo, Sighting, Symbol
from models.portions import portions
from models.quality import CaptureCheck
from models.shop import Finding, Resource, Signal

Until = Mapping[int, datetime]


class Evidence:
    """The evidence of a store. `until` gives for each resource's id when it was decided on: later
    findings and photos were not seen by the person and are left out."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def findings(self, resources: list[Resource], until: Until) -> tuple[ConfirmedFinding, ...]:
        """The findings on `resources`, the strongest first."""
        keys = {resource.id: resource.key for resource in resources}
        rows = [row for row in self._found(list(keys)) if row[0].found_at <= until[row[0].resource_id]]
        rows.sort(key=lambda row: (-row[0].score, row[1].url, row[0].id))
        signals = self._signals([finding.id for finding, _, _ in rows])
        contacts = self._contacts([capture.id for _, capture, _ in rows])
        images = self._images([capture.id for _, capture, _ in rows])
        lacking = self._lacking([capture.id for _, capture, _ in rows])
        return tuple(
            ConfirmedFinding(
                id=finding.id,
                resource=keys[finding.resource_id],
                origin=_origin(capture),
                title=page.title,
                language=page.language,
                score=finding.score,
                label=finding.label,
                scorer=finding.scorer,
                found_at=finding.found_at,
                sha256=capture.sha256,
                screenshot_sha256=capture.screenshot_sha256,
                rendered_sha256=capture.rendered_sha256,
                record=record_of(capture),
                signals=tuple(signals.get(finding.id, ())),
                contacts=tuple(contacts.get(capture.id, ())),
                images=tuple(images.get(capture.id, ())),
                lacking=lacking.get(capture.id, ()),
            )
            for finding, capture, page in rows
        )

    def leads(self, resources: list[Resource], until: Until) -> tuple[Lead, ...]:
        """The photos whose codes point to the resources, with those codes and no others."""
        latest = max(until.values())
        keys = {resource.key.lower() for resource in resources}
        captures = [
            capture for capture, resource in self._captures(until) if capture.fetched_at <= until[resource]
        ]
        named = {capture.reference for capture in captures if capture.origin == "photo"}
        addresses = {address for capture in captures for address in _addresses(capture)}
        found: dict[str, tuple[datetime, set[str]]] = {}
        for photo, symbol, payload in self._photo_codes:
            points_here = payload.url in addresses or bool(_keys(payload.url or "") & keys)
            if photo.received_at <= latest and (points_here or photo.sha256 in named):
                _, codes = found.setdefault(photo.sha256, (photo.received_at, set()))
                codes.update({symbol.text} if points_here else ())
        return tuple(
            Lead(photo_sha256=digest, received_at=at, codes=tuple(sorted(codes)))
            for digest, (at, codes) in sorted(found.items())
        )

    def files(self, found: Iterable[ConfirmedFinding], led_here: Iterable[Lead]) -> tuple[EvidenceFile, ...]:
        """The stored files that findings and photos rest on, by digest."""
        digests = {lead.photo_sha256 for lead in led_here}
        for finding in found:
            digests |= {finding.sha256, finding.screenshot_sha256 or "", finding.rendered_sha256 or ""}
        return tuple(
            EvidenceFile(
                sha256=blob.sha256,
                size=blob.size,
                media_type=blob.media_type,
                kind=blob.kind,
                stored_at=blob.stored_at,
            )
            for some in portions(sorted(digests - {""}))
            for blob in self._session.scalars(select(Blob).where(Blob.sha256.in_(some)).order_by(Blob.sha256))
        )

    def hosts(self, ip_addresses: Iterable[str]) -> set[str]:
        """Every host that was ever met at one of `ip_addresses`."""
        return {host for address in ip_addresses for host in self._hosts_by_address.get(address, ())}

    @cached_property
    def _hosts_by_address(self) -> dict[str, set[str]]:
        query = (
            select(Capture.ip_address, Resource.host)
            .join(Page, Page.capture_id == Capture.id)
            .join(Resource, Resource.id == Page.resource_id)
            .where(Capture.ip_address.is_not(None))
            .distinct()
        )
        found: dict[str, set[str]] = {}
        for address, host in self._session.execute(query):
            found.setdefault(str(address), set()).add(host)
        return found

    @cached_property
    def _photo_codes(self) -> list[tuple[Photo, Symbol, Payload]]:
        query = (
            select(Photo, Symbol, Payload)
            .join(Symbol, Symbol.image_sha256 == Photo.sha256)
            .join(Payload, Payload.id == Symbol.payload_id)
            .order_by(Photo.id, Symbol.id)
        )
        return [(photo, symbol, payload) for photo, symbol, payload in self._session.execute(query)]

    def _found(self, resource_ids: Collection[int]) -> Iterator[tuple[Finding, Capture, Page]]:
        for some in portions(resource_ids):
            query = (
                select(Finding, Capture, Page)
                .join(Capture, Capture.id == Finding.capture_id)
                .join(Page, Page.capture_id == Capture.id)
                .where(Finding.resource_id.in_(some))
            )
            yield from self._session.execute(query)

    def _captures(self, resource_ids: Collection[int]) -> Iterator[tuple[Capture, int]]:
        for some in portions(resource_ids):
            query = (
                select(Capture, Page.resource_id)
                .join(Page, Page.capture_id == Capture.id)
                .where(Page.resource_id.in_(some))
            )
            yield from self._session.execute(query)

    def _sightings(self, capture_ids: Collection[int]) -> Iterator[tuple[Sighting, Payload]]:
        for some in portions(capture_ids):
            query = (
                select(Sighting, Payload)
                .join(Payload, Payload.id == Sighting.payload_id)
                .where(Sighting.capture_id.in_(some))
                .order_by(Sighting.id)
            )
            yield from self._session.execute(query)

    def _signals(self, finding_ids: Collection[int]) -> dict[int, list[QuotedSignal]]:
        grouped: dict[int, list[QuotedSignal]] = {}
        for some in portions(finding_ids):
            query = select(Signal).where(Signal.finding_id.in_(some)).order_by(Signal.family, Signal.id)
            for signal in self._session.scalars(query):
                grouped.setdefault(signal.finding_id, []).append(
                    QuotedSignal(
                        family=signal.family,
                        kind=signal.kind,
                        quote=signal.quote,
                        weight=signal.weight,
                        in_image=signal.in_image,
                    )
                )
        return grouped

    def _contacts(self, capture_ids: Collection[int]) -> dict[int, list[Contact]]:
        grouped: dict[int, list[Contact]] = {}
        for sighting, payload in self._sightings(capture_ids):
            grouped.setdefault(sighting.capture_id, []).append(
                Contact(
                    kind=payload.kind,
                    value=payload.value,
                    url=payload.url,
                    source=sighting.source,
                    text=sighting.text,
                )
            )
        return grouped

    def _lacking(self, capture_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
        return {
            check.capture_id: check.lacking
            for some in portions(capture_ids)
            for check in self._session.scalars(select(CaptureCheck).where(CaptureCheck.capture_id.in_(some)))
        }

    def _images(self, capture_ids: Collection[int]) -> dict[int, list[ShownImage]]:
        grouped: dict[int, list[ShownImage]] = {}
        for page_id, row in shown(self._session, capture_ids):
            image = ShownImage(url=row.final_url, at=row.fetched_at, sha256=row.sha256, record=record_of(row))
            grouped.setdefault(page_id, []).append(image)
        return grouped


def _origin(capture: Capture) -> Origin:
    asked = {str(name).lower(): str(value) for name, value in capture.request_headers}
    return Origin(
        url=capture.url,
        final_url=capture.final_url,
        status=capture.status,
        media_type=capture.media_type,
        via=capture.via,
        captured_at=capture.fetched_at,
        redirects=tuple(
            Redirect(url=str(hop["url"]), status=int(hop["status"]), location=str(hop["location"]))
            for hop in capture.hops
        ),
        ip_address=capture.ip_address,
        certificate_sha256=capture.certificate_sha256,
        tls_error=capture.tls_error,
        protocol=capture.protocol,
        certificates=tuple(Certificate(**each) for each in capture.certificates),
        user_agent=asked.get("user-agent", ""),
        languages=asked.get("accept-language", ""),
        scripts=capture.via == "browser",
        handling=capture.handling,
    )


def _addresses(capture: Capture) -> set[str]:
    return {capture.url, capture.final_url} | {str(hop["url"]) for hop in capture.hops}


def _keys(url: str) -> set[str]:
    """What a resource at `url` could be called: its host, or an account on it."""
    parts = re.split(r"[?#]", re.sub(r"^https?://", "", url.lower()))[0].split("/")
    return {parts[0], "/".join(parts[:2])}
