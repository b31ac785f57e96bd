"""Logging: one line an event on the error stream, its name first; never with people's words."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TextIO

import structlog


class _Lines:
    """Writes where it can: a full disk, or a reader that has gone, must not end what is told of."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        """One line, lost where there is no room for it."""
        with suppress(OSError, ValueError):
            print(line, file=self._stream, flush=True)

    log = debug = info = warning = error = critical = msg


def set_up(level: str = "INFO") -> None:
    """Configures structlog; called once by the process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=lambda *_: _Lines(sys.stderr),
        cache_logger_on_first_use=False,
    )


_VALUES = structlog.processors.LogfmtRenderer()


def _line(log: structlog.typing.WrappedLogger, name: str, event: structlog.typing.EventDict) -> str:
    """`ready platform=dingtalk … level=info timestamp=…`: what happened comes first."""
    last = {key: event.pop(key) for key in ("level", "timestamp") if key in event}
    what = event.pop("event", "")
    return f"{what} {_VALUES(log, name, {**event, **last})}"


def logger() -> structlog.typing.FilteringBoundLogger:
    """The house's logger."""
    found: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return found
