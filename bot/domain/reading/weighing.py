"""Rules and examples weighed: who is followed where they differ (decision 0024).

The rules read what was thought of; the examples know how people mostly say it. Where the rules have
a word to go by, only a clear opinion overrules them.
"""

from __future__ import annotations

from bot.domain.reading import faults, fees, hazards, kinds, severity, sizes
from bot.domain.reading.classify import Verdict
from bot.domain.reading.late import late
from bot.domain.reading.likeness import Likeness

#: the examples speak for a complaint: where the rules were put off by thanks or a report, and where
#: they found nothing, told of a place or of none
_LIKELY, _LOCATED, _CERTAIN = 0.7, 0.78, 0.82
#: they speak against one: somewhere, at a flat with a number to call
_UNLIKELY, _HARDLY = 0.1, 0.04
#: enough where an outage is told as well
_POSSIBLE = 0.2
#: less than this is not enough to go by
_TOLD = 12
#: who somebody is and how to call him is said in fewer words than what is wrong
_SAID = 8
#: letters of a message that tells of one thing only
_FEW_WORDS = 24
#: a type that is this likely takes the place of one that is that unlikely
_CLEAR, _FAINT = 0.6, 0.09
#: a named thing that is broken stays that, whatever else is said
_NAMED = 0.06
#: the same for major and general; what was stopped or is slight is not talked up
_MAJOR, _GENERAL = 0.85, 0.06
#: so many homes or houses are told in figures
_COUNTED = 0.015
#: who asks of fees or dates wants an answer, however few ask so
_QUESTION = late(r"[?吗么][^\u4e00-\u9fff\[]*(?:\[[\u4e00-\u9fff]{1,3}\])*$")
#: who asks to be told, however he ends
_ENQUIRES = late(r"问一?下|请问|[想就]问")
#: what all of the net hangs on: a fault of it is told among colleagues (R2.2.4)
_PLANT = late(r"机组|泵(?!房?门)|换热站|热源|锅炉|变压器|机房|[一二][次级]?网")
#: nothing is complained of: it is asked, or proposed
_ONLY_ASKS = late(
    r"没别的意思|没(?:有)?意见,|(?:就|只)是?提个?(?:小)?建议|不是(?:来|要)?投诉|不想投诉"
)
#: the heat is there again
_BACK = late(r"又来了|[都已]恢复了|又热了|现在[^,。;!?]{0,4}2\d(?:\.\d)?度")
#: somebody is to come and look
_TO_LOOK = late(r"来(?:人|给|帮|我家|她家|他家)*[^,。;!?]{0,3}[看修换弄]")
_SETTLED = late(
    r"[热完好]了|恢复|正常|撤吧|[拟计]|去年|昨[天晚夜]|公告|周知|知悉|已(?!报|上报|通知|汇报)经?|解释[完过了清好]|消了|清零|[就无没]事|起泵|合上|观察|[\"“”]|就得|别等|第一步|要是|如果|记一下|"
    r"检修|明[天早晚]|后天|下周|[0-9点]停"
)
#: said right before what is wanted, and within how many characters
_WANTS = late(r"[想要办]|申请")
_ASKS = late("想|怎么|几号|什么时候|咨询")
_NEAR = 4
#: `能不能来看看?`: somebody is to come, whatever is wrong
_COME = late(
    r"(?:能不能|能否|可不可以|可以|麻烦|请|尽快|赶紧|快)[^,。;!?]{0,5}(?:来|上门|过来|派)[^,。;!?]{0,4}[看瞧修查]"
)
_INSULT = late(r"推搡|推了|辱骂|[嘲讥]笑|挖苦|奚落|讽刺|[羞侮]辱|冷嘲")
_NO_PRESSURE = late(r"压.{0,3}不[上起]|不[上起]压|补不[进上]|带不动")
_FIGURE = late(r"[\d一二三四五六七八九十百](?![楼层])")
#: what the water is, not what it left behind
_IS_FOUL = late(r"[水来](?:[都全也还]|一直)*(?:是|发|成|变)")


#: one building, entrance or room is told of, and how many a large area has is laid down
_ALONE = late(
    r"(?<![栋幢])[全整]楼(?!群)|共?(?<![0-9十百千])[两二三四五六七八九2-9][家户](?![医银公学养])|"
    r"(?:水杯|茶杯|杯[里子]|脸盆|水?盆里|毛巾|牙刷|鱼缸|水碗)|[整这本][栋幢]|家里的?(?:暖|地暖)|(?<![好十])几[户家](?!医|银|公)|[整这一]趟(?!楼)|疏水器|[整这本]个?单元(?!楼)|[东西南北里外这那]屋"
)


def weigh(
    verdict: Verdict,
    like: Likeness,
    twin: str,
    *,
    located: bool,
    callable_: bool,
    exact: bool = False,
    flat: bool = False,
) -> Verdict:
    """What it is, both considered, with an address or without, with a number to call or without;
    `exact` where a flat, a number or degrees are told, `flat` where it goes down to a flat."""
    if not verdict.complaint:
        asked = callable_ and _COME.search(twin) is not None
        needed = _LIKELY if verdict.why or asked else _LOCATED if located else _CERTAIN
        if verdict.sure or like.complaint < needed:
            return verdict
        if callable_ and not asked and sum(map(str.isalpha, like.text)) < _SAID:
            return verdict  # "王女士 139…" answers a question
        # R2.2.1: in doubt it is one, and a person checks
        return Verdict(True, like.type, like.words(like.type, twin), False)
    asks = (verdict.type == "other" and bool(verdict.why)) and (
        _QUESTION.search(twin) or ((located or callable_) and _ENQUIRES.search(twin))
    )
    told = flat and verdict.type != "other" and verdict.sure and _is_short(like)
    heard = asks or (located and (exact or told))
    unlikely = like.complaint <= (_HARDLY if heard else _UNLIKELY)
    if _is_of_the_net(verdict, twin) or (verdict.type == "quality" and fees.is_of_many(twin)):
        unlikely = False
    if unlikely and len(twin) >= _TOLD and not hazards.hazard(twin):
        return Verdict(False, "other", (), False)
    if like.type == verdict.type and (verdict.why or verdict.sure):
        return verdict
    return _of_type(verdict, like, twin)


