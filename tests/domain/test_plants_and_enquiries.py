"""What colleagues tell of the net, what users only ask, what is over or never was (R2.2, R3.1)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

COMPLAINTS = {
    # a station, a source or the net is out, told among colleagues
    "@值班调度 北岭站循环泵全停了 出口压力掉到0.05 几个小区都没热了": ("facility", "major"),
    "松河泵站 掉电 UPS没顶上 东边仨小区全凉": ("facility", "major"),
    "首站进汽没了 供温两分钟掉了三度": ("facility", "major"),
    "一号热源出口主管焊口开了 炉子压火 西半城要凉": ("facility", "major"),
    "来源:管廊传感\n描述:舱温69℃,热水积深0.5米,疑似供热主管破裂\n处置:供热公司": (
        "facility",
        "major",
    ),
    "南湖路口 地下往上涌热水 冒大汽 看着是咱的管 快来人": ("facility", "general"),
    "调度注意 城南首站断汽 二次网往下掉 下面八个站都要凉": ("facility", "major"),
    "一次网失水 每小时补四十吨还往下掉 没找着点": ("facility", "major"),
    "南岗站变频器炸了 循环停了 我一个人在这": ("facility", "major"),
    "施工队把供热管挖漏了 汽直往天上蹿 离加油站就二十米": ("facility", "major"),
    "刚才检修井里有人喊救命 掉下去一个人": ("facility", "major"),
    "供热管道支架倒了 管子压在人行道上 走路得钻过去 怕掉 建设街": ("facility", "major"),
    # who asks as a user does
    "今年几号开始供暖": ("other", "general"),
    "采暖期到底到几号 我好订票": ("other", "general"),
    "地暖清洗你们收不收钱": ("other", "general"),
    "能不能给装个远程控制阀 自己花钱也行 锦绣里5-2-111": ("other", "general"),
    "房子卖了 暖气费过户找谁办": ("other", "general"),
    "暖气费比隔壁小区贵五块 为啥": ("other", "general"),
    "去年的采暖费发票丢了 能补不": ("other", "general"),
    "给我家报个停暖 不住人 锦绣里6-2-333": ("other", "general"),
    "请问今年供暖到几号结束?听人讲多供五天,真的假的?": ("other", "general"),
    "请问交费到哪天截止 我锦绣里的": ("other", "general"),
    "河西机床厂那边的 问几号打压 他们要留人在家": ("other", "general"),
    "听说旁边的小区停了一上午 我们没停 就想先问一声 真要停谁通知我们 碧水湾 胡大爷": (
        "other",
        "general",
    ),
    "问一下前天那张停暖通知说的是不是我们楼?写着“西片”,锦绣里9号楼的": ("other", "general"),
    "问下暖气费微信咋交 不是没热啊 热着呢 锦绣里的": ("other", "general"),
    "想了解下新村路那片平房啥时候能纳入集中供热?现在烧煤。裴师傅 13812340001": (
        "other",
        "general",
    ),
    # heat that is not given; others' likes and a newspaper are no reason
    "交了钱不给热,什么道理!": ("quality", "general"),
    "有个用户发视频损咱们 底下二十多个邻居点赞 私信问了 她家13度 锦绣里3-1-902 13812340001": (
        "quality",
        "general",
    ),
    "报社记者您好……发错了,是发给供热的。三小门口热力管道漏水结冰,早上一位家长摔了,胳膊骨折": (
        "facility",
        "major",
    ),
    "片子凉得扎手 锦绣里2-603": ("quality", "general"),
    # all of it, however it is told
    "派单:#31 | 类型=停热 | 小区=锦绣里 | 楼栋=全部 | 首报=申先生/13812340001": (
        "quality",
        "major",
    ),
    "工单 小区:锦绣里 楼栋:5 房间:全部 现象:不热 联系人:申先生 13812340001": (
        "quality",
        "general",
    ),
    "晚报的人说锦绣里B区一户不落全停暖 两天了 倪先生 13812340001": ("quality", "major"),
    "人民医院总务来电:门诊楼、住院楼、检验楼都不来热了,快派人。季科长 13812340001": (
        "quality",
        "major",
    ),
    "三天没热,北关幼儿园一百二十多个孩子冻感冒了!园长 石金花 13812340001": (
        "quality",
        "major",
    ),
    "楼长报:锦绣里6号楼整栋40户 屋里冰锅冷灶 13812340001": ("quality", "major"),
    "西沟 安家村 整个村 两天没供了 村里说是交费的少 村主任安满仓 13812340001": (
        "quality",
        "major",
    ),
    "东大院儿三十二户 一户热乎的没有 居民组长 13812340001": ("quality", "major"),
    "半个锦绣里都没暖了 从5号楼往北": ("quality", "major"),
    "纺织厂生活区400多户 自22日起未供热": ("quality", "major"),
    "锦绣里 整个一期 停了 啥时候来": ("quality", "major"),
    # only a part of it
    "南关村我家 停了一天一夜 13812340001": ("quality", "general"),
    "听人说隔壁整个小区停了 我家不热 14度 锦绣里4-1-1102": ("quality", "general"),
    "不是全院 就我们这半边 2单元跟3单元 修了又凉 二建宿舍3号楼 13812340001": (
        "quality",
        "general",
    ),
    "刘家村二组 家里11度 三组也有一家凉 说不准是不是全村 13812340001": ("quality", "general"),
    "20栋楼里边只有俺这个9栋不热 烟厂二区 张喜 13812340001": ("quality", "general"),
    "孩子在二中念书 四层的教室打周二起全没有暖气 13812340001": (
        "quality",
        "general",
    ),
    # hazards, and words that sound like them
    "一户家里暖气管边上的燃气管漏气 闻着头晕 锦绣里5-2-402 13812340001": (
        "facility",
        "major",
    ),
    "锅炉房的烟囱啥时候拆 歪了 刮风就掉砖 砸坏两辆车了 汇丰街 河沿里": ("facility", "major"),
    "我家阀门箱上回你弄的 又呲水了 天花板都下雨了 楼下都来敲门 锦绣里11-903": (
        "facility",
        "major",
    ),
    "锦绣里17楼冻得慌 老人骨折刚出院躺着 14度 请来人 13812340001": ("quality", "general"),
    "供水温度高回水低 老人怀疑系统短路 请来查循环 锦绣里1-4 13812340001": ("quality", "general"),
    "锦绣里门口的井盖响 过车就咣当 井盖没破没丢": ("facility", "general"),
    "收费员敲门跟砸门一样,孩子吓哭了,锦绣里5-2-302": ("service", "general"),
    "暖气接头漏水,把楼下棚顶泡坏了,要求鉴定责任 锦绣里16栋403 13812340001": (
        "facility",
        "general",
    ),
    "好几户都说暖气放出来的水味儿冲鼻子 盆里发黑 东风宿舍 于田 13812340001": (
        "quality",
        "major",
    ),
    # things and signs
    "墙上温控盒一直闪红灯 写着E4 屋里暖和 锦绣里12-603": ("facility", "general"),
    "半夜老听见“嘶——嘶——” 是暖气管子里的 锦绣里2-603": ("facility", "general"),
    "上次师傅把阀装反了 水不走 锦绣里2-603 13812340001": ("facility", "general"),
    "阀门箱里有股味 熏得头疼 锦绣里2-605 13812340001": ("facility", "major"),
    "水管噗噗响 屋里16度 锦绣里12-3-402 13812340001": ("quality", "general"),
    "关于跑水赔偿:地板2700,床1300。一周内答复。锦绣里46-2 13812340001": ("other", "general"),
    # how one was treated, whoever tells it and where
    "测温师傅没进屋就填了20度 谁给你们这个权力": ("service", "general"),
    "维修的把我家地板砸个坑 拍拍屁股走了": ("service", "general"),
    "师傅修完一屋子泥脚印 拖了一下午 锦绣里2-608": ("service", "general"),
    "说三天之内回话 今天第五天了 电话没一个 锦绣里6-2-330": ("service", "general"),
    "上门维修收了我80没给票 锦绣里2-1-820": ("service", "general"),
    "打了五个电话五个说法 锦绣里2-1-823": ("service", "general"),
    "修完地砖撬了不给我铺回去 锦绣里2-1-824": ("service", "general"),
    "工单给我结了 我根本没接到过电话 锦绣里5-2-102": ("service", "general"),
    "打电话催 客服说再打也没用 什么东西 锦绣里5-2-103": ("service", "general"),
    # nearly, and no longer
    "排气阀一碰就滋水 手差点烫着 锦绣里6-2-318": ("facility", "general"),
    "水里有点锈味 刚注水那几天 现在没了 就是屋里还凉 锦绣里6-2-302": ("quality", "general"),
    "我妈踩你们挖的沟上 崴着了 脚肿得穿不上鞋 锦绣里3-1-201": ("facility", "major"),
    # what was promised for a day that is past
    "上回说周三来给我家换阀 今天周六了也没信 锦绣里7-202 老荆": ("service", "general"),
}

NONE = [
    "您好,您反映的锦绣里不热问题,经查为管道堵塞,已疏通,室温达20度,感谢您的监督",
    "前儿说你们没人来 是我着急了 今天来人弄好了 翻篇吧",
    "二号炉停炉是计划内的 大家跟用户解释下 温度不受影响",
    "隔壁城热力主管爆了 新闻上说停了两万户 跟咱不挨着",
    "02:10 柳林隔压站3#泵轴封漏 切备用 04:30修好投运 用户无感",
    "育才路一次网漏点已经夹住 6点半恢复流量 不用再派人了",
    "三马路冒的那股水看过了 是自来水 水务的人到了 咱的人撤了",
    "锦绣里的停热通知贴错单元了 该贴3单元 谁去换下",
    "今早漏水的那段管换下来了 都通上热了 谢谢",
    "家属院群里说水哗哗的 问过了 是他自己开的放气 已经关上了 不用去",
    "松桥里工棚那户说没暖 去看了是没交费 跟他讲清了 单子作废",
    "听说要涨热费? 谁有文件发我一份",
    "大冷天两个小伙子趴雪地里干了三个钟头,水都没喝一口。写封信谢谢他们。",
    "没事,试试你们这留言好不好使",
    "站里空调坏了 谁会修",
    "本周值班 单日小葛双日小施 停热、爆管等大事直接打我手机",
    "换热站板换压差大 停 今晚拆洗 不通知用户",
]


@pytest.mark.parametrize(("text", "judged"), COMPLAINTS.items())
def test_is_judged(text: str, judged: tuple[str, str]) -> None:
    (found,) = read(text)
    assert (found.type, found.severity) == judged


@pytest.mark.parametrize("text", NONE)
def test_is_no_complaint(text: str) -> None:
    assert read(text) == ()
