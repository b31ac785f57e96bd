"""Major or general (R3.1.2): who was hurt, what flooded, whose heat is gone, each in words of its
own."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

MAJOR = (
    "整趟楼三十六户没一家热的 全停了",
    "井盖旁边地面塌了,人走着危险",
    "摸暖气片手发麻,拿电笔一碰亮了",
    "二到六栋今早暖气全凉了",
    # somebody was hurt, whatever hit him
    "楼道暖气管没包,有个孩子扶了一把,手心烫出一溜水泡,能不能包上",
    "我妈胳膊碰了一下没保温的管子,烫起俩泡",
    "对门老人家暖气片整个掉下来砸了脚,水流一地",
    "散热器从墙上掉下来压了孩子的手",
    "井盖翘着,我妈绊了一跤,磕破了膝盖",
    "阀门接口突然断了,后背烫红一大片",
    # a whole place
    "小区挨家挨户都没暖气,停一天了",
    "隔壁几栋都停了,整个小区没暖",
    "对面小区都热着,我们小区十几栋楼全冰凉",
    # homes
    # none came, whatever it is called, or what they heat with instead
    "管子从前天就没一丝热乎气 我们村家家烧炕呢",
    "整个小区都断了 大冬天的谁受得了",
    "昨晚九点到现在全村管道里暖和劲都没了",
    "一栋都没气 我们院后头那五排",
    "五个月大的娃跟着挨冻 七栋回迁楼都点着炉子",
    "夕照红敬老院自昨天18时起全院不热 老人41名 最低10度",
    "托老所一夜没热 二十几个老人",
    "整条街的门市都没热",
    "前院几幢楼一块儿都冻上了",
    "九十来户全无温度,暖气不走水",
    "后勤说职工宿舍全都没热",
    "三期半夜全停了",
    "保健院病房全凉了 产妇都裹着被子",
    # the others are well, and several are not
    "今早起1、2、5号楼一点热气没有,3、4号楼正常",
    # buildings and homes in lists and in words
    "七栋八栋九栋 三个楼都一样冰",
    "5# 6# 7# 全凉",
    "回迁楼八栋交房两年了一天暖没供过",
    "接龙接到42家了 都说摸着冰凉",
    "2 4 6 7 栋从早上起都没了",
    "甲乙丙三栋都没来气 值班的说不知道",
    "3、5、8楼栋暖气片全是凉的",
    "八十来户全指着电褥子过夜 前晚上就断了",
    "五十多家呢 一家热的都没有",
    "大半个小区凉了 群里都炸锅了",
    # the water is so, whatever is asked of it
    "水是黄的 带铁锈 接一桶还黄 请问对管子有没有影响",
    "盘管叫钻头打穿了 呲了一墙 客厅淹了 总阀已经关了",
    "放出来的水又黑又稠 接了一桶留着",
    "放出来绿水 一桶一桶的绿",
    "楼上地暖崩了 我家灯池哗哗往下淌 床都湿透了",
    "接口崩开 车库里水没过轮胎了",
    "热水灌入配电室 物业拉了闸",
    # hurt, or about to be
    "暖气片整个掉下来砸我老伴脚面上",
    "修暖气的电焊把窗帘点着了",
    "碰暖气片身上一麻一麻的",
    "热水喷了老人一身 人在医院",
    "检查井无盖 昨晚有人跌入",
    "井里冒大汽 对面人都瞧不见",
    # in the road
    "路口井里冒白气 大得看不清红绿灯",
    "热力井的盖子叫收废铁的拖走了 插了根棍",
    "柏油路面拱起来了 底下是热力管",
    "管子崩了往外喷 屋里全是水",
    "立管爆了 水往一楼屋里灌 地板泡了",
)
GENERAL = (
    # things broken, words for anger
    "师傅干活把我家杯子摔了",
    "收费员把我气晕了",
    "小孩把温控器砸了 换一个多少钱",
    # one flat among them, others that are well, what all pay
    "我们村东头老张家没热",
    "俺村卫生室没热 就一间屋",
    "别人家家家都热 我家没热",
    "小区都供上了 就我这没动静",
    "家家交一样的钱 凭啥我家没热",
    "每个屋都冰凉",
    "二楼东区不热 西区正常",
    "这趟是东区3-2-101 停暖了",
    # gone by
    "去年这时候全村停了八天,今年没停,就是炕边那组不热",
    # one entrance, one ward, one line, one room
    "2单元从一楼到顶楼 没一家热的",
    "商场三楼整个外圈不热 里圈热",
    "病房冰凉 病人自带电暖气 三层 其余正常",
    "我家十四栋六楼中间那户不热 放气也不出",
    # below the standard, however many
    "6~9号楼屋里都在16、17 没到停的程度",
    "1、3、5、7号楼都十六七度 不达标",
    # looked at, and well
    "疑心水发黄 让师傅放了看了 是清的",
    "老太太说水有味 我去闻了没味 想请化验",
    "暖气管外头锈得发红",
    "分水器上的黑色小帽裂了 一天一小碗",
    # gone by, and asked about for the damage
    "试压那天跑水泡了地板 水早停了 就想问怎么赔",
    "上周小区全停那次的热费怎么补",
    # a thing of the flat, or of the station
    "过滤器的盖子裂了 滴水",
    "分水器盖板让师傅拿走了",
    "暖气片堵头碎了 滋水 已经关阀",
    "换热站窗户让小孩砸了 机器都好",
    # rain
    "雨水倒灌进院子 你们挖沟留的土没清",
    # feared, or no part of anybody
    "暖气片底座松了,怕掉下来砸了脚",
    "暖气片烫手,想装个罩子免得孩子烫着",
    "管子外皮破了,碰了碰接头就掉渣",
    "师傅说压了手柄就不漏,现在又滴水",
    # work that goes from flat to flat
    "供暖十天了,卧室12℃,说管道里有气要逐户放,让等",
    "不热,物业说挨户排查,一直没轮到我",
    "问了说要挨家挨户调阀门,轮到我得下周,屋里一直冰凉",
    # to come, not there
    "听说明天要全小区停暖,是真的吗?家里有老人,好提前准备",
    # the others are well
    "旁边几栋都来暖三天了,我们这栋一点动静没有,摸着冰凉",
    "前后几栋楼早热了,就我们这栋没来气",
    "隔壁两个小区都通上了,我们楼还没热",
    "对面几栋都有暖气,唯独我们5号楼冰凉",
    "隔壁几栋昨天下午就都热了,就我们这栋没动静,摸着拔凉",
    "二楼靠北两间不热,别的屋都好好的,护理院",
    # so many flats as are no large area
    "2单元从一楼到顶楼都凉,12户没一家热的",
    "三单元8户家家冰凉",
    # not there
    "业主群里说周末全小区停暖检修,真的假的,家里有老人",
    "主管支架往下沉,下游4个小区供热正常",
    "井盖旁边地面有点下沉,还没塌,怕哪天塌了",
    "暖气片底下一圈锈水,往下滴答",
    "瞎传全小区停了,我问了一圈没停,就这栋底下三层不热",
    "楼上暖气跑水泡了两间房,管子已经修好了,现在楼上说让我找你们赔",
    "回水支架塌了一个,管子悬着没漏",
    "水锤声一开泵就哐哐,跟拿榔头砸一样",
    # out of doors
    "送院里的管子接头拿铁丝捆着 现在呲呲往外冒 院里成泥塘了 没进屋",
    "楼后身管子往外喷水 草地都湿了 屋里没进水",
)


@pytest.mark.parametrize("words", MAJOR)
def test_is_major(words: str) -> None:
    (complaint,) = read(f"{words},桐花苑13号楼 13812340001")
    assert complaint.severity == "major"


@pytest.mark.parametrize("words", GENERAL)
def test_is_general(words: str) -> None:
    (complaint,) = read(f"{words},桐花苑13号楼 13812340001")
    assert complaint.severity == "general"


@pytest.mark.parametrize(
    "words",
    [
        "南干线梅家堡段焊口撕开 正在放水 沿线五个小区全停",
        "三号锅炉引风机跳闸起不来 城北供温一路掉 各站回水不到40",
    ],
)
def test_an_outage_that_colleagues_shout_is_not_put_aside_as_their_talk(words: str) -> None:
    (complaint,) = read(words)
    assert complaint.severity == "major"
