"""Whether words complain, and of what: told by their form, each in words of its own."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

TYPES = {
    "这一栋都不热 说是楼口的阀板掉了": "facility",
    "整条街没暖两天了 说是主管让修路的挖破了": "facility",
    # a thing, and what became of it
    "立管根部锈穿了,换盆接着": "facility",
    "厨房暖气片底下一汪水,擦了又有": "facility",
    "墙上的温控器屏碎了,一直按最大烧": "facility",
    "架空管的保温棉掉了一大截,管子光秃秃的": "facility",
    "邻居装修把公共立管焊死了,我家这趟不走水": "facility",
    "沟盖板踩上去直响,缝里往上冒热气": "facility",
    "总阀手柄锈住了,谁都拧不动": "facility",
    "The pipe under the window is leaking, one bowl a day": "facility",
    "我在门口闻到煤气味,从小室里飘上来的": "facility",
    "诉求:家中立管一到半夜就有撞击声,孩子睡不着,温度正常": "facility",
    "暖气管里老有咔哒声,热倒是热": "facility",
    "楼下换热站的声音太大,晚上没法睡": "facility",
    "地下换热机房进水 机组停了 楼里全凉": "facility",
    "Hi, the valve in my bathroom is broken and can not be turned. Not urgent. 谢谢": "facility",
    "邻居装修把暖气管踩断了": "facility",
    "希望这次修好了不要再漏,现在接头还滴水": "facility",
    "你们挖的沟没回填,老人差点掉坑里": "facility",
    "入户阀坏了,拧到头也不走水,主卧15度": "facility",
    # cold, whatever reason was given for it
    "宿舍暖气片摸着跟铁疙瘩一样": "quality",
    "老人抱着自带电热水袋,暖气一点不热": "quality",
    "阀门都开着,管子冰手": "quality",
    "配电柜门一直开着,孩子够得着": "facility",
    "问了说是管网老化,屋里就13度": "quality",
    "只有进水管热,片子是凉的": "quality",
    "孩子冻得直淌鼻涕,屋里16度": "quality",
    "不热,打了七次电话,接线员就说等着": "quality",
    "客厅26度,开着窗睡,阀门锁着我自己关不小": "quality",
    "师傅态度很好,就是没找到毛病,北屋14度": "quality",
    "开栓第三天了,一点热气没有": "quality",
    "暖气还是冰的,短信却说处理完了": "quality",
    "地暖有一路不走水 那屋14": "quality",
    "暖气片里气堵 不循环 客厅13": "quality",
    "进水热回水凉,屋里14度": "quality",
    "换热机组进水50度,到我家就凉了": "quality",
    "别问我热不热,就是不热": "quality",
    "地暖不热": "quality",
    "住煤气路,就这一间不热": "quality",
    "自家地热不热乎": "quality",
    "Good evening. The heating does not work, only 14 degrees in my room": "quality",
    "水盆都结冰碴了,说了也没人管": "quality",
    "全村接了管子就是不给通,家家生炉子": "quality",
    "我姥姥那院整个断了,两天了": "quality",
    "暖气里咕噜咕噜响,上头烫下头不热": "quality",
    "怀疑楼下私装了水泵,我家忽冷忽热": "quality",
    "电话打不进去,我妈屋里比外头还冷": "quality",
    "费年年不少交,屋里15度,再这样就退费": "quality",
    # a part is named as what is broken, or what somebody did to it
    "全楼冰凉,物业说是总阀坏了": "facility",
    "管井里有人私装了水泵抽热,我家就14度": "facility",
    "单元阀不知让谁给关了,整个单元没热": "facility",
    "村口的阀门只能开一半,后街都没暖": "facility",
    "热得光膀子,他说是分水器的阀拧不动": "facility",
    "阀门锈死了,屋里冷": "facility",
    "接头哗哗往外流水,暖气不热了": "facility",
    "三通一冬天修了四回": "facility",
    # how one was treated
    "电话打五十遍没人接,比没暖气还让人来气": "service",
    "冷不冷先不说,七个电话没一个人回": "service",
    "测温的人没亮证就进屋": "service",
    "我去办报停,窗口那人头都不抬": "service",
    "就投诉那个人,退费倒是办完了": "service",
    "修完扔了一地垃圾就不管了": "service",
    "没处理就给我点了已完成": "service",
    "装新管子把墙打穿了没补": "service",
    "有个收费员收了现金不入账,请你们查查他": "service",
    "屋里挺热,就是你们的人把花盆碰碎了不吭声": "service",
    "来换管子的把地砖刨开一溜,快俩月了没恢复": "service",
    "约好周六上午来换表,等到天黑没见人": "service",
    "窗口那位一边嗑瓜子一边说自己看墙上": "service",
    "换个阀收了三百现金,票也不给,问就翻白眼": "service",
    "修完走了,柜子没给装回去": "service",
    "师傅拿扳手把暖气片的漆磕掉一块 没道歉就走 要个说法 漏已经修好了": "service",
    "热线响十几遍都没人理,公布号码干啥,我家热着呢": "service",
    "打客服电话响了三十多声没人接,家里不冷就是想问个事": "service",
    # money, paper, questions
    "上月管子爆了烫花我的车,管子已经修好了,车漆谁赔": "other",
    "不是报修,就问上回泡坏的柜子啥时候赔": "other",
    "怕试压漏水,想约个我在家的时间": "other",
    "担心明天停暖,是否属实?家里现在正常": "other",
    "次卧那组关着,费能少交点不": "other",
    "房子空着能停暖吗,要扣多少": "other",
    "地暖几年清洗一次,你们管不管": "other",
    "去年停热好几天,要求退费": "other",
    "去年停供一整年,基本费交三成还是两成": "other",
    "听说这周末全市停暖检修是真的吗": "other",
    "想把客厅的片子移个位,问咱给不给干": "other",
    "他家热着呢,就想问问过年会不会停": "other",
    "停供的房子管子冻裂了,楼下说要赔,问咱公司管不管": "other",
    "我不上门,就问阀往哪边拧是开": "other",
    "我家报停别再给我漏了,去年你们系统就没登上,多收我一年钱": "other",
    "面积核减的名单里把我漏了,请补上": "other",
    "想办停。去年办过你们系统漏了,照收全年的钱,今年千万别再漏": "other",
    "老人不会用温控器 想让人教教怎么调 不急": "other",
    "用户新搬来 问分水器上几个阀门哪个管哪屋 请师傅路过教一下": "other",
}
NO_COMPLAINTS = (
    "中午那张水柱照片核实了 是消火栓 不是咱热力 已告知自来水",
    "师傅们 今天把站门口雪扫了 别让巡检的滑倒",
    "有人说河东那边煤气中毒了一家 是不是咱供的 打听一下",
    "撤单申请:家中不热系自家阀门未开,现已打开",
    "【系统测试】测试工单,请勿派发,内容:测试不热",
    "案例学习:某用户反映室温14度,测温员没带仪器,各班组引以为戒",
    "建议公众号里加一个自报室温的功能,一点浅见,仅供参考",
    "想起2008年冬天楼里暖气炸了,我和弟弟拿盆舀水,还挺怀念",
    "问:室温不达标怎么办? 答:可拨打热线申请测温。(摘自用热百科)",
    "上次反映的多收面积的事,钱昨天退回来了,此帖可以关闭",
    "收费大厅排队排到门口了,谁来支援一下",
    "到现在没有一个小区停热,大家放心",
    "好几个用户问今晚会不会提温,咱统一怎么回?",
    "大姐 你家那边热不热 我妈说她那边二十四度",
    "站门口谁停的黑色轿车 麻烦挪一下 材料车进不来",
    "谁的车停泵房门口了 挪一下",
    "工单回退:经查该小区属自管锅炉,非我司供热范围,建议转街道办理",
    "关于延长供暖时间的告知:因寒潮,本采暖季延至3月25日,期间如有不热漏水拨打0531-2219001",
    "给客服52号点个赞!我爸不会用手机缴费,她在电话里一步一步教会的。",
    "替我谢谢那两位师傅,屋里23度了,孩子不喊冷了",
    "工单办结:用户反映桐花苑3-2-501不热,已排气,室温22度,用户签字确认,同意办结",
    "冲洗通知:定于9月28日至10月3日对桐花苑、观澜台、老纺织厂家属院、南湖壹号二次管网注水打压,"
    "请住户留人,如有漏水请拨打0531-2219001。",
    # a round that found nothing
    "【夜巡】南支线井室看了一圈,无渗漏,无异响,井盖齐全。巡查:桂、栾",
    "东干线十座阀门井已看完 未见漏点 未见塌陷 标识完好",
    "管沟入户口检查:无积水、无锈蚀、支架无变形 检查人 邸",
    "桐花苑10-2-301 敲门没人,电话不接,贴了条",
    # lessons, work, advertisements
    "暖气清洗保养,十年经验,不热退款,联系13812340001",
    "供热系统安全月活动:有限空间作业必须先测气,井口要围挡",
    "一氧化碳中毒的宣传海报请各小区张贴",
    "今天给桐花苑、松花里做水压试验,家里请留人看护,发现漏水打站里电话",
    "你们供热站还要不要巡线工?我有电工证,45岁,13812340001",
    "想找个看锅炉的活,有司炉证,包吃住就行,13812340001",
    # praise
    "必须夸夸小桂师傅!零下二十度大半夜来修漏的管子,水都没喝",
    "给城东站的老师傅竖大拇指,寒风里挖管沟,手都冻裂了",
    # taken back in the message itself
    "9:15 用户:家里一点不热\n9:16 客服:请说下地址\n9:20 用户:桐花苑3-2-501\n"
    "9:22 用户:不用了,其实热了,是我阀没拧开",
    "上午报没暖的桐花苑7号楼,下午物业回话说来气了,这条作废",
    "桐花苑5-1-302那户说漏水的,又来电话说看错了,是空调水",
    "有人传桐花苑今晚停暖,我打电话核实了,没这事",
    "市里问上周报的“桐花苑停热”处理完没 我回了 16号恢复",
)
#: the same words, and a complaint all the same
COMPLAINTS = (
    "替老王反映一句:停热三天了",
    "师傅没有焊工证就来给我焊管子",
    "叫家里留人我留了,等一天没人来,接口还漏着",
    "巡线的说没问题,可门口井盖还是破的",
    "一切正常?屋里才14度",
    "昨天自己好了半天,今天又不热了",
    "来气了也不热",
    "单子给撤了,可水还在漏",
    "阀门井没人管,里面积水漫出来了",
    "垫子都烂了,不漏才怪",
    "昨天说漏的那户虚惊一场,我家热表黑屏了,要求给换",
    "电子发票抬头错了,能不能作废重开",
    "顺便夸你们一句,暖气24度太热,想关小点",
)


@pytest.mark.parametrize(("words", "kind"), TYPES.items())
def test_type(words: str, kind: str) -> None:
    (complaint,) = read(f"{words},桐花苑3-2-501,13812340001")
    assert complaint.type == kind


@pytest.mark.parametrize("text", NO_COMPLAINTS)
def test_no_complaint(text: str) -> None:
    assert read(text) == ()


def test_who_asks_of_fees_without_a_place_is_heard() -> None:
    (complaint,) = read("往年交暖气费都送袋米,今年咋没有了?[微笑]")
    assert complaint.type == "other"


@pytest.mark.parametrize("words", COMPLAINTS)
def test_complaint_all_the_same(words: str) -> None:
    assert len(read(f"{words},桐花苑3-2-501,13812340001")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "答复说“已现场测温,用户表示满意”,可没人来过,家里16度,重新派人,桐花苑3-2-501 13812340001",
        "每回派单都显示已处理,压根没人上门,今天又问,屋里13度,桐花苑3-2-501",
        "【官方回复】您好,该住户室温19度。【追问】你们测的不是我家!桐花苑3-2-501,屋里15度",
        "前年冻裂过一次,当时就修好了。今年入冬屋里又冷,麻烦派人看看,桐花苑3-2-501 13812340001",
        "谁负责这片?物业说6栋楼暖气全是凉的,桐花苑小区 13812340001",
        "业务:恢复供热申请 地址:桐花苑3-2-501 电话:13812340001 备注:网上付款付不了",
        "工单给我写同意办结,我根本没签字,桐花苑3-2-501 13812340001",
        "昨天贴了打压通知,今天一注水我家就漏了,桐花苑3-2-501 13812340001",
        "谢谢昨天来的师傅,可屋里还是14度,桐花苑3-2-501 13812340001",
    ],
)
def test_what_was_answered_before_closes_nothing(text: str) -> None:
    assert len(read(text)) == 1


def test_what_is_shown_of_a_form_is_what_is_wrong() -> None:
    (complaint,) = read(
        "【12345】工单号12-99|市民:齐女士|电话:13812340001|地址:桐花苑3-2-501|"
        "诉求:供热管线从门前过,夜里叫人睡不踏实,盼安排|限办:3日"
    )
    assert all("工单号" not in words for words in complaint.why)


@pytest.mark.parametrize("words", ["冷。", "好冷", "冻!"])
def test_a_cry_is_heard(words: str) -> None:
    (complaint,) = read(words)
    assert complaint.type == "quality"


def test_a_valve_that_is_open_is_no_fault() -> None:
    (complaint,) = read("三层往上全冰,单元阀开着的,桐花苑2号楼3单元 13812340001")
    assert complaint.type == "quality"
