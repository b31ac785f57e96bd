"""How well complaints are read: `python benchmarks/reading.py FILE.jsonl [--errors FIELD]`.

A line of FILE is `{"id", "text", "gold": [{name, phone, address, community, type, severity,
room_temp_c}, …]}`. What was read is paired with what should have been, best agreement first.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.domain.complaint import read

Row = dict[str, Any]
FIELDS = ("name", "phone", "address", "community", "type", "severity", "room_temp_c")


def plain(value: object) -> str:
    """As the labels are compared: NFKC, no blanks, no outer punctuation."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value or "")))
    return re.sub(r"^[^\w(*]+|[^\w)*]+$", "", text)


def same(field: str, read_: Row, gold: Row) -> bool:
    """Whether one field came out as labelled."""
    if field in ("room_temp_c", "type", "severity"):
        return bool(read_[field] == gold[field])
    return plain(read_[field]) == plain(gold[field])


def overlap(read_: Row, gold: Row) -> float:
    """How much of two addresses is the same, 1.0 where neither has one."""
    a, b = plain(read_["address"]), plain(gold["address"])
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def pairs(found: list[Row], gold: list[Row]) -> list[tuple[Row, Row]]:
    """Each complaint read with the labelled one it agrees with most."""
    ranked = sorted(
        (
            (-sum(same(f, a, b) for f in FIELDS) - overlap(a, b), abs(i - j), i, j)
            for i, a in enumerate(found)
            for j, b in enumerate(gold)
        )
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


def measure(rows: list[Row], errors: str | None) -> Counter[str]:
    """Count hits over all rows, printing the misses of one field."""
    tally: Counter[str] = Counter()
    for row in rows:
        found = [{f: getattr(c, f) for f in FIELDS} for c in read(row["text"])]
        gold = row["gold"]
        tally["read"] += len(found)
        tally["gold"] += len(gold)
        tally["rows"] += 1
        tally["count"] += len(found) == len(gold)
        if errors == "count" and len(found) != len(gold):
            print(row["id"], repr(row["text"]), f"\n   read {found}\n   gold {gold}")
        for a, b in pairs(found, gold):
            tally["paired"] += 1
            tally["overlap"] += overlap(a, b) >= 0.8
            for field in FIELDS:
                tally[field] += same(field, a, b)
                if errors == field and not same(field, a, b):
                    print(row["id"], repr(row["text"][:300]))
                    print(f"   read {a[field]!r}\n   gold {b[field]!r}")
            tally["major hit"] += a["severity"] == b["severity"] == "major"
            tally["major read"] += a["severity"] == "major"
        tally["major gold"] += sum(g["severity"] == "major" for g in gold)
    return tally


def speed(rows: list[Row]) -> float:
    """Messages read in a second."""
    started = time.perf_counter()
    rounds = 5
    for _ in range(rounds):
        for row in rows:
            read(row["text"])
    return rounds * len(rows) / (time.perf_counter() - started)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--errors", choices=(*FIELDS, "count"))
    given = arguments.parse_args()
    rows = [json.loads(x) for x in given.file.read_text("utf-8").splitlines() if x.strip()]
    t = measure(rows, given.errors)
    recall, precision = t["paired"] / t["gold"], t["paired"] / max(t["read"], 1)
    f1 = 2 * recall * precision / max(recall + precision, 1e-9)
    lines = [
        ("complaint recall", recall), ("complaint precision", precision), ("complaint F1", f1),
        ("count right", t["count"] / t["rows"]),
        *((f"{f} exact", t[f] / t["paired"]) for f in ("phone", "name", "address")),
        ("address overlap >= 0.8", t["overlap"] / t["paired"]),
        ("community", t["community"] / t["paired"]), ("type", t["type"] / t["paired"]),
        ("severity", t["severity"] / t["paired"]),
        ("major recall", t["major hit"] / max(t["major gold"], 1)),
        ("major precision", t["major hit"] / max(t["major read"], 1)),
        ("room temperature", t["room_temp_c"] / t["paired"]),
    ]  # fmt: skip
    for name, share in lines:
        print(f"{name:24} {share:.3f}")
    print(f"{'messages a second':24} {speed(rows):.0f}")


if __name__ == "__main__":
    main()
