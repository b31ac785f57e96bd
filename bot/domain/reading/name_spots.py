"""Where names stand in a message, and how near to the number to call each of them is."""

from __future__ import annotations

import re

from bot.domain.reading import (
    name_foreign,
    name_given,
    name_near,
    name_roles,
    name_said,
    name_single,
    name_told,
)
from bot.domain.reading.late import late
from bot.domain.reading.name_given import ends_a_name, is_person, is_whole, is_word, may_be_person
from bot.domain.reading.name_near import TOKEN, Ranked, Span
from bot.domain.reading.name_near import far as far_of
from bot.domain.reading.name_roles import TITLE_FIRST, WITH_ROLE_TITLE, without_role
from bot.domain.reading.name_words import (
    ANY_TITLE,
    COMPOUND,
    FIRST,
    FOREIGN,
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
    is_likely,
    is_name,
)
from bot.domain.reading.quick import compiled
from bot.domain.reading.together import First

CALLED = compiled(
    rf"(?:(?:我叫|名叫|(?:{KIN}|老(?:爷子|太太?|人|头儿?)|[男女]主人|[户业]主|租[户客])叫)\s?(?P<n>{SURNAME}[{HAN}]{{1,2}}|[{HAN}]{{2,5}})"
    rf"|(?:我是(?:{ROLE}|房东)?|实名:?|本人|(?<![让别])叫|叫个?(?:什么|啥)|名字是)\s?(?P<o>{SURNAME}[{HAN}]{{1,2}}))"
    rf"(?=[,。;!\s电\d手座说住在我俺\x00]|$|的电话|家[里住在]|[我俺]们?家|今年|联系|吧)"
    rf"|[叫喊][我俺](?P<k>[老小大阿][{HAN}]|{SURNAME}{TITLE})(?=就|即可|吧|[,。\s\x00]|$)"
    rf"|[叫喊找问](?P<h>[老小]{SURNAME}头?|{SURNAME}[{HAN}]{{0,2}}{TITLE})(?=就[行好成中可]|即可)"
    rf"|(?:我自己|本人|我)[,:]\s?(?P<m>{SURNAME}[{HAN}]{{1,2}})(?=[,。])"
    rf"|(?<![百不])我?姓(?:[\s:]{{1,2}}(?={SURNAME}[\s,。;]))?(?P<s>{COMPOUND}|(?![名啥什氏甚用住居市村男女老])[{HAN}])"
    rf"|(?<![{HAN}])(?P<x>{SURNAME})姓(?:用户|住户|居民|市民|村民|客户|业主|男子|女子|男士|女士|老人)"
)
#: what stands in every one of them, looked at first because it is quick
_ANY_CALLED = compiled("叫|姓|喊|[找问][^。,;]{2,6}[就即]|我(?:是|自己|[,:])|实名|本人|名字是")
#: what is looked for first, in one run
GATES = (_ANY_CALLED, ANY_TITLE, FOREIGN, name_roles.ANY_WHO, name_said.ANY_CALLED)
#: after a surname that somebody else has: 姓张的收费员
_OTHERS_SURNAME = late(
    r"的?[男女]?(?:同事|师傅|收费员|客服|经理|主任|工作人员|维修|接线|话务|小伙|站长|队长)"
)
#: `客服说找某师傅就行`: somebody else is to be asked
_SAID_SO = late("说|让|客服|物业|社区|热力|公司|站上|你们")
#: 父亲叫某某, but it is the writer who is to be called
_KIN_CALLED = late(rf"{KIN}叫")
_CALL_ME = late(r"(?<![别不])(?:打|联系|找)我(?:的|本人|手机|电话|这个|[,。\s]|$)")
_OTHERS_BEFORE = late(
    r"(?:接(?:电话|线)的|师傅|收费员|客服|邻居|楼上|楼下|对门|隔壁|物业|站长|队长|经理|主任|小伙子?|那[个人]|"
    r"(?<!我)(?<!是)房[东主](?:老?太太|[大老][姐妈爷叔哥头]|阿姨)?|女的|男的|接线员|话务员|工长)的?也?$"
)
_ENDS = rf"(?![{HAN}])|(?=[家说来电打报的他她让托请又催问住])"
#: 老化, 小型: words that are nobody's name
_NO_NICK = (
    "[旧型化学雪雨吃式样件费票面板暖锅泵径孔修卖店巷路街院校寒暑时心客伙妹弟孩头子家"
    "区楼房管户年人师公婆百总]"
)
#: characters before what a title is told by: a surname's two, a given name's
_BEFORE_FIRST = 4
_TITLED = late(
    # a title begins soon, looked at first because it is quick
    rf"(?=[^{TITLE_FIRST}]{{0,{_BEFORE_FIRST}}}+[{TITLE_FIRST}])(?:"
    rf"(?<![{HAN}])(?P<a>[老小尕](?:{SURNAME})头?)(?=家|$|[\s,。:;、\d()说报打/\x00])"
    rf"|(?P<b>(?:(?:{SURNAME}|\*)(?:(?:(?![部处科站队局司的])[{HAN}]){{0,2}}?)?(?:{LONG_TITLE}|{SHORT_TITLE}(?:{_ENDS}))|"
    rf"(?<![{HAN}])(?![的了在女男老小有两俩几一村屯社厂矿镇乡县区市处科楼站班园各本该原前副班校位名个院好这那某您你我他她俺咱说问找让请对跟与是给把被])[{HAN}]{LONG_TITLE}|(?<=[诉牵报映系头]人)[{HAN}]{LONG_TITLE}))(?![{HAN}](?<=[门程]))"
    rf"|(?P<e>{WITH_ROLE_TITLE})"
    rf"|(?<=[\s,])(?P<d>[老小](?!{_NO_NICK})[{HAN}])(?=[\s,]{{0,2}}(?:\x00|,|$))"
    rf"|(?P<c>(?<![柱浪汽])[老小](?:{SURNAME}))(?=家|$|打(?=\s?\x00|我|电)|[\s,。:;、\d()/\x00]))"
)
#: the same where the title's second character tells it
_BEFORE_TITLE = _BEFORE_FIRST + 1
_STAFF_BEFORE = late(
    r"@\S{0,3}$|(?:找|派|让|给|由|邻居|楼上|楼下|隔壁|对门|客服|收费员|接线员|检修|维修|师傅|"
    r"测温员|调度|班长|坐席|(?:工号|客服|坐席|接线员?|话务员?)\D?\d{2,5}号?|他|她|尊敬的|感谢|表扬|承办|经办)\s?$"
)
#: "孙姐:刚接一个…", "巡线员小郝:…": a colleague passes it on
_REPORTS = late(r"[::]\s?(?:刚|用户|客户|又|有个|有一|转|来电|市民|@)")
_COLLEAGUE = late(
    r"(?:巡[线检查]|抢修|维修|检修|测温|收费|接线|话务|热线|调度|客服|坐席|运行|值班|热力|供热|热网|管网)[员工班组人]?\s?$"
)
#: who he is says that he only passes on: 巡线小郝
_ON_DUTY = late(r"(?:巡[线检查]|抢修|检修|接线|话务|坐席|运行)[员工班组]?\s?$")
#: before a title: he came from the company
_CAME = late(
    r"(?:你们|来的(?<![转打发送推报]来的)(?!电话|单)|派来|上门的|公司|供热|热力|贵司|单位)\S{0,4}$"
)
#: before a name: he only took the message down
CLERK = compiled(
    r"(?:记录|承办|经办|受理|派单|接单|审核|签发|处理|回访|(?<![\u4e00-\u9fff])登记|登记(?=[人员])|录入|填报|测试|办理|接听|接线|转发)[人员]?[::\s]{0,2}(?:\d{1,5}号?\s?)?$"
)
#: after a title: what a crew did
_DID = late(
    r"(?<=[傅工理长任])(?:上午|下午|昨[天晚]|今[天早]|前天|刚才)?(?:来过|来了|来看|没来|上门|修完|修了|换了|看了)"
)
_GREETED = late(r"[,\s]{0,2}(?:你|您|大家)好|\s?在[不吗么]")
#: whatever the word before the title means, somebody is called so
_POLITE_ALONE = late(rf"[{HAN}](?:女士|先生|小姐)")
_A_ROLE = late(ROLE)
_TITLE_ONLY = late(LONG_TITLE)
_COMPOUND = late(COMPOUND)
_HAN = late(f"[{HAN}]")
_BESIDE = late(r"家?的?(?:楼上|楼下|隔壁|对门|对面)|家[也都]")
_WRITERS = late(r"[我俺咱]们?家")
_BARE = late(
    rf"(?P<n>{FIRST}(?<![{HAN}\w].)(?:(?<=(?={COMPOUND}).)[{HAN}]{{1,3}}|"
    rf"(?<={SINGLE})(?:[{HAN}*]{{0,2}}|[xX]{{1,2}})))(?![{HAN}\w])"
)
_ROW = late(r"(?:、\x00{1,6}(?!\x00)){2}|、\x00{1,6}[、和][^\s、,。]{1,5}[都均全]")
#: `某二家`, `某哥家`: the home is no part of the name
_HIS_HOME = late(rf"{SURNAME}(?:{SHORT_TITLE}|[一二三四五六七八九老小大])家")


