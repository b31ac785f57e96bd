"""What is over, told in advance or said of another, and what is still wanted beside such words."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

NOTHING = (
    "补水泵停了一下又起来了",
    "上周反映的阀门渗水已经换了新的,不漏了,不用再派人来了,锦绣里3-1-201",
    "特此告知:家里暖气好了,21度,不必再回访。柳荫里5号楼 老冯",
    "前后写了两封信说暖气片不热,今天师傅清了过滤器,现在烫手,屋里22度,此事到此了结,锦绣里2-2-302",
    "经回访,来信人反映的退费已于当月退还并签收,来信人未提出新的要求,建议归档",
    "投诉人称漏水已修好,没有其他诉求,同意结案",
    "泵的响声没了,夜里睡得踏实,无需回复,锦绣里4-1-101",
    "锦绣里的单子可以撤掉了,暖气热了",
    "别天天骂供热的,我家24度",
    "我家22度,挺知足",
    "明早停热检修两小时,涉及锦绣里5栋楼,物业已知悉",
    "【公告】12月5日8时至14时更换阀门,柳荫里、锦绣里等三个小区停热,请提前告知住户",
    "通知:后天停热半天,涉及4个小区",
    "东站小李 你媳妇让你回个电话",
    "@所有人 今晚线上考试《服务用语》,例句:“锦绣里2号楼的用户说不热怎么答”",
    "铜锅涮肉满200减50,天冷暖暖胃,电话13012340000",
    "刷到条新闻,说外地有个小区暖气管炸了,水漫了一屋",
    "锦绣里3-601 问是不是停了 我打过去说又热了 没事了",
    "首站供温90回温40 压力0.45",
    "来信摘登:去年柳荫里全小区停暖两天,今年换了管道,至今一直正常,特此致谢",
    "建议公司夏天早检修,冬天少停一点",
    "锦绣里5号楼不热那家 师傅到了 正在放气",
    "技能比武试题:某小区7栋楼停暖、楼内跑水,应启动几级响应?A.一级 B.二级",
    "转:明早本市最低气温-26℃ 中小学幼儿园停课一天",
    "今晚10点至12点收费系统升级 期间缴不了费 已贴告示",
    "求租一套两居,要有暖气的,南向,价格好商量",
    "取暖季福利 空气能、碳晶板 政府补贴价 免费量房 王经理 13812340001",
    "对门邻居家已经处理好了 用户表示满意 锦绣里3-2-402",
    "昨晚报的那户 锦绣里6-2-802 人去了 家里没人 门上贴了条 能结单吗",
)
COMPLAINTS = {
    # called again, thanked for by others
    "刚才那个锦绣里3-1-117又打来了 说还是没人去": ("service", "general"),
    "隔壁小区表扬信都送去了 我们这还冻着呢 锦绣里4号楼": ("quality", "general"),
    # what is over at others' places
    "锦绣里3-2-401 不热 去年也是这样 5-1-201的邻居说他家早修好了 13812340001": (
        "quality",
        "general",
    ),
    "暖气不热 楼上说他们家昨天就修好了 锦绣里3-2-402": ("quality", "general"),
    "2单元昨天恢复正常 我们3单元冰凉 锦绣里3号楼": ("quality", "general"),
    "别人家都处理好了 我家漏水 锦绣里5-1-301 13812340001": ("facility", "general"),
    "师傅来了说已经修好 其实暖气片一直冰凉 锦绣里8-2-102": ("quality", "general"),
    "站里老汪汇报:一次网失水大,一小时补了9吨,怀疑锦绣里院内有漏点,还没找到": (
        "facility",
        "general",
    ),
    "外面零下20度 屋里13度 锦绣里5-1-303": ("quality", "general"),
    "锦绣里3-1-201 来过两回都说修好了,还是漏,不用再派实习的来": ("facility", "general"),
    "不用回访了,屋里15度,直接派人,锦绣里3-1-202": ("quality", "general"),
    "上周的单子别撤了,又不热了,锦绣里3-1-203": ("quality", "general"),
    "特此告知贵公司,锦绣里3-1-204从昨天起不热": ("quality", "general"),
    "锦绣里3-1-205 暖气片漏水 电话打不通就加微信13812340001": ("facility", "general"),
    "不热,打电话或者加微信都行,锦绣里3-1-206": ("quality", "general"),
    "我家才21度,隔壁26度,锦绣里3-1-207": ("quality", "general"),
    "屋里24度热得睡不着,怎么关小,锦绣里3-1-208": ("quality", "general"),
    "西郊热源今早熄火,原因不明,已报公司": ("facility", "major"),
    "主管道保温层让人扒了一段,大桥北头": ("facility", "general"),
    "架空管外面的铁皮叫收废品的拆走了,友谊路": ("facility", "general"),
    "幸福里换热站对面3号楼2单元 停了二十多户": ("quality", "general"),
    "锦绣里小区居民全都没暖气": ("quality", "major"),
    "村里老百姓都没暖气了,李家村": ("quality", "major"),
    "屯里乡亲们都烧炕呢,暖气一直没来,张家屯": ("quality", "major"),
    "小区居民都反映温度低,锦绣里": ("quality", "general"),
    "全楼没暖,一梯两户共28层,锦绣里3号楼": ("quality", "major"),
    "整栋楼凉了,18层一梯四户,锦绣里7号楼": ("quality", "major"),
    "一梯两户共6层,整栋楼凉了,锦绣里7号楼": ("quality", "general"),
    "一梯四户33层,就我家不热,锦绣里7号楼3301": ("quality", "general"),
    "泵站又没动静了,北关片": ("facility", "major"),
    "跟换热站说了没动静,锦绣里3-1-209屋里冷": ("quality", "general"),
    "暖气片炸了 满屋热水,锦绣里3-1-210": ("facility", "major"),
    "管子崩了 水从门缝往外淌,锦绣里3-1-211": ("facility", "major"),
    "阀门滴水,拿盆接着,锦绣里3-1-212": ("facility", "general"),
    "卫生间地漏反臭,锦绣里3-1-213 暖气片渗水": ("facility", "general"),
    "供热管那段人行道往下沉了,建设路": ("facility", "major"),
    "马路下沉一块,底下是热力管,建设路口": ("facility", "major"),
    "建设路那口井没盖,骑车的差点看不见": ("facility", "major"),
    "校门口管沟盖碎了两块,建设路": ("facility", "major"),
    "管沟的井少盖 建设路18号门口": ("facility", "major"),
    "锦绣里3号楼2单元 楼道总管渗水,滴到地上": ("facility", "general"),
    "站房机组的安全阀一直跳,地上有水,锦绣里": ("facility", "general"),
    "家里暖气一点热气都没有,锦绣里3-1-214,隔壁说也温吞": ("quality", "general"),
    "这一趟立管几户都不热,一楼放水,锦绣里3号楼2单元": ("quality", "general"),
    "井盖底下突突响,说是疏水器,锦绣里门口": ("facility", "general"),
    "大桥路锦绣里3号楼102 地漏里反上来暖气水 黑的 臭": ("quality", "major"),
}


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_wanted(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(("text", "expected"), COMPLAINTS.items())
def test_type_and_severity(text: str, expected: tuple[str, str]) -> None:
    (complaint,) = read(text)
    assert (complaint.type, complaint.severity) == expected
