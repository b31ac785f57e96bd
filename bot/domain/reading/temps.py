"""The temperature of the user's rooms, told from all the other temperatures people write."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.reading.late import late
from bot.domain.reading.numbers import value
from bot.domain.reading.quick import compiled

_CN = "零一二两三四五六七八九"
_NUM = rf"(?:\d{{1,2}}(?:\.\d{{1,2}})?|[{_CN}]?十[{_CN}]?|[{_CN}]度半?)"
_WITH_UNIT = late(
    # A plain set first is found soonest; the whole stands in `all`, looked at from there if what a
    # number and its unit are made of goes on up to one.
    rf"[\d{_CN}十](?=[\d{_CN}十下半.点到至或、—~\-\s多几来个摄氏]*+[度°Cd])(?<=(?=(?P<all>(?P<low>零下)?(?:(?<![\d.A-Za-z])|(?<=\d\d)(?=[二三]?十))(?<!\d[:/-])(?<![{_CN}])(?P<num>\d{{1,2}}(?:\.\d{{1,2}})?|"
    rf"1\d点\d|[{_CN}]?十[{_CN}]?点[{_CN}]|(?:[{_CN}]?十)[{_CN}]?|(?<!十)[{_CN}](?=度)|[五六七八](?=[六七八九]度))"
    rf"(?P<more>\s?(?:[-~—到至、]|或)\s?(?:\d{{1,2}}(?:\.\d)?|[{_CN}]?十[{_CN}]?)|[{_CN}])?"
    r"\s?(?:多|几|来|点几)?\s?(?:个)?\s?(?:摄氏)?(?:°C?|degrees?|度(?!数|假|过|量)|C(?![A-Za-z]))"
    r"(?P<half>半|(?<=度)[1-9](?=[,。;!?\s]|$)|(?<=度)(?:[二三四五六七八九](?![十百千月号点层楼个户单栋天次年度米小间家口人]|小时)|一(?=[,。;!?\s]|$)))?)).)"
)
# "温15", "卧室15.2", "西墙那间才14": the word before the figure says that it is a temperature.
_BARE = late(
    # as in the one above
    r"[🌡看哥姐弟妹爸妈父爷奶姥婆岳闺他她房居今量室温测实复屋家卧客主次东西南北大小书餐厨阳店教儿那一白晚夜早我俺咱全各满厅孩老最阁走卫厕更大病宿办恒控面寒挂床其别多几表](?<=(?=(?P<all>"
    r"(?:室温|屋温|房温|(?<![\u4e00-\u9fff])温|室内温度|(?<![\u4e00-\u9fff])温|温度(?:计)?|测温|实际|今年(?=(?:才|只有|也?就|只)?1\d(?:\.\d)?(?:[,。;\s]|$))|[实复]测|看(?:了)?[眼下]?表(?=1\d)|测温(?:枪|计)(?:打|对|照)?[在着]?(?:墙|地)?[上面]?(?=1\d)|测(?:了|过|得|的|出)?(?:一?下|[一两二三四几][次回遍][,:]?)?|(?<![流数质重热容剂总用])量(?=1\d)|重新量\s?|量(?:了|得|出)(?:一?下|[一两二三四几]次[,:]?)?|"
    r"屋[里内子]|房间|居室|家[里中]|🌡\ufe0f?|(?:哥哥?|姐姐?|弟弟?|妹妹?|爸妈?|妈妈?|父母|爷爷?|奶奶?|姥姥|姥爷|婆婆|岳父母?|闺女|儿子)家|[我俺咱他她]们?(?:家|[那这]儿)|[全各满]屋|室内|卧室|客厅|厅|[卧客](?=1\d)|(?:孩子|老人|老妈|老爸)[那的]?屋|"
    r"[主次东西南北大小]卧|[小大]屋|书房|餐厅|厨房|阳台|[东西南北]屋|阁楼|走廊|卫生间|厕所|更衣室|大厅|病房|宿舍|办公室|最[低高](?:的|处)?|店里|教室|儿童房|"
    r"(?:恒温|温控|控温)?面板|温控器|温度表|寒暑表|温湿度计|(?:挂|床头)的?表|表(?<![水电气热量码仪]表)(?:上|里)?(?=(?:全|都|均|显示|才|只有|就|也)[都是显示有就]{0,3}[12]\d)|(?:其[他它]|别)的?(?:地方|[屋房](?:间|子)?|卧室)|其余|(?:多少|几)度(?=:)|"
    r"那[屋间]|一个?[屋间](?:屋|房)?|(?:早晚|白天|晚上|夜里|早上|凌晨)(?=(?:都|才|只有|就|仅|也就|最多|不过)[12]\d)|(?:白天|晚上|夜里|早上)(?=[12]\d[,。\s]))(?:内|里|现在|目前|仍然?|还是?|到|大概|大约|也就|一直|平均|显示|看[着是]?|瞅着?|指[着到在]|停[在到]|上|读数|[写标]着|(?:都|一直|保持|维持|徘徊|基本|就)在)*"
    r"(?:都|才|只有|就|仅|也|不过|是|为|有|[:=]|就是|只|\s){0,3}"
    rf"(?P<num>(?<![\d.])\d{{1,2}}(?:\.\d)?|十[{_CN}]?|"
    rf"二十[{_CN}]?)(?P<more>[-~到至]\d{{1,2}}(?:\.\d)?|[{_CN}])?"
    rf"(?![\d{_CN}]|点[零{_CN}])(?![\d号栋楼门单户层组排座弄巷期点天年月日个人次元块岁口米分小平条室%.:/-]|\s?(?:°|度|"
    r"多?[天户年岁米平人次])))).)"
)
_LOOSE = compiled(
    r"(?:(?<=[掉降跌][到至])了?|(?:那间|那屋|这屋|温度|家)\S{0,4}?(?:才|只有|就)|低温\(|(?:一直|始终|常年|基本|大概|大约|最多|顶多|勉强|还是|仍是?|又)(?:[在是有]|只有|才)?(?=1\d(?:\.\d)?(?:左右|上下|了|[,。;]|$|\s(?!\s?[号栋楼单户层组天年月日点个人次家])))|只有(?=1\d(?:[,。;]|$|\s(?!\s?[号栋楼单户层组天年月日点个人次家])))|才(?=1\d|十[一二三四五六七])|也(?:是|就是?|才|只有)(?=1\d(?:\.\d)?(?:左右|上下|了|[,。;]|$|\s(?!\s?[号栋楼单户层组天年月日点个人次家元块])))|(?:现在|眼下|目前|这会儿?)(?:也就|就|才|只有|是|都){0,2}(?=(?:1\d(?:\.\d)?|十[一二三四五六七八九])(?:[,。;]|$|\s(?!\s?[号栋楼单户层组天年月日点个人次家])))|就(?=1\d(?:\.\d)?(?:[,。\s]|$)))"
    r"(?P<num>\d{1,2}(?:\.\d)?|十[一二三四五六七八九])(?P<more>[-~到至]\d{1,2}(?:\.\d)?)?"
    r"(?![\d号栋楼单户层组排座弄巷期点天年月日个人次元块岁口米分小平条室%.:/-]|\s?(?:°|度))"
)
_LEADING = late(r"(?:^|\n)[ \t]*(?P<num>[12]?\d\.\d)(?P<more>x)?(?=\s+\S{0,6}(?:测|温))")

# "12-1-3301 17.8 要求放气": a figure with one decimal that stands alone.
# It is a room's where no other measure is named at it; 11.3 may be a day, unless between blanks.
_ALONE = late(
    r"(?=\d)(?<![\d.:#A-Za-z-])(?<![^.]\d/)"
    r"(?P<num>(?:1[3-9]|2[0-7])\.\d|(?<=[\s,])(?:1[0-2]|2[89]|[5-9])\.\d(?=[\s,。]|$))"
    r"(?P<more>x)?(?![\d.:*xX×-]|\s?(?:[%‰个万元块米兆公斤千百克吨升小分秒平天日号月年倍户栋㎡kKMPp°C]|m|度))"
)
#: `16到17之间`: both ends of a room's warmth
_BETWEEN = late(
    r"(?=[1-9])(?<![\d.:#/A-Za-z-])(?P<num>1[0-9]|[6-9])(?P<more>\s?[-~—到至]\s?(?:1[0-9]|2[0-6]))"
    r"(?=\s?(?:之间|上下|左右的?样子|不等)|[,。;]|\s?$)"
)
#: `显示一六点五`, `十六点五`: said figure by figure, or without the word for degrees
_SPOKEN = late(
    r"(?=[一二十1])(?<![\d零一二三四五六七八九十])(?P<num>(?:一[一二三四五六七八九]|二?十[一二三四五六七八九]?)点"
    r"[零一二三四五六七八九]|(?<=[显示温测量度是才])1\d点\d)(?![\d零一二三四五六七八九十百分钟半刻度°多来左])(?P<more>x)?"
)
#: `3-2-501 16 不热`: right behind a flat
_AT_FLAT = late(
    r"-\d{2,4}\s+(?P<num>1\d)(?=\s*$|\s+[\u4e00-\u9fff\x01])(?!\s+[号栋楼单户层组天年月日点个人次元块岁米])(?P<more>x)?"
)
#: `16出头`, `十五整`
_ABOUT = late(
    r"(?=[1一十])(?<![\d.:#A-Za-z一二三四五六七八九十-])(?P<num>1[0-9]|十[一二三四五六七八九])(?P<more>x)?(?:度)?(?:出头|挂零|整(?=$|[,。;\s]))"
)
_OTHER_MEASURE = late(r"(?:压[力差]?|流量|面积|单价|版本|费|钱|[Vv]|第|率|宽|长|厚|高)\S{0,3}$")

# "14.1、13.8、14.5": one measurement after the other.
_NEXT = late(
    r"[、,\s]\s?(?!对|隔壁|楼[上下]|邻居|[室户]?外|标准|别)[\u4e00-\u9fff]{0,3}"
    r"([12]?\d\.\d|(?<=、)[12]?\d)(?=[、,。\s度℃])"
)

_WHEN = (
    r"(?:一会儿?|[白夜](?=[12]\d)|[上中下]午|(?:后|前|大)?半夜|早[上晨]|晚上|白天|夜[里间]|凌晨|楼[上下]|[一二三]楼|[一二]层|[热凉冷好]的时候|"
    r"大?前[天晚]|[昨今][天晚早夜日儿]|(?:周|礼拜|星期)[一二三四五六日天]|[上本这]周|现在|这会儿?)"
    r"(?:才|就|只有|也就|是|有|能到|好[点些]|[掉降升]到|\s){0,2}"
)
#: `上午22,后半夜15`, `楼上25 楼下14`: how warm it is at several times, or on two floors
_AT_TIMES = late(
    rf"[上中下后前大半早晚白夜凌楼一二三热凉冷好昨今周礼星本这现](?<=(?=(?P<all>(?<!\d){_WHEN}[12]\d(?:\.\d)?"
    rf"(?:[,、;\s]{{0,2}}{_WHEN}[12]\d(?:\.\d)?(?![\d号栋楼单户层组点天年月日个件起人:/-]|\s?[户家栋点号单件])){{1,4}})).)"
)
_ONE_TIME = late(rf"{_WHEN}(?P<num>[12]\d(?:\.\d)?)")

#: what they can't do without, looked at first because it is quick: a figure behind a word that it
#: may belong to, one with a decimal, the upper end of two, one that is said
_FIGURE_SAID = late(
    r"[\d十二](?<=[枪墙地打对照🌡\ufe0f看瞅客温度计测了得的出次,:量\s下里内子间室家中儿屋卧厅房台楼廊所舍低高处晚天上晨夜在前然仍是还到概约就直均示都才有仅也过为=只至终年本多强又午层候早日一二三四五六周会板器表方余着数际年点些儿楼升降(].)"
    rf"(?:(?<=\d)\d?(?:\.\d)?(?:[-~到至]\d{{1,2}}(?:\.\d)?|[{_CN}])?(?![\d号栋楼单户层组排座弄巷期点天年月日个人次元块岁口米分小平条室%.:/-]|\s?[°度])|(?<=十)|十)"
)
_DECIMAL = late(r"\d\.\d")
_UPPER = late(r"[-~—到至]\s?(?:1[0-9]|2[0-6])(?=\s?(?:之间|上下|左右的?样子|不等)|[,。;]|\s?$)")
_POINT = late(r"点[\d零一二三四五六七八九]")


def _figures(text: str) -> list[re.Pattern[str]]:
    """What figures without a word for degrees may be found by, in the order in which they count."""
    found = [_BARE, _LOOSE] if _FIGURE_SAID.search(text) else []
    if "." in text and _DECIMAL.search(text):
        found += _LEADING, _ALONE
    if _UPPER.search(text):
        found.append(_BETWEEN)
    if "点" in text and _POINT.search(text):
        found.append(_SPOKEN)
    if "出头" in text or "挂零" in text or "整" in text:
        found.append(_ABOUT)
    if "-" in text:
        found.append(_AT_FLAT)
    return found


# Whose temperature it is: the nearest of these words before the figure decides.
_OURS = (
    r"今年|我们?家?|俺家|屋子|他家(?!\d)|用户家|家里|家中|屋[里内]|室内|室温|温(?=1)|[测量](?:的|得|了|出)?|"
    r"屋(?=(?:才|就|只有|也就|[都是:])*$)|[我俺就只想](?:就|只|想)?问(?:你们?|一下|下)?(?=$)|卧室|客厅|次卧|主卧|那屋|那间|床头|"
    r"店里|教室|实测|测温|入户测|居室|房间|房子|每间|各间|房屋|低区|全屋|白天|晚上|平均"
)
_THEIRS = (
    r"标准|达标|合格|规定|应(?![女先姐哥大阿师老小])|国标|要求|条例|协议|合同|客服也?说|不知道|承诺|供[水温]|供热(?:温度|参数)|回水|出水|进水|"
    r"(?:暖气片?|管子|片子|地面|地板)(?:表面|摸|温度|才|也|只)|水温|水$|管道|"
    r"室外|户外|(?<!比)外[面边头]|零下|气温|天气|降温|最低温|炉(?!片)|供温|站里|一次网|二次网|隔壁|邻居|"
    r"(?<!老)人家(?!里)|别人|"
    r"(?:对门|对面|楼上|楼下)(?!两家|几家|楼下|都|问|也报|也反|和我|一起)|[她他]家|别的小区|高区|参数|设定|设置|调到|开到|提[到至高]|升[到至]|"
    r"恢复到|[不只但]求|[别休]说|不?(?:指望|奢望)|冰箱|系统|平台|后台|远传|[手脚]?摸(?<!约摸)(?<!估摸)[着上]?(?=\S{0,6}$)|空调(?:显示|设)|预报|热水器|鱼缸|[菜地]窖|跳回|[就给]?填[了的成写]{1,2}|希望|至少|最少|起码|保证|(?<![没像比])(?<!不如)去年(?!暖和|热乎|热(?!的))|往年|修好后|体温(?!计)|发烧|烧到|洗澡|"
    r"(?:不到|低于|没到|没上过|没超过|没到过|未达|达不到|没过|不足|高于|超过|以上)(?=\D*$)"
)
_OWNER = compiled(rf"(?P<ours>{_OURS})|(?P<theirs>{_THEIRS})")
_RELATIVE = late(r"(?:(?<!最)[低高升降差掉涨提差]|相差|温差)(?:了|才|下降|上升)?(?:大约|大概)?$")
_FEW = late(r"[一两二][两二三]度")
_THRESHOLD_AFTER = late(
    r"^\s?(?:都)?(?:(?<=都)没(?:有|到|上)(?![^,。]{0,4}[暖热])|不到|以上|以下|才(?:算)?(?:达标|合格)|就?达标(?!不达标|没达标|了?[吗么没])|标准|的标准|的?热水|左右的水|打发|"
    r"就行|才行)"
)
#: told of another winter
_PAST = late(
    r"(?:(?<!比)(?<!和)(?<!跟)(?<!没)(?<!不如)(?<!没有)(?:去年|前年|往年|本来(?!就)|原来|原先|从前|过去)|上个?(?:冬天|采暖季))(?!.*(?:今年|现在|这))"
)
_STOP = late(r"[。;!?\n()]")


class Temp(NamedTuple):
    """One temperature: where it stands, its lower end, whether it is the user's room."""

    start: int
    end: int
    low: float
    ours: bool


