"""One shop: looking at it and deciding on it."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from models.queue import ShopLease
from pipeline.decisions import NothingLeft
from pipeline.recapture import recapture
from review.choice import filter_query, parse_choice
from review.desk import Desk, desk_of
from review.errors import BadReason
from review.history import keep_note as keep
from review.leases import Asker, take
from review.person import Person
from review.reasons import clean_note
from review.reveals import Reveal, write_down
from review.rights import Right
from review.routes.queue import Choice, MaybeId, ShopId, Wanted
from review.shop import MOST_FACES, view_shop
from review.shop_page import DecisionForm, page_context
from review.shop_row import ShopFilter
from review.shops import next_shop
from review.shops import skip as leave_to_others
from review.verdicts import Answer, last_of, take_answer, take_back
from review.visits import Sending, Viewer, Visit, Visiting, person_with

router = APIRouter(prefix="/shops/{shop_id}")
AtDesk = Annotated[Desk, Depends(desk_of)]
NOTHING: list[int] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What of a shop is open: the page of a capture, its pictures, its codes' secrets and its card and phone
    numbers in clear; and the shop decided before."""

    page: MaybeId = 0
    clear: bool = False
    secrets: bool = False
    numbers: bool = False
    decided: MaybeId = 0

    def allowed(self, person: Person) -> "Opened":
        """What of it the person may open."""
        may = person.may(Right.REVEAL)
        return replace(self, secrets=self.secrets and may, numbers=self.numbers and may)

    @property
    def revealed(self) -> list[str]:
        """What is shown that is hidden otherwise."""
        return [name for name in ("numbers", "secrets") if getattr(self, name)]


def decision_form(
    verdict: Annotated[str, Form(max_length=60)] = "",
    reason: Annotated[str, Form(max_length=40)] = "",
    ground: Annotated[str, Form(max_length=40)] = "",
    note: Annotated[str, Form(max_length=10_000)] = "",
    left_out: Annotated[list[int], Form(max_length=MOST_FACES)] = NOTHING,
) -> DecisionForm:
    return DecisionForm(
        verdict=verdict, reason=reason, ground=ground, note=note, left_out=frozenset(left_out)
    )


@router.get("")
def show_shop(
    shop_id: ShopId,
    desk: AtDesk,
    caller: Visiting,
    person: Viewer,
    wanted: Wanted,
    opened: Annotated[Opened, Depends()],
) -> Response:
    """The shop's page; a shop that was merged leads to the one that took it in."""
    opened = opened.allowed(person)
    with desk.database.read(briefly=True) as session:
        view = view_shop(session, shop_id, person.sight, opened.page, numbers=opened.numbers)
        if view.row.id != shop_id:
            return RedirectResponse(f"/shops/{view.row.id}?{filter_query(wanted)}", HTTPStatus.SEE_OTHER)
        context = {
            **page_context(caller, view, wanted, opened.clear),
            "secrets": opened.secrets,
            "numbers": opened.numbers,
            "waiting": desk.counts.of(session, wanted, person.sight)[wanted.shelf],
            "last": last_of(session, opened.decided, person.name),
        }
    context["held"] = _lease(desk, shop_id, person)
    write_down_reveal(desk, shop_id, opened, caller)
    return desk.page("shop.html", caller.language, context)


@router.get("/next")
def go_on(shop_id: ShopId, desk: AtDesk, person: Viewer, wanted: Wanted) -> Response:
    """To the shop behind this one, without deciding."""
    return _next(desk, shop_id, wanted, person)


@router.post("/decisions")
def decide(
    shop_id: ShopId,
    desk: AtDesk,
    caller: Sending,
    form: Annotated[DecisionForm, Depends(decision_form)],
    seen: Annotated[str, Form(max_length=100)] = "",
    queue: Choice = "",
) -> Response:
    """Record a verdict and go on to the next shop; without a fitting reason, ask again."""
    person = person_with(caller, Right.DECIDE)
    wanted = parse_choice(queue)
    try:
        answer = Answer(shop_id=shop_id, judgement=form.judgement(), seen=seen)
        with desk.database.write() as session:
            take_answer(session, answer, actor=person.name, now=desk.now())
    except (BadReason, NothingLeft, ValueError):
        return _ask_again(shop_id, desk, caller, person, form, wanted)
    return _next(desk, shop_id, wanted, person, decided=shop_id)


