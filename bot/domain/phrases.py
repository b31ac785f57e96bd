"""Turns of phrase around a command: greetings, fillers, questions, and signs of a complaint."""

from __future__ import annotations

import re

MENTION = re.compile(r"\s*@[^\s@]{1,30}(?:\s+|$)")
GREETING = re.compile(
    r"(?:早上好|早安|早|上午好|下午好|好的|好滴|好嘞|好勒|好哒|okay|ok|是的|没问题|明白|谢谢|您好|你好|大家好|各位领导|各位|领导"
    r"|师傅|老师|报告|辛苦了|嗯+|恩+|哦+|行|好)(?P<gap>[\s,。!~:;、]*)"
)
#: What a voice message begins with: 嗯那个什么一号我接了啊; 不对 1还没好
HEMMING = re.compile(
    r"(?:[嗯恩呃额唉喂\s,、]|哎呀?|不对|那个(?:什么|啥)?|那什么|这个|那就?|忘(?:记|了)?说了?|[哦啊]?对了|就是说?|然后){1,12}"
    r"(?=\#?\d{1,4}(?!\d)|[一二两三四五六七八九十]{1,3}[号单])"
)
#: A whole message that only asks whether anybody listens.
HELLO = re.compile(
    r"(?:你好|您好|机器人|小助手|在|有人)+(?:[吗么嘛不]|没有)?[啊呀,，。！!？?~\s]*(?:在[吗么])?[?？]?"
)
#: What one person says to another: "请接单 3" is as likely said to a colleague as to the bot.
ASKING = re.compile(r"(?:请|麻烦|帮忙|帮我|帮|给我|我要|我想)\s*(?=(?P<taking>把|将)?)")
TAKING = re.compile(r"(?:把|将)\s*")
#: Before the number of a ticket that somebody did something about: "给3打电话没人接".
TO = re.compile(r"\s*(?:给|跟|和|向|找|联系|打)(?=\s*#?\d)\s*")
FILL = re.compile(
    r"[\s,、:.;。!)\]】]+|这个|这单|那单|那个|这几个|这几单|这些|我们这边|我们|我这边|这边|咱们|已经|刚刚"
    r"|(?:跟|和|与|给)(?:用户|户主|住户|业主|人家|老人)|刚才|全部|都|也|已|就|全|刚|现在|目前|我|咱|俺|的|申请|[一-龥]{0,3}[部组班](?=[收已接到])"
)
#: 3 4 我的, 2 3 我: behind the numbers; 那我现在过去, 我去这个: to a quote
MINE = re.compile(
    r"[\s,，:：号单]*(?:[那就嗯行好哦]|可以|这?[两几]个?单?|都|全|归|是|算|交给|[\s,，])*"
    r"(?:接|给我们?|我们?(?:现在|马上|这就|先|顺路|直接)*(?:的|过?去(?:看看)?|来|接|弄|跑|处理|包了|负责|干|盯)*)"
    r"(?:[这那]个?[单家户]?)?(?:吧|啊|了|哈)*[\s。!！]*"
)
PARTICLES = re.compile(r"(?:一下|过了|了|啦|喽|咯|吧|的|哈|啊|呀|哦|噢|喔|嗯|哟|呢|嘞|嗷|过|~)+")
GAP = re.compile(r"[^\w#]{0,8}")
#: All that follows the verb: "了吗 3?"
_QUESTION = re.compile(
    r"[\s#\d号单]*(?:(?:了|啦|过)?(?:吗|么|嘛|呢|没有|没|不|否)[\s?!。~]*|\?[\s?!]*)[\s#\d号单]*"
)
REPLY_PLEASE = re.compile(r"[\s,]{0,4}的?\s{0,4}(?:请|回复|扣\d|后回)")
#: 好了 接着焊: the work goes on
GOES_ON = r"[\s,，]*(?:接着|继续|再)(?:干|弄|修|焊|挖|抽|换|排|装|拆|压|打(?!电话))"
#: 修好了一半, 修好了才怪
IN_PART = re.compile(rf"了?(?:一大?半|大半|一部分|才怪|{GOES_ON})")
#: 约3个小时修好: how long it takes, no hour that a user knows
TAKES_SO_LONG = re.compile(
    r"约[\d一二两三四五六七八九十半几]{1,3}个?(?:半个?)?(?:小时|钟头|分钟?|天).{0,3}(?:能|才|可以|修|弄|干|完|好|恢复)"
)
#: 我回复用户, 马上告知用户: not told yet
WILL = re.compile(r"(?:我|马上|这就|现在|去|来)\s*$")
#: 升到18: degrees
WARMER = re.compile(r"[升降](?:到|至|了|上[去来]?)\s*\d")
#: 三通拿到了, 看到了: nobody has arrived
#: by the first character of 到了, 通了, 说好了: 打通了 is a call, 用户都说好了 an opinion
JOINED = {
    "到": "拿找看收买借接听想碰遇约提得办领取调查问等送",
    "通": "打接拨沟",
    "说": "户主家他她们都也",
}
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
SPACED_PHONE = re.compile(r"1[3-9]\d(?:[ -]?\d){8}(?!\d)")
ADDRESS = re.compile(r"\d\s*(?:号楼|栋|幢|单元)|\d-\d{1,2}-\d{3,4}")
SYMPTOM = re.compile(
    r"不(?:太|怎么|咋|是很)?(?:热|暖)|冰凉|太冷|好冷|很冷|真冷|停暖|没暖气|漏水|渗水|跑水|爆|投诉|没人管"
)
#: A contradiction: "好了，但还是不热"
STILL = re.compile(r"(?:还|又|仍|依然|但|可是).{0,5}(?:不热|漏|凉|不行|没好|坏|冷)|没有?好")
#: Before a verb: not done, not yet, not sure, or wanted of somebody.
NOT_YET = re.compile(
    r"[没未别不谁哪催等才能会要让请]|什么|何时|几[点时]|怎么|如果|要是|预计|明[天早]|后天|争取|尽[快量]"
    r"|约[\d一二两三四五六七八九十半几]{1,3}个?(?:小时|钟头|分钟|天)|准备|马上|快|可以|抓紧|打算|下午|今晚|待会|一会|用户说|说"
)
WHEN = re.compile(
    r"(?:今[日天晚]|昨[日天]|前天|明[天早晚]|本周|上周|这周|本月|上个?月|这个月|本季|今年|供暖季"
    r"|采暖季|现在)的?"
)
_NUMBER = r"(?:(?:#|工单|编号|第|no\.?|t)\s*)?(?<!\d)\d{1,6}(?!\d)(?:\s*(?:号?工?单子?|号))?"
_LIST = rf"{_NUMBER}(?:(?:\s*[,、;&和与跟]\s*|\s+){_NUMBER}){{0,30}}"
MERGING = re.compile(
    rf"(?:把|将)?\s*(?P<first>{_LIST})?\s*(?:都|一起)?(?P<verb>合并|归并|并)(?:单|一下|一起|起来)?[吧了]?\s*"
    rf"(?P<then>{_LIST})?\s*(?:(?:合到|并到|到|入|进|至|给|->|→)\s*(?P<into>{_NUMBER})"
    r"\s*(?:里面|里边|里头|里|中|去|一起|上)?)?"
)


