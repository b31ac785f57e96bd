"""What was spoken and written down by a machine: no stops, and between the words what only fills
pauses, names said twice, numbers taken back, characters explained. A blank stands for it, as people
write who do not put stops either: `某某苑的就是二十三号楼然后是一单元嗯九零二` → `某某苑 二十三号楼
一单元 九零二`.
"""

from __future__ import annotations

import re

from bot.domain.reading.late import late
from bot.domain.reading.place_words import HAN, NUM

#: what people put between what they write
_STOP = late(r"[\s,。;:!?、·()/|\x01-]+")
#: so many characters without one are spoken, not written
_LONG = 22
#: a mark to so many characters at most, where it is blanks that part the words
_SPARE = 40
_MARKS = late(r"[,。;:!?、()/|-]")
#: how a surname is written: `弓长张`
_PARTS = "(?:弓长|木子|耳东|立早|古月|双木|口天|卯金刀|言午|走肖|三横|干勾|草头|女良|十八子|禾呈)"
#: what is said and seldom written
_TRACE = late(
    rf"[嗯呃哎]|啊[\s哎]|那个\s|来着|不对|知道[吧不]|(?P<x>[^\W\d_])[^\W\d_]的(?P=x)|{_PARTS}"
)

#: a figure as it is spoken
FIGURE = "[零〇一二三四五六七八九幺]"
#: what fills a pause and nothing else
_PAUSE = late(
    r"[嗯呃]+|(?:你|您)?知道[吧不吗]|叫(?:什么|啥)来着|怎么说呢|我(?:想想|看看)啊|"
    r"(?<=[^\W\d_])(?:内|那)个(?=[嗯呃啊就是说然])"
)
_DOOR = (
    rf"(?:第?(?:{NUM}|[一二]?十[一二三四五六七八九]?)(?:号楼|[栋幢座]|单元|门(?![口外卫])|楼(?![上下道])|层)|"
    r"(?:[一二三四五六七八九零〇幺]{3,4}|[一二三]?十[一二三四五六七八九]?零[一二三四五六七八九])"
    r"(?![\d一二三四五六七八九零〇幺十百千多几度点块]))"
)
#: what is said on the way from one part of an address to the next
_ON_THE_WAY = late(
    rf"(?<=[{HAN}\d])(?:\s|的|里面?|[嗯呃啊哎呢吧嘛]|那个|这个|就(?=是)|是|然后|对|它|应该|哦){{0,8}}"
    rf"(?:[嗯呃啊哎]|那个|就是|然后|对)(?:\s|的|[嗯呃啊哎呢]|那个|是|对|在){{0,8}}(?={_DOOR})"
)
#: a number that is taken back at once: `三号楼不对是十三号楼`
_TAKEN_BACK = late(
    rf"(?<![\d一二三四五六七八九十]){NUM}(?P<what>号楼|[栋幢座]|单元|门|楼|层)?[\s嗯呃啊哦]{{0,4}}"
    rf"(?:不对|说?错了|哦不是?|不对不对)[\s啊哦嗯]{{0,4}}(?:应该)?是?\s?(?={NUM}(?P=what))"
)
#: a name that is taken back, in writing too: `大海流村 不对,是小海流村`
_NAME_TAKEN_BACK = late(
    rf"(?<![{HAN}])[{HAN}]{{1,7}}(?P<end>[村里苑园区城府湾庄屯路街])[\s,。]{{0,2}}"
    rf"(?:不对|(?:说|写|打|发)错了)[\s,。]{{0,2}}(?:应该)?是(?=[{HAN}]{{1,7}}(?P=end))"
)
#: a name that is said again: `某某湾某某湾知道吧`, `某某苑的某某苑一期`, `某某街嗯某某街八十号`,
#: and a building: `四栋嗯四栋二单元`
_AGAIN = late(
    rf"(?P<name>[{HAN}]{{3,8}})[\s嗯呃啊]{{0,4}}(?:对|就是|的|是|对就是)?[\s嗯呃啊]{{0,4}}(?:那个)?\s?(?=(?P=name))|"
    rf"(?P<door>{NUM}(?:号楼|[栋幢座]|单元))[\s嗯呃啊对是]{{0,6}}(?=(?P=door))"
)
#: what an agent asks, right before it is answered
_ASKED = late(
    rf"(?:您好|您家|[住地]址是?|[您你](?=[住家]))(?:住|家|是)*在?"
    rf"(?:哪(?:个小区|个地方|里|儿)?(?![天位些个时])|什么(?:小区|地方|位置|地址))(?:啊|呢|住)?(?=\s?[{HAN}])|"
    rf"第?几(?:号楼|[栋幢座]|单元|门|楼|层|室|号)(?:啊|呢|几(?:单元|门|楼|层|室|号))?(?=\s?{NUM})|"
    r"(?:您|请问)*(?:贵姓|怎么称呼)啊?(?=\s?[我姓免])"
)
#: a character that may be explained: not what is said of the trouble, `漏水的水`
_CHARACTER = rf"(?![水热暖气管漏家楼屋温凉冷人])[{HAN}]"
#: which character is meant: `姓耿耿直的耿`, `姓卜 萝卜的卜`
_MEANT = late(
    rf"(?P<which>{_CHARACTER})[\s啊嗯是]{{0,2}}(?:(?P=which)[{HAN}]{{1,3}}|[{HAN}](?P=which)[{HAN}]?)"
    rf"的(?P=which)(?:念[{HAN}]|加个?[{HAN}]{{1,3}})?"
)
#: the same of one that was said a little before: `某某林啊林子的林`, `叫刘长贵长短的长`
_SPELLED = late(
    rf"(?P<all>[{HAN}]{{2}})的(?P=all)|"
    rf"(?:(?P<x>{_CHARACTER})[{HAN}]|[{HAN}](?P<y>{_CHARACTER}))的(?:(?P=x)|(?P=y))(?:念[{HAN}])?|"
    rf"{_PARTS}(?P<z>[{HAN}])"
)
#: so far back stands what is spelled
_SPELLED_BACK = 10
#: the groups of a number that were taken for sentences
_GROUPS = late(
    rf"(?<!{FIGURE})({FIGURE}{{3}})[。,]({FIGURE}{{4}})[。,](?={FIGURE}{{4}}(?!{FIGURE}))"
)
_BLANKS = late("  +")
#: a blank behind every word, as some recognisers put it; a word has so many characters at most, on
#: an average
_WORDS = late(r"(?<!\S)[^\s,。;:!?]{1,6}(?: [^\s,。;:!?]{1,6}){11,}(?!\S)")
_SHORT = 2.5
_BETWEEN = late(rf" (?!(?<={FIGURE} )(?:{FIGURE}|十))")


