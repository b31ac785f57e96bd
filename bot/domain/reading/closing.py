"""Who writes that a matter is over, here or elsewhere, takes it back, or wants more."""

from __future__ import annotations

import re

from bot.domain.reading.late import late
from bot.domain.reading.spots import JUDGED

#: nothing more is wanted of the company
_CLOSED = JUDGED.pattern(
    r"(?:不|无)[用必需须](?:要)?(?:你们|师傅|领导|再|专门|特意)*(?:联系|回复|回电|回访|派人|派单|派|来人|过去|去|跑|上门|打扰|处理|跟进|转办)"
    r"(?:我|了|啦|咯)*(?=$|[,。!;~\s])|特此告知|(?:到此|就此|至此)(?:为止|都|全|也|就)*(?:了结|结束|打住)|"
    r"都[已也]?了结|(?:未|没有?|无)(?:再)?(?:提出|其[他它]|新的|别的)(?:新的)?(?:诉求|要求|意见|事)了?(?=$|[,。!;\s])|"
    r"撤诉|(?:信|单|帖|件|投诉|诉求|流程)(?:请|就|都|也|一并|给|可以|先|帮(?:我|忙)|麻烦)*(?:撤掉|撤了|撤回|撤销|销掉|销了)|"
    r"(?:建议|申请|同意)(?:存档|归档|办结|结案)"
)
#: what was wrong is well
_WELL = JUDGED.pattern(
    r"是我?自己|自家的?(?:问题|原因|阀)|[热好暖行通亮](?<![没不未]好)(?<![没不未]热)(?:乎|和)?了|修好(?<![没未不]修好)|[换夹堵焊关停](?:好了|上了|住了?|了新)(?<![没未不]..)(?<![没未不]...)|恢复(?:流量|供)|解决了|正常了?|踏实|暖和|不[漏响滴冒]了|(?:没有?|消失)了|"
    r"2[0-6](?:\.[0-9])?度|二十[一二三四五六]?度|退(?:费|款|钱|还|回)[^,。;]{0,8}(?:签收|到账|收到)|满意"
)
#: and yet
_BUT = late(
    r"但|可是|不过|还是|就是[想要问]|另外|(?:还有|再说)一|又[漏凉坏停堵响]|[?吗]|直接(?:来|派)|赶紧|抓紧|尽快"
)


def is_closed(text: str) -> bool:
    """Whether all is well again and nothing is wanted any more."""
    closed = _CLOSED.search(text)
    if closed is None or _BUT.search(text, max(0, closed.start() - 20)):
        return False
    return _WELL.search(text) is not None


#: `我家23度`
_WARM = late(r"2[1-5](?:\.\d)?度")
_NOT_SO = late(r"[才仅太]|只有|[?吗]|[热烤]得|降|[关调]小")


def is_warm(text: str) -> bool:
    """Whether the degrees that somebody tells are warm to him."""
    return _WARM.search(text) is not None and not _NOT_SO.search(text)


#: `邻居说他家早修好了`, `2单元恢复了 我们…`
_OTHERS = late(
    r"(?:邻居|对门|隔壁|楼[上下]|别[人家的]|人家|[他她]们?家|其[他它])[^,。;!?\n]{0,14}?"
    r"(?:[修换弄理决][好完]|恢复|[热好]了)[^,。;!?\s]*|"
    r"(?:[修换弄理决][好完]|恢复)[^,。;!?\s]{0,3}[,。;\s]\s?(?=(?:我|俺|咱)[们家])"
)


def without_others(text: str) -> str:
    """`text` without what is over at others' places."""
    return _OTHERS.sub(" ", text) if _OTHERS.search(text) else text


_OUTDOORS = late(r"(?:最[低高]|气温|零下|室外|外面)[^,。;!?\n屋家]{0,6}$|-\d{0,2}$")


def is_outdoors(text: str, at: int) -> bool:
    """Whether the degrees that stand there are those of the weather."""
    return _OUTDOORS.search(text, max(0, at - 12), at) is not None


#: taken back in the message itself: nothing is wrong any more, or never was
_OFF = JUDGED.pattern(
    r"(?:(?:[条单]子?|诉求)(?:就|先|给|可以)?作废|又[热好]了[,。\s]*没事|自己(?:又|就)?[好热]了|其实(?:早|已经?|是|都)?[好热]了|"
    r"[已又下]?来[气暖热]了(?<![没不未]来.了)|(?:单子?|这[单条]|诉求)(?:给|就|已|先|也|都|可以)*撤了|"
    r"没[啥什](?:么)?事了|完事了|别来了)(?![,。]?(?:可|也|还|但|又|却|没))|"
    r"虚惊|警报解除|其实就?是[^。;!?\n]{0,20}(?:不是|[跟和与])(?:咱|我)们?(?:的事|没关系|无关)|(?<![家楼栋户元])没这(?:回)?事(?!.{0,8}[吗?])|看错了(?=[,。]?是)|"
    r"(?<![没不未])热(?:了|起来了),?(?:撤|不用)"
)
#: what is asked for all the same
_ASKED = late(r"要求|投诉|麻烦|希望|换|给[我他她]|怎么|能不能|[?](?!\d)")


def taken_back(text: str) -> str | None:
    """The words that take it back; None where something is asked for all the same."""
    off = _OFF.search(text)
    return off[0] if off and not _ASKED.search(text) else None


_PRAISE = late(r"点个?赞|谢谢|感谢|道谢|致谢")
_WANTED = late(r"[?吗]|请|麻烦|希望|问|怎么|能不能|什么时候|退|可是?|但|就是|不过")


def is_praise(text: str) -> bool:
    """Whether it is thanked, and nothing wanted."""
    return _PRAISE.search(text) is not None and _WANTED.search(text) is None


#: praise, and then what is wanted: `…和气。再说正事,次卧还是凉`, `谢谢师傅。就是想问…`
_THEN = late(
    r"(?:表扬|谢|满意|点赞|辛苦|和气|热情|热得很|挺好)[^?]{0,40}?[,。!\s]"
    r"(?=(?:再说(?:正事|一个|个事)|(?:只是|就是|就|顺便|另外|不过|但是?|可|还)[想要][问请麻求]|顺便问|不过[^,。]{0,8}(?:还|没|不|又)))"
)
#: a rumour denied, and then the one flat that is really cold
_ONLY = late(
    r"(?:谣言|假的|别信|没有的事|没这回事|恢复了|好了|正常)[^?]{0,24}?[,。;!\s](?=(?:唯独|就剩|只剩|只有|现在就剩|就)[\u4e00-\u9fff]{0,6}\d)"
)
# What was answered before is no part of what is wanted now.
_ANSWER = late(
    r"【(?:既往|历史|上次|前次|官方|第[一二三四]次)?(?:答复|回复|办理)】.*?(?=【|[”\"]|$)", re.S
)
# "修好了,但是现在不热": what comes after the turn is what is wanted.
_TURN = JUDGED.pattern(
    r"(?:修好|解决|处理好|恢复|正常|热了)了?[,。;]?\s?(?:但是?|可是?|不过|结果|谁知|哪知|其实|实际)"
)


def now_wanted(text: str) -> str:
    """What comes after praise, an answer or a turn; `text` itself where there is none."""
    rest = _ANSWER.sub(" ", text) if "复】" in text or "理】" in text else text
    if then := _THEN.search(rest) or _ONLY.search(rest):
        return rest[then.end() :]
    if turn := _TURN.search(rest):
        after = rest[turn.end() :]
        return after if len(after) > 4 else rest
    return rest if rest != text else text
