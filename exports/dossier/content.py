"""What stands in a dossier, as plain data: the template lays it out and adds no words of its own.

Every text that came from outside passes `_text`, and reaches the template as a string in JSON: it is
shown, never read as markup.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from exports.context import ExportContext
from exports.dossier.glyphs import breakable, shown
from exports.dossier.words import words
from exports.errors import BadExportOption
from exports.shop import ConfirmedFinding, ConfirmedShop, Member

IN_FULL = 30  # pages with their screenshots and quotations
LISTED = 400  # further pages, by address only
QUOTES = 8  # quotations of one criterion in the description
QUOTE_LENGTH = 400
ADDRESS_LENGTH = 4000
AGAINST = "L"
ACCOUNT = "account"

Content = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Writes instants in UTC and in the office's time."""

    name: str
    zone: ZoneInfo

    def both(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        offset = local.strftime("%z")
        return (
            f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
            f" · {local:%Y-%m-%d %H:%M:%S} {self.name} (UTC{offset[:3]}:{offset[3:5]})"
        )


def clock(time_zone: str) -> Clock:
    """The clock of a zone. Raises BadExportOption for a name that is none."""
    try:
        return Clock(name=time_zone, zone=ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadExportOption(
            f"{time_zone!r} is not a known time zone: use a name such as Asia/Almaty (system package tzdata)"
        ) from None


def case_number(shop: ConfirmedShop, context: ExportContext) -> str:
    """The office's number, or one from the shop's number and the day of the decision."""
    own = f"MRG-{shop.id:06d}-{shop.decision.at.astimezone(UTC):%Y%m%d}"
    return f"{context.case_number}/{shop.id}" if context.case_number else own


def content(shop: ConfirmedShop, pictures: Mapping[str, Content], context: ExportContext) -> Content:
    """The whole dossier. `pictures` gives for a screenshot's digest its file name and whether it was cut."""
    text = words(context.language)
    times = clock(context.time_zone)
    return {
        "w": text,
        "language": context.language,
        "case": _text(case_number(shop, context)),
        "office": _text(context.office),
        "software": _text(context.software),
        "shop": str(shop.id),
        "prepared_at": times.both(context.now),
        "prepared_by": _text(context.actor),
        "facts": _facts(shop, text, times),
        "resources": [_resource(member, text, times) for member in shop.resources],
        "decisions": _decisions(shop, text, times),
        "criteria": _criteria(shop, text),
        "pages": [
            _page(finding, pictures, text, times) | {"number": number}
            for number, finding in enumerate(shop.findings[:IN_FULL], 1)
        ],
        "more_pages": [
            [_address(finding.origin.url), times.both(finding.origin.captured_at), finding.sha256]
            for finding in shop.findings[IN_FULL : IN_FULL + LISTED]
        ],
        "contacts": [
            [_text(contact.kind), _address(contact.value), text.get(contact.source, contact.source)]
            for contact in shop.contacts
        ],
        "photos": [
            [lead.photo_sha256, times.both(lead.received_at), _address(" · ".join(lead.codes))]
            for lead in shop.leads
        ],
        "radius": _radius(shop.resources, text),
        "files": [
            [
                file.sha256,
                text["files_kind"].get(file.kind, file.kind),
                str(file.size),
                _text(file.media_type),
            ]
            for file in shop.files
        ],
        "machine": _machine(shop, text, context),
    }


def _text(value: str, limit: int = QUOTE_LENGTH) -> str:
    return breakable(shown(value, limit))


def _address(url: str) -> str:
    """An exact address: the template breaks it into lines, without a mark that copying would pick up."""
    return shown(url, ADDRESS_LENGTH)


def _facts(shop: ConfirmedShop, text: Content, times: Clock) -> list[list[str]]:
    captured = [finding.origin.captured_at for finding in shop.findings]
    ruling = shop.decision
    return [
        [text["confirmed"], f"{_text(ruling.by)}, {times.both(ruling.at)}"],
        [text["resources_count"], str(len(shop.resources))],
        [text["findings_count"], str(len(shop.findings))],
        [text["first_seen"], times.both(min(member.first_seen_at for member in shop.resources))],
        *([[text["last_capture"], times.both(max(captured))]] if captured else []),
    ]


def _resource(member: Member, text: Content, times: Clock) -> list[str]:
    joined = text["joined"].get(member.joined, member.joined)
    return [
        _address(member.key),
        text["account" if member.kind == ACCOUNT else "site"],
        _address(f"{joined}: {member.detail}" if member.detail else joined),
        times.both(member.first_seen_at),
    ]


def _decisions(shop: ConfirmedShop, text: Content, times: Clock) -> list[list[list[str]]]:
    return [
        [
            [text["verdict"], text["confirmed_verdict"]],
            [text["by"], _text(ruling.by)],
            [text["at"], times.both(ruling.at)],
            [text["reason"], _text(_reason(ruling.reason, text), ADDRESS_LENGTH)],
            [text["ground"], _text(text["grounds"].get(ruling.ground, text["no_ground"]))],
            [text["covers"], _text(", ".join(ruling.covers), ADDRESS_LENGTH)],
        ]
        for ruling in shop.rulings
    ]


def _reason(stored: str, text: Content) -> str:
    """A preset reason in the dossier's language, with the note; what a person wrote freely as it is."""
    code, colon, note = stored.partition(":")
    words: str = text["reasons"].get(code.strip(), code)
    return f"{words}{colon}{note}"


def _criteria(shop: ConfirmedShop, text: Content) -> list[Content]:
    """The quotations by family, each once, with the number of the page where it stands first."""
    found: dict[str, dict[str, Content]] = {}
    for number, finding in enumerate(shop.findings[:IN_FULL], 1):
        for signal in finding.signals:
            quote = _text(signal.quote)
            origin = text["from_picture"] if signal.in_image else ""
            entry = {"quote": quote, "kind": _text(signal.kind), "page": number, "note": origin}
            found.setdefault(signal.family, {}).setdefault(quote.casefold(), entry)
    families = sorted({*found, AGAINST} & {*text["criteria"]}, key=lambda family: (family == AGAINST, family))
    return [
        {
            "name": text["criteria"][family],
            "against": family == AGAINST,
            "quotes": list(found.get(family, {}).values())[:QUOTES],
            "more": _more(len(found.get(family, {})), text),
        }
        for family in families
    ]


def _more(count: int, text: Content) -> str:
    return text["more_quotes"].format(count=count - QUOTES) if count > QUOTES else ""


def _page(finding: ConfirmedFinding, pictures: Mapping[str, Content], text: Content, times: Clock) -> Content:
    origin = finding.origin
    record = finding.record
    rows = [
        (text["requested"], _address(origin.url)),
        (text["answered"], _address(origin.final_url) if origin.final_url != origin.url else ""),
        (text["captured"], times.both(origin.captured_at)),
        (text["how"], text.get(origin.via, origin.via)),
        (text["status"], str(origin.status)),
        (text["ip"], origin.ip_address or ""),
        (text["asked_as"], _text(" · ".join(filter(None, (origin.user_agent, origin.languages))))),
        (text["protocol"], _text(origin.protocol)),
        (text["certificate"], origin.certificate_sha256 or ""),
        *((text["issued_by"], _text(one.issuer)) for one in origin.certificates[:1]),
        *((text["chain"], one.sha256) for one in origin.certificates[1:]),
        (text["tls_error"], _text(origin.tls_error or "")),
        (text["page_title"], _text(finding.title)),
        (text["score"], f"{finding.score:.2f} · {text['labels'].get(finding.label, finding.label)}"),
        (text["scorer"], _text(finding.scorer)),
        (text["lacking"], _text(" · ".join(finding.lacking))),
        (text["sha256"], finding.sha256),
        (text["rendered"], finding.rendered_sha256 or ""),
        (text["screenshot"], finding.screenshot_sha256 or ""),
        (
            text["warc"],
            text["warc_at"].format(file=_address(record.file), offset=record.offset, length=record.length)
            if record.file
            else "",
        ),
    ]
    return {
        "title": _text(finding.title, 90) or _text(finding.resource),
        "rows": [[name, value] for name, value in rows if value],
        "redirects": [
            [str(hop.status), _address(hop.url), _address(hop.location)] for hop in origin.redirects
        ],
        "picture": pictures.get(finding.screenshot_sha256 or "", None),
        "has_screenshot": finding.screenshot_sha256 is not None,
    }


def _radius(members: Sequence[Member], text: Content) -> list[str]:
    notes = []
    for member in members:
        kind = "radius_account" if member.kind == ACCOUNT else "radius_site"
        notes.append(text[kind].format(key=_text(member.key), host=_text(member.host)))
        if member.neighbours and member.kind != ACCOUNT:
            note = text["radius_neighbours"]
            addresses = ", ".join(member.ip_addresses)
            notes.append(note.format(host=_text(member.host), count=member.neighbours, ips=addresses))
    return notes


def _machine(shop: ConfirmedShop, text: Content, context: ExportContext) -> list[str]:
    ask = text["ask"].format(contact=_text(context.contact)) if context.contact else text["ask_office"]
    scorers = _distinct(finding.scorer for finding in shop.findings)
    return [
        paragraph.format(scorers=", ".join(map(_text, scorers)) or "–", ask=ask)
        for paragraph in text["machine_text"]
    ]


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted(set(values))
