"""`mergen expire`"""

from collections import Counter
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load


def expire(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and remove nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Remove the bytes of evidence that is past its time (MERGEN_KEEP_DAYS), but for what is under a hold.

    Rows, digests and the reason stay, and the custody log says who removed what.
    """
    from pipeline.expiry import Expiry, Remover
    from pipeline.keeping import due, read_policy

    settings = load()
    policy = read_policy(settings.keep_days)
    if not policy:
        raise BadInput(
            "MERGEN_KEEP_DAYS names no kind: everything is kept for ever, and nothing is to be done"
        )
    with Workshop(settings) as workshop:
        if dry_run:
            with workshop.database.read() as session:
                found = due(session, policy, workshop.clock())
        else:
            expiry = Expiry(policy=policy, actor=person(), now=workshop.clock())
            found = Remover(workshop.database, workshop.blobs, workshop.warc_folder).remove(expiry)
    kinds = Counter(kind.value for kind in found.captures.values())
    photos = len(found.photos)
    output = Output(as_json=as_json)
    if as_json:
        counts = {"blobs": len(found.blobs), "warc_files": sorted(found.warc_files)}
        output.record({"captures": dict(kinds), "photos": photos, **counts, "dry_run": dry_run})
    else:
        captures = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "no"
        done = "would go" if dry_run else "removed"
        output.say(
            f"Past their time: {captures} captures, {photos or 'no'} photos."
            f" {len(found.blobs)} files and {len(found.warc_files)} WARC files {done}."
        )
