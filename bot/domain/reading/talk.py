"""A merged chat record: who says what, and of which group (R2.2)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.domain.reading import compounds, faults, hazards, places
from bot.domain.reading.late import late
from bot.domain.reading.name_given import is_whole
from bot.domain.reading.name_words import FOREIGN, SURNAME

_H = "\u4e00-\u9fff"
_DAY = r"(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?|[昨今前]天|(?:周|星期)[一二三四五六日天])"
_PART_OF_DAY = "(?:[上下中]午|早上|晚上|凌晨|傍晚)"
_WHO = (
    r"(?:>[ \t]*)?(?P<who>[^\s:\n,。!?>][^\s:\n,。!?]{0,13}"
    rf"(?:[ ·@](?!{_DAY}|{_PART_OF_DAY})[^\s:\n,。!?\d]{{1,8}}"
    r"|[ ·](?:\d{1,3}(?:-\d{1,4}){1,2}|\d{1,3}(?:号楼|[栋幢座#])[^\s:\n,。!?]{1,8}))?)"
)
_TIME = rf"(?P<t>(?:{_DAY}[ \t]*)?{_PART_OF_DAY}?[ \t]*(?<!\d)\d{{1,2}}:\d{{2}}(?::\d\d)?)"
#: `老王 8:11` above his words, or `老王:` before them
_BEFORE_WORDS = late(
    rf"(?m)^{_WHO}[ \t]*"
    rf"(?:[(\[]?{_TIME}[)\]]?[ \t]*:?[ \t]*(?:\n|$|(?=\S))|:(?!\d\d:)[ \t]*(?=\S)|:[ \t]*\n)"
)
#: `8:11 老王:` before his words
_TIME_FIRST = late(rf"(?m)^[\[(]?{_TIME}[)\]]?[ \t]*{_WHO}[ \t]*:[ \t]*")
#: `8:11 老王` above them or before them; who speaks again is a speaker
_TIMED = late(rf"(?m)^[\[(]?{_TIME}[)\]]?[ \t]+(?P<who>[^\s:\n,。!?]{{2,12}})(?:[ \t]+|\n|$)")
_STAFF = late(r"客服|调度|热力|师傅|公司|值班|维修|检修|班长|坐席|机器人|工程师|站长|[所队]$|@")
_GO_BETWEEN = late(r"社区|物业|网格|居委|管家|转发人")
_NOT_SPEAKER = late(
    r"电话|地址|姓名|诉求|内容|时间|编号|工单|位置|问题|用户|户主|客户|要求|情况|TEL|备注|"
    r"联系|来源|回复|回访|主题|正文|发件|描述|对象|结果|方式|小区|意见|^[\-(>]|[{\"*\[【①-⑳]|\d{5,}|"
    r"事件|性别|年龄|地点|点位|详情|经过|说明|原因|摘要|渠道|区划|区域|街道|是否|楼盘|楼栋|楼号|单元|房[号间]|门牌|室号|楼层|"
    r"紧急|转|单位|号码|手机|反映|事项|处理|部门|时限|标题|类[型别]|[来诉反投联].{0,2}人|事由|日期|网友|报修|住址|室温|标的|市民|"
    r"来电|^群[聊名]|^(?:[问答谁号哪时留Qq]|啥事|咋办的?|[提问答]问|回答|解答|[提问答]?[问答留][者人])$|性质|级别|现象|分类|名称|申请|业务|受理|状态|进度|承办|签收|案[件号]|流水|群$|^20\d\d|^(?:序号?|第|[件条单户例])?[一二三四五六七八九十\d]{1,3}[件条单户例项]?$"
)
#: who speaks in the transcript of a call
_AGENT = late(r"^(?:客服|坐席|座席|话务员|接线员|热线)")
_CALLER = late(r"用户|客户|市民|居民|业主|来电人|来电者|对方")


#: so neighbours are called whose names are left out, and so the items of a list are marked
_MARKS = "甲乙丙丁戊己"


class Said(NamedTuple):
    """What one speaker says, line by line, and what stands above the whole record."""

    text: str
    speaker: str
    context: str


def speakers(text: str) -> list[Said]:
    """A merged chat record as its speakers' words; empty if it is none."""
    # two speakers at least, a colon in the head of each
    heads = _heads(text) if "\n" in text and text.count(":") > 1 else []
    if not heads:
        return []
    context = text[: heads[0].start()]
    if "群" not in context and all(head["who"] in _MARKS for head in heads):
        return []
    said: dict[str, list[str]] = {}
    for head, nxt in zip(heads, [*heads[1:], None], strict=True):
        words = text[head.end() : nxt.start() if nxt else len(text)]
        said.setdefault(head["who"], []).append(words.strip())
    _join_bare(said)
    return [Said("\n".join(w), who, context) for who, w in said.items()]


