"""Cases as a person keeps them."""

from tests.mergen.command import Mergen


def test_a_case_is_opened_filled_assigned_and_seen_by_whom_it_names(mergen: Mergen) -> None:
    assert "seen by everybody who has the right" in mergen("case", "list").out
    opened = mergen("case", "add", "Operation 7", "--restricted", "--json").record
    assert (opened["id"], opened["restricted"], opened["shops"]) == (1, True, [])
    me = opened["people"]
    assert mergen("target", "add", "@qala_vitrina_").status == 0
    assert mergen("case", "put", "1", "--target", "@qala_vitrina_").status == 0
    assert "No account is called aigul" in mergen("case", "assign", "Operation 7", "aigul").out
    listed = mergen("case", "list", "--json").record
    assert (sorted(listed["people"]), listed["targets"]) == (sorted([*me, "aigul"]), [1])
    assert "qala_vitrina_" in mergen("target", "list").out
    assert mergen("case", "unassign", "Operation 7", me[0]).status == 0
    assert "qala_vitrina_" not in mergen("target", "list").out
    assert "Operation" not in mergen("case", "list").out
    assert mergen("case", "restrict", "Operation 7", "--off").status == 0
    assert "worked on by aigul" in mergen("case", "list").out
    missing = mergen("case", "assign", "9", "aigul")
    assert (missing.status, "mergen case list" in missing.message) == (1, True)
