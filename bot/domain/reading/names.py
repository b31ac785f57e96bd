"""Whom to call back: the user's name as it is written (R2.2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMPOUND = "欧阳|上官|司马|诸葛|司徒|慕容|皇甫|尉迟|令狐|夏侯|东方|独孤|南宫|长孙|宇文"
_SINGLE = (
    "付肖储芮王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沙梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶"
    "刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沃占门佘逄逯阚贝闫年仝麻荣国郗晁狄"
)
_SURNAME = rf"(?:{_COMPOUND}|[{_SINGLE}])"
_TITLE = (
    r"(?:女士|先生|小姐|阿姨|大姐|大爷|大妈|大娘|大叔|大哥|奶奶|爷爷|叔叔|婶|老太太|老太|老汉|师傅|老师|主任|主管|"
    r"科长|经理|院长|校长|店长|老板|书记|支书|"
    r"处长|队长|班长|站长|所长|总|工|姐|哥|队|叔|姨|嫂|伯|大夫|医生|护士长|园长|会计)"
)
_POLITE = re.compile(r"女士|先生|小姐|阿姨|大姐|大爷|大妈|大娘|大叔|大哥|奶奶|爷爷|叔叔|师傅|老师")
# These follow the surname at once: 管线施工 is no person.
_SHORT = r"(?:总|工|姐|哥|队|叔|姨|嫂|伯)"
#: what phones and places are blanked out with
_GONE = "\x00"
_H = "\u4e00-\u9fff"
#: The nearest surname before a title, with up to two given characters.
_BEFORE = tuple(re.compile(rf"{_SURNAME}[{_H}]{{{n}}}$") for n in range(3))
_LABEL = re.compile(
    r"(?:姓名|联系人|租户|支书|书记|值长|楼长|网格员|老伴|户主|房主|来电人|来话人|反映人|诉求人|"
    r"投诉人|信访人|代表|来信人|来件人|申请人|求助人|举报人|咨询人|当事人|反映人姓名|业主姓名|户主|客户(?:姓名)?|用户(?:姓名)?|报修人|市民姓名|报障人|name|contact|user|"
    r"业主)"
    r"\"?[ \t]*(?:是|为|叫)?[ \t]*(?:[::][ \t]*|(?=[^\s\x00]{2,4}[\s,(\x00]))[\"'“`]?"
    rf"(?:集体诉求\(业主代表\s?)?(?:值班员|教务处|业主代表|负责人)?\s?(?P<n>[{_H}*·]{{1,6}}·[{_H}]{{1,6}}|[{_H}*]\s[{_H}](?=[\s,;]|$)|[{_H}*·]{{1,6}}|"
    rf"[A-Z][a-z]+)"
)
_CALLED = re.compile(
    rf"(?:我叫|名叫|我是|实名:?|本人|叫)\s?(?P<n>{_SURNAME}[{_H}]{{1,2}})(?=[,。;\s电\d手\x00]|"
    rf"$|的电话)"
    rf"|(?<!百)我?姓(?P<s>{_COMPOUND}|(?![名啥什氏甚])[{_H}])"
)
_TITLED = re.compile(
    rf"(?<![{_H}])(?P<a>[老小](?:{_SURNAME})头?)(?=家|$|[\s,。:;、\d()说报/\x00])"
    rf"|(?P<b>(?:(?:{_SURNAME}|\*)(?:[{_H}]{{0,2}}?)?{_TITLE}|(?<![{_H}])[{_H}](?:女士|先生|"
    rf"阿姨|大姐|大爷)))(?![{_H}](?<=[门程]))"
    rf"|(?P<c>[老小](?:{_SURNAME}))(?=家|$|[\s,。:;、\d()/\x00])"
)
_ROLE = re.compile(
    r"(?:楼长|网格员|社区|值班员|基金|基建科|支书|书记|物业|团长|值长|宿管|后勤|店主|保安)$"
)
_STAFF_BEFORE = re.compile(
    r"@\S{0,3}$|(?:找|派|让|给|由|邻居|楼上|楼下|隔壁|对门|客服|收费员|接线员|检修|维修|师傅|"
    r"测温员|调度|班长|坐席|\d{3}|他|她)\s?$"
)
_NOT_PEOPLE = re.compile(
    r"[的了修测派]|^小时|^关于|^.{2,}[总工队]$|^(?:师傅|高大(?![姐爷娘妈叔哥])|施工|房东|房主|房子|修师傅|安全|方老师|路上|"
    r"全小区|万一|时间|明天|常年|成天|全家|全体|温度|水|来师傅|白天|门口|单元|管道|管子|向阳|"
    r"金色|应急|解决|关阀|强烈|连续|年年|木地板|白汽|台阶|马上|明早|时候|全屋|位置|席位|查漏|"
    r"计划|花钱|通知|单子|应该|都是|原来|地址|严重|商铺|包括|冷凝|米|毛病|高压|高层|盛世|何时|"
    r"东方|国家|热力|华府|项目|管理|易燃|平安|宁静|车[库位棚])"
)
_STAFF_NAME = re.compile(r"工号|客服|调度|座席|坐席")
# "孙姐:刚接一个…": a colleague passes it on.
_REPORTS = re.compile(r"[::]\s?(?:刚|用户|客户|又|有个|有一|转|来电|市民|@)")
_BARE = re.compile(
    rf"(?<![{_H}\w])(?P<n>(?:{_COMPOUND}[{_H}]{{0,2}}|[{_SINGLE}][{_H}*]{{0,2}}))(?![{_H}\w])"
)
_GENERIC = re.compile(
    r"^谢谢|"
    r"[热冷凉漏水管阀暖气温度站户楼栋区号修测报处停费急收到派单不没无了吗呢吧的是在再都还就也要请问说]|东户|西户|平房|门面|花坛|方便|安全|全小区|明天|高层|成都|应急|关阀|国际|花园|小区|家园|中户|今天|路口|台账|计量|商铺|单元|门口|原因|余压|时间|常温|向北"
)


_Ranked = Iterator[tuple[int, int, str]]
_NOBODY = re.compile(
    r"[我他她您你]|匿名|保密|无$|不详|未知|不愿|未留|没|说|反映|不在|来电|要|在|称|担心|确认"
)


def find(text: str, phone: tuple[int, int] | None, places: list[tuple[int, int]]) -> str | None:
    """The name of the person to call back; the one nearest to the phone where there are several."""
    plain = _masked(text, places)
    if labelled := _labelled(plain):
        return labelled
    ranked = [
        *_called(plain, phone),
        *_titled(plain, phone),
        *_bare(plain, phone, places),
        *_foreign(plain, phone),
    ]
    return min(ranked)[2] if ranked else None


def everybody(text: str) -> set[str]:
    """Every name that a form's label or a title gives away, for masking: rather one too many."""
    found = {match["n"] for match in _LABEL.finditer(text)}
    found |= {clean for name in found if (clean := _clean(name))}
    found |= {match["n"] or match["s"] for match in _CALLED.finditer(text)}
    for title in _POLITE.finditer(text):
        for named in _BEFORE:
            if before := named.search(text, 0, title.start()):
                found |= {before[0], text[before.start() : title.end()]}
                break
    return found


