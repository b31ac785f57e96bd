"""One message with several complaints in it, and what belongs to which."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

SEVERAL = (
    (
        "报不热的:1.三单元201 张 13.5度 2.三单元301 王 14度 以上都是枣园居8号楼",
        ["三单元201 枣园居8号楼", "三单元301 枣园居8号楼"],
        ["quality", "quality"],
    ),
    (
        "下面几家 云杉里22-1-1401 阀门滴水 13812340003;22-1-1501 不热 13812340004 老苏",
        ["云杉里22-1-1401", "云杉里 22-1-1501"],
        ["facility", "quality"],
    ),
    (
        "不热的有:云杉里2-1-501(13812340005 李)、2-1-601(13812340006 王)",
        ["云杉里2-1-501", "云杉里 2-1-601"],
        ["quality", "quality"],
    ),
    (
        "序号|姓名|地址|电话|诉求\n1|高颖|云杉里3-1-502|13812340007|不热\n"
        "2|金哲|云杉里5-2-301|13812340008|跑水",
        ["云杉里3-1-502", "云杉里5-2-301"],
        ["quality", "facility"],
    ),
    (
        "1.金地嘉园2-1-301,李女士,13812340001,不热\n2.金地嘉园2-1-401,张先生,13812340002,漏水\n"
        "3、金地嘉园5-2-201 王大爷 13812340003 要求退费",
        ["金地嘉园2-1-301", "金地嘉园2-1-401", "金地嘉园5-2-201"],
        ["quality", "facility", "other"],
    ),
    (
        "①桐花苑1-2-301 不热 13812340001 ②桐花苑1-2-401 已处理 ③桐花苑1-2-501 漏水 13812340003",
        ["桐花苑1-2-301", "桐花苑1-2-501"],
        ["quality", "facility"],
    ),
    (
        "桐花苑2-3-301 郝女士 13812340001 屋里13度\n桐花苑2-3-401 同样",
        ["桐花苑2-3-301", "桐花苑2-3-401"],
        ["quality", "quality"],
    ),
    (
        "姓名:石磊\n电话:15512341002\n地址:桐花苑5栋1单元102\n问题:漏水\n\n"
        "姓名:丁然\n电话:15512341003\n地址:桐花苑6栋1单元102\n问题:不热",
        ["桐花苑5栋1单元102", "桐花苑6栋1单元102"],
        ["facility", "quality"],
    ),
    (
        '[{"name":"石磊","address":"桐花苑5栋1单元102","content":"漏水"},'
        '{"name":"丁然","address":"桐花苑6栋1单元102","content":"不热"}]',
        ["桐花苑5栋1单元102", "桐花苑6栋1单元102"],
        ["facility", "quality"],
    ),
    (
        "石磊,15512341000,桐花苑3-1-201,不热\n丁然,15512341001,桐花苑3-1-202,漏水",
        ["桐花苑3-1-201", "桐花苑3-1-202"],
        ["quality", "facility"],
    ),
    (
        "不热的有:桐花苑3-1-201、3-1-301、3-1-401",
        ["桐花苑3-1-201", "桐花苑 3-1-301", "桐花苑 3-1-401"],
        ["quality", "quality", "quality"],
    ),
    (
        "桐花苑的石先生(15512341002)家5-1-102室不热;梧桐家园的丁女士(15512341003)家6-1-103漏水",
        ["桐花苑 5-1-102室", "梧桐家园 6-1-103"],
        ["quality", "facility"],
    ),
    (
        "张三 09:12\n我家不热啊\n客服小王 09:13\n在哪\n"
        "张三 09:14\n滨江嘉园3-2-501,电话13512340000\n李四 09:20\n我家也不热 滨江嘉园3-2-601",
        ["滨江嘉园3-2-501", "滨江嘉园3-2-601"],
        ["quality", "quality"],
    ),
)


@pytest.mark.parametrize(("text", "addresses", "types"), SEVERAL)
def test_several(text: str, addresses: list[str], types: list[str]) -> None:
    found = read(text)
    assert [c.address for c in found] == addresses
    assert [c.type for c in found] == types


def test_the_part_that_is_this_complaint() -> None:
    first, second = read("①桐花苑1-2-301 不热 13812340001\n②桐花苑1-2-501 漏水 13812340003")
    assert "漏水" not in first.text
    assert first.phone == "13812340001"
    assert second.phone == "13812340003"


def test_a_number_is_of_the_flat_it_is_said_of() -> None:
    text = "槐荫里 2-1-101 2-1-201 2-1-301 这一竖趟全凉 联系201的汪阿姨 13812340022"
    found = read(text)
    assert [c.address for c in found] == ["槐荫里 2-1-101", "槐荫里 2-1-201", "槐荫里 2-1-301"]
    assert [(c.name, c.phone) for c in found] == [
        (None, None),
        ("汪阿姨", "13812340022"),
        (None, None),
    ]


def test_speakers_are_the_names() -> None:
    found = read(
        "张三 09:12\n我家不热,桐花苑1-1-101\n客服01 09:13\n收到\n王五 09:15\n水管漏了,桐花苑1-1-201"
    )
    assert [c.name for c in found] == ["张三", "王五"]


#: two places in one sentence, each with its own number; whose of a row the only number is
CALLED_APART: dict[str, list[tuple[str | None, str | None, str | None]]] = {
    "橡树湾全小区停暖联系王主任13812340701,梧桐苑没热水联系李主任13812340702": [
        ("王主任", "13812340701", "橡树湾"),
        ("李主任", "13812340702", "梧桐苑"),
    ],
    "橡树湾3号楼不热找老王13812340701,梧桐苑5号楼漏水找老李13812340702": [
        ("老王", "13812340701", "橡树湾3号楼"),
        ("老李", "13812340702", "梧桐苑5号楼"),
    ],
    "石门村停暖(村主任老段13812340701),柳沟村也停了(会计小满13812340702)": [
        ("老段", "13812340701", "石门村"),
        ("小满", "13812340702", "柳沟村"),
    ],
    "橡树湾3号楼不热 王先生13812340701 或者13812340702": [
        ("王先生", "13812340701", "橡树湾3号楼"),
    ],
    "我在橡树湾3号楼13812340701,单位在梧桐苑13812340702,家里不热": [
        (None, "13812340701", "橡树湾3号楼"),
    ],
    "橡树湾8号楼2门401、601都不热 401姓蒯13812340703 601没留": [
        ("蒯", "13812340703", "橡树湾8号楼2门401"),
        (None, None, "橡树湾8号楼2门 601"),
    ],
}


@pytest.mark.parametrize(("text", "expected"), CALLED_APART.items())
def test_whom_to_call_for_which_place(
    text: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert [(c.name, c.phone, c.address) for c in read(text)] == expected


def test_each_of_the_things_announced_is_a_complaint_with_the_number_told_for_all() -> None:
    text = (
        "两件事:我妈住柳荫苑4-1-201,卧室14度;我自己住紫竹园3-1-502,暖气片漏水。"
        "都打我电话,沙女士,13812340001"
    )
    found = read(text)
    assert [(c.address, c.type, c.phone) for c in found] == [
        ("柳荫苑4-1-201", "quality", "13812340001"),
        ("紫竹园3-1-502", "facility", "13812340001"),
    ]


def test_a_number_of_the_first_thing_is_not_the_seconds() -> None:
    text = "两件:柳荫苑 6-2-301 要改发票抬头 13812340001 芮;柳荫苑 6-2-302 井里阀门漏水"
    assert [c.phone for c in read(text)] == ["13812340001", None]


def test_a_compounds_name_on_a_line_heads_the_flats_below_it() -> None:
    text = (
        "名单\n柳荫里\n ·4-2-602 高阿姨 13812340001 不热\n ·6-1-101 地漏返热水\n"
        "紫竹里\n ·2-3-502 曾 13812340002 缴了费没开"
    )
    assert [c.address for c in read(text)] == [
        "柳荫里 4-2-602",
        "柳荫里 6-1-101",
        "紫竹里 2-3-502",
    ]


def test_what_a_list_is_of_holds_for_items_that_do_not_say_it() -> None:
    text = (
        "大家报一下不热的 格式 楼-单元-室 名 电话\n柳荫世家1-1-301 文 13812340001\n"
        "柳荫世家1-2-601 老简 13812340002 阀门柄掉了"
    )
    assert [c.type for c in read(text)] == ["quality", "facility"]


def test_a_building_of_the_compound_above_is_an_item_if_somebody_is_to_be_called() -> None:
    text = (
        "柳荫里:1)3号楼管井阀门漏水 13812340001 2)5-1-301 栾女士 不热 13812340002 "
        "3)6-1-302 15度 13812340003"
    )
    assert [(c.address, c.phone) for c in read(text)] == [
        ("柳荫里 3号楼", "13812340001"),
        ("柳荫里 5-1-301", "13812340002"),
        ("柳荫里 6-1-302", "13812340003"),
    ]


def test_one_more_behind_the_last_item_has_no_mark_of_its_own() -> None:
    text = (
        "①柳荫里3-1-201 屋里12度 13812340001 ②柳荫里3-1-301 同上 "
        "还有一家 松涛苑5-2-101 暖气片漏水 13812340003"
    )
    assert [(c.address, c.type) for c in read(text)] == [
        ("柳荫里3-1-201", "quality"),
        ("柳荫里3-1-301", "quality"),
        ("松涛苑5-2-101", "facility"),
    ]


def test_who_wrote_of_several_compounds_is_called_for_each() -> None:
    text = (
        "写信人:栾成\n联系电话:13812340001\n标题:给我们两个小区一个准话\n"
        "内容:柳荫苑、松涛苑自11月19日起相继断暖。请答复。"
    )
    assert [(c.name, c.phone, c.address) for c in read(text)] == [
        ("栾成", "13812340001", "柳荫苑"),
        ("栾成", "13812340001", "松涛苑"),
    ]
