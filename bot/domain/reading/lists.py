"""Several households in one message, one an item: lists, tables, forms one after the other (R2.2).

Everything here cuts text; whether an item complains is for others to say.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.reading import compounds, marks
from bot.domain.reading.late import late
from bot.domain.reading.name_words import ROLE
from bot.domain.reading.quick import compiled

_H = "\u4e00-\u9fff"
_OBJECTS = late(r"(?<=\})\s*,?\s*(?=\{)")
_EMPTY_LINE = late(r"\n[ \t]*\n")
#: a line across between two records
_RULED = late(r"\n[ \t]*(?:—{2,}|[-–=_*~·…]{3,})[ \t]*\n")
_FIELD = late(r"(?m)^[ \t\d.、*#-]*([\u4e00-\u9fff]{2,6}?)[一二三四五六\d]{0,2}[ \t]*:")
_OF_FORM = late(
    rf"\W{{0,2}}[{_H}]{{0,2}}(?:标题|主题|内容|诉求|问题描述|反映|正文|回复|答复|办理|追问|追评|补充|网友|留言)"
    rf"(?![一二三四五六七八九十甲乙丙丁]:)[{_H}]{{0,2}}[:】\]]"
)
_FIELD_WORD = late(
    r"姓名|性别|电话|手机|联系|地址|住址|诉求|事由|内容|类[型别]|时间|编号|来源|部门|单位|要求|问题|情况|"
    r"主题|标题|备注|区划|公开|小区|房号|楼栋|意见"
)
#: a field's name, a blank, its value
_FIELD_START = late(rf"\W{{0,3}}([{_H}]{{0,2}}(?:{_FIELD_WORD.pattern})[{_H}]{{0,2}})[ \t]+\S")
_DONE = compiled(
    r"\[x\]|[✅☑✔]|(?<![\d\u4e00-\u9fff])热[,\s]{0,2}不报(?=$|[\s,。;])|已处理|重复[,\s]{0,2}(?:删|单|作废)|已热|撤了|没事[,\s]{0,2}已回|没人住[,\s]{0,2}(?:别|不用)管|已恢复|已解决|已完成|打错了?(?=[,。;\s]|$)|划掉|了了(?=[,;。\s]|$)|误报|去了是(?!不)|不用[来管修]了|不用管(?=[\s,。;]|$)|不用来(?=[\s,。;]|$)|已[经]?好(?=[了\s,。;]|$)|(?:已经?|刚|[上下]午|早上|中午|[昨今]天|昨晚)修[好完]了?(?=[,。;\s]|$)|已[修销](?=[,。;\s]|$)|(?:跟|和|与)(?:咱|我们?|供热|热力)们?[没无](?:有|啥|什么)?关系|取消|作废|销单|"
    r"(?:(?<![不没])热了|好了|恢复了|正常了)[,。!\s]{0,3}(?:谢|划|不用|撤|$)|"
    r"我家(?:里)?(?:还行|还可以|挺[好热]|很[好热]|正常|没事|没问题|不冷|热[乎得着]|暖和)|(?:还行|正常|不冷|挺热|热的|好着|挺好|没事|暖和)(?<![^\s,。;]..)呢?(?:$|[\s,。])|没问题(?<![^\s,。;]...)(?:$|[\s,。])|"
    r"(?:转|归|移交)给?(?:民政|城管|环卫|园林|交通|交警|自来水|水务|燃气|电力|电业|开发商|房管|住建|消防)|不归(?:咱|热力|我们|供热|供暖)|(?:合格|达标)(?<![不没未]..)(?=[\s,。;]|$)|(?:支持|帮顶|围观)一下"
)
#: an item of a round that tells nothing but that nobody was met
_NOBODY = compiled(
    r"(?<![^\s:,])(?:家里|屋里|敲门)?(?:没人(?:在家?|开门|应)?|不在家?|无人|锁门|门锁着|锁着门|敲不开|没敲开|没打通|没联系上|没人?接)"
    r"(?:[\s,]?(?:门[口上])?[贴留]了?[张个]?[条单纸]子?)?[\s,。;—-]*$"
)
_TROUBLED = late(r"[不没未][热暖]|[漏凉冷渗滴冒坏裂堵响度冻]|\d{7}")
_AGAIN = late(
    r"还[是在没漏]|又|仍|再次|没[好修热]|反复|不行|(?<![^\s,。;])(?:就是|但是?|不过|可就?是)"
)
#: below the list, for all of it: `都打我电话…`, `以上联系…`
_CALLED = (
    r"(?:(?:都|统一|全都?|一律|均|一并|以上|上面|这[几些两]|我负责)"
    r"[^。;!\n]{0,8}(?:打|联系|找|回|拨|通知)|(?:电话|号码?)都(?:在|是|写|留))"
)
#: the last line: who wrote it, whom to ask for
_SIGNED = (
    rf"(?:[\n][ \t]*|[\s,。;](?=联系人[:\s]{{0,2}}{ROLE})|[,。;](?=(?:住户|业主|居民)代表))"
    rf"(?:(?:(?:联系人?|找)?[:\s]{{0,2}}(?:{ROLE}\s)?[{_H}]{{2,8}}|联系人[:\s]{{0,2}}{ROLE}\s?[{_H}]{{2,4}})[,:\s]{{0,2}}1\d{{10}}|"
    r"(?<=\n)[^。;!\n]{0,24}1\d{10}[^。;!\n]{0,6}(?:就行|统一)[^。;!\n]*)"
)
_FOR_ALL = late(
    rf"(?:(?:(?:^|[。;!\n])[^。;!\n]{{0,10}}|\s(?=电话))(?:{_CALLED}|找我就[行好])[^。;!\n]*|{_SIGNED})[。!]?\s*$"
)
#: looked at first because it is quick
_ANY_CALLED = compiled(rf"{_CALLED}|找我就[行好]|{_SIGNED}")
_SAME = late(
    r"\+1|我[家们]{0,2}也|加一|同求|同样|同上|一样|也是|同前|都?这样|(?:^|\s)同(?:\d{3,4}|$|\s)"
)


def records(text: str) -> list[str]:
    """Several forms one after the other: cut where the first field comes again."""
    if "{" in text and text.lstrip().startswith(("[{", "{")) and _OBJECTS.search(text):
        return _OBJECTS.split(text)
    if starts := _in_line(text):
        return marks.from_each(text, starts)
    if "\n" not in text:
        return [text]
    if _RULED.search(text):
        return [b for b in _RULED.split(text) if b.strip()]
    fields = [(m[1], m.start()) for m in _FIELD.finditer(text)] if ":" in text else []
    names = [name for name, _ in fields]
    first = next((n for n in names if names.count(n) > 1), None)
    if first is not None and len(set(names)) > 1:
        return marks.from_each(text, [at for name, at in fields if name == first])
    return [b for b in _EMPTY_LINE.split(text) if b.strip()]


#: a field of an order, in one line with others
_IN_LINE = late(
    r"(?:^|(?<=[\s;。]))(姓名|户主|用户|联系人|来电人|诉求人|反映人|报修人|投诉人|来信人|电话|手机|地址|住址|事由|诉求|内容)(?=:)"
)


def _in_line(text: str) -> list[int]:
    """Where orders begin that are written one behind the other: `姓名:…;住址:… 姓名:…;住址:…`."""
    fields = [(m[1], m.start()) for m in _IN_LINE.finditer(text)] if text.count(":") > 1 else []
    names = [name for name, _ in fields]
    again = {name for name in names if names.count(name) > 1}
    if len(again) < 2 or names[0] not in again:
        return []
    return [at for name, at in fields if name == names[0]]


def is_form(pieces: list[str]) -> bool:
    """Whether the lines are the fields of one order, not one household each."""
    if sum(bool(_OF_FORM.match(p)) for p in pieces) > 1:
        return True
    if len({m[1] for p in pieces if (m := _FIELD_START.match(p))}) > 2:
        return True
    labels = [m[1] for p in pieces if (m := _FIELD.match(p))]
    known = {label for label in labels if _FIELD_WORD.search(label)}
    if len(set(labels)) < len(labels) or len(labels) * 2 < len(pieces):
        return False
    return len(known) > 1 or (len(known) == 1 and len(labels) > 2)


def is_done(piece: str) -> bool:
    """A list's item that says itself that it is done with."""
    done = _DONE.search(piece)
    if done is not None and not _AGAIN.search(piece, done.end()):
        return True
    unmet = _NOBODY.search(piece)
    return unmet is not None and not _TROUBLED.search(piece, 0, unmet.start())


