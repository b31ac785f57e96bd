"""How well complaints are read, measured on labelled messages (`heatdesk parse --eval`).

A line of the file is `{"id", "text", "gold": [{name, phone, address, community, type, severity,
room_temp_c}, …]}`, `gold` empty where the message is no complaint. What was read is paired with
what should have been, best agreement first; spans are compared after NFKC, without blanks and
outer punctuation.
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from bot.domain.complaint import read
from bot.reasons import reason_of

Row = dict[str, Any]
FIELDS = ("name", "phone", "address", "community", "type", "severity", "room_temp_c")
_WORDS = {
    "name": "姓名", "phone": "电话", "address": "地址", "community": "小区", "type": "类别",
    "severity": "轻重", "room_temp_c": "室温",
}  # fmt: skip
_VALUES = {
    "type": ("quality", "facility", "service", "other"),
    "severity": ("general", "major"),
}
#: two addresses that are as much alike as this locate the same door to a person
_ALIKE = 0.8
#: rounds of reading the whole file when its speed is taken, and the most seconds that may take
_ROUNDS, _SECONDS = 5, 2.0


class EvaluationMistake(Exception):
    """The file can't be measured on; the words say what to do."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    name: str
    value: float
    #: what is aimed at, None where the figure is only told
    goal: float | None
    #: a share of 1, or a plain number
    share: bool = True

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached."""
        return None if self.goal is None else self.value >= self.goal


@dataclass(slots=True)
class Tally:
    """What was counted over all rows, and every error."""

    counts: Counter[str] = field(default_factory=Counter)
    #: id, what went wrong, what was read, what was labelled, the text
    errors: list[tuple[str, str, object, object, str]] = field(default_factory=list)


def load(file: Path) -> tuple[list[Row], list[str]]:
    """The labelled rows of a file, and a sentence for each line that can't be used."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise EvaluationMistake(f"{file} 不是 UTF-8：另存为 UTF-8 再来") from None
    except OSError as error:
        raise EvaluationMistake(f"{file} 打不开（{reason_of(error)}）：检查路径和权限") from None
    rows: list[Row] = []
    mistakes = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(_row(line))
        except ValueError as mistake:
            mistakes.append(f"第 {number} 行没算：{mistake}")
    if not rows and not mistakes:
        mistakes.append(f"{file} 里没有消息：一行一条 JSON，带 text 和 gold")
    return rows, mistakes


