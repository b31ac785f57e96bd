"""Major or general (R3.1.1, R3.1.2, with the sizes of 大面积 from our own rules)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from bot.domain.reading import foul_water, hazards, rumours, sizes, sources
from bot.domain.reading.late import late
from bot.domain.reading.quick import compiled


class LargeArea(NamedTuple):
    """What 大面积停热 is in figures (R3.1.2; ours, by configuration).

    So many buildings or households in one message, or so many separate complaints of no heat from
    one community `within` this time.
    """

    buildings: int = 3
    households: int = 30
    complaints: int = 5
    within: timedelta = timedelta(minutes=30)


LARGE_AREA = LargeArea()

_CN = "一二三四五六七八九十"
#: heat is gone; being merely cool is another matter (R3.1.1)
_LOSS = compiled(
    r"失去供?[暖热]|没的[暖热]|冻硬|没有?一个?人?说[^,。;!?\s]{0,6}热|冷[透冰]|没[找碰见摸看][到着见]?一[户家栋幢][^,。;!?]{0,4}(?:暖|热)|停(?:了)?(?:供)?(?:暖|热|炉|泵)|全停|不热|没(?:有)?(?:人)?热(?!水|线|力)|(?:没|无|未|"
    r"不)(?:有|见|给|得(?<=没得))?(?:来|送|供|接|开|到)?(?:上|通|过|着)?(?:供)?(?:暖|热(?!水|线|力|情)|汽|"
    r"气(?=[了\s,。!、]|$))|"
    r"(?:没|未)(?:接|开)通|没供|一[个家户栋片间](?:热|暖)[乎和]?的?[都也]?没|没有?一[个家户栋片间]热|没有?一[家户][^,。;!?\s]{0,2}(?:热|暖|温)[的乎和]|没(?:有)?一丁?点儿?[暖热]|冰[凉冷透手]|[都全又就透](?:是)?冰|(?<![结滑溜破化])冰[了的]|一样冰|冰(?:溜|坨|棍|碴)|(?<![没不])凉(?!快|台|"
    r"席|菜)|一点热[乎气]|热[乎气]*(?:都)?没有?|全灭|跳了|跳闸|断[暖热供]|"
    r"冻[得成着死人上透]|受冻|挨冻|[没无](?:有)?(?:一点)?温度|没水?压(?!力)|(?<![面化路砖土])[没未]恢复(?!原)|温度(?:都|也)?没有?(?!的说|问题)|还没(?:给)?[^,。\s]{0,3}[送供来][暖热]|没动静|动静没有|没反应|"
    r"没有?一[户栋家个幢座间][^,。;!?]{0,4}(?:暖|热)|(?<!报)(?<!不)停(?![电水车工留机用在气]|"
    r"供暖期)|停到|停运|一片冰|中断|摸不着热|烤(?:炉子|火)|没(?:有)?(?:热水)?循环|室外一个温度|跟(?:室外|外面)一样|"
    # what it is called by (热乎劲, 一丝暖和气) and that none came
    r"[没无未](?:有|得|见|感(?:觉|受)?|摸)?[着到过]?(?:一)?[丝点口滴丁](?:儿|点)?(?:热|暖)|(?:热|温|暖)[乎和]?(?:气|劲)?儿?(?:头)?(?:[都也就又还]|一直|始终)*没(?:有)?(?![停断])|"
    r"[气暖热](?:都|也)?[没不](?:来|有|供|给|送)|没(?:供|来|通|送|温)过|[没未](?:接|并)(?:入|上|进)?(?:大|管|热)网|一[户家栋幢]都?没(?:有)?[送供来通]|[没未][来送供通有给]过[暖热汽]|"
    r"(?:[都全就又也暖热气]|一直)(?:给)?断(?:了(?!电|水|网)|着)|[都全就又]没了|趴窝|[不没](?:走|过)水|没(?:有)?(?:给)?开栓|喊凉|掉温|[没无]汽了?|"
    # what people heat with instead
    r"[冷清冰]锅冷灶|冷炕|没(?:给)?(?:[点生]火|开烧|开炉)|(?:生|点)(?:着)?(?:煤)?(?:炉子?|火(?!锅))|烧(?:炕|煤|柴|劈柴)|(?:电褥子|电热毯|热水袋|被窝?)[^,。;!?\s]{0,3}(?:过夜|过冬|取暖)"
)
#: a whole place
_PLACE = (
    r"(?:小区|社区|村(?:子|庄|民|里)?|屯|庄|镇|乡|校(?:区|园)?|学校|院(?:区|子|里)?|园(?:区)?|"
    r"(?<!气)片(?:区)?|[A-Z\d]{0,2}区(?<![楼栋幢座][高中低]区)|家属[院区楼]|家属区|大院|楼群|院落|街(?:道|里)?|城(?:区|"
    r"里)?|厂区|营区|医院|幼儿园|养老院|敬老院|福利院)"
)
#: one flat, room or end of a village
_NOT_ALL_OF_IT = (
    r"(?![东西南北前后][头边面院街]|"
    r"[^,。;!?\s]{0,5}(?:老[\u4e00-\u9fff]{1,2}家|[我他她]家|卫生[室所]|大队|村部|委会))"
)
_WHOLE = compiled(
    rf"(?:全|整个?|全部|整片)(?:个)?{_PLACE}(?!(?:域|间|长|主任|业|最|唯|第))|"
    rf"{_PLACE}(?:里|内|上)?(?:的)?(?:[\d{_CN}百千]{{1,6}}(?:多)?[栋幢户]楼?)?"
    r"(?:整个|全部|全(?!额|年|都?(?:热|暖和|正常|通|好|供上|来暖))|都(?!说|知|找|去|来|有意|反|结冰|[供送通开]了?[上了暖热]|热|暖和|正常|"
    r"好)|家家(?!交)|所有|整体|集体)|"
    r"(?:村|屯|庄|小区|院)(?:里|子|内)?的?(?:老少爷们|老老少少|老百姓|乡亲|街坊|大家?伙|住户|居民|业主)[儿们]{0,2}(?:全|[都就](?!说|反|知|找|去|来|有|问|等|交|在群|希望|要求))|"
    r"(?:几|多|数|好几|[两二三四五六七八九\d])个(?:居民)?(?:小区|社区|村|片区|院|大院|家属院|组团|"
    rf"楼群|屯|镇)|(?:(?:我们|俺们?|咱们?)|(?<![就光只])[我俺咱]们(?![是住在])[\u4e00-\u9fff]{{1,3}}?(?<!新))(?:村|庄|屯){_NOT_ALL_OF_IT}|"
    r"半个(?!月|小时|多|钟|天|年|屋|客|单元|楼|来)[\u4e00-\u9fff]{2,6}?[都全](?=没|停|不热|凉|冰)|(?:大|多)?半[个拉](?:小区|社区|村|庄|屯|家属院|大院|院子)|村(?=[、和及][^,。;!?\s、]{1,5}[村屯庄])|带的小区|(?<![湿水冰][了的成])(?<!湿)一大片|整片|(?:[一二三四五六]期[、,\s]?){3}|"
    r"(?:楼栋|范围|楼号|影响|区域)\s?[=:]\s?(?:全部|全小区|整个?小区|全区|所有)(?=$|[\s,。;|])|整条?(?:街|巷|胡同)|整个[\u4e00-\u9fff]{1,6}\d{1,4}号院|一(?:村子?|屯子?|小区|院子?)(?:的)?人|"
    r"户户|家家(?![^,。;!?\s]{0,3}(?:交|热[乎的]|都热|暖和|有暖|有热))|"
    r"(?:全体|所有|全部)(?:的)?(?:业主|住户|居民|用户|楼|房间|教室|病房|宿舍)|"
    rf"(?:期(?<=[{_CN}\d]期)|区(?<=[A-Z东西南北]区)(?<![楼层].区)(?<![楼层]整个.区))"
    r"(?:[昨今]天|[昨今]晚|今早|半夜|整个|全部|都|全|又)*(?:停|冻|没暖|没热|冰|不热(?!的))|"
    r"(?:没(?:有|[找碰见摸看][到着见]?)?|无)一[户家栋幢]|一[户家栋幢](?:热|暖)[乎和]?的?[都也]?没|一[户家](?:都|也)?不[剩落拉漏]|一户都[没不]|一[栋家]都[没不]|一[栋家户]热的都[没不]|[挨各]家[都全]|"
    r"(?:好几|多|几|数|每)(?:栋|幢|座)|"
    r"(?:[家花庄田公]园|新[村城]|苑|宿舍|公馆|[高多]层|洋房|平房区?|棚户区|业主)\s?"
    r"(?:全部|全体|全都|统统|集体|整体|一片)(?:[停没断凉冰喊]|不热)|"
    # who goes from flat to flat does his work; nothing is said of all flats
    r"[挨逐]户(?![^,。;!?\s]{0,4}(?:放|排|查|调|测|走|登|通知|敲|上门|入|问|收|解决|处理|检|看|"
    r"跑|修|清|洗|试|告))|"
    rf"(?:[{_CN}\d]期|[东西南北]区){{2,}}[全都]|"
    r"(?:[三四五六七八九十3-9]|[0-9]{2})[多几来]?[家个](?:厂(?!区)|单位|企业|工厂|公司|学校|机关)|"
    r"没有?一[个家]人?说|(?:[各每]|栋(?=栋)|楼(?=楼))[栋楼幢](?:都有|[都全均][没不停凉冰])|"
    r"每(?:[户家]|个(?=小区|楼|单元|院|班|教室|病房|村|站))(?:都|全)?|"
    r"(?:小区|社区|家园|花园|新村|村)(?:全部|都|又|集体)?(?:停暖|停热|停供|没暖|断暖)|"
    r"业主.{0,4}全(?:凉|停)|"
    # one compound after the other
    r"[苑园里村院城府湾区庭郡居轩坊庄](?:都|全|[从自打昨今前][^,。;!?]{0,12}?)?(?:相继|陆续|先后|接连|纷纷)[^,。;!?\s]{0,3}"
    r"(?:停[暖热供]|断[暖热供]|没了?[暖热]|不热|凉)|"
    r"整个(?<![\d一二三四五六七八九十][楼层]整个)(?![\d一二三四五六七八九十]{0,2}单元|[\d一二三四五六七八九十]?门[洞栋道]?|楼|屋|房|家|晚|冬|夜|白天|一层|"
    r"[一二三四五六]楼|客厅|卫|卧|月|星期|周|人|下午|上午|[东西南北]|暖|供|厅|过程|这|流程|服务|采)"
    r"[\u4e00-\u9fff]{2}"
)
#: only one of it, or the others are well
_NOT_WHOLE = compiled(
    r"别按大面积|就[他她]这?一家[不没]|邻居(?!小区|楼|单元)(?:家|们)?均(?:正常|热|无|没)|不是(?:全|整个?)(?:[小院校园楼城]|村|片)区?(?![吗么?])|(?:里|中|头)[边面]?(?:只有?|就)(?:我|俺|咱)们?这?个?\d{1,3}[号栋幢座]|(?:唯独|就剩|只剩|单单|就|仅)[\u4e00-\u9fff]{0,3}\d{1,2}-\d{1,2}-\d{2,4}|其实就?(?:是|只有)?一[个栋户]|(?:就|只有?|单|光)\d{1,3}(?:[、,和]\d{1,3})?(?:号楼?|[栋幢座#])[不没凉冷冰停]|(?<!不)(?<!以为)(?:就|只有?|唯独|单单|光|仅)[^,。;!?\s]{0,3}(?:我|俺|咱)(?:们)?(?:这)?(?:一)?(?:家|户|"
    r"栋|单元|楼(?!群)|个单元)|"
    r"(?:看|说|听|搞|弄|写|报)错了[^。;!?]{0,4}?(?:其实)?(?:就|只)|后来[^,。;!?]{0,4}(?:看|说|听|搞|弄)错|(?:就|只有?)[他她它]们|整个小区(?:就|只)|小区里?(?:就|只)|真的假的|是真是假|(?:小区|片区?|楼|户)(?:供[热暖])?(?:均|都|一切)?正常"
)
#: what was only heard said, so few characters ahead
_HEARD = late(
    r"(?:听(?:人|别人|群里|邻居)?[说讲]|新闻说?|网上说?|刷到|[瞎乱谣误]传|传言|传着?说)[^,。;!?]{0,6}$|(?:说不[准好清]|不(?:确定|清楚|知道?)|没问|拿不准)[^,。;!?]{0,4}$"
)
_AHEAD = 12
_GONE_BY = late(r"[一二两三四五几]天前|去年|前年|往年|上次|上回|上个?[月周]|那[次回年]")
#: all of the flats that were counted before, or of the one building or entrance that was named
_OF_THOSE = late(r"一[户家][热暖]|(?:没有?|无)一[户家]|一家都|[挨各]家|每[个户家]|家家|户户")
#: the homes of the one building that is told before them
_OF_BUILDING = late(r"(?:号楼|[栋幢座]|单元|门洞)[^\w。;!?]*(?:的)?$")
_HOMES_OF_IT = late(r"(?:全体|所有|全部)(?:的)?(?:业主|住户|居民|用户)")
#: one entrance is told of
_ENTRANCE = late(r"(?<!个)单元[^。;!?]{0,24}?(?:没有?一[家户]|家家|户户|[挨各]家|每[个户家])")
#: buildings that are told as well
_WELL = compiled(
    r"(?:别|别人家?|其[他它]|人家|邻居|旁边|对[面过]|隔壁|前后|左右|周围|附近|前[面排]|后[面排])(?:的|那|这)?(?:好?几|[一两三四五\d])?个?"
    r"(?:楼|家|栋|幢|座|排|单元|户|小区|院)?楼?(?:[昨前今]天?)?(?:[早晚]上|[上下]午)?(?:都|全|早|已经?|也|就|倒|是|一直)*"
    r"(?:好[好的着]|[热暖](?!力|线)|正常|挺|没事|不冷|有(?!问题|人|[^,。;!?\s]{0,3}[停冷凉漏])|通(?!知)|家家都?热|[来供送]了?[暖热气上])|"
    r"\d{1,3}(?:号楼?|栋|幢)(?:[、,和\s]{1,2}\d{1,3}(?:号楼?|栋|幢))*(?:[以往][上后])?[都均全还倒也]?(?:热着|热乎|正常|没事|是热|热的|热(?=[,。;\s]))"
)
_INST = (
    r"[一二三四五六七八九十]小(?![区时学组])|附[小中幼]|实验小|中学|小学|大学|学院|学校|幼儿园|托儿所|医院|保健院|卫生院|中心校|养老院|敬老院|福利院|养老(?:中心|"
    r"公寓)|老年公寓|护理院|康养|住院部|[一二三四五六附]院|[一二三四五六七八九]中"
)
_INSTITUTION = compiled(_INST)
#: the school or hospital itself is without heat, and no part of it is told (R3.1.2)
_INST_OUT = late(
    rf"(?:{_INST})(?:[里内]|[这那]边|从|自|[昨今前]天?|[早晚夜][上里间]?|凌晨|上午|下午|半夜|开始|起|就|突然|又|也|还|已经?|一直|到现在|现在|都|全部?|[,，\s])*"
    r"(?:的?(?:暖气?|供暖|供热|采暖|地暖))?(?:都|全部?|也|又|突然)*"
    r"(?:停(?:[暖热供气]|了(?!电|水))|没有?[供来]?[暖热]|无[暖热]|断[暖热供]|不热|冰凉|全凉)(?![吗么?？])"
)
#: who live there can't help themselves
_CARE = compiled(
    r"(?:养老院|敬老院|福利院|老年公寓|[休疗]养[所院]|干休所|养老服务|护理院|养老(?:中心|公寓)|康养中心|托养|托老|老人院|养护院|护养院|日间照料|(?:儿童|孤儿)院)"
    # where something else is
    r"(?!的?(?:斜?对[过面门]|旁|隔壁|[后前东西南北][身头面边侧门]|附近|门[口前]|家属|宿舍))"
)
#: merely below the standard is no loss of heat, however many say so (R3.1.1)
_COOL = late(
    # no frost: `零下三十一度`
    r"(?:(?<![二三四五六七八九下])十[一二三四五六七]|(?<![\d下-])1[0-7](?:\.\d)?)(?:[、~-]?(?:十?[一二三四五六七八]|1[0-8]))?(?:度|℃|°|上下|左右)|"
    r"1[0-7][、~-]1[0-8](?!\d|号|[栋幢#])|温度(?:低|不够|不达标|上不去)|(?:没|不)(?:达标|够热)|最[低高]的?(?:是|才|只有)?1[0-8]"
)
_OUT = compiled(
    r"停(?<!没停)(?<!没有停)(?<!没说停)(?<!未停)(?<!出现停)(?<!没到停)(?<!不至于停)(?![水电车用])|一点热[乎气]|中断|冰|没(?:有)?(?:一点|来|供|送)*[暖热]|无[暖热]|凉(?<![没不]凉)|"
    r"冻[得着成]|断[暖热供]|不热(?!乎)|[没无](?:有)?(?:一点)?温度|失去供?[暖热]"
)
_INST_ALL = late(
    r"没有?一[间个][^,。;!?\s]{0,3}[热暖]|没有?哪一?[间个]|全[校园馆院]|整个?(?:学校|医院|养老院|幼儿园|院|校|园)|所有(?:教室|房间|病房|宿舍)|"
    r"(?:病房|教室|宿舍|寝室)里?头?[都全](?![有热])|教学楼[、,\s和跟及](?=宿舍|食堂|办公|实验|图书|学生)|[孩学]子?生?们?[都全][^,。;!?]{0,8}(?:上课|写字|上学)|教学楼全|"
    r"[校园院馆][里内]的?(?:暖气?|[供采]暖|供热|地暖)[^,。;!?\s]{0,3}?(?:停|断|没|不热|凉|冰)|"
    r"(?:[一二三四五六七八九几两]?[百十]|[0-9]{2,4})[^,。;!?、\s]{0,3}[个名号][^,。;!?、\s]{0,2}(?:娃|孩|学生|幼儿|小朋友|病人|患者|老人)|都(?:停|凉|没(?!办?法)|不热|冰)|全部?(?:停|都|没|凉|冰|不热|断)|[一1][楼层]?[到至~-][^,。;!?\s]{1,3}[楼层][全都]|[各每]个?(?:班|教室|病房|房间)"
)
#: rooms of a school or a hospital, or its people's own homes
_ROOM_OF_IT = late(r"单元|\d-\d{1,2}-\d{3}|宿舍|寝室|家属|食堂|门卫|传达室|[一两二三几][间层个]")
#: one floor or two of it, a few rooms
_SOME_FLOORS = late(
    r"(?:[一两二]|(?<!\d)[12]|这|那)[层间个](?:楼|教室|病房|房间|屋)?[^,。;!?]{0,6}?(?:病房|教室|房间|宿舍)?[全都]|"
    r"(?:[一二三四五六七八九]|(?<!\d)\d)[楼层]的?(?:病房|教室|房间|宿舍)[^,。;!?和、]{0,10}[全都]|"
    r"(?<![到至~-])[一二三四五六七八九\d][楼层]的?全部"
)
_ASKED = compiled(
    r"要(?:全|整|停|大面积)|并非|并未|会不会|會不會|是不是要停|(?<!没)听说|[瞎乱谣误]传|传言|怕|担心|万一|要是|如果|(?:没|未|不)(?:有|到|至于|出现|发生)*(?:影响|停热?|"
    r"停暖|断热)|去年|往年|前年|上次|不是[^,。]{0,5}$|没有?大面积"
)
_CLAUSE_END = late(r"[,。;!?\n]")


def judge(text: str, size: LargeArea = LARGE_AREA) -> tuple[bool, str | None]:
    """Whether it is major, and the words that say so."""
    text = rumours.without(text)
    for test in (hazards.hazard, hazards.flood, foul_water.dirty, sources.out):
        if words := test(text):
            return True, words
    words = area(text, size)
    return words is not None, words


def is_merely_cool(text: str) -> bool:
    """Whether it is said to be below temperature, and not that the heat is gone (R3.1.1)."""
    return _COOL.search(text) is not None and _OUT.search(text) is None


def is_part(text: str) -> bool:
    """Whether only a part of it is said to be without heat, or two buildings; not where somebody
    is in care or at school."""
    if _INSTITUTION.search(text) or _CARE.search(text):
        return False
    return _NOT_WHOLE.search(text) is not None or sizes.are_two(text)


def area(text: str, size: LargeArea) -> str | None:
    """The words that tell of a large area without heat; None where none do."""
    if not _is_lost(text) or hazards.is_over(text):
        return None
    if sources.is_of_fees(text) or is_merely_cool(text):
        return None
    text = _WELL.sub(" ", text)
    if _NOT_WHOLE.search(text):
        return None
    most, words = sizes.households(text)
    if most >= size.households:
        return words
    counted = sizes.many_homes(text) or sizes.buildings(text, size.buildings)
    few = most > 1 or _ENTRANCE.search(text) is not None
    for whole in _WHOLE.finditer(text):
        heard = _HEARD.search(text, max(0, whole.start() - _AHEAD), whole.start())
        begin = hazards.clause_start(text, whole.start())
        if (
            not heard
            and not _GONE_BY.search(text, begin, whole.start())
            and not (few and _OF_THOSE.match(whole[0]))
            and not _is_of_building(text, whole)
        ):
            return counted or whole[0]
    home_of_many = _INSTITUTION.search(text) and not _SOME_FLOORS.search(text)
    if home_of_many and (every := _INST_ALL.search(text) or _institution_out(text)):
        return every[0]
    if (home := _CARE.search(text)) and not re.search(
        r"房间|病房|(?<!\d)\d{3}(?!\d|[多几余来]?[名位个]|[多几余来]?老)|有个|某|(?<!挤在)(?<!挤)[一两二三四五\d]间|别的(?:屋|房|楼)",
        text,
    ):
        return home[0]
    return counted


def _institution_out(text: str) -> re.Match[str] | None:
    """A school or a hospital that is without heat, of which no part and no flat is told."""
    found = _INST_OUT.search(text)
    past = found and _GONE_BY.search(text, max(0, found.start() - _AHEAD), found.start())
    return None if past or _ROOM_OF_IT.search(text) else found


def _is_of_building(text: str, whole: re.Match[str]) -> bool:
    """Whether all are those of one building: `某里7号楼 全体业主`."""
    if not _HOMES_OF_IT.match(whole[0]):
        return False
    return _OF_BUILDING.search(text, max(0, whole.start() - _AHEAD), whole.start()) is not None


#: `不是没热,是没达标`
_DENIED = late(r"(?<!是)不是$")


def _is_lost(text: str) -> bool:
    """Whether heat is said to be gone, not denied, feared or asked about."""
    return any(
        not _DENIED.search(text, max(0, loss.start() - 3), loss.start())
        and not _ASKED.search(
            text[max(0, loss.start() - 8) : loss.end()]
            + _CLAUSE_END.split(text[loss.end() : loss.end() + 4], maxsplit=1)[0]
        )
        for loss in _LOSS.finditer(text)
    )
