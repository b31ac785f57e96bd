"""The compound's own name in an address: without what stands before it and behind it (R2.2.2)."""

import pytest

from bot.domain.reading import addresses

NAMES = {
    # a city and a district of its, a quarter behind a city
    "绥化北林 槐花里 4号楼2单元301": "槐花里",
    "海东乐都 古城街 县医院门诊楼": "县医院",
    "通州梨园口 云杉东里 六区 3-1-402": "云杉东里 六区",
    "辽阳,白塔路,柳荫花园,6-3-201": "柳荫花园",
    "桦甸,明桦街,青松佳苑,3-2-501": "青松佳苑",
    "和龙 崇善 青葵里 7-1-502": "青葵里",
    # a city right before the name
    "邯郸棉三宿舍 11排4号": "棉三宿舍",
    "静海梨花豪庭 5-2-301": "梨花豪庭",
    "顺义云杉新里北区8-3-202": "云杉新里北区",
    "营口胜利里街41号院 3楼": "胜利里街41号院",
    # and names that begin with a city's
    "绿园8-3-402": "绿园",
    "长春大学家属院 3-1-402": "长春大学家属院",
    # farms of the corps
    "兵团一五二团九连 老垦荒家属房第2栋": "老垦荒家属房",
    "一六七团四连祥和小区三排": "祥和小区",
    "农五师塔格农场机关家属院 2-1-301": "塔格农场机关家属院",
    "七师柳沟农场总场,安康苑,11幢2单元301": "安康苑",
    # what belongs to works, a school, an estate
    "东山大学教职工宿舍 9-2-301": "东山大学教职工宿舍",
    "临河街,东山工业大学家属院东村,12栋": "东山工业大学家属院东村",
    "东港区 石臼镇 金家园春和园 十二栋一门": "金家园春和园",
    "轴承厂北宿舍院 7号楼": "轴承厂北宿舍院",
    "粮库 家属房 三排二号": "粮库家属房",
    "磁窑街 搪瓷厂平房 6排2户": "搪瓷厂平房",
    "钢窗厂东区平房9排": "钢窗厂东区",
    "农机厂院子 3号楼": "农机厂院子",
    "兴国镇 北关 药材公司院": "药材公司院",
    "灰砖楼3区 5-2-11": "灰砖楼3区",
    "李家园村 统建楼": "李家园村",
    "栖霞名都B3 9号楼1门1502": "栖霞名都B3",
    "临街 北方师大东校区 研究生宿舍二号楼": "北方师大东校区",
    "潞安生活区 东院 A1楼": "潞安生活区 东院",
    "汾河大街北段,供销小区5号楼": "供销小区",
    "北坛路铁矿机关小区供热换热站": "铁矿机关小区",
    # beside something that everybody knows
    "淬火西路东海宾馆对面水利局家属楼": "水利局家属楼",
    "三马路菜市场旁边铁通宿舍 2单元 5-1": "铁通宿舍",
    "防疫站医院对门 修鞋铺": None,
    "平原路东方商厦后面那个大杂院": None,
    "松湖公园东南角": None,
    "松湖公园 3-2-501": "松湖公园",
    # a road or a district is no compound
    "酒钢二号门 淬火街8栋 6号": None,
    "九十一团 白杨镇 光明路 5号楼 402": None,
    "历下区": None,
}


@pytest.mark.parametrize(("address", "name"), NAMES.items())
def test_the_name_is_cut_out_of_the_address(address: str, name: str | None) -> None:
    found = addresses.name(address)
    assert (found and found.replace(" ", "")) == (name and name.replace(" ", ""))
