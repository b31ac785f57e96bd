"""What words said of a ticket mean, though they hold no command: one table of ways to say things.

A row's ways are tried in their order: the first that the speaker may say of this ticket in its
state is what he means. `用户说还是不热` is 已反馈 不满意 once the crew has finished, 回访 不满意
once the user was told, 重开 once it is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.calls import UNREACHED
from bot.domain.phrases import GOES_ON
from bot.domain.ticket_numbers import plainly

#: What is longer tells a story.
_LONGEST = 60
#: Ways that are no verbs: which other ticket it repeats, and what it lacks before it is closed.
REPEATS, CLOSES = "重复", "结单"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words with this `sign` mean the first of `ways` that can be said: a verb, and what stands
    before the speaker's own words."""

    sign: re.Pattern[str]
    ways: tuple[str, ...]
    #: whether it changes so little that nobody need be asked
    at_once: bool = False
    #: whether only whoever works on a major ticket on site means it
    on_site: bool = False
    #: whether a question means it too: "什么时候来"
    asked: bool = False


_TEAMS = r"(?:检修|运行|客服|维修|抢修)"
_CUES = (
    r"[派转分发找给]错",
    rf"不归|不(?:是|属于|该|用)(?:我|咱|俺|这边|{_TEAMS})",
    rf"归|属于|应该?(?:是|给|找|派|转|让)|[该得](?:找|派给?|转给?|让|{_TEAMS})|给{_TEAMS}",
    r"[是让]\S{2,4}(?:的活|的事|管|去|来|处理|负责)",
)
_HELP = (
    r"(?:帮忙|配合|支援|协助|搭把手|搭个手|增援|帮一?下)",
    rf"(?:让|叫|请|喊|找|要){_TEAMS}\S{{0,3}}来(?:[个一俩几]|人|$|\s)",
)
_SAME = (
    r"重复(?!来电|投诉|打|反映|催|报)",
    r"(?:同一|一)[个家户件回][事人家户]?(?:的|了|吧|啊)*$",
    r"(?:报|登|录|开)了?(?:两|2|二|好几)[次遍单个]",
)
_NO_ANSWER = (
    rf"(?:电话|手机|打|拨|呼|号码?|用户|户主).{{0,12}}(?:{UNREACHED})",
    r"[没无]人接(?![单手活])|联系不[上到]|没联系[上到]|空号|不接电话|没接(?:电话|通)?$",
)
_AGREED = (
    r"[让说约求意].{0,6}(?:[今明后][天早晚儿]|周|礼拜|[上下中]午|晚上|[一二三四五六七八九十\d]点)",
    r"^(?:[今明后]|[上下]午).{0,8}(?:去|来|到|上门)$",
    r"(?:[她他]|用户|户主|人家|女士|先生|阿姨|大[爷妈姐哥])家?[要想等].{0,4}(?:[今明后][天早晚]|[上下]午|晚上|\d点)",
    r"(?:打过?了?|打通了?|联系[过上]?了?)(?:电话)?了?[\s,，]*(?:[今明后]天?)?(?:[上下]午|晚上|早上|中午)?[\d一二两三四五六七八九十]{1,3}点",
    r"[\d一二两三四五六七八九十](?:点|:\d\d)(?:半|一刻|\d{1,2})?(?:左右|前后|钟)?(?:过?[去来]|上门|到(?![\d一二两三四五六七八九十]))(?![了过没不])",
)
#: 到金色家园了; 到货了, 到点了 are none of it
_THERE = (r"^(?:我们?|已经?|刚|都)*到(?![货期点时头位手底账])\S{2,8}[了啦]$",)
_WRONG = (
    r"(?:改|换|新|正确|更正).{0,3}(?:电话|号码?|手机|地址|姓名|名字)",
    r"(?:电话|号码?|手机|地址|姓名|名字).{0,3}(?:改|换|变|不对|错)",
)
_AGAIN = r"还是?|仍然?|依然|又|再|照样|一直|也|根本|反复|依旧|但是?|不过|可是|就是"
_COLD = r"不(?:[太怎大]|怎么)?(?:热|暖|行|好)|凉|冷|冰|漏|渗|滴|堵|响|停|坏|没热|老样子|那样"
_STILL = (
    rf"(?:{_AGAIN}).{{0,4}}(?:{_COLD}|1[0-7](?:\.\d)?度)",
    r"没(?:有)?(?:给)?(?:修|弄|处理|解决|彻底)\S{0,2}好|没(?:有)?(?:解决|效果|变化)|不满意|不认可|不接受|白修|不顶用",
    r"(?:还|并)?没(?:有)?好|没热|(?:才|只有|就)1?\d度|^现在1[0-7]度|太差|更差",
)
_WELL = (
    r"(?<![不没未])热[了乎]|热[起上]来|暖和了|不[漏凉冷渗滴响堵][了啦]|(?<![约说不])好[了啦](?!再|告诉)",
    r"正常了|恢复了|(?<!不)解决了|(?<!不)满意|[挺很]好|没问题|有温度了|(?:升|温度)上[来去]|达标了?$",
    r"(?<![跟和与给])(?:用户|[户业]主|人家|[他她]们?)[都也]?说好[了啦]",
    r"说(?:还)?(?:行|可以|不错|好的)|还行$|没意见|高兴|试[水压].{0,3}(?:不|没)漏|没漏|感谢|表扬|(?<![要想到求])(?:1[89]|2\d)(?:\.\d)?度",
)
_TOLD = (
    r"(?:跟|和|给)(?:用户|户主|业主|人家|[他她]们?|\S{1,3}(?:女士|先生|师傅|阿姨|大[爷姐妈哥]))(?:都|也|已经?|打电话)*(?:说|讲|回)(?:过|完)?了",
    r"(?:通知|告诉|告知|回复)(?:用户|户主|业主|住户|人家|他们?|她们?|大家|各户|每户|完|过|到|到位|一声)*了[。!！]*$",
)
_MISTAKEN = (
    r"(?:还|并|都|根本)?没(?:有)?(?:真|全)?(?:完成|[干弄修办做搞](?:完|好)?(?:呢|$|[\s,。]))",
    r"[发报点说弄搞按打]错|^还没(?:有)?好(?=$|[呢\s,。])",
)
_NEEDLESS = (
    r"(?<![你您])(?:先|就|都)?(?:别|不用|甭|不必)(?:再)?(?:去|来|修|管|处理|上门)|不(?:修|需要|要|处理)了",
    r"不是投诉|(?:只|就)?是咨询|(?:要|想)?(?:撤诉|撤销|取消)|误报|报错",
    r"(?:^|[\s,，])撤(?:了|掉|单)?(?:吧|了)*$|(?:用户|户主|他|她).{0,4}(?:退单|撤单)",
)
_CLOSING = (
    r"[关结销]单|结案|闭环|(?:可以|能|给)[关结销](?:了|掉|闭|吧|$)|关闭工单|[关结销](?:掉|了)吧",
)
_URGING = (
    r"催|(?<![应紧])(?<!不用)(?<!别着)(?<!不着)(?<!不太)(?<!不)急(?![救修诊])|生气|发火|发脾气|骂|等不及|快点|尽快|抓紧|赶紧|火大|重视|激动|马上|立[刻即]",
    r"(?<![我们])[又再](?:次)?(?:来|打|问|找)(?:过)?了?(?:个|一?[次遍]|几[个次遍])?(?:电话|来电|我们?|客服)?",
    r"又有人(?:来|打|问|报|说|反映)|打了?(?:好几|几|两|三|四|五|\d)[个次遍](?:电话)?",
    r"(?:能不能|可不可以|能否|可否|要求|希望|最好).{0,4}(?:早|快|提前|先来|先去)",
    r"(?:怎么|咋)(?:还|都|又|就)*没(?:给)?(?:弄|修|办|干|处理|解决|换|整)|没人?接(?:单|手|活)|没派人|改.{0,6}(?:行不行|可以吗|可以么|行吗|行么|成不成|好吗)",
    r"让(?:师傅|你们?|人|再|现在|今天|赶紧|尽快)+\S{0,3}[去来]",
    r"(?:什么时候|啥时候?|几点|多会儿?|多久|何时).{0,4}(?:来|到|修|能|好|去|处理|过去|上门|解决)",
    r"(?:还|一直|到现在|怎么)?没(?:有)?(?:人)?(?:来|去|到|上门|处理|联系|管|去人|来人)|怎么(?:还|都)?没人?接",
    r"要(?:去)?(?:投诉|上访|曝光)|1234[58]|举报|等着|等了|更(?:厉害|严重|大|凉|冷)|越来越|加重",
)