#: `2 3 一个单元的 并一下吧`
TOGETHER = re.compile(
    rf"(?P<one>{_NUMBER})(?:\s*[,、和跟与]\s*|\s+)(?P<other>{_NUMBER})(?:\s[^\d]{{1,12}}|\s*(?:都|两?个?))?"
    r"(?:合并|并(?:一下|起来|到?一起|单|了))(?:一下)?[吧了啊。!\s]*"
)


SAME = re.compile(
    rf"(?P<one>{_NUMBER})\s*(?:重复了?)?[,\s]*(?:和|跟|与|同|[,、\s])\s*(?P<other>{_NUMBER})\s*(?:都|全)?"
    r"(?:重复了?|是?(?:同一|一)[个回件码]事|是?(?:同一|一)[户家]|是?一样的?)[\s了的啊吧!。]*"
)


#: "阳光花园那个怎么样了": a place, pointed at, asked after.
HOW_IS = re.compile(
    r"(?:那个|刚才|上午|昨天)?(?P<place>[\w-]{2,14}?)(?:那个|那单|那户|那家|家那个|的单子?|的)\s*(?:现在)?(?:怎么样|咋样|啥情况|什么情况|到哪"
    r"|处理|修好|弄好|好|完)(?:了)?(?:吗|么|没|没有)?[?!。\s]*"
)


