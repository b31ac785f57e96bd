"""The report as a list of blocks: what Markdown and Word are both made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Parts the cells of a row; nothing from outside holds it, see bot.report.words.
CELL = "\x1f"
_ROW = "|"


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is the report's own name."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several."""

    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """One of a list."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """How something is to be read."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is its head. `for_no_picture`: only where the picture above can't be."""

    rows: tuple[tuple[str, ...], ...]
    for_no_picture: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, by its name."""

    name: str


Block = Heading | Paragraph | Point | Note | Table | Picture


def row(cells: Iterable[str]) -> str:
    """A table's row as a line."""
    return _ROW + CELL.join(cells)


def blocks(text: str) -> list[Block]:
    """The lines of the report's template as blocks; rows that follow each other are one table."""
    found: list[Block] = []
    table: list[tuple[str, ...]] = []
    instead = False
    for line in [*text.splitlines(), ""]:
        line = line.strip(" ")
        plain = line.removeprefix("~")
        if plain.startswith(_ROW):
            instead = plain is not line
            table.append(tuple(plain[1:].split(CELL)))
            continue
        if table:
            found.append(Table(tuple(table), instead))
            table = []
        if line:
            found.append(_block(line))
    return found


def _block(line: str) -> Block:
    mark, _, text = line.partition(" ")
    match mark:
        case "#" | "##":
            return Heading(len(mark), text)
        case "-":
            return Point(text)
        case ">":
            return Note(text)
    return Picture(line[1:]) if line.startswith("!") else Paragraph(line)