def is_same(piece: str) -> bool:
    """An item that only says: the same as the one above."""
    return bool(_SAME.search(piece))


def for_all(text: str) -> tuple[str, str]:
    """A list without what is said below it for all its items, and that; it may be nothing."""
    tail = _FOR_ALL.search(text.rstrip()) if _ANY_CALLED.search(text) else None
    return (text[: tail.start()], text[tail.start() :]) if tail else (text, "")


def by_stops(piece: str) -> list[str]:
    """An item that tells of several flats, each with its number: `退费:某里1 …;某里2 …`."""
    parts = piece.split(";") if ";" in piece else [piece]
    parts = [p for p in parts if p.strip()]
    if len(parts) < 2 or not all(compounds.has_flat(p) and compounds.masked(p)[1] for p in parts):
        return [piece]
    head, colon, _ = parts[0].partition(":")
    lead = head + colon if colon and not compounds.has_flat(head) else ""
    return [parts[0], *(marks.bare(lead) + p for p in parts[1:])]


class Row(NamedTuple):
    """A table's row as it stands, and with its heads written before the cells that need them."""

    written: str
    told: str


_SEPARATORS = ("|", "\t", ",", "/", "、")
_NAME_HEAD = late(r"姓名|户主|业主|住户|[来诉联反投报][电求系映诉修]人|客户|用户$|称呼|^人$")
_PHONE_HEAD = late(r"电话|手机|号码|联系方式")
_WARMTH_HEAD = late(r"室温|温度|测温")
_HEAD = late(
    r"^户$|序号|单号|编号|地址|地点|住址|房号|位置|小区|描述|情况|诉求|问题|内容|类[型别]|备注|时间|状态|"
    + "|".join(p.pattern for p in (_NAME_HEAD, _PHONE_HEAD, _WARMTH_HEAD))
)
_RULE = late(r"[\s|:+-]*")


