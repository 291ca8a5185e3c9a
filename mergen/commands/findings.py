"""`mergen findings`"""

from typing import Annotated, Any

import typer
from sqlalchemy import Select, select

from mergen.composition import Workshop
from mergen.options import Flag, Json, person
from mergen.output import Output
from mergen.photo_findings import COLUMNS, cells_of, photo_findings, record_of
from mergen.settings import load
from models.capture import Capture, Page
from models.case import Sight
from models.shop import Finding, Resource, ShopMember, Signal
from pipeline.looks import OtherLook, other_looks
from pipeline.masks import masked
from pipeline.obstacles import Met, last_obstacles


def findings(
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 50,
    label: Annotated[Flag | None, typer.Option(help="Only those with this label.")] = None,
    photos: Annotated[
        bool, typer.Option("--photos", help="Photos whose text needs a person's eye, instead of pages.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Pages that need a person's eye, with the quoted words that are the reason."""
    if photos:
        _photos(Output(as_json=as_json), label, limit)
        return
    query = (
        select(Finding, Capture, Page.title, Resource.key, ShopMember.shop_id)
        .join(Capture, Capture.id == Finding.capture_id)
        .join(Page, Page.capture_id == Finding.capture_id)
        .join(Resource, Resource.id == Finding.resource_id)
        .outerjoin(ShopMember, ShopMember.resource_id == Finding.resource_id)
        .where(Finding.resource_id.not_in(_hidden(Sight(person()))))
        .order_by(Finding.id.desc())
        .limit(limit)
    )
    if label is not None:
        query = query.where(Finding.label == label)
    with Workshop(load()) as workshop, workshop.database.read() as session:
        rows = session.execute(query).all()
        chosen = [row.Finding.id for row in rows]
        signals = session.scalars(
            select(Signal).where(Signal.finding_id.in_(chosen)).order_by(Signal.id)
        ).all()
        met = last_obstacles(session, {row.Finding.resource_id for row in rows})
        looks = other_looks(session, {row.Finding.capture_id for row in rows})
    output = Output(as_json=as_json)
    if as_json:
        for row in rows:
            own = [signal for signal in signals if signal.finding_id == row.Finding.id]
            record = _record(row, own, met.get(row.Finding.resource_id))
            look = looks.get(row.Finding.capture_id)
            output.record(record | {"second_look": look.record() if look is not None else None})
    elif not rows:
        output.say("Nothing was found yet.")
    else:
        cells = (
            (
                *(r.Finding.id, r.Finding.label, f"{r.Finding.score:.2f}", r.key, r.shop_id or ""),
                _besides(r, met.get(r.Finding.resource_id), looks.get(r.Finding.capture_id)),
                masked(r.title)[:50],
            )
            for r in rows
        )
        output.table("Findings", ("no.", "label", "score", "resource", "shop", "besides", "title"), cells)


def _photos(output: Output, label: Flag | None, limit: int) -> None:
    with Workshop(load()) as workshop, workshop.database.read() as session:
        found = photo_findings(session, Sight(person()), label=label, limit=limit)
    if output.as_json:
        for score, photo in found:
            output.record(record_of(score, photo))
    elif not found:
        output.say("No photo was found with text that needs a person's eye.")
    else:
        output.table("Photos", COLUMNS, (cells_of(score, photo) for score, photo in found))


def _hidden(sight: Sight) -> Select[int]:
    """The resources of shops that somebody may not see."""
    return select(ShopMember.resource_id).where(ShopMember.shop_id.in_(sight.hidden))


def _besides(row: Any, met: Met | None, look: OtherLook | None) -> str:
    """What has stood there since the finding was made, and whether somebody else was shown something else."""
    later = met.kind if met is not None and met.at > row.Capture.fetched_at else ""
    other = f"{look.profile} sees: {look.divergence}" if look is not None and look.differs else ""
    return ", ".join(filter(None, (later, other)))


def _record(row: Any, signals: list[Signal], met: Met | None) -> dict[str, object]:
    finding, capture = row.Finding, row.Capture
    return {
        "id": finding.id,
        "shop": row.shop_id,
        "resource": row.key,
        "url": capture.url,
        "final_url": capture.final_url,
        "sha256": capture.sha256,
        "title": masked(row.title),
        "score": finding.score,
        "label": finding.label,
        "scorer": finding.scorer,
        "found_at": finding.found_at.isoformat(),
        "obstacle": met.record() if met is not None else None,
        "signals": [
            {
                "family": signal.family,
                "kind": signal.kind,
                "quote": masked(signal.quote),
                "weight": signal.weight,
            }
            for signal in signals
        ],
    }
