"""The words of time: days, periods and when they end, clocks, spans of hours."""

from __future__ import annotations

import re
from datetime import time

from bot.domain.reading.late import late

WIDE = str.maketrans("０１２３４５６７８９：－～／．﹕∶", "0123456789:-~/.::")
END_OF_DAY = time(22)
END_OF_WORK = time(17, 30)
ENDS = {
    "dawn": time(6), "early": time(9), "morning": time(12), "noon": time(13),
    "afternoon": time(18), "dusk": time(19), "evening": END_OF_DAY, "night": time(23, 59),
}  # fmt: skip
PERIODS = {
    "凌晨": "dawn", "后半夜": "dawn", "下半夜": "dawn", "清晨": "early", "清早": "early",
    "大清早": "early", "一大早": "early", "大早上": "early", "一早": "early", "一上班": "early",
    "早上": "early", "早起": "early", "早晨": "early", "早": "early", "晨": "early",
    "上午": "morning", "头午": "morning", "头晌": "morning", "午前": "morning",
    "中午": "noon", "晌午": "noon", "正午": "noon",
    "下午": "afternoon", "午后": "afternoon", "过午": "afternoon", "后晌": "afternoon",
    "过晌": "afternoon", "下晌": "afternoon",
    "傍晚": "dusk", "傍黑": "dusk", "擦黑": "dusk", "下晚": "dusk",
    "晚上": "evening", "晚间": "evening", "晚": "evening",
    "夜里": "night", "夜间": "night", "半夜": "night", "深夜": "night", "前半夜": "night",
    "上半夜": "night", "午夜": "night", "子夜": "night", "夜": "night",
}  # fmt: skip
#: The first and the last hour of a period; another ("早上15点") is a slip of the finger.
HOURS = {
    "dawn": (0, 12), "early": (0, 12), "morning": (0, 12), "noon": (0, 15), "afternoon": (0, 19),
    "dusk": (0, 20),
}  # fmt: skip
DAYS = {
    "大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "本": 0, "明": 1, "次": 1, "第二": 1,
    "后": 2, "大后": 3,
}  # fmt: skip
WEEKDAYS = "一二三四五六日"