def _row(line: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("不是 JSON，改成一行一个 {…}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ValueError("要有 text，写消息原文")
    gold = row.get("gold")
    if not isinstance(gold, list) or not all(isinstance(g, dict) for g in gold):
        raise ValueError("要有 gold，写成列表，不是投诉就写 []")
    for one in gold:
        for name, allowed in _VALUES.items():
            if one.get(name) not in allowed:
                raise ValueError(f"gold 的 {name} 只能是 {'、'.join(allowed)}")
        temperature = one.get("room_temp_c")
        if isinstance(temperature, bool) or not isinstance(temperature, int | float | None):
            raise ValueError("gold 的 room_temp_c 写数字，没有就写 null")
    return {
        "id": str(row.get("id", "")),
        "text": row["text"],
        "gold": [{name: one.get(name) for name in FIELDS} for one in gold],
    }


def plain(value: object) -> str:
    """A span as it is compared."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value or "")))
    return re.sub(r"^[^\w(*]+|[^\w)*]+$", "", text)


def same(name: str, found: Row, gold: Row) -> bool:
    """Whether one field came out as labelled."""
    if name in ("room_temp_c", "type", "severity"):
        return bool(found[name] == gold[name])
    return plain(found[name]) == plain(gold[name])


def overlap(found: Row, gold: Row) -> float:
    """How much of two addresses is the same, 1.0 where neither has one."""
    a, b = plain(found["address"]), plain(gold["address"])
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def pairs(found: list[Row], gold: list[Row]) -> list[tuple[Row, Row]]:
    """Each complaint read with the labelled one it agrees with most."""
    ranked = sorted(
        (-sum(same(f, a, b) for f in FIELDS) - overlap(a, b), abs(i - j), i, j)
        for i, a in enumerate(found)
        for j, b in enumerate(gold)
    )
    left: set[int] = set()
    right: set[int] = set()
    paired = []
    for _, _, i, j in ranked:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            paired.append((found[i], gold[j]))
    return paired


def measure(rows: Iterable[Row]) -> Tally:
    """Read every row and count what came out as labelled."""
    tally = Tally()
    for row in rows:
        found = [{name: getattr(c, name) for name in FIELDS} for c in read(row["text"])]
        _count(tally, row, found)
    return tally


def _count(tally: Tally, row: Row, found: list[Row]) -> None:
    counts, gold = tally.counts, row["gold"]
    counts["rows"] += 1
    counts["is"] += bool(gold)
    counts["taken"] += bool(found)
    counts["hit"] += bool(gold and found)
    counts["number"] += len(found) == len(gold)
    counts["major read"] += sum(c["severity"] == "major" for c in found)
    counts["major gold"] += sum(g["severity"] == "major" for g in gold)
    if len(found) != len(gold):
        tally.errors.append((row["id"], "投诉件数", len(found), len(gold), row["text"]))
    for a, b in pairs(found, gold):
        counts["paired"] += 1
        counts["alike"] += overlap(a, b) >= _ALIKE
        counts["major hit"] += a["severity"] == b["severity"] == "major"
        for name in FIELDS:
            if same(name, a, b):
                counts[name] += 1
            else:
                tally.errors.append((row["id"], _WORDS[name], a[name], b[name], row["text"]))


def speed(rows: list[Row]) -> float:
    """Messages read in a second of one core, whatever else the machine does."""
    started = time.process_time()
    done, taken = 0, 0.0
    for row in chain.from_iterable(repeat(rows, _ROUNDS)):
        read(row["text"])
        done += 1
        taken = time.process_time() - started
        if taken > _SECONDS:
            break
    return done / max(taken, 1e-9)


def figures(rows: list[Row], tally: Tally) -> list[Figure]:
    """The table: what is measured, what is aimed at."""
    return [*shares(tally), Figure("每秒读几条（单核）", speed(rows), 3_000, share=False)]


def shares(tally: Tally) -> list[Figure]:
    """How much of it came out as labelled."""
    n = tally.counts

    def of(name: str, whole: str) -> float:
        return n[name] / n[whole] if n[whole] else 1.0

    recall, precision = of("hit", "is"), of("hit", "taken")
    f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return [
        Figure("是不是投诉 F1", f1, 0.98),
        Figure("是不是投诉 召回", recall, 0.99),
        Figure("是不是投诉 准确", precision, None),
        Figure("一条里几件", of("number", "rows"), 0.97),
        Figure("电话", of("phone", "paired"), 0.99),
        Figure("姓名", of("name", "paired"), 0.95),
        Figure("地址 全对", of("address", "paired"), 0.85),
        Figure("地址 大体对（≥0.8）", of("alike", "paired"), 0.95),
        Figure("小区", of("community", "paired"), 0.90),
        Figure("类别", of("type", "paired"), 0.93),
        Figure("轻重", of("severity", "paired"), None),
        Figure("重大 召回", of("major hit", "major gold"), 0.97),
        Figure("重大 准确", of("major hit", "major read"), 0.92),
        Figure("室温", of("room_temp_c", "paired"), 0.97),
    ]


def table(found: Iterable[Figure]) -> Iterator[str]:
    """The figures in columns: figure, value, goal, met."""
    yield f"{_wide('指标', 24)}{_wide('实测', 10)}{_wide('目标', 10)}达标"
    for one in found:
        form = ".3f" if one.share else ".0f"
        goal = "-" if one.goal is None else f"{one.goal:.2f}" if one.share else f"{one.goal:.0f}"
        met = {None: "-", True: "是", False: "否"}[one.met]
        yield f"{_wide(one.name, 24)}{one.value:<10{form}}{goal:<10}{met}"


def _wide(words: str, width: int) -> str:
    """Padded to `width` columns, where a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)
    return words + " " * max(width - taken, 1)


def errors(tally: Tally) -> Iterator[str]:
    """Every error on a line of its own."""
    for given, what, found, gold, text in tally.errors:
        short = " ".join(text.split())
        short = short if len(short) <= 120 else f"{short[:119]}…"
        yield f"{given or '-'}\t{what}\t读成 {_said(found)}\t应为 {_said(gold)}\t{short}"


def _said(value: object) -> str:
    return "（没有）" if value is None else " ".join(str(value).split())
