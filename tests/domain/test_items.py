"""Each household of a list, whatever its items begin with and wherever the compound is told."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

#: who, whom to call and how cold, of each
_Told = list[tuple[str | None, str | None, float | None]]

LISTS: dict[str, _Told] = {
    # bullets, words of order and a count in one line
    "夜里的 · 03:12 梧桐里 6-1-1501 屋里9度 13812370001 "
    "景 · 04:40 梧桐里 3-2-5 立管裂 13812370002 老班": [
        ("景", "13812370001", 9.0), ("老班", "13812370002", None),
    ],
    "夜里的\n· 03:12 梧桐里 6-1-1501 屋里9度 13812370001 景\n· 05:55 梧桐里 6-1-1201 也冷 没留名": [
        ("景", "13812370001", 9.0), (None, None, None),
    ],
    "△ 7:20 梧桐里 6-1-1502 漏水 13812370003 △ 7:45 梧桐里 2-1-301 不热 13812370004": [
        (None, "13812370003", None), (None, "13812370004", None),
    ],
    "三件:首件 梧桐里16-3-302 阀门冒水珠 13812370005;次件 "
    "梧桐里16-3-402 才13度;末件 沙湾村 全村断暖 队长 何老三 13812370006": [
        (None, "13812370005", None), (None, None, 13.0), ("何老三", "13812370006", None),
    ],
    "网格报: 1 梧桐里 22栋 全栋凉 2 梧桐里 24栋2单元 地沟漏 "
    "3 梧桐里 26栋 好着 联系人 网格员 彭艳 13812370007": [
        ("彭艳", "13812370007", None), ("彭艳", "13812370007", None),
    ],
    # homes of a yard without numbers, buildings on lines, the same compound again
    "梧桐巷8号院 三户挨着报的\n东头 葛军 13812370008 不热\n"
    "中间 姓郗 没给电话 不热\n西头 邢满仓 13812370009 返潮": [
        ("葛军", "13812370008", None), ("郗", None, None), ("邢满仓", "13812370009", None),
    ],
    "梧桐小区 居委会的表:\n9号楼8楼东户 跑风关不死\n14号楼2单元 "
    "全凉 母师傅 13812370010\n21号楼1单元 老荀 问加压费 13812370011": [
        (None, None, None), ("母师傅", "13812370010", None), ("老荀", "13812370011", None),
    ],
    "1)梧桐城 8-2-901 客厅16.4 13812370012 2)同小区 11-1-302 "
    "漏水 13812370013 3)同小区 物业前台 问停热公告真假": [
        (None, "13812370012", 16.4), (None, "13812370013", None), (None, None, None),
    ],
    # the compound below them all
    "业主群记录\n11-2-902:没开阀,微信13812370014\n"
    "14-1-101:管子渗,电话13812370015\n以上均为梧桐庭,请安排": [
        (None, "13812370014", None), (None, "13812370015", None),
    ],
    "接龙 不热的报一下\n1. 5-2-301 孙 17\n2. 5-2-401 李姐 14.5 "
    "13812370016\n3. 6-1-102 热的 看热闹\n——小区全称 梧桐雅苑": [
        ("孙", None, 17.0), ("李姐", "13812370016", 14.5),
    ],
    # who is well, not met, or for others to help
    "敲门问的:\n梧桐里4-1-3 濮奶奶 19度 就是想装个扶手 这个转民政\n"
    "梧桐里4-2-1 门锁着\n梧桐里7-3-5 仇师傅 屋里16度\n梧桐里9-1-6 漏水": [
        ("仇师傅", None, 16.0), (None, None, None),
    ],
    "登记的\n梧桐里1-3-401 室温13.6 13812370017\n梧桐里1-3-402 "
    "不热 13812370018\n梧桐里9-2-202 家里没人 门口贴了条": [
        (None, "13812370017", 13.6), (None, "13812370018", None),
    ],
    "接龙报修\n1. 梧桐里2-1-104 不热 13812370019\n2. "
    "梧桐里2-1-105 我家热得很\n3. 梧桐里2-1-107 漏水 13812370020": [
        (None, "13812370019", None), (None, "13812370020", None),
    ],
    "梧桐里2-1-111 物业没人管 不热 13812370021\n梧桐里2-1-112 电话没打通 暖气漏水 13812370022": [
        (None, "13812370021", None), (None, "13812370022", None),
    ],
    # in running text
    "三单元 601 602 两家 一个没暖(601 柴 13812370023)一个漏水(602 "
    "老卞 13812370024) 都是梧桐宿舍九号楼的": [
        ("柴", "13812370023", None), ("老卞", "13812370024", None),
    ],
    "梧桐城 3-2901 反映 3-2902 也反映 都说凉了 名字没记 13812370025是2901的": [
        (None, "13812370025", None), (None, None, None),
    ],
    "老爷子有俩家 一个在梧桐里4-1-2 一个在梧桐里4-1-4 都给断了 姓蒙 0477-8592216": [
        ("蒙", "04778592216", None), ("蒙", "04778592216", None),
    ],
    "梧桐府 21号楼 101 屋温15 201 屋温14.5 301 正常 电话都在物业 刘主管 13812370026 那儿": [
        ("刘主管", "13812370026", 15.0), ("刘主管", "13812370026", 14.5),
    ],
    "督办:梧桐花园、鲁能首府、恒大名郡三处连续两日暖气冰凉": [(None, None, None)] * 3,
    # one all the same
    "客厅、卧室、厨房三处漏水 梧桐里2-1-103 13812370027": [(None, "13812370027", None)],
    "梧桐里 3号楼 5号楼 7号楼 都不热 13812370028": [(None, "13812370028", None)],
    "群截图:\n“咱宿舍是不是停了?”\n“停了,我家冰凉。”\n"
    "→ 转热力:梧桐三宿舍没热,速来。工会 邱 13812370029": [
        ("邱", "13812370029", None),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), LISTS.items())
def test_each_of_a_list(text: str, told: _Told) -> None:
    assert [(c.name, c.phone, c.room_temp_c) for c in read(text)] == told


def test_where_each_of_them_is() -> None:
    yard = read(next(text for text in LISTS if "8号院" in text))
    assert [(c.address or "")[-2:] for c in yard] == ["东头", "中间", "西头"]
    rows = read(next(text for text in LISTS if "居委会的表" in text))
    assert [c.address for c in rows] == [
        "梧桐小区 9号楼8楼东户", "梧桐小区 14号楼2单元", "梧桐小区 21号楼1单元",
    ]  # fmt: skip
    below = read(next(text for text in LISTS if "小区全称" in text))
    assert [c.address for c in below] == ["5-2-301 梧桐雅苑", "5-2-401 梧桐雅苑"]
    row = read(next(text for text in LISTS if "601 602" in text))
    assert [c.address for c in row] == ["三单元 601 梧桐宿舍九号楼", "三单元 602 梧桐宿舍九号楼"]
