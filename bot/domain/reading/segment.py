"""One message, several complaints: lists, lines, merged chat records, "first … second …" (R2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_H = "\u4e00-\u9fff"
_MARK = re.compile(
    r"(?:^|(?<=[\s:,;。|]))(?:[①-⑳➀-➓❶-❿⓵-⓾]|\(?[一二三四五六七八九十]\)|\(?\d{1,2}[).、)](?!\d)|\d️?⃣|第[一二三四五]个(?:是)?)"
)
_BULLET = re.compile(r"(?m)^\s*(?:[-*•·]\s*(?:\[[ x]\])?|\d{1,2}(?=\s))\s*")
_SPEAKER = re.compile(
    rf"(?m)^(?P<who>[^\s::\n,。!?]{{1,14}}(?:[ ·@][^\s::\n,。!?\d]{{1,8}})?)[ \t]*(?:(?P<t>\d{{1,2}}:\d{{2}})(?::\d\d)?[ \t]*[::]?[ \t]*(?:\n|$|(?=\S))|[::][ \t]*(?=\S)|[::][ \t]*\n)"
)
_STAFF = re.compile(
    r"客服|调度|热力|师傅|公司|值班|管家|维修|检修|班长|坐席|机器人|工程师|站长|[所队]$|@"
)
_GO_BETWEEN = re.compile(r"社区|物业|网格员|居委|转发人")
_NOT_SPEAKER = re.compile(
    r"电话|地址|姓名|诉求|内容|时间|编号|工单|位置|问题|用户|户主|客户|要求|情况|TEL|备注|情况|联系|来源|回复|主题|正文|发件|描述|对象|结果|方式|小区|意见|[{{\"*\-\[(【>①-⑳]|\d{3,}|紧急|备注|转"
)
_DONE_LINE = re.compile(r"\[x\]|已处理|已热|撤了|已恢复|已解决|已完成")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the message, who said it (in a chat record), and what goes for all parts."""

    text: str
    speaker: str | None = None
    context: str = ""


def lines(text: str) -> list[str]:
    """Cut a list at its marks or its lines; one piece if it is no list."""
    marks = list(_MARK.finditer(text))
    if len(marks) >= 2:
        starts = [m.start() for m in marks]
        pieces = [text[: starts[0]]]
        pieces += [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
        return pieces
    return [x for x in text.split("\n") if x.strip()]


def speakers(text: str) -> list[Segment]:
    """A merged chat record as its speakers' words; empty if it is none."""
    heads = [m for m in _SPEAKER.finditer(text) if not _NOT_SPEAKER.search(m["who"])]
    timed = [m for m in heads if m["t"]]
    if len(timed) >= 2:
        heads = timed
    elif len(heads) < 3 or len(heads) * 3 < text.count("\n"):
        return []
    context = text[: heads[0].start()]
    said: dict[str, list[str]] = {}
    for head, nxt in zip(heads, [*heads[1:], None], strict=True):
        words = text[head.end() : nxt.start() if nxt else len(text)]
        said.setdefault(head["who"], []).append(words.strip())
    return [Segment("\n".join(w), who, context) for who, w in said.items()]


def is_staff(speaker: str) -> bool:
    """Whether a speaker of a chat record belongs to the company."""
    return bool(_STAFF.search(speaker))


def is_go_between(speaker: str) -> bool:
    """Whether a speaker only passes on what others say."""
    return bool(_GO_BETWEEN.search(speaker))


def is_done(piece: str) -> bool:
    """A list's item that says itself that it is done with."""
    return bool(_DONE_LINE.search(piece))


def bare(piece: str) -> str:
    """An item without its mark."""
    return _BULLET.sub("", _MARK.sub("", piece, count=1), count=1).strip()
