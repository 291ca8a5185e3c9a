"""The month's figures, and the forms in which they leave."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from models.decision import Verdict
from pipeline.decisions import Judgement, decide
from pipeline.events import record
from pipeline.figures import figures
from review.report.month import Month
from tests.review.conftest import Office
from tests.review.factory import NOW, Street

SPAN = (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))


@pytest.fixture
def busy(office: Office) -> Office:
    """A month with three shops found, one confirmed and sent, one rejected, one taken back."""
    with office.database.write() as session:
        street = Street(session, office.blobs)
        sent = street.shop("t.me/qala_vitrina_", "qala.example", places=["=тараз", "алматы"])
        rejected = street.shop("news.example", places=["алматы"])
        undone = street.shop("vk.com/sapfir_")
        yes = Judgement(verdict=Verdict.CONFIRMED, reason="offer")
        no = Judgement(verdict=Verdict.REJECTED, reason="report")
        for hours, shop, judgement in (
            (1, sent, yes),
            (2, sent, yes),
            (3, rejected, no),
            (4, undone, yes),
            (5, undone, Judgement(verdict=Verdict.UNSURE, reason="undone")),
        ):
            decide(session, shop, judgement, actor="admin", now=NOW + timedelta(hours=hours))
        for hours, kind in ((25, "exported"), (26, "exported"), (73, "blocked")):
            at = NOW + timedelta(hours=hours)
            record(session, kind, ("shop", sent), actor="admin", at=at)
    return office


def test_each_shop_counts_once_by_its_last_verdict(busy: Office) -> None:
    with busy.database.read() as session:
        found = figures(session, *SPAN)
    counts = found.counts
    assert (counts.found, counts.confirmed, counts.rejected, counts.unsure) == (3, 1, 1, 1)
    assert (counts.sent, counts.blocked, counts.reappeared) == (1, 1, 0)
    assert counts.precision == 0.5
    assert found.decisions == 5
    assert (found.waits.confirmed_to_sent, found.waits.sent_to_blocked) == (
        timedelta(hours=24),
        timedelta(hours=48),
    )
    assert found.waits.found_to_confirmed == timedelta(hours=25)


def test_a_shop_counts_under_each_of_its_kinds_and_districts(busy: Office) -> None:
    with busy.database.read() as session:
        found = figures(session, *SPAN)
    assert {name: counts.found for name, counts in found.by_kind.items()} == {
        "telegram": 1, "account": 1, "site": 2,
    }  # fmt: skip
    assert {name: counts.confirmed for name, counts in found.by_district.items()} == {
        "алматы": 1, "=тараз": 1,
    }  # fmt: skip


def test_what_happened_in_another_month_does_not_count(busy: Office) -> None:
    with busy.database.read() as session:
        found = figures(session, SPAN[1], SPAN[1] + timedelta(days=30))
    assert (found.counts.found, found.counts.confirmed, found.decisions) == (0, 0, 0)
    assert found.counts.precision is None
    assert found.waits.found_to_confirmed is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("Айлық есеп", "наурыз 2026")),
        ("ru", ("Месячный отчёт", "март 2026")),
        ("en", ("Monthly report", "March 2026")),
    ],
)
def test_the_report_is_a_page_a_paper_and_a_workbook(
    busy: Office, language: str, words: tuple[str, str]
) -> None:
    browser = busy.signed_in("analyst")
    browser.client.post(
        "/language",
        data={"csrf_token": _token(browser.get("/").text), "language": language},
        headers={"Origin": "http://testserver"},
    )
    page = browser.get("/overview?month=2026-03")
    assert page.status_code == 200
    assert words[1].casefold() in page.text.casefold()
    pdf = browser.get("/overview/report.pdf?month=2026-03")
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.content)).pages)
    for word in words:
        assert word.casefold() in " ".join(text.split()).casefold()
    xlsx = browser.get("/overview/report.xlsx?month=2026-03")
    assert xlsx.headers["content-disposition"] == 'attachment; filename="mergen-2026-03.xlsx"'
    with ZipFile(BytesIO(xlsx.content)) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
        sheets = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")
        )
    assert words[0] in strings
    assert "=тараз" in strings
    assert "<f>" not in sheets


def _token(page: str) -> str:
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_months_begin_at_midnight_of_the_office() -> None:
    march = Month(year=2026, month=3)
    since, until = march.span("Asia/Almaty")
    assert since.astimezone(UTC) == datetime(2026, 2, 28, 19, tzinfo=UTC)
    assert until.astimezone(UTC) == datetime(2026, 3, 31, 19, tzinfo=UTC)
    assert str(march.later(-3)) == "2025-12"
    assert [str(each) for each in march.up_to(2)] == ["2026-02", "2026-03"]
    assert Month.parse("2026-13") is None
    assert Month.of(since, "Asia/Almaty") == march
