"""What is told in few words, in the manner of those who type it: type, severity, warmth (R3.1)."""

import pytest

from bot.domain.complaint import read

#: text → type, severity, degrees of the room
COMPLAINTS: dict[str, tuple[str, str, float | None]] = {
    # water: how much, and what it reached
    "楼上跑水,我家天花板往下哗哗流,灯都不敢开,锦绣里3-2-202": ("facility", "major", None),
    "锦绣里3-2-217 进户阀往外冒水,鞋柜泡了": ("facility", "general", None),
    "锦绣里3-2-218 接头一直流水,地板都泡鼓了": ("facility", "general", None),
    "锦绣里3-2-219 主管爆了,热水直喷,地板泡了": ("facility", "major", None),
    "锦绣里3-2-220 暖气跑水,止不住,衣柜泡了": ("facility", "major", None),
    "锦绣里3-2-221 阀门往外冒水,屋里水没过脚面": ("facility", "major", None),
    "锦绣里3-2-203 阀门崩飞,热水滋了一屋,孩子腿烫红了": ("facility", "major", None),
    "锦绣里3-2-405 地暖分水器上头那个自动排气老是吐水": ("facility", "general", None),
    # manners and money
    "打了八遍热线,没一个接的,锦绣里3-2-416 家里倒不冷": ("service", "general", None),
    "测温师傅没进屋就填了22度,锦绣里3-2-417": ("service", "general", None),
    "收费大厅就开一个窗口,排了俩钟头,工作人员还聊天": ("service", "general", None),
    "锦绣里3-2-420 换完阀门一地水也不擦就走了": ("service", "general", None),
    "锦绣里3-2-430 滞纳金咋算出来的": ("other", "general", None),
    # in the street, in a whole place
    "锦绣里东边热力管线让大车轧断了 热水满街淌": ("facility", "major", None),
    "锦绣里供热站说检修 结果三天没恢复 全小区老人孩子遭罪": ("quality", "major", None),
    "锦绣里从昨黑了到今早,三十几栋没一家热的": ("quality", "major", None),
    "锦绣里整楼都是十五六度 老楼没保温": ("quality", "general", 15.0),
    # words of advertisements and reports in a complaint
    "锦绣里3-2-701 暖气漏水,麻烦派专业暖气维修师傅来": ("facility", "general", None),
    "锦绣里3-2-702 片子漏 请专业地暖维修人员上门": ("facility", "general", None),
    "你们不是24小时上门吗,锦绣里3-2-703 两天了还不热": ("quality", "general", None),
    "锦绣里3-2-704 我家那单你处理了没,还是不热": ("quality", "general", None),
    "锦绣里3-2-705 阀门漏水 系统里说已修": ("facility", "general", None),
    "楼上几家都上来了,俺家没动静,锦绣里3-2-706": ("quality", "general", None),
    "其他楼都上来了 锦绣里5号楼就是不热": ("quality", "general", None),
    "锦绣里3-2-707 天冷路滑 老人出不了门 屋里才14度": ("quality", "general", None),
    # warmth
    "锦绣里3-2-305 测温枪打墙上16": ("quality", "general", 16.0),
    "锦绣里3-2-303 温度计15,师傅来测说18": ("quality", "general", 15.0),
    "锦绣里3-2-307 空调开到26,屋里才17": ("quality", "general", 17.0),
    # none
}  # fmt: skip

NONE = (
    "天冷路滑 大家开车慢点",
    "专业水管改造 暖气移位 打孔 24小时上门 低价",
    "@小陈 锦绣里李姐那单你回填了没 系统还挂着待回访",
    "锦绣里3-2-441 测温21.5 达标 已告知",
    "哦 是我自己阀门没开 不用来了",
)


@pytest.mark.parametrize(("text", "expected"), COMPLAINTS.items())
def test_is_read(text: str, expected: tuple[str, str, float | None]) -> None:
    complaint, *_ = read(text)
    kind, severity, degrees = expected
    assert (complaint.type, complaint.severity) == (kind, severity)
    if degrees is not None:
        assert complaint.room_temp_c == degrees


@pytest.mark.parametrize("text", NONE)
def test_is_no_complaint(text: str) -> None:
    assert read(text) == ()
