"""Why a shop is confirmed or rejected: codes that can be counted, each with a key."""

from dataclasses import dataclass

from models.decision import Ground, Verdict
from review.errors import BadReason
from review.languages import N_

UNDONE = "undone"
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A preset reason. `code` is what is stored; `label` is shown in the reader's language."""

    code: str
    key: str
    verdict: Verdict
    label: str


REASONS = (
    Reason(
        code="offer",
        key="1",
        verdict=Verdict.CONFIRMED,
        label=N_("Offers drugs: goods, prices, a way to buy"),
    ),
    Reason(
        code="dead_drop",
        key="2",
        verdict=Verdict.CONFIRMED,
        label=N_("Sells through dead drops or hidden delivery"),
    ),
    Reason(
        code="recruitment",
        key="3",
        verdict=Verdict.CONFIRMED,
        label=N_("Recruits couriers or stash-men for drugs"),
    ),
    Reason(code="mirror", key="4", verdict=Verdict.CONFIRMED, label=N_("Mirror or copy of a confirmed shop")),
    Reason(
        code="advertising", key="5", verdict=Verdict.CONFIRMED, label=N_("Advertises or leads to a drug shop")
    ),
    Reason(code="report", key="6", verdict=Verdict.REJECTED, label=N_("News, police, law or research")),
    Reason(
        code="help",
        key="7",
        verdict=Verdict.REJECTED,
        label=N_("Medicine, treatment, prevention or harm reduction"),
    ),
    Reason(
        code="lawful_trade",
        key="8",
        verdict=Verdict.REJECTED,
        label=N_("Lawful trade, work, game or another meaning"),
    ),
    Reason(
        code="nothing", key="9", verdict=Verdict.REJECTED, label=N_("Nothing to judge: empty, parked or gone")
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalGround:
    """A ground on which a confirmed shop may be handed over, with its words."""

    code: Ground
    key: str
    label: str


GROUNDS = (
    LegalGround(
        code=Ground.ACQUISITION,
        key="a",
        label=N_("Tells where, how or for how much drugs can be had"),
    ),
    LegalGround(
        code=Ground.ADVERTISING,
        key="s",
        label=N_("Propaganda or illegal advertising of drugs (Criminal Code, art. 299-1)"),
    ),
    LegalGround(
        code=Ground.PLATFORM,
        key="d",
        label=N_("Unlawful content on an online platform (law No. 18-VIII)"),
    ),
    LegalGround(
        code=Ground.RECRUITMENT,
        key="f",
        label=N_("Draws people into the trade in drugs"),
    ),
    LegalGround(
        code=Ground.COPY,
        key="g",
        label=N_("Copy of a resource that was handed over before"),
    ),
)
GROUND_LABELS = {ground.code.value: ground.label for ground in GROUNDS}
BY_CODE = {reason.code: reason for reason in REASONS}


def clean_note(note: str) -> str:
    """A note on one line, no longer than is kept."""
    return " ".join(note.split())[:LONGEST_NOTE]


def compose_reason(verdict: Verdict, code: str, note: str) -> str:
    """The text that is stored: `offer`, or `offer: what the reviewer wrote`.

    Raises BadReason where a confirmation or a rejection lacks a reason of its own kind.
    """
    note = clean_note(note)
    reason = BY_CODE.get(code)
    if verdict is Verdict.UNSURE:
        return note
    if reason is None or reason.verdict is not verdict:
        raise BadReason(f"{code!r} is no reason for {verdict!r}")
    return f"{reason.code}: {note}" if note else reason.code


def read_ground(verdict: Verdict, code: str) -> Ground | None:
    """The legal ground that a form names; None where none is called for.

    Raises BadReason for a confirmation without one.
    """
    if verdict is not Verdict.CONFIRMED:
        return None
    if code not in list(Ground):
        raise BadReason("A confirmation needs its legal ground")
    return Ground(code)


def read_reason(stored: str) -> tuple[Reason | None, str]:
    """A stored reason as its preset, if it has one, and its note."""
    code, _, note = stored.partition(":")
    reason = BY_CODE.get(code.strip())
    return (reason, note.strip()) if reason is not None else (None, stored)