def is_likely(name: str) -> bool:
    """Whether somebody can be called so at all: a surname first, or a foreign name's dot."""
    return "·" in name or re.match(_SURNAME, name) is not None


def _labelled(plain: str) -> str | None:
    for match in _LABEL.finditer(plain):
        name = match["n"]
        colon = ":" in match[0] or ":" in match[0]
        if not colon and (
            name[0] in _RISKY or (_NO_TOKEN.search(name[1:]) and not re.search(_TITLE, name))
        ):
            continue
        sure = re.search(r":\s*\S*$", match[0]) or re.match(rf"(?:{_SURNAME}|\*)", name)
        if sure and not _NOBODY.match(name) and (clean := _clean(name)):
            return clean
    return None


def _called(plain: str, phone: tuple[int, int] | None) -> _Ranked:
    """我叫…, 我姓…: said of oneself, so it comes first."""
    for match in _CALLED.finditer(plain):
        name = match["n"] or match["s"]
        if match["s"] and (titled := re.match(rf"[{_H}]{_TITLE}", plain[match.start("s") :])):
            name = titled[0]
        if not _NOT_PEOPLE.search(name) and not (match["n"] and _GENERIC.search(name)):
            yield _far(plain, match.start(), match.end(), phone) - 40, match.start(), name


