"""What an address goes down to after its name: numbers, sides, rooms with a use, shops."""

from __future__ import annotations

import re

from bot.domain.reading.late import late
from bot.domain.reading.place_words import (
    BUILDING,
    CHAR,
    CN,
    CODE,
    FLAT,
    FLOOR,
    NUM,
    NUMBERED,
    SPOKEN_ROOM,
)
from bot.domain.reading.together import OneOf

_SIDE = "[东西南北]"
#: a side of something, and what is there
SIDES = (
    rf"最?靠?{_SIDE}?边上|(?:(?<=\s)村)?{_SIDE}{{1,2}}(?:侧|墙|头|山墙|围墙)(?:围墙)?(?:外|内|根|边)?|"
    rf"[东西中](?:户|门[外口]?)|[东西]{{1}}[南北]角|{_SIDE}角|拐角处?|把角|"
    rf"(?:(?<=\s)村)?{_SIDE}口|旁门|[前后]排|{_SIDE}?(?:大门|正门|后门|侧门)(?:口|外|内|旁)?|{_SIDE}门(?:外|内|旁|口)?(?:绿化带|广场|便道|人行道)?|"
    rf"{_SIDE}面(?=[\s,。]|$)|"
    rf"[左右](?:手|侧)边?|[左右](?=\s|$|,)|[左右中]门|[左右中]户|(?<=号院)[东西南北中]区|(?<=院){CHAR}{{1,3}}科(?:楼|病房)?|[东西](?=\s|$|,)|(?<=[楼层])[东西](?=。)|(?<=[楼层])中(?=[\s,]|$)|[前后院山]墙"
)
#: before, behind, between
NEARBY = (
    r"门口|门前|(?<=门[口前外])(?:马路|人行道|绿化带|便道)|"
    r"[前后][面头](?![几那])(?:的?草坪|绿地|空地)?|(?<=[楼栋幢])楼?[前后](?![些天段几年面排后边])|"
    r"(?<=[门院墙园校])外(?=[\s,。便人马绿热井墙]|$)|围墙[内外]?(?=[\s,。热]|$)|(?:丁字|十字|三?岔)路?口|"
    rf"往(?:[东西南北]走?(?:{NUM}米|第{NUM}(?:口井|家|户))?|[里外前后]走?(?:{NUM}米|第{NUM}(?:口井|家|户)))(?:[道路][东西南北])?|"
    r"后身|后院|前院|对过|对面(?=[\s,。那的]|$)|桥头|桥下|(?<=桥)底下|之间|中间(?=[\s,。]|$)|(?<=[路楼层道])中间(?:那[户家])?|(?<=[楼栋幢元门房院墙口站])旁边?(?:的?(?:换热站|热力站|锅炉房|泵房))?|(?<=[头侧口])[^\W\d_]{2,4}[边旁](?=[\s,。那]|$)|墙根"
)
#: the first, the second house of a row
ORDINAL = (
    rf"(?:[左右]数|从?{_SIDE}数|{_SIDE}边|左手|右手|进门|进来|进去)?第{NUM}(?:家|户|排|趟房?|栋|幢|间|进(?=[\s,])|个?(?:单元|门|院|大棚|卷帘门|胡同|路口))"
    rf"|(?:中间|把头|最[里外东西]头?)那?[户家]|最[里外东西南北][头边面](?=[\s,。]|$)|{_SIDE}{CN}排(?=[\s,。\d]|$)|{NUM}条|(?:最?[里外][面边头])?那(?:栋|间|趟|座|个[^\W\d_]{{1,3}})(?:[^\W\d_]{{0,2}}楼)?(?=[\s,。]|$)|(?:后头|前头|[后前]面|[东西南北]头)那(?:栋|间|个?[^\W\d_]{{1,3}}楼)|那栋楼|这一趟|(?<=[站房])隔壁(?=\d)"
)
#: a part of a building with a use of its own
ROOMS = (
    r"(?<=[局所店厂行])楼上(?=[\s,。]|$)|(?:经适|廉租|公租|安置|回迁)[房楼]|物业(?:楼|办公[室楼]|(?:服务)?中心)|会所|售楼[处部]|门外(?=[\s,。那]|$)|阅览室|自习室|诊室|手术室|门洞口?|训练馆|游泳馆|多功能厅|礼堂|储藏[间室]|停车场|车位|门卫室?|传达室|收发室|值班室|保安室|活动室|会议室|办公室|配电室|设备层|"
    r"架空层|地下室|(?:地下)?车?库\d{2,3}(?![\d度])|(?:地下)?车库(?:[出入]口)?|[新老]?[红黄白灰蓝绿]楼(?=[\s\d,。;一二三四五六]|$)|[一二三四五六]年级(?:[一二三四五六\d]{1,2}班)?(?:教室)?|楼梯口|(?:楼道|楼梯间|水表井|管道?井|电梯[间厅]|设备间)(?=[,。\s]|$)|水房|涵洞口?|桥洞|"
    r"顶楼(?!那)|楼顶|天台|顶层|底楼|底层(?=[\s,。]|$)|阁楼(?!那)|门厅(?=[\s,。]|$)|大厅|中庭|"
    rf"(?:东|西|南|北|新|老|主|后)?(?:门诊|急诊|住院|教学|实验|实训|办公|综合|行政|图书|宿舍|综合教学|号)楼(?![{CN[1:-1]}]个)|"
    r"病房楼?|(?<=[院校学])[东西南北新老]楼|食堂|餐厅|操场|(?:初|高)?[一二三四五六]{1,2}班?教室|[大中小]班(?:教室)?|图书馆|体育馆|报告厅|"
    r"中心广场|绿化带|人行道(?![砖上])|便道|沿线|支线|平房区?|自建房|居民楼|写字[楼间]|"
    r"住院部|门诊部|锅炉房|换热站|热力站|阀门室|(?:供热|换热)?泵房|(?:东|西|南|北)屋(?=\s)"
)
SHOP = (
    r"超市|饭店|饭馆|面馆|餐馆|餐厅|药店|药房|便利店|理发店|美发店|宾馆|酒店|旅馆|网吧|诊所|口腔|小卖部|小店|花店|书店|鞋店|茶馆|浴室|[裁修][^\W\d_]{1,2}铺|杂货铺|照相馆|眼镜店|车间|商店|店铺|商铺|水果店|火锅店|"
    r"大众浴池|烧烤店?|早餐店|包子铺|五金店|洗衣店|汽修厂?|修理厂|洗车行|浴池|健身房|美容院|棋牌室|培训班|托管班|门市|茶楼|拉面"
)
#: shops on the ground floor, by kind and by the name on the sign
SHOPS = (
    rf"(?:底商|门市房?|门面房?|门脸房?|铺面|店面|商铺|商网|网点)(?:\d{{1,4}}号?)?(?:[“\"「][^”\"」\n]{{1,10}}[”\"」])?|"
    rf"(?<=[层楼号铺])[“「\"][^”」\"\n]{{1,10}}[”」\"]|"
    rf"(?:临街|沿街|沿路)(?:楼(?=[\d\s])|{FLOOR}|门市|商铺|铺[面子]|店面|底商|平房)|"
    rf"(?<=[号层商楼]\s)(?![开卖做搞]){CHAR}{{0,6}}?(?:{SHOP})|(?<=[层楼口号])(?:{SHOP})(?=[\s,。]|$)|(?<=\d\s){CHAR}{{0,6}}?(?:{SHOP})(?=[\s,。]|$)|(?:(?<=号)|(?<=号\s))(?![开卖做搞]){CHAR}{{1,5}}[店铺馆坊吧](?:后厨|门口|后院)?(?=[\s,。]|$)|(?<=[号层商])(?![开卖做搞]){CHAR}{{2,6}}?(?:{SHOP})|"
    r"(?:(?<=[路街道巷号口])|(?<=[路街道巷号口]\s))(?:加油站|银行|[农工建中]行(?!家属|宿舍|小区)|超市|菜?市场)(?:门口|对面)?"
)
#: `Tower D, Flat 3`
LATIN = (
    r"(?i:(?:building|bldg|block|tower|unit|entrance|room|rm|apt|apartment|flat|floor|no\.?)"
    r"\s?#?(?:\d{1,4}(?:-\d{1,4}){0,2}|[A-Z])\b(?!\.\d))"
)
#: a short number that can be no date: `某园 22-4`
_SHORT = (
    r"(?<=[栋幢座楼])-\d{1,2}-\d{1,4}(?!\d)|(?<=区)-\d{1,3}(?=[\s,。;]|$)|(?<=\d)[至到~](?:\d{1,3}-\d{1,2}-)?\d{3,4}(?![\d度元户])|"
    r"(?<=[园苑里城府湾庭居村区院寓庄墅])(?:-\d{1,3}-\d{1,2}-\d{3,4}(?!\d)|\s?\d{1,2}-\d{1,2}(?=\s?(?:的|业主|住户))|"
    r"\s?(?!(?:1[0-2]|[1-4])-(?:3[01]|[12]?\d)(?!\d))\d{1,2}-\d{1,2}(?=[\s,。(]|$))"
)
REST = (
    rf"(?:{SIDES}|{FLOOR}|{ORDINAL}|(?!两){NUM}组(?![暖散片人地不没都全热冷凉管])|"
    rf"{NUM}[社队](?=\s?{NUM}号|[\s,。]|$)|{NEARBY}|{ROOMS}|{SHOPS}|{LATIN})"
)
_DOOR = "(?:室(?![温内])|户)?"
_MORE = OneOf(f"{SPOKEN_ROOM}|{REST}|{_SHORT}", _DOOR)
#: a run of them before the name
LATIN_RUN = late(rf"{LATIN}(?:,?\s{{0,2}}{LATIN})*")
#: what a number of a house can begin with, looked at first because it is quick
_HEAD = rf"(?=[\dA-Za-z#甲乙丙丁副东西南北中前后{CN[1:-1]}])"
STARTS = late(rf"{_HEAD}(?:{CODE}|{FLAT}|{BUILDING}|{NUMBERED}){_DOOR}")


def detail(text: str, at: int = 0) -> re.Match[str] | None:
    """The part of an address that begins at `at`: a number, a floor, a side, a room."""
    return STARTS.match(text, at) or _MORE.match(text, at)


def has_detail(text: str) -> bool:
    """Whether such a part stands anywhere."""
    return bool(STARTS.search(text) or next(_MORE.finditer(text), None))


def last_detail(text: str) -> re.Match[str] | None:
    """The one that reaches furthest."""
    found = [*STARTS.finditer(text), *_MORE.finditer(text)]
    return max(found, key=lambda m: m.end(), default=None)
