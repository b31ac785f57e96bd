"""Which verb a mistyped word was meant for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.domain.words import Verb

#: Characters that sound alike, each group led by the one our verbs are written with.
_SOUNDS = """
    接街借节皆结姐揭 单但担蛋丹弹胆 收手首受守售瘦 到倒道导刀 已以己巳乙亦一衣 联连链莲脸
    系细戏喜洗 场厂常长昌 方放房访仿防芳 案按岸暗 进近劲紧尽 展站占战 完玩晚丸万 成城程诚承称橙
    验研言眼严延盐演炎 反返犯翻饭 馈愧溃亏快 回会汇悔惠灰 转专砖赚 升生声省 级及急极集即
    降将奖讲匠 期其奇起七齐 同通统痛童 意议易义 补不布步部 充冲虫重崇 作做坐座昨 废费非肺飞
    合和何盒 并病井 开凯 查察茶插差叉 超抄朝潮 时是使室十 计记机继 绑帮榜邦棒 定订顶丁 助住主注
    值直职 班搬般 取曲 消小
"""
_SOUND = str.maketrans({ch: group[0] for group in _SOUNDS.split() for ch in group[1:]})


def sound(text: str) -> str:
    """The text with characters that sound alike made one: 街但 and 接单 come out the same."""
    return text.translate(_SOUND)


#: One character is all that came of these.
_STUMPS = {"接": "接单", "完": "完成", "验": "验收", "访": "回访", "到": "到场", "延": "延期"}
_PARTICLES = re.compile(r"(?<=..)(?:一下|[了啦吧的哈啊呀哦过])+$")


@lru_cache(maxsize=8)
def _spellings(
    verbs: tuple[Verb, ...], named: bool
) -> Mapping[str, Sequence[tuple[str, str, Verb]]]:
    """By the first sound: each word, all its sounds and its verb, in the order they are tried."""
    found: dict[str, list[tuple[str, str, Verb]]] = {}
    for verb in verbs:
        words = (verb.name, *verb.words, *(verb.loose if named else ()))
        for right in sorted(words, key=len, reverse=True):
            if len(right) > 1:
                found.setdefault(sound(right[0]), []).append((right, sound(right), verb))
    return found


def nearest(word: str, verbs: tuple[Verb, ...], *, named: bool) -> tuple[Verb, int] | None:
    """The verb meant by a word that is none, and how many of its characters were the verb's.

    A word that sounds the same is enough; one wrong character only when a ticket is `named`,
    for most pairs of characters are one away from some verb.
    """
    sounds = sound(word)
    for right, like, verb in _spellings(verbs, named).get(sounds[:1], ()):
        if word.startswith(right):
            return None
        if sounds.startswith(like):
            return verb, len(right)
    if not named:
        return None
    bare = _PARTICLES.sub("", word)
    for verb in verbs:
        if _STUMPS.get(bare) == verb.name or _one_off(bare, verb.name):
            return verb, len(bare)
    return None


def _one_off(word: str, right: str) -> bool:
    """One character wrong, or two neighbours swapped."""
    if len(word) != len(right) or len(right) < 2:
        return False
    wrong = [i for i, (a, b) in enumerate(zip(word, right, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    return len(wrong) == 2 and sorted(word) == sorted(right) and wrong[1] - wrong[0] == 1
