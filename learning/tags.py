"""Learns the weights of `bot/domain/reading/tag_weights.py` from `learning/examples.jsonl` again.

    python -m learning.tags [--measure]      needs python-crfsuite, which nothing else here does

A linear chain over characters. Each example that is a complaint is learnt from as it is and twice
more with other names of people and compounds in it, so that what stands around them is learnt
rather than they. A set that was written around one thing has no first reading and is left out: it
would tell that rules are wrong more often than they are. `--measure` leaves a third of the sets
out, three times, and prints how much of them is found.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.domain.complaint import normalise
from bot.domain.reading import compounds, tag_rows, tag_scores, tag_signs
from bot.evaluate import plain
from learning.__main__ import EXAMPLES, digest
from learning.anew import Example, anew, runs

LEARNT = Path(__file__).parent.parent / "bot/domain/reading/tag_weights.py"
#: how much a weight costs: absolutely, and by its square; times each example is told anew
_COSTS = {"c1": 0.5, "c2": 0.03, "feature.possible_transitions": True, "max_iterations": 80}
_ANEW = 2
#: what is never heavier than this, in hundredths, says nothing
_LEAST = 3
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


def example_of(row: dict[str, Any]) -> Example | None:
    """A labelled row with its tags, None where what is labelled can't be found in the text."""
    text = normalise(row["text"])
    tags = [tag_rows.OTHER] * len(text)
    if not all(tag_rows.add(text, tags, _told(gold)) for gold in row["gold"]):
        return None
    rules = [tag_rows.OTHER] * len(text)
    for read in row["first"]:
        tag_rows.add(text, rules, _told(read))
    group = row["id"].rpartition("-")[0]
    return Example(text, "".join(tags), "".join(rules), group, row["gold"])


def _told(said: dict[str, Any]) -> tag_rows.Told:
    return tag_rows.Told(*(normalise(said[f] or "") or None for f in tag_rows.Told._fields))


def features(text: str, rules: str) -> list[list[str]]:
    """What is seen at each character of a squeezed text, and what the rules read there, as the
    table names it."""
    reach, pairs = tag_signs.REACH, tag_scores.PAIRS
    said = tag_signs.BEFORE * reach + rules + tag_signs.AFTER * reach
    has = tag_signs.kept(rules)
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
        seen.append(f"h{has}")
        seen += [f"r{i}{said[at + i]}" for i in range(2 * reach + 1)]
        seen += [f"q{said[here - 1 : here + 1]}", f"Q{said[here : here + 2]}"]
        seen += [f"3{said[here - 1 : here + 2]}", f"R{said[here]}{has}"]
        seen += [f"{'LKM'[i]}{said[here]}{kinds[here - 1 + i]}" for i in range(3)]
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


def _squeezed(one: Example) -> tuple[str, Sequence[int], str]:
    text, places = tag_signs.squeezed(compounds.masked(one.text)[0])
    return text, places, "".join(one.rules[at] for at in places)


def _learn(examples: list[Example], path: str) -> None:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(_COSTS)
    for one in [*examples, *anew(examples, _ANEW)]:
        text, places, rules = _squeezed(one)
        seen = features(text, rules)
        trainer.append(pycrfsuite.ItemSequence(seen), [one.tags[i] for i in places])
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
    text, places, rules = _squeezed(one)
    tags = ["O"] * len(one.text)
    for at, tag in zip(places, tagger.tag(features(text, rules)), strict=True):
        tags[at] = tag
    found = list(runs(one._replace(tags="".join(tags))))
    dense = re.sub("[ACD]", "A", "".join(tags))
    parts = [words for tag, words, _ in runs(one._replace(tags=dense)) if tag == "A"]
    read = {
        "address": " ".join(parts),
        "community": next((words for tag, words, _ in found if tag == "C"), ""),
        "name": next((words for tag, words, _ in found if tag == "N"), ""),
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
    rows = [row for row in rows if "first" in row]
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
