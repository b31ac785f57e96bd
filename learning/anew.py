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
    #: the set it was written in
    group: str
    gold: list[dict[str, Any]]


def runs(one: Example) -> Iterator[tuple[str, str]]:
    """Each stretch of one tag, and its words."""
    at = 0
    for tag, run in groupby(one.tags):
        size = len(list(run))
        yield tag, one.text[at : at + size]
        at += size


def anew(examples: list[Example], times: int) -> Iterator[Example]:
    """The examples with others' names of compounds, and with names that are made up."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    told = [list(runs(one)) for one in examples]
    estates = [words for row in told for tag, words in row if tag == "C"]
    names = [words for row in told for tag, words in row if tag == "N"]
    given = [c for name in names if not name_words.ANY_TITLE.search(name) for c in name[1:]]
    for _ in range(times):
        for one, row in zip(examples, told, strict=True):
            if not any(tag in "CN" for tag, _ in row):
                continue
            text = tags = ""
            for tag, words in row:
                if tag == "C":
                    words = _compound(chance, estates, given)
                elif tag == "N":
                    words = _name(chance, words, names, given)
                text, tags = text + words, tags + tag * len(words)
            yield one._replace(text=text, tags=tags)


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
