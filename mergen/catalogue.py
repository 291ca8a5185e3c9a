"""The commands by name, each imported when it is asked for: one needs a browser's driver, another nothing."""

import ast
import copy
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.resources import files
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

NAMES = (
    *("init", "crawl", "photo", "qr", "score", "target", "findings", "shops", "decide", "export"),
    *("blocklist", "run", "serve", "doctor", "verify", "seal", "user", "demo", "train", "eval", "model"),
    *("lexicon", "frontier", "warc", "expire", "hold", "forget", "replay", "backup", "restore", "report"),
    *("case", "original", "token", "recheck", "reply"),
)


class Catalogue(Mapping[str, Any]):
    """`mergen/commands/NAME.py` holds the command NAME: a function, or a `typer.Typer` of several."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in NAMES:
            raise KeyError(name)
        if name not in self._loaded:
            self._loaded[name] = _load(name)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


class CatalogueGroup(TyperGroup):
    """A group whose commands stand in a catalogue."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = Catalogue()  # type: ignore[assignment]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help without importing the commands that it lists."""
        listing = copy.copy(self)
        listing.commands = {name: TyperCommand(name, help=description(name)) for name in NAMES}
        TyperGroup.format_help(listing, ctx, formatter)


def description(name: str) -> str:
    """What the help of a command says about it, read from its source: the function's docstring, or the
    `help` of the group."""
    source = files("mergen.commands").joinpath(f"{name}.py").read_text("utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return ast.get_docstring(node) or ""
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return _help_of(node.value)
    return ""


def _help_of(group: ast.expr) -> str:
    """The `help` in `typer.Typer(..., help="...")`."""
    keywords = group.keywords if isinstance(group, ast.Call) else []
    return next((str(ast.literal_eval(k.value)) for k in keywords if k.arg == "help"), "")


def _load(name: str) -> Any:
    member = getattr(import_module(f"mergen.commands.{name}"), name)
    if isinstance(member, typer.Typer):
        return get_group(member)
    alone = typer.Typer(add_completion=False)
    alone.command(name)(member)
    return get_command(alone)
