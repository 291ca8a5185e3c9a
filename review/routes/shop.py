"""One shop: looking at it and deciding on it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse, Response

from models.decision import Verdict
from models.queue import ShopLease, ShopState
from pipeline.decisions import Judgement, NothingLeft, current_shop
from pipeline.events import record
from pipeline.recapture import recapture
from review.choice import filter_query, parse_choice
from review.desk import Desk, desk_of
from review.errors import BadReason
from review.highlights import Piece, Span, highlight
from review.history import NOTED
from review.leases import Asker, take
from review.plot import plot
from review.reasons import clean_note, compose_reason, read_ground
from review.rights import Right
from review.routes.queue import Choice, MaybeId, ShopId, Wanted
from review.shop import MOST_FACES, view_shop
from review.shop_row import ShopFilter
from review.shop_view import PageView, ShopView, SignalView
from review.shops import SKIPPED, count_shops, next_shop
from review.verdicts import Answer, LastAnswer, last_of, take_answer, take_back
from review.visits import Person, Sending, Viewer, Visit, Visiting, person_with
from review.words import COUNTER

router = APIRouter(prefix="/shops/{shop_id}")
AtDesk = Annotated[Desk, Depends(desk_of)]
QUOTES_SHOWN = 4
NOTHING: list[int] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What of a shop is open: the page of a capture, its pictures and its codes' secrets in clear;
    and the shop decided before."""

    page: MaybeId = 0
    clear: bool = False
    secrets: bool = False
    decided: MaybeId = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """What the form sends; also what it shows again when it cannot be accepted. A verdict may carry its
    reason: `rejected:report`. `left_out` are resources that are no part of the shop."""

    verdict: str = ""
    reason: str = ""
    ground: str = ""
    note: str = ""
    left_out: frozenset[int] = frozenset()
    refused: bool = False

    def judgement(self) -> Judgement:
        """What was said. Raises BadReason, and ValueError for what is no verdict."""
        word, _, its_reason = self.verdict.partition(":")
        verdict = Verdict(word)
        return Judgement(
            verdict=verdict,
            reason=compose_reason(verdict, its_reason or self.reason, self.note),
            ground=read_ground(verdict, self.ground),
            leave_out=self.left_out,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KindReason:
    """The quotes of one kind of sign, each once; `more` counts those left out."""

    kind: str
    quotes: tuple[str, ...]
    more: int


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
    with desk.database.read() as session:
        view = view_shop(session, shop_id, opened.page)
        if view.row.id != shop_id:
            return RedirectResponse(f"/shops/{view.row.id}?{filter_query(wanted)}", HTTPStatus.SEE_OTHER)
        context = {
            **_context(caller, view, wanted, opened.clear),
            "secrets": opened.secrets,
            "waiting": count_shops(session, wanted)[wanted.shelf],
            "last": last_of(session, opened.decided, person.name),
        }
    context["held"] = _lease(desk, shop_id, person)
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
        return _ask_again(shop_id, desk, caller, wanted, form)
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
        record(session, SKIPPED, ("shop", shop_id), actor=person.name, at=desk.now())
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
            current = current_shop(session, shop_id)
            record(session, NOTED, ("shop", current.id), actor=person.name, at=desk.now(), text=text)
    return RedirectResponse(_address(f"/shops/{shop_id}", parse_choice(queue)), HTTPStatus.SEE_OTHER)


@router.post("/recapture")
def capture_again(shop_id: ShopId, desk: AtDesk, caller: Sending, queue: Choice = "") -> Response:
    """Ask for the shop's strongest pages to be fetched again."""
    person = person_with(caller, Right.DECIDE)
    with desk.database.write() as session:
        current = current_shop(session, shop_id)
        recapture(session, current.id, actor=person.name, now=desk.now())
    return RedirectResponse(_address(f"/shops/{shop_id}", parse_choice(queue)), HTTPStatus.SEE_OTHER)


def _lease(desk: Desk, shop_id: int, person: Person) -> ShopLease | None:
    """Keep the shop for who may decide on it; the lease of somebody else who has it."""
    if not person.may(Right.DECIDE):
        return None
    with desk.database.write() as session:
        return take(session, shop_id, Asker(name=person.name, at=desk.now()))


def _next(desk: Desk, shop_id: int, wanted: ShopFilter, person: Person, **more: object) -> Response:
    with desk.database.read() as session:
        following = next_shop(session, wanted, shop_id, Asker(name=person.name, at=desk.now()))
    path = "/" if following is None else f"/shops/{following}"
    return RedirectResponse(_address(path, wanted, **more), HTTPStatus.SEE_OTHER)


def _address(path: str, wanted: ShopFilter, **more: object) -> str:
    query = filter_query(wanted, **more)
    return f"{path}?{query}" if query else path


def _ask_again(shop_id: int, desk: Desk, caller: Visit, wanted: ShopFilter, form: DecisionForm) -> Response:
    form = replace(form, refused=True)
    with desk.database.read() as session:
        view = view_shop(session, shop_id)
        context = {
            **_context(caller, view, wanted, False, form),
            "waiting": count_shops(session, wanted)[wanted.shelf],
        }
    return desk.page("shop.html", caller.language, context, HTTPStatus.UNPROCESSABLE_ENTITY)


def _context(
    caller: Visit, view: ShopView, wanted: ShopFilter, clear: bool, form: DecisionForm = DecisionForm()
) -> dict[str, Any]:
    last: LastAnswer | None = None
    text, image_text = _passages(view.page, view.signals)
    grouped = _grouped(view.signals)
    return {
        "visit": caller,
        "view": view,
        "wanted": wanted,
        "query": filter_query,
        "clear": clear,
        "secrets": False,
        "form": form,
        "second": _second(view, caller),
        "last": last,
        "held": None,
        "text": text,
        "image_text": image_text,
        "counter": grouped.pop(COUNTER, ()),
        "families": dict(sorted(grouped.items())),
        "plot": plot(view.positions) if caller.person and caller.person.may(Right.LOCATE) else None,
    }


def _second(view: ShopView, caller: Visit) -> str:
    """Whether a second person has to confirm: `yours` if the reader was the first, else `open` or empty."""
    row = view.row
    if row.state is not ShopState.CONFIRMED or row.confirmers != 1:
        return ""
    return "yours" if caller.person is not None and row.decided_by == caller.person.name else "open"


def _passages(
    page: PageView | None, signals: tuple[SignalView, ...]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The open page's own text and the text in its pictures, cut up for marking."""
    if page is None:
        return (), ()
    here = [signal for signal in signals if signal.capture_id == page.row.capture_id]
    shift = len(page.text) + 2
    spans = [_span(signal, 0) for signal in here if not signal.in_image]
    in_image = [_span(signal, shift) for signal in here if signal.in_image]
    return highlight(page.text, spans), highlight(page.image_text, in_image)


def _span(signal: SignalView, shift: int) -> Span:
    return Span(start=signal.start - shift, end=signal.end - shift, family=signal.family, kind=signal.kind)


def _grouped(signals: tuple[SignalView, ...]) -> dict[str, tuple[KindReason, ...]]:
    """Quotes by family and kind, in the order of their weight."""
    quotes: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for signal in signals:
        quotes[signal.family][signal.kind][signal.quote] = None
    return {
        family: tuple(
            KindReason(
                kind=kind,
                quotes=tuple(found)[:QUOTES_SHOWN],
                more=max(0, len(found) - QUOTES_SHOWN),
            )
            for kind, found in kinds.items()
        )
        for family, kinds in quotes.items()
    }
