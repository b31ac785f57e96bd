"""Patterns of many alternatives that are tried only where one of them can begin.

`re` tries every alternative at every character as soon as one begins with more than a letter, and
runs over the characters that none begins with as soon as all begin with a plain one. So the
alternatives are sorted by their first character, `漏水|阀坏|漏气` → `漏(?:水|气)|阀坏`, where each
of them can be told from it; else a look at the character comes first, one test for all of them.
Either finds the same as the pattern itself, some two to ten times as fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.reading.late import made_late

#: a first character and what comes after it, in the order in which they are tried
_Firsts = list[tuple[str, str]]

_QUANTIFIER = re.compile(r"(?:([?*+])|\{(\d+)(?:(,)(\d*))?\})(\??)")
_CAPTURING = re.compile(r"(?<!\\)\((?:(?!\?)|\?P)")
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")
#: a class that only lists its members, or the figures
_LISTED = re.compile(r"\[((?:0-9)?[^\]\\^-][^\]\\-]*|0-9)\]")
#: an alternative, and a pattern of nothing else, may become so much longer when it is sorted: what
#: is longer takes long to compile
_GROWTH, _WHOLE, _SPARE = 3, 2.3, 60


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`pattern`, sorted or guarded, compiled when it is first used."""
    return made_late(
        lambda: re.compile(pattern if flags else by_first(pattern), flags), pattern, flags
    )


def by_first(pattern: str) -> str:
    """`pattern`, its alternatives sorted by the character they begin with. What can't be told by
    it stays where it is among the others, and a look ahead comes before all."""
    listed = list(alternatives(pattern))
    if len(listed) == 1 and pattern.startswith("(?:"):
        end = _group_end(pattern)
        if not _QUANTIFIER.match(pattern, end + 1):
            return f"(?:{by_first(pattern[3:end])}){pattern[end + 1 :]}"
    every = [_untied(alternative) for alternative in listed]
    size = sum(len(rest) + 1 for firsts in every for _, rest in firsts or ())
    as_a_whole = None not in every and size <= _WHOLE * len(pattern) + _SPARE
    parts: list[str] = []
    rests: dict[str, list[str]] = {}
    whole = True
    for alternative, firsts in zip(listed, every, strict=True):
        if firsts is None or not (as_a_whole or _is_short(firsts, alternative)):
            firsts = None
            whole = False
            parts += [*_sorted(rests), alternative]
            rests = {}
        for char, rest in firsts or ():
            rests.setdefault(char, []).append(rest)
    parts += _sorted(rests)
    if whole:
        return "|".join(parts)
    return _look(_heads(pattern), "|".join(parts))


def _sorted(rests: dict[str, list[str]]) -> Iterator[str]:
    for char, words in rests.items():
        rest = "|".join(words)
        yield re.escape(char) + (f"(?:{rest})" if "|" in rest else rest)


def _untied(alternative: str) -> _Firsts | None:
    """What `alternative` begins with, if no group of it would have to stand twice."""
    return None if _CAPTURING.search(_CLASS.sub("", alternative)) else _firsts(alternative)


def _is_short(firsts: _Firsts, alternative: str) -> bool:
    return sum(len(rest) + 1 for _, rest in firsts) <= _GROWTH * len(alternative) + _SPARE


