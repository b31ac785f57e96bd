"""Merged chat records: who says what, from which flat, and of which compound's group (R2.2)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import Complaint, read
from bot.domain.reading import chat_groups, talk


def _who(found: tuple[Complaint, ...]) -> list[tuple[str | None, str | None, str | None]]:
    return [(c.name, c.phone, c.address) for c in found]


def test_a_flat_in_the_speakers_name_is_his_place_and_the_title_tells_the_compound() -> None:
    text = (
        "柳荫苑二期交流群 的聊天记录\n阿香(6-1-902) 19:20\n我家地暖没感觉 16.5度\n"
        "二胖 19:22\n我家行 22\n阿香(6-1-902) 19:23\n给看看呗 我电话13812340001\n"
        "老梅2-1-103 19:31\n阀门那滴水两天了 13812340002\n小助手 19:40\n都登记了"
    )
    assert _who(read(text)) == [
        ("阿香", "13812340001", "柳荫苑二期 6-1-902"),
        ("老梅", "13812340002", "柳荫苑二期 2-1-103"),
    ]


def test_the_time_may_stand_before_the_speaker() -> None:
    text = (
        "「柳荫苑邻居群」聊天记录如下:\n9:02 望山:都报一下多少度 我去反映\n"
        "9:03 望山:我先来 柳荫苑6-1-302 13度 13812340001\n"
        "9:05 老魏:6-2-1501 十六 魏涛 13812340002\n9:06 阿香:我家挺好\n9:20 望山:行 都转了"
    )
    found = read(text)
    assert [(c.address, c.phone, c.room_temp_c) for c in found] == [
        ("柳荫苑6-1-302", "13812340001", 13.0),
        ("柳荫苑 6-2-1501", "13812340002", 16.0),
    ]
    assert {c.type for c in found} == {"quality"}


def test_a_building_in_chinese_figures_with_a_room_is_a_flat() -> None:
    text = (
        "[聊天记录]柳荫新村热心邻里\n小鲁 8:11\n五栋的都醒醒 谁家没暖\n五栋402 梅 8:12\n"
        "我家冰凉 电话13812340001\n五栋404李婶 8:13\n俺家还中 温乎着嘞\n"
        "七栋101 8:20\n我不冷 是三通那块漏 13812340002\n小鲁 8:22\n我转给热力啊"
    )
    assert _who(read(text)) == [
        ("梅", "13812340001", "柳荫新村 五栋402"),
        (None, "13812340002", "柳荫新村 七栋101"),
    ]


def test_the_groups_building_goes_before_a_flat_told_without_one() -> None:
    text = "柳荫里27号楼住户群:\n1门101:姓梅,14度,老人\n1门402:新换的暖气片一直渗\n2门602:夏,满意"
    assert [c.address for c in read(text)] == [
        "柳荫里27号楼 1门101",
        "柳荫里27号楼 1门402",
    ]


@pytest.mark.parametrize(
    ("above", "compound"),
    [
        ("群聊“柳荫里小区三期业主2群”的聊天记录", "柳荫里小区三期"),
        ("柳荫苑 业主三群", "柳荫苑"),
        ("业主群截图转文字(紫竹园)", "紫竹园"),
        ("【柳荫家园邻居互助】聊天记录", "柳荫家园"),
        ("以下是「柳荫里邻里互助」的聊天记录", "柳荫里"),
        ("转发 来自业主群“柳荫里咱一家人”", "柳荫里"),
        ("维修工作群", None),
        ("业主群", None),
    ],
)
def test_the_title_of_a_record_tells_the_compound(above: str, compound: str | None) -> None:
    assert chat_groups.group_of(f"{above}\n") == compound


@pytest.mark.parametrize(
    ("speaker", "flat", "name"),
    [
        ("阿香(4-2-901)", "4-2-901", "阿香"),
        ("老梅3-1-102", "3-1-102", "老梅"),
        ("五栋402 樊", "五栋402", "樊"),
        ("A座1203 Lily", "A座1203", "Lily"),
        ("3#2单元501李", "3#2单元501", "李"),
        ("7栋101", "7栋101", None),
        ("退休老魏", "", "退休老魏"),
        ("物业小芦", "", "小芦"),
        ("裘老师", "", "裘老师"),
    ],
)
def test_a_speakers_name_is_told_from_his_flat(speaker: str, flat: str, name: str | None) -> None:
    assert talk.flat_of(speaker)[0] == flat
    assert talk.person(speaker) == name


@pytest.mark.parametrize(
    "words",
    ["我家挺好", "俺家还中 温乎着嘞", "我家行 22", "22,挺好", "楼上没事", "没停吧 我家烫手"],
)
def test_who_is_content_complains_of_nothing(words: str) -> None:
    assert talk.is_content(words)


@pytest.mark.parametrize(
    "words", ["我家行不行啊 才12度", "我家挺好就是厕所凉", "我家好冷", "家里没事 楼道爆管了"]
)
def test_who_is_not_content_is_heard(words: str) -> None:
    assert not talk.is_content(words)


def test_neither_of_two_flats_is_called_on_the_others_number_where_it_is_said_who_left_none() -> (
    None
):
    text = "柳荫新苑 6-1-701 6-1-702 对门两家 都是卧室凉 701姓屈 13812340001 702没留"
    assert [(c.address, c.phone) for c in read(text)] == [
        ("柳荫新苑 6-1-701", "13812340001"),
        ("柳荫新苑 6-1-702", None),
    ]


def test_a_line_of_a_list_that_is_well_already_is_no_complaint() -> None:
    text = (
        "#接龙\n柳荫家园测温\n1. 2-1-401 13812340001 16.5\n"
        "2. 5-3-202 已好,不用来\n3. 7-2-1102 13812340002 北屋凉"
    )
    assert [c.address for c in read(text)] == ["柳荫家园 2-1-401", "柳荫家园 7-2-1102"]


@pytest.mark.parametrize("title", ["橡树湾二群", "橡树湾3群", "橡树湾业主二群", "橡树湾第二微信群"])
def test_which_of_its_groups_it_is_is_no_part_of_the_compounds_name(title: str) -> None:
    said = "小郭 8:11\n谁家没暖\n5-2-402樊 8:12\n我家冰凉 13812340011"
    (found,) = read(f"[聊天记录]{title}\n{said}")
    assert (found.address, found.community) == ("橡树湾 5-2-402", "橡树湾")


def test_a_phase_is_part_of_the_compounds_name() -> None:
    said = "小郭 8:11\n谁家没暖\n5-2-402樊 8:12\n我家冰凉 13812340011"
    (found,) = read(f"[聊天记录]橡树湾二期群\n{said}")
    assert found.community == "橡树湾二期"


def test_quoted_lines_and_flats_before_a_name_are_speakers() -> None:
    text = (
        "柳荫里业主群\n> 梅大姐:今天气温低,大家家里咋样\n> 3号楼2单元601 小章:我家19,可以\n"
        "> 3号楼2单元602 孔师傅:我家不行14度,电话13812340001\n> 热力小窦:安排"
    )
    assert _who(read(text)) == [("孔师傅", "13812340001", "柳荫里 3号楼2单元602")]


def test_day_and_time_may_head_what_somebody_says_again_and_again() -> None:
    text = (
        "2025/11/20 08:11 柳荫园-老席\n@所有人 我家楼道管道井滴水,1号楼2单元5楼\n"
        "2025/11/20 08:12 柳荫园-老席\n13812340001\n2025/11/20 08:15 物业小符\n看到了,已报热力"
    )
    assert _who(read(text)) == [("老席", "13812340001", "柳荫园 1号楼2单元5楼")]


def test_times_of_what_happened_are_no_speakers() -> None:
    text = (
        "柳荫苑3-2-501 梅女士13812340001\n18:20 打电话\n没人接\n"
        "19:30 师傅来了\n看一眼走了\n20:00 还是冰凉\n"
    )
    assert _who(read(text)) == [("梅女士", "13812340001", "柳荫苑3-2-501")]


def test_the_name_that_several_flats_share_is_the_compounds() -> None:
    text = (
        "柳荫山(9-1-301) 07:55\n卫生间立管渗水\n柳荫山(9-1-301) 07:56\n13812340001 我姓厍\n"
        "柳荫山(6-2-1104) 07:58\n我家一到夜里就15度\n物业-小栾 08:02\n都登记了"
    )
    assert _who(read(text)) == [
        ("厍", "13812340001", "柳荫山 9-1-301"),
        (None, None, "柳荫山 6-2-1104"),
    ]


def test_two_of_one_flat_make_one_complaint_with_the_number_to_call() -> None:
    text = (
        "柳荫湾用户服务群\n乐乐(3-2-701):15.8度,孩子发烧,13812340001\n"
        "程(3-2-701):我跟上面一家的,别打她的了,打我13812340002\n阿香(2-1-101):也是15度"
    )
    assert _who(read(text))[0] == ("程", "13812340002", "柳荫湾 3-2-701")
    assert len(read(text)) == 2


def test_neighbours_without_flats_complain_of_their_building_with_one_number() -> None:
    text = (
        "[群聊] 柳荫城12号楼业主群\n齐齐:热没热?\n蓉姐:不热,冰的\n"
        "老唐:我家也冰的 13812340001\n木木:+1\n物业:我问了"
    )
    assert _who(read(text)) == [("老唐", "13812340001", "柳荫城12号楼")]


def test_compounds_listed_behind_their_number_are_a_complaint_each() -> None:
    text = "三个小区都来电话 说一点不热 柳荫山河、紫竹苑、望山里 客服接了四十多个了"
    assert [c.address for c in read(text)] == ["柳荫山河", "紫竹苑", "望山里"]
    assert {c.severity for c in read(text)} == {"major"}


def test_days_and_parts_of_the_day_belong_to_the_time() -> None:
    text = (
        "微信群聊天记录\n王姐 昨天 20:11\n柳荫里5-2-301 13度 电话13812340001\n"
        "李哥 上午 8:11\n5-2-302漏水 13812340002\n物业 8:15\n收到"
    )
    assert _who(read(text)) == [
        ("王姐", "13812340001", "柳荫里5-2-301"),
        ("李哥", "13812340002", "柳荫里 5-2-302"),
    ]


def test_what_the_second_of_one_flat_says_is_kept_and_the_worse_of_both_counts() -> None:
    text = (
        "柳荫湾业主群\n乐乐(3-2-701) 8:11\n屋里15.8度 13812340001\n"
        "程(3-2-701) 8:20\n主管爆管喷水 屋里水没脚面了\n阿香(2-1-101) 8:25\n也是15度"
    )
    first = read(text)[0]
    assert (first.severity, first.phone) == ("major", "13812340001")
    assert "15.8度" in first.text
    assert "水没脚面" in first.text


def test_a_groups_building_is_no_part_of_the_compounds_name() -> None:
    text = "[群聊] 柳荫城12号楼业主群\n蓉姐:不热,冰的\n老唐:我家也冰的 13812340001\n木木:+1"
    (found,) = read(text)
    assert (found.address, found.community) == ("柳荫城12号楼", "柳荫城")


def test_a_flat_is_told_with_its_compound_by_who_passes_it_on_with_its_number() -> None:
    text = "3-501:我家不热\n3-501:15.2\n物业小单:@热力 柳荫里 3-501 去看看,业主电话 13812340001"
    found = read(text)
    assert [(c.name, c.phone, c.address, c.room_temp_c) for c in found] == [
        (None, "13812340001", "柳荫里 3-501", 15.2)
    ]


def test_a_flat_of_another_building_is_another_flat() -> None:
    text = "3-501:我家不热 13812340002\n物业小单:@热力 柳荫里 13-501 漏水,业主电话 13812340001"
    assert [c.phone for c in read(text)] == ["13812340002", "13812340001"]


def test_who_passes_it_on_is_called_by_the_compound() -> None:
    text = (
        "聊天记录\n柳荫里网格-小于 08:03\n早 谁家停暖了\n1-301 08:05 不太热 17度吧\n"
        "3-502胡大妈 08:06 我家跑水了\n柳荫里网格-小于 08:07 胡大妈您关阀了吗"
    )
    assert [c.address for c in read(text)] == ["柳荫里 1-301", "柳荫里 3-502"]


def test_a_flat_told_once_a_nickname_before_it_and_the_time_right_behind() -> None:
    text = (
        "【合并聊天记录 · 柳荫苑3号院业主】\n小树(2-1-901)07:02:都起了没,我家卫生间冷得很\n"
        "陈阿姨 2-3-1102 07:05:我家还行,十九\n小树(2-1-901)07:06:我这才16.4\n"
        "东子 6-1-203 07:15:我家暖气片崩了,滋水\n东子 6-1-203 07:17:关不死,13812340001找我"
    )
    assert _who(read(text)) == [
        ("小树", None, "柳荫苑3号院 2-1-901"),
        ("东子", "13812340001", "柳荫苑3号院 6-1-203"),
    ]


def test_neighbours_whose_heat_came_back_report_nothing() -> None:
    record = (
        "转发\n老元(柳荫苑2号楼) 20:11 今晚又停了?\n阿香 20:12 停了 我3号楼\n"
        "{}阿香 20:20 我的也热了"
    )
    assert read(record.format("老元 20:12 我家总阀关着 开了 热了\n")) == ()
    (found,) = read(record.format("老元 20:12 冰凉 才15度 13812340001\n"))
    assert (found.address, found.phone) == ("柳荫苑2号楼", "13812340001")


def test_neighbours_who_tell_their_buildings_are_one_matter_and_the_manager_is_called() -> None:
    text = (
        "【聊天记录】柳荫里业主3群\n2栋老金 5:58\n谁家还有热?\n4栋豆豆爸 6:02\n半夜就没了\n"
        "5栋张婶 6:03\n冰凉\n8栋六子 6:05\n一样一样的\n管家小于 6:30\n@热力 看看吧 回我13812340001"
    )
    [one] = read(text)
    assert (one.name, one.phone, one.severity) == ("小于", "13812340001", "major")
    assert one.address == "柳荫里 2栋 4栋 5栋 8栋"


def test_who_passes_it_on_tells_the_compound_of_all() -> None:
    text = (
        "群聊:东片网格三组\n网格员-小柴 08:02 谁家还凉着的报楼号\n任婶 08:04 二号楼凉\n"
        "阿林 08:04 三号楼凉,一宿没睡\n周奶奶 08:09 俺五号楼,凉透了\n"
        "小柴 08:30 @热力小谷 柳荫苑你们过来看下,我13812340001"
    )
    assert _who(read(text)) == [("小柴", "13812340001", "二号楼 三号楼 五号楼 柳荫苑")]


def test_the_company_asks_where_it_is_and_that_is_the_place() -> None:
    text = (
        "【合并转发】村民事务群\n张拴牢 6:50 谁家有热气没\n巧红 6:53 没有 一滴滴都没有\n"
        "网格员杨小琴 7:10 挨个问了,没有一户热的,我手机13812340001\n"
        "热力-小石 7:20 柳河镇张家塬对吧,收到,我电话13812340002"
    )
    assert _who(read(text)) == [("杨小琴", "13812340001", "柳河镇张家塬")]
