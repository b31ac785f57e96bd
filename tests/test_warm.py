"""What reading has worked out of its patterns is kept for the next start, and never relied on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_LINE = json.dumps({"id": 1, "text": "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"})
#: `heatdesk parse`, and how many patterns were compiled at the end
_COUNTED = """
import sys
from bot.cli import main
from bot.domain.reading import kept
made = []
work = kept._program
kept._program = lambda *given: made.append(given) or work(*given)
code = main(["parse"])
print(len(made), file=sys.stderr)
sys.exit(code)
"""


class _Start:
    """A start of the program with its bytecode in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, **also: str) -> tuple[str, int]:
        """What it says of a message, and how many patterns it compiled for that."""
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        done = subprocess.run(
            [sys.executable, "-c", _COUNTED],
            input=_LINE, env={**env, "PYTHONPYCACHEPREFIX": str(self._folder), **also},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout, int(done.stderr)

    @property
    def kept(self) -> list[Path]:
        """The files that it left, but for bytecode."""
        return [p for p in self._folder.rglob("*") if p.is_file() and p.suffix != ".pyc"]


@pytest.fixture
def start(tmp_path: Path) -> _Start:
    return _Start(tmp_path / "bytecode")


def test_the_second_start_compiles_nothing_and_says_the_same(start: _Start) -> None:
    first, compiled = start()
    again, compiled_again = start()
    assert (compiled > 0, compiled_again) == (True, 0)
    assert first == again
    assert json.loads(first)["complaints"][0]["phone"] == "13912345678"
    assert len(start.kept) == 1


@pytest.mark.parametrize("harm", [b"", b"\x00", b"nonsense", b"(\x02\x00\x00\x00"])
def test_what_is_broken_is_worked_out_again(start: _Start, harm: bytes) -> None:
    said, compiled = start()
    (kept,) = start.kept
    kept.write_bytes(harm)
    assert start() == (said, compiled)
    assert start() == (said, 0)


def test_what_other_sources_left_is_not_used(start: _Start) -> None:
    said, compiled = start()
    (kept,) = start.kept
    kept.write_bytes(kept.read_bytes().replace(b"kept.py", b"else.py"))
    assert start() == (said, compiled)


def test_nothing_is_left_where_no_bytecode_is(start: _Start) -> None:
    said, compiled = start(PYTHONDONTWRITEBYTECODE="1")
    assert start.kept == []
    assert start() == (said, compiled)


def test_a_folder_that_can_not_be_written_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "bytecode").write_text("a file")
    start = _Start(tmp_path / "bytecode")
    said, compiled = start()
    assert json.loads(said)["complaints"]
    assert start() == (said, compiled)