def _firsts(words: str) -> _Firsts | None:
    """Each character that `words`, no alternatives, can begin with; None if there is no telling."""
    if words.startswith("^"):
        return _behind("(?<=^", words[1:])
    if words.startswith(("(?<!", "(?<=")):
        end = _group_end(words)
        return _behind(f"{words[:4]}(?:{words[4:end]})", words[end + 1 :])
    if words.startswith("(?:"):
        end = _group_end(words)
        heads = list(alternatives(words[3:end]))
    elif listed := _LISTED.match(words):
        end = listed.end() - 1
        heads = [re.escape(char) for char in listed[1].replace("0-9", "0123456789")]
    elif not words or words[0] in ".$([" or (words[0] == "\\" and words[1].isalnum()):
        return None
    else:
        end = 1 if words[0] == "\\" else 0
        heads = [words[: end + 1]]
    often = _QUANTIFIER.match(words, end + 1)
    rest = words[often.end() if often else end + 1 :]
    optional = often is not None and (often[1] in ("?", "*") or often[2] == "0")
    if often and optional and (often[5] or (words[0] == "(" and often[0] != "?")):
        return None
    if words[0] == "(":
        if often and not optional:
            return None
        every = [_firsts(head + rest) for head in heads]
        if not all(every) or "" in heads:
            return None
        found = [first for each in every for first in each or ()]
    else:
        after = "" if often is None or often[0] == "?" else _once_less(words[: end + 1], often)
        if after is None:
            return None
        found = [(head[-1], after + rest) for head in heads]
    if not optional:
        return found
    without = _firsts(rest)
    return None if without is None else found + without


def _once_less(char: str, often: re.Match[str]) -> str | None:
    """`char` as `often` as it comes after it came once: `x{2,4}` → `x{1,3}`."""
    sign, least, comma, most, lazy = often.groups()
    if sign:
        return f"{char}*{lazy}" if sign in "+*" else None
    if most == "0" or (least == "0" and not comma):
        return None
    more = f",{int(most) - 1 if most else ''}" if comma else ""
    return f"{char}{{{max(0, int(least) - 1)}{more}}}{lazy}"


def _behind(look: str, words: str) -> _Firsts | None:
    """What is looked at before the first character, after it: `(?<!没)热` → `热(?<!没热)`."""
    firsts = _firsts(words)
    if firsts is None:
        return None
    return [(char, f"{look}{re.escape(char)}){rest}") for char, rest in firsts]


def guarded(pattern: str) -> str:
    """`pattern` with a look ahead at what it can begin with, as it is where that can't be told."""
    return _look(_heads(pattern), pattern)


def _look(heads: set[str] | None, words: str) -> str:
    if heads is None:
        return words
    behind = sorted(head for head in heads if head.startswith("(?<="))
    ahead = f"(?=[{''.join(sorted(heads.difference(behind)))}])"
    return f"(?>{'|'.join((ahead, *behind))})(?:{words})" if behind else f"{ahead}(?:{words})"


def _heads(pattern: str) -> set[str] | None:
    """Members of the character class that every match begins with, and what is looked behind at
    where it can begin with any; None if there is no telling."""
    found: set[str] = set()
    for alternative in alternatives(pattern):
        heads = _head(alternative)
        if heads is None:
            return None
        found |= heads
    return found


def alternatives(pattern: str) -> Iterator[str]:
    """What stands between the strokes of `pattern`, outside of groups."""
    start = at = depth = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _class_end(pattern, at)
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
        at += 1
    yield pattern[start:]


def _class_end(pattern: str, at: int) -> int:
    at += 1
    while pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at


def _group_end(pattern: str) -> int:
    at = depth = 0
    while True:
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _class_end(pattern, at)
        elif char in "()":
            depth += 1 if char == "(" else -1
            if not depth:
                return at
        at += 1


def _head(words: str) -> set[str] | None:
    """What one alternative can begin with."""
    if not words or words[0] in ".$":
        return None
    if words[0] == "^":
        return _head(words[1:])
    if words.startswith("(?=[") and words[_class_end(words, 3) + 1] == ")":
        return _head(words[3:])
    if words.startswith(("(?<!", "(?<=", "(?!")):
        end = _group_end(words)
        after = _head(words[end + 1 :])
        # what anything can follow is told by what stands before it
        return {words[: end + 1]} if after is None and words.startswith("(?<=") else after
    if words[0] == "(":
        end = _group_end(words)
        named = re.match(r"\(\?(?::|P<\w+>)", words)
        heads = _heads(words[named.end() : end]) if named else None
        cased = _heads(words[4:end]) if words.startswith("(?i:") else None
        if cased and "".join(cased).isalpha():
            # two letters have a third form
            heads = {*map(str.lower, cased), *map(str.upper, cased), "\u017f", "\u212a"}
    elif words[0] == "[":
        end = _class_end(words, 0)
        heads = None if words[1] == "^" else {re.sub("^-|-$", r"\-", words[1:end])}
    else:
        end = 1 if words[0] == "\\" else 0
        known = words[0] != "\\" or words[1] in "ds()[]{}.*+?|^$\\"
        heads = {r"\-" if words[0] == "-" else words[: end + 1]} if known else None
    if (heads is not None and words[end + 1 : end + 2] in ("?", "*")) or words[
        end + 1 :
    ].startswith("{0"):
        after = _head(re.sub(r"^(?:[?*]|\{0,?\d*\})\??", "", words[end + 1 :]))
        return None if after is None or heads is None else heads | after
    return heads


