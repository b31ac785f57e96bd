"""What each tag is said for at each character of a text: what was learnt, added up (decision 0028).

A feature's weights for the tags stand side by side in one number, so that one sum of whole numbers
adds up a text.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from struct import Struct

from bot.domain.reading import tag_signs
from bot.domain.reading.kept import KEPT
from bot.domain.reading.likeness import number, numbers
from bot.domain.reading.tag_rows import TAGS
from bot.domain.reading.tag_weights import TABLE

#: weights are kept as whole hundredths
SCALE = 100
#: how far to each side pairs are looked at
PAIRS = 2
#: Four sums are one: each tag but "other", which counts against all, has two bytes of it.
_BITS = 16
_HALF = 1 << (_BITS - 1)
_SHIFTS = tuple(range(0, 4 * _BITS, _BITS))
_ALL = sum(1 << shift for shift in _SHIFTS)
_WIDTH = 4 * _BITS
#: so many places stand side by side for a character, and for a pair
_WIDE = 2 * tag_signs.REACH + 1
_NARROW = 2 * PAIRS + 1
_FOUR = Struct("<4h")
#: added to what is said of each place, so that no sum of it is below zero
_EVEN = 2_048 * _ALL

#: what is said for each tag but "other"
Four = tuple[int, int, int, int]


class _Chars(dict[int, bytes]):
    """What a character says; where nothing was learnt of it, what its kind says."""

    def __init__(self, kinds: Mapping[str, bytes]) -> None:
        super().__init__()
        self._kinds = kinds

    def __missing__(self, code: int) -> bytes:
        kind = tag_signs.kind(chr(code))
        self[code] = said = self._kinds.get(kind, self._kinds[""])
        return said


class _Read(dict[int, bytes]):
    """What it says that the rules read this here, with the kinds of three around: the tag's
    character above the number of the kinds."""

    def __init__(self, said: Mapping[str, int]) -> None:
        super().__init__()
        self._said = said

    def __missing__(self, key: int) -> bytes:
        tag = chr(key >> 3 * _KIND_BITS)
        kinds = "".join(_KINDS[key >> _KIND_BITS * at & _KIND_MASK] for at in range(3))
        names = [f"{name}{tag}{kind}" for name, kind in zip("LKM", kinds, strict=True)]
        self[key] = told = _of_one(self._said, [f"t{kinds}", *names])
        return told


class _Around(dict[int, bytes]):
    """What it says of a place that the rules read this within `REACH` of it, and of what they read
    any at all (`kept`), with what is said of every place. A key is the tags' numbers side by
    side, the first lowest."""

    def __init__(self, said: Mapping[str, int], always: int, kept: str) -> None:
        super().__init__()
        self._said, self._always, self._kept = said, always, kept

    def __missing__(self, key: int) -> bytes:
        window = [_AROUND[key >> _TAG_BITS * at & _TAG_MASK] for at in range(_WIDE)]
        three = "".join(window[tag_signs.REACH - 1 : tag_signs.REACH + 2])
        tag = three[1]
        names = [f"q{three[:2]}", f"Q{three[1:]}", f"3{three}", f"R{tag}{self._kept}"]
        names += [f"h{self._kept}", *(f"r{at}{one}" for at, one in enumerate(window))]
        self[key] = told = _of_one(self._said, names, self._always)
        return told


def _of_one(said: Mapping[str, int], names: Iterable[str], more: int = 0) -> bytes:
    """What some features say together of one place, and `more`."""
    whole = _EVEN + more + sum(said.get(name, 0) for name in names)
    return whole.to_bytes(_FOUR.size, "little")


class _Kinds(dict[int, int]):
    """The number of a character's kind."""

    def __missing__(self, code: int) -> int:
        self[code] = number = _KINDS.index(tag_signs.kind(chr(code)))
        return number


