"""Rules and examples weighed: what it is, both considered (decisions 0024, 0032, 0034).

The examples know how people mostly say it, and how far what the rules said at first sight could be
followed: that is one of their signs. What stays here is what they can't know.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.reading import closing, hazards, kinds, rumours, severity, sizes, sources
from bot.domain.reading.classify import Verdict
from bot.domain.reading.late import late
from bot.domain.reading.likeness import Likeness
from bot.domain.reading.place import FLAT, Place

#: so likely a message is one, what the rules said counted in: to miss one is the worse mistake
_LIKELY = 0.25
#: the same of a message where the rules heard none
_UNHEARD = 0.3
#: the same where the rules found none, of a part or with a number to call; where they are sure;
#: and where somebody with a flat speaks of himself in words they don't know
_EVEN, _CERTAIN, _OWN_HOME = 0.5, 0.85, 0.06
#: the same where few words name what is wrong in a flat, or in a part, and where a danger is told
_HARDLY = 0.1
#: enough where an outage is told as well
_POSSIBLE = 0.2
#: less than this is not enough to go by
_TOLD = 12
#: who somebody is and how to call him is said in fewer words than what is wrong
_SAID = 8
#: less than even odds tell no type where no word does
_HALF = 0.5
#: letters of a message that tells of one thing only
_FEW_WORDS = 36
#: by so much, as the logarithm of the odds, a type leads one that few words told the rules
_CLEAR = 2.0
#: so likely something is major where the rules say nothing, and where they call it so: to miss
#: one is the worse mistake
_MAJOR, _GENERAL = 0.6, 0.04
#: the same of few words, which tell the examples little
_MAJOR_IN_FEW, _GENERAL_IN_FEW = 0.9, 0.008
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


#: whatever is said besides: `合同写18度,就是不热`
_INSISTS = late(r"就是[不没][热暖]")


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


#: how many homes are told of: some are a third of a large area's, many are as many
_HOMES = ("none", "few", "some", "many")
_SOME = 3
#: more names of places tell no more
_MOST_NAMES = 3


def extent(
    twin: str, found: Sequence[Place], size: severity.LargeArea = severity.LARGE_AREA
) -> list[str]:
    """How much a message tells of, as the examples know it: homes, buildings, named places;
    measured by what a company calls a large area (R3.1.2)."""
    homes, _ = sizes.households(twin)
    many = size.households
    told = _HOMES[(homes > 0) + (homes * _SOME >= many) + (homes >= many)]
    names = sum(place.named and place.level == 0 for place in found)
    signs = [f"homes-{told}", f"names-{min(names, _MOST_NAMES)}"]
    if sizes.buildings(twin, size.buildings):
        signs.append("buildings")
    if any(place.level == FLAT for place in found):
        signs.append("flat")
    return signs


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
    if len(twin) < _TOLD or (like.complaint >= _HARDLY and hazards.hazard(twin)):
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
    if not verdict.why and like.types[kind] < _HALF:
        return verdict  # who and where: an answer to a question, or all that is known
    if (
        verdict.why
        and not _INSISTS.search(twin)
        and _is_short(like)
        and like.lead(kind, verdict.type) < _CLEAR
    ):
        return verdict
    return verdict._replace(type=kind, why=like.words(kind, twin) or verdict.why)


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
    if verdict.why and _PRAISE.search(verdict.why[0]):
        return False
    return like.complaint >= _POSSIBLE or (not verdict.why and _is_plant_out(twin))


_PRAISE = late("谢|表扬|锦旗|点赞")


def _is_plant_out(twin: str) -> bool:
    return sources.out(twin) is not None and _SETTLED.search(twin) is None


def can_be_major(like: Likeness, twin: str) -> bool:
    """Whether what the rules say can make it major, however it is said."""
    return like.major > _GENERAL_IN_FEW or _ENTIRE.search(twin) is not None


#: a whole place, which may stand in an address
_ENTIRE = late(r"全[村屯校园院区小社]|整个|养老|敬老|福利院|护理院")


def is_outage(verdict: Verdict, like: Likeness, twin: str, size: severity.LargeArea) -> bool:
    """Whether many are without heat, though money or papers are told of as well."""
    return (
        verdict.type == "other" and like.major >= _MAJOR and severity.area(twin, size) is not None
    )


def is_major(
    by_rules: bool, words: str | None, like: Likeness, twin: str, size: severity.LargeArea
) -> bool:
    """Whether it is major, both considered (R3.1.2), by the rules for these words."""
    few = _is_short(like)
    if not by_rules:
        least = _MAJOR_IN_FEW if few else _MAJOR
        if like.major <= least or severity.is_part(twin) or severity.is_merely_cool(twin):
            return False
        if hazards.is_denied(twin) or rumours.without(twin) is not twin:
            return False
        # so many are a large area to the examples, and not to this company
        few_here = severity.LARGE_AREA.households <= sizes.households(twin)[0] < size.households
        return not few_here
    if words and words not in like.text and _ENTIRE.search(words):
        return True  # it is in an address: the examples were not asked of it
    return like.major > (_GENERAL_IN_FEW if few else _GENERAL)


def major_words(like: Likeness, twin: str, size: severity.LargeArea) -> str | None:
    """What to show for it where the rules say nothing: how many are told of, else what spoke for it
    the most."""
    homes, words = sizes.households(twin)
    if homes >= size.households:
        return words
    said = sizes.buildings(twin, size.buildings)
    return said or next(iter(like.words("major", twin)), None)
