"""`mergen shops`"""

from typing import Annotated, Any

import typer

from mergen.composition import Workshop
from mergen.options import Flag, Json, person
from mergen.output import Output
from mergen.settings import load
from models.case import Sight
from pipeline.events import REVEALED, record
from review.shop import view_shop
from review.shop_row import Order, Shelf, ShopFilter, ShopRow
from review.shop_view import ShopView
from review.shops import list_shops

shops = typer.Typer(name="shops", help="Shops that findings were gathered into.", no_args_is_help=True)


@shops.command("list")
def list_(
    shelf: Annotated[Shelf, typer.Option(help="Which ones.")] = Shelf.ALL,
    label: Annotated[Flag | None, typer.Option(help="Only those with this label.")] = None,
    order: Annotated[
        Order, typer.Option(help="The strongest first, or those whose decision would teach most.")
    ] = Order.STRONGEST,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 100,
    as_json: Json = False,
) -> None:
    """Shops with what was decided."""
    wanted = ShopFilter(shelf=shelf, label=label, order=order, limit=limit)
    with Workshop(load()) as workshop, workshop.database.read() as session:
        rows = list_shops(session, wanted, Sight(person()))
    output = Output(as_json=as_json)
    if as_json:
        for row in rows:
            output.record(_row_record(row))
    elif not rows:
        output.say(
            "There are no shops here. `mergen crawl` finds them, `mergen shops list --shelf all` shows all."
        )
    else:
        cells = (
            (r.id, r.state.value, r.label, f"{r.score:.2f}", r.size, ", ".join(r.keys), r.title[:40])
            for r in rows
        )
        output.table("Shops", ("no.", "state", "label", "score", "faces", "resources", "title"), cells)


@shops.command("show")
def show(
    shop: Annotated[int, typer.Argument(help="The shop's number.")],
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Show card and phone numbers too. It is written down.")
    ] = False,
    as_json: Json = False,
) -> None:
    """One shop: its faces and why they were joined, its pages, codes, signs and decisions."""
    with Workshop(load()) as workshop:
        with workshop.database.read() as session:
            view = view_shop(session, shop, Sight(person()), numbers=numbers)
        if numbers:
            _write_down(workshop, view)
    output = Output(as_json=as_json)
    if as_json:
        output.record(_view_record(view))
    else:
        print_shop(output, view)


def _write_down(workshop: Workshop, view: ShopView) -> None:
    detail = {"why": "mergen shops show", "what": ["numbers"]}
    with workshop.database.write() as session:
        subject = ("shop", view.row.id)
        record(session, REVEALED, subject, actor=person(), at=workshop.clock(), **detail)


def _row_record(row: ShopRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state.value,
        "verdict": row.verdict.value if row.verdict else None,
        "label": row.label,
        "score": row.score,
        "title": row.title,
        "languages": list(row.languages),
        "resources": list(row.keys),
        "faces": row.size,
        "findings": row.findings,
        "case": row.case or None,
        "decided_by": row.decided_by,
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "blocked_at": row.blocked_at.isoformat() if row.blocked_at else None,
    }


def _view_record(view: ShopView) -> dict[str, Any]:
    return _row_record(view.row) | {
        "resources": [face.key for face in view.faces],
        "faces": [
            {
                "key": face.key,
                "kind": face.kind,
                "reason": face.reason,
                "shared": face.detail,
                "covered": face.covered,
                "sent": face.sent.record() if face.sent else None,
            }
            for face in view.faces
        ],
        "pages": [
            {"url": page.url, "title": page.title, "score": page.score, "label": page.label}
            for page in view.pages
        ],
        "codes": [{"kind": code.kind, "value": code.value, "page": code.page_url} for code in view.codes],
        "signals": [
            {"family": signal.family, "kind": signal.kind, "quote": signal.quote, "weight": signal.weight}
            for signal in view.signals
        ],
        "decisions": [
            {
                "verdict": decision.verdict.value,
                "reason": decision.reason,
                "by": decision.decided_by,
                "at": decision.decided_at.isoformat(),
            }
            for decision in view.decisions
        ],
    }


def print_shop(output: Output, view: ShopView) -> None:
    """A shop for a person."""
    row = view.row
    pages_of = f"{row.findings} page{'' if row.findings == 1 else 's'} to look at"
    output.say(f"Shop {row.id}: {row.state.value}, {row.label} {row.score:.2f}, {pages_of}")
    faces = ((face.key, face.kind, face.reason, face.detail) for face in view.faces)
    output.table("Faces", ("resource", "kind", "joined by", "shared"), faces)
    pages = ((page.url, page.label, f"{page.score:.2f}", page.title[:50]) for page in view.pages)
    output.table("Pages to look at", ("address", "label", "score", "title"), pages)
    if view.codes:
        codes = ((code.kind, code.value, code.page_url or "photo") for code in view.codes)
        output.table("Codes", ("kind", "value", "seen on"), codes)
    seen = dict.fromkeys((s.family, s.kind, s.quote[:60], f"{s.weight:+.2f}") for s in view.signals)
    output.table("Signs", ("family", "kind", "quote", "weight"), list(seen)[:40])
    decisions = ((d.decided_at, d.verdict.value, d.reason, d.decided_by) for d in view.decisions)
    output.table("Decisions", ("at", "verdict", "reason", "by"), decisions)
