"""What is kept comes back whole or not at all."""

import resource
from pathlib import Path

import pytest

from classifiers.kept_file import KeptFile

MARK, BODY = b"mark of an origin", b"tables " * 9


@pytest.fixture
def kept(tmp_path: Path) -> KeptFile:
    file = KeptFile(tmp_path / "new folder" / "file", MARK)
    file.write(BODY)
    return file


def test_what_was_written_is_read(kept: KeptFile) -> None:
    assert kept.read() == BODY
    assert [path.name for path in kept.path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("cut", [0, 5, len(MARK), len(MARK) + 4, len(MARK) + 20, -1])
def test_half_a_file_is_none(kept: KeptFile, cut: int) -> None:
    kept.path.write_bytes(kept.path.read_bytes()[:cut])
    assert kept.read() is None


@pytest.mark.parametrize("place", [0, len(MARK), -1])
def test_a_file_with_another_byte_is_none(kept: KeptFile, place: int) -> None:
    data = bytearray(kept.path.read_bytes())
    data[place] ^= 1
    kept.path.write_bytes(data)
    assert kept.read() is None


def test_a_file_of_another_origin_is_none_and_is_replaced(kept: KeptFile) -> None:
    other = KeptFile(kept.path, b"mark of another")
    assert other.read() is None
    other.write(b"")
    assert other.read() == b""
    assert kept.read() is None


@pytest.mark.parametrize(("public", "others"), [(True, 0o044), (False, 0)])
def test_who_else_may_read_it(tmp_path: Path, public: bool, others: int) -> None:
    file = KeptFile(tmp_path / "file", MARK, public=public)
    file.write(BODY)
    assert file.path.stat().st_mode & 0o077 == others


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    tmp_path.joinpath("taken").write_text("no folder", encoding="utf-8")
    file = KeptFile(tmp_path / "taken" / "file", MARK)
    file.write(BODY)
    assert file.read() is None


def test_a_full_disk_leaves_nothing_behind(kept: KeptFile) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(BODY), before[1]))
    try:
        kept.write(BODY + BODY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in kept.path.parent.iterdir()] == ["file"]
    assert kept.read() == BODY
