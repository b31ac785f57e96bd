"""Major or general (R3.1.1, R3.1.2, with the sizes of 大面积 from our own rules)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.reading.numbers import value
from bot.domain.reading.quick import compiled


@dataclass(frozen=True, slots=True)
class LargeArea:
    """What 大面积停热 is in figures (R3.1.2; ours, by configuration).

    So many buildings or households in one message, or so many separate complaints of no heat from
    one community `within` this time.
    """

    buildings: int = 3
    households: int = 30
    complaints: int = 5
    within: timedelta = timedelta(minutes=30)


LARGE_AREA = LargeArea()

_LOSS = (
    r"停(?:了)?(?:供)?(?:暖|热|炉|泵)|全停|不热|没热|没(?:有)?(?:暖|供暖|供热|一?点?热)|没暖气|"
    r"冰凉|都?凉[了的]?|没来暖|没送暖|无暖|没供上|没供|一点热乎气没|全灭|跳了|跳闸|没有热|断暖|"
    r"无供暖|未供[暖热]|冻得|没(?:有)?温度|没水?压(?!力)|(?:没|未)(?:接|开)通|一点温度都没|无热|没动静|动静没有|(?<!报)停(?!电|水|车|工|留|机|用|在|供暖期)|[冰凉](?!箱|快)|停到|停了|停运|冻着|没热气|一片冰"
)
_LOSS_RE = compiled(_LOSS)
_WHOLE = compiled(
    r"(?:全|整个?|全部)(?:个)?(?:小区|社区|村|校|院区|片区|片)|(?:我们|俺们?)村|全村|带的小区|"
    r"(?:几|多|[两二三四五六七八九\d])个(?:小区|村|片区|院|大院|家属院|社区|楼群)|整片|小区(?:整个|全部?|都)|家家户户|户户|全体(?:业主|住户|居民)|整个[A-Z\d]区|(?:[一二三四五六\d]期|[A-Z东西南北]区)(?:都|全|又)?(?:停|冻|没暖|没热|冰|不热)|一户都没|(?:好几|多|几|数)(?:栋|幢)|"
    r"(?:[一二三四五\d]期|[东西南北]区){2,}[全都]|"
    r"整个(?!单元|楼|屋|房|家|晚|冬|夜|白天|一层|[一二三四五六]楼|客厅|卫|卧|月|星期|周|人|下午|上午|[东西南北]|暖|供|厅|过程|这)"
    r"[\u4e00-\u9fff]{2}|业主.{0,4}全(?:凉|停)"
)
_INSTITUTION = re.compile(
    r"(?:中学|小学|大学|学校|幼儿园|医院|养老院|敬老院|福利院|住院部|[一二三四五六附]院)"
)
#: who live there can't help themselves
_CARE = re.compile(r"养老院|敬老院|福利院|老年公寓|护理院")
#: merely below the standard is no loss of heat, however many say so (R3.1.1)
_COOL = re.compile(r"十[三四五六七]|1[3-7](?:\.\d)?(?:度|℃)")
_OUT = re.compile(r"(?<!没)停(?!水|电|车)|冰|没(?:有)?(?:一点)?[暖热]|无[暖热]|凉|冻")
_INST_ALL = re.compile(
    r"全[校园馆]|整个?(?:学校|医院|养老院|幼儿园)|所有教室|全院|整(?:栋|幢|座)楼?|整个院|教学楼全|"
    r"都(?:停|凉|没)|全停|全都|全没|全凉"
)
_SOURCE_OUT = compiled(
    r"(?:换热站|热力站|供热站|泵站|热源厂|锅炉(?!房除)|主干?管(?:道|网|线)?|一次网|二次?网|干管|支线|热源|号站|个站|"
    r"[\u4e00-\u9fff]站(?=停|跳|又|全)|机组|炉).{0,14}(?:停|跳|灭|爆|断|漏|塌|掉到|趴|故障停|挖断|坏|压火|失压|刺)|影响\S{0,8}(?:[三四五六七八九十]|\d{1,2})个(?:小区|站|村)"
    r"|(?:停|爆|断|挖断|施工.{0,6}挖).{0,8}(?:换热站|热源厂|锅炉|主管|一次网|干管|支线|热力管)|"
    r"热力管.{0,4}(?:挖断|爆|断)|站里停泵|热源厂停|DN\d{2,4}\S{0,6}(?:碰|挖|漏|爆|断|刺)|(?<!那户)(?<!那家)爆管|泵全停|机房.{0,4}进水|泵.{0,2}泡|焊[口缝].{0,3}开|循环泵.{0,6}(?:烧|趴|起不来|停)|停电.{0,6}站.{0,2}停|"
    r"停运.{0,6}(?:个小区|个站)"
)
#: what a source or a main is called by, looked at first because it is quick
_PLANT = re.compile(r"[站泵炉管网源厂线]|机[组房]|DN\d|焊[口缝]|停[运电]")
_HAZARD = compiled(
    r"烫(?:伤|着|到|起泡|坏|了)|起.{0,3}泡|打火|摔断|骨折|掉(?:沟|坑|井)里|差点.{0,4}掉进|滑了?一跤|臭鸡蛋|天然气味|(?:人|孩子|老人|车).{0,6}掉[下进]|煤气(?:味|中毒)?|一氧化碳|爆炸|塌陷|塌了|陷进|触电|漏电|"
    r"电着|电表箱|受伤|摔(?:了|伤|倒)|砸(?:伤|着)|起泡|"
    r"滑倒|120(?:拉|急救)|救护车|[喷滋呲溅]\S{0,3}(?:一脸|脸上)|[摔滑]\S{0,4}送医|水柱|[米层]高的?[热水汽]|看不见人|(?:井盖|盖板).{0,6}(?:翻|丢|缺失|没了|不见|翘|破|被偷)|鼓起一?个?大包|路面.{0,6}(?:塌|陷|鼓)|"
    r"管沟塌|着火|(?<!囱)(?<!嗓子)冒烟|喷出?\S{0,3}\d米|疏散|井.{0,6}窟窿"
)
_HAZARD_DENIED = re.compile(
    r"(?:怕|担心|万一|会不会|别|免得|以防|没有?|未|无|不要).{0,14}(?:烫|爆炸|煤气|触电|塌|摔|"
    r"受伤|着火)|没塌|未塌|无人员|听说|没闻|烫手|烫脚"
)
_BURST = compiled(r"爆|喷|跑水|淌|哗哗|流|坏|崩|断裂|断了|裂了|呲|炸|断开|冲|冒水|涌")
_FLOOD = compiled(
    r"进水(?!管|口|阀)|(?:地板|家具|天花板|楼下)\S{0,6}泡|泡了(?<!化带泡了)(?<!草坪泡了)|了一屋|一屋水|淹|游泳池|没脚面|没过?脚|一屋子|满屋|水帘洞|水冲到|冲到|深|"
    r"流到.{0,10}(?:屋|家)|水.{0,6}灌|灌.{0,3}水|成河|家具"
)
_WATER = re.compile(r"[水臭色味]|放出来|流出来|暖气|酱油|泥汤")
_DIRTY = compiled(
    r"(?:水|放出来|流出来|暖气).{0,12}(?:酱油|发[黑黄红]|[黄黑红浑](?:的|色)|锈味|[红黄黑]得|腥|黑水|黄水|"
    r"黑泥|泥汤|粉红|红色|褐色|发臭|臭|刺鼻|变色|沥青|浑浊|有味|异味)|黑水|臭水|黄水|墨汁|怪味|(?:酱油|泥汤)"
)
_MENDED = re.compile(r"上次|以前|去年|前年|往年|已(?:经)?修好|修好了|已恢复|既往答复|经查")
_ASKED = re.compile(
    r"会不会|會不會|是不是要停|听说|怕|担心|(?:没|未|不)(?:有)?(?:影响|停热?|停暖|断热)"
)
_HOUSEHOLDS = re.compile(r"(\d{1,6}|[一二两三四五六七八九十百千万]{1,6})(?:多|余|来|几)?户")
_BUILDING = re.compile(
    r"((?:[A-Z\d一二三四五六七八九十]{1,4}(?:号楼?|栋|"
    r"#)?\s?[、,和,\s]\s?){1,20}[A-Z\d一二三四五六七八九十]{1,4})\s?(?:号楼|栋|幢|座|#楼)"
)
_BUILDING_RANGE = re.compile(
    r"(\d{1,3})\s?(?:号楼?|栋|幢|#)?\s?[-~到至]\s?(\d{1,3})\s?(?:号楼|栋|幢|#楼)"
)
_BUILDINGS_SAID = re.compile(
    r"(\d{1,3}|[三四五六七八九十两二]{1,3})(?:几|多)?(?:(?:栋|幢)(?:老?楼|高层|都|全|住宅)|个楼|座楼)"
)
_EACH = re.compile(r"(\d{1,3})(?:号楼?(?=\d{1,3}号|[、,\s]|$|[全都高低整])|号楼|栋|幢|#楼)")


def judge(text: str, size: LargeArea = LARGE_AREA) -> tuple[bool, str | None]:
    """Whether it is major, and the words that say so."""
    for test in (_hazard, _flood, _dirty, _source):
        if words := test(text):
            return True, words
    words = _area(text, size)
    return words is not None, words


def is_hazard(text: str) -> bool:
    """Whether somebody is hurt or in danger now."""
    return _hazard(text) is not None


def _hazard(text: str) -> str | None:
    for match in _HAZARD.finditer(text):
        before = text[max(0, match.start() - 14) : match.end() + 2]
        if _HAZARD_DENIED.search(before) and not re.search(r"还冒|现在|已经|刚才", before):
            continue
        if re.search(r"修好|已恢复", text) and not re.search(r"还|仍|又", text):
            continue
        return match[0]
    return None


def _flood(text: str) -> str | None:
    burst, flood = _BURST.search(text), _FLOOD.search(text)
    if not burst or not flood or _over(text):
        return None
    if re.search(r"来人关了|才有人来关|已关|关了阀", text):
        return None
    return flood[0]


def _over(text: str) -> bool:
    return bool(re.search(r"已经?修好|修好了|已恢复|抢修(?:完|结束)", text)) and not re.search(
        r"又|还在|仍", text
    )


def _dirty(text: str) -> str | None:
    for match in _DIRTY.finditer(text) if _WATER.search(text) else ():
        before = text[max(0, match.start() - 6) : match.start()]
        if re.search(r"地沟|下水|马桶|地漏|卫生间", before + match[0]):
            continue
        if not re.search(r"没.{0,2}$", text[max(0, match.start() - 3) : match.start()]):
            return match[0]
    return None


def _source(text: str) -> str | None:
    match = _SOURCE_OUT.search(text) if _PLANT.search(text) else None
    if match is None or _over(text) or re.search(r"怎么退|退几天|按天退", text):
        return None
    around = text[max(0, match.start() - 10) : match.end() + 24]
    if re.search(
        r"未停热|不影响|未影响|没影响|没停|暂不|再.{0,4}就[得要]|停[热暖](?:日|时间)|延长|一会说|慢渗|渗|是不是|水不大|水量不大|有点|地暖主管|入户|退费|既往答复|怎么退|(?<![打去])问(?!说|的?时)|点漏|检修到|检修|疏水器",
        around,
    ):
        return None
    return match[0]


def _area(text: str, size: LargeArea) -> str | None:
    loss = _LOSS_RE.search(text)
    if not loss or _ASKED.search(text[max(0, loss.start() - 8) : loss.end() + 4]) or _over(text):
        return None
    if re.search(r"低温|怎么退|退几天", text) or (_COOL.search(text) and not _OUT.search(text)):
        return None
    if whole := _WHOLE.search(text):
        return whole[0]
    if _INSTITUTION.search(text) and (every := _INST_ALL.search(text)):
        return every[0]
    if (home := _CARE.search(text)) and not re.search(
        r"房间|病房|(?<!\d)\d{3}(?!\d)|有个|某", text
    ):
        return home[0]
    for match in _HOUSEHOLDS.finditer(text):
        if (value(match[1]) or 0) >= size.households:
            return match[0]
    if many := re.search(r"(?:几十|上百|数十|几百|数百|好几百|上千)户", text):
        return many[0]
    return _buildings(text, size.buildings) or _named(text)


def _buildings(text: str, enough: int) -> str | None:
    for match in _BUILDING_RANGE.finditer(text):
        if int(match[2]) - int(match[1]) + 1 >= enough:
            return match[0]
    for match in _BUILDING.finditer(text):
        if len([x for x in re.split(r"[、,和\s]+", match[1]) if x]) >= enough:
            return match[0]
    for match in _BUILDINGS_SAID.finditer(text):
        if (value(match[1]) or 0) >= enough:
            return match[0]
    each = {m[1] for m in _EACH.finditer(text)}
    if len(each) >= enough:
        return "、".join(m[0] for m in _EACH.finditer(text))[:40] and _EACH.search(text)[0]  # type: ignore[index]
    return None


def _named(text: str) -> str | None:
    """A whole compound said to be without heat: 某某小区停暖四天."""
    match = re.search(
        r"(?:小区|社区|家园|花园|新村|村)(?:全部|都|又)?(?:停暖|停热|停供|没暖|断暖)", text
    )
    return match[0] if match else None
