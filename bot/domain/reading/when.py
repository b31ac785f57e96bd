"""The words that say when it happened or began; they are kept as they are written (R2.2.2)."""

from __future__ import annotations

from bot.domain.reading.late import late

_NUM = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_PART = r"(?:凌晨|清晨|早上|早晨|一?早|上午|中午|下午|傍晚|晚上|夜里|半夜|晚|夜)"
_CLOCK = rf"(?:\s?{_NUM}(?:点(?:半|钟|{_NUM}分?|多)?|时(?!间|候))|\s?\d{{1,2}}:\d\d)"
_WHEN = late(
    # A plain set first is found soonest; the whole stands in `all`, looked at from there.
    r"[大前昨今上这本周星礼凌清早中下傍晚夜半刚\d一二两三四五六七八九十](?<=(?=(?P<all>"
    r"(?=[大前昨今上这本周星礼凌清早中下傍晚夜半刚]|[\d一二两三四五六七八九十]{1,4}[早月日号年个天小分周])"
    rf"(?:(?:大前天|前天|昨天|昨日|昨(?=[晚夜])|今天|今日|今(?=[早晚])){_PART}?{_CLOCK}?"
    rf"|(?:20\d\d年)?{_NUM}月{_NUM}[日号]{_PART}?{_CLOCK}?"
    rf"|(?<![\d路街巷])\d{{1,2}}[日号]{_PART}{_CLOCK}?"
    rf"|(?:上|这|本)?(?:周|星期|礼拜)[一二三四五六日天]{_PART}?{_CLOCK}?"
    rf"|{_PART}{_CLOCK}|{_NUM}(?:个)?(?:天|小时|分钟|周|月)(?:之|以)?前|刚才|刚刚))).)"
)
# What is still to come is no happening: 今天来, 明天上午去.
_TO_COME = late(r"\S{0,4}(?:上门|来看|来测|过去|去就行|去$|来人|必须|就行|前处理|打$)")


def find(text: str) -> str | None:
    """The first words of a past time."""
    done = 0
    for match in _WHEN.finditer(text):
        if match.start() < done:
            continue  # within the last one
        done = match.end("all")
        if not _TO_COME.match(text, done):
            return match["all"].strip()
    return None
