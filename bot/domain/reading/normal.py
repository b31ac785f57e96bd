"""One spelling for many: the text that spans refer to, and a same-length twin to match against.

`normalise` gives the text whose pieces are handed out. `fold` gives a twin of exactly the same
length, traditional characters and common slips of voice input turned into the usual word, so that
a match found in the twin is a span of the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.domain.reading.late import late

# NFKC would turn "①某里3-1" into "1某里3-1": a list's marks are kept until lists are cut.
_MARKS = late(r"[①-⑳➀-➓❶-❿⓵-⓾](?!\s?(?:号|栋|幢|单元|期|楼))")
_INVISIBLE = late("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
#: a number whose figures are drawn as keys; one of them alone marks an item
_KEYS = late("(?:[0-9]\ufe0f?\u20e3){5,}")
#: the first of either, looked for in one run
_EITHER = late("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff①-⑳➀-➓❶-❿⓵-⓾]")

_TRADITIONAL = str.maketrans(
    "號樓單戶電話熱氣會聽說換剛嬰兒覆區縣鎮鄉園莊灣東門層頂臺報閥壞斷開關點"
    "時間師來還沒過廠鍋爐發現問題繳費錢請馬趕維檢個們這裡裏與對邊際華廣場學醫"
    "養護國際麗錦綠龍鳳蘭寶雲嘯陽慶濱達聯係繫劉張陳楊趙黃吳孫鄭馮韓鄧許呂蘇盧"
    "蔣賈葉閻鐘譚鄒陸龔顧龐賴喬賀萬錢湯溫間處廳臥廚濕積衛凍總幾戶後從讓應該為麼樣"
    "無聞異響聲響傷燙嚴緊險淨燈牆線棟",
    "号楼单户电话热气会听说换刚婴儿复区县镇乡园庄湾东门层顶台报阀坏断开关点"
    "时间师来还没过厂锅炉发现问题缴费钱请马赶维检个们这里里与对边际华广场学医"
    "养护国际丽锦绿龙凤兰宝云啸阳庆滨达联系系刘张陈杨赵黄吴孙郑冯韩邓许吕苏卢"
    "蒋贾叶阎钟谭邹陆龚顾庞赖乔贺万钱汤温间处厅卧厨湿积卫冻总几户后从让应该为么样"
    "无闻异响声响伤烫严紧险净灯墙线栋",
)

#: a flat written with long strokes, which are looked for first: `7—1—502`
_LONG = late("[—–―]")
_STROKES = late(
    r"(?<=\d)[—–―](?=\d{1,2}[—–―]\d)|(?<=[—–―-]\d)[—–―](?=\d)|(?<=[—–―-]\d\d)[—–―](?=\d)"
)

_HEARD = {
    "单原": "单元", "单园": "单元", "丹元": "单元", "暖其": "暖气", "暖汽": "暖气",
    "暧气": "暖气", "发门": "阀门", "伐门": "阀门", "筏门": "阀门", "分水期": "分水器",
    "号搂": "号楼", "小去": "小区", "小取": "小区", "花圆": "花园", "漏谁": "漏水",
    "录水": "漏水", "提共": "提供", "电化": "电话", "供热占": "供热站", "不惹": "不热",
}  # fmt: skip
_HEARD_RE = late("|".join(map(re.escape, _HEARD)) + r"|楼到(?![\d一二三四五六七八九])")
_HEARD["楼到"] = "楼道"
#: a building's letter, written small: `b座`, `c区3号楼`
_BEFORE_LETTER = (
    r"(?<![A-Za-z\d].)(?=[座栋区幢]|号楼|\d{1,2}(?:号楼|栋|-)|[一二三四五六七八九十]{1,3}(?:号|栋))"
)
_SMALL = late(rf"[a-z]{_BEFORE_LETTER}")
#: what is left to mend: a traditional character, a long stroke, what a slip has of its own. It is
#: looked for first, in one run, for most texts have nothing of all that.
_TO_MEND = late(
    f"[{''.join(map(chr, _TRADITIONAL))}—–―丹暧伐筏录原园其汽门期搂去取圆谁共化占惹到a-z]"
    "(?:(?<![原园其汽门期搂去取圆谁共化占惹到a-z])|(?<=单[原园]|暖[其汽]|发门|水期|号搂|小[去取]|花圆|漏谁|"
    f"提共|电化|热占|不惹|楼到)|(?<=[a-z]){_BEFORE_LETTER})"
)

# A line that was cut in the middle of a word goes on in the next one.
_CUT_LINE = late(
    r"(?<=[号楼栋单第\d])[ \t]*\n[ \t]*(?![^\n:]{1,9}:)"
    r"(?=(?:元(?:[\d一二三四五六七八九])|单元|号楼|[楼栋室]\d|"
    r"°C|度))"
)
_SOFT_END = late(r"(?<=[\u4e00-\u9fff\d])[ \t]*\n[ \t]*(?=[\u4e00-\u9fff\d°,。])")
#: a blank after nearly every character, as a scan is read: `姓 名 某 某 某 电 话 1 3 …`
_SCATTERED = late(r"(?<!\S)\S(?:[:,]\S)?(?: \S(?:[:,]\S)?){7,}(?!\S)")
_RUN = late(r"(?<!\S)\S(?:[:,]\S)?(?: \S(?:[:,]\S)?){2,}(?!\S)")
_FIELDS = late(r"(姓名|电话|手机|[住地]址|内容|事项|问题|诉求)(?!:)")
#: one blank to so many characters, at least, where a text is such a scan
_SPARSE = 4


def _gathered(run: re.Match[str]) -> str:
    """The words of such a scan, the form's fields apart."""
    return _FIELDS.sub(r" \1 ", run[0].replace(" ", "")).strip()


