"""What is told before the name of a compound and is no part of it: regions, roads, landmarks."""

from __future__ import annotations

from bot.domain.reading.late import late
from bot.domain.reading.place_words import (
    CHAR,
    CITY,
    CITY_NAMES,
    CN,
    NUM,
    ROAD,
    SUFFIX_STRONG,
    ZONE_ALONE,
)

#: `某某街某某胡同8号院`: the yard is told by the smaller of the two
ROAD_BEFORE = late(rf"^{CHAR}{{2,6}}?[路街](?!道|{CHAR}?\d)(?={CHAR}{{2,6}}(?:胡同|巷|街|路)\d)")
#: province, city, district, county, town, quarter
ADMIN = late(
    rf"^(?:{CHAR}[^\W\d_路街巷]{{6,8}}街道(?={CHAR}{{2}})|{CHAR}[^\W\d_路街巷]{{1,5}}?(?:省|(?<!城)(?<![^成]都)市(?!场|房|中\s|\s?\d)|自治区|县|旗|(?<!小)镇(?!政府|[一二三四五六七八九十\dA-Z]区|\s?\d{{1,3}}(?:-\d|[栋幢]|号楼))|乡(?!政府)|街道办?(?!口)|街办|办事处|"
    r"新区(?![一二三四五六A-Z]区|\s?\d)|"
    r"(?<![A-Z小社园校片军活属宅矿一二三四五六七八九十])(?<![苑园里村庭湾府院寓厂矿][东西南北中])区"
    rf"(?=[\s·]?(?![一二三四五六七八九十]+(?:号(?!公馆|院|府|公寓)|栋|幢|座|区|单元|期)|[A-Z]区){CHAR}))[\s·]?)+"
)
#: cities and districts as they are called, alone or with a quarter of theirs
CITIES = late(
    rf"(?:(?:(?:{CITY}[市区县旗]?)+(?:{CHAR}{{2,3}}(?<![苑园里府庭城湾居阁轩邸墅郡村区院舍寓楼厂号学厦场屯沟庄营寨坡岭])"
    rf"(?=[\s,]+(?!{CN}?[\s\d]|{ZONE_ALONE}){CHAR}{{3}}))?|\d{{1,3}}团)[\s,]+)+"
)
#: farms of the corps: `某师某团某连`, whose villages have names of their own
CORPS = late(
    rf"^(?:{CITY})?(?:兵团)?(?:第?农?{CN}{{1,3}}师)?[\s,]*(?:(?:\d{{1,3}}|{CN}{{2,4}})团)?[\s,]*(?:{CN}{{1,3}}连(?=[\s,]*{CHAR}{{3}}))?"
    rf"(?:(?<=师){CHAR}{{2,4}}农场(?!机关|家属)(?:总场)?[\s,]*)?(?<=[团连师场\s,])(?<!兵团)[\s,]*(?={CHAR}{{3}}|团部)"
)
#: a part that ends as larger parts do, and a gap
LARGER = late(
    r"(?:[^\s,]*(?:[油气]田|局址|[团场]部|师|街道办?|街办|办事处|[路街巷镇乡县市]|(?<![小校东西南北A-Z])区)[\s,]+)+"
    rf"(?={CHAR}{{3}})"
)
#: a quarter or village before the compound: `某岭 某局家属楼 3-1-401`
EARLIER = late(
    rf"(?:{CHAR}{{2,8}}(?<!宿舍)(?<!公寓)(?<!小区)(?<!家属[楼院区])[ ,\n]+)+"
    rf"(?![东西南北A-Z甲乙丙丁一二三四五六七八九十]+[区期院]|(?:研究生|学生|员工)(?:宿舍|公寓)|{CHAR}{{1,3}}组团|(?:改造|安置|移民|回迁|自建|新建|危|[新老旧])?[平楼]?房)(?={CHAR}{{2,10}}"
    rf"(?:(?:{SUFFIX_STRONG}|(?<={CHAR})[村屯庄])\S{{0,3}}(?:\s|$)|(?<![路街巷道])[\s,]?[A-Z甲乙]?\d|\s?{NUM}(?:号楼|栋|幢))|{CHAR}{{2,6}}[厂司局社]院(?:\s|$))"
)
#: what stands at something that everybody knows: `某某宾馆对面某局家属楼`, `卫生所对门`
LANDMARK = late(
    rf"{CHAR}{{1,8}}?(?:商厦|大厦|广场|宾馆|酒店|饭店|[商市]场|超市|百货|医院|卫生[院所]|学校|[中小]学|银行|政府|公园|公司|[局厂所])"
    rf"(?:对[面过门]|[后前][面边身头]|(?<![局厂所])后院|旁边?|隔壁)\s*(?:那[个{CN[1:-1]}]?)?[栋个]?"
)
#: a city right before a road that isn't called after it
BEFORE_ROAD = late(rf"(?:{CITY_NAMES})(?!{CHAR}?大?[路街道巷])(?={CHAR}{{2,6}}{ROAD})")
#: a city right before the name: `某市某某里` without 市
IN_CITY = late(
    rf"{CITY}(?:{CITY}(?={CHAR}{{4}}))?(?![湾坊市区县旗镇乡路街]|一品|塔拉|{CHAR}{{1,3}}[局所厂司矿])(?={CHAR}{{2,4}}[里苑园府庭邸轩郡居](?:[东西南北]区)?(?:[\s\d,一二三四五六七八九]|$)"
    rf"|(?!职工|教工|学生|大学|学院|师|医){CHAR}{{2,4}}(?:宿舍|家属院|花园|家园|新里|华庭|豪庭)(?:[\s\d,东西南北]|$)"
    rf"|(?!花园|家园|新村|嘉园|佳苑|雅居|公馆|印象){CHAR}{{2,4}}(?:小区|新村|人家|青年城|(?<=..)[东西南北]区)(?:[\s\dA-Z,]|$))"
)
CITY_FIRST = frozenset(name[0] for name in CITY[len("(?:") : -1].split("|"))
DISTRICT = late(
    rf"^(?:{CHAR}{{2,6}}社区|{CHAR}{{2,4}}新城(?={CHAR}{{2}}))(?={CHAR}{{1,8}}?(?:{SUFFIX_STRONG}|平房\s?\d{{1,2}}排|[苑园里村城湾庭坊府居邸郡轩阁]\d))"
)