_GREETED = re.compile(r"[,\s]{0,2}(?:你|您|大家)好|\s?在[不吗么]")


def _titled(plain: str, phone: tuple[int, int] | None) -> _Ranked:
    for match in _TITLED.finditer(plain):
        name = match["a"] or match["b"] or match["c"]
        before = plain[max(0, match.start() - 8) : match.start()]
        if name[0] == "任" and before.endswith("主"):
            name = name[1:]
        if _GREETED.match(plain, match.end()):
            continue
        if not match.start() and _REPORTS.match(plain, match.end()):
            continue
        if _NOT_PEOPLE.search(name):
            continue
        asked_for = before.endswith("找") and phone and 0 <= match.start() - phone[1] <= 12
        if _STAFF_BEFORE.search(before) and not asked_for:
            continue
        staff = 60 if re.search(r"(?:工|师傅)$", name) else 0
        yield _far(plain, match.start(), match.end(), phone) + staff, match.start(), name


_DOTTED = re.compile(rf"[{_H}]{{1,6}}·[{_H}]{{1,6}}")
_WITH_ROLE = re.compile(
    rf"(?:主任|经理|书记|支书|会计|校长|队长|班长|值班员|负责人|楼长|网格员|联系人?|业主|用户|租户|住户|市民|父亲|母亲|爱人|老公|媳妇|儿子|女儿)"
    rf"(?P<n>{_SURNAME}[{_H}]{{1,2}})(?=[\s,。:;()/\x00]|$|来电)"
)
#: surnames that mostly begin another word
_RISKY = "来门应原全都官还方时小强"
_ROLE_FOREIGN = re.compile(
    rf"(?:楼长|代表|联系人|户主|业主|用户)(?P<n>[{_H}]{{4,6}})(?=[\s,:(]{{0,2}}\x00)"
)
_TOLD = re.compile(rf"(?:用户|业主|住户|市民|居民)(?P<n>[{_H}]{{2,4}})(?=\s?来电|[,(\s]?\x00)")
_IN_TABLE = re.compile(rf"\|(?P<n>[{_H}]{{2,4}})\|(?=\x00)")
_TOKEN = re.compile(rf"(?<![{_H}\w·])[{_H}]{{2,4}}(?![{_H}\w·])")
_NO_TOKEN = re.compile(
    r"[的了是不没有热冷凉漏水管阀暖气温度站户楼栋区号修测报处停费急收到派单无吗呢吧在再都还就也要请问说电话手机微信同联系"
    r"业主用地址家屋夜房东西南北上下中门小大天早晚时路街村内外前后边师傅先生女士老板娘紧速尽快打人员自己"
    r"孩儿子爸妈爱公婆谢您你我他她等拍着想民居回复反映称催转接客服值班诉求情况备注阳台厨卧室厅另]"
)


