"""Environments of others' packages: pinned, made once from the registries, kept beside our own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HOMES = Path(sys.prefix) / "peers"


def python_with(name: str) -> list[str]:
    """The Python that has what `name.txt` lists, over what several of them need."""
    home = HOMES / name
    common = HOMES / "common"

    def make() -> None:
        _once("common", HERE / "common.txt", lambda: _install(common))
        _install(home)
        (_packages(home) / "common.pth").write_text(str(_packages(common)))

    _once(name, HERE / f"{name}.txt", make)
    return [_python(home)]


def _install(home: Path) -> None:
    # Our own pip installs into it: bringing it one of its own takes longer than most of these.
    _run(sys.executable, "-m", "venv", "--clear", "--without-pip", str(home))
    _run(
        sys.executable, "-m", "pip", "--python", _python(home), "install", "-q", "--no-compile",
        "--disable-pip-version-check", "--no-deps", "-r", str(HERE / f"{home.name}.txt"),
    )  # fmt: skip


def _python(home: Path) -> str:
    return str(home / "bin" / "python")


def _packages(home: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))


def node_with(name: str) -> list[str]:
    """Node, with what the package.json of the folder `name` lists."""
    home, pins = HOMES / name, HERE / name / "package-lock.json"

    def make() -> None:
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(HERE / name, home)
        _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", where=home)

    _once(name, pins, make)
    return ["env", f"NODE_PATH={home / 'node_modules'}", "node"]


def _once(name: str, pins: Path, make: Callable[[], None]) -> None:
    """Makes it unless it was made of these pins; who wants it meanwhile waits.

    Where it can't be made the test says so and is left out, or fails if nothing may be.
    """
    done = HOMES / name / "done"
    HOMES.mkdir(exist_ok=True)
    with (HOMES / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists() and done.read_bytes() == pins.read_bytes():
            return
        try:
            make()
        except (OSError, subprocess.CalledProcessError):
            if os.environ.get("HEATDESK_TEST_REQUIRE_ALL"):
                raise
            pytest.skip(
                f"{name} could not be installed: it needs a package registry, and npm "
                "where it is JavaScript"
            )
        done.write_bytes(pins.read_bytes())


def _run(*command: str, where: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=where, stdout=subprocess.DEVNULL)