def rows(text: str) -> list[Row]:
    """The rows of a table whose first line names its columns; none if it is no such table."""
    if "\n" not in text:
        return []
    lines = [line for line in text.split("\n") if not _RULE.fullmatch(line)]
    for at, line in enumerate(lines[:4]):
        for separator in _SEPARATORS:
            if line.count(separator) < 2:
                continue
            heads = [h.strip() for h in line.split(separator)]
            if sum(bool(_HEAD.search(h)) and len(h) < 8 for h in heads) >= 3:
                cells = [(row, row.split(separator)) for row in lines[at + 1 :]]
                return [
                    Row(row, separator.join(_told(heads, each)))
                    for row, each in cells
                    if len(each) > 2
                ]
    return []


def _told(heads: list[str], cells: list[str]) -> list[str]:
    """The cells of a row, with the words that tell what a bare name or figure is."""
    out = list(cells)
    for i, (head, cell) in enumerate(zip(heads, cells, strict=False)):
        words = cell.strip()
        if not words:
            continue
        if _PHONE_HEAD.search(head):
            out[i] = f" {head}:{words} "
        elif _NAME_HEAD.search(head):
            out[i] = f" 姓名:{words} "
        elif _WARMTH_HEAD.search(head) and re.fullmatch(r"\d{1,2}(?:\.\d)?", words):
            out[i] = f" 室温:{words} "
    return out


_ANOTHER = late(
    r"[另还再顺对然其第事一这给](?:(?<![^。;!?,)\n\s:].)(?:(?<=另)(?:外|有|一[户家处个]|(?=[,:\s])|(?=[我该这本]))|(?<=还)有一?[户家处个]?|"
    r"(?<=再)(?:有|说|一[户家处个]|就是)|(?<=顺)便(?:说|报|反映)?|(?<=对)了|(?<=然)后(?:呢|就?是|还有)?|(?<=其)次(?:是|就是)?|"
    r"(?<=第)[二三四](?:[件处户家条桩]事?|个(?:事|情况|地方|问题)?)?(?:就?是)?(?=[,、:\s我他她])|(?<=事)项[二三四2-4]|(?<=一)[个处户家](?:就?是|在)(?![^,。;\s]{0,6}(?:没|问))|"
    r"(?<=这)[条件个户家](?:[是还也]?(?:比较)?不?[太很挺]?急)|(?<=给)[我俺][^,。;:\d]{1,6}(?:反映|报修?|说|问)(?:一?下|个)?(?=[,:]))[,:\s]*"
    r"|(?<=还)有一[个户家]是|(?<=另)外(?=[我他她]家?[^,。;\d]{0,3}(?:楼[上下]|对门|隔壁)))"
)
_ANOTHER_OR_SAID = late(rf"{_ANOTHER.pattern}|[,。;\s][他她](?=又说|还说)")


def another(text: str) -> list[str]:
    """Running text cut before what is added: `…另外某园35-1-101也不热`."""
    is_said = "又说" in text or "还说" in text
    added = [
        m for m in (_ANOTHER_OR_SAID if is_said else _ANOTHER).finditer(text) if m.end() < len(text)
    ]
    if not added:
        return []
    starts, ends = [m.end() for m in added], [m.start() for m in added]
    return [text[a:b] for a, b in zip([0, *starts], [*ends, len(text)], strict=True)]


def is_other(text: str, piece: str) -> bool:
    """Whether what is added is said to be another's, wherever he lives."""
    lead = text[: text.find(piece)].rstrip(",: ")
    return lead.endswith(("另一个", "另一户", "另一家", "还有一户"))
