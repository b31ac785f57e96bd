"""Several tickets in one message: `收到 3⏎收到 4`, `1约了三点 3还得换阀门`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.domain import meanings
from bot.domain.appointments import only_time
from bot.domain.commands import Command, named_at_once, parse
from bot.domain.hearing import heard, named_first
from bot.domain.phrases import trim
from bot.domain.words import VERBS

#: A phone's screenful of commands in one message.
MOST_LINES = 20
_CLAUSES = re.compile(r"[\n，,。；;]")
_TOKEN = re.compile(r"[^\s，,。；;]+")
#: 约 3号去, 室温 21: a day or a figure, no ticket
_OF_TIME = re.compile(r"(?:[约等至改在是周]|(?<!收)到|[室测水供回]温|温度|压力|一共|还剩)$")
#: 1约的两点2约的四点: a number in the middle of a word, behind the end of what is said of another
_GLUED = re.compile(
    r"(?:(?<=[了点半完人吧呢啊过接好])|(?<=收到))[#＃]?\d{1,4}(?=[号单]?(?:都|也|还)?(?:约|收到|接|[修弄搞都]?好了|完|搞定|到了"
    r"|没|在[修焊挖换办]|联系|[今明后][天早晚]|[上下]午|[一二两三四五六七八九十]{1,2}点))"
)
_ON_TOP = re.compile(
    r"[\s,，。;；]{1,4}(?:另外|还有|顺便说?|对了|又有)[一个事单户家]{0,3}[\s,，:：]*"
)
#: `完成 2 更换 3 组阀门`: behind a verb, a number that stands by itself counts something
_BARE = re.compile(r"\d{1,6}\s")
#: 3 楼道, 2 号阀: a thing that is counted or numbered
_OF_A_THING = re.compile(r"\d+\s*[号#]?\s*(?:单元|[楼栋幢门线站阀炉泵机井管区室层房])")
#: 行 3我去 4一起看
_NOD = re.compile(r"(?:[行好嗯哦]|好的|可以|收到|[\s,，。!！])*")
#: 1 2 都打过了, 1 2 一起的 上午去
_BOTH = re.compile(r"^(?:[两几]个|[两几]单|都|全|一起|一块|的|是|[\s,，])+")
#: 1 2 单元: no tickets' words
_THING = re.compile(r"[楼单栋幢层室户家号点度]")
#: `2 3没好`: two tickets of one part
_NUMBER_LAST = re.compile(r"\s[#＃]?\d{1,6}$")
_NUMBER = re.compile(r"[#＃]?\d{1,6}[号单]?")
_NOT_YET = re.compile(r"(?:还|也|都)?没")
_VERBS = frozenset(word for verb in VERBS if verb.numbered for word in (verb.name, *verb.words))
#: Fewer words than these say nothing of a ticket unless they are a command.
_SAYS_SOMETHING = 4
_A_WORD = 2


def line_by_line(text: str) -> list[Command]:
    """`收到 3⏎收到 4`, `1好了，2收到`: a message whose every line is a command with a number."""
    lines = [line for line in _CLAUSES.split(text) if line.strip()]
    if not 1 < len(lines) <= MOST_LINES:
        return []
    read = [parse(line) for line in lines]
    sure = [c for c in read if isinstance(c, Command) and c.certain and c.tickets]
    return sure if len(sure) == len(lines) else []


def beside(text: str) -> tuple[str, str] | None:
    """`1收到 另外3号楼也报了个不热的 139…`: what is said of a ticket, and what comes on top of it;
    None where nothing does, or the first is no sure command with a number."""
    found = _ON_TOP.search(text)
    first = parse(text[: found.start()]) if found else None
    if found is None or not isinstance(first, Command):
        return None
    sure = first.certain and first.tickets
    return (text[: found.start()], text[found.end() :]) if sure else None


def parted(text: str) -> list[tuple[int, str]]:
    """`1约了三点 3还得换阀门`: each ticket's number with the words from there to the next; empty
    where not every part says something of a ticket of its own. Of `1 2 都打过了 10点去` it is said
    of each."""
    if together := _together(text):
        return together
    starts = list(_starts(text))
    if not 1 < len(starts) <= MOST_LINES or not _NOD.fullmatch(text[: starts[0]]):
        return []
    ends = [*starts[1:], len(text)]
    parts = [text[a:b].strip(" \n，,。；;") for a, b in zip(starts, ends, strict=True)]
    numbers = [_number(part) for part in parts]
    led = not re.match(r"[#＃第\d]", parts[0])
    counts = led and any(map(_only_counts, parts[1:]))
    if 0 in numbers or len(set(numbers)) < len(numbers) or counts:
        return []
    return list(zip(numbers, parts, strict=True))


def _together(text: str) -> list[tuple[int, str]]:
    """`1 2 甲去`: words of no sure verb behind several numbers."""
    said = heard(text, quoted=False, verbs=VERBS)
    numbers = named_first(said, 0)
    words = _BOTH.sub("", trim(text[numbers.end :]))
    if not 1 < len(numbers.tickets) <= MOST_LINES or len(words) < _A_WORD:
        return []
    read = parse(text)
    whole = isinstance(read, Command) and (read.certain or read.verb == "合并")
    if whole or _THING.match(words):
        return []
    return [(number, f"{number} {words}") for number in numbers.tickets]


def _only_counts(part: str) -> bool:
    """Whether a number that stands by itself may count what is told: no verb and no rating."""
    read = parse(part)
    sure = isinstance(read, Command) and read.certain
    words = named_at_once(part)[1]
    return _BARE.match(part) is not None and not sure and not any(meanings.of(words))


def _starts(text: str) -> list[int]:
    """Where words of a ticket may begin: at a number or at a verb before one."""
    found: list[int] = []
    before, opened = "", False
    for at, token in _tokens(text):
        # 完成 1, 1 完成: verb and number are one
        takes = opened and (before in _VERBS or _NUMBER.fullmatch(before) is not None)
        opened = not before or (not takes and _may_open(token, before) and _number(text[at:]) > 0)
        if opened:
            found.append(at)
        before = token
    return found


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    """Where each word begins, and the word; one with another ticket's number in it is two."""
    for token in _TOKEN.finditer(text):
        cuts = [0, *(m.start() for m in _GLUED.finditer(token[0])), len(token[0])]
        for start, end in pairwise(cuts):
            yield token.start() + start, token[0][start:end]


def _may_open(token: str, before: str) -> bool:
    """`3还没`, `收到3`; `完成` too, where a number follows."""
    if _OF_TIME.search(before):
        return False
    if re.match(r"[#＃第\d]", token) or token in _VERBS:
        return True
    read = parse(token)
    return isinstance(read, Command) and read.certain and bool(read.tickets)


def _number(part: str) -> int:
    """The one ticket that these words are about; 0 where they say nothing of it."""
    number, words = named_at_once(part)
    if number and (_OF_A_THING.match(part) or _NUMBER_LAST.search(part)):
        return 0
    read = parse(part)
    sure = isinstance(read, Command) and read.certain and len(read.tickets) == 1
    if isinstance(read, Command) and sure:
        return read.tickets[0]
    says = len(words) >= _SAYS_SOMETHING or _NOT_YET.match(words) or only_time(words)
    says = says or any(meanings.of(words))
    guess = isinstance(read, Command) and len(read.tickets) == 1
    return number if number and (says or guess) else 0
