"""What the API says when something is wrong."""

from dataclasses import replace

from starlette.testclient import TestClient

from review.app import create_app
from tests.review.conftest import Office
from tests.review.programs import Program, problem_of, token_of, whole_config


def test_every_refusal_is_a_problem_that_says_what_to_do(office: Office) -> None:
    program = Program.of(office, "reviewer")
    shop = {"verdict": "unsure", "seen": "0-0000000000000000"}
    answers = {
        "no-such-shop": program.post("/shops/999/decisions", shop),
        "not-found": program.get("/nowhere"),
        "method-not-allowed": program.client.patch("/api/targets"),
        "unsupported-media-type": program.client.post("/api/shops/1/notes", content=b"text=x"),
        "invalid-request": program.client.post(
            "/api/shops/1/notes", content=b"{", headers={"Content-Type": "application/json"}
        ),
        "length-required": program.client.post(
            "/api/shops/1/notes", content=iter([b"{}"]), headers={"Content-Type": "application/json"}
        ),
    }
    assert {name: problem_of(answer) for name, answer in answers.items()} == {name: name for name in answers}
    assert answers["method-not-allowed"].headers["allow"] == "GET, POST"
    assert all(answer.json()["detail"] for answer in answers.values())
    assert answers["not-found"].headers["x-content-type-options"] == "nosniff"


def test_a_fault_of_ours_is_a_problem_too(office: Office) -> None:
    def broken(_actor: str, _language: str | None) -> object:
        raise RuntimeError("no export today")

    app = create_app(replace(whole_config(office), exports=broken))  # type: ignore[arg-type]
    headers = {"Authorization": f"Bearer {token_of(office, 'admin')}"}
    client = TestClient(app, headers=headers, raise_server_exceptions=False)
    answer = client.post("/api/shops/1/exports", json={"format": "csv"})
    assert (answer.status_code, problem_of(answer)) == (500, "our-fault")
    assert "no export today" not in answer.text