def normalise(text: str) -> str:
    """NFKC without invisible characters, list marks kept, words cut by a line end made whole."""
    if _EITHER.search(text):
        plain = ""
        at = 0
        for mark in _MARKS.finditer(text):
            plain += unicodedata.normalize("NFKC", text[at : mark.start()]) + mark[0]
            at = mark.end()
        plain = _INVISIBLE.sub("", plain + unicodedata.normalize("NFKC", text[at:]))
    else:
        plain = unicodedata.normalize("NFKC", text)
    if "\u20e3" in plain:
        plain = _KEYS.sub(lambda number: re.sub(r"\D", "", number[0]), plain)
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    if plain.count(" ") * _SPARSE > len(plain):
        plain = _RUN.sub(_gathered, plain) if _SCATTERED.search(plain) else plain
    return _unwrap(plain) if "\n" in plain else plain


def _unwrap(text: str) -> str:
    """Undo a mail program's line breaks, in texts where one of them stands inside a word."""
    if not _CUT_LINE.search(text):
        return text
    return "\n\n".join(
        _SOFT_END.sub("", block) if _CUT_LINE.search(block) else block
        for block in re.split(r"\n(?:[ \t]*\n)+|(?<=[:。!?])\n", text)
    )


#: what a form has to be ticked and what of it was not
_TICKED = late("[☑✓✔√■☒]")
_UNTICKED = late(r"[□☐][ \t]?[^\s□☐☑✓✔√■☒]{1,10}")


def without_unticked(twin: str) -> str:
    """The same-length twin without what a form offers and nobody ticked: `□漏水 ☑温度低`."""
    if not ("□" in twin or "☐" in twin) or not _TICKED.search(twin):
        return twin
    return _UNTICKED.sub(lambda m: " " * len(m[0]), twin)


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    """The twin to match against: same length, simplified characters, slips of voice mended."""
    if not _TO_MEND.search(text):
        return text
    text = text.translate(_TRADITIONAL)
    if _LONG.search(text):
        text = _STROKES.sub("-", text)
    text = _SMALL.sub(lambda m: m[0].upper(), text)
    return _HEARD_RE.sub(lambda m: _HEARD[m[0]], text)


def written(words: str | None, twin: str, text: str) -> str | None:
    """Words found in the twin as they stand in the text itself, with the blanks between them."""
    if not words:
        return words
    at = twin.find(words)
    if at >= 0:
        return text[at : at + len(words)]
    apart = re.search(r"\s?".join(map(re.escape, words)), twin)
    return text[apart.start() : apart.end()] if apart else words