#: 502那家接了, 这户我去: taken on in passing; 电话接了, 王阿姨接了, 接了根管子 are none of it
_TAKING = (
    r"(?:^|[\s,，。;；]|[那这](?:一)?[家户个单位边]|[\d室房单号])(?:(?:我|咱|俺)们?|已经?|就|先|也)*"
    r"(?:接了|接上了|接下了?|接单了?|领了)(?:啊|哈|吧|哦|了)*(?=$|[\s,，。;；!！~])",
    r"(?<![说让叫给要等跟陪请问用])我们?(?:先|就|现在|马上|这就|直接|一起|一块儿?|都|顺路|顺便|正好|也)*"
    r"(?:去|来|接|过去|去看看|去弄|来弄|去处理|来处理|去跑|跑)(?:一下|一趟|下|趟|了|吧|啊|哈)*(?=$|[\s,，。;；!！~])",
    r"(?:^|[\s,，。;；家户个单号])(?:在(?:去的)?路上|(?:已经?|刚)?出发|往那[边儿]?[走赶]|这就[去来]|马上[去到过])(?:了|啦|啊|吧)*(?=$|[\s,，。;；!！~])",
    r"(?:[家户单个都]|师傅|女士|先生|阿姨)收到了?(?=$|[\s,，。;；!！~])",
    r"(?:交给|归|给)我们?(?:吧|了|啊)*(?=$|[\s,，。;；!！~])",
    r"过去(?:也?就|大?概|得|要)*\d{1,2}分钟",
    r"(?:\d{1,2}|[一二两三四五十半]{1,3})个?(?:分钟|小时|钟头|钟)(?:以?内|左右|之内|就|能)*到(?![货期点了过没不])[^\s,，。;；]{0,4}(?=$|[\s,，。;；!！~])",
)
_MEASURES = (
    r"(?:准备|打算|先|要|得|计划|马上|只能).{0,6}(?:换|关|停|焊|挖|修|补|抢|启|切|拆|调|投)",
    r"^(?:方案)?定(?:了|下来)",
)


