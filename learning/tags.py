"""Learns the weights of `bot/domain/reading/tag_weights.py` from `learning/examples.jsonl` again.

    python -m learning.tags [--measure]      needs python-crfsuite, which nothing else here does

A linear chain over characters. Each example that is a complaint is learnt from as it is and twice
more with other names of people and compounds in it, so that what stands around them is learnt
rather than they. `--measure` leaves a third of the sets out, three times, and prints how much of
them is found.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.domain.complaint import normalise
from bot.domain.reading import compounds, tag_scores, tag_signs
from bot.evaluate import plain
from learning.__main__ import EXAMPLES, digest
from learning.anew import Example, anew, runs

LEARNT = Path(__file__).parent.parent / "bot/domain/reading/tag_weights.py"
#: how much a weight costs: absolutely, and by its square; times each example is told anew
_COSTS = {"c1": 0.5, "c2": 0.03, "feature.possible_transitions": True, "max_iterations": 80}
_ANEW = 2
#: what is never heavier than this, in hundredths, says nothing
_LEAST = 3
#: occurrences of a part that are tried
_MOST = 6
_BUILDING = re.compile(
    r"[\s,]*(?:[A-Z甲乙丙丁]?[\d一二三四五六七八九十]{1,4}\s?(?:号楼|栋|幢|座|单元|门|室|#|排|层|楼)|"
    r"\d+-\d+|[东西]户|\d{3,4}$)"
)
_HEAD = '''"""Tags learnt from {count} examples by `python -m learning.tags`. Not to be edited.

