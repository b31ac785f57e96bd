"""What every test can ask for, how many run at once, and in which order workers take them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from bot import warm
from bot.log import set_up

pytest_plugins = ["tests.databases"]

# A busy machine takes its time; what must be quick is measured by `time.process_time`.
hypothesis.settings.register_profile("heatdesk", deadline=None)
hypothesis.settings.load_profile("heatdesk")

#: What starts processes, browsers and others' packages takes longest and waits most.
_LONG = (
    "tests/scenarios/test_wecom_crash.py", "tests/domain/test_labelled.py",
    "tests/scenarios/test_storm.py", "tests/browser/", "tests/peers/",
    "tests/scenarios/test_crash.py", "tests/platforms/", "tests/scenarios/",
)  # fmt: skip
_SHORT = "tests/domain/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A worker for each processor; none for files or chosen tests: starting them takes longer.

    Neither where somebody wants to see what is printed: workers keep it to themselves.
    """
    asked = config.option
    chosen = asked.keyword or asked.markexpr or getattr(asked, "lf", False)
    if chosen or asked.capture == "no" or not all(Path(name).is_dir() for name in config.args):
        return 0
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.fixture(scope="session", autouse=True)
def _warm() -> Iterator[None]:
    """Reading compiles none of its patterns that an earlier start did (decision 0033)."""
    with warm.reading():
        yield


@pytest.fixture(autouse=True)
def _log() -> None:
    """As the service writes it; structlog's own way shows each variable of a traceback."""
    set_up()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Workers take file after file: the long ones first, so that none is left alone in the end."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid))


def _turn(nodeid: str) -> int:
    for turn, path in enumerate(_LONG):
        if nodeid.startswith(path):
            return turn
    return len(_LONG) + nodeid.startswith(_SHORT)
