"""`mergen crawl`"""

from typing import Annotated

import typer

from crawler.request import BrowserPolicy, SpiderName
from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import SPIDER_HELP, Hops, IgnoreRobots, Json, Suspicious
from mergen.output import Output, complain
from mergen.settings import load


def crawl(
    urls: Annotated[list[str] | None, typer.Argument(help="Web addresses, or @channel.")] = None,
    depth: Annotated[int, typer.Option(min=0, help="How many links deep.")] = 2,
    max_pages: Annotated[int, typer.Option(min=1, help="How many pages at most.")] = 200,
    browser: Annotated[BrowserPolicy, typer.Option(help="When a real browser is used.")] = BrowserPolicy.AUTO,
    spider: Annotated[SpiderName, typer.Option(help=SPIDER_HELP)] = SpiderName.SITE,
    ignore_robots: IgnoreRobots = "",
    suspicious: Suspicious = False,
    offsite: Annotated[
        int,
        typer.Option(min=0, help="Follow links to other sites from pages fewer hops from a seed than this."),
    ] = 0,
    hops: Hops = 3,
    run: Annotated[
        int | None, typer.Option(help="Take up this run again instead of naming addresses.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Crawl addresses, read the codes in their images, follow those, score and store everything.

    A crawl that was cut off is taken up where it stopped when it is asked for again.
    """
    if bool(urls) == (run is not None):
        raise BadInput("Name the addresses to crawl, or one run with --run")
    from mergen import crawl_report, crawls
    from models.run import RunState
    from pipeline.runs import RunOptions

    options = RunOptions(
        depth=depth,
        max_pages=max_pages,
        browser=browser.value,
        offsite=offsite,
        hops=hops,
        spider=spider.value,
        ignore_robots=ignore_robots.strip(),
        suspicious=suspicious,
    )
    with Workshop(load()) as workshop:
        row = (
            crawls.resumed(workshop, run) if run is not None else crawls.begun(workshop, urls or [], options)
        )
        output = Output(as_json=as_json)
        with crawl_report.Ticker(output) as ticker:
            ended = crawls.run_one(workshop, row, ticker, crawls.reach_of(workshop, row))
        crawl_report.complain_of_seeds(workshop, row)
        if ended.error:
            complain(ended.error)
        for alarm in ended.account["alarms"]:
            complain(f"run {row.id}: {alarm}")
        if not as_json:
            crawl_report.name_the_lost(workshop, row)
        crawl_report.summarise(output, ended)
    if ended.state is RunState.STOPPED:
        raise typer.Exit(130)
    if ended.account["alarms"] or not ended.account["pages"] + ended.account["unchanged"]:
        raise typer.Exit(1)