def find(text: str) -> tuple[Temp, ...]:
    """Every temperature of `text` in order, told whose it is."""
    found: dict[int, Temp] = {}
    if "度" in text or "°" in text or "C" in text or "d" in text:
        _with_unit(text, found)
    ends = {t.end for t in found.values()}
    figures = _figures(text)
    for pattern in figures:
        _without_unit(text, pattern, found, ends)
    if _BARE in figures and (times := _AT_TIMES.search(text)):
        each = min(_ONE_TIME.finditer(text, *times.span("all")), key=lambda m: float(m["num"]))
        found[each.start("num")] = Temp(*each.span("num"), float(each["num"]), True)
    return tuple(found[k] for k in sorted(found))


def _with_unit(text: str, found: dict[int, Temp]) -> None:
    previous = done = 0
    for match in _WITH_UNIT.finditer(text):
        if match.start() < done:
            continue  # within the last one
        end = done = match.end("all")
        low = _low(match["num"], match["more"])
        if low is None:
            continue
        low += _rest(match["half"])
        ours = match["low"] is None and _is_ours(text, match, end, previous)
        found[match.start("num")] = Temp(match.start(), end, low, ours)
        previous = end


def _without_unit(
    text: str, pattern: re.Pattern[str], found: dict[int, Temp], ends: set[int]
) -> None:
    """Figures that words around them tell to be degrees; `ends` is where those before them end."""
    done = 0
    for match in pattern.finditer(text):
        if match.start() < done:
            continue
        end = done = match.end("all") if pattern is _BARE else match.end()
        low = _low(match["num"], match["more"])
        if low is None or low < 2 or match.start("num") in found:
            continue
        if low < _NO_ROOM and ((match["more"] or "")[:1] == "-" or text[end : end + 1] == "、"):
            continue  # 宿舍 2-6, 宿舍 2、3号楼
        if pattern is _ALONE and _OTHER_MEASURE.search(
            text, max(0, match.start() - 6), match.start()
        ):
            continue
        told = next((e for e in range(match.start(), match.start() - 18, -1) if e in ends), 0)
        ours = _is_ours(text, match, end, told)
        found[match.start("num")] = Temp(match.start(), end, low, ours)
        ends.add(end)
        at = end
        while ours and (more := _NEXT.match(text, at)):
            found[more.start(1)] = Temp(*more.span(1), float(more[1]), True)
            at = more.end()


