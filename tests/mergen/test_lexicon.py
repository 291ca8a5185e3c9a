"""`mergen lexicon`, and an office's own terms in scoring."""

import json
from pathlib import Path

from classifiers.lexicon import load_terms
from tests.mergen.command import Mergen

OWN = """[[group]]
kind = "C2_slang"
language = "ru"
sense = "heard in our town"
valid_from = 2024
terms = \"\"\"
зюмбрик
мефедрон
\"\"\"
"""


def office(bare: Mergen, text: str = OWN) -> Mergen:
    folder = bare.folder / "ours"
    folder.mkdir(exist_ok=True)
    folder.joinpath("town.toml").write_text(text, encoding="utf-8")
    return bare.with_settings(MERGEN_LEXICONS="ours")


def test_terms_are_counted_by_family_and_language(bare: Mergen) -> None:
    answer = bare("lexicon", "count", "--json")
    assert (answer.status, answer.err) == (0, "")
    terms = {(row["family"], row["language"]): row for row in answer.records}
    assert terms["C", "ru"]["terms"] >= 150
    assert terms["L", "kk"]["unchecked"] == terms["L", "kk"]["terms"] >= 300
    table = bare("lexicon", "count")
    assert "substance" in table.out
    assert "no native speaker has checked" in table.out


def test_an_office_s_terms_are_listed_with_where_they_come_from(bare: Mergen) -> None:
    answer = office(bare)("lexicon", "list", "--own", "--json")
    assert [(row["term"], row["source"], row["valid_from"]) for row in answer.records] == [
        ("зюмбрик", "office", "2024-01-01"),
        ("мефедрон", "office", "2024-01-01"),
    ]
    assert {row["kind"] for row in bare("lexicon", "list", "--kind", "B8_not_found", "--json").records} == {
        "B8_not_found"
    }
    assert "There is no kind Z1" in bare("lexicon", "list", "--kind", "Z1").message


def test_a_file_is_checked_before_it_is_used(bare: Mergen) -> None:
    good = office(bare)("lexicon", "check", "--json")
    assert (good.status, good.record) == (0, {"file": "ours/town.toml", "terms": 2, "known": []})
    bad = office(bare, OWN.replace("2024", "soon").replace("= soon", '= "soon"'))("lexicon", "check")
    assert bad.status == 1
    assert "town.toml, group 1: 'soon' is no date" in bad.message
    assert "Name a file" in bare("lexicon", "check").message
    assert "missing.toml cannot be read" in bare("lexicon", "check", "missing.toml").message


def test_a_term_is_tried_on_texts_before_it_is_taken_up(bare: Mergen) -> None:
    lines = [
        "есть чемоданчик",
        json.dumps({"text": "о чемоданчиках"}, ensure_ascii=False),
        "ничего",
        '{"x": 1}',
    ]
    answer = bare("lexicon", "try", "чемоданчик", "--json", given="\n".join(lines))
    assert [(row["line"], row["quote"]) for row in answer.records[:-1]] == [
        (1, "чемоданчик"),
        (2, "чемоданчиках"),
    ]
    assert answer.summary == {"term": "чемоданчик", "lines": 3, "found_in": 2}
    assert "line 4 has no field" in answer.message
    assert answer.status == 1
    assert "in 1 of 1 lines" in bare("lexicon", "try", "=чемоданчик", given=lines[0]).out
    assert "would match too much" in bare("lexicon", "try", "зю*", given="").message


def test_an_office_s_term_counts_in_a_score_and_shows_in_the_scorer_s_name(bare: Mergen) -> None:
    row = json.dumps({"text": "зюмбрик 1г 9000, зюмбрик 2г 17000", "date": "2025-03-01"}, ensure_ascii=False)
    plain, ours = bare("score", "--json", given=row).record, office(bare)("score", "--json", given=row).record
    assert "C2_slang" not in {signal["kind"] for signal in plain["signals"]}
    assert "C2_slang" in {signal["kind"] for signal in ours["signals"]}
    assert ours["scorer"].startswith(f"{plain['scorer']}.o")


def test_a_wrong_folder_of_own_terms_stops_scoring_with_its_name(bare: Mergen, tmp_path: Path) -> None:
    answer = bare.with_settings(MERGEN_LEXICONS=str(tmp_path / "none"))("score", given="text")
    assert answer.status == 1
    assert "no such folder" in answer.message


def test_a_file_is_tried_on_the_store_before_it_is_switched_on(mergen: Mergen) -> None:
    mergen.folder.joinpath("town.toml").write_text(OWN, encoding="utf-8")
    answer = mergen("lexicon", "dry-run", "town.toml", "--json")
    assert (answer.status, answer.err) == (0, "")
    assert answer.summary["pages"] == answer.summary["appears"] == answer.summary["vanishes"] == 0
    assert answer.summary["after"].startswith(f"{answer.summary['before']}.o")


def test_of_many_terms_that_mergen_has_the_first_are_named(bare: Mergen) -> None:
    known = sorted({term.text for term in load_terms() if term.kind == "C2_slang" and term.language == "en"})[
        :50
    ]
    terms = "\n".join(known)
    written = bare.folder / "much.toml"
    written.write_text(
        f'[[group]]\nkind = "C2_slang"\nlanguage = "en"\nvalid_from = 2024\nterms = """\n{terms}\n"""\n'
    )
    answer = bare("lexicon", "check", str(written))
    assert answer.status == 0
    assert known[0] in answer.out
    assert "30 more" in answer.out
    assert known[-1] not in answer.out
