"""Flats of several houses in one row, and a second room with a trouble of its own (R2.2)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

A = "13911110001"
#: a message and the address of each flat that is told
ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "锦绣家园5号楼301、6号楼201、7号楼1单元101 不热",
        ("锦绣家园5号楼301", "锦绣家园 6号楼201", "锦绣家园 7号楼1单元101"),
    ),
    (
        "锦绣家园5号楼301 302 6号楼201 都报不热",
        ("锦绣家园5号楼301", "锦绣家园5号楼 302", "锦绣家园 6号楼201"),
    ),
    (
        "锦绣家园5号楼301、6号楼201、202都不热",
        ("锦绣家园5号楼301", "锦绣家园 6号楼201", "锦绣家园 6号楼 202"),
    ),
    (
        "锦绣家园5号楼3单元301、4单元201都不热",
        ("锦绣家园5号楼3单元301", "锦绣家园5号楼 4单元201"),
    ),
    ("A栋1201和B栋903都不热（锦绣家园）", ("A栋1201 锦绣家园", "B栋903 锦绣家园")),
    ("5号楼301和6号楼201都不热，锦绣家园的", ("5号楼301 锦绣家园", "6号楼201 锦绣家园")),
    ("5号楼2单元301、302、401都不热", ("5号楼2单元301", "5号楼2单元 302", "5号楼2单元 401")),
    ("锦绣家园5号楼2单元301不热，401漏水", ("锦绣家园5号楼2单元301", "锦绣家园5号楼2单元 401")),
    ("5号楼2单元301不热，401也不热", ("5号楼2单元301", "5号楼2单元 401")),
    # one home, whatever its neighbours have
    ("锦绣家园5号楼2单元301漏水，401漏到301了", ("锦绣家园5号楼2单元301",)),
    ("锦绣家园5号楼2单元301室暖气不热，对门302也冰凉", ("锦绣家园5号楼2单元301室",)),
    ("锦绣家园5号楼2单元301室暖气不热，楼上401漏水", ("锦绣家园5号楼2单元301室",)),
)


@pytest.mark.parametrize(("text", "addresses"), ROWS)
def test_each_flat_is_a_household(text: str, addresses: tuple[str, ...]) -> None:
    assert tuple(c.address for c in read(text)) == addresses


@pytest.mark.parametrize(
    "text", ["锦绣家园5号楼301、6号楼201、7号楼101都不热", "锦绣家园301 302 6号楼 都不热"]
)
def test_flats_of_three_houses_are_not_three_houses(text: str) -> None:
    """R3.1.2: three buildings without heat are major, three flats are not."""
    assert {c.severity for c in read(text)} == {"general"}


@pytest.mark.parametrize("text", ["锦绣家园5、6、7号楼都没暖气", "锦绣家园101、102、103号楼全停了"])
def test_three_houses_are(text: str) -> None:
    assert [c.severity for c in read(text)] == ["major"]


def test_one_who_tells_of_both_is_called_for_both() -> None:
    found = read(f"锦绣家园5-2-301暖气不热、401漏水 联系人王师傅{A}")
    assert [(c.name, c.phone, c.type) for c in found] == [
        ("王师傅", A, "quality"),
        ("王师傅", A, "facility"),
    ]
