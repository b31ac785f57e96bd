"""What words before a number tell of somebody else, and not of whose number it is (R2.2.2)."""

from __future__ import annotations

from bot.domain.reading.late import late
from bot.domain.reading.name_given import is_person

#: a number of another kind, told before the telephone's: `卡号330176,电话…`
_OTHER_NUMBER = late(r"(?:工号|户号|卡号|单号|编号)[^\d,。]{0,3}[A-Za-z]*\d[\w-]*")
_NEIGHBOUR_HOUSE = late(r"(?:隔壁|楼上|楼下|对门)(?:的?\S{0,12}[,。 ])")
_I_AM = late(r"我[是在]?(?:住)?(?:楼[上下]|隔壁|对门)")
_NEIGHBOUR = late(r"邻居|楼上|楼下|隔壁|对门|中介|那个|施工|维修|检修")
#: told that they know already, and behind a blank somebody else with a number: `已报交警 现场赵工…`
_OFFICE = late(r"派出所|交警")
_PERSON = late(r"\s[\u4e00-\u9fff]{2,5}\s?$")
_STAFF = late(
    r"客服|收费员|维修工|(?:维修|检修|测温|上门|你们的?|那个|施工)(?:的)?师傅|营业厅|热线"
)
_FLAT = late(r"\d-\d{1,4}(?:-\d{1,4})?(?=\D)|单元|号楼|[栋幢]")
#: between a neighbour's name and a number: something else was told, so it isn't his
_ELSEWHERE = late(
    r"度|°|[他她我俺]家(?:[也都还就]|一直)?[不没冷凉漏]|\s(?!\S*(?:电话|手机|号|[找叫姓问]))[\u4e00-\u9fff]{5,}[\s,]*$|,(?!\s?[他她]?的?(?:电话|手机|号码|联系|微信|座机|是|姓|叫|\S{0,3}(?:先生|女士|[大阿老]?[爷妈姐哥叔姨])))\s?[\u4e00-\u9fff]{2}"
)
#: who was told of by what he does, and then somebody else with a number
_SAID_OF = late(
    r"[^\s,、\d]{0,3}?(?:打不|没人|无人|占线|态度|说话|服务|语气|[不没太很]|敷衍|推|骂|爱[搭答理])(?!是|用)[^\d]*?[\s,、]"
)
#: `物业转来的,电话…`: who passed it on
_PASSED_ON = late(
    r"(?:物业|社区|居委会?|街道|中介|前台|客服|热线)(?:那?边)?(?:[转发推]|反馈|报|送)(?:过?来)?的?单?[,:\s、]?"
)
#: `热线打不通,…`: what is complained of
_LINE_BUSY = late(
    r"(?:热线|客服|物业|电话|营业厅|服务站|前台|值班室)[^\d,、\s]{0,4}(?:打不通|没人接|占线|打不进去?|停机|关机|空号|一直响|无法接通|不在服务区)[,、\s]"
)


def without_others(clause: str, *, first: bool) -> str:
    """The clause before a number without what tells of others in it; `first` where no number stands
    before this one that it could be said of."""
    clause = _PASSED_ON.sub("", clause)
    if first:
        clause = _LINE_BUSY.sub("", clause)
    return _OTHER_NUMBER.sub("", _NEIGHBOUR_HOUSE.sub("", _I_AM.sub("我", clause)))


def is_elsewhere(clause: str, wrong: int) -> bool:
    """Whether another matter was told after the word at `wrong`, so that it isn't the number's."""
    if _NEIGHBOUR.match(clause, wrong):
        return _ELSEWHERE.search(clause, wrong) is not None
    if _OFFICE.match(clause, wrong):
        return _PERSON.search(clause, wrong) is not None
    if staff := _STAFF.match(clause, wrong):
        who = _PERSON.search(clause, wrong)
        # `你们师傅撒谎 某某某 13…`: it is told what he does, then who tells it
        apart = who is not None and is_person(who[0].strip()) and who.start() - staff.end() > 1
        if apart or _SAID_OF.match(clause, staff.end()):
            return True
    return any(flat.start() > wrong for flat in _FLAT.finditer(clause))