A line: what is seen (its sort, where, the characters), and in hundredths what it says for each tag.
STEPS: for each tag in the order of `tag_scores.TAGS`, which one comes next.
"""

EXAMPLES = "{digest}"
STEPS = (
{steps}
)
TABLE = """\\
'''


Spans = list[tuple[int, int]]


def _squeeze(text: str) -> tuple[str, list[int]]:
    kept = [i for i, char in enumerate(text) if not char.isspace()]
    return "".join(text[i] for i in kept), kept


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand, whatever blanks are in them."""
    dense, kept = _squeeze(text)
    wanted = _squeeze(normalise(words))[0]
    at = dense.find(wanted) if wanted else -1
    while at >= 0:
        yield kept[at], kept[at + len(wanted) - 1] + 1
        at = dense.find(wanted, at + 1)


def _parts(text: str, address: str) -> Spans | None:
    """Where an address stands: as it is, or its parts in their order, as near as can be."""
    whole = next(_places(text, address), None)
    if whole:
        return [whole]
    best: Spans | None = None
    rows: list[Spans] = [[]]
    for words in address.split():
        found = list(_places(text, words))[:_MOST]
        rows = [[*row, p] for row in rows for p in found if not row or p[0] >= row[-1][1]][:500]
    for row in rows:
        if best is None or row[-1][1] - row[0][0] < best[-1][1] - best[0][0]:
            best = row
    return _joined(text, best) if best else None


def _joined(text: str, parts: Spans) -> Spans:
    """Parts with nothing but blanks between them are one."""
    joined = parts[:1]
    for start, end in parts[1:]:
        if text[joined[-1][1] : start].strip():
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined


def example_of(row: dict[str, Any]) -> Example | None:
    """A labelled row with its tags, None where what is labelled can't be found in the text."""
    text = normalise(row["text"])
    tags = ["O"] * len(text)
    for gold in row["gold"]:
        if not _tag_address(text, tags, gold) or not _tag_name(text, tags, gold):
            return None
    return Example(text, "".join(tags), row["id"].rpartition("-")[0], row["gold"])


def _tag_address(text: str, tags: list[str], gold: dict[str, Any]) -> bool:
    if not gold["address"]:
        return True
    parts = _parts(text, gold["address"])
    if parts is None:
        return False
    name = None
    for start, end in parts:
        for found in _places(text[start:end], gold["community"] or ""):
            name = (start + found[0], start + found[1])
    for start, end in parts:
        tag = "D" if name is None and _BUILDING.match(text, start) else "A"
        for at in range(start, end):
            before, behind = name is None or at < name[0], name is not None and at >= name[1]
            tags[at] = tag if before else "D" if behind else "C"
    return True


def _tag_name(text: str, tags: list[str], gold: dict[str, Any]) -> bool:
    """Of several places of a name the one nearest to the phone; the last where there is none."""
    if not gold["name"]:
        return True
    free = [p for p in _places(text, gold["name"]) if set(tags[slice(*p)]) <= {"O"}]
    if not free:
        return False
    phone = _phone(text, gold["phone"])
    start, end = min(
        free,
        key=lambda p: min(abs(p[0] - phone[1]), abs(phone[0] - p[1])) if phone else -p[0],
    )
    tags[start:end] = "N" * (end - start)
    return True


def _phone(text: str, phone: str | None) -> tuple[int, int] | None:
    digits = [i for i, char in enumerate(text) if char.isdigit()]
    wanted = re.sub(r"\D", "", phone or "")
    at = "".join(text[i] for i in digits).find(wanted)
    return (digits[at], digits[at + len(wanted) - 1] + 1) if wanted and at >= 0 else None


def features(text: str) -> list[list[str]]:
    """What is seen at each character of a squeezed text, as the table names it."""
    reach, pairs = tag_signs.REACH, tag_scores.PAIRS
    padded = tag_signs.BEFORE * reach + text + tag_signs.AFTER * reach
    kinds = "".join(map(tag_signs.kind, padded))
    phones = [m.start() for m in re.finditer(tag_signs.PHONE, text)]
    found = []
    for at in range(len(text)):
        seen = ["always"] if phones else ["always", "nophone"]
        seen += [f"c{i}{padded[at + i]}" for i in range(2 * reach + 1)]
        seen += [f"k{i}{kinds[at + i]}" for i in range(2 * reach + 1)]
        for i in range(2 * pairs + 1):
            pair = padded[at + reach - pairs + i :][:2]
            seen.append(f"p{i}{pair}")
            seen += [
                f"w{i}{name}" for name, said in tag_signs.WORDS.items() if pair in said.split()
            ]
        here = at + reach
        seen.append(f"t{kinds[here - 1 : here + 2]}")
        for phone in phones:
            if 0 < phone - at <= tag_signs.AHEAD:
                seen.append(f"n{min(phone - at, tag_signs.FAR_AHEAD)}")
            if 0 < at - phone <= tag_signs.BEHIND:
                seen.append(f"m{min(at - phone, tag_signs.FAR_BEHIND)}")
        found.append(seen)
    for start, end, about in tag_signs.fields(text):
        for seen in found[start:end]:
            seen.append(f"f{about}")
    return found


def _learn(examples: list[Example], path: str) -> None:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(_COSTS)
    for one in [*examples, *anew(examples, _ANEW)]:
        text, places = tag_signs.squeezed(compounds.masked(one.text)[0])
        trainer.append(pycrfsuite.ItemSequence(features(text)), [one.tags[i] for i in places])
    trainer.train(path)


def table(path: str) -> tuple[dict[str, dict[str, int]], list[list[int]]]:
    """A learnt chain as whole numbers: what each feature says, and the steps between tags."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    info = tagger.info()
    said: dict[str, dict[str, int]] = {}
    for (feature, tag), weight in info.state_features.items():
        whole = round(weight * tag_scores.SCALE)
        if abs(whole) >= _LEAST:
            said.setdefault(feature, {})[tag] = whole
    steps = [
        [round(info.transitions.get((a, b), 0) * tag_scores.SCALE) for b in tag_scores.TAGS]
        for a in tag_scores.TAGS
    ]
    return said, steps


def written(said: dict[str, dict[str, int]], steps: list[list[int]], count: int) -> str:
    """The weights as a module."""
    rows = "\n".join(f"    ({', '.join(map(str, row))})," for row in steps)
    head = _HEAD.format(count=count, digest=digest(EXAMPLES.read_bytes()), steps=rows)
    lines = (
        " ".join([feature, *(f"{tag}{weight}" for tag, weight in sorted(weights.items()))])
        for feature, weights in sorted(said.items())
    )
    return head + "\n".join(lines) + '\n"""\n'


def measure(examples: list[Example]) -> None:
    """Prints how much is found of what was not learnt from, one complaint a message."""
    import pycrfsuite

    groups = sorted({one.group for one in examples})
    hits = dict.fromkeys(("address", "community", "name"), 0)
    count = 0
    for third in range(3):
        left = set(groups[third::3])
        with tempfile.NamedTemporaryFile(suffix=".crf") as file:
            _learn([one for one in examples if one.group not in left], file.name)
            tagger = pycrfsuite.Tagger()
            tagger.open(file.name)
            for one in examples:
                if one.group in left and len(one.gold) == 1:
                    count += 1
                    for name, right in _found(tagger, one).items():
                        hits[name] += right
    for name, right in hits.items():
        print(f"{name:10} {right / count:.3f} of {count}")


def _found(tagger: Any, one: Example) -> dict[str, bool]:
    text, places = tag_signs.squeezed(compounds.masked(one.text)[0])
    tags = ["O"] * len(one.text)
    for at, tag in zip(places, tagger.tag(features(text)), strict=True):
        tags[at] = tag
    found = list(runs(one._replace(tags="".join(tags))))
    dense = re.sub("[ACD]", "A", "".join(tags))
    parts = [words for tag, words in runs(one._replace(tags=dense)) if tag == "A"]
    read = {
        "address": " ".join(parts),
        "community": next((words for tag, words in found if tag == "C"), ""),
        "name": next((words for tag, words in found if tag == "N"), ""),
    }
    return {name: plain(words) == plain(one.gold[0][name]) for name, words in read.items()}


def main() -> int:
    """Writes the weights."""
    try:
        import pycrfsuite  # noqa: F401
    except ImportError:
        print("python-crfsuite is missing: pip install python-crfsuite", file=sys.stderr)
        return 1
    rows = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines()]
    examples = [one for row in rows if row["gold"] and (one := example_of(row))]
    if "--measure" in sys.argv:
        measure(examples)
        return 0
    with tempfile.NamedTemporaryFile(suffix=".crf") as file:
        _learn(examples, file.name)
        LEARNT.write_text(written(*table(file.name), len(rows)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
