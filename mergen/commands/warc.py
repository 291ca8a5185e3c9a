"""`mergen warc`"""

from pathlib import Path
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.options import Json, person
from mergen.output import Output, complain
from mergen.settings import load


def warc(
    files: Annotated[list[Path], typer.Argument(help="WARC files, plain or packed, or WACZ packages.")],
    as_json: Json = False,
) -> None:
    """Read web archives as if they were crawled: codes, scores, evidence, shops. Nothing is fetched.

    The same files give the same result, and are not stored twice.
    """
    from crawler.archive import Archive
    from mergen import crawl_report
    from pipeline.archives import archive_run, read_archives
    from pipeline.manifests import keep_manifest

    archives = [Archive(path) for path in files]
    output = Output(as_json=as_json)
    with Workshop(load()) as workshop:
        versions = workshop.versions()
        with workshop.database.write() as session:
            run = archive_run(session, archives, versions, person(), workshop.clock())
        with crawl_report.Ticker(output) as ticker:
            ended, leads = read_archives(run, archives, workshop.road_tools(run.id), ticker)
        keep_manifest(workshop.database, workshop.blobs, run.id, workshop.authorities, workshop.office())
        for archive in archives:
            if archive.fault:
                complain(archive.fault)
        crawl_report.summarise(output, ended, leads=leads)
    if ended.error:
        raise typer.Exit(1)
