"""Which compound a merged chat record comes from (R2.2): by its group, or by who speaks."""

from __future__ import annotations

import re

from bot.domain.reading import compounds, place_positions, places, talk
from bot.domain.reading.late import late
from bot.domain.reading.place_words import GROUP_OF

_H = "\u4e00-\u9fff"
_GROUP = late(
    rf"[“\"【\[(「]?(?P<n>[{_H}]{{2,10}}?(?:[一二三四\d]期)?)(?:[一二三四]?(?:业主|住户|居民|邻居)|"
    rf"\d号楼)?第?[\d一二三四五六七八九]?(?:{GROUP_OF}|取暖|用户){{0,3}}"
    rf"(?:大|交流|互助)?(?:群|(?:热心|友好|互助|幸福)?(?:邻里|街坊|邻居)$)",
    re.M,
)
_OF_NEIGHBOURS = r"(?:业主|住户|居民|邻里|邻居|街坊|互助|交流|一家亲|大家庭|咱?们?一家人?)"
#: `业主群(某某园)`, `业主群“某某园一家人”`; `「某某里邻里互助」的聊天记录`
_BEHIND_GROUP = late(
    rf"群[^\n]{{0,8}}[(“\"「](?P<n>[{_H}]{{2,10}}?){_OF_NEIGHBOURS}{{0,3}}[)”\"」]"
)
_RECORD_OF = late(
    rf"[“\"「【](?P<n>[{_H}]{{2,10}}?){_OF_NEIGHBOURS}{{1,3}}[”\"」】]的?(?:群聊|聊天)(?:记录)?"
)
#: `群聊:某某居住户互助`
_CALLED_GROUP = late(
    rf"群[聊名]?(?:名称)?:\s?(?P<n>[{_H}]{{2,10}}?)(?:小区)?(?=业主|住户|居民|邻居|邻里|街坊|互助|[供取]暖|报修|物业|$)",
    re.M,
)
_LETTERS = late(rf"[{_H}]+")
#: `某某里网格-小于`: what he is there
_OFFICE = late(r"(?<=...)(?:网格员?|物业|社区|管家|客服)$")
_NO_COMPOUND = late(
    rf"^(?:{GROUP_OF})+$|网格|^村民|^微信|社区$|用户|服务|家属|工作|聊天|维修|^(?:业主|住户|居民|邻居)|^[一二三四]?小区$"
)


def group_of(context: str) -> str | None:
    """The compound, or its building, whose group a chat record comes from."""
    for place in places.find(compounds.masked(context)[0]):
        name = _LETTERS.match(place.text)
        if place.named and place.level < 2 and name and not place_positions.is_ordinary(name[0]):
            return place.text
    for match in (
        m for p in (_BEHIND_GROUP, _RECORD_OF, _GROUP, _CALLED_GROUP) for m in p.finditer(context)
    ):
        if not _NO_COMPOUND.search(match["n"]):
            return re.sub(r"^(?:转发|来自|转自|以下为?)+", "", match["n"]) or None
    return None


def compound_of(said: list[talk.Said]) -> str | None:
    """The compound that speakers are called by: `某某里(9-1-301)` and `某某里(6-2-1104)`,
    `某某园-老席`."""
    flats: dict[str, set[str]] = {}
    for part in said:
        flat, rest = talk.flat_of(part.speaker)
        if flat:
            flats.setdefault(rest, set()).add(flat)
        elif before := group_of(_OFFICE.sub("", part.speaker.rpartition("-")[0])):
            return before
    return next((rest for rest, known in flats.items() if rest and len(known) > 1), None)
