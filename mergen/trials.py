"""What `mergen lexicon dry-run` does and says."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mergen.composition import Workshop
from mergen.dry_running import do
from mergen.errors import BadInput
from mergen.options import person
from mergen.output import Output
from mergen.settings import load
from models.capture import Capture
from models.dry_run import DryRun, DryRunChange
from pipeline.dry_runs import Trial, ask, counted, take

SHOWN = 3


def tried(file: Path, newest: int | None, output: Output) -> None:
    """Do a dry run of a file that was checked, and say what came out."""
    with Workshop(load()) as workshop:
        trial = Trial(name=file.name, lexicon=file.read_text("utf-8"), newest=newest)
        with workshop.database.write() as session:
            number = ask(session, trial, actor=person(), now=workshop.clock()).id
            run = take(session, number, workshop.clock())
        if run is None:
            raise BadInput("Another process does this dry run; see the review pages")
        do(workshop, run)
        with workshop.database.read() as session:
            _say(session, session.get_one(DryRun, number), output)


def _say(session: Session, run: DryRun, output: Output) -> None:
    changes = [
        _record(change, url)
        for change, url in session.execute(
            select(DryRunChange, Capture.url)
            .join(Capture, Capture.id == DryRunChange.capture_id)
            .where(DryRunChange.dry_run_id == run.id)
            .order_by(DryRunChange.change, DryRunChange.id)
        )
    ]
    counts = counted(session, [run.id])[run.id]
    summary = {"dry_run": run.id, "pages": run.pages, "unread": run.unread, "touched": run.touched, **counts}
    if output.as_json:
        for each in changes:
            output.record(each)
        output.record({"summary": summary | {"before": run.scorer_before, "after": run.scorer_after}})
        return
    columns = ("change", "page", "before", "after", "because of")
    output.table(f"Dry run {run.id} of {run.name}", columns, map(_cells, changes))
    output.say(
        f"{run.pages} pages were looked at: {counts['appears']} would be new to look at, {counts['vanishes']}"
        f" no more, {counts['band']} with another label; {run.touched} get another score or other reasons."
    )
    if run.unread:
        output.say(f"{run.unread} could not be read again: their bytes are gone or damaged (mergen verify).")


def _record(change: DryRunChange, url: str) -> dict[str, Any]:
    return {
        "change": change.change,
        "url": url,
        "capture": change.capture_id,
        "before": {"label": change.label_before, "score": round(change.score_before, 6)},
        "after": {"label": change.label_after, "score": round(change.score_after, 6)},
        "gained": change.gained,
        "lost": change.lost,
    }


def _cells(change: dict[str, Any]) -> tuple[object, ...]:
    signs = [f"+ {sign['kind']} «{sign['quote'][:60]}»" for sign in change["gained"][:SHOWN]]
    signs += [f"- {sign['kind']} «{sign['quote'][:60]}»" for sign in change["lost"][:SHOWN]]
    before, after = (f"{change[when]['label']} {change[when]['score']:.2f}" for when in ("before", "after"))
    return change["change"], change["url"], before, after, "\n".join(signs)
