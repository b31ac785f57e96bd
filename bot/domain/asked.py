"""What is asked of many tickets at once, and mere courtesy, told by the words they are made of.

Such a message holds nothing but words of its bag; one word of another kind and it is something
else: "今天打了几个电话都没人管" is a user's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain import due_soon
from bot.domain.slices import UNDONE, of_a_kind
from bot.domain.ticket_numbers import plainly

_LONGEST = 30
_WHEN = (
    r"[今明][天日晚早]|今年|昨[天日晚夜]?|前天|[这本上]个?(?:周|月|星期|礼拜|季度?|采暖季|供暖季|年)|去年|现在|目前|当前|最近"
    r"|采暖季|供暖季"
)
#: The words that a question about many tickets is made of.
_BAG = re.compile(
    rf"(?:{_WHEN}|(?<![一-龥])[一-龥]{{2}}(?=部)|检修|运行|客服|维修|抢修|收费|部门?|班组|师傅|公司|全公司|咱们?|我们?|你们|大家|手[上里头]?|我|这边?|那边?|干了?|[总一]共|合计"
    r"|总量|累计|大概|还|都|就|又|也|里|中|各|每个?|各?人|一下|给我|我想|想|帮我|帮|看看?|查查?|问问?|说说?|报|统计|汇总|数[据字量]"
    r"|接到?|收到?|受理|登记|来|进|出|有没有|有没|没有|没|未|有|剩下?|多少|几|哪[个些里儿]?|什么|啥|谁|怎么?样|咋样|如何|好不好"
    r"|情况|形势|个|件|起|条|单子?|工单|户|家|电话|客诉|投诉率?|诉求|报修|供热|热线|小区|地方|片区|片|部|问题|用户|人|最|比较|多不多|多|少|高|严重|[那这][俩两几]"
    r"|开|急|特别|重大|大面积|大的|应急|紧急|一般|派[单了]?|[上下]班[了前后]?|超时率?|超期|逾期|过期|到期|临期|时限|总体|整体|弄|跑|超过|\d{1,3}(?:个?小时|天)|(?<=的)[不没]$|必须|该|到点|快|先|马上|即?将|接?近|临近|小时|钟头|分钟|几点|会儿?|要|会|没办完?|办|处理|解决|完成?|修好?|弄好?|好|闭环|销号?"
    r"|结[了案单]?|了结|理|及时率|满意[率度]?|趋势|走势|对比|和|跟|比较?|一周|一个月|[发给]我?|把|报[表告]|日报|周报|月报|不满意|办结率?|回访率?|率|率是|是|不是|的|了|啊|呀|呢|吗|么|嘛|吧|哈"
    r"|没人[接管办]|登了?|得|反复|重复|老是?|总是|经常|反馈|验收|到场|现场|联系|[接派]单|[去等该待老一]|大?事|名单|列一?下|列出来|事[故儿情]"
    r"|停[热暖供]|平均|时[长间]|用时|耗时|多[久长]|[同环]比|同期|上期|分别|[一二两三四五]个|台账|表格?|明细|清单|excel|[图画做导出]|趋势图|曲线|张|份|没人[接管办]|待[办接处]|未[办接结]|在办|正?在|积压|压|排[名行]?|前[几三五十]|值班|在岗|当班|今晚|晚上|夜里|夜间|白天|[\s,?。!、~])+"
)
#: The first whose sign is in it is meant; figures before lists, for "几个超时" is about these.
_NOT_DONE = r"[没未](?:有)?(?:人)?(?:办|处|完|修|解|弄|闭|销|结|接|管|派)"
_WHICH = r"多少|几|哪|谁|有没有|列|名单|都有"
_ONES = r"投诉|单|件|起|条|户|工单|客诉|诉求|报修|电话"
_OURS = r"检修|运行|客服|维修|抢修|收费"
_SPAN = r"昨|前天|周|星期|礼拜|月|季|年"
_HOW = r"怎么?样|咋样|如何|情况|形势"
_MEANT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (verb, re.compile("|".join(signs)))
    for verb, *signs in (
        ("超时", due_soon.SIGN),
        (
            "导出",
            r"^(?!导出).*?(?:发|给|导|出|要|来|做|拉).{0,6}(?:台账|(?<!报)表格?(?!扬|现|示)|明细|清单|excel)",
            r"(?:台账|(?<!报)表格?|明细|清单|excel).{0,3}(?:发|给)",
        ),
        ("统计", r"(?:画|做|出|来|发|给).{0,6}[图线]", r"(?:趋势|走势|曲线)图"),
        ("在办", rf"(?:{_WHICH}).{{0,6}}{UNDONE}", rf"{UNDONE}.{{0,4}}(?:{_WHICH}|的$)"),
        (
            "谁值班",
            r"谁.{0,2}在[呢啊]?$",
            r"(?:今晚|晚上|夜里|夜间|白天)(?:是|都|有)?谁(?:在|上班?)?[啊呢呀]?$",
            r"值班.{0,3}电话",
            rf"(?:{_OURS}|部).{{0,2}}电话是?(?:多少|几)",
        ),
        ("我的", r"^我(?:这|手|还|有|今天)", r"我手"),
        (
            "谁手上",
            r"(?:谁|每个?人|各人|大家).{0,2}(?:手[上里头]|名下)",
            r"谁.{0,3}[忙闲]",
            r"(?:每个?人|各人|大家).{0,6}(?:几|多少)",
        ),
        ("谁值班", r"谁.{0,4}(?:值|在岗|当班|在班|上班)", r"(?:值班|在岗|当班).{0,3}谁"),
        (
            "统计",
            r"[率比]|满意度|[趋走]势|报[表告]|[日周月]报|排[名行]",
            r"最[多高严少]|哪[个些里].{0,6}多",
            r"平均|[同环]比|时长|用时|耗时|不满意|反复|重复|(?:老是?|总是|经常).{0,2}投诉",
            r"有没有(?:什么|啥)?(?:大)?事",
        ),
        (
            "超时",
            r"(?:多少|几|哪|有|什么|还).{0,6}(?:超时|超期|逾期|过期)",
            r"(?:超时|超期|逾期).{0,3}(?:多少|几|哪|有|吗|多不多)",
            r"(?:超时|超期|逾期)的(?:单子?|工单)?$",
            r"超过\d+(?:个?小时|天)",
        ),
        (
            "在办",
            r"重大|大面积|应急|大的",
            rf"(?:多少|几|哪|有|还|剩|什么).{{0,8}}(?:{_NOT_DONE}|在办|待[办接处]|积压)",
            rf"(?:{_NOT_DONE}|在办|积压|剩).{{0,3}}(?:多少|几|哪)",
            rf"[那这][俩两几][个单].{{0,4}}(?:{_HOW})|(?:重大|分别).{{0,4}}(?:啥|什么|{_HOW})",
            r"还剩|还有(?:多少|几|什么|啥|哪)",
            r"都.{0,2}(?:处理|办|解决|修|结|弄).{0,3}(?:吗|么|没)|还没(?:有)?(?:处理|办|解决|修|弄)[完好]",
            rf"^(?:现在|目前|当前)?(?:都|是)?(?:啥|什么|{_HOW})(?:情况|样)?",
        ),
        (
            "统计",
            rf"(?:{_SPAN}).{{0,12}}(?:多少|几|{_HOW})",
            rf"(?:多少|几).{{0,8}}(?:{_SPAN})",
            rf"(?:{_WHEN}|总体|整体).{{0,4}}(?:{_HOW})",
            rf"(?:{_SPAN}|今天).{{0,8}}(?:多不多|多吗|事[故儿情]?(?:没有?|吗)?$)",
            rf"(?:{_SPAN})呢",
            r"(?:办|处理|解决|结|完成|修|干|弄|跑|开).{0,3}(?:多少|几)",
            r"最近一(?:周|个月)",
        ),
        (
            "今日",
            rf"(?:多少|几|哪些|啥|什么|有).{{0,3}}(?:{_ONES})",
            rf"(?:{_ONES}|收到?|接到?).{{0,3}}(?:多少|几)",
            r"今[天日].{0,6}(?:多少|几)个?了?$|多不多",
        ),
    )
)
_PERIOD = re.compile(
    r"一周|一个月|日报|周报|月报|昨|前天|[这本上]个?(?:周|月|星期|礼拜|季度?|采暖季|供暖季|年)|去年|采暖季|供暖季"
)
#: 比上周怎么样 is asked of this one
_BEFORE = {"昨": "今天", "上周": "本周", "上星期": "本周", "上月": "本月", "上个月": "本月"}
_A_DEPARTMENT = re.compile(rf"[一-龥]{{2}}部(?!门)|{_OURS}")
#: 出个周报, 画个图: the figures, and where the rest is
_BESIDE_FIGURES = re.compile(r"报告|图|曲线|趋势|走势")
_ASKS = re.compile(
    r"多[不久长]|平均|[同环]比|快[到超]|临期|没单|超时的|超期的|逾期的|几|多少|哪|谁|什么|啥|怎|咋|如何|有没|吗|么|嘛|呢|\?|情况|形势|还|率|看|报|统计|列|[发给]|画|导|做|出|要|比"
)
_MAJOR = re.compile(r"重大|大面积|应急|大的")
#: Figures of no period that is told: which compound complains most is no matter of one day.
_AT_LARGE = "本月"


#: 用户电话多少 asks for one user's number
_A_NUMBER = re.compile(r"用户.{0,2}(?:电话|手机|号码)")


def of_many(plain: str) -> tuple[str, str] | None:
    """The verb and its words that a question about many tickets comes to: `哪个小区投诉最多`,
    `还有几个超时的`; None where it is none."""
    if len(plain) > _LONGEST or _A_NUMBER.search(plain) or not _ASKS.search(plain):
        return None
    if of_a_kind(plain):
        return "在办", plain
    if not _BAG.fullmatch(plain):
        return None
    verb = next((verb for verb, sign in _MEANT if sign.search(plain)), None)
    match verb:
        case "统计":
            return verb, " ".join((_period(plain), *_beside(plain)))
        case "导出":
            return verb, _period(plain)
        case "在办":
            return verb, f"重大 {plain}" if _MAJOR.search(plain) else plain
        case "超时" | "今日" | "谁手上":
            return verb, plain  # whose is in the words
        case None:
            return None
    return verb, ""


def _period(plain: str) -> str:
    """Of 上周和这周比 it is this week: the figures stand beside those of the one before."""
    if re.search(r"今[天日]", plain):
        return "今天"
    told = [span for span in _PERIOD.findall(plain) if span != "去年"]
    if "比" in plain and told and told[0] in _BEFORE:
        return _BEFORE[told[0]]
    return next((span for span in told if span[0] in "这本"), told[0] if told else _AT_LARGE)


def _beside(plain: str) -> Iterator[str]:
    """Whose figures, and what of them is wanted beside the words."""
    if department := _A_DEPARTMENT.search(plain):
        yield department[0]
    if re.search(r"去年|同[比期]", plain):
        yield "同比"
    if more := _BESIDE_FIGURES.search(plain):
        yield more[0]


_TAIL = (
    r"(?:你们?|您|大家|各位|师傅|领导|主任|兄弟|亲|哈|啊|呀|哦|噢|啦|了|喽|哒|吧|的"
    r"|[\s,，。.!！~～、])*"
)
_THANKS = r"谢谢+|多谢|感谢|谢了?|辛苦|麻烦|受累|费心"
_NODS = (
    r"好[的滴嘞勒哒]?|行|嗯+|恩+|哦+|噢|收到|知道|明白|了解|ok|okay|可以|没事|没问题|知晓|已?阅|很好|挺好|不错|加油|注意安全|不用|不客气"
    r"|[👌👍🙏💪✅🤝🌹]|\[[^\[\]]{1,4}\]"
)
_GREETING = r"早上?|早安|上午|中午|下午|晚上?|晚安|你|您|大家|各位|领导|同事们?"
#: 好的 我告诉用户: courtesy where it is said of no ticket
_PASSES_ON = (
    r"我(?:去|来|这就|马上)?(?:告诉|回复|转告|通知|[跟和](?=\S{1,3}说))(?:用户|[他她]|人家)"
    r"(?:说|回)?(?:一?声|一?下)?"
)
#: What is said out of politeness, by what it comes to.
_CIVIL: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("thanks", re.compile(rf"(?=.*(?:{_THANKS}))(?:(?:{_NODS}|{_THANKS}){_TAIL})+", re.IGNORECASE)),
    ("greeting", re.compile(rf"(?:(?:{_GREETING})+好|早安?|晚安){_TAIL}")),
    ("nod", re.compile(rf"(?:(?:{_NODS}){_TAIL})+", re.IGNORECASE)),
    ("promise", re.compile(rf"(?:(?:{_NODS}|{_PASSES_ON}){_TAIL})+", re.IGNORECASE)),
)
_ABLE = re.compile(
    r"(?:那|请问|机器人|小助手)*(?:你|这个?|您)?(?:都|到底|还)?(?:能|会|可以)(?:帮我|给我)?(?:干|做|办|说)?(?:点|些)?(?:啥|什么|哪些|嘛)(?:事儿?|活|呀|啊|呢|的)*[?？。\s]*"
    r"|(?:这个?|你|机器人|这玩意|东西)*(?:要|得|该)?(?:怎么|咋|如何)(?:个)?(?:用|使|使用|操作|弄|玩|说话?)(?:法|啊|呀|呢|的|你)*[?？。\s]*"
    r"|(?:我)?(?:不会|不懂)(?:用|使|操作)(?:啊|呀|了)?[。\s]*|(?:我)?(?:要|该|应该)(?:怎么|咋)(?:说|发|弄|回)(?:啊|呀|呢)?[?？\s]*"
)


def civil(text: str) -> str | None:
    """Whether the words are mere courtesy: thanks, a greeting, a nod or that the user
    will be told; None where they are not."""
    words = text.strip()
    if len(words) > _LONGEST:
        return None
    return next((kind for kind, said in _CIVIL if said.fullmatch(words)), None)


def able(text: str) -> bool:
    """Whether it is asked what the bot does, or how it is spoken to."""
    return len(text) <= _LONGEST and _ABLE.fullmatch(plainly(text).strip()) is not None
