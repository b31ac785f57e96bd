"""How warm the rooms are, told several times: the lowest counts."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read


@pytest.mark.parametrize(
    ("words", "lowest"),
    [
        ("前天15 今天14 越来越低", 14.0),
        ("昨晚15 今早13", 13.0),
        ("上周17,昨天15,今天14,一天比一天凉", 14.0),
        ("周一17 周二16 周三15.5", 15.5),
        ("白天17,半夜14", 14.0),
        ("前天15号报的修,今天18号还不热", None),
        ("不热,昨天15点打的电话,今天14点才有人接", None),
        ("不热,昨天12单 今天14单都没轮到", None),
    ],
)
def test_of_several_days(words: str, lowest: float | None) -> None:
    (complaint,) = read(f"桐花苑3-2-501 {words} 裴女士 13812340001")
    assert (complaint.type, complaint.room_temp_c) == ("quality", lowest)


@pytest.mark.parametrize(
    ("words", "warmth"),
    [
        ("师傅当面测的十六点五,他也签了字", 16.5),
        ("我这儿14,老人受不了", 14.0),
        ("不热,我那儿14号楼的都一样", None),
        ("不热,我这边6、7、8三栋都打电话来", None),
    ],
)
def test_of_one_room(words: str, warmth: float | None) -> None:
    (complaint,) = read(f"桐花苑3-2-501 {words} 裴女士 13812340001")
    assert complaint.room_temp_c == warmth