def _is_of_the_net(verdict: Verdict, twin: str) -> bool:
    if verdict.type != "facility" or not verdict.why or not _PLANT.search(twin):
        return False
    return _SETTLED.search(twin) is None


def _of_type(verdict: Verdict, like: Likeness, twin: str) -> Verdict:
    """A complaint, of the type that the examples give it where they are sure and the rules not."""
    kind = like.type
    if _stays(verdict, kind, twin):
        return verdict
    faint = _NAMED if verdict.type == "facility" else _FAINT
    if not verdict.why and not verdict.sure:
        faint = 1.0  # R2.2.1: only a flat and a number; whatever the words are
    stands = verdict.type == "service" or _is_wanted(verdict, twin)
    if stands and verdict.why and _is_short(like) and not _is_told(kind, twin):
        return verdict  # so few words tell of nothing else
    types = like.types
    if types[kind] >= _CLEAR and types[verdict.type] <= faint:
        if verdict.why and _is_foreign(twin):
            return verdict  # the examples are Chinese
        return verdict._replace(type=kind, why=like.words(kind, twin) or verdict.why)
    return verdict


def _is_wanted(verdict: Verdict, twin: str) -> bool:
    """Whether it is asked to be done: 想办理复热, 要发票."""
    if verdict.type != "other" or not verdict.why:
        return False
    at = twin.find(verdict.why[0])
    if _ASKS.match(verdict.why[0]):
        return True
    return at >= 0 and _WANTS.search(twin, max(0, at - _NEAR), at) is not None


def _is_short(like: Likeness) -> bool:
    return sum(map(str.isalpha, like.text)) <= _FEW_WORDS


def _is_told(kind: str, twin: str) -> bool:
    """Whether the rules know a word of that type in it, too."""
    facility, quality, service, other = kinds.said(twin)
    told = {"facility": facility, "quality": quality, "service": service, "other": other}
    return told[kind] is not None


def _stays(verdict: Verdict, kind: str, twin: str) -> bool:
    """Whether it is no `kind`, however like the examples of that it is."""
    match verdict.type, kind:
        case "other", _:  # what is named is asked about, not broken
            return fees.is_of_use(twin) or _is_only_asked(verdict, twin)
        case "service", _:  # whatever it was that he came for; but danger comes from a thing
            insult = any(map(_INSULT.search, verdict.why))
            unnamed = kind == "facility" and kinds.is_treated(twin) and not faults.find(twin)
            return insult or unnamed or hazards.hazard(twin) is not None
        case "quality", "facility":  # set aside as a reason that was given, or nothing is broken
            return faults.find(twin) is not None or kinds.is_cold(twin)
        case "quality", "other":
            owed = kinds.is_cold(twin) and fees.is_owed_by_others(twin)
            return owed or fees.is_of_many(twin) or kinds.is_below(twin) or severity.judge(twin)[0]
        case "facility", "other":  # when somebody comes is asked
            return _TO_LOOK.search(twin) is not None
        case "facility", "quality":  # many are cold, for one reason
            pressure = any(map(_NO_PRESSURE.search, verdict.why))
            return pressure or severity.source(twin) is not None
    return False


def _is_only_asked(verdict: Verdict, twin: str) -> bool:
    """Whether nothing is wrong any more or ever was, or a valve is to be opened for who paid."""
    if any(map(fees.is_unopened, verdict.why)):
        return True
    asks = _ONLY_ASKS.search(twin) is not None
    return asks and (not kinds.is_cold(twin) or _BACK.search(twin) is not None)


def _is_foreign(twin: str) -> bool:
    """Whether it is mostly written in another language."""
    latin = sum(char.isalpha() and char.isascii() for char in twin)
    return latin * 2 > len(twin)


def may_be(verdict: Verdict, like: Likeness) -> bool:
    """Whether it is put aside on so little that an outage in it would be missed (R2.2.1)."""
    return not verdict.complaint and not verdict.sure and like.complaint >= _POSSIBLE


def can_be_major(like: Likeness, twin: str) -> bool:
    """Whether anything but danger can make it major, however it is said."""
    return like.major > _COUNTED or _ENTIRE.search(twin) is not None


#: a whole place, which may stand in an address
_ENTIRE = late(r"全[村屯校园院区小社]|整个|养老|敬老|福利院|护理院")


def is_major(by_rules: bool, words: str | None, like: Likeness, twin: str) -> bool:
    """Whether it is major, both considered (R3.1.2), by the rules for these words. Danger is never
    talked down."""
    if by_rules:
        if words and words not in like.text and _ENTIRE.search(words):
            return True  # it is in an address: the examples were not asked of it
        told = words and (_FIGURE.search(words) or _IS_FOUL.match(words))
        least = _COUNTED if told else _GENERAL
        return like.major > least or hazards.hazard(twin) is not None
    if like.major < _MAJOR or hazards.is_mild(twin) or hazards.is_over(twin):
        return False
    if 0 < sizes.households(twin)[0] < severity.LARGE_AREA.households:
        return False
    return not _ALONE.search(twin)
