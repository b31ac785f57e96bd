"""What somebody is, told right before his name or as its title: 楼长马某某, 马楼长.

Before a name it is no part of it, though it may look like one.
"""

from __future__ import annotations

from bot.domain.reading.beginnings import flat
from bot.domain.reading.late import late
from bot.domain.reading.name_given import is_given, is_whole, is_word
from bot.domain.reading.name_near import Ranked, Span
from bot.domain.reading.name_near import far as far_of
from bot.domain.reading.name_words import (
    FOREIGN,
    FUNCTION,
    HAN,
    KIN,
    LONG_TITLES,
    NOT_PEOPLE,
    RISKY,
    ROLE,
    SHORT_TITLE,
    SINGLE,
    SURNAME,
    TITLE,
    is_name,
)
from bot.domain.reading.quick import compiled
from bot.domain.reading.together import First

_ROLE_TITLE = (
    r"楼长|单元长|楼门长|楼栋长|栋长|网格[员长]|教练|委员|股长|科员|干事|助理|主席|会长|理事|场长|段长|台长|政委|连长|营长|"
    r"村医|店主|掌柜|领班|[指辅]导员|监理|管家|医师|药师|工程师|技术员|安全员|保管员?|社工|班主任|校医|参谋|中队|姥姥|姥爷|舅舅?|姑姑?|大?妹子|老爷子|师父"
)
#: what a title begins with, and 老, 小: a name that is told by its title has one of them soon
TITLE_FIRST = "".join(
    sorted(
        {
            char
            for _, firsts in flat(f"{LONG_TITLES}|{_ROLE_TITLE}|{SHORT_TITLE}|[老小尕所局]")
            for char in firsts or ()
        }
    )
)
#: a surname, with or without a given name, before what somebody is there
WITH_ROLE_TITLE = (
    rf"(?<![{HAN}])(?![{RISKY}])(?:{SURNAME}[{HAN}]{{0,2}}(?:{_ROLE_TITLE})|{SURNAME}[所局]|(?![何高明别全单安]){SURNAME}处)"
    rf"(?=[家说来电打报的他她语转反发留群,。:;()\s\d\x00]|$)"
)

#: a word of its own before the surname: 那位王姨, 由李姐
_LED = late(rf"[位由和与同为是叫]{SURNAME}[{HAN}]{{0,1}}{TITLE}$")
#: what somebody is ends as a surname begins: 宿管梅老师
_ROLE_TAIL = late("[环门警]卫|主[任管]|[对后]门|[宿物城]管|保安|门卫|代理|团支|监事|[会设统]计")
_ROLE_BEFORE = late(ROLE)
_WITH_TITLE = late(rf"{SURNAME}[{HAN}]?{TITLE}")

#: what no surname is before a title: 女经理, 副主任, 找经理
NO_HEAD = (
    "的了男女老小大副总前原新本该各某这那个位有好部处科站队局司"
    "找说问让叫给跟和与请对由派被把通是不没室场区管"
)
_WHO = f"{ROLE}|{KIN}|{FUNCTION}"
#: looked for first
ANY_WHO = compiled(_WHO)
_WITH_ROLE = compiled(
    rf"(?:{_WHO}){{1,3}}(?P<n>{SURNAME}[{HAN}*]{{1,2}}(?=[\s,。:;()/\x00]|$|来电|反映|称|代[报转打填]|转[报达])"
    rf"|(?:[老小]{SURNAME}头?|老[{HAN}]头|阿[{HAN}])(?=[\s,。:;()/\x00说在打让统转报反代联陪]|$|来电)"
    rf"|(?={FOREIGN.pattern})[{HAN}]{{2,6}}?(?=[\s,。:;()/\x00说称报]|$|来电|反映|在))"
)
#: who has people
_HOUSES = (
    "物业|社区|居委会?|村委会?|学校|[小中]学|幼儿园|[饭酒粉面药商超门]店|宾馆|超市|工地|单位|公司|"
    "城管|消防|妇联|工会|街道|村里|武装部|[后总][勤务]处?"
)
_TITLED = (
    rf"(?P<titled>(?![{NO_HEAD}])[{HAN}](?:主任|经理|主管|老板娘?|校长|园长|书记|店长|院长|厂长|站长|会计|"
    r"女士|先生|中队|大队|参谋|校医|主席|干事|科长|处长|处(?=[\s\d\x00])|队长|所长|部长))"
    rf"(?![{HAN}](?<=[室门]))"
)
_WITHOUT_TITLE = (
    rf"|(?:{_WHO}){{1,3}}\s?(?P<n>(?:[老小阿][{HAN}]|[{HAN}]{{2,6}}?))(?=\s?(?:来电|反映)|(?<=\s..)\s说|(?<=\s...)\s说|[,(:\s]{{0,2}}(?:(?:联系)?(?:电话|手机)[:\s]{{0,2}})?\x00)"
    rf"|(?:{ROLE}|{FUNCTION})(?P<one>{SINGLE})(?=[,(:\s]{{0,2}}\x00)"
    rf"|(?:经理|主任|主管|[站所队班店场楼]长|负责人|代表|家长|租[户客]|住户|业主|用户|户主|房[主东])\s(?P<any>(?![打找拨是为叫给在和请让说无空急催快不没有])[{HAN}])(?=\s?\x00)"
    rf"|(?:{ROLE}|{FUNCTION})(?P<last>(?![管单查关车房高和井路水门店屋包米石古{RISKY}]){SINGLE})(?=[\s。)]*$)"
    rf"|(?:代表|家长|村民|居民|业主|住户|用户|市民|职工|学生|教师)\s(?P<end>(?![{RISKY}])[{HAN}]{{2,3}})(?=[\s。!]*$)"
)
#: what a name without a known surname is told by: the word before it and the number after it
_TOLD = compiled(rf"(?:{_HOUSES})\s?{_TITLED}{_WITHOUT_TITLE}")
#: the same where an office is told that can be called anything: `某某处某主任`
_TOLD_OF_ANY = compiled(rf"(?:{_HOUSES}|[\u4e00-\u9fff]{{2}}[处科])\s?{_TITLED}{_WITHOUT_TITLE}")
_OF_OFFICE = late(rf"[处科]\s?{_TITLED}")
#: `户名是我父亲某某 … 我电话…`: whose name the contract has, and who is to be called
_HOUSE_OF = late(r"(?:户名|户主|房[主产本]证?|业主|合同|名下|开户人?|登记)[^,。;\s]{0,5}$")
_MINE = late(r"我的?(?:电话|手机|号码|联系|\s?\x00)|[打找]我")
#: characters of `某某在现场` before the number
_LONGEST_THERE = 12
#: `某姨又催 13…`: what is said of him stands before the number
_WHAT_HE_DOES = late(r"(?<=..)(?:代[报打填转]|转[报达]|又|说|打|报|催|让|叫|反映|来电|称).*$")
#: `某某在现场 13…`
_THERE = late(
    rf"(?<![{HAN}])(?P<n>[老小]{SURNAME}|{SURNAME}[{HAN}]{{1,2}}?)在(?:现场|那边?|这边?|门口|楼下|站里|家)"
    rf"[,\s]{{0,2}}(?=\x00)"
)


