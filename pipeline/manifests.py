"""The manifest of a run: what was asked, with what, what came of it, and every capture with its place."""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.capture import Capture
from models.database import Database
from models.decision import Event
from models.run import Run
from pipeline.blobs import BlobStore
from pipeline.events import record
from pipeline.evidence import add_blob
from pipeline.sealing import MEDIA_TYPE, Office, store_tokens
from pipeline.timestamps import Authorities

SCHEMA = "mergen.run/1"


def keep_manifest(
    database: Database, blobs: BlobStore, run_id: int, authorities: Authorities, office: Office
) -> str:
    """Store the manifest of a run that has ended, and have it stamped; gives its digest.

    An authority that does not answer is told of in the custody log. Raises EvidenceUnavailable.
    """
    with database.read() as session:
        manifest = run_manifest(session, run_id, office)
    digest = blobs.put(manifest)
    answers = tuple(authorities.stamp(manifest))
    with database.write() as session:
        add_blob(session, digest, len(manifest), media_type=MEDIA_TYPE, kind="manifest", now=office.now)
        subject = ("run", run_id)
        record(session, "manifested", subject, actor=office.actor, at=office.now, manifest=digest)
        store_tokens(session, digest, answers, actor=office.actor, now=office.now)
    return digest


def run_manifest(session: Session, run_id: int, office: Office) -> bytes:
    """The manifest's bytes: JSON with sorted keys."""
    run = session.get_one(Run, run_id)
    head = session.execute(
        sa.select(Event.number, Event.digest).order_by(Event.number.desc()).limit(1)
    ).one_or_none()
    content = {
        "schema": SCHEMA,
        "office": office.name,
        "software": office.software,
        "made_at": office.now.isoformat(),
        "run": run.id,
        "started_at": run.started_at.isoformat(),
        "ended_at": _instant(run.ended_at),
        "state": run.state,
        "seeds": run.seeds,
        "options": run.options,
        "versions": run.versions,
        "account": run.account,
        "custody": {"event": head.number, "digest": head.digest} if head is not None else None,
        "captures": _captures(session, run_id),
    }
    written = io.BytesIO()
    # Piece by piece: all pieces of a long run's manifest together take ten times the room of its bytes.
    with io.TextIOWrapper(written, "utf-8", newline="") as text:
        json.dump(content, text, ensure_ascii=False, indent=1, sort_keys=True)
        text.write("\n")
        text.flush()
        return written.getvalue()


def _captures(session: Session, run_id: int) -> Sequence[dict[str, Any]]:
    columns = (
        *(Capture.url, Capture.status, Capture.fetched_at),
        *(Capture.sha256, Capture.screenshot_sha256, Capture.rendered_sha256),
        *(Capture.warc_file, Capture.warc_offset, Capture.warc_length),
    )
    query = sa.select(*columns).where(Capture.run_id == run_id).order_by(Capture.id)
    return [
        {
            "url": url,
            "status": status,
            "fetched_at": fetched_at.isoformat(),
            "sha256": sha256,
            "screenshot_sha256": screenshot,
            "rendered_sha256": rendered,
            "warc": {"file": file, "offset": offset, "length": length},
        }
        for url, status, fetched_at, sha256, screenshot, rendered, file, offset, length in session.execute(
            query.execution_options(yield_per=500)
        )
    ]


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
