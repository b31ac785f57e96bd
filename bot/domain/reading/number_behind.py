"""What is said right behind a number: that it is the one to call, whose it is, its extension."""

from __future__ import annotations

from bot.domain.reading.late import late

#: `…打物业就行`, `在楼下等着,到了找他`
_BEHIND = late(
    r"[,\s]{0,2}(?:打|找|联系|拨)(?:[他她]的|我的|物业|社区|这个|它|[他她我])(?:电话|号)?(?:就行|就好|即可|就可以|就成)"
    r"|[,\s]{0,2}(?:人?就?在[^\d,。;!?\s]{1,8}[,\s]{1,2})?(?:(?:[你您]们?|师傅)?(?:去|来|到|有事|上门|现场|到时候?)了?[,\s]?)?(?:的话)?(?:请|就|直接|先|都)?"
    r"(?:找|打|联系|喊)(?:这个|[他她])(?:电话|号码?)?(?=[\s,。;!)]|$|开门|就|即)"
)
#: in brackets or not: `(手机,请优先拨打)`
_FIRST = late(
    r"[\s,]{0,2}\((?:[^()\d]{0,8}[,、\s])?(?:请|麻烦)?(?:优先(?:拨打|打|联系)?(?:这个|此号?)?|首选|常用|主要|主叫?|先打这个|打这个|以此为准)(?:电话|号码?)?[①-⑩]?\)"
    r"|[\s,]{0,2}(?:请|麻烦)?(?:优先(?:拨打|打|联系)|先打|打)(?:这个|此)(?:号码?|电话)?(?=[,。;\s)]|$)"
)
#: whose it is
_OTHERS = late(
    r"[\s,(]?(?:这个?)?是我?(?:原来?|以前|上一?任)?(?:房东|业主|租客|租户|住户|中介|前夫|前妻|旧房主|卖家|"
    r"邻居家?|隔壁|对门|楼[上下]|物业|别人|小卖部|公用)的"
)
_CONTACT = late(r"\s?[,(]?\s?联系人")
#: `(小卖部公话,勿回拨)`, `(仅供内部联系)`: not to be rung at all
_NOT_BACK = late(
    r"\s?\((?![^()]*(?:[早晚]上|下班|[上中下]午|\d点))[^()]{0,12}(?:[勿别甭]|不[要用必能])再?(?:回[拨电呼]?|打|拨打?|联系)[^()]{0,4}\)"
    r"|[\s,]{0,2}\(?(?:此号|号码)?(?:[仅只]供?|限)?(?:[内]部(?:联系|使用|[专自]?用|号码?|沟通|对接)|工作人员(?:联系|使用|对接))"
)
#: `(上班接不了)`
_NOT_NOW = late(
    r"\s?\([^()]{0,10}(?:接不[了到]|不方便接|没法接|不接|常?关机|静音|外地|出差|国外|外省)[^()]{0,4}\)"
)
_VOID = late(
    r"^[\s()]{0,2}(?:作废|停机|已?停用|是?空号|别打(?=[\s,。)了]|$)|不用|打不通(?![,\s]?(?:就|再|的话|时|请|可|打|拨|换|找|联系|发|留|加)))"
)
#: said of the number before this one
VOIDED = late(rf"{_VOID.pattern}了?(?=[,。;)\s])")
#: without one of these near nothing is said; looked for first
_TELLS = late(
    r"[\s,()]*[打找联拨优首常主先以请麻这是作停已空别不内仅只限此号去来到有在您你师现上工喊直就都的人]|[\s,]{0,2}\("
)
#: how fit a number is of which it is said
_TOLD = (
    (_BEHIND, 4),
    (_FIRST, 5),
    (_OTHERS, -1),
    (_CONTACT, 1),
    (_NOT_BACK, -6),
    (_NOT_NOW, -1),
)
#: `8520016转216`: what the switchboard is told
_EXTENSION = late(
    r"\s?,?\s?(?:转|分机号?:?)\s?(?P<n>\d{1,5})(?![\d.-]|\s?[号栋幢楼度户元单#℃°%个])"
)


def fitness(text: str, end: int) -> int:
    """How fit the number that ends at `end` is said to be; 0 where nothing is said."""
    if not _TELLS.match(text, end):
        return 0
    told = next((score for pattern, score in _TOLD if pattern.match(text, end)), 0)
    return told or (-6 if _VOID.match(text[end : end + 8]) else 0)


def with_extension(text: str, end: int, number: str) -> tuple[int, str]:
    """Where a landline ends and its digits, an extension included."""
    told = _EXTENSION.match(text, end) if number[:1] != "1" else None
    return (told.end(), number + told["n"]) if told else (end, number)
