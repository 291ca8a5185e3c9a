"""Schemathesis asks the API what its description allows and what it does not, and holds the answers to it."""

import subprocess
import sys
from pathlib import Path

import pytest

from qr.worker import IsolatedReader
from review.app import create_app
from tests.review.conftest import Office
from tests.review.factory import Street, picture
from tests.review.programs import token_of, whole_config
from tests.review.serving import serving

# No schema can say what a readable photo is, nor what an address or a schedule.
# What asks for the same as another operation is not covered again.
CONFIG = """
[[operations]]
include-name = [
  "GET /shops/counts", "GET /shops/{shop_id}/next",
  "POST /shops/{shop_id}/skip", "POST /shops/{shop_id}/recapture", "DELETE /shops/{shop_id}/lease",
  "GET /evidence/{sha256}/blurred", "DELETE /targets/{target_id}", "POST /targets/{target_id}/now",
  "POST /targets/{target_id}/pause", "POST /targets/{target_id}/resume",
]
phases.coverage.enabled = false

[[operations]]
include-name = "POST /photos"
checks.positive_data_acceptance.expected-statuses = ["2xx", "415"]

[[operations]]
include-name = ["POST /targets", "PUT /targets/{target_id}"]
checks.positive_data_acceptance.expected-statuses = ["2xx", "404", "422"]
"""
OPTIONS = (
    *("--checks", "all", "--mode", "all", "--phases", "coverage,fuzzing,stateful"),
    *("--max-examples", "2", "--generation-deterministic", "--no-shrink"),
    *("--continue-on-failure", "--no-color", "--warnings", "off"),
)


@pytest.mark.slow
def test_the_api_answers_as_it_is_described(office: Office, tmp_path: Path) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        street.shop("qala.example", "t.me/qala_vitrina_", screenshot_sha256=street.blob(picture()))
        street.photo(street.code("https://qala.example/"), sender="admin", note="wall")
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    command: list[str | Path] = [
        Path(sys.executable).with_name("schemathesis"),
        "--config-file",
        config,
        "run",
    ]
    secret = token_of(office, "admin")
    with IsolatedReader() as reader, serving(lambda _: create_app(whole_config(office, reader))) as address:
        where = (f"{address}/api/openapi.json", "--header", f"Authorization: Bearer {secret}")
        asked = subprocess.run(
            [*command, *where, *OPTIONS], check=False, capture_output=True, text=True, cwd=tmp_path
        )
    assert asked.returncode == 0, asked.stdout[-8000:] + asked.stderr[-2000:]
    assert "No issues found" in asked.stdout
