"""A school or a hospital that is without heat is a large area, a part of it is not (R3.1.2)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

WHOLE = (
    "市第三中学学校停暖了教室没暖气",
    "市第一医院停暖气了",
    "实验小学停暖了 孩子们冻得直哭",
    "红星小学没暖气 王老师13912340001",
    "中心幼儿园没有暖气了",
    "县医院停热了 13912340001 总务科",
    "人民医院从昨晚开始没暖气",
    "第五中学不热 全校师生都冻着",
    "区中医院暖气停了",
    "师范学院停暖",
    "夕阳红养老院停暖了",
    "二中停暖气了，教导处张主任13912340001",
    "妇幼保健院没暖 新生儿受不了",
)
PART = (
    "医院家属院3号楼2单元501不热",
    "实验小学旁边3号楼2单元501没暖气",
    "第三中学门口阳光花园3-2-501停暖了",
    "县医院住院楼两层病房全凉",
    "育红小学教学楼东侧几个班不热",
    "东关小学食堂暖气不热,就食堂",
    "学校宿舍没有暖气,说是等通知",
    "幼儿园教室只有15度",
    "一中家属楼停暖了 2单元301",
    "医院太平间没暖气",
    "学校门卫室没暖气",
    "我在医院上班，家里停暖了 阳光花园3-2-501",
    "小学对面的小卖部没暖气",
    "实验小学会停暖吗",
    "三中一间教室没暖气",
)


@pytest.mark.parametrize("words", WHOLE)
def test_the_whole_of_it_is_major(words: str) -> None:
    (complaint,) = read(words)
    assert (complaint.type, complaint.severity) == ("quality", "major")


@pytest.mark.parametrize("words", PART)
def test_a_part_of_it_is_general(words: str) -> None:
    assert [c.severity for c in read(words) if c.severity == "major"] == []
