"""Harm or none, a whole place or not, foul taps, meters, guesses, whose warmth (R3.1)."""

import pytest

from bot.domain.complaint import read

#: text → type, severity, degrees of the room
COMPLAINTS: dict[str, tuple[str, str, float | None]] = {
    # what a hot room does, what a sound is like, what a leak brings down
    "屋里热得老人直流鼻血,能不能调低点,锦绣里3-2-101 13812340001": ("quality", "general", None),
    "二十七度,孩子晚上鼻子出血两回了,锦绣里3-2-102": ("quality", "general", None),
    "热得嘴上起火泡,锦绣里3-2-103 开窗户都不行": ("quality", "general", None),
    "管子里跟榔头砸似的,锦绣里3-2-104 一夜没睡": ("facility", "general", None),
    "锦绣里3-2-105 暖气像有人用棍子砸,半夜响": ("facility", "general", None),
    "楼上地暖漏,我家吊顶塌了一角,锦绣里3-2-106": ("facility", "general", None),
    "锦绣里3-2-107 漏水把墙皮泡得都塌下来了,慢慢渗的": ("facility", "general", None),
    # danger all the same
    "锦绣里3号楼前 检修井盖塌了,有个大坑": ("facility", "major", None),
    "锦绣里3-2-108 暖气爆了,热水喷出来把孩子手烫伤了": ("facility", "major", None),
    "锦绣里热力管沟塌方,路面陷进去一块": ("facility", "major", None),
    "井口铁盖掉下去砸了孩子脚,锦绣里门口": ("facility", "major", None),
    "锦绣里3-2-109 插座进水打火,不敢碰": ("facility", "major", None),
    "锦绣里 换热站配电柜像是着火了 冒烟": ("facility", "major", None),
    "锦绣里3号楼 管道井往外窜汽,楼道都是白汽,不敢下楼": ("facility", "major", None),
    "热力管爆了,锦绣里南门花坛都拱起来了,白雾啥也看不见": ("facility", "major", None),
    "主干道热力井冒汽,把路中间地砖拱起来了,锦绣里东门": ("facility", "major", None),
    # water in homes
    "锦绣里3-2-1501 主管崩开,热水往外喷,楼下三户顺着墙往下流": ("facility", "major", None),
    "锦绣里3号楼6楼漏到5楼 5楼漏到4楼 几家都在往外舀水": ("facility", "major", None),
    "锦绣里3-2-110 放气阀冲着人家菜窖的墙,滴水": ("facility", "general", None),
    # a whole place, and not
    "说锦绣里全小区停暖了 物业通知的,大伙都冻着": ("quality", "major", None),
    "有人说锦绣里全小区停暖 后来说看错了 就5号楼2单元没热": ("quality", "general", None),
    "锦绣里几个小区都反映温度低 没有停热的": ("quality", "general", None),
    "锦绣里整个小区入冬就没来过暖,开发商和你们扯皮,一千多户": ("quality", "major", None),
    "想问一下,公告说15号供热,我们锦绣里整个小区一户都没送": ("quality", "major", None),
    "清河一小 教学楼、宿舍从早上就没热,孩子们都穿着棉袄上课": ("quality", "major", None),
    "锦绣里3-2-111 从开栓没来过暖": ("quality", "general", None),
    # meters and thermostats, old bills, manners, power cuts
    "锦绣里3-2-112 热表从上月起数字就没走过,怕算账扯皮,来校一下": ("facility", "general", None),
    "热量表花屏了看不清,锦绣里3-2-113 13812340002": ("facility", "general", None),
    "锦绣里3-2-114 温控器白屏,按了没反应": ("facility", "general", None),
    "温控面板老是自己跳回十八度,锦绣里3-2-115": ("facility", "general", None),
    "锦绣里3-2-116 温控器一直闪,用户问是不是坏了 13812340003": ("facility", "general", None),
    "外墙保温掉了,顶楼几户室温都15度,锦绣里3号楼1-602": ("quality", "general", None),
    "锦绣里3-2-117 楼道里暖气管保温掉了": ("facility", "general", None),
    "一滴热水都没进暖气,锦绣里3-2-118 冻手": ("quality", "general", None),
    "锦绣里3-2-119 装修的把立管碰了,现在上下都没热": ("facility", "general", None),
    "锅炉房炉排卡死,全村没热": ("facility", "major", None),
    "下河村支线冻了,全村没热": ("facility", "major", None),
    "请公布供热公司每天的供水温度,别一问就说达标": ("other", "general", None),
    "去年没热那半个月怎么退,锦绣里3-2-120": ("other", "general", None),
    "锦绣里3-2-121 停暖那几天怎么算,现在倒是热了": ("other", "general", None),
    "通知太晚了吧,八点停水七点半才贴,锦绣里3-2-122": ("service", "general", None),
    "收费员当着人把我身份证号念出来,让他学学规矩,锦绣里营业厅": ("service", "general", None),
    "修完未清理,墙上窟窿未补,锦绣里3-2-123 13812340004": ("service", "general", None),
    "换热站停电了,整个小区没暖": ("facility", "major", None),
    "锦绣里3-2-125 家里冰凉,客服电话一直响没人接": ("quality", "general", None),
    "锦绣里3-2-126 水泵响得睡不着": ("facility", "general", None),
    "锦绣里楼上自己偷着加泵,把我家热水都抽走了": ("facility", "general", None),
    "锦绣里3-2-127 锅炉房一停就是一宿,停停烧烧,屋里忽冷忽热": ("quality", "general", None),
    "锦绣里3-2-128 楼道热力管漏水,楼道灯也坏了": ("facility", "general", None),
    # whose warmth, and when
    "锦绣里3-2-129 屋里约摸十四度": ("quality", "general", 14.0),
    "锦绣里3-2-130 一会儿24一会儿15 受不了": ("quality", "general", 15.0),
    "锦绣里3-2-131 室温:白21夜15": ("quality", "general", 15.0),
    "锦绣里3-2-132 供热回水凉,屋子十六度": ("quality", "general", 16.0),
    "锦绣里3-2-133 没暖和气 量了下13": ("quality", "general", 13.0),
    "锦绣里3-2-134 白天21,后半夜冻醒,看表14": ("quality", "general", 14.0),
    "我家跟楼上楼下都问过,17度晃,锦绣里3-2-135": ("quality", "general", 17.0),
    "锦绣里3-2-136 没去年暖和,屋里16度": ("quality", "general", 16.0),
    "锦绣里3-2-137 去年22度,今年16度": ("quality", "general", 16.0),
    "锦绣里3-2-138 去年22度,今年不热": ("quality", "general", None),
    # a word of these beside real trouble
    "请派专业人员来修,锦绣里3-2-139 暖气漏水": ("facility", "general", None),
    "锦绣里3-2-140 阀门上回已换,又漏了": ("facility", "general", None),
    "锦绣里3-2-141 大家出门都滑,楼前管子漏水结冰 13812340005": ("facility", "general", None),
    "锦绣里3-2-142 别人家都上来了就我家不热": ("quality", "general", None),
    # heating water out of the tap
    "水龙头放出来的水发绿,一股药味,怕是换热器串进来的,锦绣里3-2-150": ("quality", "major", None),
    "锦绣里5号楼自来水是热的 颜色发黄 十来户都这样 怕是板换串水": ("quality", "major", None),
    "锦绣里3-2-151 卫生间自来水管旁边的暖气管漏水,墙都发黄了": ("facility", "general", None),
    "锦绣里3-2-152 暖气上的水龙头坏了,一直滴": ("facility", "general", None),
    "楼上水龙头没关 暖气也漏 顶棚发黄,锦绣里3-2-153": ("facility", "general", None),
    # what is blocked is guessed
    "锦绣里3-2-154 屋里15度,估计立管堵了,来看看 13812340007": ("quality", "general", None),
    "锦绣里3-2-155 不热,可能管子里堵住了": ("quality", "general", None),
    "锦绣里3-2-156 过滤网堵了,清一下": ("facility", "general", None),
    "锦绣里3-2-157 立管堵了,师傅来看过确定的,下来修": ("facility", "general", None),
    "锦绣里3-2-158 厨房不热,估计是阀门坏了,一直滴水": ("facility", "general", None),
    # all of a school or hospital, or a floor
    "县医院住院楼两层病房全凉,13812340008": ("quality", "general", None),
    "县医院住院楼病房全凉,手术室也停暖,13812340008": ("quality", "major", None),
    "二中教学楼三层以上都不热,整个学校穿棉袄上课": ("quality", "major", None),
    "实验小学各班都不热 孩子冻手": ("quality", "major", None),
    "锦绣里7栋和12栋没暖,7栋顶上三层,12栋是全楼,管子断了": ("facility", "general", None),
    "锦绣里3-2-160 打电话没人接,插座漏电": ("facility", "major", None),
    "锦绣里3-2-161 暖气烫手,屋里有煤气味": ("facility", "major", None),
    "漏水把楼上吊顶泡塌了砸到老人头,锦绣里3-2-162": ("facility", "major", None),
    "锦绣里有6栋没热,都冻着": ("quality", "major", None),
    "锦绣里三栋都不热": ("quality", "major", None),
    "锦绣里12栋没暖": ("quality", "general", None),
    # in few words
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
}  # fmt: skip

NONE = (
    "天冷路滑 大家开车慢点",
    "专业水管改造 暖气移位 打孔 24小时上门 低价",
    "@小陈 锦绣里李姐那单你回填了没 系统还挂着待回访",
    "锦绣里3-2-441 测温21.5 达标 已告知",
    "哦 是我自己阀门没开 不用来了",
    "天冷路滑 大家走路慢着点",
    "专业地暖清洗 管道疏通 打孔 24小时上门",
    "锦绣里那几栋都上来了 刚摸的管子都烫手",
    "问过了 站里没事 就是个表坏了 已换",
    "说是冒火星 听着吓人 其实就是隔壁焊门 跟咱没关系",
    "老百姓问降不降价 没有这政策 大家口径统一",
    "@小陈 锦绣里李姐那单你回访了没 系统还挂着待回访",
    "换热站声控灯坏了 换个灯泡",
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
