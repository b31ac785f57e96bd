"""Whose work is asked about by his name: `甲手上几单`, `小张今天弄了几个`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.colleagues import forms_of
from bot.domain.ticket_numbers import plainly

_LONGEST = 20
_HAND = r"(?:手[上里头]|名下|身上|那边|那[里儿]|这边)"
_WHEN = r"(?:今[天日]|昨[天日]?|前天|[这本上]个?(?:周|月|星期|礼拜)|现在|目前|这会儿?|上午|下午)"
#: What such a question is made of beside the name.
_BAG = (
    rf"(?:{_HAND}|{_WHEN}|[还都就也又总一]共?|有没有|有|剩下?|欠|压着?|接了?|没[有人]?|未|几|多少|啥|什么|哪些?|些|个|单子?|工单|活儿?|户|家|件"
    r"|的|了|着|呢|吗|么|啊|呀|要|该|得|办|干|弄|修|跑|去|处理|完成?|好|结|超时|忙不忙|忙|多不多|多|不|怎么?样|咋样|情况|[\s?。!,、~])"
)
#: With one of these a question is asked, where nothing says whose hands are meant.
_ASKS = r"(?=.*(?:几|多少|啥|什么|哪|忙|剩|怎么?样|咋样))"
#: What is owed or was done is asked; 甲还有, 甲今天弄了, 甲那几单; `乙去几楼` speaks of one place.
_HAS = (
    rf"{_WHEN}?(?:还|都|就|一?共)*"
    r"(?:有|剩|欠|接了|压|忙|[没未]?(?:办|干|弄|修|跑|处理|完成)|的?(?:单子?|活儿?)|那[几些]|手)"
)
#: What he has done is asked, and not what is left: 甲今天弄了几个, 甲昨天几单.
_DONE = re.compile(
    r"(?<![没未要得该欠])(?:办|干|弄|修|跑|处理|完成|结)(?:完|好|成|掉|过|了|的)*[几多]|昨|前天|[这本上]个?(?:周|月|星期|礼拜)"
)
_LEFT = re.compile(rf"{_HAND}|[没未剩欠压忙]|还有")
_ASKED = rf"(?:师傅|哥|姐)?\s*(?:{_WHEN}?{_HAND}|{_ASKS}{_HAS}){_BAG}*"


def asked_of(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of those among `names` (key to name) whose work the words ask about: several where
    one name may be of several; none where they ask about nobody's."""
    plain = plainly(text).strip().removeprefix("@").strip()
    if len(plain) > _LONGEST:
        return ()
    fits = {key: _length(plain, name) for key, name in names.items()}
    longest = max(fits.values(), default=0)
    return tuple(key for key, length in fits.items() if length and length == longest)


def of_done(text: str) -> bool:
    """Whether such a question is after what was finished, not after what is in hand."""
    plain = plainly(text)
    return _DONE.search(plain) is not None and _LEFT.search(plain) is None


def _length(plain: str, name: str) -> int:
    """How much of the words is the name; 0 where they do not ask for his work."""
    found = (form for form in forms_of(plainly(name)) if plain.startswith(form))
    return max(
        (len(form) for form in found if re.compile(_ASKED).fullmatch(plain, len(form))), default=0
    )
