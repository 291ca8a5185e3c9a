"""`mergen eval` and `mergen model`"""

import json
from pathlib import Path

import pytest

from classifiers.evaluation import LabelledText
from classifiers.report import report_on
from mergen.cards import BEGIN, END, tables_of, write_between
from mergen.errors import BadInput
from tests.mergen.command import Mergen
from tests.pipeline.conftest import scorer
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT


def test_eval_gives_the_whole_card_of_anyones_texts(bare: Mergen) -> None:
    rows = [
        {"text": text, "label": label, "lang": "ru", "kind": kind}
        for text, label, kind in [(SHOP_TEXT, 1, "shop"), (NEWS_TEXT, 0, "news")] * 6
    ]
    rows.append({"text": NEWS_TEXT, "label": 1, "lang": "ru", "kind": "wrong"})
    (bare.folder / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    answer = bare("eval", "own.jsonl", "--json")
    assert answer.status == 0, answer.err
    card = answer.record
    assert card["all"]["quality"]["texts"] == card["by_file"]["own"]["quality"]["texts"] == 13
    assert set(card["by_kind"]) == {"shop", "news"}
    assert (card["few_by_kind"]["groups"], card["few_by_kind"]["assessed"]["quality"]["texts"]) == (1, 1)
    assert "few_by_language" not in card
    recall, interval = card["all"]["quality"]["recall"], card["all"]["intervals"]["recall"]
    assert recall == pytest.approx(6 / 7)
    assert interval["low"] <= recall <= interval["high"]
    assert set(card["baselines"]) == {"constant", "keywords", "TF-IDF"}
    [worst] = card["worst"]
    assert (worst["text"], worst["label"]) == (NEWS_TEXT, "benign")


def test_kinds_of_few_texts_are_one_row_and_no_text_is_left_out_of_a_table() -> None:
    kinds = ["shop"] * 6 + ["rare"] * 4 + ["rarer", ""]
    texts = [LabelledText(text=NEWS_TEXT, positive=False, kind=kind, source="own") for kind in kinds]
    by_kind = next(
        table for table in tables_of(report_on(scorer(), {"own": texts}, {})) if table.title == "By kind"
    )
    counts = {row[0]: int(row[1]) for row in by_kind.rows}
    assert counts == {"shop": 6, "3 kinds of fewer than 5 texts each": 6, "all": 12}
    untold = [LabelledText(text=NEWS_TEXT, positive=False, source="own")] * 6
    titles = [table.title for table in tables_of(report_on(scorer(), {"own": untold}, {}))]
    assert titles[:2] == ["By file", "By language"]
    assert "By kind" not in titles


def test_eval_names_a_line_that_is_no_row(bare: Mergen) -> None:
    (bare.folder / "bad.jsonl").write_text('{"text": "no label"}\n')
    answer = bare("eval", "bad.jsonl")
    assert (answer.status, "bad.jsonl, line 1" in answer.message) == (1, True)


def test_eval_says_once_that_a_file_is_not_there(bare: Mergen) -> None:
    answer = bare("eval", "none.jsonl")
    assert answer.message == "mergen: none.jsonl cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("eval", "own.jsonl", "--card"), "sets of their own"),
        (("eval", "own.jsonl", "--gate", "floors.json"), "sets of their own"),
        (("eval", "own.jsonl", "--into", "card.md"), "go with --card"),
        (("train", "--from-decisions", "--out", "model"), "goes to MERGEN_MODELS"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(bare: Mergen, words: tuple[str, ...], said: str) -> None:
    answer = bare(*words)
    assert (answer.status, said in answer.message) == (1, True)
    assert not (bare.folder / "model").exists()


def test_one_file_is_not_shown_again_as_all_of_them(bare: Mergen) -> None:
    rows = ({"text": text, "label": label} for text, label in ((SHOP_TEXT, 1), (NEWS_TEXT, 0)))
    (bare.folder / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    answer = bare("eval", "own.jsonl")
    assert answer.status == 0, answer.err
    by_file = answer.out.partition("By file")[2].partition("Beside baselines")[0].splitlines()
    assert "own" in " ".join(by_file)
    assert not any(line.strip("│ ").startswith("all") for line in by_file)


def test_the_shipped_model_is_active_until_another_is_chosen(bare: Mergen) -> None:
    record = bare("model", "list", "--json").record
    assert (record["version"], record["active"], record["own_texts"]) == ("shipped", True, 0)


def test_tables_replace_what_stands_between_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "card.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write_between(page, "new\n")
    assert page.read_text() == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    page.write_text("no markers")
    with pytest.raises(BadInput, match="no lines"):
        write_between(page, "new")