_FIGURE = late(r"(?<=[\s,])(\d{1,2}(?:\.\d)?|二?十[一二三四五六七八九]?)(?=$|[\s,。])")


def figure(text: str) -> float | None:
    """A figure that stands alone in the item of a list that is about the cold."""
    found = _FIGURE.search(text)
    degrees = _low(found[1], None) if found else None
    return degrees if degrees is not None and _NO_ROOM / 2 < degrees < 36 else None


def _low(number: str, more: str | None) -> float | None:
    """The lower end: `十五六` → 15, `二十二三` → 22, `16~19` → 16."""
    if more and more.strip()[0] == "、" and (other := _low(more.strip()[1:].strip(), None)):
        mine = _low(number, None) or other
        return mine if other < 10 <= mine else min(other, mine)  # `15、6度`: 15 to 16
    whole, _, tenth = number.replace("点", ".").partition(".")
    if whole[0].isdigit():
        return float(f"{whole}.{tenth or 0}")
    if tenth and len(whole) == 2 and whole[0] == "一":
        return 10 + (value(whole[1]) or 0) + (value(tenth) or 0) / 10
    if tenth:
        return (value(whole) or 0) + (value(tenth) or 0) / 10
    if more and len(more) == 1 and whole in ("一", "两", "二", "三", "四", "五"):
        return float(value(whole) or 0)
    read = value(whole)
    return None if read is None else float(read)


