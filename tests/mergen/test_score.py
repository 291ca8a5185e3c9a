"""`mergen score`"""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.mergen.command import Answer, Mergen
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT

KEYS = {"score", "label", "lang", "signals", "scorer"}
SHOP_LINE = " ".join(SHOP_TEXT.split())
LINES: Sequence[str] = (
    json.dumps({"text": SHOP_TEXT, "id": 1, "tags": ["a", {"b": None}]}, ensure_ascii=False),
    '{"text": "cut off in the mid',
    '{"id": 3}',
    '{"text": 4}',
    "{}",
    json.dumps({"text": NEWS_TEXT, "id": 6}),
    "",
    SHOP_LINE,
    '{"text": "half a pair \\ud83d", "id": 9}',
    '{"text": "deep", "x": ' + "[" * 50_000 + "]" * 50_000 + "}",
    json.dumps({"text": "", "score": "ours", "label": None}),
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """Good lines and broken ones, through standard input."""
    return Mergen(tmp_path_factory.mktemp("score"))("score", "-", "--json", given="\n".join(LINES) + "\n")


def test_each_line_gives_one_object_in_order_with_its_own_fields(mixed: Answer) -> None:
    records = mixed.records
    assert len(records) == len([line for line in LINES if line])
    assert (records[0]["id"], records[0]["tags"]) == (1, ["a", {"b": None}])
    assert [record.get("id") for record in records[4:8]] == [None, 6, None, 9]
    assert records[6]["text"] == SHOP_LINE
    assert records[7]["text"] == "half a pair \ud83d"


def test_a_score_has_the_promised_form(mixed: Answer) -> None:
    for record in (mixed.records[0], mixed.records[5], mixed.records[6], mixed.records[7]):
        assert set(record) >= KEYS
        assert 0 <= record["score"] <= 1
        assert record["label"] in {"sale", "recruitment", "benign", "unsure"}
    shop, news = mixed.records[0], mixed.records[5]
    assert (shop["label"], news["label"]) == ("sale", "benign")
    assert shop["lang"] == "ru"
    assert shop["score"] > 0.9
    assert news["score"] < 0.1
    for signal in shop["signals"]:
        assert set(signal) == {"family", "kind", "quote", "start", "end", "weight"}
        assert SHOP_TEXT[signal["start"] : signal["end"]] == signal["quote"]


def test_a_broken_line_is_named_and_the_others_are_scored(mixed: Answer) -> None:
    assert mixed.status == 1
    faults = {number: record["error"] for number, record in enumerate(mixed.records) if "error" in record}
    assert list(faults) == [1, 2, 3, 4, 8]
    assert "line 2 is no JSON" in faults[1]
    assert "line 3 has no field `text`" in faults[2]
    assert "line 5 has no field `text`" in faults[4]
    assert "line 10 is no JSON" in faults[8]
    assert all(error in mixed.message for error in faults.values())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"date": "next spring"}, "line 2: its field `date` is no day; write it as 2026-03-01"),
        ({"date": "2026-02-30"}, "line 2: its field `date` is no day"),
        ({"date": "01.03.2026"}, "line 2: its field `date` is no day"),
        ({"date": 1772323200}, "line 2: its field `date` is no day"),
        ({"title": 4}, "line 2: its field `title` is no text"),
        ({"url": ["a"]}, "line 2: its field `url` is no text"),
    ],
)
def test_a_field_that_is_wrong_is_named_and_never_left_aside(
    bare: Mergen, fields: dict[str, object], says: str
) -> None:
    lines = [json.dumps({"text": NEWS_TEXT}), json.dumps({"text": NEWS_TEXT, "id": 2, **fields})]
    answer = bare("score", "-", "--json", given="\n".join(lines))
    assert answer.status == 1
    assert says in answer.message
    good, bad = answer.records
    assert good["label"] == "benign"
    assert (bad["id"], "label" in bad) == (2, False)
    assert bad["error"].startswith(says)


@pytest.mark.parametrize(
    "date", ["2026-03-01", "20260301", "2026-03-01T09:30:00+05:00", "2026-03-01 09:30", "", None]
)
def test_a_day_may_have_a_time_or_be_left_open(bare: Mergen, date: str | None) -> None:
    row = json.dumps({"text": NEWS_TEXT, "title": None, "date": date})
    answer = bare("score", "-", "--json", given=row)
    assert (answer.status, answer.err, answer.record["label"]) == (0, "", "benign")


def test_mergen_s_own_fields_win_over_a_line_s(mixed: Answer) -> None:
    assert mixed.records[9]["label"] == "benign"
    assert mixed.records[9]["score"] < 0.1


def test_a_large_file_of_plain_lines_keeps_its_order(bare: Mergen) -> None:
    (bare.folder / "texts.txt").write_text("".join(f"Вечер поэзии номер {n}\n" for n in range(2000)), "utf-8")
    answer = bare("score", "texts.txt", "--json")
    assert (answer.status, answer.err) == (0, "")
    assert [record["text"].split()[-1] for record in answer.records] == [str(n) for n in range(2000)]


def test_any_bytes_are_scored(bare: Mergen) -> None:
    answer = bare("score", "--json", given=b"\xff\xfe\x00 broken \xc3\x28\r\nsecond\n")
    assert answer.status == 0
    assert [record["text"].split()[-1] for record in answer.records] == ["\ufffd(", "second"]


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(bare: Mergen, name: str) -> None:
    answer = bare("score", name, "--json")
    assert (answer.status, answer.out) == (1, "")
    assert f"{name} cannot be read" in answer.message


def test_without_json_a_person_reads_label_and_reasons(bare: Mergen, tmp_path: Path) -> None:
    answer = bare("score", given=SHOP_LINE)
    assert answer.status == 0
    assert answer.out.startswith("sale")
    assert "«" in answer.out


def test_a_person_sees_a_text_in_one_line_and_that_it_goes_on(bare: Mergen) -> None:
    text = "1 г (прикоп)\n16000\n" + "Координаты и фото после оплаты. " * 3
    first, *reasons = bare("score", "-", given=json.dumps({"text": text})).out.splitlines()
    assert first.split(maxsplit=3)[3].startswith("1 г (прикоп) 16000 Координаты")
    assert first.endswith("…")
    assert all("«" in line and "»" in line for line in reasons)