#: `把 3 号单给我看看`
SHOW = re.compile(
    rf"把\s*(?P<number>{_NUMBER})\s*(?:的?情况)?"
    r"(?:(?:给|让|发)?(?:我|咱)?(?:看看?|看一?下|瞧瞧|调出来|找出来|一?下)?)[\s。!]*"
)
#: "查一下王女士的投诉": what is sought, not a complaint of it
LOOK_UP = re.compile(
    r"(?:帮我?|麻烦)?查(?:一?下|询|看|查)?\s*(?P<place>[\w-]{2,14}?)(?:家)?的?(?:投诉|单子?|工单|情况)[。\s]*"
)
#: `谁在跟3`
WHO_HAS = re.compile(
    rf"谁.{{0,2}}[跟办弄管修接做负去][责着的了]?\s*(?P<number>{_NUMBER})[\s?。呢啊]*"
)
#: 用户电话多少, 在哪, 几楼: whoever stands at the door wants the place and the number
_WHERE = (
    r"(?:电话|手机号?|号码|联系方式|地址|住址|名字|姓名|门牌)(?:是|号码|号)*(?:多少|什么|啥|几号|在?哪|发我|发一下"
    r"|发下|发给我|给我|给一下|给下|报一下|告诉我|呢|有吗|有没有)|(?:在|住|是)(?:哪|什么地方|啥地方)|[叫姓](?:啥|什么)"
    r"|(?:几(?:号?楼|层|单元|栋|幢|门|户|室)|[什啥哪]么?个?小区|怎么走|^[的\s]*哪[个家户里儿栋])[的啊呢来着了\s?]*$"
    r"|^(?:的|用户|户主|\s)*(?:电话|地址|手机号?|号码|门牌号?|联系方式)[?\s]*$"
)
#: 谁在跟, 什么进展: how it stands
_STANDS = (
    r"^[的\s]*哪[个家户里儿栋]|^[的\s]*谁(?:的活|在?[办弄跟管修]|负责|在?处理)|"
    r"^(?:现在|目前)?[啥什]么?进[展度]了?[呢吗\s?]*$|"
    r"^(?:的?用户|师傅|工人|人|维修|检修|抢修)?们?都?(?:[到来去]|联系)[上过]?了?(?:没有?|吗|么|嘛)[\s?。]*$"
)
#: Wants to see the ticket, or what of it is needed at the door.
ASKS_FOR = re.compile(f"{_WHERE}|{_STANDS}")
WHERE = re.compile(_WHERE)
#: 师傅在哪 is not of the user's door
_OF_OURS = re.compile(r"师傅|[检维抢]修|工人|你们?|谁|到哪")


def asks_where(words: str) -> bool:
    """Whether no more is asked than where it is, or the user's name and number."""
    return WHERE.search(words) is not None and _OF_OURS.search(words) is None


def trim(text: str) -> str:
    """The user's own words without blanks and punctuation at the ends; a minus sign stays."""
    text = text.lstrip(_ENDS + ")]】）").rstrip(_ENDS + "([【（")
    return text.lstrip(_ENDS + "-") if re.match(r"-+(?!\d)", text) else text


_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200c\u200d\u2060\ufeff"
_ENDS = f"{_BLANKS},，。.、;；:：!！~～—…·"


def is_question(plain: str, at: int) -> bool:
    """Whether nothing but a question is left: "了吗", "没有 3?"."""
    return len(plain) - at <= 20 and _QUESTION.fullmatch(plain, at) is not None


def is_edge(plain: str, at: int) -> bool:
    """Whether a word may end here: at the end, a blank, punctuation, an emoji."""
    return at >= len(plain) or not plain[at].isalnum()
