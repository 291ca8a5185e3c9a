"""Schemathesis asks the API what its description allows and what it does not, and holds the answers to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from starlette.types import Receive, Scope, Send

from models.database import Database
from pipeline.blobs import FolderBlobs
from qr.worker import IsolatedReader
from review.api.app import create_api
from review.app import ReviewConfig, create_app
from review.desk import Desk
from tests.review.conftest import Office
from tests.review.factory import QUICK_HASHER, Street, picture
from tests.review.programs import token_of, whole_config
from tests.stores import Clock

CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {"max-examples": 4, "deterministic": True, "database": "none", "no-shrink": True},
        "operations": [
            # No schema can say what a readable photo is, nor what an address or a schedule.
            {
                "include-name": "POST /photos",
                "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "415"]}},
            },
            {
                "include-name": "POST /targets",
                "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "422"]}},
            },
        ],
    }
)


class Front:
    """Hands requests to the application that `house` sets up. Operations are told to pytest before there is a
    store."""

    def __init__(self) -> None:
        self.app: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


front = Front()


def described() -> Any:
    """The description, which no store is needed for."""
    nowhere = Path("/nonexistent")
    config = ReviewConfig(
        database=Database(f"sqlite:///{nowhere}"),
        blobs=FolderBlobs(nowhere),
        clock=Clock(),
        hasher=QUICK_HASHER,
    )
    schema = schemathesis.openapi.from_dict(create_api(Desk(config)).openapi(), config=CONFIG)
    schema.app = front
    return schema


@pytest.fixture(scope="module")
def secret(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A token for everything, on a store that has what each operation can ask for."""
    folder = tmp_path_factory.mktemp("api-schema")
    shutil.copy(furnished, folder / "mergen.db")
    database = Database(f"sqlite:///{folder}/mergen.db")
    office = Office(database=database, blobs=FolderBlobs(folder / "blobs"))
    with database.write() as session:
        street = Street(session, office.blobs)
        street.shop("qala.example", "t.me/qala_vitrina_", screenshot_sha256=street.blob(picture()))
        street.photo(street.code("https://qala.example/"), sender="admin", note="wall")
    with IsolatedReader() as reader:
        front.app = create_app(whole_config(office, reader))
        yield token_of(office, "admin")
    database.close()


@described().parametrize()
def test_the_api_answers_as_it_is_described(case: Any, secret: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})
