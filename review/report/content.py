"""A month's figures as headed lists of rows, in a language: what each form of the report shows."""

from dataclasses import dataclass
from datetime import timedelta

from babel.dates import format_date, format_timedelta

from pipeline.figures import Counts, Figures
from review.languages import N_, Language
from review.report.month import Month

Cell = str | int | float | None

COLUMNS = (
    ("found", N_("found")),
    ("confirmed", N_("confirmed")),
    ("rejected", N_("rejected")),
    ("unsure", N_("unsure")),
    ("sent", N_("sent")),
    ("blocked", N_("blocked")),
    ("reappeared", N_("re-appeared")),
)
KINDS = {
    "telegram": N_("Telegram"),
    "account": N_("account on another shared host"),
    "site": N_("a site of its own"),
}
NOTES = (
    N_(
        "A shop counts once in each column, with all its faces; under kinds and districts it counts under"
        " each of its own."
    ),
    N_("Precision is the confirmed part of the shops that were confirmed or rejected in the month."),
    N_("Times are medians; they count from when a shop was found, confirmed or sent first."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with its title. A float is a share of one."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A month's report, in words. `notes` say how to read it."""

    title: str
    office: str
    month: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]


def report(found: Figures, month: Month, office: str, language: Language) -> Report:
    """Put a month's figures into words."""
    say = language.translations.gettext
    named = format_date(month.span("UTC")[0], "LLLL y", locale=language.locale)
    return Report(
        title=say(N_("Monthly report")),
        office=office,
        month=named,
        sheets=(
            _summary(found, language),
            _table(
                say(N_("By kind")),
                {say(KINDS[name]): counts for name, counts in found.by_kind.items()},
                language,
            ),
            _table(say(N_("By town or district")), dict(found.by_district), language),
        ),
        notes=tuple(map(say, NOTES)),
    )


def wait(value: timedelta | None, language: Language) -> str:
    """A span of time in words; a dash where there is none."""
    return "–" if value is None else format_timedelta(value, threshold=1.2, locale=language.locale)


def _summary(found: Figures, language: Language) -> Sheet:
    say = language.translations.gettext
    kappa = found.agreement.kappa
    rows: list[tuple[Cell, ...]] = [
        (say(N_("Pages to look at")), found.pages),
        (say(N_("Photos received")), found.photos),
        (say(N_("Raids")), found.raids.raids),
        (say(N_("People on raids")), found.raids.people),
        (say(N_("Inscriptions found on raids")), found.raids.found),
        (say(N_("Inscriptions painted over")), found.raids.painted),
        (say(N_("Decisions of people")), found.decisions),
        *((say(N_("Shops")) + ": " + say(label), getattr(found.counts, name)) for name, label in COLUMNS),
        (say(N_("Precision of flags")), found.counts.precision),
        (say(N_("From found to confirmed")), wait(found.waits.found_to_confirmed, language)),
        (say(N_("From confirmed to sent")), wait(found.waits.confirmed_to_sent, language)),
        (say(N_("From sent to blocked")), wait(found.waits.sent_to_blocked, language)),
        (say(N_("Second looks")), found.agreement.pairs),
        (say(N_("Agreement of two people (Cohen's kappa)")), "–" if kappa is None else f"{kappa:.2f}"),
    ]
    return Sheet(title=say(N_("Overview")), head=("", ""), rows=tuple(rows))


def _table(title: str, groups: dict[str, Counts], language: Language) -> Sheet:
    say = language.translations.gettext
    head = ("", *(say(label) for _, label in COLUMNS), say(N_("precision")))
    rows = tuple(
        (name, *(getattr(counts, column) for column, _ in COLUMNS), counts.precision)
        for name, counts in groups.items()
    )
    return Sheet(title=title, head=head, rows=rows)
