"""What is looked for before a text is mended or cut says no only where nothing is to be done."""

from __future__ import annotations

import pytest

from bot.domain.reading import marks, normal


@pytest.mark.parametrize(("heard", "meant"), normal._HEARD.items())
def test_each_slip_of_voice_is_mended(heard: str, meant: str) -> None:
    assert normal.fold(f"我家{heard}。") == f"我家{meant}。"


@pytest.mark.parametrize(("old", "new"), normal._TRADITIONAL.items())
def test_each_traditional_character_is_mended(old: int, new: int) -> None:
    assert normal.fold(f"{chr(old)}。") == f"{chr(new)}。"


@pytest.mark.parametrize("stroke", "—–―")
def test_a_flat_with_long_strokes_is_mended(stroke: str) -> None:
    assert normal.fold(f"7{stroke}1{stroke}502") == "7-1-502"


@pytest.mark.parametrize(
    "text",
    [
        "①甲冷 ②乙冷",
        "❶甲冷 ❷乙冷",
        "1、甲冷 2、乙冷",
        "1.甲冷 2.乙冷",
        "(一)甲冷 (二)乙冷",
        "(1)甲冷 (2)乙冷",
        "1\ufe0f\u20e3甲冷 2\ufe0f\u20e3乙冷",
        "第一个甲冷 第二个乙冷",
        "其一甲冷 其二乙冷",
        "甲冷 / 乙冷",
        "甲冷 | 乙冷",
        "甲冷||乙冷",
        "甲冷 → 乙冷",
        "甲冷 — 乙冷",
        "甲冷\n乙冷",
    ],
)
def test_what_is_cut_may_be_cut(text: str) -> None:
    assert len(marks.cut(text)) > 1
    assert marks.may_be_cut(text)


def test_what_has_no_mark_stays_whole() -> None:
    assert not marks.may_be_cut("某里3号楼2单元501家里冷,来看看。")
