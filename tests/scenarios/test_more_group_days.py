"""Days that crews and agents have had: a weld that goes on, a head who shares out, a phone that
goes round, an agent who corrects herself three times."""

from __future__ import annotations

import pytest

from bot.domain import meanings
from bot.domain.asked import civil, of_many
from bot.domain.colleagues import shared_out
from bot.domain.ticket import Status
from tests.house import COLD, House, another

BURST = "望江路和新华街路口主管爆了 水冒一人高"
WANG = "阳光花园1号楼1单元101 王先生 13911110001 一点不热"
LI = "阳光花园1号楼1单元201 李女士 13911110002 不热"
DRIP = "阳光花园6号楼1单元301 孙大爷 13911110004 暖气片漏水"
BELOW = "阳光花园6号楼1单元201 钱师傅 13911110005 楼上漏水 天花板滴水"


@pytest.mark.parametrize("words", ["好了 接着焊", "弄好了，继续抽", "焊完了 再焊一道"])
async def test_a_weld_that_goes_on_is_not_done(house: House, words: str) -> None:
    """R3.3.4 and R3.3.5 hang on it: an inspector must not be called to an open pit."""
    await house.say("客服甲", BURST)
    group = await house.emergency_group()
    await house.say("检修甲", "到了", group=group)
    await house.say("检修甲", "方案 抽水补焊", group=group)
    await house.say("检修甲", words, group=group)
    assert (await house.ticket()).status is Status.PLANNED
    assert "完成" not in house.last_in(group).text


@pytest.mark.parametrize("words", ["水抽干了", "开焊"])
async def test_what_is_done_in_the_pit_is_a_report(house: House, words: str) -> None:
    await house.say("客服甲", BURST)
    group = await house.emergency_group()
    await house.say("检修甲", "到了", group=group)
    await house.say("检修甲", words, group=group)
    assert (await house.timeline())[-1].what == "progressed"
    assert house.kinds_in("客服群")[-1] == "progress"


@pytest.mark.parametrize("words", ["1 2 甲 3 乙", "甲 1 2，乙 3", "1、2给运行甲去 3给乙"])
async def test_a_head_shares_out_the_morning(house: House, words: str) -> None:
    for text in (WANG, LI, COLD):
        await house.say("客服甲", text)
    await house.say("运行主任", words)
    handlers = [(await house.ticket(number)).handler for number in (1, 2, 3)]
    assert handlers == ["运行甲", "运行甲", "运行乙"]
    assert house.last_in("运行群").text.startswith("@运行乙 运行主任请你去办 #3")


@pytest.mark.parametrize(
    "words", ["1 2 甲", "1 2 3 4", "1 甲去了 2 乙没去", "甲 乙", "3号楼甲 4号楼乙"]
)
def test_what_shares_out_nothing(words: str) -> None:
    assert shared_out(words, ["运行甲", "运行乙"]) == []


async def test_who_writes_on_another_s_phone_names_the_number(house: House) -> None:
    """The number stands somewhere in the words: nobody is asked which one of three."""
    await house.say("客服甲", WANG)
    await house.say("客服甲", LI)
    await house.say("运行甲", "1 2 我的")
    await house.say("运行甲", "（乙代发）2好了")
    assert house.last_in("运行群").text.startswith("说的是 #2 阳光花园1号楼1单元201，要「完成」吗")
    await house.say("运行甲", "是")
    assert (await house.ticket(2)).status is Status.HANDLED


async def test_done_and_not_done_after_all(house: House) -> None:
    """`不对 1还没好` is no result of the other one that was asked about."""
    await house.say("客服甲", WANG)
    await house.say("客服甲", LI)
    await house.say("运行甲", "1 2 都好了")
    await house.say("运行甲", "不对 1还没好")
    assert "「撤销完成 1" in house.last_in("运行群").text
    assert (await house.ticket(2)).result is None
    await house.say("运行甲", "是")
    assert (await house.ticket(1)).status is Status.ACKNOWLEDGED


