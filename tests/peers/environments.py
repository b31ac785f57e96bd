"""Environments of others' packages: pinned, made once from the registries, kept beside our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HOMES = Path(sys.prefix) / "peers"


def python_with(name: str) -> list[str]:
    """The Python that has what `name.txt` lists."""
    home = HOMES / name
    python = home / "bin" / "python"
    if not _same(home, HERE / f"{name}.txt"):
        with _Making(name, home, HERE / f"{name}.txt"):
            _run(sys.executable, "-m", "venv", "--clear", str(home))
            _run(
                str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check",
                "--no-deps", "-r", str(HERE / f"{name}.txt"),
            )  # fmt: skip
    return [str(python)]


def node_with(name: str) -> list[str]:
    """Node, with what the package.json of the folder `name` lists."""
    home, lock = HOMES / name, HERE / name / "package-lock.json"
    if not _same(home, lock):
        with _Making(name, home, lock):
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(HERE / name, home)
            _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", where=home)
    return ["env", f"NODE_PATH={home / 'node_modules'}", "node"]


def _same(home: Path, pins: Path) -> bool:
    done = home / "done"
    return done.exists() and done.read_bytes() == pins.read_bytes()


def _run(*command: str, where: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=where, stdout=subprocess.DEVNULL)


class _Making:
    """Where it can't be made the test says so and is left out, or fails if nothing may be."""

    def __init__(self, name: str, home: Path, pins: Path) -> None:
        self._name, self._home, self._pins = name, home, pins

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            (self._home / "done").write_bytes(self._pins.read_bytes())
        elif os.environ.get("HEATDESK_TEST_REQUIRE_ALL"):
            return
        elif issubclass(kind, (OSError, subprocess.CalledProcessError)):
            pytest.skip(
                f"{self._name} could not be installed: it needs a package registry, and npm "
                "where it is JavaScript"
            )