def _foreign(plain: str, phone: tuple[int, int] | None) -> _Ranked:
    """Names the surnames do not tell: known by a dot, a role, or the phone beside them."""
    for match in _DOTTED.finditer(plain) if "·" in plain else ():
        yield _far(plain, match.start(), match.end(), phone), match.start(), match[0]
    for match in _WITH_ROLE.finditer(plain):
        name, start = match["n"], match.start("n")
        risky = name[0] in _RISKY
        if not risky and not _NOT_PEOPLE.search(name) and not _GENERIC.search(name):
            yield _far(plain, start, match.end("n"), phone), start, name
    for match in _ROLE_FOREIGN.finditer(plain):
        if not _NO_TOKEN.search(match["n"]):
            yield _far(plain, match.start(), match.end(), phone), match.start(), match["n"]
    for match in _TOLD.finditer(plain):
        if match["n"][0] not in _RISKY and not _NO_TOKEN.search(match["n"]):
            yield _far(plain, match.start(), match.end(), phone), match.start(), match["n"]
    for match in _IN_TABLE.finditer(plain) if "|" in plain else ():
        if not _NO_TOKEN.search(match["n"]):
            yield 30, match.start(), match["n"]
    if phone is not None:
        yield from _at_phone(plain, phone)


def _at_phone(plain: str, phone: tuple[int, int]) -> _Ranked:
    """A word right at the phone that says nothing else: `13847700000 巴特尔`."""
    for match in _TOKEN.finditer(plain):
        start, end = match.span()
        far = phone[0] - end if end <= phone[0] else start - phone[1]
        between = plain[end : phone[0]] if end <= phone[0] else plain[phone[1] : start]
        if 0 <= far <= 3 and "\n" not in between and not _NO_TOKEN.search(match[0]):
            yield far + 20, start, match[0]


def _bare(plain: str, phone: tuple[int, int] | None, places: list[tuple[int, int]]) -> _Ranked:
    """A name without any title: only where names stand, at a number, an address or an end."""
    for match in _BARE.finditer(plain):
        name, start, end = match["n"], match.start(), match.end()
        if _GENERIC.search(name) or _NOT_PEOPLE.search(name) or plain[max(0, start - 1)] == "@":
            continue
        if name[0] in _RISKY and len(name) > 1:
            continue
        far = _far(plain, start, end, phone)
        if plain[start - 1 : start] == "|" == plain[end : end + 1]:
            yield far + 5, start, name
            continue
        near = any(0 <= start - e <= 2 or 0 <= s - end <= 2 for s, e in places)
        first = (start == 0 or plain[start - 1] == "\n") and len(name) > 1
        last = end >= len(plain.rstrip(" 。!")) and len(name) > 1
        beside = near and (phone is None or first or len(name) == 3)
        if far <= 3 or beside or last or (far <= 8 and len(name) > 1):
            yield far + 5, start, name


def _masked(text: str, places: list[tuple[int, int]]) -> str:
    out = text
    for start, end in places:
        out = out[:start] + "\x00" * (end - start) + out[end:]
    return out


_LEADS = re.compile(
    r"[\s,:;]*(?:微信同号|同微信|微信|电话|手机号?|联系方式|号码|[Tt]el|TEL)?[\s,:;]*"
)


def _far(plain: str, start: int, end: int, phone: tuple[int, int] | None) -> int:
    """How far a name stands from the phone; names before it are nearer."""
    if phone is None:
        return 30
    if end <= phone[0]:
        if _LEADS.fullmatch(plain, end, phone[0]):
            return 1
        # "葛 微信同号159…": these words only lead to the number.
        return phone[0] - end
    return start - phone[1] + (0 if start - phone[1] <= 2 else 6)


def _clean(name: str) -> str | None:
    titled = re.match(rf"(?:{_SURNAME}|\*)[{_H}*]{{0,2}}?{_TITLE}", name)
    if titled:
        return titled[0]
    if "·" in name or " " in name:
        return name.strip("·")
    cut = re.sub(r"(?:电话|联系|手机|来电|反映|称|说|地址|住|家).*$", "", name)
    return cut if 1 <= len(cut) <= 4 else None
