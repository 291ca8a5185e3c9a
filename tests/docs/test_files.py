"""The documentation points at what is there; the tree tells nothing about the machine it was made on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout
TRACKED = [ROOT / name for name in LISTED.split("\0") if name and (ROOT / name).is_file()]
PAGES = [path for path in TRACKED if path.suffix == ".md"]

# Written apart, so that this file is no finding of its own.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com")
MACHINE = re.compile(r"(?<![\w.~-])/(?:wo" + "rk|ro" + r"ot|home/\w+|op" + r"t/pypi)/[\w.]")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _anchors(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_link_in_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in _anchors(target.read_text("utf-8"))):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_source_file_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(
        r"`([\w./-]+/[\w.-]+\.(?:py|md|toml|jsonl|txt|html|typ|ini|cfg))`", page.read_text("utf-8")
    )
    relative = [name for name in named if not name.startswith(("/", "~", "var/", ".."))]
    assert [name for name in relative if not (ROOT / name).exists()] == []


def test_no_tracked_file_names_a_registry_or_a_folder_of_a_machine() -> None:
    assert len(TRACKED) > 100
    found = []
    for path in TRACKED:
        text = path.read_bytes().decode("utf-8", "replace")
        named = [host for host in REGISTRIES if host in text] + MACHINE.findall(text)
        found += [f"{_name(path)}: {each}" for each in named]
    assert found == []
