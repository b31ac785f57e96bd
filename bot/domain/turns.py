"""Turns that are not "verb, then numbers": merging, time first, a nod, a verb mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain import phrases
from bot.domain.asked import able, of_many
from bot.domain.hearing import Command, Said, named_first
from bot.domain.phrases import is_edge, trim
from bot.domain.ticket_numbers import read_numbers
from bot.domain.words import NODS

_SHORT, _A_SENTENCE = 15, 60
_PERIODS = frozenset(("统计", "导出", "谁值班", "超时"))
_NOT_WITHIN = frozenset(("查", "补充", "合并"))
_DIGITS = re.compile(r"\d+")


def merging(said: Said, at: int) -> Command | None:
    """`合并 3 到 2`, `3合并到2`, `把3并到2里`; of `合并 3 2` it is asked which stays."""
    match = phrases.MERGING.match(said.plain, at, at + 300)
    if not match or "合并" not in said.lexicon:
        return None
    first, then, into = match["first"] or "", match["then"] or "", match["into"] or ""
    if not (first or then or into) and (
        match["verb"] == "并" or not is_edge(said.plain, match.end())
    ):
        return None
    target = next((int(n) for n in _DIGITS.findall(into) if int(n)), None)
    found = (int(n) for n in _DIGITS.findall(f"{first} {then}"))
    tickets = tuple(dict.fromkeys(n for n in found if n and n != target))
    words = trim(said.text[match.end() :])
    if target is None and len(tickets) == 2:
        return Command("合并", (max(tickets),), words, into=min(tickets), certain=False)
    return Command("合并", tickets, words, into=target)


def same(said: Said, at: int) -> Command | None:
    """`3 和 2 是一回事`, `3 2 一个单元的 并一下`: the later one would go into the earlier.

    Said as a fact, so it is asked back.
    """
    match = phrases.SAME.fullmatch(said.plain, at) or phrases.TOGETHER.fullmatch(said.plain, at)
    if not match or "合并" not in said.lexicon:
        return None
    one, other = (int("".join(_DIGITS.findall(match[name]))) for name in ("one", "other"))
    if not one or not other or one == other:
        return None
    return Command("合并", (max(one, other),), "", into=min(one, other), certain=False)


def asked_after(said: Said, at: int) -> Command | None:
    """`阳光花园那个怎么样了`: looked up by its place; `3 电话多少`, `3 谁在跟` by its number."""
    before = named_first(said, at)
    rest = trim(said.plain[before.end :])
    if (before.tickets or said.quoted) and len(rest) <= _SHORT and phrases.ASKS_FOR.search(rest):
        asked = rest if phrases.asks_where(rest) else ""
        return Command("查", before.tickets, asked, certain=False) if "查" in said.lexicon else None
    shown = phrases.SHOW.fullmatch(said.plain, at) or phrases.WHO_HAS.fullmatch(said.plain, at)
    if shown:
        numbers = read_numbers(said.plain, shown.start("number"))
        return Command("查", numbers.tickets, "") if numbers.tickets else None
    if (sought := phrases.LOOK_UP.fullmatch(said.plain, at)) and "查" in said.lexicon:
        return Command("查", (), said.text[sought.start("place") : sought.end("place")])
    match = phrases.HOW_IS.fullmatch(said.plain, at)
    if not match or "查" not in said.lexicon or not re.search("[吗么没?]|样|况|哪", match[0]):
        return None
    return Command("查", (), said.text[match.start("place") : match.end("place")], certain=False)


def counted(said: Said, at: int) -> Command | None:
    """`哪个小区投诉最多`, `还有几个超时的`; `你能干啥`."""
    if said.plain[at:] in said.lexicon:
        return None
    verb, words = of_many(said.plain[at:]) or ("帮助" if able(said.plain[at:]) else "", "")
    return Command(verb, (), words) if verb in said.lexicon else None


def dated(said: Said, at: int) -> Command | None:
    """`本周统计`, `今晚谁值班`: the time stands first."""
    when = phrases.WHEN.match(said.plain, at)
    if not when or len(said.plain) - at > _SHORT:
        return None
    for word in said.words_at(when.end()):
        if word.verb.name in _PERIODS and is_edge(said.plain, when.end() + len(word.text)):
            rest = trim(said.text[when.end() + len(word.text) :])
            return Command(word.verb.name, (), trim(f"{said.text[at : when.end()]} {rest}"))
    return None


def nod(said: Said, at: int) -> Command | None:
    """`好的`, `👌 3`: takes a ticket on, where one is named."""
    plain = said.plain
    before = named_first(said, said.gap(at) if plain[at : at + 1].isspace() else at)
    place, nods = before.end, 0
    while before.tickets and plain[place : place + 1] in tuple(" ,、:"):
        place += 1
    while length := next((k for k in (4, 3, 2, 1) if plain[place : place + k] in NODS), 0):
        place, nods = place + length, nods + 1
        while place < len(plain) and plain[place] in " \n,。!~、":
            place += 1
    after = read_numbers(plain, place)
    if not nods or trim(said.text[after.end :]) or "接单" not in said.lexicon:
        return None
    tickets = tuple(dict.fromkeys(before.tickets + after.tickets))
    return Command("接单", tickets, "", certain=bool(tickets) or said.quoted)


def own(said: Said, at: int) -> Command | None:
    """`3 4 我的`, `2 3 我`, to a quote `那我现在过去`: who says so has them."""
    before = named_first(said, at)
    if not before.tickets and (not said.quoted or said.plain[at:] in said.lexicon):
        return None
    if not phrases.MINE.fullmatch(said.plain, before.end):
        return None
    words = trim(said.text[before.end :])
    return Command("接单", before.tickets, words) if "接单" in said.lexicon else None


def within(said: Said, at: int) -> Command | None:
    """A ticket is named, and the verb stands somewhere in the sentence: `3 阀门换了 好了`."""
    before = named_first(said, at)
    if not (before.tickets or said.quoted) or len(said.plain) > _A_SENTENCE:
        return None
    found = list(_verbs_within(said, before.end))
    found.sort(key=lambda kind_and_name: kind_and_name[0] != "strong")
    name = found[0][1] if found else None
    rest = trim(said.text[before.end :])
    if name is None and before.marked and not rest and "查" in said.lexicon:
        name = "查"
    if name is None:
        return None
    return Command(name, before.tickets, rest, certain=False)


def _verbs_within(said: Said, start: int) -> Iterator[tuple[str, str]]:
    """Kind and verb of every word that ends a clause's part and isn't denied, asked or wished."""
    plain = said.plain
    for place in range(start, len(plain)):
        if phrases.NOT_YET.search(plain, max(start, plain.rfind(",", 0, place)), place):
            continue
        for word in said.words_at(place):
            end = place + len(word.text)
            fits = len(word.text) > 1 and word.verb.numbered and word.verb.name not in _NOT_WITHIN
            fits = fits and not phrases.IN_PART.match(plain, end)
            fits = fits and plain[place - 1] not in phrases.JOINED.get(word.text[:1], "")
            # "弄好了换了个阀": 了 ends a clause where people leave out the comma.
            ends = is_edge(plain, end) or (len(word.text) > 2 and word.text.endswith("了"))
            if fits and ends and not phrases.is_question(plain, end):
                yield word.kind, word.verb.name