_ENDED_WRONGLY = (
    r"(?:合|并|撤|作废|废|关|结|销)错|(?:不该|不应该?|不能)(?:合并?|并|撤|作废|关|结)|(?:撤|关|结|并)早了",
)
#: R3.3.4: what a team on site tells of its work, though it does not call it 进展
_WORK = r"(?:关|挖|焊|抽|注|换|装|泄|补水|排|拆|割|堵|打压|试压|升温|循环|抢修|清理|发电|送电|启泵)"
_WORKS = (
    rf"(?:正在|开始|接着|继续|正|在|已经?)\S{{0,2}}?{_WORK}|{_WORK}\S{{0,4}}?(?:[完好到开上掉通成干]|出来)了?|^开[焊挖抽]",
    r"[供回](?:水|温|水温)\S{0,2}\d|压力\S{0,3}\d|启了",
    r"压力(?:正常|上来|稳|降|起来)|(?:降|升)到?\d+(?:度|公斤|兆帕)|不掉压|不[喷漏冒]了|停[了泵]|预计\S{0,8}(?:恢复|修好|完工|供暖)",
)


def _row(
    signs: tuple[str, ...],
    *ways: str,
    at_once: bool = False,
    asked: bool = False,
    on_site: bool = False,
) -> Meaning:
    return Meaning(re.compile("|".join(signs)), ways, at_once, on_site, asked)


_FINE = _row(_WELL, "已反馈 满意", "回访 满意", "完成")

