"""requirements.txt pins everything that pyproject.toml asks for, by hash, and names no address."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LINES = ROOT.joinpath("requirements.txt").read_text("utf-8").replace("\\\n", " ").splitlines()
PIN = re.compile(r"[a-z0-9-]+==[\w.+!]+( ; [^#@:/]+?)?( +--hash=sha256:[0-9a-f]{64})+")
PINS = [line for line in LINES if not line.lstrip().startswith("#")]


def _declared() -> list[str]:
    project = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"].values()
    tables = [project["build-system"]["requires"], project["project"]["dependencies"], *extras, *groups]
    return [requirement for table in tables for requirement in table]


def _pinned() -> dict[str, Version]:
    pinned: dict[str, Version] = {}
    for line in PINS:
        name, _, version = line.split()[0].partition("==")
        pinned[canonicalize_name(name)] = Version(version)
    return pinned


def test_every_declared_dependency_is_pinned_to_a_version_that_it_allows() -> None:
    pinned = _pinned()
    loose = []
    for declared in map(Requirement, _declared()):
        version = pinned.get(canonicalize_name(declared.name))
        if version is None or version not in declared.specifier:
            loose.append(f"{declared}: pinned to {version}")
    assert loose == []


def test_a_pin_has_one_version_and_hashes_and_nothing_else() -> None:
    assert len(PINS) > 100
    assert [line for line in PINS if not PIN.fullmatch(line)] == []
