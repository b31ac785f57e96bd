"""What a pattern's matches begin with, and what they stand behind, told by its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick

from bot.domain.reading.quick import alternatives, firsts_of, group_end, head_of, heads_of

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
        pattern = pattern[group_end(pattern) + 1 :]
    out: set[str] = set()
    for alternative in alternatives(pattern):
        firsts = firsts_of(alternative)
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
        if alternative.startswith("(?:") and group_end(alternative) == len(alternative) - 1:
            yield from flat(alternative[3:-1])
        else:
            yield alternative, _listed(head_of(alternative))


def behind(pattern: str) -> set[str] | None:
    """What each match of `pattern` stands right behind; None if it may be anything."""
    out: set[str] = set()
    for look in heads_of(pattern) or ("",):
        if not look.startswith("(?<="):
            return None
        for words in alternatives(look[4:-1]):
            last = _LAST.search(words)
            chars = _listed(head_of(last[0])) if last else None
            if chars is None or r"\d" in words[-2:]:
                return None
            out |= chars
    return out


def _after(rest: str) -> set[str] | None:
    """What comes next, as `head_of`, and looked for behind what is looked back at, and ahead."""
    while rest.startswith(("(?<!", "(?<=", "(?!")):
        rest = rest[group_end(rest) + 1 :]
    if rest.startswith("(?="):
        return heads_of(rest[3 : group_end(rest)])
    return head_of(rest)


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


_NO_CHARACTER = re.compile("[\ud800-\udfff]")


def stand(finder: AhoCorasick, text: str) -> Sequence[tuple[int, int, int]]:
    """Where beginnings stand in a text: their number, start and end. Halves of characters, as
    broken exports have them, can't be looked through and are none of a beginning."""
    try:
        return finder.find_matches_as_indexes(text, overlapping=True)
    except UnicodeEncodeError:
        whole = _NO_CHARACTER.sub("\ufffd", text)
        return finder.find_matches_as_indexes(whole, overlapping=True)
