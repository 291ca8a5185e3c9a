"""The graph for case systems: valid for its ontology, and complete."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from exports.case.exporter import CaseExporter
from exports.confirmed import confirmed_shops
from models.decision import Verdict
from tests.exports.store import SAULE, Store, screenshot

Nodes = dict[str, list[dict[str, Any]]]


@pytest.fixture
def path(store: Store, tmp_path: Path) -> Path:
    shop, resource = store.shop("qala.example"), store.resource("ayna.example")
    store.join_existing(shop, resource)
    finding = store.finding(resource, picture=screenshot())
    store.contact(finding, "telegram", "qala_")
    store.photo("https://qala.example/")
    store.decide(shop, Verdict.CONFIRMED, "qala.example", "ayna.example")
    context = store.context(office="Өңірлік кеңсе", software="Mergen 0.1.0", case_number="К-17")
    [path] = CaseExporter().export(confirmed_shops(store.session, SAULE), tmp_path, context)
    return path


def nodes(path: Path) -> Nodes:
    found: Nodes = {}
    for node in json.loads(path.read_text("utf-8"))["@graph"]:
        found.setdefault(node["@type"].partition(":")[2], []).append(node)
    return found


def test_the_validator_of_the_ontology_finds_nothing_wrong(path: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("case_validate")),
        "--built-version",
        "case-1.4.0",
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Conforms: True" in done.stdout


def test_the_graph_tells_how_what_was_kept_came_to_be(path: Path) -> None:
    found = nodes(path)
    [case] = found["Investigation"]
    assert len(found["Authorization"]) == len(found["Person"]) == 2  # both who confirmed
    actions = {node["uco-core:name"]: node for node in found["InvestigativeAction"]}

    assert case["uco-core:name"] == "К-17"
    assert case["investigation:relevantAuthorization"] == [
        {"@id": each["@id"]} for each in found["Authorization"]
    ]
    assert {each["investigation:exhibitNumber"] for each in found["ProvenanceRecord"]} == {"К-17-1", "К-17-2"}
    assert set(actions) == {"capture by browser", "examination by program", "decision: confirmed"}
    assert actions["decision: confirmed"]["uco-core:description"] == "Витрина с ценами и тайниками"
    derived = [each for each in found["File"] if "investigation:wasDerivedFrom" in each]
    assert len(derived) == 1
    quotes = [text for each in found["Annotation"] for text in each["uco-core:statement"]]
    assert any("төлемнен кейін координаттары" in text for text in quotes)
    urls = {each["uco-observable:fullValue"] for each in found["URLFacet"]}
    assert urls == {"https://qala.example/", "https://ayna.example/"}


def test_every_reference_leads_to_a_node_and_no_place_or_sender_of_a_photo_is_in_it(path: Path) -> None:
    text = path.read_text("utf-8")
    graph = json.loads(text)["@graph"]
    known = {node["@id"] for node in graph}

    def references(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(references, value))
        if isinstance(value, dict):
            return {value["@id"]} if set(value) == {"@id"} else set()
        return set()

    named = set().union(*(references(value) for node in graph for value in node.values()))
    assert named
    assert named <= known
    assert "aigerim" not in text
    assert "49.8" not in text
