"""Groups, what is pointed at, counties without 县, whose number is to be called (R2.2.2)."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read

#: what is told around the place, or looks like one
WHERE: dict[str, tuple[str | None, str | None]] = {
    # a county or a city's district, called by its name alone
    "永宁 柳塘街 青柳家园 4-2-301 暖气不热": ("永宁 柳塘街 青柳家园 4-2-301", "青柳家园"),
    "鞍山千山 青柳嘉园 7-1-502 一直不热": ("鞍山千山 青柳嘉园 7-1-502", "青柳嘉园"),
    "暖气片漏水好几天了。锦州太和 青柳里 3-2-101": ("锦州太和 青柳里 3-2-101", "青柳里"),
    "沈阳客服 青柳里 3-2-101 不热": ("青柳里 3-2-101", "青柳里"),
    # what is pointed at
    "石榴镇政府西边那条土路,暖气管道露在外头": ("石榴镇政府西边那条土路", None),
    "北湖区铁北三委那栋老楼2单元,地沟里的回水管漏了": ("北湖区铁北三委那栋老楼2单元", None),
    "我们那栋老楼2单元不热 青柳苑的": ("2单元 青柳苑", "青柳苑"),
    "柳塘街那个青柳大厦 1612 不热": ("柳塘街 青柳大厦 1612", "青柳大厦"),
    # a group in a messenger
    "青柳园邻里交流群 3-1-402 不热": ("青柳园 3-1-402", "青柳园"),
    "群力花园 3-1-402 不热": ("群力花园 3-1-402", "群力花园"),
    # somebody's or nobody's house, how many there are
    "9栋长:9栋1单元402漏水 都是青柳园的": ("9栋1单元402 青柳园", "青柳园"),
    "柳塘大道主干管爆了 先关了3#分段阀": ("柳塘大道", None),
    "柳塘大道 3#楼 主管爆了": ("柳塘大道 3#楼", None),
    "青柳里整片停暖(站内电缆烧了),14栋 780户,抢修中": ("青柳里", "青柳里"),
    "今儿20号,青柳苑还一户没送暖": ("青柳苑", "青柳苑"),
    "我每天路过柳塘路体育馆后门 有个热力井盖老往外淌水": ("柳塘路体育馆后门", None),
    "站西广场北边,供热管打穿了 往外喷水": ("站西广场北边", None),
    "南湖站仪表柜里有异响 像打火": ("南湖站", None),
    "听说低保能减免,到你们厅里说要社区盖章": (None, None),
    "换热站的排水管冲着人家菜窖 一泄水就灌进去 青柳村2队": ("青柳村2队", "青柳村"),
    "我二站小田 青柳村打来好几个 全村没热": ("青柳村", "青柳村"),
    "住进青柳府七年,年年不热": ("青柳府", "青柳府"),
    # what is the compound's own name
    "青山镇 3-2-1801 暖气不热": ("青山镇 3-2-1801", "青山镇"),
    "公馆1988 B座2204 暖气不热": ("公馆1988 B座2204", "公馆1988"),
    "柳塘街 41号 修鞋铺 店里没一点热乎气": ("柳塘街 41号 修鞋铺", None),
}


@pytest.mark.parametrize(("text", "place"), WHERE.items())
def test_where_it_is(text: str, place: tuple[str | None, str | None]) -> None:
    assert [(c.address, c.community) for c in read(text)] == [place]


#: whose number is to be called, and whose name is none
WHO: dict[str, tuple[str | None, str | None]] = {
    "青柳苑5-1-302不热 孙女士说电话打不通就打她女儿13812340421": ("孙女士", "13812340421"),
    "青柳苑5-1-302不热 胡大娘 13812340421 打儿子的13812340422": ("胡大娘", "13812340422"),
    "青柳苑5-1-302不热 胡大娘 13812340421 别打儿子的13812340422": ("胡大娘", "13812340421"),
    "青柳苑5-1-302不热,物业电话停机 13812340421 老苟": ("老苟", "13812340421"),
    "青柳苑5-1-302 你们师傅撒谎说敲门没人 周建军 13812340421": ("周建军", "13812340421"),
    "青柳苑6号楼2单元1号,米长顺,13812340421,立管渗水": ("米长顺", "13812340421"),
    "热力管往出喷水 喷得老高 就在柳塘路天桥底下": (None, None),
    "上门那师傅抽着烟进屋的 青柳苑5-1-302 暖气修完还不热": (None, None),
    "我是唐山人,父母住青柳苑5-1-302,屋里不热。打我妈电话13812340421": (None, "13812340421"),
    "值班长:23:40 西山泵站失电 两台中继泵停": (None, None),
    "青柳苑5-1-302不热 网格员周媛媛代报 13812340421": ("周媛媛", "13812340421"),
}


@pytest.mark.parametrize(("text", "who"), WHO.items())
def test_who_is_called(text: str, who: tuple[str | None, str | None]) -> None:
    assert [(c.name, c.phone) for c in read(text)] == [who]