_N = r"(?:\d{1,4}(?:\.\d)?|[零〇一二两三四五六七八九十廿百]{1,5})"
_HOUR = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_MINUTE = r"(?:\d{1,2}|[零〇]?[一二三四五六七八九十]{1,3})"
_PERIOD = "|".join(sorted((p for p in PERIODS if len(p) > 1), key=len, reverse=True))
_CLOCK_A = (
    rf"(?:(?P<h>{_HOUR})(?:点钟?|时(?![间候长段常不]))"
    rf"(?:(?P<q>半|[一三]刻)|(?:过(?={_MINUTE}分))?(?![一二三四五六七八九](?![十分]))(?P<m>{_MINUTE})分?(?![\d点年月日号]))?"
    r"|(?P<H>\d{1,2}):(?P<M>\d\d)(?::\d\d)?(?![\d:]))整?"
)
_CLOCK_B = re.sub(r"\?P<(\w)>", r"?P<\g<1>2>", _CLOCK_A)
_DAY = (
    r"(?P<rel>大前|大后|(?<![以之])前(?=天)|(?<![以之饭今])后(?=[天晚]|日(?!常)|儿个?[上中下早晚])|(?<!赶)[昨今明](?![年明两后都])"
    r"|第二(?=天)|[当次本](?=[天日晚]))(?:天|日|儿个?|个(?=[早上中下晚]))?"
    rf"|(?P<which>(?:下{{1,2}}个?|上{{1,2}}个?|这个?|本)?)(?:周|星期|礼拜)"
    rf"(?P<wd>[{WEEKDAYS}天末](?![二三四五六日](?![点时刻十号]))|[1-7](?![\d点:时日号月./-]))(?![年期])"
    r"|(?<!\d)(?:(?P<y>20\d\d)[年/.-])?(?P<mo>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
    rf"(?P<sep>月|(?<!\d\d\d)/(?=\d{{1,2}}(?:\s*(?:{_PERIOD})|\s+{_HOUR}[点:]))"
    rf"|[.-](?=\d\d\s*(?:{_PERIOD})?\s*{_HOUR}[点:])|(?<=[年/.-]\d)[/.-]|(?<=[年/.-]\d\d)[/.-])"
    rf"(?P<d>\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})"
    r"(?:[日号](?![楼栋幢院门单])|(?![\d.-]))"
    r"|(?:(?P<month>下个?月|这个?月|本月)|(?<![\d路街巷道弄村院段年第月-]))"
    r"(?P<dom>[12]\d|3[01]|[1-9]|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?)"
    rf"(?:[日号])(?=\s?(?:{_PERIOD}|[早晚]|{_HOUR}[点时:]|下班|之?前|以前)(?![面门]))"
)
#: "后天(25号)上午"
_ASIDE = r"(?:\s?[(（][^()（）]{1,8}[)）])?"
ABSOLUTE = late(
    rf"(?:(?P<day>{_DAY}){_ASIDE})?[\s,的]{{0,2}}"
    rf"(?P<period>{_PERIOD}|(?<=[昨今明后天日号一二三四五六七\s])[早晚晨夜](?!一?[点些])|[早晚](?!一点)(?={_HOUR}[点:时]))?"
    rf"(?!饭)[\s,的]{{0,2}}(?:大概|大约|约|差不多)?\s?"
    rf"(?:(?<![\d.:-])(?:(?P<from>{_HOUR})\s?[-~—到至、]\s?)?{_CLOCK_A}"
    rf"(?:\s?(?:[-~—到至]+|、)\s?(?P<period2>{_PERIOD})?{_CLOCK_B})?(?P<more>[多来](?![个钟人户])钟?)?)?"
    r"(?P<tail>\s?(?:左右|上下|之前|以前|前(?![天几年面])|之?内|以内))?(?P<after>\s?(?:以后|之后|后(?![天晚面续来勤])))?"
)
WORK = late(rf"(?:(?P<day>{_DAY})?\s?)下班(?:之前|以前|前|时候?)|(?:赶?在)?下班(?:之前|以前|前)")
DURATION = late(
    rf"(?P<lead>约|预计|大概|大约|再过|再有|过|还[有要得]|需要?|等)?"
    rf"(?:(?<![\d.:-])(?:(?:{_N})\s?[-~—到至、]\s?)?(?P<n>{_N})个?(?P<half>半)?|(?P<only>半)个?)"
    r"(?P<unit>小时|钟头|分钟|刻钟|[hH](?![a-zA-Z])|min|天|周|星期|礼拜)(?P<also>半)?"
    rf"(?:(?<=[时头hH])零?(?P<minutes>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})分钟?)?(?P<more>左右|多)?"
    r"(?P<tail>之?内|以内|之?后|以后|之?前(?![天几])|以前|[就能可会]{0,2}(?:赶?到(?!不)|过去|上门|处理|修好|完成|恢复|搞定))?"
)
# "今天忙", "明天去不了", "明天再说", "10点下班": a time at which nothing is promised to happen.
NOT_THEN = late(
    r"\s?(?:太?忙|[就都也还]?(?:赶?[去来到]|过[去来]|上门|处理|修|完成|恢复)不|(?:之?前)?(?:肯定|估计|可能|是)?(?:弄|干|修|完|做|换|搞)不[完了成]|没空|没时间|来不及|休息|不[在行去来]"
    r"|再(?:说|定|联系|约|商量|通知)|看情况|(?:还)?不一定|说不准|别[去来]|除外|[之以]外|出差|才?(?:回来|到货|发货)|睡觉"
    r"|(?<=[点半刻分\d])(?:才|再)?(?:上班|下班|回家|到家|起床))"
)
# "不是今晚，是明晚", "别今天了", "原来约3点", "除了周三", "每天晚上", "配件明天到"
NOT_BEFORE = late(
    r"(?:不是|别|不约|不要|原(?:来|定|本|先|约)?|除了?|每天|天天|平时|配件|材料|[料货])(?:约|在|定|是|的)?$"
)
# "约户主明天上午", "约好了三点": what was agreed on, whatever else is told beside it
AGREED = late(r"约(?:好|在|到|定|了|的|是|户主|用户){0,3}$")
# "差五分三点"
SHORT_OF = late(rf"差(?:{_MINUTE}分钟?|一刻)到?$")
# "13月1日8点", "周八下午3点", "约45号上午": no calendar has this day, so the hour is of none.
NO_DAY = late(
    r"(?:\d{1,2}月\d{1,2}[日号]?|(?:周|星期|礼拜)[八九十]|(?:^|[约在到\s,])(?:3[2-9]|[4-9]\d)[日号])[\s,的]*$"
)
# "周三或者周四", "明天上午到后天": of several the last counts.
AND = late(r"\s?(?:[、/~—-]|或者?|或是|和|到|至|以及|还是)?\s?")
# "一点" is mostly "a little": only a day, a period or 钟 makes an hour of it.
NO_HOUR_AFTER = late(
    r"\s?(?:[度°%倍次个米意要建问原希情水:]|也|都不|儿?[不没]|一?[点些](?!前)|多?度)"
)
# "11.25上午" may be a date or a temperature: neither is read.
FIGURE_BEFORE = late(r"\d\.\d+$")
CHANGED = late(
    r"(?:(?<!修)改[到成为约在]?|推迟?[到至]|延[到后至]{1,2}|换[到成]|调整[到为])\S{0,2}$"
)