@router.post("/undo")
def undo(
    shop_id: ShopId,
    desk: AtDesk,
    caller: Sending,
    seen: Annotated[str, Form(max_length=100)] = "",
    queue: Choice = "",
) -> Response:
    """Take one's verdict back."""
    person = person_with(caller, Right.DECIDE)
    with desk.database.write() as session:
        take_back(session, shop_id, seen, actor=person.name, now=desk.now())
    return RedirectResponse(_address(f"/shops/{shop_id}", parse_choice(queue)), HTTPStatus.SEE_OTHER)


@router.post("/skip")
def skip(shop_id: ShopId, desk: AtDesk, caller: Sending, queue: Choice = "") -> Response:
    """Leave the shop to others for today and go on."""
    person = person_with(caller, Right.DECIDE)
    with desk.database.write() as session:
        leave_to_others(session, shop_id, Asker(name=person.name, at=desk.now()))
    return _next(desk, shop_id, parse_choice(queue), person)


@router.post("/notes")
def keep_note(
    shop_id: ShopId,
    desk: AtDesk,
    caller: Sending,
    note: Annotated[str, Form(max_length=10_000)] = "",
    queue: Choice = "",
) -> Response:
    """Keep a note without deciding."""
    person = person_with(caller, Right.DECIDE)
    if text := clean_note(note):
        with desk.database.write() as session:
            keep(session, shop_id, text, actor=person.name, now=desk.now())
    return RedirectResponse(_address(f"/shops/{shop_id}", parse_choice(queue)), HTTPStatus.SEE_OTHER)


@router.post("/recapture")
def capture_again(shop_id: ShopId, desk: AtDesk, caller: Sending, queue: Choice = "") -> Response:
    """Ask for the shop's strongest pages to be fetched again."""
    person = person_with(caller, Right.DECIDE)
    with desk.database.write() as session:
        recapture(session, shop_id, actor=person.name, now=desk.now())
    return RedirectResponse(_address(f"/shops/{shop_id}", parse_choice(queue)), HTTPStatus.SEE_OTHER)


def write_down_reveal(desk: Desk, shop_id: int, opened: Opened, caller: Visit) -> None:
    """Write into the custody log that somebody read what is hidden otherwise."""
    if opened.revealed and caller.person is not None:
        who = {"actor": caller.person.name, "address": caller.address}
        write_down(desk, Reveal(shop_id=shop_id, what=opened.revealed, **who))


def _lease(desk: Desk, shop_id: int, person: Person) -> ShopLease | None:
    """Keep the shop for who may decide on it; the lease of somebody else who has it."""
    if not person.may(Right.DECIDE):
        return None
    with desk.database.write() as session:
        return take(session, shop_id, Asker(name=person.name, at=desk.now()))


def _next(desk: Desk, shop_id: int, wanted: ShopFilter, person: Person, **more: object) -> Response:
    with desk.database.read(briefly=True) as session:
        following = next_shop(session, wanted, shop_id, Asker(name=person.name, at=desk.now()))
    path = "/" if following is None else f"/shops/{following}"
    return RedirectResponse(_address(path, wanted, **more), HTTPStatus.SEE_OTHER)


def _address(path: str, wanted: ShopFilter, **more: object) -> str:
    query = filter_query(wanted, **more)
    return f"{path}?{query}" if query else path


def _ask_again(
    shop_id: int, desk: Desk, caller: Visit, person: Person, form: DecisionForm, wanted: ShopFilter
) -> Response:
    form = replace(form, refused=True)
    with desk.database.read(briefly=True) as session:
        view = view_shop(session, shop_id, person.sight)
        context = {
            **page_context(caller, view, wanted, False, form),
            "waiting": desk.counts.of(session, wanted, person.sight)[wanted.shelf],
        }
    return desk.page("shop.html", caller.language, context, HTTPStatus.UNPROCESSABLE_ENTITY)
