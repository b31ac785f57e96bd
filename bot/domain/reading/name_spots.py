"""Where names stand in a message, and how near to the number to call each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.reading.name_words import (
    COMPOUND,
    FOREIGN,
    GENERIC,
    HAN,
    KIN,
    LONG_TITLE,
    NO_TOKEN,
    NOT_PEOPLE,
    RISKY,
    ROLE,
    SHORT_TITLE,
    SINGLE,
    SURNAME,
    TITLE,
)
from bot.domain.reading.quick import compiled

CALLED = compiled(
    rf"(?:(?:我叫|名叫|{KIN}叫)\s?(?P<n>{SURNAME}[{HAN}]{{1,2}}|[{HAN}]{{2,5}})"
    rf"|(?:我是(?:{ROLE}|房东)?|实名:?|本人|叫|名字是)\s?(?P<o>{SURNAME}[{HAN}]{{1,2}}))"
    rf"(?=[,。;!\s电\d手说住在\x00]|$|的电话)"
    rf"|[叫喊][我俺](?P<k>[老小大阿][{HAN}]|{SURNAME}{TITLE})(?=就|即可|吧|[,。\s]|$)"
    rf"|(?:我自己|本人|我)[,:]\s?(?P<m>{SURNAME}[{HAN}]{{1,2}})(?=[,。])"
    rf"|(?<![百不])我?姓(?P<s>{COMPOUND}|(?![名啥什氏甚])[{HAN}])"
)
#: after a surname that somebody else has: 姓张的收费员
_OTHERS_SURNAME = re.compile(
    r"的?(?:师傅|收费员|客服|经理|主任|工作人员|维修|接线|话务|小伙|站长|队长)"
)
_OTHERS_BEFORE = re.compile(
    r"(?:师傅|收费员|客服|邻居|楼上|楼下|对门|隔壁|物业|站长|队长|经理|主任|小伙子?|那[个人]|"
    r"女的|男的|接线员|话务员|工长)的?也?$"
)
_GIVEN = rf"[{HAN}]{{1,2}}(?![{HAN}])"
_ENDS = rf"(?![{HAN}])|(?=[家说来电打报的他她])"
_TITLED = re.compile(
    rf"(?<![{HAN}])(?P<a>[老小](?:{SURNAME})头?)(?=家|$|[\s,。:;、\d()说报打/\x00])"
    rf"|(?P<b>(?:(?:{SURNAME}|\*)(?:[{HAN}]{{0,2}}?)?(?:{LONG_TITLE}|{SHORT_TITLE}(?:{_ENDS}))|"
    rf"(?<![{HAN}])(?![女男老小各本该原前副班校位名个院好这那某您你他她俺咱])[{HAN}]{LONG_TITLE}))(?![{HAN}](?<=[门程]))"
    rf"|(?P<c>[老小](?:{SURNAME}))(?=家|$|打(?=\s?\x00|我|电)|[\s,。:;、\d()/\x00])"
)
_STAFF_BEFORE = re.compile(
    r"@\S{0,3}$|(?:找|派|让|给|由|邻居|楼上|楼下|隔壁|对门|客服|收费员|接线员|检修|维修|师傅|"
    r"测温员|调度|班长|坐席|\d{3}|他|她|尊敬的|感谢|表扬|承办|经办)\s?$"
)
#: "孙姐:刚接一个…", "巡线员小郝:…": a colleague passes it on
_REPORTS = re.compile(r"[::]\s?(?:刚|用户|客户|又|有个|有一|转|来电|市民|@)")
_COLLEAGUE = re.compile(
    r"(?:巡[线检查]|抢修|维修|检修|测温|收费|接线|话务|调度|客服|坐席|运行|值班|热力|供热|热网|管网)[员工班组人]?\s?$"
)
#: before a title: he came from the company
_CAME = re.compile(r"(?:你们|来的|派来|上门的|公司|供热|热力|贵司|单位)\S{0,4}$")
#: before a name: he only took the message down
_CLERK = re.compile(
    r"(?:记录|承办|经办|受理|派单|接单|审核|签发|处理|回访|登记|录入|填报|测试|办理|接听|接线|转发)[人员]?[::\s]{0,2}$"
)
#: after a title: what a crew did
_DID = re.compile(
    r"(?<=[傅工理长任])(?:上午|下午|昨[天晚]|今[天早]|前天|刚才)?(?:来过|来了|来看|没来|上门|修完|修了|换了|看了)"
)
_GREETED = re.compile(r"[,\s]{0,2}(?:你|您|大家)好|\s?在[不吗么]")
#: a word of its own before the surname: 那位王姨, 由李姐
_LED = re.compile(rf"[位由和与同为是叫]{SURNAME}[{HAN}]{{0,1}}{TITLE}$")
#: the words after a name that make it a neighbour's
_BESIDE = re.compile(r"家?的?(?:楼上|楼下|隔壁|对门|对面)")
_WRITERS = re.compile(r"[我俺咱]们?家")
_BARE = re.compile(
    rf"(?<![{HAN}\w])(?P<n>(?:{COMPOUND})[{HAN}]{{0,2}}|{SINGLE}(?:[{HAN}*]{{0,2}}|[xX]{{1,2}}))(?![{HAN}\w])"
)
#: alone behind a flat it says how it is there
_NO_SURNAME = RISKY + "冷温全都单查关毛"
_DOTTED = re.compile(rf"[{HAN}]{{1,6}}·[{HAN}]{{1,6}}")
_WITH_ROLE = compiled(
    rf"(?:{ROLE}|{KIN})(?P<n>{SURNAME}[{HAN}]{{1,2}}(?=[\s,。:;()/\x00]|$|来电|反映|称)"
    rf"|[老小]{SURNAME}(?=[\s,。:;()/\x00说在]|$|来电))"
)
#: what a name without a known surname is told by: the word before it and the number after it
_TOLD = compiled(
    rf"(?:{ROLE}|{KIN})\s?(?P<n>(?:[老小阿][{HAN}]|[{HAN}]{{2,6}}?))(?=\s?(?:来电|反映)|[,(:\s]{{0,2}}\x00)"
)
_IN_TABLE = re.compile(rf"\|(?P<n>[{HAN}]{{2,4}})\|(?=\x00)")
_TOKEN = re.compile(rf"(?<![{HAN}\w·@])(?:[老小阿][{HAN}]|[{HAN}]{{1,4}})(?![{HAN}\w·])")
_NICK_END = re.compile("[妈爸奶姥爷麻]")
_NICK = re.compile(
    rf"(?<![{HAN}\w])(?![我你他她俺咱的老岳公婆干])[{HAN}]{{1,3}}(?:妈妈?|爸爸?|奶奶|姥姥|爷爷|麻麻)(?![{HAN}\w])"
)
_LATIN = re.compile(r"(?<![A-Za-z@.])[A-Z][a-z]{2,14}(?: [A-Z][a-z]{2,14})?(?![A-Za-z])")
_NO_LATIN = re.compile(
    r"(?:Tel|Telephone|Phone|Mobile|Dear|Sir|Madam|Address|Room|Unit|Building|Floor|Block|Name|Please|Help|Thanks?|"
    r"Thank|You|Hello|Regards|Best|Yours|Sincerely|The|My|We|It|Urgent|Heating|Garden|Apartment)\b"
)
_LATIN_CALLED = re.compile(r"(?:name is|this is|I am|I'm|call me|联系人?|我叫|叫|名字)\s*$", re.I)
_LEADS = re.compile(
    r"[\s,:;]*(?:\d{1,2}(?:\.\d)?\s?(?:°C?|度|C)?[\s,]+)?"
    r"(?:微信同号|同微信|微信|电话|座机|固话|手机号?|联系方式|号码|[Tt]el|TEL)?[\s,:;]*"
)

_Ranked = Iterator[tuple[int, int, str]]
Span = tuple[int, int]


def ranked(plain: str, phone: Span | None, places: list[Span]) -> _Ranked:
    """Every name with its rank (the lowest is meant) and its start; `plain` is the text with phones
    and places blanked out by `\\x00`."""
    yield from _called(plain, phone)
    yield from _titled(plain, phone)
    yield from _bare(plain, phone, places)
    yield from _told(plain, phone)
    yield from _foreign(plain, phone)
    if phone is not None:
        yield from _at_phone(plain, phone)


def is_name(word: str) -> bool:
    """Whether a word can be a name at all, by its characters."""
    if FOREIGN.search(word):
        return len(word) < 7
    if word[0] in "老小阿" and len(word) == 2:
        return not NO_TOKEN.match(word[1]) and word[1] not in RISKY
    return not NO_TOKEN.search(word) and not NOT_PEOPLE.search(word)


def called(match: re.Match[str]) -> str:
    """The name in a match of `CALLED`."""
    return match["n"] or match["o"] or match["m"] or match["k"] or match["s"]


def _called(plain: str, phone: Span | None) -> _Ranked:
    """我叫…, 我姓…: said of oneself, so it comes first; the whole name before the surname."""
    for match in CALLED.finditer(plain):
        name = called(match)
        whole = match["s"] is None
        if match["s"]:
            if _OTHERS_SURNAME.match(plain, match.end()):
                continue
            if _OTHERS_BEFORE.search(plain, max(0, match.start() - 6), match.start()):
                continue
            after = plain[match.start("s") : match.end() + 8]
            if titled := re.match(rf"[{HAN}]{TITLE}", after):
                name = titled[0]
            elif full := re.match(
                rf"{name}[\s,]{{1,2}}(?:全名|名叫|叫)?({name}[{HAN}]{{1,2}})(?![{HAN}])", after
            ):
                name, whole = full[1], True
        elif not match["k"] and not re.match(SURNAME, name) and NO_TOKEN.search(name):
            continue
        if not NOT_PEOPLE.search(name) and not (whole and GENERIC.search(name)):
            rank = _far(plain, match.start(), match.end(), phone) - 40
            yield min(rank, -30) - 10 * whole, match.start(), name


def _titled(plain: str, phone: Span | None) -> _Ranked:
    for match in _TITLED.finditer(plain):
        name = match["a"] or match["b"] or match["c"]
        before = plain[max(0, match.start() - 8) : match.start()]
        if (name[0] == "任" and before.endswith("主")) or _LED.match(name):
            name = name[1:]
        if _GREETED.match(plain, match.end()) or _BESIDE.match(plain, match.end()):
            continue
        if _is_colleague(plain, match, before) or NOT_PEOPLE.search(name):
            continue
        asked_for = _is_asked_for(plain, match, before, phone)
        if (_STAFF_BEFORE.search(before) and not asked_for) or _CLERK.search(before):
            continue
        far = _far(plain, match.start(), match.end(), phone)
        if far > 3 and plain[match.end() : match.end() + 1] == "家" and _WRITERS.search(plain):
            continue
        if far > 3 and (_CAME.search(before) or _DID.match(plain, match.end())):
            continue
        staff = 60 if re.search(r"(?:工|师傅)$", name) else 0
        yield far + staff, match.start(), name


def _is_asked_for(plain: str, match: re.Match[str], before: str, phone: Span | None) -> bool:
    """`13… 找老刁`, `给老刁打13…`."""
    if phone is None:
        return False
    if before.endswith("找"):
        return 0 <= match.start() - phone[1] <= 12
    return before.endswith("给") and plain[match.end() : match.end() + 1] in "打回去"


def _is_colleague(plain: str, match: re.Match[str], before: str) -> bool:
    """Somebody of the company who passes a message on: his name, a colon, the message."""
    if plain[match.end() : match.end() + 1] not in (":", ":"):
        return False
    if _COLLEAGUE.search(before):
        return True
    return not match.start() and _REPORTS.match(plain, match.end()) is not None


def _told(plain: str, phone: Span | None) -> _Ranked:
    """Names behind what somebody is: 单元长老蔺, 村民杜某某, 母亲纪某某."""
    for match in _WITH_ROLE.finditer(plain):
        name, start = match["n"], match.start("n")
        if name[0] not in RISKY and not NOT_PEOPLE.search(name) and not GENERIC.search(name):
            yield _far(plain, start, match.end("n"), phone), start, name
    for match in _TOLD.finditer(plain):
        if is_name(match["n"]) and (match["n"][0] in "老小" or match["n"][0] not in RISKY):
            yield _far(plain, match.start(), match.end(), phone), match.start(), match["n"]


def _foreign(plain: str, phone: Span | None) -> _Ranked:
    """Names the surnames do not tell: known by a dot, by their letters, by whose mother it is."""
    for match in _DOTTED.finditer(plain) if "·" in plain else ():
        yield _far(plain, match.start(), match.end(), phone), match.start(), match[0]
    for match in _IN_TABLE.finditer(plain) if "|" in plain else ():
        if not NO_TOKEN.search(match["n"]):
            yield 30, match.start(), match["n"]
    for match in _NICK.finditer(plain) if _NICK_END.search(plain) else ():
        far = _far(plain, match.start(), match.end(), phone)
        if far <= 3 or _stands_alone(plain, match.start(), match.end()):
            yield far, match.start(), match[0]
    for match in _LATIN.finditer(plain):
        far = _far(plain, match.start(), match.end(), phone)
        said = _LATIN_CALLED.search(plain, max(0, match.start() - 12), match.start())
        last = match.end() >= len(plain.rstrip(" 。.!"))
        if (said or last or far <= 3) and not _NO_LATIN.match(match[0]):
            yield (far - 40 if said else far), match.start(), match[0]


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Right behind a place, or at an end of the text."""
    return plain[:start].rstrip(" ,\t")[-1:] in ("", "\x00", "\n") or not plain[end:].strip(" 。!")