#: every kind, and how many bits its number has
_KINDS = "ealrdtczP0n_$L.sh"
_KIND_BITS = 5
_KIND_MASK = (1 << _KIND_BITS) - 1
#: every tag and what stands beyond a text, and how many bits the number of one has
_AROUND = "".join(TAGS) + tag_signs.BEFORE + tag_signs.AFTER
_TAG_BITS = 3
_TAG_MASK = (1 << _TAG_BITS) - 1
_NUMBER_OF = str.maketrans({tag: number for number, tag in enumerate(TAGS)})
_AHEAD, _BEHIND = (chr(at) * tag_signs.REACH for at in (len(TAGS), len(TAGS) + 1))


@dataclass(frozen=True, slots=True)
class _Weights:
    """What is said to each of the places around stands side by side in one number, the rightmost
    place lowest; a place has eight bytes."""

    chars: _Chars
    kinds: _Kinds
    #: a pair and the first of its two characters, together
    pairs: dict[int, bytes]
    #: what the rules read at a place, and the kinds of three around it
    read: _Read
    #: what the rules read around a place, by what they read at all and whether there is a phone
    around: Callable[[str, bool], _Around]
    field: dict[str, int]
    phone_ahead: list[int]
    phone_behind: list[int]


#: what each feature says; then by kinds, characters and pairs what is said of a place by its row
_Learnt = tuple[dict[str, int], dict[str, bytes], dict[int, bytes], dict[int, bytes]]


@cache
def _weights() -> _Weights:
    """What was learnt, read when the first text is asked about."""
    said, kinds, chars, pairs = KEPT.of("tags", _learnt)
    told = _Chars(kinds)
    told.update(chars)

    def around(kept: str, has_phone: bool) -> _Around:
        always = said["always"] + _HALF * _ALL - (_WIDE + 2) * _EVEN
        return _Around(said, always if has_phone else always + said.get("nophone", 0), kept)

    return _Weights(
        told,
        _Kinds(),
        pairs,
        _Read(said),
        cache(around),
        {name[1:]: weights for name, weights in said.items() if name[0] == "f"},
        [said.get(f"n{min(far, tag_signs.FAR_AHEAD)}", 0) for far in range(1, tag_signs.AHEAD + 1)],
        [
            said.get(f"m{min(far, tag_signs.FAR_BEHIND)}", 0)
            for far in range(1, tag_signs.BEHIND + 1)
        ],
    )


def _learnt() -> _Learnt:
    """The table, read, and what stands side by side put together."""
    said: dict[str, int] = {}
    for line in TABLE.rstrip("\n").split("\n"):
        feature, *weights = line.split(" ")
        said[feature] = sum(_packed(weight[0], int(weight[1:])) for weight in weights)

    def side(places: int, *names: str) -> int:
        """What some features say together, place by place."""
        row = (sum(said.get(f"{n[0]}{at}{n[1:]}", 0) for n in names) for at in range(places))
        return sum(one << _WIDTH * (places - 1 - at) for at, one in enumerate(row))

    def even(row: int) -> bytes:
        whole = row + _everywhere(_EVEN, _WIDE)
        return whole.to_bytes(_WIDE * _FOUR.size, "little")

    def of(sort: str, skip: int) -> set[str]:
        return {name[skip:] for name in said if name[0] == sort}

    lexicon: dict[str, list[str]] = {}
    for name, words in tag_signs.WORDS.items():
        for pair in words.split():
            lexicon.setdefault(pair, []).append(f"w{name}")
    kinds = {kind: side(_WIDE, f"k{kind}") for kind in {"", *of("k", 2)}}
    chars = {c: side(_WIDE, f"c{c}", f"k{tag_signs.kind(c)}") for c in of("c", 2)}
    pairs = {}
    for pair in of("p", 2) | lexicon.keys():
        first = chars.get(pair[0]) or kinds.get(tag_signs.kind(pair[0]), kinds[""])
        row = side(_NARROW, f"p{pair}", *lexicon.get(pair, ()))
        pairs[number(pair)] = even(first + (row << _WIDTH * (tag_signs.REACH - PAIRS)))
    by_kind = {kind: even(row) for kind, row in kinds.items()}
    return said, by_kind, {ord(char): even(row) for char, row in chars.items()}, pairs


