"""Who a message is about, taken out of it before it is shown to a stranger, and put back after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.domain.reading import names, normal, phones
from bot.domain.reading.late import late

#: What may be a number to call, however it is written; a few digits too many are masked rather
#: than one number too few.
_NUMBER = late(
    r"1[3-9]\d[\s\-.·]?\d{4}[\s\-.·]?\d{4}|0\d{2,3}[\s\-]\d{7,8}|[\d零〇一二三四五六七八九幺]{7,}"
)
#: A single character is no name that tells anybody, and stands in too many other words.
_SHORTEST = 2

_Span = tuple[int, int, str]


def mask(text: str, known: Iterable[str] = ()) -> tuple[str, Mapping[str, str]]:
    """The text with placeholders for numbers and names, and what each stands for.

    Names are those `known`, those behind a form's label, and those before a title.
    """
    twin = normal.fold(text)
    spans: list[_Span] = []
    for start, end in (
        *((p.start, p.end) for p in phones.find(twin)),
        *(m.span() for m in _NUMBER.finditer(text)),
    ):
        _add(spans, (start, end, "电话"))
    people = {*(known), *names.everybody(twin)}
    for name in sorted(people, key=lambda each: (-len(each), each)):
        if len(name) >= _SHORTEST:
            for match in re.finditer(re.escape(name), text):
                _add(spans, (*match.span(), "姓名"))
    return _replaced(text, sorted(spans))


def _add(spans: list[_Span], new: _Span) -> None:
    """What overlaps becomes one: nothing of it may stay readable."""
    start, end, what = new
    touching = [span for span in spans if span[0] < end and start < span[1]]
    for span in touching:
        spans.remove(span)
        start, end, what = min(start, span[0]), max(end, span[1]), span[2]
    spans.append((start, end, what))


def _replaced(text: str, spans: list[_Span]) -> tuple[str, Mapping[str, str]]:
    table: dict[str, str] = {}
    marks: dict[str, str] = {}
    out: list[str] = []
    at = 0
    for start, end, what in spans:
        words = text[start:end]
        if words not in marks:
            number = sum(mark.startswith(f"【{what}") for mark in table) + 1
            marks[words] = f"【{what}{number}】"
            table[marks[words]] = words
        out += (text[at:start], marks[words])
        at = end
    return "".join((*out, text[at:])), table


def unmask(value: str, table: Mapping[str, str]) -> str:
    """An answer's words with what the placeholders stand for."""
    for mark, words in table.items():
        value = value.replace(mark, words)
    return value
