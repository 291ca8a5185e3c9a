"""What a person sees in a terminal."""

from datetime import datetime, timedelta, timezone

import pytest

from mergen.output import Output


def test_a_long_address_is_folded_and_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    address = "https://qala.example/" + "catalogue-" * 20
    Output(as_json=False).table("Pages", ("no.", "address"), [(1, address)])
    cells = [line.split("│")[2].strip() for line in capsys.readouterr().out.splitlines() if "│" in line]
    assert "".join(cells) == address


def test_a_time_is_shown_to_the_minute_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 11, 23, 11, 30, 12, 345, tzinfo=timezone(timedelta(hours=5)))
    Output(as_json=False).table("Targets", ("due",), [(at,)])
    assert "│ 2026-11-23 06:30 UTC │" in capsys.readouterr().out


def test_a_table_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Output(as_json=False).table("Decisions", ("at", "verdict"), [])
    assert capsys.readouterr().out.split() == ["Decisions", "none"]


def test_what_a_page_wrote_does_not_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Output(as_json=False).say("a code says \x1b]0;owned\x07 and \u202egnp.exe")
    out = capsys.readouterr().out
    assert "a code says" in out
    assert not set(out) & {"\x1b", "\x07", "\u202e"}


def test_a_table_that_a_terminal_is_too_narrow_for_is_shown_row_by_row(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    columns = ("file", *(f"figure {number}" for number in range(9)), "note")
    row = ("dev", *(f"0.{number}00\n(0.100–0.900)" for number in range(9)), "–")
    Output(as_json=False).table("By file", columns, [row])
    title, *below = capsys.readouterr().out.splitlines()
    assert title == "By file"
    assert max(map(len, below)) <= 80
    figures = (f"figure {number} 0.{number}00 (0.100–0.900)" for number in range(9))
    assert " ".join(" ".join(below).split()) == " · ".join(("file dev", *figures))


@pytest.mark.parametrize("width", range(20, 120, 7))
def test_no_word_of_a_table_is_broken_at_any_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    row = (5, "recruitment", "0.7500 (0.1000–0.9000)", "Нұрлы табыс, работа сразу", "2026-11-23 06:30 UTC")
    Output(as_json=False).table("Shops", ("no.", "label", "score", "title", "due"), [row])
    said = capsys.readouterr().out
    words = set(said.replace("│", " ").split())
    assert words >= {"recruitment", "0.7500", "(0.1000–0.9000)", "работа", "сразу", "2026-11-23", "UTC"}
    assert max(map(len, said.splitlines())) <= max(width, len("(0.1000–0.9000)") + 2)


def test_an_address_in_a_row_is_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    address = "https://qala.example/" + "catalogue-" * 20
    Output(as_json=False).table(
        "Pages", ("no.", "address", "title", "state"), [(1, address, "a" * 20, "new")]
    )
    assert address in capsys.readouterr().out.split()
