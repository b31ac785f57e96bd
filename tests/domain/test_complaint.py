"""What is read from messages as people write them."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.complaint import Complaint, normalise, read

# text → name, phone, address, community, type, severity, room temperature
ONE: dict[str, tuple[str | None, str | None, str | None, str | None, str, str, float | None]] = {
    "【工单】编号20251201001 姓名:孙丽华 联系电话:13700001111 地址:新城区朝阳路88号"
    "翠屏雅苑12号楼3单元1102室 反映内容:室温只有14度,要求上门测温。": (
        "孙丽华", "13700001111", "新城区朝阳路88号翠屏雅苑12号楼3单元1102室", "翠屏雅苑",
        "quality", "general", 14.0,
    ),
    "市民赵先生(13700002222)来电反映,其居住在高新区科技路木槿苑5幢2单元301室,入户管道漏水严重,"
    "多次联系物业无果": (
        "赵先生", "13700002222", "高新区科技路木槿苑5幢2单元301室", "木槿苑",
        "facility", "general", None,
    ),
    "我家暖气片爆了,水喷得满屋都是,楼下也淹了!景泰嘉园9号楼1单元502 13500001234": (
        None, "13500001234", "景泰嘉园9号楼1单元502", "景泰嘉园", "facility", "major", None,
    ),
    "喂你好我家暖气不热我住金港湾三号楼二单元五零一电话幺三九幺二三四五六七八我姓王": (
        "王", "13912345678", "金港湾三号楼二单元五零一", "金港湾", "quality", "general", None,
    ),
    "红星小学全校停暖,孩子们穿着羽绒服上课,联系人 王校长 13900007777": (
        "王校长", "13900007777", "红星小学", "红星小学", "quality", "major", None,
    ),
    "你们收费员态度恶劣,骂人,我要投诉!碧波明珠8号楼 陈先生 13700008888": (
        "陈先生", "13700008888", "碧波明珠8号楼", "碧波明珠", "service", "general", None,
    ),
    "邻居家漏水漏到我家了,邻居电话13600001111,我的电话13600002222,我是杏林家园2-3-402的": (
        None, "13600002222", "杏林家园2-3-402", "杏林家园", "facility", "general", None,
    ),
    "物业电话0431-88886666,我家电话13600003333,枫林绿洲5号楼1单元802不热": (
        None, "13600003333", "枫林绿洲5号楼1单元802", "枫林绿洲", "quality", "general", None,
    ),
    "阀门坏了关不上,热得要命,家里28度,建设路65号院2号楼1单元401": (
        None, None, "建设路65号院2号楼1单元401", "建设路65号院", "facility", "general", 28.0,
    ),
    '{"姓名":"陈晨","电话":"13711112222","地址":"滨海新区海河路100号天成小区7号楼2门302",'
    '"诉求":"暖气不热,室温13度"}': (
        "陈晨", "13711112222", "滨海新区海河路100号天成小区7号楼2门302", "天成小区",
        "quality", "general", 13.0,
    ),
    "报修：云顶绿洲，２２＃３－１１０２，暖气不热，卢女士，1 5 8 0 0 0 0 1 2 3 4": (
        "卢女士", "15800001234", "云顶绿洲,22#3-1102", "云顶绿洲", "quality", "general", None,
    ),
    "测温员来测的17.5,我不认可,要求重新测。丽江苑2-502 135-1212-1212 韩": (
        "韩", "13512121212", "丽江苑2-502", "丽江苑", "quality", "general", 17.5,
    ),
    "用户反映室内温度16度左右,低于18度标准,要求退费。龙泉新苑18-3-201 郑先生 13600009999": (
        "郑先生", "13600009999", "龙泉新苑18-3-201", "龙泉新苑", "other", "general", 16.0,
    ),
    "暖气放水是黄色的,有臭味,御湖湾10-1-602,13900001111 朱女士": (
        "朱女士", "13900001111", "御湖湾10-1-602", "御湖湾", "quality", "major", None,
    ),
    "王先生 13900000000 翠湖家园1号楼1单元101 室温11度,太冷了": (
        "王先生", "13900000000", "翠湖家园1号楼1单元101", "翠湖家园", "quality", "general", 11.0,
    ),
    "上周的漏水修好了,但是现在暖气不热了,水岸豪庭3-2-201": (
        None, None, "水岸豪庭3-2-201", "水岸豪庭", "quality", "general", None,
    ),
    "老人家里只有十五六度,电话零四五一八八六六七七八八,道里区安宁街安泰小区四栋三单元四零二": (
        None, "045188667788", "道里区安宁街安泰小区四栋三单元四零二", "安泰小区",
        "quality", "general", 15.0,
    ),
    "我是李家庄的,村里好几十户都没暖气了": (
        None, None, "李家庄", "李家庄", "quality", "major", None,
    ),
    "换热站停电了,锦绣城整个小区都没暖气": (
        None, None, "锦绣城", "锦绣城", "facility", "major", None,
    ),
    "松柏苑的,我家7号楼402,不热": (
        None, None, "松柏苑 7号楼402", "松柏苑", "quality", "general", None,
    ),
    "报停怎么办理?需要带什么材料?云上之光3-1-1201": (
        None, None, "云上之光3-1-1201", "云上之光", "other", "general", None,
    ),
    "书记您好,俺们家住青石镇柳河屯三组,从开栓到现在屋里没上过15度,麻烦过问。孟庆喜,15812340011": (
        "孟庆喜", "15812340011", "青石镇柳河屯三组", "柳河屯", "quality", "general", None,
    ),
    "诉求人:买买提·艾山\n联系电话:18912340012\n地址:新华区北园路\n松涛雅苑7号楼\n2单元1102\n"
    "内容:暖气片漏水": (
        "买买提·艾山", "18912340012", "新华区北园路\n松涛雅苑7号楼\n2单元1102", "松涛雅苑",
        "facility", "general", None,
    ),
    "13812340013 其木格 云杉里9-2-501 家里14.5 一直上不去": (
        "其木格", "13812340013", "云杉里9-2-501", "云杉里", "quality", "general", 14.5,
    ),
    "王老师您好,我们是松江路小学食堂,暖气片滴水,总务邢老师 13812340014": (
        "邢老师", "13812340014", "松江路小学食堂", "松江路小学", "facility", "general", None,
    ),
    "标题:关于云杉里小区供暖不热的问题\n网友:匿名\n内容:云杉里小区6号楼每年都不热,今年最低13度\n"
    "回复:您好,您反映的问题已收悉,经核实": (
        None, None, "云杉里小区6号楼", "云杉里小区", "quality", "general", 13.0,
    ),
    "担心管子冻裂,阳台那组一点不热,给看看吧,云杉里3-1-202,13812340015": (
        None, "13812340015", "云杉里3-1-202", "云杉里", "quality", "general", None,
    ),
    "去年停过两天,今年没停,就是只有16度,云杉里3-1-302 蒲先生13812340016": (
        "蒲先生", "13812340016", "云杉里3-1-302", "云杉里", "quality", "general", 16.0,
    ),
    "电话一三八,一二三四,零零一七,枣园村四组 冯婶 炕冰凉": (
        "冯婶", "13812340017", "枣园村四组", "枣园村", "quality", "general", None,
    ),
    "去年报停了,今年想恢复供暖,窗口让补基础费,合理吗?槐荫里3-2-101 付女士13812340018": (
        "付女士", "13812340018", "槐荫里3-2-101", "槐荫里", "other", "general", None,
    ),
    "楼下水表那层墙都湿了,地沟里都是水,不知道哪来的。机床新村12栋": (
        None, None, "机床新村12栋", "机床新村", "facility", "general", None,
    ),
    "下班前去趟云杉里 4-1-302 阀门滴水": (
        None, None, "云杉里 4-1-302", "云杉里", "facility", "general", None,
    ),
    "再不修我就去找记者,接头往外冒水,枣园居7-6-101": (
        None, None, "枣园居7-6-101", "枣园居", "facility", "general", None,
    ),
    "麻烦联系我母亲纪秀兰13812340019,屋里穿大衣都伸不出手,河湾区槐树街19号纺织厂家属院": (
        "纪秀兰", "13812340019", "河湾区槐树街19号纺织厂家属院", "纺织厂家属院",
        "quality", "general", None,
    ),
    "云杉里三期二区的不热,量了一下才14.3": (
        None, None, "云杉里三期二区", "云杉里三期二区", "quality", "general", 14.3,
    ),
    "约了两次,两次放鸽子,云杉里4-2-902": (
        None, None, "云杉里4-2-902", "云杉里", "service", "general", None,
    ),
    "柳树街300余户从昨天起无供暖": (
        None, None, "柳树街", None, "quality", "major", None,
    ),
    "楼道里分户阀被偷了,没法用,槐荫里2-1-101": (
        None, None, "槐荫里2-1-101", "槐荫里", "facility", "general", None,
    ),
    "夜里热力施工扰民,柳树街": (
        None, None, "柳树街", None, "other", "general", None,
    ),
    "管沟里冒大气,粮店后身": (
        None, None, "粮店后身", None, "facility", "general", None,
    ),
    "【转办】诉求编号 2025-12-3301 诉求人系槐荫里9栋业主,屋里比去年还冷 电话13812340021": (
        None, "13812340021", "槐荫里9栋", "槐荫里", "quality", "general", None,
    ),
    "来电时间:12-08 20:15;问题描述:河湾区柳树街粮食局住宅楼2单元管道井漏水": (
        None, None, "河湾区柳树街粮食局住宅楼2单元", "粮食局住宅楼", "facility", "general", None,
    ),
    "房子空着没人住,热损费也要收,合理吗?": (
        None, None, None, None, "other", "general", None,
    ),
    "测温员说要交钱,请问测温收费吗?云杉里2-1-101": (
        None, None, "云杉里2-1-101", "云杉里", "other", "general", None,
    ),
    "放出来的水跟墨汁一样,有怪味。槐荫里13-402": (
        None, None, "槐荫里13-402", "槐荫里", "quality", "major", None,
    ),
}  # fmt: skip

NONE = (
    "家里一切正常,谢谢师傅",
    "通知:因管网检修,11月25日8时至18时,龙湖小区将停热,请用户做好准备。",
    "各位邻居,我家暖气今年很好,24度,给热力公司点赞",
    "供热公司客服电话96999",
    "昨天来我家测的22度,我没意见,谢谢上门",
    "感谢李师傅半夜来换阀门,现在屋里23度,孩子可高兴了",
    "网友您好,您反映的云杉里不热问题,循环泵已于12月3日修复",
    "用户说看错了,没漏,单子销了",
    "暖气小贴士:室温偏低先清洗过滤网",
    "去看了是滤网堵,洗完了,收单",
    "经核实室温20.5度,已向诉求人解释,诉求人认可",
    "站里停电泵停了十分钟,已送电,全部启起来了",
    "屋里25度,给你们点个赞",
    "上周报修的漏水已经修好了,谢谢你们",
    "明天上午消防演练,请大家准时参加",
    "温馨提示:低温天气请注意防冻,如暖气漏水请拨打热线",
    "收到,已安排王师傅过去",
    "小李去看看3号站的压力",
    "好的领导",
    "锦旗收到了,感谢张女士",
    "用户说后来又热了,先不派",
    "转物业群:明天上午管网冲洗,届时停热4小时,请知悉",
    "昨晚云杉里停暖的事处理完了 全部恢复",
    "群里说的是假的,没停暖,别传谣",
    "用户反映的黄水已取样化验 合格 已回复用户",
    "昨天投诉总量86起,同比下降一成",
    "假如主管爆了先关哪个阀?考考大家",
    "桐花苑3-1-201已放气,现室温20度",
    "到现场了,桐花苑3号楼立管阀门漏,正在换",
    "用户说不用修了,自己弄好了",
    "本周投诉统计:不热35件,漏水12件",
    "大家把测温表交一下",
    "食堂今天吃什么",
    "",
    "   \n ",
    "👍",
)

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


@pytest.mark.parametrize(("text", "expected"), ONE.items())
def test_one_complaint(text: str, expected: tuple[object, ...]) -> None:
    found = read(text)
    assert len(found) == 1
    c = found[0]
    fields = (c.name, c.phone, c.address, c.community, c.type, c.severity, c.room_temp_c)
    assert fields == expected


@pytest.mark.parametrize("text", NONE)
def test_no_complaint(text: str) -> None:
    assert read(text) == ()


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


def test_when_it_happened() -> None:
    (c,) = read("昨晚8点开始不热 桐花苑1-2-301 13812340001")
    assert c.occurred_at == "昨晚8点"


def test_speakers_are_the_names() -> None:
    found = read(
        "张三 09:12\n我家不热,桐花苑1-1-101\n客服01 09:13\n收到\n王五 09:15\n水管漏了,桐花苑1-1-201"
    )
    assert [c.name for c in found] == ["张三", "王五"]


def test_doubt_is_said() -> None:
    (c,) = read("不热!")
    assert not c.sure
    (c,) = read("桐花苑1-2-301 不热 13812340001")
    assert c.sure


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("1号楼、2号楼、3号楼都停暖了", "major"),
        ("1号楼停暖了", "general"),
        ("5到9号楼全没暖气", "major"),
        ("大概50户不热", "major"),
        ("10户不热", "general"),
        ("整个小区停暖", "major"),
        ("会不会整个小区停暖啊?", "general"),
        ("家里18度,不够暖和", "general"),
        ("主管道爆裂,全小区没暖", "major"),
        ("暖气片慢慢渗水", "general"),
        ("怕暖气爆炸烫伤人,请来看看管子,漏水", "general"),
        ("暖气漏水把孩子烫伤了", "major"),
        ("井盖丢失", "major"),
        ("闻到煤气味,暖气不热", "major"),
        ("一期二期都没暖气", "major"),
        ("1号楼到6号楼全不热", "major"),
        ("4#、5#、7#楼陆续反映无热", "major"),
        ("三个院都没暖了", "major"),
        ("大概5个楼都是冰的", "major"),
        ("换热机房进水,泵都泡了", "major"),
        ("换热站补水,供热正常,3号楼一户不热", "general"),
        ("我爸被热水烫了手,起了一串泡", "major"),
        ("暖气片烫手,就是屋里不热", "general"),
        ("楼道结冰,老人滑了一跤摔断胳膊,管子还在滴水", "major"),
        ("没有大面积停暖,就一户不热", "general"),
        ("爆管了,没影响供热,绿化带泡了", "general"),
        ("地沟返水,味道大", "general"),
        ("分水器阀门断了,呲了一屋水", "major"),
        ("三栋楼都十六七度", "general"),
        ("家家户户暖气片冰凉", "major"),
        ("打电话问说是锅炉坏了,停暖了", "major"),
        ("暖气跑水,地板全泡了", "major"),
        ("三栋老楼一直不热", "major"),
        ("16栋到20栋一点温度都没有", "major"),
        ("1号2号3号楼全停", "major"),
        ("整个D区凌晨就凉了", "major"),
        ("挖沟把DN300碰了,呼呼冒汽", "major"),
        ("井盖被车压翻了", "major"),
        ("路面一根水柱,三层楼高的热水", "major"),
        ("补水补不上,二网压力往下掉,再掉就得停泵", "general"),
        ("昨晚那户爆管的要换阀门", "general"),
        ("换热站循环泵烧了,屋里冰冷", "major"),
        ("幼儿园全园没暖", "major"),
        ("阀门拧掉了,热水喷了一脸,120拉走了", "major"),
        ("车库主管焊缝开了", "major"),
        ("小区整个没压了,补多少漏多少", "major"),
        ("供热井爆裂,蒸汽喷出约5米", "major"),
        ("锅炉房这片今年停热日期是不是要延长", "general"),
        ("热得嗓子冒烟,屋里27度", "general"),
        ("厨房管子崩了,水从六楼一直灌到四楼,三家的地板全漂起来了", "major"),
        ("管子渗水,墙根湿了,楼下还没事", "general"),
        ("分户阀旁边慢慢滴水,木地板缝有点潮", "general"),
        ("检查井冒热水,骑电动车的看不清路摔了,胳膊出血", "major"),
        ("井盖敞着口,没人管", "major"),
        ("井盖过车咣当响,吵得睡不着", "general"),
        ("配电柜外壳带电,麻了我一下", "major"),
        ("水滴到配电箱上了,直打火", "major"),
        ("架子歪了,管子随时可能砸下来", "major"),
        ("没人受伤,就是管子漏了", "general"),
        ("去年烫伤过人,今年管子又开始渗了", "general"),
        ("放气的时候开水滋到手上,起了一片泡", "major"),
        ("不是爆管,就是温乎,17度", "general"),
        ("热线打爆了,就是我家不热", "general"),
        ("两台循环泵都停了,整个镇都没暖", "major"),
        ("一共9栋楼都是温的,没凉,比昨天低一点", "general"),
        ("六栋楼没有一户来暖气", "major"),
        ("1、2、5号楼一点热气没有了", "major"),
        ("别的楼都好好的,就我家那栋凉了", "general"),
        ("卫生院整院停热,病人都在走廊里", "major"),
        ("一层8间教室没有暖气,别的教室正常", "general"),
        ("屋里暖气片都不热", "general"),
        ("每天一到后半夜就压火,早上只有10度", "general"),
        ("换热站屋顶漏雨,没影响运行,来个人看看", "general"),
        ("暖气里放出来的水乌黑乌黑的", "major"),
        ("分水器接头渗水,地板缝发黑", "general"),
    ],
)
def test_severity(words: str, severity: str) -> None:
    (c,) = read(f"桐花苑小区 {words} 13812340001")
    assert c.severity == severity


_WORDS = st.lists(
    st.sampled_from(
        [
            "桐花苑", "3号楼2单元501", "2-1-301", "不热", "漏水", "，", "。", "\n", " ", "①", "②",
            "张女士", "电话", "13812340001", "１３８", "壹叁捌", "地址：", "15度", "室温", "我家",
            "客服 10:20\n", "李四 10:21\n", "退费", "朝阳路", "12号", "小区", "谢谢", "昨晚", "的",
            "1.", "一", "\u200b", "樓",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(_WORDS, st.text(max_size=200)))
def test_spans_stand_in_the_text(text: str) -> None:
    plain = normalise(text)
    found = read(text)
    assert read(text) == found
    for c in found:
        _stands(c, plain)


def _stands(c: Complaint, plain: str) -> None:
    assert c.type in ("quality", "facility", "service", "other")
    assert c.severity in ("general", "major")
    assert c.why
    for words in (c.name, c.community, c.occurred_at, *c.why):
        assert words is None or words in plain
    if c.address:
        at = 0
        for part in c.address.split():
            at = plain.index(part, at if part in plain[at:] else 0) + len(part)
    if c.phone:
        assert re.fullmatch(r"\d{7,12}", c.phone)


@pytest.mark.parametrize(
    "piece",
    ["桐花苑3号楼不热 ", "1", "1-", "\n", "路街", "小区", "一", "①桐花苑3-2-501不热\n", "我姓",
     "A1-", "张三 10:20\n不热\n", "地址:", "3-2-501\n", "、1", "13812345678 "],
)  # fmt: skip
def test_long_text_takes_bounded_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    read(text)
    started = process_time()
    read(text)
    # 50 ms is the aim; the slack is for busy machines.
    assert process_time() - started < 0.5


@pytest.mark.parametrize("piece", ["1", "9", "一", "1 ", "不热", "3号楼"])
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    def cost(length: int) -> float:
        text = (piece * length)[:length]
        costs = []
        for _ in range(3):
            started = process_time()
            read(text)
            costs.append(process_time() - started)
        return min(costs)

    read(piece)
    # What grows with the square takes 16 times as long; 2 ms is where nothing can be told.
    assert cost(16_000) < 9 * max(cost(4_000), 0.002)


def test_a_phone_that_was_spoken_is_turned_into_digits() -> None:
    text = "翠湖家园三号楼二单元五零一不热我姓周电话一三九一二三四五六七八"
    (complaint,) = read(text)
    assert complaint.phone == "13912345678"
