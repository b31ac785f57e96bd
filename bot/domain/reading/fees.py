"""Money, papers and questions, where a fault or the cold is told beside them (R3.1.3, other)."""

from __future__ import annotations

import re

from bot.domain.reading import hazards, sizes
from bot.domain.reading.late import late
from bot.domain.reading.spots import JUDGED

_Found = re.Match[str] | None

#: how a thing is used, asked by who has it
USE = (
    r"(?:[想让请求派]|能不能)[^,。;!?]{0,10}教|不会(?:用(?!手机|微信|智能|电脑)|调|操作|设)|"
    r"(?:哪个|哪路|哪组|分别)[管是]哪"
)
#: what can't be filled in or opened on a screen
_ONLINE = (
    r"(?:公众号|小程序|[Aa][Pp][Pp]|网厅|官网)[^。;!?\n]{0,24}?"
    r"(?:[选填点登][^,。;!?\n]{0,1}不[到了上动进]|进不去|打不开|没法往?下?填|闪退|提交不|没有我们)"
)
_TO_CONNECT = (
    r"(?:能不能|能否|可不可以|想)[^,。;!?\n]{0,2}(?:接|装|通)(?:上|个|组)?(?:暖气|地暖|供热)"
)
#: money, paper and questions that come before a fault told beside them
_FEE_FIRST = JUDGED.pattern(
    rf"{_ONLINE}|"
    r"[缴交](?:清|齐|完|了|过)[^。;!?\n]{0,14}阀门?[^,。;!?\n]{0,6}[没未](?:给|帮)?我?开(?!裂|焊)|"
    r"费[^,。;!?\n]{0,5}[缴交](?:清|齐|完|了|过)[^。;!?\n]{0,10}(?:[没未不](?:给|人来?|见人)?)开(?![裂焊票发收])|"
    r"[缴交](?:钱|费|了钱|了费)[^。;!?\n]{0,14}(?:未开[栓通阀]|没(?:给|人来)开|锁闭)|"
    r"加[一几两]?[组片][^。;!?\n]{0,14}(?:多少钱|自己出|我出)|"
    rf"{_TO_CONNECT}|公[布开示][^,。;!?\n]{{0,10}}(?:预案|数据|成本|[价账名]单?|标准|方案|供水温度|供温|参数)|(?:没热|不热|停[暖热]|没暖)[^,。;!?\n]{{0,8}}(?:怎么|咋)[算补退]|费用?(?:都|全|给|一并)?退[还回给]|"
    r"钱[^,。;!?\n]{0,6}(?:时候|哪天|何时|怎么|咋|几号)[退返补]|能停[暖热]|想要?(?:办理?)?停[暖热供用]|停[暖热](?:[吗么呢]|要扣|扣多少)|提前供[暖热]|供[暖热][^,。;!?\n]{0,4}提前|多收|退费|退款|退钱|退我|怎么退|要求退|退[^,。;!?\n]{0,6}(?:[热暖]?费|钱|款)|预存|余额|到账|[天日]的[钱费]|停[暖热](?:手续|申请|业务)|(?:申请|办理?)停[暖热]|理赔|要赔|是真是假|正常吗|就问问(?![^,。]{0,6}(?:什么时候|几点))|不知道[^,。]{0,8}(?:怎么|要不要)|问(?![^,。]{0,16}(?:几[号月]|哪天|何时|时候)停)[^,。]{0,16}(?:能不能|可不可以|"
    r"多少钱|是不是|会不会)(?![^,。]{0,8}(?:来|修|热|漏))|热价|赔偿(?:的事|找谁|金|款)|陈欠|欠费|过户|改名|改一?下?[^,。]{0,6}名字|名字怎么改|"
    r"复热|复暖|[报办]停|(?:要求|申请|想|办理?|要)停供|没给?开[阀栓]|开栓(?!就|没|那[天日]|至今|到|第|后|半|快|以来|到|当天|"
    r"那天|都|\d|[一二三])|面积(?<!大面积)|商铺按|会不会[又再]?停|[交缴][重串错多]了|會不會停|"
    r"显示未缴|想装|想把|移个?位|放气,自己能|怎么放气|多退少补|发票|是否收费|是不是收费|"
    r"商业价|民用价|收费标准|咨询|会停[暖热]|补贴|补钱|恢复[用供]热申请|恢复用热|"
    r"[想要]恢复[供用][暖热]|基[础本]费|[停热暖供修造价][^。;!]{0,8}真的(?:吗|假的)|官网|试水什么|催缴|短信发错|不是暖气的事|"
    r"没给(?:我)?打开|多少钱|骗子|收费吗|收钱吗|热损|定损|要求装|比往年多|测温单|怎么开(?!心)|"
    r"几号停|哪天停|何时停|时候停[暖热]|停[暖热供](?:日期|日子)|晚停[几些两三]|晚几天停|多[烧供][几些两]天|证明|减免|低保|分期|手续|[公热][司线]电话是?多少|冒充|会不会受影响|"
    r"^建议|"
    r"多少天退|按规定.{0,6}退|停一个月|要停[^,。]{0,6}(?:暖|热)|往哪边拧|接入计划|是不是真的|"
    r"按热量[表]?结算|(?:想|就)问问?[^。]{0,12}(?:会不会|会停|停不停)"
)
#: asked for as such: 想问问 …
_ASKS = late(
    r"想问|咨询|打听|请问|问问|问一下|问咱|问能|问是否|(?:用户|客户|业主|市民|来电|就|想|他|她)问"
)
_UNOPENED = late(r"阀.{0,6}[没未].{0,3}开|^(?:费|[缴交](?:钱|费|了))[^锁]*开|锁闭|^加")
_CONNECT = late(_TO_CONNECT)
#: a crew comes or measures, which is for the cold
_COMES = late(
    r"(?:派|安排|先去|叫|让)[^,。;!?]{0,4}(?:人|师傅|维修|测)|(?:重新|再|真的)测|测一[次下]|(?:尽快|赶紧|抓紧)[^,。;!?]{0,3}(?:解决|处理|修|来)|主要(?:还)?是[嫌说]?(?:冷|不热)|并[^,。;!?]{0,2}(?:解决|处理|整改|维修)"
)
#: what others say is owed by others
_OWED = late(
    r"(?:称|说|讲|因|是|由于|答复|回复|问就是|原因)[^,。;!?我俺咱]{0,8}欠[^,。;!?我俺咱]{0,3}费"
)
#: so many homes without heat are no matter of one bill
_MANY = 10
_NO_FEE = JUDGED.pattern(
    r"(?:不要|不是要|不图|不用)[^,。]{0,3}退[费钱款]|多收[^,。;!?\n]{0,3}我?认|"
    r"(?:再[这不]|达不到|不达标|不行|否则|不然|要[不么])[^,。;!?\n]{0,6}退[费钱款]?"
)