async def test_what_is_said_of_the_flat_below_is_no_result_of_the_one_above(house: House) -> None:
    await house.say("客服甲", DRIP)
    await house.say("客服甲", BELOW)
    await house.say("检修甲", "1 2 我的")
    await house.say("检修甲", "1好了")
    await house.say("检修甲", "201的顶棚得物业弄")
    assert (await house.ticket(1)).result is None
    assert (await house.timeline(2))[-1].words == "201的顶棚得物业弄"


async def test_the_user_agrees_to_an_hour(house: House) -> None:
    """`用户说行 明天上午` tells of R3.2.2, and nothing of the work."""
    await house.say("客服甲", DRIP)
    await house.say("检修甲", "1我去")
    await house.say("检修甲", "1 用户说行 明天上午")
    assert "「已联系 1" in house.last_in("检修群").text


async def test_what_users_say_of_it_is_no_appointment(house: House) -> None:
    await house.say("客服甲", WANG)
    await house.say("运行甲", "完成 1 放了气")
    await house.say("客服乙", "1 用户都说好了")
    assert "「已反馈 1 满意" in house.last_in("客服群").text


async def test_an_agent_corrects_herself_three_times(house: House) -> None:
    await house.say("客服乙", "清风里3号楼1单元102 龚女士 13977770001 不热")
    for words, room in (("不是102 是201", "201"), ("错了 是1201", "1201"), ("哎还是201", "201")):
        await house.say("客服乙", words)
        assert house.last_in("客服群").meta["kind"] == "question"
        await house.say("客服乙", "是")
        assert (await house.ticket()).address == f"清风里3号楼1单元{room}"
    assert await house.count() == 1


async def test_of_whom_it_is_put_right_is_told_by_the_name(house: House) -> None:
    await house.say("客服乙", WANG)
    await house.say("客服乙", LI)
    await house.say("客服乙", "王先生的电话错了 是13933330009")
    assert house.last_in("客服群").text.startswith("说的是 #1 阳光花园1号楼1单元101，要「补充 电话")
    await house.say("客服乙", "是")
    assert (await house.ticket(1)).phone == "13933330009"


@pytest.mark.parametrize("words", ["派了没", "有人接吗"])
async def test_an_agent_asks_whether_it_went_out(house: House, words: str) -> None:
    await house.say("客服乙", another(3))
    await house.say("客服乙", words)
    assert house.last_in("客服群").text.startswith("#1 幸福里3号楼1单元101")


@pytest.mark.parametrize("words", ["好的 我告诉用户", "收到，我跟用户说一声"])
def test_she_passes_it_on(words: str) -> None:
    assert civil(words) == "promise"


@pytest.mark.parametrize(("words", "verb"), [("下班前还有啥", "在办"), ("今天开了多少户", "统计")])
def test_what_a_crew_asks_in_the_evening(words: str, verb: str) -> None:
    assert (of_many(words) or ("",))[0] == verb


@pytest.mark.parametrize(
    ("words", "taken"),
    [("4分钟到路口", True), ("十分钟到", True), ("半小时到货", False), ("10分钟到了没人", False)],
)
def test_who_is_there_in_minutes_takes_it_on(words: str, taken: bool) -> None:
    assert meanings.takes_on(words) is taken


@pytest.mark.parametrize("words", ["行那你等一会再走啊别走了又不热", "好你再看看别又漏水了"])
async def test_what_a_head_says_to_his_man_is_no_complaint(house: House, words: str) -> None:
    """An old head dictates all day; customer service is not asked to look at each word of it."""
    await house.say("客服甲", WANG)
    await house.say("运行甲", "1收到")
    await house.say("运行主任", words)
    assert await house.count() == 1
    assert house.kinds_in("客服群")[-1] == "opened"


@pytest.mark.parametrize("words", ["你们怎么还不来 家里又不热了", "又不热了"])
async def test_what_may_be_a_user_s_is_looked_at(house: House, words: str) -> None:
    """R1.1: in a crew's chat too."""
    await house.say("运行主任", words)
    assert await house.count() == 1
