"""Who went or called says that the user's number or address is wrong (R2.2.2): it is to be looked
up again, and counts as missing until somebody has done so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.domain.draft import Draft
from bot.domain.notices import Kind, Role, To, Who
from bot.domain.opening import TO_DO
from bot.domain.ticket import Mark, Ticket
from bot.domain.ticket_numbers import plainly

#: Each field that can be wrong, by the mark that the ticket bears until it was looked up.
_MARKS: Mapping[str, str] = {"phone": "wrong_phone", "address": "wrong_address"}
_IS = r"(?:也|都|是|写|登记|记|给|报|留|好像|可能|有点|全|的)*"
_WRONG: Mapping[str, re.Pattern[str]] = {
    "phone": re.compile(
        rf"空号|(?:电话|手机|号码)号?码?{_IS}(?:不对|不是[他她]|错[的了误]?|有误|不正确|停机|停用|不存在)"
        r"|^(?:是|已)?停机"
        r"|(?:接电话|接的|打过去)[^,。;]{0,6}(?:不是(?:[他她]|本人|这家|这户|用户)|打错|没报)"
        r"|不是(?:用户|本人|[他她]家?|这家|这户)的?(?:电话|号码|手机)|(?:说|讲)(?:我|是)?打错了"
    ),
    "address": re.compile(
        rf"(?:地址|房号|门牌号?|楼号|单元号?){_IS}(?:不对|错[的了误]?|有误|不存在|找不[到着]|没有这)"
        r"|没有?(?:这|此)(?:一?[户家]|[栋幢]|[个号]?(?:楼|单元|房|门牌|地址|小区))"
        r"|\d(?:号楼|栋|单元|层|楼)没有?\d+(?:单元|室|号|层|楼|户|门)?(?:$|[\s,。;了])"
        r"|查无此(?:户|人|地址)|找不[到着](?:这|那|他|她|用户)?(?:[户家]|地址|地方|门牌)"
        r"|(?:[敲开]门|这|那|住)的?(?:人|户|家)?[^,。;]{0,4}(?:不是(?:[他她]家|这家|这户|用户家)|没报[过修])"
    ),
}
#: The right one is told with it: 号码不对 应该是138…; that is a correction, or a question.
_RIGHT = re.compile(
    r"应该|其实|实际|正确|改[成为]|新(?:号|电话|地址)|换[成了]|1\d{10}|[吗?]|尾号|姓"
    r"|(?:不对|错[的了误]?|有误|不正确)[\s,。;]*是\d"  # 房号不对 是503
)
_NOBODY_HOME = re.compile(
    r"(?:家[里中]|屋里|用户|[户业]主|门口?|敲门|去了|上门)[^,。;]{0,3}(?:没人|无人|没在|不在)(?!接)"
    r"|[没无]人(?:在家|开门|应)|^没人[了。!]*$"
)


def wrong_in(words: str) -> tuple[str, ...]:
    """Which fields the words call wrong, without telling the right one."""
    plain = plainly(words)
    if _RIGHT.search(plain):
        return ()
    return tuple(field for field, sign in _WRONG.items() if sign.search(plain))


def nobody_home(words: str) -> bool:
    """Whether somebody stood before a locked door."""
    return _NOBODY_HOME.search(plainly(words)) is not None


def doubted(ticket: Ticket) -> tuple[str, ...]:
    """The fields that somebody has called wrong and nobody has looked up since."""
    return tuple(field for field, mark in _MARKS.items() if mark in ticket.marks)


def doubt(draft: Draft, words: str) -> dict[str, object]:
    """Customer service is asked once for what these words call wrong; what the answer is to say of
    it."""
    ticket = draft.ticket
    away = nobody_home(words) and ticket.status in TO_DO
    told: dict[str, object] = {"away": True} if away else {}
    fresh = [f for f in wrong_in(words) if getattr(ticket, f) and f not in doubted(ticket)]
    if not fresh or not ticket.is_open:
        return told
    marks = {_MARKS[field]: Mark(draft.now, draft.by) for field in fresh}
    draft.change(marks={**ticket.marks, **marks})
    ring = () if draft.by == ticket.reporter else (Who(Role.SERVICE),)
    draft.tell(
        Kind.QUESTION, "contact_wrong", To.SERVICE, *ring,
        rule="R2.2.2", fields=fresh, words=words,
    )  # fmt: skip
    return {**told, "fields": fresh}


def looked_up(draft: Draft, fields: Iterable[str]) -> bool:
    """These are right now; whether one of them was in doubt."""
    gone = {_MARKS[field] for field in fields if field in doubted(draft.ticket)}
    if gone:
        kept = {key: mark for key, mark in draft.ticket.marks.items() if key not in gone}
        draft.change(marks=kept)
    return bool(gone)


def tell_crew(draft: Draft, changes: Mapping[str, object]) -> None:
    """Whoever is under way hears of the number or the address that is right; the card that changed
    is not seen by everybody."""
    ticket = draft.ticket
    told = {field: value for field, value in changes.items() if field in _MARKS}
    if not told or ticket.parent is not None or ticket.status not in TO_DO:
        return
    to = To.EMERGENCY if ticket.is_major else To.DEPARTMENT
    draft.tell(Kind.PROGRESS, "contact_right", to, Who(Role.HANDLER), changes=told)
