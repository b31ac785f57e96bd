"""A message of several parts, whose lines are counted where it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.platforms.base import Mention, Outgoing


def long(lines: int, width: int, *rings: Mention) -> Outgoing:
    """So many lines of so many words, each to be found again; rings those that are named."""
    text = "\n".join(f"第{i}行" + "很长" * width for i in range(lines))
    return Outgoing(text, rings, meta={"kind": "x", "ticket": 1})


def times_read(lines: int, heard: Iterable[Mapping[str, Any]]) -> list[int]:
    """How often each line was read."""
    said = [line for message in heard for line in message["text"].split("\n")]
    return [sum(f"第{i}行" in line for line in said) for i in range(lines)]
