"""Options that several commands share."""

import getpass
from enum import StrEnum
from typing import Annotated

import typer

Json = Annotated[
    bool, typer.Option("--json", help="Print JSON lines on standard output and nothing else there.")
]

SPIDER_HELP = "From link to link (site), or only what sitemaps and feeds call new or changed (sitemap)."


IgnoreRobots = Annotated[
    str,
    typer.Option(
        "--ignore-robots",
        metavar="REASON",
        help="Crawl the named sites against their robots.txt, for this reason, which is recorded.",
    ),
]


Hops = Annotated[
    int, typer.Option(min=0, help="How many sites away codes, contacts and links may lead; 0: none.")
]

Suspicious = Annotated[
    bool,
    typer.Option(
        "--suspicious", help="Look at the strongest pages again as a buyer with a phone, and compare."
    ),
]


class Flag(StrEnum):
    """The labels that a finding can have."""

    SALE = "sale"
    RECRUITMENT = "recruitment"
    UNSURE = "unsure"


def person() -> str:
    """Who runs the command, as decisions and events name them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