def ranked(plain: str, phone: Span | None, places: list[Span], signs: First) -> Ranked:
    """Every name with its rank (the lowest is meant) and its start; `plain` is the text with phones
    and places blanked out by `\\x00`, `signs` where `GATES` may match in it."""
    if _ANY_CALLED in signs:
        yield from _called(plain, phone)
    if ANY_TITLE in signs:
        yield from _titled(plain, phone, signs[ANY_TITLE])
    yield from _bare(plain, phone, places)
    yield from name_roles.told(plain, phone, signs)
    yield from name_told.ranked(plain, phone)
    yield from name_said.ranked(plain, phone, signs)
    yield from name_single.ranked(plain, phone)
    yield from name_foreign.ranked(plain, phone, signs)
    if phone is not None:
        yield from _at_phone(plain, phone)


def called(match: re.Match[str]) -> str:
    """The name in a match of `CALLED`."""
    return next(name for name in match.groups() if name)


def _called(plain: str, phone: Span | None) -> Ranked:
    """我叫…, 我姓…: said of oneself, so it comes first; the whole name before the surname."""
    for match in CALLED.finditer(plain) if _ANY_CALLED.search(plain) else ():
        name = called(match)
        whole = match["s"] is None and match["x"] is None
        told = match["n"] is not None and name_given.can_be_told(name)
        low = max(0, match.start() - 12)
        if match["h"] and (phone or _SAID_SO.search(plain, low, match.start())):
            continue
        if _KIN_CALLED.match(match[0]) and _CALL_ME.search(plain):
            continue
        if match["s"]:
            if _OTHERS_SURNAME.match(plain, match.end()) or name_told.has_another(
                plain, match.end(), phone
            ):
                continue
            at_phone = phone is not None and 0 <= phone[0] - match.end() < 3
            others = _OTHERS_BEFORE.search(plain, max(0, match.start() - 6), match.start())
            if not at_phone and others and not name_told.is_users(plain, match):
                continue
            after = plain[match.start("s") : match.end() + 8]
            if other := name_told.of_other_peoples(after):
                name, whole = other, True
            elif titled := re.match(rf"[{HAN}]{TITLE}", after):
                name = titled[0]
            elif full := re.match(
                rf"{name}[\s,]{{1,2}}(?:全名|名叫|叫)?({name}[{HAN}]{{1,2}})(?![{HAN}])", after
            ):
                name, whole = full[1], True
        elif not (match["k"] or match["h"] or told or is_likely(name)) and NO_TOKEN.search(name):
            continue
        sure = match["s"] or (match["n"] and len(name) == 3 and is_whole(name))
        if sure or (not NOT_PEOPLE.search(name) and not (whole and is_word(name) and not told)):
            rank = far_of(plain, match.start(), match.end(), phone) - 40
            yield min(rank, -30) - 10 * whole, match.start(), name