#: a flat that stands behind a speaker's name
_IN_BRACKETS = late(r"\([^()]*\)$")


def _join_bare(said: dict[str, list[str]]) -> None:
    """Whoever tells his flat once goes on without it: `老元(3-2-501)` and then `老元`."""
    bare = {who: _IN_BRACKETS.sub("", who) for who in said if who.endswith(")")}
    bare |= {who: who.rpartition("-")[2] for who in said if _GO_BETWEEN.match(who) and "-" in who}
    names = [*bare.values()]
    for who, name in bare.items():
        if name in said and names.count(name) == 1:
            said[who] += said.pop(name)


def _heads(text: str) -> list[re.Match[str]]:
    """Where each one's words begin."""
    every = list(_BEFORE_WORDS.finditer(text))
    call = any(_AGENT.search(m["who"]) for m in every)
    heads = [m for m in every if (call and _CALLER.fullmatch(m["who"])) or _can_speak(m["who"])]
    timed = [m for m in heads if m["t"]]
    if len(timed) > 1:
        return timed
    led = [m for m in _TIME_FIRST.finditer(text) if _can_speak(m["who"])]
    if len(led) > 1:
        return led
    again = [
        m for m in _TIMED.finditer(text) if _can_speak(m["who"]) and not _REGION.search(m["who"])
    ]
    twice = [m for m in again if sum(m["who"] == n["who"] for n in again) > 1]
    if len(again) > 2 and twice:
        # `6:40 某里 17号楼…`, `6:52 某里 3-1-1501…`: a compound and its homes
        homes = all(compounds.begins_below(text[m.end() : m.end() + 12]) for m in twice)
        return [] if homes else again
    if len(every) - len(heads) > 1 or len(heads) < 3 or len(heads) * 3 < text.count("\n"):
        return []
    if sum(_begins_with_flat(line) for line in text.split("\n")) > sum(
        _begins_with_flat(m["who"]) for m in heads
    ):
        return []  # neighbours listed by their flats, a colon behind some of them
    return heads


#: `23:10 某某旗 某里3-1-402 …`: a home behind its region, and nobody who speaks
_REGION = late(r"(?:[县旗镇乡]|.[市区])$")
#: what a name has and a bullet has not
_LETTER = late(r"\w")


def _can_speak(who: str) -> bool:
    """Whether it is a name, not a form's field; a flat may stand in it."""
    if not _LETTER.search(who):
        return False
    behind = " " in who and who[-1].isdigit()
    if not (behind or _NOT_SPEAKER.search(who)):
        return True
    flat, rest = flat_of(who)
    if behind and not flat:
        return not _NOT_SPEAKER.search(who)
    return bool(flat and rest) and not _NOT_SPEAKER.search(rest)


_FLAT = late(r"(?:[A-Za-z]?\d{1,3}(?:-\d{1,4}){1,2}|\d{1,3}(?:号楼?|[幢栋座])\S{0,6}?\d{3,4})")


def _begins_with_flat(line: str) -> bool:
    return _FLAT.match(line) is not None


def is_staff(speaker: str) -> bool:
    """Whether a speaker belongs to the company."""
    return bool(_STAFF.search(speaker))


def is_go_between(speaker: str) -> bool:
    """Whether a speaker only passes on what others say."""
    return bool(_GO_BETWEEN.search(speaker))


#: `有谁家不热吗`, `谁家没暖`: the neighbours are asked, nothing is told
_ASKING = late(
    r"[^。;!\n]{0,12}(?:(?:还?有(?:没有?|谁)?|谁家?|哪家|大家|各位|你们|别人|别家)(?:家里)?[^。;!\n]{0,14}(?:[吗么]|没有?|\?|呢)"
    r"|(?:谁|哪)家(?:里)?[也还]?[不没][^。;!\n]{1,4}|(?:谁|哪)家[^。;!\n]{0,3}[不没冷凉][^。;!\n]{0,3}(?:举个?手|[吱吭]个?声|[说报言]一?[下声]|冒个?泡|接龙)|热没热|来没来热?|[^。;!\n]{0,10}(?:咋样|怎么样|多少度|几度))[啊呀呢各位\s?!。]*"
)


#: what is told of one's own
_OWN = late(r"\d{2}|[我俺](?!们)")


def is_asking(words: str) -> bool:
    """Whether somebody only asks the neighbours how it is at theirs."""
    return bool(_ASKING.fullmatch(words)) and not _OWN.search(words)