def _rest(half: str | None) -> float:
    """What is told behind the word for degrees: 十三度半, 15度8."""
    if not half:
        return 0.0
    return 0.5 if half == "半" else (value(half) or 0) / 10


def _is_ours(text: str, match: re.Match[str], end: int, previous: int) -> bool:
    start = match.start("num")
    if _RELATIVE.search(text[max(0, start - 5) : start]):
        return False
    if _FEW.fullmatch(text, match.start(), end) or match["num"] in ("一", "二", "两"):
        return False
    if _THRESHOLD_AFTER.match(text[end : end + 8]):
        return False
    low = _low(match["num"], match["more"])
    if low is None or not 0 < low < 40:
        return False
    before = text[max(previous, start - 18) : start]
    clause = _STOP.split(before)[-1]
    if _PAST.search(clause.rpartition(",")[2]):
        return False
    owner: str | None = None
    for word in _OWNER.finditer(clause):
        owner = word.lastgroup
        if word["theirs"] and _is_ours_too(word["theirs"], text, low):
            owner = "ours"
    return owner != "theirs"


#: a home on two floors: 楼下 is no neighbour's there
_TWO_FLOORS = late(
    r"复式|跃层|[Ll][Oo][Ff][Tt]|别墅|联排|叠拼|自建房|[上下一二两]下?[两二]层|[两二]层[楼的]?(?:小|房|独|自)|"
    r"楼上[^,。]{0,4}楼下[^,。]{0,6}都是(?:我|俺|自)|(?:楼上楼下|上下)(?:是)?(?:一|同一)(?:家|户)|[一二]楼\S{0,3}[一二]楼"
)
#: nobody tells of a room that it is colder than this in a range of two figures
_NO_ROOM = 8
#: warmer than any room that is cold, colder than anybody's body
_NO_BODY = 33


def _is_ours_too(word: str, text: str, low: float) -> bool:
    """Whether a word that tells of others tells of the user here."""
    if word in ("他家", "她家"):
        return "我" not in text
    if word in ("楼上", "楼下"):
        return _TWO_FLOORS.search(text) is not None
    return word in ("发烧", "烧到") and low < _NO_BODY


def lowest(temps: tuple[Temp, ...]) -> Temp | None:
    """The lowest of the user's own rooms; None when none was told."""
    return min((t for t in temps if t.ours), key=lambda t: t.low, default=None)
