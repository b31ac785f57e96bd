"""A trouble that is spoken of as something known: 昨晚那个爆管处理完没, 爆管影响多少户.

It names what a complaint names, and is none: it is asked how the matter stands, or what is to be
told of it.
"""

from __future__ import annotations

import re

from bot.domain.ticket_numbers import plainly

#: What is longer tells a story.
_LONGEST = 30
_DONE = r"(?:处理|抢修|修理?|焊|挖|堵|弄|搞|解决|恢复|供上|送上|换|接|排查|查|到)"
_STANDS = re.compile(
    rf"{_DONE}(?:完|好|清楚?|上|出来|到位|供[暖热]|通)?(?:了没有?|了吗|了么|没有?|吗|么)[呀啊呢]?[?!。]*$"
    r"|(?:几点|什么时候|啥时候?|多会儿?|多久|何时|多长时间)(?:才|就)?(?:能|会|可以)?(?:恢复|修好|弄好|处理完|解决|供上|好|完)"
    r"|(?:影响|涉及|波及)了?(?:多少|几|哪)|停了?多(?:久|长)"
    r"|(?:怎么样|咋样|如何)了?[呀啊呢?。]*$|(?:啥|什么)(?:情况|进展|原因)|(?:原因|进展|进度|情况)(?:呢|是什么|是啥)"
    r"|到(?:哪一?步|什么程度)|谁(?:在|去|负责|管)"
)
#: 昨天的爆管写个报告, 爆管事故报告发我
_TELLING = re.compile(
    r"(?:写|出|整理?|发|给|要|交|报).{0,4}(?:报告|总结|汇报|(?:情况)?说明|经过|材料)"
    r"|(?:报告|总结|(?:情况)?说明|经过|材料).{0,3}(?:发|给|写|报|交|呢)"
)
#: Whoever says so has it from a user, or is one.
_OWN = re.compile(
    r"我家|我们?(?:小区|楼|这|单元)|家里|用户(?:家|说|问|反映|来|催|都)|业主|户主|居民|没人|不管|投诉|反映"
    r"|打电话|来电|热线"
)
_CAUSE = re.compile(
    r"(?:是|就是)?(?:因为|由于|跟着)|(?:引起|导致|造成|影响|带[的来])的?[。了]*$|原因(?:是|就是)"
)


def asks_how_it_stands(text: str) -> bool:
    """Whether the words ask how a trouble stands, or want it told, and are nobody's complaint."""
    plain = plainly(text).strip()
    if len(plain) > _LONGEST or _OWN.search(plain):
        return False
    return bool(_STANDS.search(plain) or _TELLING.search(plain))


def tells_cause(text: str) -> bool:
    """翠屏山庄也是因为望江路爆管: what one trouble comes from, said by whoever knows both."""
    plain = plainly(text).strip()
    return len(plain) <= _LONGEST and not _OWN.search(plain) and bool(_CAUSE.search(plain))
