"""Messages as other people write them: type, severity and degrees, and what is no complaint."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

COMPLAINTS = {
    "修暖气的进门先讨烟,没有就摔摔打打,锦绣里3-2-101": ("service", "general", None),
    "热线打了一下午都是坐席全忙,我替楼上耳背的老人打的,锦绣里3-2-103": ("service", "general", None),
    "烟囱就在对面冒烟,我家冷得像冰窖,讽刺不,锦绣里3-2-104": ("quality", "general", None),
    "暖气片放出来的水像掺了墨汁的米汤,腥臭,锦绣里3-2-105": ("quality", "major", None),
    "柳荫村全村暖气都是冰疙瘩,水缸都冻裂了": ("quality", "major", None),
    "锦绣里3-2-106 立管过楼板的洞没给封,说第二天来,第五天了": ("service", "general", None),
    "分水器上的流量计裂了,能换一个吗,锦绣里3-2-107": ("facility", "general", None),
    "自动排气阀天天吐水,把电视墙泡黄了,锦绣里3-2-108": ("facility", "general", None),
    "又爆了,还是上回补的那一段,桥头加油站门前,水漫到马路牙子上了": ("facility", "major", None),
    "供热管上面的便道空了,脸盆大的坑,冒白气,学校门口": ("facility", "major", None),
    "室温不够 16出头 锦绣里3-2-109": ("quality", "general", 16.0),
    "我家十五整,锦绣里3-2-110 不热": ("quality", "general", 15.0),
    "锦绣里3-2-111 屋里待不住人,手指头都是僵的": ("quality", "general", None),
    "锦绣里3-2-112 回家棉鞋都不敢脱": ("quality", "general", None),
    "锦绣里3-2-113 北卧室窗户结冰花,被窝里都捂不热": ("quality", "general", None),
    "锦绣里3-2-114 孩子写作业得戴手套": ("quality", "general", None),
    "锦绣里3-2-115 早上起来窗台上结了一层霜": ("quality", "general", None),
    "锦绣里3-2-116 暖气烧得跟没烧一样": ("quality", "general", None),
    "锦绣里3-2-117 白天温乎半夜凉": ("quality", "general", None),
    "锦绣里3-2-118 供热三天了片子还是冰坨子": ("quality", "general", None),
    "锦绣里3-2-119 屋里干热,上火流鼻血,能不能降点": ("quality", "general", None),
    "锦绣里3-2-120 地热就门口一块热,里屋全凉": ("quality", "general", None),
    "锦绣里3-2-122 过滤器接头往下滴答,地板起皮了": ("facility", "general", None),
    "锦绣里3-2-123 半夜暖气管咣当咣当的": ("facility", "general", None),
    "锦绣里3-2-124 温控面板花屏了按不动": ("facility", "general", None),
    "锦绣里3-2-125 楼道管子外面的棉都烂了掉渣": ("facility", "general", None),
    "锦绣里3-2-126 入户阀锈得拧不开,想自己修不敢动": ("facility", "general", None),
    "锦绣里北门外热力井冒气,井圈松了,车一过咯噔响": ("facility", "general", None),
    "锦绣里门口井盖让大车压碎了半边,露着窟窿": ("facility", "major", None),
    "锦绣里3-2-127 阀芯蹦出来了,水顶到天花板,屋里全是水": ("facility", "major", None),
    "锦绣里3-2-128 立管崩了,一到三楼全泡了": ("facility", "major", None),
    "换热站着火了,锦绣里那边冒黑烟": ("facility", "major", None),
    "锦绣里5号楼往北全停了,十来栋楼": ("quality", "major", None),
    "锦绣里幼儿园全园没暖气,孩子都接回家了": ("quality", "major", None),
    "养老院暖气停了一宿,老人裹着被子,锦绣里旁边": ("quality", "major", None),
    "锦绣里2号楼整栋都凉了": ("quality", "general", None),
    "锦绣里二单元全单元不热,一梯两户六层": ("quality", "general", None),
    "怕爆管,锦绣里3-2-129 阀门有点渗,来看看": ("facility", "general", None),
    "会不会停暖啊,听说主管道要修,锦绣里3-2-130": ("other", "general", None),
    "去年整个小区都停过,今年就我家不热,锦绣里3-2-131": ("quality", "general", None),
    "锦绣里3-2-132 暖气费的票开错名字了,要改": ("other", "general", None),
    "锦绣里3-2-133 出差半年想办停供,怎么弄": ("other", "general", None),
    "锦绣里3-2-134 一楼车库改住房了,面积咋算热费": ("other", "general", None),
    "锦绣里3-2-135 想把客厅暖气片换成地暖,得找谁批": ("other", "general", None),
    "锦绣里3-2-136 补交滞纳金能减免吗": ("other", "general", None),
    "锦绣里3-2-137 新房还没开栓,钥匙在物业,什么时候能开": ("other", "general", None),
    "锦绣里3-2-138 收费大厅的人嗑瓜子聊天,排一小时没人理": ("service", "general", None),
    "锦绣里3-2-139 师傅把地踩得全是泥,喊他还翻脸": ("service", "general", None),
    "锦绣里3-2-140 说上午来,请了假等到晚上连电话都没有": ("service", "general", None),
    "锦绣里3-2-141 投诉三回都给我点了已解决,压根没人来过": ("service", "general", None),
    "锦绣里3-2-142 客服挂我电话还说爱找谁找谁": ("service", "general", None),
    "锦绣里3-2-145 室温计 卧14 客15.5": ("quality", "general", 14.0),
    "锦绣里3-2-146 主卧十四五度,次卧十六": ("quality", "general", 14.0),
    "锦绣里3-2-147 白天18晚上不到15,客厅现在15.3": ("quality", "general", 15.3),
    "锦绣里3-2-148 你们测的18.2是对着暖气片测的,我自己测15": ("quality", "general", 15.0),
    "锦绣里3-2-149 室外零下20度,屋里13": ("quality", "general", 13.0),
    "锦绣里3-2-150 去年22度今年16度": ("quality", "general", 16.0),
    "锦绣里3-2-151 邻居家20度,我家不热": ("quality", "general", None),
    "锦绣里3-2-152 温度到不了18": ("quality", "general", None),
    "锦绣里3-2-153 空调开到26度才顶住": ("quality", "general", None),
    "锦绣里3-2-154 供水温度45度,屋里怎么热": ("quality", "general", None),
    "师傅,西门那口井冒烟似的冒气,是不是管子漏了,友谊大街": ("facility", "general", None),
    "锦绣里3-3-111 我没用暖气凭啥收30%": ("other", "general", None),
    "锦绣里3-3-112 顶楼,开栓半个月没热过一天": ("quality", "general", None),
    "锦绣里3-3-118 供热公司挖沟把我家门口的花池子毁了,一直没恢复": ("service", "general", None),
    "俺家炕是凉的,暖气片也就手温,锦绣里3-3-105": ("quality", "general", None),
    "锦绣里3-3-125 能不能给个准信,到底几时来热,家里十二三度": ("quality", "general", 12.0),
}
NOTHING = (
    "我就吐槽一句,外地没暖气的才叫冷",
    "昨天梦见暖气爆了吓醒了",
    "锦绣里3-3-128的漏点焊好了,水压稳住了,先观察",
    "前天投诉不热,后来发现是自己装修把阀关了,师傅还教我怎么开,我撤诉,不用回电",
    "小王 你车挡着消防通道了,挪一下",
    "明天轮我值夜班,谁跟我换",
    "早班巡站完毕,各站参数正常",
    "锦绣里3-2-143 已换阀 用户签字 可以关单",
    "群里谁有扳手,借我用用",
    "今天冷,大家多穿点,注意保暖",
    "周五下午两点安全培训,各班组长参加",
    "感谢3号楼的张师傅,来得快修得好,暖气又热了",
    "专业清洗地暖,送滤网,电话13000000000",
    "本周三9点到17点,因管道改造,锦绣里停热,敬请谅解",
    "锦绣里那单 用户说不用去了,自己放完气热了",
    "回访了,锦绣里3-2-144 说22度满意",
    "听我二姨说她们那边停暖一周了,真惨",
    "供热小常识:暖气片不热先放气,不要自行放水",
)


@pytest.mark.parametrize(("text", "expected"), COMPLAINTS.items())
def test_complaint(text: str, expected: tuple[str, str, float | None]) -> None:
    (complaint,) = read(text)
    assert (complaint.type, complaint.severity, complaint.room_temp_c) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_no_complaint(text: str) -> None:
    assert read(text) == ()
