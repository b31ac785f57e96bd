"""Examples told anew: with other names of people and compounds, so that what stands around them is
learnt rather than they."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from bot.domain.reading import name_words


class Example(NamedTuple):
    """A message and the tag of each of its characters."""

    text: str
    tags: str
    #: what the rules read of it before it was an example, the same way
    rules: str
    #: the set it was written in
    group: str
    gold: list[dict[str, Any]]


def runs(one: Example) -> Iterator[tuple[str, str, str]]:
    """Each stretch of one tag, its words, and what the rules read there."""
    at = 0
    for tag, run in groupby(one.tags):
        end = at + len(list(run))
        yield tag, one.text[at:end], one.rules[at:end]
        at = end


def anew(examples: list[Example], times: int) -> Iterator[Example]:
    """The examples with others' names of compounds, and with names that are made up, wherever the
    rules read all of the name or none of it."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    told = [list(runs(one)) for one in examples]
    estates = [words for row in told for tag, words, _ in row if tag == "C"]
    names = [words for row in told for tag, words, _ in row if tag == "N"]
    given = [c for name in names if not name_words.ANY_TITLE.search(name) for c in name[1:]]
    for _ in range(times):
        for one, row in zip(examples, told, strict=True):
            if not any(tag in "CN" and len(set(read)) == 1 for tag, _, read in row):
                continue
            text = tags = rules = ""
            for tag, words, read in row:
                if tag in "CN" and len(set(read)) == 1:
                    if tag == "C":
                        words = _compound(chance, estates, given)
                    else:
                        words = _name(chance, words, names, given)
                    read = read[0] * len(words)
                text, tags, rules = text + words, tags + tag * len(words), rules + read
            yield one._replace(text=text, tags=tags, rules=rules)


def _compound(chance: random.Random, estates: list[str], given: list[str]) -> str:
    words = chance.choice(estates)
    if len(words) > 2 and chance.random() < 0.25:
        return chance.choice(given) + chance.choice(given) + words[2:]
    return words


def _name(chance: random.Random, words: str, names: list[str], given: list[str]) -> str:
    surname = chance.choice(name_words.SINGLE[1:-1])
    if name_words.ANY_TITLE.search(words):
        return surname + words[1:]
    if len(words) == 1:
        return surname
    if chance.random() < 0.5:
        return chance.choice(names)
    return surname + "".join(chance.choice(given) for _ in words[1:3])
