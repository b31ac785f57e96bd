"""Blocks as Markdown: a table stands where a picture would."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.report.blocks import Block, Heading, Note, Paragraph, Picture, Point, Table

#: What would be markup, wherever it stands: emphasis, code, links, HTML, rules, cells.
_MARKS = re.compile(r"[\\`*_\[\]<>|~$&]")
#: What would be markup where a line begins with it: a number, a heading, a point, a rule.
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_FIRST = re.compile(r"^(?=(?:#{1,6}|[-+])(?:\s|$)|[-=]+\s*$)")
#: What becomes a link by itself.
_LINKS = re.compile(r"(https?|ftp)(://)|(www)(\.)", re.IGNORECASE)


def markdown(blocks: Sequence[Block]) -> str:
    """The whole report; every word in it is only a word."""
    parts = []
    previous: Block | None = None
    for block in blocks:
        if isinstance(block, Picture):
            continue
        together = isinstance(block, Point) and isinstance(previous, Point)
        parts.append(("" if together or previous is None else "\n") + _text(block))
        previous = block
    return "\n".join(parts) + "\n"


def _text(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_escaped(block.text)}"
        case Paragraph():
            return _escaped(block.text)
        case Point():
            return f"- {_escaped(block.text)}"
        case Note():
            return f"> {_escaped(block.text)}"
        case Table():
            head, *rows = [f"| {' | '.join(map(_escaped, row))} |" for row in block.rows]
            under = "|" + " --- |" * len(block.rows[0])
            return "\n".join([head, under, *rows])
        case Picture():
            return ""


def _escaped(text: str) -> str:
    text = _MARKS.sub(r"\\\g<0>", text)
    text = _LINKS.sub(lambda m: f"{m[1] or m[3]}\\{m[2] or m[4]}", text)
    return _FIRST.sub(r"\\", _NUMBER.sub(r"\1\\\2", text))
