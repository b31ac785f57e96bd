"""Several homes told in a row: with a stop between them, at one address, under their times."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read
from bot.domain.reading.late import late

#: each complaint's name, number and address
Told = tuple[tuple[str | None, str | None, str | None], ...]

A, B, C = "13911110001", "13911110002", "13911110003"
SEVERAL: tuple[tuple[str, Told], ...] = (
    # each part begins with its place; one of them has no flat, or no number
    (
        f"早班:松柏里2-3-401 戴先生 {A} 阀门关不严;柳荫苑11-2-203 卜女士 {B} 不热;"
        "榆树湾 12号楼门口井盖响,车一过哐哐的",
        (
            ("戴先生", A, "松柏里2-3-401"),
            ("卜女士", B, "柳荫苑11-2-203"),
            (None, None, "榆树湾 12号楼门口"),
        ),
    ),
    (
        f"夜班交的:a.松柏里 2-1-1904 蓝女士 {A} 没热;b.柳荫苑小区 昨晚整个小区都停暖了;"
        f"c.供电宿舍 5-4-3 温度17,{B}",
        (
            ("蓝女士", A, "松柏里 2-1-1904"),
            (None, None, "柳荫苑小区"),
            (None, B, "供电宿舍 5-4-3"),
        ),
    ),
    (
        f"今天三个。松柏里2-3-401不热,{A}。柳荫苑5号楼2单元整个单元冰凉,没留电话。榆树湾9-1-201阀门漏,{B}",
        (
            (None, A, "松柏里2-3-401"),
            (None, None, "柳荫苑5号楼2单元"),
            (None, B, "榆树湾9-1-201"),
        ),
    ),
    (
        f"松柏里2-3-401 不热 {A};柳荫苑换热站 循环泵轴漏水",
        ((None, A, "松柏里2-3-401"), (None, None, "柳荫苑换热站")),
    ),
    # one compound for all, a blank between them
    (
        "松柏里 3-502不热 3-602不热 3-702也不热 一个单元的立管",
        ((None, None, "松柏里 3-502"), (None, None, "松柏里 3-602"), (None, None, "松柏里 3-702")),
    ),
    (
        "催一下 松柏里 2-1-402 没暖(上午报的)还有 5-3-101 跑风滋水(昨天的)",
        ((None, None, "松柏里 2-1-402"), (None, None, "松柏里 5-3-101")),
    ),
    (
        f"连着俩都是松柏里的 4-2-501 说16.4 姓麻 {A} 4-2-601 说比楼下还凉 15.9 电话没让记",
        (("麻", A, "松柏里 4-2-501"), (None, None, "松柏里 4-2-601")),
    ),
    (
        f"① 松柏里 6-1-901 赵老师 {A} 最低15.9\n② 同小区 2号楼地下车库 保温层耷拉下来",
        (("赵老师", A, "松柏里 6-1-901"), (None, None, "松柏里 2号楼地下车库")),
    ),
    # as many buildings as are announced
    (
        f"松柏里小区 两个栋:6栋1单元没热 (老文 {A}),10栋整栋都没热(不知道谁)",
        (("老文", A, "松柏里小区 6栋1单元"), (None, None, "松柏里小区 10栋")),
    ),
    (
        f"军干所那边俩家 一个1号楼东户 说卧室17 一个1号楼西户 说阀门手轮掉了 都打{A}找小栗",
        (("小栗", A, "军干所 1号楼东户"), ("小栗", A, "军干所 1号楼西户")),
    ),
    # under their times: not a chat whose speaker is called 松柏里
    (
        f"06:40 松柏里 17号楼整栋没热 物业苏工 {A}\n06:52 松柏里 3-1-1501 卫生间跑水 {B}\n"
        f"07:05 老地震局院 2-4 老尤 暖气片裂了 {C}",
        (
            ("苏工", A, "松柏里 17号楼"),
            (None, B, "松柏里 3-1-1501"),
            ("老尤", C, "老地震局院 2-4"),
        ),
    ),
    # two doors, the building told before or behind
    (
        f"楼上1601和我家1501都冷,他家13度我家14度。我姓桑,{A};1601姓盛,{B}。松柏里5号楼",
        (("桑", A, "1501 松柏里5号楼"), ("盛", B, "1601 松柏里5号楼")),
    ),
    (
        f"我和对门都不热 我家401 对门402 松柏里7号楼3单元 {A}",
        ((None, A, "401 松柏里7号楼3单元"), (None, A, "402 松柏里7号楼3单元")),
    ),
    (
        f"我家1203阀门漏水,楼上1303暖气不热也一起报了,松柏里7号楼,{A}",
        ((None, A, "1203 松柏里7号楼"), (None, A, "1303 松柏里7号楼")),
    ),
    # neighbours in a group, the compound told by whoever passes it on, or in the group's name
    (
        "聊天记录\n7-302郝姐 20:11\n我家暖气咕噜咕噜的\n9-1-1102阿坤 20:13\n我家凉一天了\n"
        "物业-小祁 20:20\n都是柳荫新城的,这两家我报给热力了",
        (("郝姐", None, "7-302 柳荫新城"), ("阿坤", None, "9-1-1102 柳荫新城")),
    ),
    (
        f"转发 楼长群\n6栋长:我们栋都挺好\n8栋长:8栋2单元701漏水,{A}\n"
        "10栋长:10栋1单元301屋里就16度\n都是松柏新园的 麻烦热力安排",
        ((None, A, "8栋2单元701 松柏新园"), (None, None, "10栋1单元301 松柏新园")),
    ),
    (
        f"群聊:松柏新居住户互助\n小齐:谁家暖气不热举手\n4-202:我家 14度\n4-302:我家也不热 {A}\n"
        "7-801:我家热乎",
        ((None, None, "松柏新居 4-202"), (None, A, "松柏新居 4-302")),
    ),
)


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_each_home_is_one_complaint(text: str, expected: Told) -> None:
    """Each is a complaint of its own, with its own name, number and address (R2.2)."""
    assert tuple((c.name, c.phone, c.address) for c in read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"我家401 楼上501装修把管子弄坏了 我家不热 松柏里7号楼3单元 {A}",
        f"松柏里7号楼3单元我家402不热,对门401就热得很,{A}",
        f"松柏里2-3-401不热,{A};松柏里物业说不归他们管;松柏里小区其他家都热",
        f"我家松柏里2-3-401,室温14度;去年住柳荫苑5-1-101时24度;希望尽快解决,{A}",
        f"松柏里2-3-401 室温14度;报修三次没人来;柳荫苑收费处态度还不好;{A}",
        f"松柏里小区停暖两天了。松柏里小区共8栋楼。请尽快解决。{A}",
        f"松柏里换热站跳闸,影响松柏里、柳荫苑两个小区,{A}",
        f"松柏里4-2-501 楼上4-2-601漏水 泡了我家 {A}",
    ],
)
def test_what_is_told_beside_one_home_is_no_second(text: str) -> None:
    """Another place that is only told of is no complaint (R2.2)."""
    assert len(read(text)) == 1


def test_two_doors_have_their_own_warmth() -> None:
    """`他家13度我家14度`: each with his own."""
    told = read(f"隔壁邻居也凉 她家601我家602 我家16度 她家15度 松柏里9号楼 {A}")
    assert [c.room_temp_c for c in told] == [16.0, 15.0]


def test_a_pattern_s_way_may_be_kept_while_it_is_compiled() -> None:
    """`map(pattern.search, …)` keeps the way it had at first."""
    search = late("漏水").search
    assert [bool(search(words)) for words in ("漏水", "不热", "又漏水")] == [True, False, True]