def _at_phone(plain: str, phone: Span) -> _Ranked:
    """A word right at the phone that says nothing else: `13847700000 巴特尔`."""
    around = max(0, phone[0] - 8)
    for match in _TOKEN.finditer(plain, around, phone[1] + 10):
        start, end = match.span()
        far = phone[0] - end if end <= phone[0] else start - phone[1]
        between = plain[end : phone[0]] if end <= phone[0] else plain[phone[1] : start]
        if not 0 <= far <= 3 or "\n" in between or not is_name(match[0]):
            continue
        if len(match[0]) > 1 or plain[end : end + 1] in ("", "\n"):
            yield far + 20, start, match[0]


def _bare(plain: str, phone: Span | None, places: list[Span]) -> _Ranked:
    """A name without any title: only where names stand, at a number, an address or an end."""
    for match in _BARE.finditer(plain):
        name, start, end = match["n"], match.start(), match.end()
        if GENERIC.search(name) or NOT_PEOPLE.search(name) or plain[max(0, start - 1)] == "@":
            continue
        if (name[0] in RISKY and len(name) > 1) or _CLERK.search(plain, max(0, start - 8), start):
            continue
        far = _far(plain, start, end, phone)
        if plain[start - 1 : start] == "|" == plain[end : end + 1]:
            yield far + 5, start, name
            continue
        near = any(0 <= start - e <= 2 or 0 <= s - end <= 2 for s, e in places)
        line = (start == 0 or plain[start - 1] == "\n") and len(name) > 1
        last = end >= len(plain.rstrip(" 。!")) and len(name) > 1
        own = line and plain[end : end + 1] in ("", "\n")
        row = near and plain[start - 1 : start] in " ,\t" and plain[end : end + 1] in " ,\t\n"
        beside = near and (phone is None or line or len(name) == 3)
        if (
            far <= 3
            or beside
            or last
            or own
            or (row and name not in _NO_SURNAME)
            or (far <= 8 and len(name) > 1)
        ):
            yield far + 5, start, name


def _far(plain: str, start: int, end: int, phone: Span | None) -> int:
    """How far a name stands from the phone; names before it are nearer."""
    if phone is None:
        return 30
    if end <= phone[0]:
        if _LEADS.fullmatch(plain, end, phone[0]):
            return 1
        # "葛 微信同号159…": these words only lead to the number.
        return phone[0] - end
    return start - phone[1] + (0 if start - phone[1] <= 2 else 6)
