"""How far left the name of a compound reaches from the numbers or the ending that tell it."""

from __future__ import annotations

import re

from bot.domain.reading.place_words import HAN, STOP

# "是东苑啊不对是西苑西苑三号楼": said twice, meant once.
_TWICE = re.compile(rf"([{HAN}]{{2,6}})(?=\1)")
PLAIN = re.compile(
    r"家里|屋里|水里|井里|管里|这里|那里|夜里|哪里|站里|群里|手里|心里|楼道|管道|知道|通道|味道|"
    r"一道|难道|渠道|报道|人行道|房子|夏天|医院路上|路上|[炕凉暖热漏]"
)
_NOT_NAME = re.compile(
    r"[热漏冷凉温修坏度]|独居|岁$|^[男女]|^\d|复测|编号|单号|处理|工单|管道|单子|维修"
)


def _is_name(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char in "·()" or (char.isascii() and char.isalpha())


def head_start(text: str, at: int, end: int) -> int:
    """How far left the name before `at` reaches; `at` itself if there is none."""
    start = at
    while start > 0 and at - start < 18 and _is_name(text[start - 1]):
        start -= 1
    # "幸福花园2期3号楼": the phase is a part of the name.
    if text[start : start + 1] in ("期", "区") and (
        phase := re.search(rf"[{HAN}]{{2,10}}\d{{1,2}}$", text[max(0, start - 12) : start])
    ):
        start -= len(phase[0])
    words = text[start:end]
    gap = _after_stops(words)
    gap += start
    if gap == start == at:
        gap = start = _further(text, at)
    if gap == start and start > 1 and text[start - 1] in " \t":
        before = _LARGER.search(text[max(0, start - 12) : start - 1])
        if before and not PLAIN.search(before[1]) and not STOP.search(before[1]):
            return start - 1 - len(before[1])
    if 0 < gap < end and text[gap] in "日号点时" and text[gap - 1].isdigit():
        gap += 1
    while gap < end and text[gap] in "·()":
        gap += 1
    return gap


_BEFORE_COMMA = re.compile(rf"(?:^|[:。\s])([{HAN}]{{2,8}}),$")
_LARGER = re.compile(
    rf"(?:^|[\s,。:;!?\]】])([{HAN}]{{1,8}}?(?:[区市县镇乡村路街巷西东片里院园苑城湾]|小区|\d期))$"
)


def _further(text: str, at: int) -> int:
    """The name may stand before a blank or a comma: 某某花园,3-2-501."""
    if at > 1 and text[at - 1] in " \t":
        return _over_blank(text, at)
    name = _BEFORE_COMMA.search(text[max(0, at - 12) : at])
    if name is None or any(p.search(name[1]) for p in (STOP, PLAIN, _NOT_NAME)):
        return at
    return at - 1 - len(name[1])


def _after_stops(words: str) -> int:
    """Where, in the words before a number, the name begins."""
    gap = 0
    if twice := _TWICE.search(words):
        gap = twice.end()
    for stop in STOP.finditer(words):
        gap = max(gap, stop.end())
    return gap


def _over_blank(text: str, at: int) -> int:
    """`某某花园 3-2-501`: the name stands before a blank."""
    edge = at
    while edge > 0 and text[edge - 1] in " \t" and at - edge < 4:
        edge -= 1
    start = edge
    while (
        start > 0 and edge - start < 16 and (_is_name(text[start - 1]) or text[start - 1].isdigit())
    ):
        start -= 1
    start += _after_stops(text[start:edge])
    name = text[start:edge]
    if len(name) < 2 or not re.search(rf"[{HAN}]", name) or _NOT_NAME.search(name):
        return at
    return start
