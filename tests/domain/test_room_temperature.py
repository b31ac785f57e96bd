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


@pytest.mark.parametrize(
    ("words", "warmth"),
    [
        # on what is hung in the room
        ("恒温面板显示19 想要22", 19.0),
        ("暖气凉哇哇的 温度表指着8", 8.0),
        ("不热 床头温度计停在十三", 13.0),
        ("不热 我家挂的表就13", 13.0),
        ("屋里都在16、17 就是不达标", 16.0),
        ("阳台地暖没温度 其他地方22", 22.0),
        ("北屋凉 别的屋都19", 19.0),
        ("咋了:不热 多少度:十四 电话:13812360001", 14.0),
        ("问题:不热 几度:15 电话:13812360001", 15.0),
        ("屋里穿棉袄 说有15、6度", 15.0),
        ("不热 一楼13二楼16 复式", 13.0),
        ("系统显示18.5 我家实际15 冷", 15.0),
        ("一个屋18 一个屋16 一个屋17 冷", 16.0),
        ("测过三次都是16 冷", 16.0),
        ("冷 宿舍 2、3、4层也是", None),
        ("去年20多度今年15 冷", 15.0),
        ("昨儿14 今儿好点16 还是嫌低", 14.0),
        ("手摸着也就三十来度 屋里没量 不热", None),
        ("地暖摸着跟没开一样 16度", 16.0),
        # wished for, and told behind it
        ("不求二十度 有个十八就行 现在十六", 16.0),
        ("空调开着才十七 不热", 17.0),
        # of something else, or no degrees
        ("不热 温控面板设定22 就是上不去", None),
        ("不热 压力表指着4", None),
        ("不热 冰箱显示4度", None),
        ("家里在3号楼 不热", None),
        ("现在16户不热", None),
        ("现在12点了还不热", None),
        ("地库B2 C区147车位 管子漏水", None),
    ],
)
def test_where_it_is_read(words: str, warmth: float | None) -> None:
    assert [c.room_temp_c for c in read(f"槐荫里3-2-501 {words}")] == [warmth]


@pytest.mark.parametrize(
    ("words", "warmth"),
    [
        # one home on two floors, and a neighbour below
        ("跃层 楼上20 楼下13度 不热", 13.0),
        ("loft 楼下14度 楼上还行 不热", 14.0),
        ("楼上热 楼下12度,都说是我家没放气 不热", None),
        # a room beside a fever
        ("孩子发烧 屋13℃ 不热", 13.0),
        ("孩子烧到39度 家里凉 不热", None),
        # asked of one's own, and of the standard
        ("我就问15度合格不合格 不热", 15.0),
        ("就问13度达标没有 不热", 13.0),
        ("18度才达标 你们量量 不热", None),
        # one's own thermometers against the crew's
        ("自己买的两个表都是15 你们的仪器显示18.5 不热", 15.0),
        ("墙上的表都才14 不热", 14.0),
        ("电表显示15 不热", None),
    ],
)
def test_whose_warmth_it_is(words: str, warmth: float | None) -> None:
    assert [c.room_temp_c for c in read(f"槐荫里3-2-501 {words}")] == [warmth]


@pytest.mark.parametrize(
    ("text", "warmth"),
    [
        # at relatives' homes, beside a thermometer's picture, as high as the one before
        ("槐荫里3-1-302 暖气不热,我妈家13,我家19", 13.0),
        ("我儿子家14,请看看,槐荫里3-1-309", 14.0),
        ("🌡️14\n🌡️13.5\n🌡️11.8 槐荫里3-1-303 够低了吧", 11.8),
        ("槐荫里3-1-304 温度表看14、15之间", 14.0),
        ("槐荫里3-1-305 顶层 也是14", 14.0),
        ("槐荫里3-1-306 炉片不热 12度", 12.0),
        ("师傅说“次卧本来就不热”,次卧 13 / 客厅 20,槐荫里3-1-301", 13.0),
        ("屋里本来20度,现在13度,槐荫里3-1-310", 13.0),
        ("宿舍 14-16度,夜里更低,槐荫里2号楼", 14.0),
        # doors, dates and what is burnt
        ("转粮食宿舍 3门402 高师傅13812340001 报停", None),
        ("铁路宿舍 2-7 赵奶奶 暖气不热 13度", 13.0),
        ("宿舍 2-6 不热 槐荫里", None),
        ("槐荫里3-1-308 暖气不热,上个月交了1460 也是14号交的", None),
        ("槐荫里3-1-307 炉子都烧到60度了还是冷", None),
    ],
)
def test_in_a_message_of_its_own(text: str, warmth: float | None) -> None:
    (complaint,) = read(text)
    assert complaint.room_temp_c == warmth


@pytest.mark.parametrize(
    ("text", "warmth"),
    [
        ("桐花苑A1-1301十四度半 13812340001", 14.5),
        ("桐花苑2-1-301十五度", 15.0),
        ("桐花苑9-1301十三度 冷", 13.0),
    ],
)
def test_of_a_flat_without_a_blank(text: str, warmth: float) -> None:
    (complaint,) = read(text)
    assert complaint.room_temp_c == warmth
