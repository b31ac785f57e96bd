"""Learns the weights of `bot/domain/reading/learnt.py` from `learning/examples.jsonl` again.

    python -m learning            needs scikit-learn, which nothing else here does

An example is a line as `heatdesk parse --eval` takes it, with what the rules said of it at first
sight (`learning.first`). How well it generalises is measured by leaving a fifth out, five times;
then all of them are learnt from.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from bot.domain.complaint import normalise
from bot.domain.reading import compounds, likeness, normal, places, weighing

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples.jsonl"
LEARNT = HERE.parent / "bot/domain/reading/learnt.py"
#: how much a weight costs: less of it fits the examples more closely
_COST = 0.5
#: of how bad it is, the rules are asked for themselves; what tells is how much is told of
#: (decision 0036)
_MAJOR = "major"
#: what is never heavier than this, in sixty-fourths, says nothing
_LEAST = 8
_HEAD = '''"""Weights learnt from {count} examples by `python -m learning`. Not to be edited.

A line: a character or a pair, and in sixty-fourths what it says for complaint, quality, facility,
service, other and major. RULES: the same for what the rules said at first sight. One text is read
faster than tuples are where no bytecode is kept.
"""

EXAMPLES = "{digest}"
BIAS = {bias}
RULES = """\\
{rules}
"""
TABLE = """\\
'''


def text_of(message: str) -> tuple[str, list[str]]:
    """A message as it is learnt from, and how much it tells of."""
    text = normalise(message)
    masked, numbers = compounds.masked(text)
    found, twin = places.find(masked), normal.fold(text)
    spans = [(p.start, p.end) for p in found] + [(n.start, n.end) for n in numbers]
    return likeness.plain(twin, spans), weighing.extent(twin, found)


def digest(examples: bytes) -> str:
    """By which the weights tell what they were made from."""
    return hashlib.sha256(examples).hexdigest()


def main() -> int:
    """Writes the weights and prints how well they do on what they were not made from."""
    try:
        import numpy
        import scipy.sparse
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import StratifiedKFold, cross_val_predict
    except ImportError:
        print("scikit-learn is missing: pip install scikit-learn", file=sys.stderr)
        return 1
    rows = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines()]
    vectorizer = CountVectorizer(analyzer=likeness.pieces, min_df=3, binary=True)
    told = [text_of(row["text"]) for row in rows]
    pieces = vectorizer.fit_transform([text for text, _ in told])
    rules = CountVectorizer(analyzer=list, binary=True)
    extents = CountVectorizer(analyzer=list, binary=True)
    signs = rules.fit_transform([row["verdict"].split() for row in rows])
    extent = extents.fit_transform([each for _, each in told])
    columns = []
    for name in likeness.COLUMNS:
        chosen = [i for i, row in enumerate(rows) if name == "complaint" or len(row["gold"]) == 1]
        wanted = numpy.array([_is(rows[i]["gold"], name) for i in chosen])
        heard = (signs * 0, extent) if name == _MAJOR else (signs, extent * 0)
        features = scipy.sparse.hstack([*heard, pieces]).tocsr()[chosen]
        model = LogisticRegression(
            C=_COST, solver="liblinear", max_iter=200, class_weight="balanced"
        )  # fmt: skip
        folds = StratifiedKFold(5, shuffle=True, random_state=1)
        found = cross_val_predict(model, features, wanted, cv=folds)
        hit = (found & wanted).sum()
        print(f"{name:10} recall {hit / wanted.sum():.3f} precision {hit / found.sum():.3f}")
        model.fit(features, wanted)
        columns.append((model.intercept_[0], model.coef_[0]))
    named = [*rules.get_feature_names_out(), *extents.get_feature_names_out()]
    _write(named, vectorizer.get_feature_names_out(), columns, len(rows))
    return 0


def _is(gold: list[dict[str, Any]], name: str) -> bool:
    if name == "complaint":
        return bool(gold)
    return gold[0]["severity" if name == "major" else "type"] == name


def _write(signs: Any, pieces: Any, columns: list[tuple[Any, Any]], count: int) -> None:
    whole = [[round(float(x) * likeness.SCALE) for x in weights] for _, weights in columns]
    weights = list(zip(*whole, strict=True))
    rules = "\n".join(map(_line, signs, weights))
    bias = tuple(round(float(b) * likeness.SCALE) for b, _ in columns)
    lines = [
        _HEAD.format(count=count, digest=digest(EXAMPLES.read_bytes()), bias=bias, rules=rules)
    ]
    for piece, said in sorted(zip(map(str, pieces), weights[len(signs) :], strict=True)):
        if max(map(abs, said)) >= _LEAST:
            lines.append(_line(likeness.written(piece), said) + "\n")
    lines.append('"""\n')
    LEARNT.write_text("".join(lines), "utf-8")


def _line(what: str, weights: tuple[int, ...]) -> str:
    return " ".join(map(str, (what, *weights)))


if __name__ == "__main__":
    sys.exit(main())
