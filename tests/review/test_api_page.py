"""docs/api.md: the bot that it holds runs as it stands, against a real server and a Telegram of our own."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import select
from werkzeug import Request, Response

from models.image import Photo
from qr.worker import IsolatedReader
from review.api.app import create_api
from review.app import create_app
from review.desk import Desk
from review.scopes import NEEDS, Scope
from tests.review.conftest import Office
from tests.review.factory import code_picture
from tests.review.programs import token_of, whole_config
from tests.review.serving import serving, until

PAGE = Path(__file__).parents[2].joinpath("docs", "api.md").read_text("utf-8")
LINK = "https://go.example/wall-7"
CHAT = {"id": 77, "type": "private"}
BOT_TOKEN = "1:invented"


class Telegram:
    """As much of Telegram's interface for bots as the bot uses: updates wait until an offset passes them."""

    def __init__(self, server: HTTPServer) -> None:
        self.updates: list[dict[str, Any]] = []
        self.said: list[str] = []
        self.files: dict[str, bytes] = {}
        server.expect_request(re.compile(f"/bot{BOT_TOKEN}/.*")).respond_with_handler(self._call)
        server.expect_request(re.compile(f"/file/bot{BOT_TOKEN}/.*")).respond_with_handler(self._file)

    def bring(self, **message: Any) -> None:
        number = len(self.updates) + 1
        self.updates.append(
            {"update_id": number, "message": {"chat": CHAT, "from": {"language_code": "en"}} | message}
        )

    def _call(self, request: Request) -> Response:
        method, fields = request.path.rpartition("/")[2], request.get_json()
        result: Any = {"getUpdates": self._waiting, "getFile": self._where, "sendMessage": self._heard}[
            method
        ](fields)
        return Response(json.dumps({"ok": True, "result": result}), content_type="application/json")

    def _waiting(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        waiting = [update for update in self.updates if update["update_id"] >= fields["offset"]]
        if not waiting:
            time.sleep(0.05)
        return waiting

    def _where(self, fields: dict[str, Any]) -> dict[str, str]:
        return {"file_path": f"photos/{fields['file_id']}"}

    def _heard(self, fields: dict[str, Any]) -> dict[str, Any]:
        assert fields["chat_id"] == CHAT["id"]
        self.said.append(fields["text"])
        return {}

    def _file(self, request: Request) -> Response:
        return Response(self.files[request.path.rpartition("/")[2]], content_type="image/png")


def test_the_bot_hands_photos_over_and_answers_without_a_word_of_where_they_lead(
    office: Office, httpserver: HTTPServer, tmp_path: Path
) -> None:
    [code] = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    home = tmp_path / "bot"
    home.mkdir()
    (home / "street_bot.py").write_text(code, "utf-8")
    telegram = Telegram(httpserver)
    telegram.files = {"wall": code_picture(LINK), "cat": b"no picture"}
    telegram.bring(photo=[{"file_id": "small"}, {"file_id": "wall"}], caption="behind the stop")
    telegram.bring(document={"file_id": "wall", "file_size": 900})
    telegram.bring(document={"file_id": "cat"})
    telegram.bring(document={"file_id": "film", "file_size": 10**9})
    telegram.bring(text="hello")
    secret = token_of(office, "volunteer", Scope.PHOTOS_WRITE, Scope.PHOTOS_READ, name="street-bot")
    with IsolatedReader() as reader, serving(lambda _: create_app(whole_config(office, reader))) as address:
        env = {
            "TELEGRAM_API": httpserver.url_for("").rstrip("/"),
            "TELEGRAM_TOKEN": BOT_TOKEN,
            "MERGEN_URL": address,
            "MERGEN_TOKEN": secret,
        }
        bot = subprocess.Popen(
            [sys.executable, "-u", "street_bot.py"], cwd=home, env=env, stdout=subprocess.PIPE
        )
        try:
            until(lambda: len(telegram.said) >= 5)
            receipt = telegram.said[0].rpartition(" ")[2]
            telegram.bring(text=f"/receipt {receipt}")
            telegram.bring(text=f"/receipt {receipt[:-1]}x")
            telegram.bring(text="/receipt 1-é")
            until(lambda: len(telegram.said) >= 8)
        finally:
            bot.terminate()
            out, _ = bot.communicate(timeout=20)
    read, known, unusable, too_large, hello, waiting, *foreign = telegram.said
    assert read == f"Read, thank you. Receipt {receipt}"
    assert known == f"This photo is known already. Receipt {receipt}"
    assert unusable == too_large == "This is no photo that can be used. Send one of at most 20 MB."
    assert hello.startswith("Send a photo of the code")
    assert waiting == "It is being looked at."
    assert foreign == ["This chat has no such receipt."] * 2
    assert "go.example" not in "".join(telegram.said)
    assert out == b""
    assert [path.name for path in home.iterdir()] == ["street_bot.py"]
    with office.database.read() as session:
        [photo] = session.scalars(select(Photo))
    assert (photo.sender, photo.note) == ("volunteer", "behind the stop")


@pytest.mark.parametrize("scope", Scope)
def test_every_scope_is_told_with_the_right_that_it_needs(scope: Scope) -> None:
    [line] = [
        line for line in PAGE.splitlines() if line.startswith("| `") and f"`{scope}`" in line.split("|")[1]
    ]
    assert line.split("|")[2].strip() == NEEDS[scope].value


def test_every_operation_is_told(office: Office) -> None:
    listed = PAGE.partition("## Operations")[2].partition("**Pages.**")[0]
    for path in create_api(Desk(office.config())).openapi()["paths"]:
        told = re.sub(r"\{(\w+)_id\}", r"{\1}", path)
        assert f"/api{told}" in listed or f"…/{told.split('/', 3)[-1]}`" in listed, path
