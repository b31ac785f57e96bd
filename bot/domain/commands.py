"""Text → command: what a crew member's short, sloppy words ask of the bot.

A strong word opens a message; a loose one counts where a ticket is named, by number or by quote.
What could as well be a complaint or chatter is no command, or one that is not `certain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.domain import phrases
from bot.domain.mistyped import nearest
from bot.domain.phrases import is_edge, trim
from bot.domain.ticket_numbers import Numbers, last_numbers, plainly, read_numbers
from bot.domain.words import HINTS, NODS, VERBS, Verb

__all__ = ["VERBS", "Command", "Unclear", "Verb", "parse"]


@dataclass(frozen=True, slots=True)
class Command:
    """What is asked, of which tickets. `rest` are the user's own words.

    `certain` is False when it was read from a loose word or from the middle of a sentence.
    """

    verb: str
    tickets: tuple[int, ...]
    rest: str
    into: int | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Unclear:
    """No command, but it looks like a mistyped one."""

    nearest: str
    tickets: tuple[int, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    verb: Verb
    kind: str  # strong, loose or alone


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    plain: str
    quoted: bool
    lexicon: Mapping[str, _Word]

    def words_at(self, at: int) -> Iterator[_Word]:
        """The known words that begin here, the longest first."""
        for length in range(min(_LONGEST, len(self.plain) - at), 0, -1):
            if word := self.lexicon.get(self.plain[at : at + length]):
                yield word

    def gap(self, at: int) -> int:
        """Where the next word begins."""
        match = phrases.GAP.match(self.plain, at)
        return match.end() if match else at


_LONGEST = 10
_SHORT, _VERY_SHORT, _A_SENTENCE = 15, 12, 60
#: Things crews do. Others say of them "please do", or ask whether they are done.
_DEEDS = frozenset(("接单", "已联系", "到场", "方案", "进展", "完成", "验收", "已反馈", "回访"))
#: A crew says these of the ticket at hand without naming it.
_NAMELESS = frozenset(("接单", "已联系", "到场", "完成", "已反馈"))
_QUERIES = frozenset(("我的", "超时", "今日", "谁值班", "帮助"))
_PERIODS = frozenset(("统计", "谁值班", "超时"))
_NOT_WITHIN = frozenset(("查", "补充", "合并"))
_WITH_PHONE = frozenset(("补充", "查", "绑定"))
_DATED = frozenset(("已联系", "延期"))
_ONE_BY_ONE = frozenset(("补充", "延期"))
_DIGITS = re.compile(r"\d+")
_CHINESE = re.compile(r"[一-龥]{1,12}")


@lru_cache(maxsize=8)
def _lexicon(verbs: tuple[Verb, ...]) -> Mapping[str, _Word]:
    words: dict[str, _Word] = {}
    for verb in verbs:
        for kind, own in (("alone", verb.alone), ("loose", verb.loose), ("strong", verb.words)):
            words.update({text: _Word(text, verb, kind) for text in own})
    return words | {verb.name: _Word(verb.name, verb, "strong") for verb in verbs}


def parse(
    text: str, *, quoted: bool = False, verbs: tuple[Verb, ...] = VERBS
) -> Command | Unclear | None:
    """The command in a message; None when it is none. `quoted` says that it names a ticket."""
    said = _Said(text, plainly(text), quoted, _lexicon(verbs))
    start = 0
    while match := phrases.MENTION.match(said.plain, start):
        start = match.end()
    at, asking = _opening(said, start)
    command = _merging(said, at) or _dated(said, at) or _spoken(said, at)
    command = command or _nod(said, start) or _within(said, at)
    if command is None:
        return _mistyped(said, at, verbs)
    if asking and command.verb in _DEEDS:
        return replace(command, certain=False)
    return command


def _opening(said: _Said, at: int) -> tuple[int, bool]:
    """Where the words begin after greetings; whether they go on as "please …"."""
    plain = said.plain
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


def _numbers(said: _Said, at: int, verb: Verb) -> Numbers:
    if not verb.numbered:
        return Numbers((), at, at)
    dated = verb.name in _DATED
    return read_numbers(said.plain, at, dates=dated, many=verb.name not in _ONE_BY_ONE)


def _named_first(said: _Said, at: int) -> Numbers:
    """The ticket numbers a message opens with; `end` is where its verb may begin."""
    taking = phrases.TAKING.match(said.plain, at)
    numbers = read_numbers(said.plain, taking.end() if taking else at)
    return numbers if numbers.tickets else Numbers((), at, at)


def _spoken(said: _Said, at: int) -> Command | None:
    """A message that opens with a verb, or with ticket numbers and a verb."""
    before = _named_first(said, at)
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


def _judged(said: _Said, word: _Word, place: int, before: Numbers) -> Command | None:
    """The command that this word makes at this place, if it does."""
    plain, verb, end = said.plain, word.verb, place + len(word.text)
    if before.tickets and not verb.numbered:
        return None
    if verb.name in _DEEDS and phrases.QUESTION.fullmatch(plain, end):
        return _asked(said, before, end)
    if plain.startswith(verb.never, end):
        return None
    if verb.name == "接单" and phrases.REPLY_PLEASE.match(plain, end):
        return None
    natural = plain.startswith(verb.follows, end) or is_edge(plain, end)
    particles = phrases.PARTICLES.match(plain, end)
    if particles and is_edge(plain, particles.end()):
        natural, end = True, particles.end()
    after = _numbers(said, said.gap(end), verb)
    if verb.name in _DATED and said.quoted and not after.marked and plain[: after.end][-1:] == "号":
        after = Numbers((), end, end)
    natural = natural or bool(after.tickets)
    if not (before.tickets or after.tickets or said.quoted) and verb.numbered:
        after = last_numbers(plain[end:], bare=verb.name == "转") or after
        if after.tickets:
            after = replace(after, start=end + after.start, end=end + after.end)
            natural = natural or verb.name == "转"
    tickets = tuple(dict.fromkeys(before.tickets + after.tickets))
    rest = _rest(said, word, place, end, after)
    certain = _certainty(said, word, tickets, rest, natural=natural)
    if certain is None:
        return None
    if verb.name == "查":
        return _sought(said, before, after, trim(said.text[end:]), certain=certain)
    return Command(verb.name, tickets, rest, certain=certain)


def _rest(said: _Said, word: _Word, place: int, end: int, after: Numbers) -> str:
    """What is left beside verb and numbers; a verb that also says why stays in it."""
    words = said.text[after.end :] if after.tickets else said.text[end:]
    if after.tickets and after.end >= len(said.plain.rstrip()):
        words = said.text[end : after.start]
    if word.text in word.verb.kept:
        kept = said.text[place : place + len(word.text)]
        glue = "" if not after.tickets and end == place + len(word.text) else " "
        words = kept + glue + (words if not glue else trim(words))
    return trim(words)


def _certainty(
    said: _Said, word: _Word, tickets: tuple[int, ...], rest: str, *, natural: bool
) -> bool | None:
    """Whether it is meant; None when it is not this command at all."""
    name, length = word.verb.name, len(said.plain)
    if word.kind == "alone":
        return True if not rest else None
    if name in _QUERIES:
        brief = natural and len(rest) <= 8 and not phrases.SYMPTOM.search(rest)
        return True if brief else None
    if word.kind == "strong":
        if natural or tickets:
            return bool(tickets) or said.quoted or not _doubtful(said, name, rest)
        return False if said.quoted and length <= _SHORT else None
    whole = phrases.SYMPTOM.search(rest) is not None
    if tickets or said.quoted:
        if whole and (phrases.PHONE.search(rest) or phrases.ADDRESS.search(rest)):
            return None
        if natural or (name == "进展" and length <= _A_SENTENCE):
            return not phrases.STILL.search(rest)
        return False if length <= _SHORT else None
    nameless = natural and name in _NAMELESS and length <= _VERY_SHORT and not whole
    return False if nameless else None


def _doubtful(said: _Said, name: str, rest: str) -> bool:
    """Whether words after a verb that names no ticket look like a complaint forwarded."""
    symptom = phrases.SYMPTOM.search(rest) is not None
    if name in _WITH_PHONE:
        return symptom and len(said.plain) > 25
    if phrases.PHONE.search(rest) or phrases.ADDRESS.search(rest):
        return True
    return name in ("接单", "到场", "已联系") and (symptom or len(rest) > _A_SENTENCE)


def _asked(said: _Said, before: Numbers, end: int) -> Command | None:
    """ "3 修好了吗" asks how it stands with the ticket."""
    tickets = before.tickets
    if digits := _DIGITS.search(said.plain, end):
        tickets += read_numbers(said.plain, digits.start()).tickets
    if not (tickets or said.quoted) or "查" not in said.lexicon:
        return None
    return Command("查", tuple(dict.fromkeys(tickets)), "", certain=False)


def _sought(said: _Said, before: Numbers, after: Numbers, rest: str, *, certain: bool) -> Command:
    """A search keeps all its words; they are tickets only when there are no others."""
    only = bool(after.tickets) and not trim(said.text[after.end :])
    tickets = before.tickets + (after.tickets if only else ())
    return Command("查", tuple(dict.fromkeys(tickets)), rest, certain=certain)


def _merging(said: _Said, at: int) -> Command | None:
    """`合并 3 到 2`, `3合并到2`, `把3并到2里`."""
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
    return Command("合并", tickets, trim(said.text[match.end() :]), into=target)


def _dated(said: _Said, at: int) -> Command | None:
    """`本周统计`, `今晚谁值班`: the time stands first."""
    when = phrases.WHEN.match(said.plain, at)
    if not when or len(said.plain) - at > _SHORT:
        return None
    for word in said.words_at(when.end()):
        if word.verb.name in _PERIODS and is_edge(said.plain, when.end() + len(word.text)):
            rest = trim(said.text[when.end() + len(word.text) :])
            return Command(word.verb.name, (), trim(f"{said.text[at : when.end()]} {rest}"))
    return None


def _nod(said: _Said, at: int) -> Command | None:
    """`好的`, `👌 3`: takes a ticket on, where one is named."""
    before = _named_first(said, said.gap(at) if said.plain[at : at + 1].isspace() else at)
    place, nods = said.gap(before.end) if before.tickets else before.end, 0
    while nod := next(
        (n for n in (said.plain[place : place + k] for k in (4, 3, 2, 1)) if n in NODS), ""
    ):
        place, nods = place + len(nod), nods + 1
        while place < len(said.plain) and said.plain[place] in " \n,。!~、":
            place += 1
    after = read_numbers(said.plain, place)
    if not nods or trim(said.text[after.end :]) or "接单" not in said.lexicon:
        return None
    tickets = tuple(dict.fromkeys(before.tickets + after.tickets))
    return Command("接单", tickets, "", certain=bool(tickets) or said.quoted)


def _within(said: _Said, at: int) -> Command | None:
    """A ticket is named, and the verb stands somewhere in the sentence: `3 阀门换了 好了`."""
    before, plain = _named_first(said, at), said.plain
    if not (before.tickets or said.quoted) or len(plain) > _A_SENTENCE:
        return None
    loose = ""
    for place in range(before.end, len(plain)):
        if phrases.NOT_YET.search(plain, max(before.end, plain.rfind(",", 0, place)), place):
            continue
        for word in said.words_at(place):
            end = place + len(word.text)
            if len(word.text) < 2 or not word.verb.numbered or word.verb.name in _NOT_WITHIN:
                continue
            if not is_edge(plain, end) or phrases.QUESTION.fullmatch(plain, end):
                continue
            if word.kind == "strong":
                return Command(
                    word.verb.name, before.tickets, trim(said.text[before.end :]), certain=False
                )
            loose = loose or word.verb.name
    hint = loose or next((v for w, v in HINTS if w in plain and v in said.lexicon), "")
    if not hint:
        return None
    return Command(hint, before.tickets, trim(said.text[before.end :]), certain=False)


def _mistyped(said: _Said, at: int, verbs: tuple[Verb, ...]) -> Unclear | None:
    """Short words that begin like a verb typed wrong."""
    if sum(not c.isdigit() and not c.isspace() for c in said.plain[:40]) > _VERY_SHORT:
        return None
    before = _named_first(said, at)
    place = said.gap(before.end) if before.tickets else before.end
    word = _CHINESE.match(said.plain, place)
    if not word or len(said.plain) > 40:
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
