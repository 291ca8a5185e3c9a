"""`mergen verify`"""

from collections import Counter

import typer

from mergen.composition import Workshop
from mergen.options import Json
from mergen.output import Output, complain, errors
from mergen.settings import load
from pipeline.verify import Proofs
from pipeline.verify import verify as verify_evidence

NOUNS = {
    "event": "events",
    "row": "rows",
    "blob": "files",
    "record": "WARC records",
    "segment": "WARC segments",
    "seal": "seals",
    "timestamp": "time stamps",
    "witness": "witnesses",
}


def verify(as_json: Json = False) -> None:
    """Recompute the custody log and every digest, check every signature; status 1 if one thing is not as it
    was. The first fault that is named is where the custody log was broken first."""
    output = Output(as_json=as_json)
    counts: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    faults = 0
    with (
        Workshop(load()) as workshop,
        workshop.database.read() as session,
        errors.status("Checking …") as status,
    ):
        proofs = Proofs(witness_folder=workshop.custody_folder, authorities=workshop.authorities)
        for checked in verify_evidence(session, workshop.blobs, workshop.warc_folder, proofs):
            counts[checked.kind] += 1
            status.update(f"Checking … {_counted(counts)}")
            if checked.note is not None:
                notes[f"{NOUNS[checked.kind]} {checked.note}"] += 1
            if checked.fault is not None:
                faults += 1
                complain(checked.fault)
                if as_json:
                    output.record({"kind": checked.kind, "name": checked.name, "fault": checked.fault})
    if as_json:
        summary = {f"{kind}{'es' if kind == 'witness' else 's'}": counts[kind] for kind in NOUNS}
        output.record({"summary": {**summary, "notes": dict(notes), "faults": faults}})
    else:
        for note, count in notes.items():
            output.say(f"{count} {note}")
        output.say(f"{_counted(counts)} checked, {faults} not as they were.")
    if faults:
        raise typer.Exit(1)


def _counted(counts: Counter[str]) -> str:
    parts = [f"{counts[kind]} {noun}" for kind, noun in NOUNS.items() if counts[kind]]
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts) or "Nothing"
