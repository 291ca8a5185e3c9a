"""Why a shop is confirmed or rejected: codes that can be counted, each with a key."""

from dataclasses import dataclass

from models.decision import Verdict
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
BY_CODE = {reason.code: reason for reason in REASONS}


def compose_reason(verdict: Verdict, code: str, note: str) -> str:
    """The text that is stored: `offer`, or `offer: what the reviewer wrote`.

    Raises BadReason where a confirmation or a rejection lacks a reason of its own kind.
    """
    note = " ".join(note.split())[:LONGEST_NOTE]
    reason = BY_CODE.get(code)
    if verdict is Verdict.UNSURE:
        return note
    if reason is None or reason.verdict is not verdict:
        raise BadReason(f"{code!r} is no reason for {verdict!r}")
    return f"{reason.code}: {note}" if note else reason.code


def read_reason(stored: str) -> tuple[Reason | None, str]:
    """A stored reason as its preset, if it has one, and its note."""
    code, _, note = stored.partition(":")
    reason = BY_CODE.get(code.strip())
    return (reason, note.strip()) if reason is not None else (None, stored)