def tidied(text: str) -> str:
    """`text`, a blank for what only fills pauses; as it is where it was not spoken."""
    if text.count(" ") * (_SHORT + 1) > len(text):
        text = _WORDS.sub(_as_one, text)
    if "。" in text:
        text = _GROUPS.sub(r"\1 \2 ", text)
    if "不对" in text or "错了" in text:
        text = _NAME_TAKEN_BACK.sub("", text)
    if not _is_spoken(text):
        return text
    said = _MEANT.sub(r"\g<which> ", text)
    said = _SPELLED.sub(_without_spelling, said)
    for between in (_TAKEN_BACK, _ASKED, _AGAIN, _ON_THE_WAY, _PAUSE):
        said = between.sub(" ", said)
    return text if said == text else _BLANKS.sub(" ", said)


def _is_spoken(text: str) -> bool:
    if len(text) < _LONG:
        return False
    if any(len(run) >= _LONG for run in _STOP.split(text)):
        return True
    return len(_MARKS.findall(text)) * _SPARE <= len(text) and _TRACE.search(text) is not None


def _as_one(words: re.Match[str]) -> str:
    """One run of words, if they are no more than words; figures stay apart: `二零二 一个`."""
    count = words[0].count(" ") + 1
    return _BETWEEN.sub("", words[0]) if len(words[0]) < count * (_SHORT + 1) else words[0]


def _without_spelling(spelled: re.Match[str]) -> str:
    before = spelled.string[max(0, spelled.start() - _SPELLED_BACK) : spelled.start()]
    meant = next(filter(None, spelled.group("all", "x", "y", "z")))
    return " " if meant in before else spelled[0]