#: `我家挺好`, `俺家还中`: whoever says only this among neighbours complains of nothing
_CONTENT = late(
    r"(?:[我俺]?家?(?:1[89]|2\d)(?:\.\d)?度?[,\s]?(?:[挺还很][好行热]|勉强行|可以|满意)|"
    r"[^。;!\n]{0,6}(?:[我俺咱]们?(?:家|这边|这儿|屋)?|家|这边|这儿|屋|楼[上下])里?"
    r"(?:还行|还可以|还[好中]|挺[好热]|很[好热]|正常|没事|不冷|暖和|温乎|热乎|烫手|"
    r"行(?![^ \d])|\d{2}度?不)"
    r"(?![^。;!\n]*(?:就是|但|不过|可是|只))[^。;!\n]{0,10})"
)


def is_content(words: str) -> bool:
    """Whether a neighbour only says that all is well at his place, and of no damage elsewhere."""
    return _CONTENT.fullmatch(words) is not None and not (faults.find(words) or hazards.find(words))


def is_of_another(words: str, said: list[Said]) -> bool:
    """Whether a neighbour only bears out what another told of his own flat: `老莫家真冷`."""
    if "家" not in words and "那" not in words:
        return False
    names = (person(part.speaker) for part in said)
    return any(name and words.startswith((f"{name}家", f"{name}那")) for name in names)


_PERSON = late(
    rf"(?:(?<![{_H}])|(?<=物业|社区|居委|管家)|(?<=[员长]))[老小大][{_H}](?=$|[^{_H}])|[{_H}]{{1,3}}(?:女士|先生|阿姨|大姐|大爷|经理|主任|姐|哥|叔)$"
)
#: `楼主老戴`, `开水果店的燕子`
_WHAT_HE_IS = late(rf"^(?:[楼群]主(?=[{_H}]{{2}})|[{_H}]{{2,8}}的(?=[{_H}]{{2,3}}$))")
#: `网格员杨小琴`
_PASSES = late(rf"(?:网格[员长]|社区|物业|居委|管家)(?P<n>[{_H}]{{2,3}})$")
#: `10栋长`: what he is, not who
_LEADER = late(r"[\d一二三四五六七八九十]{0,3}(?:[栋楼门]|单元)长")
_PASSED = late(rf"转发人[::]\s*(?:社区|物业|网格员|居委)?(?P<n>[{_H}]{{2,4}})")


#: `石某 3-2-501`, `小东子 3-2-501`: who speaks, and his flat behind a blank
_NAMED = late(
    rf"(?:{SURNAME}[{_H}]{{1,2}}|[{_H}]{{2,3}})(?<![里园苑城湾府庭居村庄院坊寓区郡邸家])(?=[ \t]\d)"
)
#: what stands in every building's and flat's number
_MAY_BE_FLAT = late(r"[\dA-Za-z甲乙丙丁零〇一二三四五六七八九十幺户=]")


@lru_cache(maxsize=32)
def flat_of(speaker: str) -> tuple[str, str]:
    """The flat or building that a speaker's name in a neighbours' group holds, and the name
    without it: `燕子(4-2-901)`, `五栋402 樊`, `老佟3-1-102`."""
    if not _MAY_BE_FLAT.search(speaker):
        return "", speaker
    found = [p for p in places.find(compounds.masked(speaker)[0]) if p.level > 0]
    if not found:
        return "", speaker
    flat = found[0]
    head = (_PERSON.match(flat.text) or _NAMED.match(flat.text)) if flat.named else None
    start = flat.start + (head.end() if head else 0)
    rest = f"{speaker[:start]} {speaker[flat.end :]}"
    return speaker[start : flat.end].lstrip(), rest.replace("()", "").strip("-_() ")


def person(speaker: str) -> str | None:
    """What to call a speaker: 物业·某某湾 小薛 → 小薛."""
    if _CALLER.fullmatch(speaker) or _LEADER.fullmatch(speaker):
        return None
    flat, rest = flat_of(speaker)
    rest = _WHAT_HE_IS.sub("", rest.strip("-_ "))
    words = re.split(r"[\s·@-]", rest)
    if named := _PERSON.search(words[-1]):
        return named[0]
    if (passes := _PASSES.search(words[-1])) and is_whole(passes["n"]):
        return passes["n"]
    if len(words) > 1 and is_go_between(words[0]) and FOREIGN.search(words[-1]):
        return words[-1]
    if is_go_between(speaker) or len(words[-1]) < (1 if flat else 2):
        return None
    return words[-1] or None


def passed_on_by(text: str) -> str | None:
    """Who passed the record on and wants to know."""
    match = _PASSED.search(text)
    return match["n"] if match else None
