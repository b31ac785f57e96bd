"""What tags are told by: characters, the kind of each, and the words before a field's colon.

One place for what is learnt from (`learning/tags.py`) and what is asked about (`tagging.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.reading.late import late
from bot.domain.reading.likeness import written
from bot.domain.reading.name_words import SINGLE

PHONE, DIGIT = "☎", "0"
BEFORE, AFTER = "⟪", "⟫"
#: characters to each side that a tag may depend on
REACH = 3
#: a phone is told of to so many characters before and behind it; those farther off count alike
AHEAD, BEHIND, FAR_AHEAD, FAR_BEHIND = 12, 8, 6, 5
_MASKED = "\x01"

_SURNAMES = frozenset(SINGLE[1:-1])
#: the last that holds says what a character is; what can be a surname or an ending is its own kind
_KINDS = (
    ("e", "苑园里村府庭城湾居阁轩邸墅郡庄屯坊院期区寓厦校社站"),
    ("a", "省市县镇乡旗"),
    ("l", "东西南北前后旁边侧角对面附近口头"),
    ("r", "路街巷道"),
    ("d", "号楼栋幢座排层室门户单元组"),
    ("t", "女士先生小姐阿姨爷妈娘叔哥奶师傅主任经理总工嫂老"),
    ("c", "一二三四五六七八九十零幺两"),
)
_KIND = {char: kind for kind, chars in _KINDS for char in chars}
_KIND |= {c: "z" for c, kind in _KIND.items() if kind == "e" and c in _SURNAMES}
_KIND |= {PHONE: "P", DIGIT: "0", "⏎": "n", "␣": "_", BEFORE: "$", AFTER: "$"}
#: pairs that say the same
WORDS = {
    "e": "小区 花园 家园 佳园 嘉园 新村 公寓 宿舍 家属 属院 属楼 住宅 公馆 山庄 庄园 新城 大厦 "
    "广场 国际 社区 学校 小学 中学 医院 儿园 老院 中心 大院 水岸 半岛 小镇",
    "t": "女士 先生 小姐 阿姨 大姐 大爷 大妈 大娘 大叔 大哥 奶奶 爷爷 师傅 老师 主任 经理",
    "l": "对面 旁边 附近 门口 后面 前面 东侧 西侧 南侧 北侧 叉口 路口 东门 西门 南门 北门",
    "n": "姓名 联系 我姓 我叫 我是 本人 业主 住户 居民 户主 用户 市民 电话",
}
_FIELD = late(r"(?:^|[\s⏎␣,;。、|【(])([\u4e00-\u9fff]{1,6})】?[\s␣]?[:】]")
#: what a field is about; the first that is found in its label
_FIELDS = (
    ("a", late("地址|位置|地点|住址|小区|楼盘|所在|区划|楼栋|房|单元|门牌")),
    ("p", late("电话|手机|号码|联系方式")),
    (
        "n",
        late(
            "姓名|联系人|来电人|投诉人|反映人|留言人|举报人|户主|用户|客户|称呼|网友|业主|诉求人|报修人"
        ),
    ),
    ("c", late("内容|诉求|描述|情况|问题|标题|事项|主题")),
    ("s", late("记录|坐席|工号|承办|受理|经办|派单|值班|客服|处理|回访")),
)


def kind(char: str) -> str:
    """What sort of character it is, as one letter."""
    known = _KIND.get(char)
    if known:
        return known
    if char.isascii() and char.isalpha():
        return "L"
    if char.isspace():
        return "_"
    if not "\u4e00" <= char <= "\u9fff":
        return "."
    return "s" if char in _SURNAMES else "h"


class _Signs(dict[int, int | str]):
    """How a character is written in a squeezed text."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        self[code] = sign = DIGIT if char.isdigit() else written(char)
        return sign


_SIGNS = _Signs()
_MASKS = late(f"{_MASKED}+")


def squeezed(masked: str) -> tuple[str, Sequence[int]]:
    """The text to tag, every number the same and a phone one character; and where each stood in
    `masked`, which has `\\x01` for a phone's digits."""
    places: list[int] = []
    text, start = "", 0
    for phone in _MASKS.finditer(masked):
        text += masked[start : phone.start()] + PHONE
        places += range(start, phone.start() + 1)
        start = phone.end()
    places += range(start, len(masked))
    return (text + masked[start:]).translate(_SIGNS), places


def fields(text: str) -> list[tuple[int, int, str]]:
    """From where to where each field's value goes, and what it is about; in order."""
    if ":" not in text and "】" not in text:
        return []
    heads = [(m.end(), _about(m[1])) for m in _FIELD.finditer(text)]
    ends = [*(start for start, _ in heads[1:]), len(text)]
    found = []
    for (start, about), end in zip(heads, ends, strict=False):
        line = text.find("⏎", start, end)
        found.append((start, end if line < 0 else line + 1, about))
    return found


def _about(label: str) -> str:
    return next((about for about, words in _FIELDS if words.search(label)), "o")


def kept(rules: str) -> str:
    """Which of an address, a compound's name and a name the rules read anywhere: `ACN` or less."""
    found = frozenset(rules)
    address = "" if found.isdisjoint("ACD") else "A"
    return address + "".join(tag for tag in "CN" if tag in found)
