"""What a text must hold for a pattern to match anywhere in it.

`(?:阀|管子).{0,3}坏|[停断]暖` matches nothing in a text without 坏, 停暖 and 断暖. Of each
alternative the part is taken that the fewest texts have, up to three characters side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache

#: what one character of a pattern can be; None if that is too many to tell
_Chars = frozenset[str] | None
#: words, or what stands there so often: a character or alternatives
_Item = str | tuple["_Chars | list[list[_Item]]", int, int]
_Sequence = list[_Item]
#: pieces of words; the empty one stands for anything
_Words = AbstractSet[str]
_ANYTHING: _Words = frozenset([""])

_SIGN = re.compile(
    r"\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])+\]|\(\?(?:[:>]|P<\w+>|<?[=!])|[()|.^$]"
    r"|(?:[*+?]|\{\d*,?\d*\})[?+]?|[^\\()\[|.^$*+?{]+"
)
#: a character by its number, or a backslash that stands for itself
_CODE = re.compile(r"\\\\|\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")
_MEMBER = re.compile(r"(\\[\s\S]|[\s\S])(?:-(\\[\s\S]|[\s\S]))?")
_SPACES = (
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_ESCAPED = {"\\d": "0123456789", "\\s": _SPACES, "\\n": "\n", "\\t": "\t", "\\r": "\r"}
#: more than this is no use
_TOO_MANY = 100
#: most texts have these
_FIGURES = "0123456789"
_OFTEN = frozenset([*" ,。\n不没有了的是我家里水热暖气来人", *_FIGURES]) | {
    a + b for a in " ,。\n" + _FIGURES for b in _FIGURES
}
_EVER = 1 << 30


def of(pattern: str) -> frozenset[str]:
    """Pieces of up to three characters, one of which is in whatever `pattern` matches; none if
    that can't be told. `\\d` is taken for the ten figures of Latin writing."""
    pattern = _CODE.sub(_character, pattern)
    signs = _SIGN.findall(pattern)
    if "".join(signs) != pattern:
        return frozenset()
    try:
        _, found = _read(_alternatives(iter(signs)), _ANYTHING)
    except ValueError:
        return frozenset()
    return frozenset() if "" in found else frozenset(found)


def _character(code: re.Match[str]) -> str:
    return re.escape(chr(int(code[1] or code[2], 16))) if code.lastindex else code[0]


def _alternatives(signs: Iterator[str]) -> list[_Sequence]:
    """What is read up to the group's end. Raises ValueError for what this does not know."""
    every: list[_Sequence] = [[]]
    for sign in signs:
        if sign == ")":
            break
        if sign == "|":
            every.append([])
        elif sign[0] == "(":
            inside = _alternatives(signs)
            if sign not in ("(", "(?:", "(?>") and sign[2] != "P":
                inside = [[]]  # what is only looked at
            every[-1].append((inside, 1, 1))
        elif sign[0] in "*+?{":
            _repeat(every[-1], sign)
        elif sign[0] in "^$.[\\":
            every[-1].append(_one(sign))
        else:
            every[-1].append(sign)
    return every


def _repeat(items: _Sequence, often: str) -> None:
    if not items:
        raise ValueError(often)
    last = items.pop()
    if isinstance(last, str):
        if last[:-1]:
            items.append(last[:-1])
        last = (frozenset(last[-1]), 1, 1)
    least, comma, most = often.strip("{}?+" if often[0] == "{" else "").partition(",")
    if often[0] == "{":
        items.append((last[0], int(least or 0), int(most or _EVER) if comma else int(least)))
    else:
        items.append((last[0], int(often[0] == "+"), 1 if often[0] == "?" else _EVER))


def _one(sign: str) -> _Item:
    if sign in ("^", "$", "\\b", "\\B", "\\A", "\\Z"):
        return [[]], 1, 1
    if sign[0] == "\\" and sign[1].isdigit():
        return None, 0, _EVER
    return _members(sign), 1, 1


@cache
def _members(sign: str) -> _Chars:
    if sign == "." or sign.startswith("[^"):
        return None
    found: set[str] = set()
    for first, last in _MEMBER.findall(sign[1:-1] if sign[0] == "[" else sign):
        if first[0] == "\\" and first[1].isalnum():
            if first not in _ESCAPED:
                return None
            found.update(_ESCAPED[first])
        elif last:
            if ord(last[-1]) - ord(first[-1]) > _TOO_MANY:
                return None
            found.update(map(chr, range(ord(first[-1]), ord(last[-1]) + 1)))
        else:
            found.add(first[-1])
    return frozenset(found)


def _read(every: list[_Sequence], after: _Words) -> tuple[_Words, _Words]:
    """What alternatives begin with, and of all that stands in them what the fewest texts have."""
    begins: set[str] = set()
    best: set[str] = set()
    for items in every:
        heads, needed = _read_one(items, after)
        begins |= heads
        best |= needed
    return begins, best


def _read_one(items: _Sequence, after: _Words) -> tuple[_Words, _Words]:
    heads, needed = after, after
    least = _cost(after)
    words = next((at for at, item in enumerate(items) if isinstance(item, str) and item[1:]), None)
    for item in reversed(items if words is None else items[: words + 1]):
        if isinstance(item, str) and item[1:]:
            heads, needed, least = {item[:2]}, {item[:3]}, 1
            continue
        what, fewest, most = (frozenset(item), 1, 1) if isinstance(item, str) else item
        if isinstance(what, list):
            again = heads if most == 1 else heads | _read(what, _ANYTHING)[0]
            begins, inside = _read(what, again)
        else:
            begins = inside = _char(what, heads, fewest, most)
        if fewest and len(inside) < least and (cost := _cost(inside)) < least:
            needed, least = inside, cost
        heads = _few(begins if fewest else begins | heads)
    return heads, needed


def _few(heads: _Words) -> _Words:
    """Only so many as are soon looked through."""
    if len(heads) > _TOO_MANY:
        heads = {word[:1] for word in heads}
    return heads if len(heads) <= _TOO_MANY and "" not in heads else _ANYTHING


def _char(what: _Chars, after: _Words, fewest: int, most: int) -> _Words:
    """One of these characters so many times, and what follows."""
    if what is None:
        return _ANYTHING
    following = {word[:1] for word in after} if fewest < 2 else set()
    if most > 1:
        following |= what
    if "" in following or len(following) * len(what) > _TOO_MANY:
        return what
    return {char + word for char in what for word in following}


def _cost(found: _Words) -> int:
    """How many texts have one of them, roughly."""
    if "" in found:
        return _EVER
    alone = sum(len(word) == 1 for word in found)
    return len(found) + 30 * alone + 300 * len(_OFTEN & found)
