"""Several places told in one breath, or one added to the other (R2.2)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

#: each complaint's name, number and address
Told = tuple[tuple[str | None, str | None, str | None], ...]

A, B, C = "13911110001", "13911110002", "13911110003"
#: compounds, villages and houses of many in a row
IN_A_ROW: tuple[tuple[str, Told], ...] = (
    (
        f"翠竹苑和碧桐苑昨晚都停了 翠竹苑找老白 {A} 碧桐苑的没留电话",
        (("老白", A, "翠竹苑"), (None, None, "碧桐苑")),
    ),
    (
        f"前屯 后屯 小王庄三个村从昨天就没气 乡里值班 {A}",
        ((None, A, "前屯"), (None, A, "后屯"), (None, A, "小王庄")),
    ),
    (
        f"红星小学 育才小学 两个学校教室都冰凉 找教育局范科长 {A}",
        (("范科长", A, "红星小学"), ("范科长", A, "育才小学")),
    ),
    (
        f"油田生活区那边 三中 五小 矿医院 三家单位都说没热气 三中{A} 五小{B} 矿医院 值班室{C}",
        (
            (None, A, "油田生活区 三中"),
            (None, B, "油田生活区 五小"),
            (None, C, "油田生活区 矿医院"),
        ),
    ),
    (
        "春江里 + 秋江里 两个小区都打来说不热",
        ((None, None, "春江里"), (None, None, "秋江里")),
    ),
    (
        "梅苑全小区、兰苑全小区 今天早上都没暖了",
        ((None, None, "梅苑"), (None, None, "兰苑")),
    ),
    ("华府一期、华府二期陆续停暖", ((None, None, "华府一期"), (None, None, "华府二期"))),
    (
        f"幸福家园跟安康家园今早都凉了 物业打来的 {A}",
        ((None, A, "幸福家园"), (None, A, "安康家园")),
    ),
)
#: one after the other
ADDED: tuple[tuple[str, Told], ...] = (
    (
        f"首先是梅园里2号楼1单元三楼说不热 姓白 {A} 然后梅园里6号楼地下室管子喷水 物业小关{B}",
        (("白", A, "梅园里2号楼1单元三楼"), ("小关", B, "梅园里6号楼地下室")),
    ),
    (
        "我反映两个问题。第一,我父母住的纺织厂宿舍3栋2单元6号,屋里一直14度;"
        f"第二,我姑姑住在玉泉苑8号楼1402,暖气片往外滋黑水。请联系我 白小军 {A}",
        (("白小军", A, "纺织厂宿舍3栋2单元6号"), ("白小军", A, "玉泉苑8号楼1402")),
    ),
    (
        "给我大伯家反映:柳河乡前营子村三社,屋里9度。"
        f"给我二姨家反映:柳河乡后营子村一社,暖气裂了。我叫白小娟,电话{A}。",
        (("白小娟", A, "柳河乡前营子村三社"), ("白小娟", A, "柳河乡后营子村一社")),
    ),
    (
        f"派出所打电话 说俩地方冒汽 一个是青年街早市后门 一个是青年街37号院里 都拉了警戒线 {A}",
        ((None, A, "青年街早市后门"), (None, A, "青年街37号院")),
    ),
    (
        f"梅园里3-2-401不热 {A} 另 我们6号楼地下室那根支管在漏",
        ((None, A, "梅园里3-2-401"), (None, A, "梅园里 6号楼地下室")),
    ),
    (
        "喂我家住梅园里二号楼三门四零一一直不热啊另外我楼下三零一他们家漏水你们来看看"
        "我姓白电话幺三九幺幺幺幺零零零幺",
        (("白", A, "梅园里二号楼三门四零一"), ("白", A, "梅园里二号楼三门 三零一")),
    ),
)
#: one place all the same
ALONE = (
    f"翠竹苑和碧桐苑中间那个井往外冒水 找老白 {A}",
    "平安路和兴业街交口管子爆了 翠竹苑、碧桐苑两个小区都停了",
    "翠竹苑和碧桐苑都挺热,就我家红枫园3-2-501不热",
    f"我在翠竹苑和碧桐苑都有房,翠竹苑3-1-202那套不热,{A}",
    f"我家梅园里3-2-401,然后客厅15度,卧室14度,{A}",
    "我家在梅园里,然后3号楼2单元501一直不热",
    "首先感谢你们,其次梅园里3-2-401还是不热",
    "第一,梅园里3-2-401暖气不热;第二,师傅态度不好;第三,要求退费",
    f"一个是不热,一个是漏水,梅园里3-2-401 {A}",
    "梅园里3-2-401不热 另外我家3-2-401次卧也漏水了",
    "梅园里3-2-401不热,然后我去物业问,物业说是梅园里换热站泵坏了",
)


@pytest.mark.parametrize(("text", "expected"), IN_A_ROW + ADDED)
def test_each_place_has_its_own_complaint(text: str, expected: Told) -> None:
    """Each place in a row or added is one complaint, with its own contact if it has one (R2.2)."""
    assert tuple((c.name, c.phone, c.address) for c in read(text)) == expected


@pytest.mark.parametrize("text", ALONE)
def test_one_home_is_told_of(text: str) -> None:
    """What is told beside a place, or of it again, is no second complaint."""
    assert len(read(text)) == 1


def test_several_compounds_are_a_large_area() -> None:
    """Compounds that lost their heat together are major, each of them (R3.1.2)."""
    assert [c.severity for c in read("翠竹苑和碧桐苑昨晚都停了")] == ["major", "major"]
    assert [c.severity for c in read("翠竹苑、碧桐苑两个小区都反映温度不达标,16度左右")] == [
        "general",
        "general",
    ]