MEANINGS: tuple[Meaning, ...] = (
    _row(_ENDED_WRONGLY, "重开"),
    _row(_HELP, "支援"),
    _row(_CUES, "转"),
    _row(_SAME, REPEATS),
    _row((r"(?:换|改|新|另).{0,6}(?<!\d)1[3-9]\d{9}(?!\d)",), "补充"),
    _row(_NO_ANSWER, "已联系", "回访", at_once=True),
    _row(_TAKING, "接单"),
    _row(_THERE, "到场"),
    _row(_MISTAKEN, "撤销完成"),
    _row(_STILL, "已反馈 不满意", "回访 不满意", "重开", "催办", "进展"),
    _FINE,
    _row((r"签(?:完|好|过)?[字了]",), "完成", "已反馈"),
    _row((r"合格|验收|^(?:看了|可以|行|没问题|通过)(?!吗)",), "验收"),
    _row(_CLOSING, CLOSES),
    _row(_NEEDLESS, "作废"),
    _row(_WRONG, "补充"),
    _row(_TOLD, "已反馈"),
    _row(_AGREED, "已联系", "延期"),
    _row(_URGING, "催办", "重开", asked=True),
    _row(_MEASURES, "方案"),
    _row(_WORKS, "进展", at_once=True, on_site=True),
)
_ASKS = re.compile(
    r"(?:吗|么|嘛|没有?|不|呢)[\s?。]*$|\?\s*$|是不是|是否|有没有|能不能|行不行|能否|什么时候|啥时|几点|谁(?![都也知])"
)
#: 还没干完呢, 正修着呢
_TELLS = re.compile(r"(?:没|还|正|在|着)[^吗么?]{0,8}呢[\s。]*$")
#: 等修好了再说: as little as a question does it say that something is so.
_ONLY_THEN = re.compile(r"等(?!一?会|一?下|等).{0,6}再")
#: 快好了, 修好了一半, 要是修好了, 约3小时修好: not so yet.
_NOT_YET = re.compile(
    r"(?:快要?|要是|如果|等|差不多|马上就?|估计|预计|争取|才能|才会|能不能|约\S{1,5}(?:小时|钟头|分钟|天)\S{0,3})"
    r"(?:用户|都|也|全|能|就|该|要|修|弄|干|换|处理)*(?:好|完|行|热|正常|恢复|解决|不漏)"
    r"|说(?:行|可以|好的?|没问题)[\s,，]*(?:今晚|[明后]|[上下]午|周|礼拜|[一二两三四五六七八九十\d]{1,3}点)"
    rf"|(?:好|完)了?(?:{GOES_ON}|一半|大半|一部分|才怪|再说|就(?:告诉|通知|回))"
)
#: 怎么还没人接 asks; 打了几次没人接 tells.
_WHY = re.compile(r"怎么|咋|为什么|为何|谁")
#: What asks how it stands; what a user asks is told, not asked.
_INQUIRES = re.compile(
    r"^(?!.*(?:问|说|反映)).*(?:谁|几点|多久|多长时间|何时|几[次回遍]|多少|啥|什么|哪|怎么|咋|为什么|为何|如何|^查|看看$|情况$|进[展度]|来着$)"
)


def is_asked(words: str) -> bool:
    """Whether the words ask how it stands with a ticket."""
    plain = plainly(words).strip()
    told = re.search(r"[问说]|反映", plain)
    return bool(_INQUIRES.match(plain) or (not told and _asks(plain)))


def _asks(plain: str) -> bool:
    return _ASKS.search(plain) is not None and not _TELLS.search(plain)


def takes_on(words: str) -> bool:
    """`那家我接了`, and not `接了根管子`, `我去吃饭`: whether a loose 接单 is one."""
    return re.search("|".join(_TAKING), plainly(words).strip()) is not None


def is_mistaken(words: str) -> bool:
    """`没干完`, `发错了`: what is said of 完成 when it was a mistake."""
    return re.search("|".join(_MISTAKEN), plainly(words)) is not None


def of(words: str) -> Iterator[Meaning]:
    """The meanings that words have, in the table's order."""
    plain = plainly(words).strip()
    if not plain or len(plain) > _LONGEST:
        return
    asks = _asks(plain) or _ONLY_THEN.search(plain) is not None
    for meaning in MEANINGS:
        says = meaning.asked or not (asks or (meaning.at_once and _WHY.search(plain)))
        if (
            says
            and meaning.sign.search(plain)
            and not (meaning is _FINE and _NOT_YET.search(plain))
        ):
            yield meaning
