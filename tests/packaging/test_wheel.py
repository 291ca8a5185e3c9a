"""The wheel is whole and runs far from the source tree."""

import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PROJECT = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))
ROOMS: list[str] = PROJECT["tool"]["uv"]["build-backend"]["module-name"]


def _run(*command: str | Path, folder: Path, **settings: str) -> str:
    """Standard output of a command that must succeed, run in `folder` with no settings but these."""
    environment = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", **settings}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as a release is: the source archive from the tree, the wheel from the archive."""
    out = tmp_path_factory.mktemp("dist")
    _run(
        BIN / "uv",
        "build",
        "--offline",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "-o",
        out,
        ROOT,
        folder=out,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that holds the wheel and borrows the dependencies from this one.

    A path in a `.pth` file is searched for packages, but its own `.pth` files are not read: the source
    tree, which this environment has as an editable install, stays out of sight."""
    folder = tmp_path_factory.mktemp("elsewhere")
    _run(BIN / "uv", "venv", "--python", sys.executable, folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    _run(BIN / "uv", "pip", "install", "--offline", "--no-deps", "--python", python, wheel, folder=folder)
    (site,) = folder.glob("venv/lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return python.parent


def test_every_file_of_every_room_is_in_the_wheel(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--", *ROOMS], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    wanted = {name for name in listed if (ROOT / name).exists()}
    assert wanted
    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_nothing_but_the_rooms_is_in_the_wheel(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(ROOMS)


def test_every_room_is_imported_from_the_wheel(installed: Path) -> None:
    code = "import importlib, sys; [print(importlib.import_module(room).__file__) for room in sys.argv[1:]]"
    files = _run(installed / "python", "-c", code, *ROOMS, folder=installed).splitlines()
    assert len(files) == len(ROOMS)
    assert all(Path(file).is_relative_to(installed.parent) for file in files)


def test_the_command_starts_from_the_wheel(installed: Path) -> None:
    assert "crawl" in _run(installed / "mergen", "--help", folder=installed)


def test_the_migrations_run_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    _run(installed / "mergen", "init", folder=tmp_path, MERGEN_DATABASE_URL=f"sqlite:///{store}")
    assert store.stat().st_size > 0


def test_the_score_model_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Аптека: доставка лекарств по рецепту\n", "utf-8")
    assert '"score"' in _run(installed / "mergen", "score", str(text), "--json", folder=tmp_path)