def _titled(plain: str, phone: Span | None, first: int) -> Ranked:
    if (title := ANY_TITLE.search(plain, first)) is None:
        return
    for match in _TITLED.finditer(plain, max(0, title.start() - _BEFORE_TITLE)):
        name = match["a"] or match["b"] or match["c"] or match["d"] or match["e"]
        before = plain[max(0, match.start() - 8) : match.start()]
        name = without_role(before, name)
        if _TITLE_ONLY.fullmatch(name) or (
            name[0] == "位" and before[-1:] in tuple("这那某各诸几两三哪")
        ):
            continue
        if match["c"] and ends_a_name(plain, match.start(), match.end()):
            continue
        if _GREETED.match(plain, match.end()) or _BESIDE.match(plain, match.end()):
            continue
        if _is_colleague(plain, match, before) or _ON_DUTY.search(before):
            continue
        polite = _COMPOUND.match(name) or (
            _POLITE_ALONE.fullmatch(name) and not _HAN.match(before[-1:])
        )
        if not polite and NOT_PEOPLE.search(name[:-1] if match["e"] else name):
            continue
        asked_for = _is_asked_for(plain, match, before, phone)
        sent = name_told.has_it_told(plain, match.end())
        if (_STAFF_BEFORE.search(before) and not asked_for and not sent) or CLERK.search(
            plain, max(0, match.start() - 10), match.start()
        ):
            continue
        far = far_of(plain, match.start(), match.end(), phone)
        if far > 3 and plain[match.end() : match.end() + 1] == "家" and _WRITERS.search(plain):
            continue
        if far > 3 and (_CAME.search(before) or _DID.match(plain, match.end())):
            continue
        if sent:
            far = min(far, 0)
        staff = 60 if name.endswith(("工", "师傅")) else 0
        yield far + staff, match.start(), name


