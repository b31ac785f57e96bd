"""Rules and examples weighed: what it is, both considered (decisions 0024, 0032, 0034).

The examples know how people mostly say it, and how far what the rules said at first sight could be
followed: that is one of their signs. What stays here is what they can't know.
"""

from __future__ import annotations

from bot.domain.reading import closing, hazards, kinds, severity, sizes
from bot.domain.reading.classify import Verdict
from bot.domain.reading.late import late
from bot.domain.reading.likeness import Likeness

#: so likely a message is one, what the rules said counted in: to miss one is the worse mistake
_LIKELY = 0.25
#: the same of a message where the rules heard none
_UNHEARD = 0.3
#: the same where the rules found none, of a part or with a number to call; where they are sure;
#: and where somebody with a flat speaks of himself in words they don't know
_EVEN, _CERTAIN, _OWN_HOME = 0.5, 0.85, 0.06
#: the same where few words name what is wrong in a flat, or in a part
_HARDLY = 0.1
#: enough where an outage is told as well
_POSSIBLE = 0.2
#: less than this is not enough to go by
_TOLD = 12
#: who somebody is and how to call him is said in fewer words than what is wrong
_SAID = 8
#: letters of a name and a title; less than even odds tell no type where no word does
_NAME, _HALF = 5, 0.5
#: letters of a message that tells of one thing only
_FEW_WORDS = 36
#: by so much, as the logarithm of the odds, a type leads one that few words told the rules
_CLEAR = 2.0
#: the same for major and general; what was stopped or is slight is not talked up
_MAJOR, _GENERAL = 0.8, 0.03
#: the same of one flat, and of water that is coloured or smells
_MAJOR_FLAT, _MAJOR_FOUL = 0.9, 0.6
#: so many homes or houses are told in figures
_COUNTED = 0.015
_SETTLED = late(
    r"[热完好]了|恢复|正常|撤吧|合格|销号|^\W{0,2}通知:|请各|[拟计]|去年|昨[天晚夜]|公告|周知|知悉|已(?!报|上报|通知|汇报|收悉|受理)经?|解释[完过了清好]|消了|清零|[就无没]事|起泵|合上|观察|[\"“”]|就得|别等|第一步|要是|如果|记一下|"
    r"检修|今[晚夜]|明[天早晚]|后天|下周|[0-9点]停"
)
_FINE = late(r"还[行可好]|挺[好热]|没事|不冷|暖和|热乎|正常|热闹|[好完]了|也是|一样|同上")
_MINE = late(r"[我俺]家|你们|[给让把跟收]了?我(?!们)")
_INSULT = late(
    r"推搡|推了|辱骂|[嘲讥]笑|挖苦|奚落|讽刺|[羞侮]辱|冷嘲|说[^,。;!?\n]{0,5}(?:周|礼拜|星期)|找零"
)
_NO_PRESSURE = late(r"压.{0,3}不[上起]|不[上起]压|补不[进上]|带不动")
_FIGURE = late(r"[\d一二三四五六七八九十百](?![楼层])")
#: what the water is, not what it left behind
_IS_FOUL = late(r"[水来](?:[都全也还]|一直)*(?:是|发|成|变)")
#: a form says so
_FIELD = late(r"[^=:]{2,4}[=:]")


#: whatever is said besides: `合同写18度,就是不热`
_INSISTS = late(r"就是[不没][热暖]")
#: one building, entrance or room is told of, and how many a large area has is laid down
_ALONE = late(
    r"(?<![栋幢])[全整]楼(?!群)|共?(?<![0-9十百千])[两二三四五六七八九2-9][家户](?![医银公学养厂])|"
    r"(?:水杯|茶杯|杯[里子]|脸盆|水?盆里|毛巾|牙刷|鱼缸|水碗)|[整这本][栋幢]|家里的?(?:暖|地暖)|(?<![好十])几[户家](?!医|银|公)|(?:就|唯独|只有?)[^,。;!?]{0,4}?[一1][栋幢座]|[整这一]趟(?!楼)|[一二三四五六七八九十\d][楼层]的?(?:教室|病房)|疏水器|[整这本]个?单元(?!楼)|[东西南北里外这那]屋"
)


def signs(verdict: Verdict, *, located: bool, callable_: bool, measured: bool) -> list[str]:
    """What the rules said, as the examples know it."""
    kind = verdict.type if verdict.complaint else "none"
    found = [f"{kind}-sure" if verdict.sure else f"{kind}-unsure"]
    if located:
        found.append("located")
    if callable_:
        found.append("callable")
    if measured:
        found.append("measured")
    return found


def weigh(
    verdict: Verdict,
    like: Likeness,
    twin: str,
    *,
    callable_: bool,
    flat: bool,
    measured: bool,
    alone: bool,
) -> Verdict:
    """What it is, both considered, with or without a number to call, a flat, and how cold it is;
    `alone` is all of a message, no part of it."""
    likely = like.complaint
    if not verdict.complaint:
        if likely < _needed(verdict, twin, flat=flat, open_=alone and not callable_):
            return verdict
        if callable_ and sum(map(str.isalpha, like.text)) < _SAID:
            return verdict  # "王女士 139…" answers a question
        # R2.2.1: in doubt it is one, and a person checks
        return Verdict(True, like.type, like.words(like.type, twin), False)
    if likely < _LIKELY and not _is_one(verdict, like, twin, few=flat or not alone):
        # what was answered before settles nothing of how cold it is now
        cold = measured and verdict.type == "quality"
        if not cold or _SETTLED.search(closing.now_wanted(twin)):
            return Verdict(False, "other", (), False)
    return _of_type(verdict, like, twin)


