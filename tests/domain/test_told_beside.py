"""What a complaint is about where money, a reason or a crew's doings are told as well (R3.1.3)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

COMPLAINTS = {
    "柳荫里2-401 昨天测了15.2 他说别再拿短信敷衍他 13812340001": ("quality", "general"),
    "锦绣里3-1-201 热量表读数乱跳 这月比去年多一倍 要求校表": ("facility", "general"),
    "柳荫里2-301 热表数字不动了 想问问什么时候来给看看": ("facility", "general"),
    "锦绣里3-1-203 表光走不停 师傅来给换一块": ("facility", "general"),
    "锦绣里3-1-204 热计量表不准,比邻居多一倍": ("facility", "general"),
    "暖气费怎么按热表算,锦绣里3-1-205": ("other", "general"),
    "暖气费上月就交清了,阀门到现在没给开,锦绣里3-1-206,屋里9度": ("other", "general"),
    "费交齐了,入户阀还没开,麻烦开一下,锦绣里3-1-207": ("other", "general"),
    "我家进水阀好像没全开,暖气片一直是凉的,锦绣里3-1-208": ("quality", "general"),
    "锦绣里4号楼整栋没暖气,物业说是开发商欠费,我们没少交": ("quality", "general"),
    "人民医院全院停供,院方说供热公司因为欠费给停的": ("quality", "major"),
    "锦绣里3-1-209 说我欠费给停了,我有缴费记录": ("other", "general"),
    "卧室14.5℃,客厅16℃,请派人测温,不达标要按天退费,锦绣里3-1-210": ("quality", "general"),
    "用户要退费 说屋里才15度 主要是嫌冷 先去人看看 锦绣里3-1-211": ("quality", "general"),
    "去年全冬15度,现在要求退费,锦绣里3-1-212": ("other", "general"),
    "锦绣里3-1-213 前天停了半宿,昨天又来了,现在23度。没别的意思,问一下是什么原因": (
        "other",
        "general",
    ),
    "不是投诉,想问测温的师傅周末来不来,锦绣里3-1-214": ("other", "general"),
    "不是来投诉的,就是屋里15度,请来看看,锦绣里3-1-215": ("quality", "general"),
    "锦绣里南门岗亭冷,保安问能不能接个暖气": ("other", "general"),
    "村里没通暖,家家烧炉子,问什么时候能接上暖气,李家村": ("quality", "major"),
    "小程序里报修选不到我们小区,锦绣里,电话又占线,请加上": ("other", "general"),
    "公众号打不开,报修报不上,锦绣里3-1-217": ("other", "general"),
    "公众号报修三天没人理,屋里13度,锦绣里3-1-218": ("quality", "general"),
    "楼上跑水把我家吊顶泡花了,现在不漏了,谁赔,锦绣里3-1-219": ("other", "general"),
    "锦绣里3-1-220 顶棚湿了一片 问谁赔": ("other", "general"),
    "锦绣里3-1-221 棚顶让楼上暖气漏的水洇湿了 要个说法 还在滴": ("facility", "general"),
    "师傅洗过滤网把黑水甩得满墙都是,擦都没擦,锦绣里3-1-222": ("service", "general"),
    "放出来的水是黑的,一股臭味,锦绣里3-1-223": ("quality", "major"),
    "换阀的把我家橱柜锯了个口子,说好来补,没影了,锦绣里3-1-224": ("service", "general"),
    "你们施工把我家网线切断了,答应派人接,到现在没来,锦绣里3-1-225": ("service", "general"),
    "测温员瞅了一眼就走了,测都没测,锦绣里3-1-226": ("service", "general"),
    "锦绣里3-1-228 说再不来人就不交钱 屋里跟外头一样": ("quality", "general"),
    "锦绣里3-1-229 放气嘴掉了,拿筷子堵着": ("facility", "general"),
    "锦绣里小区全都没暖气,物业说换热站故障": ("facility", "major"),
    "第六中学全校没暖气,司炉说板换穿孔了": ("facility", "major"),
    "锦绣里3号楼这趟四家不热,二楼装修把立管锯断了": ("facility", "general"),
    "锦绣里3-1-230 家中无暖气 断断续续五天了": ("quality", "general"),
    "汽车站斜对面红楼三楼 家里没暖气": ("quality", "general"),
    "锦绣里3-1-231 暖气片放不出水来": ("quality", "general"),
    "锦绣里3-1-232 暖气热得邪乎 柜子烤裂了": ("quality", "general"),
    "锦绣里9号楼4单元12户都不热 井里阀门开着呢": ("quality", "general"),
    "锦绣里门口热力井井盖开着": ("facility", "major"),
    "锦绣里3-1-233 暖气片跑风": ("facility", "general"),
    "锦绣里3-1-234 卧室从没上过16度,是不是哪儿没开": ("quality", "general"),
    "锦绣里小区 停了 18户": ("quality", "general"),
    "村口三十来户入冬没供过热,李家村": ("quality", "major"),
    "交了三年配套费,管子只修到村口,要求把费退还,李家村全村没供过热": ("other", "general"),
    "交费机吞了我的卡 不是不热 锦绣里3-1-235": ("other", "general"),
    "家家点电暖气把变压器弄跳了,锦绣里整个小区没供暖": ("quality", "major"),
    "站里变压器跳了,锦绣里": ("facility", "major"),
}


@pytest.mark.parametrize(("text", "expected"), COMPLAINTS.items())
def test_type_and_severity(text: str, expected: tuple[str, str]) -> None:
    (complaint,) = read(text)
    assert (complaint.type, complaint.severity) == expected
