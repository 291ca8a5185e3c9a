"""Every command explains itself and has its place in the documentation."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from mergen.catalogue import NAMES, Catalogue, description
from mergen.cli import app

ROOT = Path(__file__).resolve().parents[2]
README = ROOT.joinpath("README.md").read_text("utf-8")
COMMANDS_PAGE = ROOT.joinpath("docs", "commands.md").read_text("utf-8")


def _leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in children.items():
        if not child.hidden:
            yield from _leaves(child, f"{path} {name}")


COMMANDS = dict(_leaves(typer.main.get_command(app), "mergen"))


def _mentioned(text: str) -> Iterator[str]:
    """What a text tells people to type: `mergen ...` in back quotes or at the start of a shell line."""
    yield from re.findall(r"`((?:\.venv/bin/)?mergen [a-z][^`]*)`", text)
    yield from re.findall(r"^(?:\$ )?((?:\.venv/bin/)?mergen [a-z].*)$", text, re.MULTILINE)


def _command_of(line: str) -> str:
    """The longest known command that a line begins with, else the line."""
    words = line.removeprefix(".venv/bin/").split()
    for length in (3, 2):
        if " ".join(words[:length]) in COMMANDS:
            return " ".join(words[:length])
    return line


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_has_help(path: str) -> None:
    help_text = COMMANDS[path].help
    assert help_text
    assert len(help_text.split()) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_the_listing_describes_a_command_in_its_own_words(name: str) -> None:
    assert description(name) == Catalogue()[name].help


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_of_a_command_has_help(path: str) -> None:
    silent = [parameter.name for parameter in COMMANDS[path].params if not getattr(parameter, "help", None)]
    assert silent == []


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_has_an_entry_in_the_docs(path: str) -> None:
    assert re.search(rf"^\| `{re.escape(path)}[ `]|^#+ `{re.escape(path)}[ `]", COMMANDS_PAGE, re.MULTILINE)


@pytest.mark.parametrize(
    "page", ["README.md", *(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))]
)
def test_a_command_that_a_page_names_exists(page: str) -> None:
    named = [_command_of(line) for line in _mentioned(ROOT.joinpath(page).read_text("utf-8"))]
    assert [line for line in named if line not in COMMANDS] == []


def test_the_readme_gives_the_two_commands() -> None:
    targets = set(re.findall(r"^([a-z]+):", ROOT.joinpath("Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= set(re.findall(r"\bmake ([a-z]+)", README)) <= targets
