"""`mergen verify`"""

from collections import Counter

import typer

from mergen.composition import Workshop
from mergen.options import Json
from mergen.output import Output, complain, errors
from mergen.settings import load
from pipeline.verify import verify as verify_evidence


def verify(as_json: Json = False) -> None:
    """Recompute the digest of every stored file and WARC record; status 1 if one is not as it was."""
    output = Output(as_json=as_json)
    counts: Counter[str] = Counter()
    faults = 0
    with (
        Workshop(load()) as workshop,
        workshop.database.read() as session,
        errors.status("Checking …") as status,
    ):
        for checked in verify_evidence(session, workshop.blobs, workshop.warc_folder):
            counts[checked.kind] += 1
            status.update(f"Checking … {counts['blob']} files, {counts['record']} WARC records")
            if checked.fault is not None:
                faults += 1
                complain(checked.fault)
                if as_json:
                    output.record({"kind": checked.kind, "name": checked.name, "fault": checked.fault})
    if as_json:
        output.record({"summary": {"blobs": counts["blob"], "records": counts["record"], "faults": faults}})
    else:
        output.say(
            f"{counts['blob']} files and {counts['record']} WARC records checked, {faults} not as they were."
        )
    if faults:
        raise typer.Exit(1)