def without_role(before: str, name: str) -> str:
    """`车主车先生`, `楼门长管婶`: what somebody is may begin with a surname too."""
    if _LED.match(name) or (len(name) > 2 and _ROLE_TAIL.fullmatch(before[-1:] + name[0])):
        return name[1:]
    if len(name) < 3:
        return name
    words = before[-3:] + name
    at = len(words) - len(name)
    for role in _ROLE_BEFORE.finditer(words):
        if at < role.end() and _WITH_TITLE.fullmatch(words, role.end()):
            return words[role.end() :]
    return name


#: how much nearer whoever lives there is, his number beside his name, than who says 我姓…
_SAID_OF_ONESELF = 45


def told(plain: str, phone: Span | None, signs: First) -> Ranked:
    """Names behind what somebody is: 单元长老蔺, 村民杜某某, 母亲纪某某."""
    who = signs.get(ANY_WHO)
    for match in _WITH_ROLE.finditer(plain, who) if who is not None else ():
        name, start = match["n"], match.start("n")
        if plain[match.start() - 1 : match.start()] == "@" or _is_on_paper(plain, match.start()):
            continue
        risky = name[0] in RISKY and not (name[0] == "小" and len(name) == 2)
        if not risky and not NOT_PEOPLE.search(name) and not is_word(name):
            far = far_of(plain, start, match.end("n"), phone)
            lives_there = far == 1 and match[0].startswith(("租客", "租户"))
            yield (far - _SAID_OF_ONESELF if lives_there else far), start, name
    around = max(0, phone[0] - _LONGEST_THERE) if phone else len(plain)
    for match in _THERE.finditer(plain, around) if "在" in plain[around:] else ():
        if is_name(match["n"]):
            yield far_of(plain, match.end("n"), match.end(), phone), match.start(), match["n"]
    pattern = _TOLD if who is None or not _OF_OFFICE.search(plain) else _TOLD_OF_ANY
    for match in pattern.finditer(plain, who) if who is not None else ():
        name = _WHAT_HE_DOES.sub("", next(filter(None, match.groups())))
        if _is_on_paper(plain, match.start()):
            continue
        if match["titled"]:
            yield far_of(plain, match.start(), match.end(), phone), match.start(), name
            continue
        if match["end"] and (NOT_PEOPLE.search(name) or _SIGNS_OFF.search(name)):
            continue
        usual = name[0] in "老小" or name[0] not in RISKY
        if is_given(name) or ((match["any"] or is_name(name) or is_whole(name)) and usual):
            yield far_of(plain, match.start(), match.end(), phone), match.start(), name


#: below a letter, behind who they are: 业主 敬上
_SIGNS_OFF = late(
    r"[敬泣叩拜恳盼顿]|[谨顿][上启首]|联名|签名|全体|[上中下]午|[早晚]|^[几多众若各全两一]"
)


def _is_on_paper(plain: str, at: int) -> bool:
    """Whether who is told at `at` only has the flat, and the writer is to be called."""
    on_paper = _HOUSE_OF.search(plain, max(0, at - 8), at)
    return on_paper is not None and _MINE.search(plain) is not None
