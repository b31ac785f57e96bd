"""What is told in other ways than straight out: cries, denials, thanks with a request behind them,
two figures for one home, whose number it is."""

from __future__ import annotations

import pytest

from bot.domain.complaint import read
from bot.domain.reading import deciding
from bot.domain.reading.classify import Verdict

COMPLAINTS = {
    # nothing but a cry
    "冻死人了": ("quality", "general", None),
    "槐荫里9排3户 不热 电话让人抄漏一位": ("quality", "general", None),
    "槐荫里7栋东头 屋里冰 13812345678": ("quality", "general", None),
    "又凉透了,这礼拜都几回了": ("quality", "general", None),
    "到底供不供暖!!": ("quality", "general", None),
    # thanks, and then what is wanted
    "师傅人不错,谢谢。就是想问多交的钱哪天退,槐荫里3-2-501": ("other", "general", None),
    "上回来的那位态度热情,点赞。再说正事,北屋还是凉,槐荫里3-2-601": ("quality", "general", None),
    # a rumour denied, and one flat that is cold
    "说槐荫里全停是谣言,小区正常供着。唯独3-2-701老两口屋里15度": ("quality", "general", 15.0),
    "昨天全小区停暖早恢复了,就剩3-2-801没上来,还凉着,槐荫里": ("quality", "general", None),
    # clear water, a cover with a crack, a case's lid
    "槐荫里3-2-901 放的水不黄不臭,就是管子咕噜咕噜响": ("facility", "general", None),
    "槐荫里门口管沟盖板裂了道缝,没塌": ("facility", "general", None),
    "槐荫里5-1-301 表箱盖子丢了": ("facility", "general", None),
    # mended long ago
    "上个月管子爆了泡了地板,管子早修好了,现在地板还翘着,槐荫里5-1-302": (
        "facility", "general", None,
    ),
    # foul water told step by step, houses in Chinese numerals
    "槐荫里5-1-303 暖气片放水,全是红的": ("quality", "major", None),
    "槐荫里二号楼三号楼五号楼后半夜起全没暖": ("quality", "major", None),
    # two figures for one home
    "槐荫里5-1-304 楼上25 楼下14": ("quality", "general", 14.0),
    "槐荫里5-1-305 下午21,半夜14,忽高忽低": ("quality", "general", 14.0),
    "槐荫里5-1-306 两个屋偏凉,分别是16.8、15.9度": ("quality", "general", 15.9),
    "槐荫里5-1-307 开着空调才十六,不热": ("quality", "general", 16.0),
    "枣园居5-1-101 一楼全凉 只有12 二楼还18呢": ("quality", "general", 12.0),
    # not lost, only too cool; one entrance, whatever others said; paid for since it was mended
    "枣园居业主联名,39户签字,室温普遍15至17度,低于标准,并非停热": ("quality", "general", 15.0),
    "有人喊枣园居全小区都冻着,其实就一个单元,3号楼1单元早上开始凉": ("quality", "general", None),
    "枣园居3-1-101 上周管子爆了淹了车库,当天修好了。就想问赔偿的事找谁": ("other", "general", None),
    # no room's warmth
    "枣园居3-1-102 合同写18度,你们客服也说18度,就是不热": ("quality", "general", None),
    "槐荫里5-1-308 连16度都没到,冷": ("quality", "general", None),
    "槐荫里5-1-309 孩子冻得烧到38度,暖气不热": ("quality", "general", None),
}  # fmt: skip

NONE = (
    # who to call answers a question
    "王女士 13812342130",
    "联系人老赵 13812342131",
    "话术二:对方说“屋里冻得不行”,先说“给您登记”",
    "【防骗提醒】有人冒充供热公司卖阀门,我公司从未委托任何人上门收钱",
    "网上那段管子喷水的是南方的,别转了",
    "槐荫里6-1-1902 复测19.5 用户签字了,这单了结",
    "全屋改造 地暖分水器更换 老店 免费上门量尺 13812342001",
    "今天外头真冷,出门戴帽子",
    "《供热规范》第二章:室温不低于18度。明天闭卷",
    "车里防冻液加了没,今天零下20",
    "去年我家不热,师傅来掏了滤网。今年一直22度,补句谢谢",
)

