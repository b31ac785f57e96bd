"""Text → command: what a crew member's short, sloppy words ask of the bot.

A strong word opens a message; a loose one counts where a ticket is named, by number or by quote.
What could as well be a complaint or chatter is no command, or one that is not `certain`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain import phrases
from bot.domain.hearing import Command, Said, Unclear, Word, heard, named_first
from bot.domain.mistyped import nearest
from bot.domain.phrases import is_edge, trim
from bot.domain.ticket_numbers import Numbers, last_numbers, read_numbers
from bot.domain.turns import asked_after, counted, dated, merging, nod, own, same, within
from bot.domain.words import VERBS, Verb

__all__ = ["VERBS", "Command", "Unclear", "Verb", "parse"]


_SHORT, _VERY_SHORT, _A_LINE, _A_SENTENCE = 15, 12, 25, 60
#: Things crews do. Others say of them "please do", or ask whether they are done.
_DEEDS = frozenset(("接单", "已联系", "到场", "方案", "进展", "完成", "验收", "已反馈", "回访"))
#: A crew says these of the ticket at hand without naming it.
_NAMELESS = frozenset(("接单", "已联系", "到场", "完成", "已反馈", "同意延期", "不同意延期"))
#: "转检修部 3", "验收合格 3": what these take ends in no number of its own.
_NUMBER_LAST = frozenset(("转", "验收", "已反馈", "回访"))
_QUERIES = frozenset(("我的", "超时", "在办", "今日", "谁值班", "谁手上", "帮助"))
#: Of a ticket, their loose words need nothing but themselves: "3 等配件", "3 电话是139…".
_PLAIN_FACTS = frozenset(("进展", "补充"))
_WITH_PHONE = frozenset(("补充", "查", "绑定"))
_DATED = frozenset(("已联系", "延期"))
_ONE_BY_ONE = frozenset(("补充", "延期"))
_DIGITS = re.compile(r"\d+")
#: Digits that were meant to say which ticket, but don't: "3-5", "3/4".
_NO_NUMBER = re.compile(r"\d+(?:\s*[-~/.到至]\s*\d+)*")
_CHINESE = re.compile(r"[一-龥]{1,12}")


def parse(
    text: str, *, quoted: bool = False, verbs: tuple[Verb, ...] = VERBS
) -> Command | Unclear | None:
    """The command in a message; None when it is none. `quoted` says that it names a ticket."""
    said = heard(text, quoted=quoted, verbs=verbs)
    start = 0
    while match := phrases.MENTION.match(said.plain, start):
        start = match.end()
    at, asking = _opening(said, start)
    command = merging(said, at) or same(said, at) or own(said, at) or asked_after(said, at)
    command = command or dated(said, at) or counted(said, at) or _spoken(said, at)
    command = command or nod(said, start) or within(said, at)
    if command is None:
        return _mistyped(said, at, verbs) or _mistyped(said, start, verbs)
    if asking and command.verb in _DEEDS:
        return replace(command, certain=False)
    return command


def named_at_once(text: str) -> tuple[int, str]:
    """The one ticket whose number opens the message, also as `给3打电话`, and the words after it;
    0 without one."""
    said = heard(text, quoted=False, verbs=VERBS)
    before = phrases.TO.match(said.plain) or phrases.HEMMING.match(said.plain)
    numbers = named_first(said, before.end() if before else 0)
    if len(numbers.tickets) != 1:
        return 0, ""
    return numbers.tickets[0], trim(said.text[numbers.end :].lstrip("的"))


def _opening(said: Said, at: int) -> tuple[int, bool]:
    """Where the words begin after greetings; whether they go on as "please …"."""
    plain = said.plain
    if hemming := phrases.HEMMING.match(plain, at):
        return hemming.end(), False
    at = said.gap(at) if plain[at : at + 1].isspace() else at
    for _ in range(3):
        match = phrases.GREETING.match(plain, at)
        if not match or match.end() == len(plain):
            break
        then = any(w.kind == "strong" for w in said.words_at(match.end()))
        if not then and (not match["gap"] or any(w.kind != "alone" for w in said.words_at(at))):
            break
        at = match.end()
    asking = phrases.ASKING.match(plain, at)
    if not asking or any(w.kind == "strong" for w in said.words_at(at)):
        return at, False
    return asking.end(), True


def _numbers(said: Said, at: int, verb: Verb) -> Numbers:
    if not verb.numbered:
        return Numbers((), at, at)
    dated = verb.name in _DATED
    if phrases.SPACED_PHONE.match(said.plain, at):
        return Numbers((), at, at)
    return read_numbers(said.plain, at, dates=dated, many=verb.name not in _ONE_BY_ONE)


def _spoken(said: Said, at: int) -> Command | None:
    """A message that opens with a verb, or with ticket numbers and a verb."""
    before = named_first(said, at)
    place = before.end
    for _ in range(8):
        for word in said.words_at(place):
            if command := _judged(said, word, place, before):
                return command
        fill = phrases.FILL.match(said.plain, place)
        if not fill:
            break
        place = fill.end()
    return None


def _judged(said: Said, word: Word, place: int, before: Numbers) -> Command | None:
    """The command that this word makes at this place, if it does."""
    plain, verb, end = said.plain, word.verb, place + len(word.text)
    if before.tickets and not verb.numbered:
        return None
    if verb.name in _DEEDS and phrases.is_question(plain, end):
        return _asked(said, before, end)
    if _means_else(verb, plain, place, end):
        return None
    natural = plain.startswith(verb.follows, end) or is_edge(plain, end)
    particles = phrases.PARTICLES.match(plain, end)
    if particles and (
        is_edge(plain, particles.end()) or plain.startswith(verb.follows, particles.end())
    ):
        natural, end = True, particles.end()
    after = _numbers(said, said.gap(end), verb)
    if verb.name in _DATED and said.quoted and not after.marked and plain[: after.end][-1:] == "号":
        after = Numbers((), end, end)
    natural = natural or bool(after.tickets)
    if not (before.tickets or after.tickets or said.quoted) and verb.numbered:
        after = last_numbers(plain[end:], bare=verb.name in _NUMBER_LAST) or after
        if after.tickets:
            after = replace(after, start=end + after.start, end=end + after.end)
            natural = natural or verb.name in _NUMBER_LAST
    if before.tickets and after.tickets and trim(said.text[after.end :]):
        # "1好了,2明天去": the second number opens words of its own.
        return Command(verb.name, before.tickets, "", certain=False)
    tickets = tuple(dict.fromkeys(before.tickets + after.tickets))
    rest = _rest(said, word, place, end, after)
    certain = _certainty(said, word, tickets, rest, natural=natural)
    if certain is None:
        return None
    if verb.name == "查":
        return _sought(said, before, after, trim(said.text[end:]), certain=certain)
    return Command(verb.name, tickets, rest, certain=certain)


def _means_else(verb: Verb, plain: str, place: int, end: int) -> bool:
    """Whether what stands behind its word makes something else of it: 收到请回复, 约3小时修好."""
    if verb.name == "接单" and phrases.REPLY_PLEASE.match(plain, end):
        return True
    told = plain.startswith(("了", "过"), end)
    if verb.name == "已反馈" and phrases.WILL.search(plain[:place]) and not told:
        return True
    if verb.name == "已联系" and phrases.TAKES_SO_LONG.match(plain, place):
        return True
    return plain.startswith(verb.never, end) or phrases.IN_PART.match(plain, end) is not None


def _rest(said: Said, word: Word, place: int, end: int, after: Numbers) -> str:
    """What is left beside verb and numbers; a verb that also says why stays in it."""
    words = said.text[after.end :] if after.tickets else said.text[end:]
    if after.tickets and after.start > said.gap(end):
        words = said.text[end : after.start]
    if word.text in word.verb.kept:
        kept = said.text[place : place + len(word.text)]
        glue = "" if not after.tickets and end == place + len(word.text) else " "
        words = kept + glue + (words if not glue else trim(words))
    return trim(words)


def _certainty(
    said: Said, word: Word, tickets: tuple[int, ...], rest: str, *, natural: bool
) -> bool | None:
    """Whether it is meant; None when it is not this command at all."""
    name, length = word.verb.name, len(said.plain)
    if word.kind == "alone":
        return True if not rest else None
    if name in _QUERIES:
        brief = natural and len(rest) <= 8 and not phrases.SYMPTOM.search(rest)
        return True if brief else None
    if not tickets and name not in _WITH_PHONE and _NO_NUMBER.fullmatch(rest):
        return False if word.kind == "strong" else None
    if name == "催办" and phrases.ADDRESS.search(rest):
        return False  # "催办② …" heads a list of complaints
    if word.kind == "strong":
        if name in ("查", "绑定") and not natural:
            return True if length <= _A_LINE and not phrases.SYMPTOM.search(rest) else None
        if natural or tickets:
            return bool(tickets) or said.quoted or not _doubtful(said, name, rest)
        return False if said.quoted and length <= _SHORT else None
    whole = phrases.SYMPTOM.search(rest) is not None
    if tickets or said.quoted:
        if whole and (phrases.PHONE.search(rest) or phrases.ADDRESS.search(rest)):
            return None
        if natural or (name in _PLAIN_FACTS and not whole and length <= _A_SENTENCE):
            return name == "进展" or not phrases.STILL.search(rest)
        return False if length <= _SHORT else None
    nameless = natural and name in _NAMELESS and length <= _VERY_SHORT and not whole
    return False if nameless else None


def _doubtful(said: Said, name: str, rest: str) -> bool:
    """Whether words after a verb that names no ticket look like a complaint forwarded."""
    symptom = phrases.SYMPTOM.search(rest) is not None
    if name in _WITH_PHONE:
        return symptom and len(said.plain) > 25
    if phrases.PHONE.search(rest) or phrases.ADDRESS.search(rest):
        return True
    return name in ("接单", "到场", "已联系", "催办") and (symptom or len(rest) > _A_SENTENCE)


def _asked(said: Said, before: Numbers, end: int) -> Command | None:
    """ "3 修好了吗" asks how it stands with the ticket."""
    tickets = before.tickets
    if digits := _DIGITS.search(said.plain, end):
        tickets += read_numbers(said.plain, digits.start()).tickets
    if not (tickets or said.quoted) or "查" not in said.lexicon:
        return None
    return Command("查", tuple(dict.fromkeys(tickets)), "", certain=False)


def _sought(said: Said, before: Numbers, after: Numbers, rest: str, *, certain: bool) -> Command:
    """A search keeps all its words; they are tickets only when there are no others."""
    only = bool(after.tickets) and not trim(said.text[after.end :])
    tickets = before.tickets + (after.tickets if only else ())
    return Command("查", tuple(dict.fromkeys(tickets)), rest, certain=certain)


def _mistyped(said: Said, at: int, verbs: tuple[Verb, ...]) -> Unclear | None:
    """Short words that begin like a verb typed wrong."""
    if sum(not c.isdigit() and not c.isspace() for c in said.plain[:40]) > _VERY_SHORT:
        return None
    before = named_first(said, at)
    place = said.gap(before.end) if before.tickets else before.end
    word = _CHINESE.match(said.plain, place)
    if not word or phrases.WARMER.match(said.plain, place) or len(said.plain) > 40:
        return None
    after = read_numbers(said.plain, said.gap(word.end()))
    found = nearest(word[0], verbs, named=bool(before.tickets or after.tickets))
    if found is None:
        return None
    verb, length = found
    end = place + length
    if particles := phrases.PARTICLES.match(said.plain, end):
        end = particles.end()
    after = _numbers(said, said.gap(end), verb)
    rest = trim(said.text[after.end if after.tickets else end :])
    return Unclear(verb.name, tuple(dict.fromkeys(before.tickets + after.tickets)), rest)
