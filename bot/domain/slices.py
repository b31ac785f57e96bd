"""Which of the open tickets a question is about: 没回访的, 漏水的有几个, 有没有重大的."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.ticket import Status, Type

_HOW_MANY = r"(?:多少|几)(?:个|单|起|件|条|户|家)?"
#: R3.1.3, by what people call it
_KINDS: tuple[tuple[Type, str], ...] = (
    (
        Type.QUALITY,
        r"不(?:太|够|怎么)?[热暖]|没暖气|温度(?:低|不够)|(?:温度)?不达标|暖气?不热|质量",
    ),
    (Type.FACILITY, r"漏水|渗水|跑水|滴水|爆管|阀门坏|设施|管道"),
    (Type.SERVICE, r"(?:服务)?态度(?:不好|差)?|服务"),
    (Type.OTHER, r"退费|收费|缴费|费用|报停|咨询"),
)
_KIND = rf"(?:{'|'.join(words for _, words in _KINDS)})"
_ONES = r"(?:投诉|单子?|工单|问题|用户)"
_AFTER = rf"(?:一共|总共|共|还)?有?(?:{_HOW_MANY}|哪些|多不多)"
_OF_A_KIND = re.compile(
    rf"{_KIND}(?:类|方面)?的?{_ONES}?的?{_AFTER}|{_KIND}的{_ONES}?(?:有吗|有没有|多吗)"
    rf"|(?:一共|总共|还)?(?:有没有|有哪些|哪些是?|有?{_HOW_MANY})(?:是)?{_KIND}(?:类|方面)?的{_ONES}?"
)
#: 哪几个小区停热了
_PLACES = re.compile(
    r"(?:哪(?:几?个|些)|有没有)(?:小区|地方|片区?)?(?:大面积)?(?:停[热暖供])了?(?:的)?(?:小区|地方)?"
    r"|停[热暖供]的(?:小区|地方)?(?:有哪些|有?几个|有吗|有没有)"
)
#: 检修部 设施
_SHORT = 8
_BESIDE = re.compile(r"^(?:现在|目前|当前|今[天日]|咱们?|我们?|那|还)+|[\s,?。!]|[呀啊呢了]+$")


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the open tickets. `step` is what has not been done on them."""

    step: str = ""
    statuses: tuple[Status, ...] = ()
    type: Type | None = None
    major: bool = False
    untaken: bool = False


#: Nobody has it in hand, whatever its status.
_UNTAKEN = "没人接"
_BEFORE_CONTACT = (Status.DISPATCHED, Status.ACKNOWLEDGED)
_NOT = r"[没未待该要等](?:有)?(?:人)?(?:去|到)?"
_STEPS: tuple[tuple[str, str, tuple[Status, ...], bool], ...] = (
    (rf"{_NOT}派", "没派出去", (Status.REGISTERED,), False),
    (rf"{_NOT}(?:[接管](?!电话|户)|收到|应答)", _UNTAKEN, (), False),
    (rf"{_NOT}联系", "没联系用户", _BEFORE_CONTACT, False),
    (r"[没未](?:有)?(?:人)?(?:去|到)?(?:到场|现场)", "没到场", _BEFORE_CONTACT, True),
    (rf"{_NOT}验收", "没验收", (Status.HANDLED,), True),
    (rf"{_NOT}(?:反馈|告诉用户)", "没反馈用户", (Status.HANDLED, Status.ACCEPTED), False),
    (rf"{_NOT}回访", "没回访", (Status.FED_BACK,), False),
)
#: What of a ticket has not been done, in a question about many.
UNDONE = rf"(?:{'|'.join(sign for sign, *_ in _STEPS)})"
_MAJOR = re.compile(r"重大|大面积|应急|大的|停[热暖供]")


def of_a_kind(plain: str) -> bool:
    """Whether it is asked how many there are of a type: `漏水的有几个`, `有没有不热的`."""
    words = _BESIDE.sub("", plain)
    return bool(_OF_A_KIND.fullmatch(words) or _PLACES.fullmatch(words))


def slice_of(words: str) -> Slice:
    """The part of the open tickets that a question, or what follows 在办, is about."""
    step = next(((s, found, m) for sign, s, found, m in _STEPS if re.search(sign, words)), None)
    told = of_a_kind(words) or len(words) <= _SHORT
    kind = next((k for k, sign in _KINDS if told and re.search(sign, words)), None)
    major = bool(_MAJOR.search(words))
    if step is None:
        return Slice(type=kind, major=major)
    return Slice(step[0], step[1], kind, major or step[2], step[0] == _UNTAKEN)
