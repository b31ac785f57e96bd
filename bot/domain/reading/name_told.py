"""Whose name it is by how it is told: by who speaks, by what somebody does, by who has it told."""

from __future__ import annotations

import re

from bot.domain.reading.late import late
from bot.domain.reading.name_near import Ranked, Span
from bot.domain.reading.name_near import far as far_of
from bot.domain.reading.name_words import FOREIGN, HAN, NOT_PEOPLE, ROLE, SURNAME, TITLE, is_name

#: said, not written: nothing but a particle parts the name from what comes next
_SAID = late(
    rf"我是[^,。;!?]{{0,14}}?(?:的|{ROLE})(?P<n>[老小]{SURNAME}|{SURNAME}{TITLE})"
    r"(?=[哈啊呀哦啦嘛嗷噢昂喔嘞]|[我俺咱])"
)
#: by what he does: 卖馕的某某江, 开超市的老某
_BY_TRADE = late(
    rf"[卖开做修干搞跑租管炸烤补磨收](?:了?[一个]+)?[{HAN}]{{1,5}}(?:的(?P<n>[老小]{SURNAME}|[{HAN}]{{2,5}})|(?P<m>老{SURNAME}头?))"
    r"(?=[\s,]{1,2}(?P<then>打|说|来电|反映|报|催|问|喊|叫|又|第|\x00|$)?)"
)
_HAS_SURNAME = late(rf"[老小]?{SURNAME}")
#: 姓某的大爷, and of a couple the one who is to be asked for: 小两口…女的姓某
_USERS_SURNAME = late(
    r"的?(?:那个|这个)?(?:老?大[爷妈娘叔姐哥婶]|老(?:人|太太?|头儿?|爷子|汉)|阿姨|奶奶|爷爷|女士|先生|用户|业主|住户|客户|租[户客])"
)
_OF_A_HOME = late(
    r"(?:[两俩]口子?|夫[妻妇]|住户|用户|业主|租[客户]|来电的?|打(?:来)?电话的?|报修的?)[^。;!?\d]{0,8}[男女]的$"
)
_NEIGHBOURS = late(r"(?:邻居|楼[上下]|对门|隔壁|师傅|物业|客服)[^,。]{0,6}$")
#: 姓玉素甫, 姓乌力吉: no surname of one character
_OTHER_PEOPLES = late(rf"[{HAN}]{{2,5}}?(?=[\s,。;:!)\x00]|$)")
#: characters between a name and the number beside it
_BESIDE = 3
#: `楼下某奶奶让我代发`: who can't write has it written
_SENT = late(
    r"(?:让|托|叫|请|喊|求|央)(?:我|俺|咱)(?:们)?(?:来|给)?(?:代|帮|替|报|打|发|问|反|转|在)"
)
#: `物业小某: … 他家电话13…`: who writes tells another's number
_A_NUMBER = late(r"[01]\d{2,3}-?\d{7,8}")
_SPEAKS = late(r"\s?:")
_HIS_NUMBER = late(
    r"(?:[他她]们?|人家|用户|业主|住户|户主|租[户客])(?:家|本人)?(?:里|的)?(?:电话|手机|号码?|座机)(?:是|号)?[\s:]{0,2}$"
)


#: `来电人某某某不认可…`: what he does stands behind his name
_REPORTS = late(
    rf"(?:(?:来[电信访]|反映|投诉|诉求|报修|报警|信访|求助)人|(?<![{HAN}])(?:用户|业主|客户|户主|住户))(?P<n>{SURNAME}[{HAN}]{{1,2}}?)"
    r"(?=说|称|反映|表示|不认可|不满|要求|投诉|来电|再次|咨询|认为)"
)


#: `老丁刚打来的`, `修鞋的老耿头报的`
_CALLED_IN = late(
    rf"(?:(?<![{HAN}])|(?<=的))(?P<n>[老小]{SURNAME}(?:头|婆子)?)(?:刚刚?|才|又|[今昨][天早晚])*(?:打来的?|报的|来报的|打的电话)"
)
#: `2. 大曲 某苑5-2-502 15度`: who stands first, right before where he lives
_AT_FIRST = late(
    r"\s*(?P<n>(?!大[家爷哥姐妈娘叔厅门概院夜多]|小[区孩时组伙]|老[人家板婆公师旧年])"
    rf"[老小大][{HAN}]) (?=\x00)"
)
#: `找老蔫儿138…`, `我是老孙婆子,`: what everybody calls him
_KNOWN_AS = late(
    rf"[找喊叫](?P<n>[老小大二三四胖瘦黑][{HAN}]{{0,2}}[儿子头蛋娃丫妞嘎])[\s,(]{{0,2}}(?=\x00)"
    rf"|我是(?P<m>老{SURNAME}(?:头儿?|婆子|爷子))(?=[,。\s]|$)"
)


