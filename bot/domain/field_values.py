"""Whether words behind a field's name are its value: 小区停电了 names no community."""

from __future__ import annotations

import re

from bot.domain.reading.name_words import is_likely

#: Said where a value is not known; it takes away none that stands.
_UNKNOWN = re.compile(
    r"不(?:知|清|详|明|对|定|好说|在|说|愿|想|肯|便)|没(?:有?[说写问留登]|有$)|[看说问记听]不|未(?:知|留|登)|无法|找不|进不|[写记登]错"
)
_WRONG = re.compile(r"(?:有误|错)了?$")
_KINDS = "园苑里庄村城府湾院区社期厂寓厦居邸"
#: What the words must hold, written to the field's name without a blank or a mark between.
_SHAPES = {
    "address": re.compile(
        rf"\d|[一二三四五六七八九十](?:号|栋|幢|楼|单元|室|门)|[{_KINDS}路街巷]$"
    ),
    "community": re.compile(rf"^(?!都|也|全|还|又).{{1,12}}[{_KINDS}]$"),
    "happened": re.compile(r"\d|[早晚昨前今上周月日号]|[一二两三四五六七八九十几半][天点个]"),
}


def is_value(field: str, words: str, *, attached: bool) -> bool:
    """`attached` where nothing stands between the field's name and the words."""
    if _UNKNOWN.match(words) or _WRONG.fullmatch(words):
        return False
    if not attached:
        return True
    if field == "name":
        return is_likely(words)
    shape = _SHAPES.get(field)
    return shape is None or bool(shape.search(words))
