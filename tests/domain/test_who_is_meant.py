"""Who is to be called back where several are named, or one in an unusual way (R2.2.2)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

#: other peoples' names, who speaks without a stop, who has it written, whose surname is told
TOLD: dict[str, str | None] = {
    "云杉里12号门面 卖烤包子的吐尔洪 催了两遍 暖气片漏水 0991-2210456": "吐尔洪",
    "地暖不热,没修好。云杉里5栋2单元1102,古再努尔 18299100021": "古再努尔",
    "别打太早。电话13565800012,姓买买提。云杉里家里暖气不热": "买买提",
    "云杉里6-2-301,库尔班江 13899000013,客厅才14度": "库尔班江",
    "那个姓欧阳的大妈又来营业厅了,家里才15度,云杉里3-2-101,手机13899000014": "欧阳",
    "云杉里3-2-101 夫妻俩 女的姓邸 打了三回 13899000014 暖气片不热": "邸",
    "来了俩师傅,男的姓张,啥也没修。云杉里3-2-101 不热 13899000014": None,
    "喂你好我是云杉里七栋的老郗啊我家地暖不热了来个人看看电话幺三八九九零零零零一五": "老郗",
    "我是云杉里的业主啊我家3-2-101不热13899000014": None,
    "云杉里4栋 管井往外冒水 电梯停了 社区么书记 13899000017": "么书记",
    "云杉里3-2-101 物业值班经理说不归他管 屋里14度 13899000014": None,
    "对门赵大爷托我帮报一下:暖气片漏水,云杉里2-1-302,座机0531-88002211": "赵大爷",
    "楼上孙姨让我在群里说一声,她家15度,云杉里2-1-402,13899000019": "孙姨",
    "楼上王奶奶家漏水把我家淹了,云杉里3-2-101 13899000014": None,
    "教室里11度,全校停暖两天,云杉里小学。学生家长 佘 13899000020": "佘",
    "云杉里1到5号楼开栓七天没有一点热气,没人管。居民代表 步青云": "步青云",
    "云杉里5号楼停暖,全体居民 泣告": None,
    "物业小单:@热力 云杉里5-702 还是不热,业主电话 13899000021": None,
    "物业小单:@热力 云杉里5-702 还是不热,打我电话 13899000021": "小单",
    "|来源|小程序| |手机|13899000022| |坐标|云杉里3号楼1001| |描述|客厅16度|": None,
    "云杉里底商103 暖气漏水 店长13899000024": None,
    "开发商的说法一天一变 云杉里3-2-101 地热漏水 13899000014": None,
}


@pytest.mark.parametrize(("text", "name"), TOLD.items())
def test_who_is_meant_by_how_he_is_told_of(text: str, name: str | None) -> None:
    assert [c.name for c in read(text)] == [name]


#: who signs behind a sentence or beside the number is no compound, whatever stands behind him
SIGNED: dict[str, tuple[str, str | None]] = {
    "暖气不热。李建国 13899000022": ("李建国", None),
    "怎么退费?李建国 13899000022": ("李建国", None),
    "家里不热!赵德柱,13899000022": ("赵德柱", None),
    "暖气漏水。古再努尔 13899000022": ("古再努尔", None),
    "13899000022 郝春梅 5号楼2单元301 不热": ("郝春梅", "5号楼2单元301"),
    "不热,13899000022 郝春梅,5号楼2单元301": ("郝春梅", "5号楼2单元301"),
    "不热。云杉牧歌 13899000022": ("", "云杉牧歌"),
}


@pytest.mark.parametrize(("text", "told"), SIGNED.items())
def test_who_signs_is_no_place(text: str, told: tuple[str, str | None]) -> None:
    (found,) = read(text)
    assert (found.name or "", found.address) == told
