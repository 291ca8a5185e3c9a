"""The `mergen` command."""

import os
import sys
from typing import Annotated

import typer

from classifiers.errors import ClassifierError
from crawler.errors import CrawlerError
from exports.errors import ExportError
from mergen.catalogue import CatalogueGroup
from mergen.collector import seldom_collected
from mergen.errors import CommandError
from mergen.output import complain, set_up_logging, set_up_streams
from models.errors import StoreError
from pipeline.errors import PipelineError
from qr.errors import QrError

app = typer.Typer(
    name="mergen",
    cls=CatalogueGroup,
    help="Find online drug shops, have people confirm them, and hand them to those who can close them.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
KNOWN = (
    ClassifierError,
    CommandError,
    CrawlerError,
    ExportError,
    PipelineError,
    QrError,
    StoreError,
)

INTERRUPTED = 130


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - a tenth of what the list of commands takes

        typer.echo(f"mergen {version('mergen')}")
        raise typer.Exit


@app.callback()
def options(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say on standard error what is being done.")
    ] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is."),
    ] = False,
) -> None:
    """Options of every command."""
    set_up_logging(verbose=verbose)


def main() -> None:
    """Run the command. A known fault ends it with one clear line and status 1, Ctrl-C with status 130."""
    set_up_streams()
    try:
        with seldom_collected():
            app()
    except KNOWN as error:
        if isinstance(error.__cause__, BrokenPipeError):
            _close_output()
        else:
            complain(str(error))
        sys.exit(1)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            complain(
                "stopped; what was stored is safe, and a crawl that is asked for again goes on from there"
            )
        raise


def _close_output() -> None:
    """Whoever read our output has had enough (`mergen … | head`): nothing more is to be written there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