NUMBERS = {
    "槐荫里1-1-101 不热 没电话,找社区0451-62012001转": "045162012001",
    "槐荫里1-1-102 漏水 打他家邻居小卖部0451-62012002也行": "045162012002",
    "槐荫里2号楼不热 物业值班室0451-62012003": "045162012003",
    "主管漏了,已经喊了交警 现场赵队13812342004 槐荫里门口": "13812342004",
    "槐荫里1-1-103不热 前台接了好些电话 物业小曲13812342005": "13812342005",
    "槐荫里1-1-104不热 物业电话13812342006 打物业就行": "13812342006",
    "槐荫里1-1-105漏水 白天打我单位0451-62012007,晚上手机13812342008": "045162012007",
    "槐荫里1-1-106 物业前台0451-62012009 我的号13812342010 阀门坏了": "13812342010",
}

HOMES: dict[str, list[tuple[str | None, str | None]]] = {
    # a burst main is one matter, told where it is
    "南环路与槐树街交口DN400爆了,满街是水,槐荫里、枣园居两个小区都停了": [
        ("南环路与槐树街交口", None),
    ],
    "北环路菜市场门口一次网主管爆了,槐荫里、枣园居、云杉里三个小区全停": [
        ("北环路菜市场门口", None),
    ],
    "枣园居5-1-1501、5-1-1601、5-1-1701三家都凉,1501姓严13812342101,1601姓步13812342102": [
        ("枣园居5-1-1501", "13812342101"),
        ("枣园居 5-1-1601", "13812342102"),
        ("枣园居 5-1-1701", None),
    ],
    # rooms in a row, each number behind its room
    "槐荫里9号楼1单元301、401、501三家都凉。301姓柏13812342071,401姓陶13812342072,501没留": [
        ("槐荫里9号楼1单元301", "13812342071"),
        ("槐荫里9号楼1单元 401", "13812342072"),
        ("槐荫里9号楼1单元 501", None),
    ],
    # the first flat told in full, the others by their rooms; whom to ask for comes last
    "替三家说:槐荫里2号楼1单元101王奶奶家13度;201墙里渗水;301要退费。找我就行 13812342061": [
        ("槐荫里2号楼1单元101", "13812342061"),
        ("槐荫里2号楼1单元 201", "13812342061"),
        ("槐荫里2号楼1单元 301", "13812342061"),
    ],
    # spoken without a stop
    "我报两个啊一个是我家槐荫里六号楼一单元四零二不热一三八一二三四二零九一"
    "还有一个是我舅家在枣园居二栋九号管子漏水": [
        ("槐荫里六号楼一单元四零二", "13812342091"),
        ("枣园居二栋九号", "13812342091"),
    ],
    "槐荫里1-2-702不热 13812342095 她又说她姐住枣园居4-1-101 厕所暖气漏水": [
        ("槐荫里1-2-702", "13812342095"),
        ("枣园居4-1-101", "13812342095"),
    ],
    # signed below
    "槐荫里3-1-101 不热\n槐荫里3-1-201 漏水\n联系夏小宁13812342098": [
        ("槐荫里3-1-101", "13812342098"),
        ("槐荫里3-1-201", "13812342098"),
    ],
    # nobody left a number but the one who passes it on
    "阿木 06:50\n槐荫里17号楼没热\n老栗 06:52\n19号楼也冰凉\n"
    "物业小沈 07:02\n我报上去,来人找我13812342120": [
        ("槐荫里17号楼 19号楼", "13812342120"),
    ],
    # one neighbour is content, another bears out what the first one said
    "槐荫里业主群\n老翟:我6-1-501的,片子冰手\n豆妈:我家挺好\n郑姨:老翟家真冷,我去过": [
        ("槐荫里 6-1-501", None),
    ],
}


@pytest.mark.parametrize(("text", "told"), COMPLAINTS.items())
def test_is_a_complaint(text: str, told: tuple[str, str, float | None]) -> None:
    (c,) = read(text)
    assert (c.type, c.severity, c.room_temp_c) == told


@pytest.mark.parametrize("text", NONE)
def test_is_none(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_whose_number_it_is(text: str, number: str) -> None:
    assert [c.phone for c in read(text)] == [number]


@pytest.mark.parametrize(("text", "told"), HOMES.items())
def test_how_many_homes(text: str, told: list[tuple[str | None, str | None]]) -> None:
    assert [(c.address, c.phone) for c in read(text)] == told


def test_a_blanked_number_decides_nothing() -> None:
    verdict = Verdict(True, "quality", (), False)
    number = (0, 11)
    assert deciding.words("\x01" * 11, verdict, None, [number]) == ()
    assert deciding.words("\x01" * 11 + " 槐荫里", verdict, None, [number, (12, 15)]) == ("槐荫里",)
