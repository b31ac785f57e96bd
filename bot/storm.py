"""Many people at once: `storm:` in a scenario, one line for hundreds of messages.

The same line makes the same messages, always.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

#: How people say that it is cold; taken in turn.
WORDS = (
    "家里不热，只有{degrees}度",
    "暖气冰凉，屋里{degrees}度，有老人",
    "不热！孩子冻感冒了",
    "今晚突然停暖了，暖气一点热乎气没有",
    "室温{degrees}度，太冷了",
    "暖气片是凉的，什么时候来热？",
)
AGAIN = "还是不热，怎么还没人来"
#: Where one household each complains that has nothing to do with it.
ELSEWHERE = (
    "春晓里", "向阳里", "惠民家园", "安居苑", "和平新村", "文汇苑", "金桥花园", "丽景苑",
    "朝阳里", "书香苑", "长青家园", "幸福里", "新华苑", "兴业花园", "明珠苑", "永安里",
    "锦绣苑", "康乐里", "富民家园", "北苑新村", "红旗新村", "建设里", "友谊苑", "团结新村",
)  # fmt: skip
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
_WHOLE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Household:
    """One flat, its people and their phone."""

    community: str
    number: int
    phone: str

    @property
    def who(self) -> str:
        """What they are called."""
        title = "女士" if self.number % 2 else "先生"
        return f"{_SURNAMES[self.number % len(_SURNAMES)]}{title}"

    @property
    def address(self) -> str:
        """Six floors of two flats, three units a building."""
        building, flat = divmod(self.number, 36)
        unit, flat = divmod(flat, 12)
        floor, side = divmod(flat, 2)
        return f"{self.community}{building + 1}号楼{unit + 1}单元{floor + 1}0{side + 1}"


@dataclass(frozen=True, slots=True)
class Storm:
    """So many households of each community, others elsewhere, some of them again or twice."""

    households: Mapping[str, int]
    elsewhere: int = 0
    repeats: int = 0
    near: int = 0
    over: timedelta = timedelta(minutes=20)

    def messages(self) -> Iterator[tuple[timedelta, str]]:
        """When somebody writes what, in order."""
        said = [*self._first(), *self._again(), *self._other_phones()]
        yield from sorted(said, key=lambda message: message[0])

    def _streets(self) -> list[list[Household]]:
        names = [(name, count) for name, count in self.households.items()]
        streets = [
            [Household(name, i, f"139{s + 10:02d}{i:06d}") for i in range(count)]
            for s, (name, count) in enumerate(names)
        ]
        names_ = cycle(ELSEWHERE)
        alone = [Household(next(names_), i, f"13800{i:06d}") for i in range(self.elsewhere)]
        return [*streets, alone]

    def _first(self) -> Iterator[tuple[timedelta, str]]:
        words = cycle(WORDS)
        for street in self._streets():
            for i, one in enumerate(street):
                at = self.over * 0.8 * (i + 0.5) / len(street)
                said = next(words).format(degrees=11 + one.number % 6)
                yield _rounded(at), f"{one.who} {one.phone} {one.address} {said}"

    def _spread(self, count: int, step: int) -> Iterator[tuple[timedelta, Household]]:
        """Households that wrote, each of them once more, later."""
        streets = [street for street in self._streets() if street]
        for k in range(count):
            street = streets[k % len(streets)]
            i = (k // len(streets)) * step % len(street)
            yield self.over * (0.8 * (i + 0.5) / len(street) + 0.1 + 0.1 * k / count), street[i]

    def _again(self) -> Iterator[tuple[timedelta, str]]:
        for at, one in self._spread(self.repeats, 3):
            yield _rounded(at), f"{one.who} {one.phone} {one.address} {AGAIN}"

    def _other_phones(self) -> Iterator[tuple[timedelta, str]]:
        for at, one in self._spread(self.near, 5):
            phone = f"137{one.phone[3:]}"
            yield _rounded(at), f"{one.who}家属 {phone} {one.address} 家里不热"


def _rounded(at: timedelta) -> timedelta:
    return timedelta(seconds=round(at / _WHOLE))


def storm_of(value: Mapping[str, object], over: timedelta) -> Storm:
    """Raises ValueError that says what would be right."""
    households = value.get("households")
    counts = [value.get(name, 0) for name in ("elsewhere", "repeats", "near")]
    households = households if isinstance(households, Mapping) else {}
    given: Sequence[object] = [*households.values()]
    if not given or any(type(n) is not int or n < 0 for n in (*given, *counts)):
        raise ValueError(
            "storm 写成 {over: 20m, in: 客服群, by: [客服甲], households: {阳光花园: 100},"
            " elsewhere: 20, repeats: 20, near: 10}"
        )
    elsewhere, repeats, near = (int(str(n)) for n in counts)
    counted = {str(name): int(n) for name, n in households.items()}
    return Storm(counted, elsewhere, repeats, near, over)