#: a member of a character class, or the first and the last of several
_MEMBER = re.compile(r"\\?(.)(?:-([^\\]))?", re.DOTALL)
#: the last character of plain words, or the class that stands for it
_LAST = re.compile(r"(?<!\\)\[[^\]\\]*\]$|\\.$|[^\])}?*+\\]$")
#: classes of more characters than these are not listed
_MANY = 64
#: what stands for a class of its own in one
_CLASSES = {r"\s": "".join(filter(str.isspace, map(chr, range(0x3001)))), r"\d": "0-9"}


def beginnings(pattern: str) -> set[str]:
    """What each match of `pattern` begins with: two characters, or one that anything can follow.
    A ValueError where there is no telling."""
    while pattern.startswith("(?=["):  # a look ahead of ours, at the same characters
        pattern = pattern[_group_end(pattern) + 1 :]
    out: set[str] = set()
    for alternative in alternatives(pattern):
        firsts = _firsts(alternative)
        if firsts is None:
            raise ValueError(f"it can begin with anything: {alternative}")
        for char, rest in firsts:
            after = _after(rest)
            # there are figures of other writings, too many to list
            known = after is not None and r"\d" not in "".join(after)
            out |= {char + each for each in (_listed(after) if known else None) or ("",)}
    return out


def flat(pattern: str) -> Iterator[tuple[str, set[str] | None]]:
    """The alternatives of `pattern`, and of the groups that are an alternative, in their order;
    and the characters each begins with, None for any: but for figures of other writings."""
    for alternative in alternatives(pattern):
        if alternative.startswith("(?:") and _group_end(alternative) == len(alternative) - 1:
            yield from flat(alternative[3:-1])
        else:
            yield alternative, _listed(_head(alternative))


def behind(pattern: str) -> set[str] | None:
    """What each match of `pattern` stands right behind; None if it may be anything."""
    out: set[str] = set()
    for look in _heads(pattern) or ("",):
        if not look.startswith("(?<="):
            return None
        for words in alternatives(look[4:-1]):
            last = _LAST.search(words)
            chars = _listed(_head(last[0])) if last else None
            if chars is None or r"\d" in words[-2:]:
                return None
            out |= chars
    return out


def _after(rest: str) -> set[str] | None:
    """What comes next, as `_head`, and looked for behind what is looked back at, and ahead."""
    while rest.startswith(("(?<!", "(?<=", "(?!")):
        rest = rest[_group_end(rest) + 1 :]
    if rest.startswith("(?="):
        return _heads(rest[3 : _group_end(rest)])
    return _head(rest)


def _listed(members: set[str] | None) -> set[str] | None:
    """The characters of a class; None if they are too many."""
    out: set[str] = set()
    for words in members or ():
        if words.startswith("(?<="):
            return None
        words = re.sub(r"\\[ds]", lambda m: _CLASSES[m[0]], words)
        if re.search(r"\\[A-Za-z]", words):
            return None
        for first, last in _MEMBER.findall(words):
            if last and ord(last) - ord(first) > _MANY:
                return None
            out.update(map(chr, range(ord(first), ord(last or first) + 1)))
    return out or None