def without_refusal(text: str) -> str:
    """`text` without what says that no money is wanted, or only if nothing else helps."""
    return _NO_FEE.sub(" ", text)


def first(text: str, facility: _Found, quality: _Found, *, cold: bool) -> str | None:
    """The words for what comes before the fault or the cold that is told as well; `cold` says
    whether somebody tells of his own cold."""
    fee = _FEE_FIRST.search(without_refusal(text))
    return fee[0] if fee and _is_of_fees(text, fee[0], facility, quality, cold) else None


def _is_of_many(text: str) -> bool:
    """Whether so many homes are told of that it is no matter of one bill."""
    return sizes.households(text)[0] >= _MANY


def _is_unopened(words: str) -> bool:
    """Whether a valve is told that was not opened for who paid."""
    return _UNOPENED.search(words) is not None


def _is_owed_by_others(text: str) -> bool:
    """Whether somebody else than who tells it is said to owe."""
    return _OWED.search(text) is not None


#: the flats around stand empty, which is why it is cold
_AROUND_OFF = late(
    r"(?:楼[上下]|[一二三四五六七八九十0-9]楼|邻居|对门|隔壁|左右|周围|上下|四邻)[^,。;!?我俺]{0,10}报停"
)


def _is_of_fees(text: str, fee: str, facility: _Found, quality: _Found, cold: bool) -> bool:
    if fee[0] == "问" and (quality or facility) and not _CONNECT.search(text):
        return False
    if _is_unopened(fee):
        return True
    if _COMES.search(text) and (cold or fee == "测温单"):
        return False
    lost = quality is not None and (cold or quality[0] == "停供")
    if fee == "欠费" and ((quality and _is_of_many(text)) or (lost and _is_owed_by_others(text))):
        return False  # not all of them owe
    if fee == "报停" and cold and _AROUND_OFF.search(text):
        return False
    if _ASKS.search(text):
        return True
    if facility and not (re.search(r"怎么退|过户", text) or hazards.is_over(text)):
        return False
    if "测温" in text and cold:
        return False
    return not re.search(r"不热!|屋里|家里\d", text)