def _packed(tag: str, weight: int) -> int:
    return -weight * _ALL if tag == "O" else weight << _SHIFTS[TAGS.index(tag) - 1]


def scores(text: str, rules: str) -> list[Four]:
    """What speaks for each tag but "other" at each character of a squeezed text, against that;
    `rules` is what the rules read there."""
    w = _weights()
    size, reach = len(text), tag_signs.REACH
    # One more than is looked at: a character is told with the pair that it begins.
    padded = tag_signs.BEFORE * reach + text + tag_signs.AFTER * (reach + 1)
    chars, pairs = numbers(padded)
    kinds = int.from_bytes(array("I", map(w.kinds.__getitem__, chars)).tobytes(), "little")
    kinds += (kinds >> 32 << _KIND_BITS) + (kinds >> 64 << 2 * _KIND_BITS)
    tags = int.from_bytes(rules.encode("utf-32-le"), "little")
    read = (kinds >> 32 * (reach - 1)) + (tags << 3 * _KIND_BITS)
    keys = memoryview(read.to_bytes(4 * len(padded), "little")).cast("I")[:size]
    # The first place is the one of which only the first character of `padded` says anything.
    told = _tiled([*map(w.pairs.get, pairs, map(w.chars.__getitem__, chars))])
    told >>= _WIDTH * 2 * reach
    told += int.from_bytes(b"".join(map(w.read.__getitem__, keys)), "little")
    told += int.from_bytes(b"".join(_around(w, text, rules)), "little")
    at = text.find(tag_signs.PHONE)
    while at >= 0:
        ahead, behind = min(at, tag_signs.AHEAD), min(size - 1 - at, tag_signs.BEHIND)
        told += _by_phone(ahead, behind) << _WIDTH * (at - ahead)
        at = text.find(tag_signs.PHONE, at + 1)
    for start, end, about in tag_signs.fields(text):
        if weight := w.field.get(about):
            told += _everywhere(weight, end - start) << _WIDTH * start
    # with its highest bit turned each sum is what it is without `_HALF`
    told ^= _everywhere(_HALF * _ALL, size)
    whole = told.to_bytes((size + 2 * reach + 1) * _FOUR.size, "little")
    return [*_FOUR.iter_unpack(whole[: size * _FOUR.size])]


def _around(w: _Weights, text: str, rules: str) -> Iterator[bytes]:
    """What is said of each place by what the rules read around it, and of every place."""
    said = _AHEAD + rules.translate(_NUMBER_OF) + _BEHIND
    tags = keys = int.from_bytes(said.encode("utf-32-le"), "little")
    for at in range(1, _WIDE):
        keys += tags >> 32 * at << _TAG_BITS * at
    whole = memoryview(keys.to_bytes(4 * len(said), "little")).cast("I")[: len(rules)]
    return map(w.around(tag_signs.kept(rules), tag_signs.PHONE in text).__getitem__, whole)


def _tiled(said: list[bytes]) -> int:
    """The sums of what each says of `_WIDE` places, each one place farther than the one before."""
    whole = 0
    for at in range(_WIDE):
        whole += int.from_bytes(b"".join(said[at::_WIDE]), "little") << _WIDTH * at
    return whole


@lru_cache(maxsize=256)
def _everywhere(said: int, places: int) -> int:
    """The same in so many places."""
    return said * int.from_bytes((1).to_bytes(_FOUR.size, "little") * places, "little")


@cache
def _by_phone(ahead: int, behind: int) -> int:
    """What a phone says of so many places before it and behind it."""
    w = _weights()
    row = [*reversed(w.phone_ahead[:ahead]), 0, *w.phone_behind[:behind]]
    return sum(said << _WIDTH * at for at, said in enumerate(row))