def _is_asked_for(plain: str, match: re.Match[str], before: str, phone: Span | None) -> bool:
    """`13… 找老刁`, `找老刁 13…`, `给老刁打13…`."""
    if phone is None:
        return False
    if before.endswith("找"):
        return 0 <= match.start() - phone[1] <= 12 or 0 <= phone[0] - match.end() <= 3
    return before.endswith("给") and plain[match.end() : match.end() + 1] in "打回去"


def _is_colleague(plain: str, match: re.Match[str], before: str) -> bool:
    """Somebody of the company who passes a message on: his name, a colon, the message."""
    if plain[match.end() : match.end() + 1] not in (":", ":"):
        return False
    if _COLLEAGUE.search(before):
        return True
    return not match.start() and _REPORTS.match(plain, match.end()) is not None


def _at_phone(plain: str, phone: Span) -> Ranked:
    """A word right at the phone that says nothing else: `13847700000 巴特尔`."""
    around = max(0, phone[0] - 8)
    for match in TOKEN.finditer(plain, around, phone[1] + 10):
        start, end = match.span("n")
        far = phone[0] - end if end <= phone[0] else start - phone[1]
        between = plain[end : phone[0]] if end <= phone[0] else plain[phone[1] : start]
        name = match["n"]
        if not 0 <= far <= 3 or "\n" in between or not is_name(name):
            continue
        if (len(name) > 4 and not FOREIGN.search(name)) or _A_ROLE.fullmatch(name):
            continue
        if CLERK.search(plain, max(0, start - 10), start):
            continue
        if len(name) > 1 or plain[end : end + 1] in ("", "\n"):
            yield far + 20, start, name


def _bare(plain: str, phone: Span | None, places: list[Span]) -> Ranked:
    """A name without any title: only where names stand, at a number, an address or an end."""
    for match in _BARE.finditer(plain):
        name, start, end = match["n"], match.start(), match.end()
        if is_word(name) or NOT_PEOPLE.search(name) or plain[max(0, start - 1)] == "@":
            continue
        listed = plain[end : end + 1] == "、" and _ROW.match(plain, end)
        if listed or CLERK.search(plain, max(0, start - 10), start):
            continue  # `某域、某湾、某港都…`: places in a row
        sure = len(name) > 1 and is_person(name)
        if name[0] in RISKY and len(name) > 1 and not sure:
            continue
        if name == "冷" or (name in ("左", "右") and plain[start - 1 : start] == "\x00"):
            continue
        name = name[:-1] if _HIS_HOME.fullmatch(name) else name
        far = far_of(plain, start, end, phone)
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
            sure
            or far <= 3
            or beside
            or (len(name) > 1 and may_be_person(name) and name_near.is_apart(plain, start, end))
            or last
            or own
            or (row and name not in name_single.NO_SURNAME)
            or (far <= 8 and len(name) > 1)
        ):
            yield far + 5, start, name
