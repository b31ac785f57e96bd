"""Less usual ways to tell of several homes in one message."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

#: each complaint's name, number and address
Told = tuple[tuple[str | None, str | None, str | None], ...]

A, B = "13911110001", "13911110002"
#: other ways to tell of several homes
OTHERWISE: tuple[tuple[str, Told], ...] = (
    (
        "尊敬的局长:我说说两个小区的情况。一个是松柏里,上周起全小区停暖;"
        f"一个是父母住的柳荫苑5-2-301,室温14度。崔浩 {A}",
        (("崔浩", A, "松柏里"), ("崔浩", A, "柳荫苑5-2-301")),
    ),
    (
        f"我有两套房子,松柏里3-2-401出租了,租客说不热;柳荫苑5-2-301自己住,阀门漏水。崔浩{A}",
        (("崔浩", A, "松柏里3-2-401"), ("崔浩", A, "柳荫苑5-2-301")),
    ),
    (
        f"松柏里业主群聊天记录\n崔浩 3-2-401:我家15度,{A}\n石梅 3-2-501:我家也15,{B}\n"
        "群主:这事得找物业\n老金 5-1-101:我家漏水了谁管",
        (
            ("崔浩", A, "松柏里 3-2-401"),
            ("石梅", B, "松柏里 3-2-501"),
            ("老金", None, "松柏里 5-1-101"),
        ),
    ),
    (
        f"松柏里3-2-401不热 电话{A} 还有他家楼下301漏水 电话{B}",
        ((None, A, "松柏里3-2-401"), (None, B, "松柏里3-2 301")),
    ),
    (
        f"我和对门都不热。我家松柏里3-2-401,崔浩{A};对门402,石梅{B}",
        (("崔浩", A, "松柏里3-2-401"), ("石梅", B, "松柏里3-2 402")),
    ),
    (
        f"松柏里3-2-401(崔浩,{A})和柳荫苑5-2-301(石梅,{B})反映不热",
        (("崔浩", A, "松柏里3-2-401"), ("石梅", B, "柳荫苑5-2-301")),
    ),
    (
        f"三件事 1松柏里换热站泵响 2柳荫苑5号楼没热 3榆树湾3-2-401漏水 {A}",
        ((None, None, "松柏里换热站"), (None, None, "柳荫苑5号楼"), (None, A, "榆树湾3-2-401")),
    ),
    (
        f"松柏里 3-2-401 崔浩 {A} 15度\n同上 3-2-501 石梅 {B} 14度\n同上 3-2-601 不在家",
        (("崔浩", A, "松柏里 3-2-401"), ("石梅", B, "松柏里 3-2-501")),
    ),
    (
        "A家:松柏里3-2-401不热 B家:松柏里3-2-501不热 C家:松柏里3-2-601好的",
        ((None, None, "松柏里3-2-401"), (None, None, "松柏里3-2-501")),
    ),
    (
        f"工单1:松柏里3-2-401 不热 崔浩{A}\n答复:已调节阀门,用户满意\n"
        f"工单2:柳荫苑5-2-301 漏水 石梅{B}\n答复:配件未到",
        (("石梅", B, "柳荫苑5-2-301"),),
    ),
)


@pytest.mark.parametrize(("text", "expected"), OTHERWISE)
def test_each_home_has_its_own_contact(text: str, expected: Told) -> None:
    """Each complaint has its own home's name, number and address (R2.2)."""
    assert tuple((c.name, c.phone, c.address) for c in read(text)) == expected
