"""`mergen blocklist`"""

from pathlib import Path

from tests.mergen.command import Mergen


def test_a_list_that_cannot_be_put_in_its_place_leaves_nothing_behind(mergen: Mergen, tmp_path: Path) -> None:
    place = tmp_path / "lists" / "hosts"
    place.mkdir(parents=True)
    answer = mergen("blocklist", "hosts", "--out", place)
    assert answer.status == 1
    assert f"{place} cannot be written" in answer.message
    assert list(place.parent.iterdir()) == [place]
    place.rmdir()
    assert mergen("blocklist", "hosts", "--out", place).status == 0
    assert place.stat().st_mode & 0o777 == 0o644
    assert list(place.parent.iterdir()) == [place]
