"""Adds what the rules alone read to new examples, before anything is mended for them.

    python -m learning.first FILE.jsonl [--verdict] >> learning/examples.jsonl

Tags learn from it how far the rules can be followed (decision 0031), and the likeness to examples
how far their verdict can (decision 0032). What rules read of messages
that they were mended for would tell them to follow always, so it is written down once, at first
sight, and stays. With `--verdict` tags learn nothing from them: for sets that are written around
one thing, as lists or short words are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from bot.domain.complaint import read
from bot.domain.reading import classify, seconding, tag_rows, weighing


def told(message: str) -> Iterator[dict[str, str | None]]:
    """Whom to call and where it is by the rules alone, complaint by complaint."""
    with patch.object(seconding, "read", lambda text, masked, first, phone: first):
        for one in read(message):
            yield {field: getattr(one, field) for field in tag_rows.Told._fields}


def verdict(message: str) -> str:
    """What the rules say of it, sign by sign: of the first part that complains to them, of the
    message's beginning where none does; nothing where it is set apart as a lesson."""
    said: list[tuple[bool, str]] = []
    judge = classify.judge

    def heard(text: str, **about: bool) -> classify.Verdict:
        found = judge(text, **about)
        said.append((found.complaint, " ".join(weighing.signs(found, **about))))
        return found

    with patch.object(classify, "judge", heard):
        read(message)
    return next((signs for complaint, signs in said if complaint), said[0][1] if said else "")


def main(file: Path, *, for_tags: bool) -> int:
    """Writes each line with its first reading to standard output."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        first = {"first": [*told(row["text"])]} if for_tags else {}
        print(json.dumps(row | first | {"verdict": verdict(row["text"])}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    files = [each for each in sys.argv[1:] if each != "--verdict"]
    if len(files) != 1:
        sys.exit(__doc__)
    sys.exit(main(Path(files[0]), for_tags="--verdict" not in sys.argv))