def _needed(verdict: Verdict, twin: str, *, flat: bool, open_: bool) -> float:
    """How likely it must be that it is one after all."""
    if verdict.sure:
        return _CERTAIN
    if flat and not verdict.why and _MINE.search(twin) and not _FINE.search(twin):
        return _OWN_HOME
    return _UNHEARD if open_ else _EVEN


def _is_one(verdict: Verdict, like: Likeness, twin: str, *, few: bool) -> bool:
    """Whether it is a complaint, however unlike the examples."""
    if few and like.complaint >= _HARDLY and verdict.type != "other" and _is_short(like):
        return True
    if len(twin) < _TOLD or hazards.hazard(twin):
        return True
    if verdict.type == "quality" and severity.judge(twin)[0] and not _SETTLED.search(twin):
        return True  # many are without heat, in whatever words
    if verdict.type == "other" and kinds.enquires(twin):
        return True
    # colleagues are not treated like that
    return verdict.type == "service" and bool(_MINE.search(twin)) and not _SETTLED.search(twin)


def _of_type(verdict: Verdict, like: Likeness, twin: str) -> Verdict:
    """A complaint, of the likeliest type."""
    kind = like.type
    if kind == verdict.type or _stays(verdict, like, twin):
        return verdict
    if not verdict.why and (like.types[kind] < _HALF or _is_name(like)):
        return verdict  # who and where: an answer to a question, or all that is known
    if (
        verdict.why
        and not _INSISTS.search(twin)
        and _is_short(like)
        and like.lead(kind, verdict.type) < _CLEAR
    ):
        return verdict
    return verdict._replace(type=kind, why=like.words(kind, twin) or verdict.why)


def _is_name(like: Likeness) -> bool:
    return sum(map(str.isalpha, like.text)) <= _NAME


def _is_short(like: Likeness) -> bool:
    return sum(map(str.isalpha, like.text)) <= _FEW_WORDS


def _stays(verdict: Verdict, like: Likeness, twin: str) -> bool:
    """Whether it is not what the examples say, however like those of that it is."""
    kind = like.type
    match verdict.type, kind:
        case "service", _:  # whatever it was that he came for
            return any(map(_INSULT.search, verdict.why))
        case "facility", "other":  # until when is asked, but by many who are without
            return severity.judge(twin)[0]
        case "quality", "other":  # `能不能彻底查一下` asks for work, not for an answer
            return like.lead(kind, verdict.type) < _HALF and kinds.is_cold(twin)
        case "facility", "quality":  # many are cold, for one reason
            return any(map(_NO_PRESSURE.search, verdict.why))
    return False


def may_be(verdict: Verdict, like: Likeness, twin: str) -> bool:
    """Whether it is put aside on so little that an outage in it would be missed (R2.2.1)."""
    if verdict.complaint or verdict.sure:
        return False
    return like.complaint >= _POSSIBLE or (not verdict.why and _is_plant_out(twin))


def _is_plant_out(twin: str) -> bool:
    return severity.source(twin) is not None and _SETTLED.search(twin) is None


def can_be_major(like: Likeness, twin: str) -> bool:
    """Whether anything but danger can make it major, however it is said."""
    return like.major > _COUNTED or _ENTIRE.search(twin) is not None


#: water, and what its colour or smell is told by
_FOUL = late(
    r"水(?![器管压表龙泵箱电]).{0,20}?[黑黄红绿褐浑臭腥锈]|[黑黄红绿褐浑臭腥锈].{0,6}水(?![器管压表龙泵箱电])|[异怪臭药漆醛]味"
)
#: a whole place, which may stand in an address
_ENTIRE = late(r"全[村屯校园院区小社]|整个|养老|敬老|福利院|护理院")


def is_outage(verdict: Verdict, like: Likeness, twin: str) -> bool:
    """Whether many are without heat, though money or papers are told of as well."""
    return (
        verdict.type == "other"
        and like.major >= _MAJOR
        and severity.area(twin, severity.LARGE_AREA) is not None
    )


def is_major(by_rules: bool, words: str | None, like: Likeness, twin: str, *, flat: bool) -> bool:
    """Whether it is major, both considered (R3.1.2), by the rules for these words. Danger is never
    talked down."""
    if by_rules:
        if words and words not in like.text and _ENTIRE.search(words):
            return True  # it is in an address: the examples were not asked of it
        told = words and (_FIGURE.search(words) or _IS_FOUL.match(words) or _FIELD.match(words))
        least = _COUNTED if told else _GENERAL
        return like.major > least or hazards.hazard(twin) is not None
    foul = _FOUL.search(twin) is not None
    least = _MAJOR_FOUL if foul else _MAJOR_FLAT if flat else _MAJOR
    if like.major < least or hazards.is_mild(twin) or hazards.is_over(twin):
        return False
    if 0 < sizes.households(twin)[0] < severity.LARGE_AREA.households:
        return False
    if not foul and severity.is_part(twin):
        return False
    return not (_ALONE.search(twin) or _is_of_one_building(twin))


_BUILDING = late(r"\d{1,3}(?:号楼|[栋幢座](?!楼))|[一二三四五六七八九十]{1,3}号楼")
_BUILDINGS = late(
    r"[、,.和及与~至到-]\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|[栋幢座])|[两三四五六七八九十几][栋幢座]"
)
#: what happens there may be a danger to more
_MAY_REACH = late(r"[水汽漏爆砸井泵站炉塌]|管[道子网线]|[主立支总干]管")


def _is_of_one_building(twin: str) -> bool:
    """Whether heat is missed, and one building is told: `某里7号楼全体业主`."""
    if len({building[0] for building in _BUILDING.finditer(twin)}) != 1:
        return False
    return not (_BUILDINGS.search(twin) or _MAY_REACH.search(twin))
