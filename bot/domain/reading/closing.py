"""Who writes that a matter is over, that nothing more is wanted, or takes it back."""

from __future__ import annotations

from bot.domain.reading.late import late
from bot.domain.reading.spots import JUDGED

#: nothing more is wanted of the company
_CLOSED = JUDGED.pattern(
    r"(?:不|无)[用必需须](?:要)?(?:你们|师傅|领导|再|专门|特意)*(?:联系|回复|回电|回访|派人|派单|来人|上门|打扰|处理|跟进|转办)"
    r"(?:我|了|啦|咯)*(?=$|[,。!;~\s])|特此告知|(?:到此|就此|至此)(?:为止|都|全|也|就)*(?:了结|结束|打住)|"
    r"都[已也]?了结|(?:未|没有?|无)(?:再)?(?:提出|其[他它]|新的|别的)(?:新的)?(?:诉求|要求|意见|事)了?(?=$|[,。!;\s])|"
    r"撤诉|(?:信|单|帖|件|投诉|诉求|流程)(?:请|就|都|也|一并|给|可以|先|帮(?:我|忙)|麻烦)*(?:撤掉|撤了|撤回|撤销|销掉|销了)|"
    r"(?:建议|申请|同意)(?:存档|归档|办结|结案)"
)
#: what was wrong is well
_WELL = JUDGED.pattern(
    r"是我?自己|自家的?(?:问题|原因|阀)|[热好暖行通亮](?<![没不未]好)(?<![没不未]热)(?:乎|和)?了|修好(?<![没未不]修好)|换(?:好了|了新)|解决了|正常了?|踏实|暖和|不[漏响滴冒]了|(?:没有?|消失)了|"
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


#: taken back in the message itself: nothing is wrong any more, or never was
_OFF = JUDGED.pattern(
    r"(?:(?:[条单]|诉求)(?:就|先|给|可以)?作废|又[热好]了[,。\s]*没事|自己(?:又|就)?[好热]了|其实(?:早|已经?|是|都)?[好热]了|"
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
