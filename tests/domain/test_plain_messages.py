"""The plainest messages: a name, a number, an address and a trouble, in whatever order (R2.2.2)."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from bot.domain.complaint import read

NAMES = ("李建国", "赵刚", "司马南", "慕容雪", "古丽娜尔", "老孙", "蒋经理", "韩晓东经理", "常志远")
NUMBERS = {
    "13899000022": "13899000022",
    "138 9900 0022": "13899000022",
    "手机号:13899000022": "13899000022",
    "tel 13899000022": "13899000022",
}
#: an address, and the compound in it
ADDRESSES = {
    "青柳苑3-2-501": "青柳苑",
    "和平路18号云杉里5号楼2单元301": "云杉里",
    "李家村3组": "李家村",
    "孙家沟村五社": "孙家沟村",
    "建设街22号": None,
    "8号楼3单元502": None,
    "银河湾A座1902": "银河湾",
}
TROUBLES = ("家里不热只有15度", "暖气片漏水了", "怎么退费")


def _grid() -> list[tuple[str, str, str | None, str]]:
    """Every thirteenth of some five thousand messages: the text, whose it is, his number, where."""
    out: list[tuple[str, str, str | None, str]] = []
    parts = product(NAMES, NUMBERS, ADDRESSES, TROUBLES, (",", "。", " ", "\n", "、"))
    for at, (name, number, address, trouble, mark) in enumerate(parts):
        if at % 13:
            continue
        orders = [*permutations((f"{name}{' ,'[at % 2]}{number}", address, trouble))]
        orders += [(name, address, trouble), (trouble, name, address), (name, trouble, address)]
        order = orders[at // 13 % len(orders)]
        called = NUMBERS[number] if name not in order else None
        out.append((mark.join(order), name, called, address))
    return out


def test_any_order_is_read_alike() -> None:
    wrong = []
    for text, *told in _grid():
        found = [[c.name, c.phone, c.address, c.community] for c in read(text)]
        if found != [[*told, ADDRESSES[told[2]]]]:
            wrong.append((text, found))
    assert not wrong, (len(wrong), wrong[:5])


#: who is told beside a place is no part of it, and no place
BESIDE: dict[str, tuple[str | None, str | None, str | None]] = {
    "常青路8号,黄土根,管子滴水": ("黄土根", None, "常青路8号"),
    "建工胡同8号,哈斯巴根,一点都不暖和,在家等": ("哈斯巴根", None, "建工胡同8号"),
    "阀门拧不动 扎西顿珠 阳光幼儿园 急": ("扎西顿珠", None, "阳光幼儿园"),
    "半夜就凉了 韩晓东经理 12-2-401": ("韩晓东经理", None, "12-2-401"),
    "银河湾A座1902 138 0000 1111 一直滴水": (None, "13800001111", "银河湾A座1902"),
    "万和国际公寓B座1506 139-4321-0077 不热": (None, "13943210077", "万和国际公寓B座1506"),
    "东河村六队、手机18843210011、井盖丢了": (None, "18843210011", "东河村六队"),
    "大王庄村2组。父亲电话13043210022。不热": (None, "13043210022", "大王庄村2组"),
    "客服态度不好,赵刚,13712340088,建工胡同8号": ("赵刚", "13712340088", "建工胡同8号"),
    "赵家窑村12号、82230044,老孙,地暖不热": ("老孙", "82230044", "赵家窑村12号"),
    "户号:82230044,老孙,赵家窑村12号,地暖不热": ("老孙", None, "赵家窑村12号"),
    "用户来电,汪洋\n井盖丢了\n东河村六队": ("汪洋", None, "东河村六队"),
    "粮食局家属楼2单元401。暖气漏水。白雪。谢谢": ("白雪", None, "粮食局家属楼2单元401"),
    "暖气漏水 方小燕 3栋1单元204": ("方小燕", None, "3栋1单元204"),
    "小丁\n12-2-401\n暖气不热": ("小丁", None, "12-2-401"),
    "有用户反映 室温不达标 8号楼3单元502 老郑": ("老郑", None, "8号楼3单元502"),
    "【热线】15944440088,老孙;青柳苑6栋2单元801;阀门关不上": (
        "老孙",
        "15944440088",
        "青柳苑6栋2单元801",
    ),
    "热线打不通,15944440088,苏叔,清水湾9-2-1601": ("苏叔", "15944440088", "清水湾9-2-1601"),
    "物业转来的,电话号码17644550033 牛满仓\n收费员骂人\n翠湖苑3-501": (
        "牛满仓",
        "17644550033",
        "翠湖苑3-501",
    ),
    "物业转来的:安志敏老师。翰林苑22幢1单元603。供暖不好": (
        "安志敏老师",
        None,
        "翰林苑22幢1单元603",
    ),
    "陈晨微信同号13144550077,丽景花园底商12号,主管道漏水": (
        "陈晨",
        "13144550077",
        "丽景花园底商12号",
    ),
    "炕都是凉的。阿不都热合曼。电厂住宅3号楼1单元2": ("阿不都热合曼", None, "电厂住宅3号楼1单元2"),
    "主管道漏水。梁栋。东方家园商铺8号。请回电": ("梁栋", None, "东方家园商铺8号"),
    "中山路56号,南屋热北屋不热": (None, None, "中山路56号"),
    "能不能来看看? 李建国13899000022": ("李建国", "13899000022", None),
    # compounds that begin as people do
    "金河湾 5号楼2单元301 家里不热": (None, None, "金河湾 5号楼2单元301"),
    "石河子 二小区 33栋 五楼西户 不热": (None, None, "石河子 二小区 33栋 五楼西户"),
    "金海源 5号楼2单元301 家里不热": (None, None, "金海源 5号楼2单元301"),
}


@pytest.mark.parametrize(("text", "told"), BESIDE.items())
def test_who_is_told_beside_a_place(
    text: str, told: tuple[str | None, str | None, str | None]
) -> None:
    (found,) = read(text)
    assert (found.name, found.phone, found.address) == told


#: so few words, and still the examples know less than the rules
FEW: dict[str, tuple[str, str | None]] = {
    "阀门坏了,翠湖苑三号楼一单元五零二,吴大妈,谢谢": ("facility", "翠湖苑"),
    "客服态度不好,水岸新城12-3-1504,下午在家": ("service", "水岸新城"),
    "师傅来了一趟就没下文了 幸福里小区9号楼3单元101": ("service", "幸福里小区"),
    "想办理复热\n云锦台F2-1-804": ("other", "云锦台"),
    "想停暖,税务局家属楼3单元202,等回复": ("other", "税务局家属楼"),
    "物业转来的,几号供暖,海悦国际公寓A座2203": ("other", "海悦国际公寓"),
    "管道有沙眼,铁路小区11号楼2单元601,晚上在家": ("facility", "铁路小区"),
    "供暖不好;滨河新村23-5-402;抓紧": ("quality", "滨河新村"),
    "屋里冷,紫藤苑门市12号": ("quality", "紫藤苑"),
}


@pytest.mark.parametrize(("text", "told"), FEW.items())
def test_few_words_are_enough(text: str, told: tuple[str, str | None]) -> None:
    (found,) = read(text)
    assert (found.type, found.community) == told