def by_report(plain: str) -> str | None:
    """Whom an order names as who reports, and says right behind it what he does; who called it in;
    and who goes by another name."""
    reports = _REPORTS.search(plain) if "人" in plain or "户" in plain or "主" in plain else None
    if reports is None and "的" in plain:
        reports = _CALLED_IN.search(plain)
    return reports["n"] if reports else None


def by_nickname(plain: str) -> str | None:
    """Who is called by what everybody calls him, whatever it is made of."""
    if first := _AT_FIRST.match(plain):
        return first["n"]
    known = _KNOWN_AS.search(plain)
    name = known and (known["n"] or known["m"])
    return None if name is None or NOT_PEOPLE.search(name) else name


def ranked(plain: str, phone: Span | None) -> Ranked:
    """Names behind `我是…的` that a particle ends, and behind what somebody does."""
    for match in _SAID.finditer(plain) if "我是" in plain else ():
        yield far_of(plain, *match.span("n"), phone), match.start("n"), match["n"]
    for match in _BY_TRADE.finditer(plain) if "的" in plain or "老" in plain else ():
        kind = "n" if match["n"] else "m"
        if FOREIGN.search(match[kind]) or (match["then"] is not None and _is_known(match[kind])):
            yield far_of(plain, *match.span(kind), phone), match.start(kind), match[kind]


def _is_known(name: str) -> bool:
    """Whether a name is made as names are."""
    likely = (
        len(name) < 4
        and _HAS_SURNAME.match(name) is not None
        and is_name(name[:2] + name[2:].removesuffix("头"))
    )
    return likely and not NOT_PEOPLE.search(name)


def is_users(plain: str, called: re.Match[str]) -> bool:
    """Whether it is the user who has the surname, though others are told of in the same way."""
    low = max(0, called.start() - 16)
    if _OF_A_HOME.search(plain, low, called.start()):
        return True
    users = _USERS_SURNAME.match(plain, called.end())
    return users is not None and not _NEIGHBOURS.search(plain, low, called.start())


def of_other_peoples(words: str) -> str | None:
    """The name that words behind 姓 begin with, where it is no Chinese one."""
    other = _OTHER_PEOPLES.match(words)
    return other[0] if other and FOREIGN.search(other[0]) else None


def tells_another(plain: str, end: int, phone: Span | None) -> bool:
    """Whether who is named up to `end` speaks there, and the number is somebody else's."""
    if phone is None or ":" not in plain[end : end + 2] or not _SPEAKS.match(plain, end):
        return False
    return _HIS_NUMBER.search(plain, max(0, phone[0] - 12), phone[0]) is not None


def is_anothers(words: str) -> bool:
    """Whether the number in what one speaker says is told to be another's: 他家电话13…."""
    number = _A_NUMBER.search(words) if "电话" in words or "手机" in words else None
    return number is not None and _HIS_NUMBER.search(words, 0, number.start()) is not None


#: behind a surname: his number
_NUMBER_BEHIND = late(r"[,\s]{0,2}(?:电话|手机)号?[:是\s]{0,2}(?=\x00)")


def has_another(plain: str, end: int, phone: Span | None) -> bool:
    """Whether who is named up to `end` has another number than the one to call."""
    behind = _NUMBER_BEHIND.match(plain, end) if phone else None
    return behind is not None and phone is not None and behind.end() != phone[0]


def has_it_told(plain: str, end: int) -> bool:
    """Whether who is named up to `end` has the message written by another."""
    return _SENT.match(plain, end) is not None


#: `某哥 你嫂子说…`, `老某 麻烦你…`: said to him, not by him
_ADDRESSED = late(
    r"(?:[啊呀哎]|[\s,!]){1,2}(?![说报催问]|反映|来电|又|家|[他她])[^。\n\x00]{0,16}?(?:你(?!们)|您(?!们)|麻烦|帮[我俺忙个]|拜托)"
    r"|(?<=[队工傅长任理])[\s,]{1,2}(?:你们|咱们?)"
)
_TITLED_OR_NICK = late(rf"[老小]{SURNAME}|.{{1,3}}{TITLE}")


def is_addressed(plain: str, start: int, end: int, phone: Span | None) -> bool:
    """Whether a message begins with whom it is written to."""
    if plain[:start].strip(" @,[]") or (phone and 0 <= phone[0] - end <= _BESIDE):
        return False
    called = _TITLED_OR_NICK.fullmatch(plain, start, end)
    return called is not None and _ADDRESSED.match(plain, end) is not None
