"""`502那家接了 在路上`: a crew takes a ticket on without its number."""

from __future__ import annotations

import pytest

from bot.domain import meanings
from bot.domain.ticket import Status
from tests.house import COLD, LEAK, House, another

FAR = "赵大爷 13800010005 海棠湾2号楼1单元302 家里不热"


@pytest.mark.parametrize(
    "words",
    [
        "501那家接了 在路上 冻死了 估计还得俩小时弄完",
        "501那家 我这就去",
        "王女士家我去看看",
        "阳光花园那单我来",
        "3号楼那户在路上了",
    ],
)
async def test_it_is_offered_as_taken_on(house: House, words: str) -> None:
    """It was offered as 补充."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", FAR)
    await house.say("运行甲", words)
    asked = house.last_in("运行群").text
    assert "说的是 #1" in asked
    assert "「接单」" in asked
    await house.say("运行甲", "是")
    ticket = await house.ticket(1)
    assert (ticket.status, ticket.handler) == (Status.ACKNOWLEDGED, "运行甲")
    assert (await house.timeline(1))[-1].words == words


async def test_the_hour_that_was_agreed_goes_with_it(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "501那家接了 约的下午三点")
    await house.say("运行甲", "是")
    assert "约今天15:00" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.CONTACTED


async def test_who_has_others_at_hand_may_take_one_more(house: House) -> None:
    """Of what he had in hand none was meant."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", FAR)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "赵大爷家我也接了")
    assert "说的是 #2" in house.last_in("运行群").text


async def test_a_colleagues_is_taken_over(house: House) -> None:
    """0037."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行乙", "501那家我去吧 正好在那")
    assert "改由运行乙去，运行甲不用去了" in house.last_in("运行群").text


@pytest.mark.parametrize(
    "words",
    ["接了根管子", "电话接了", "501那家电话接了", "暖气接上了", "王阿姨接了 说三点在家",
     "管子接上了", "501那家管子接上了", "线接了还是不转", "501那家阀门接好了", "接了个电话",
     "501那家我去过了",
     "501那家我去看了没人", "501那家没接", "501那家接了吗", "谁接了501那家", "那户我去的时候没人",
     "我去拿个扳手", "老李让我去", "他说我去就行", "等我来了再说", "接了两次了还漏"],
)  # fmt: skip
def test_what_else_is_taken_or_joined(words: str) -> None:
    assert "接单" not in [way for meaning in meanings.of(words) for way in meaning.ways]


@pytest.mark.parametrize(
    "words",
    ["接了根管子", "刚接了个用户电话", "我去吃饭", "我来接你", "马上下班", "501的电话接了 说下午"],
)
async def test_talk_takes_nothing_on(house: House, words: str) -> None:
    """It was offered as 接单 of all that nobody had taken on."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", words)
    assert "「接单」" not in house.last_in("运行群").text


async def test_a_joined_pipe_is_progress(house: House) -> None:
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "收到 1")
    await house.say("检修甲", "302那家管子接上了")
    assert (await house.timeline())[-1].what == "progressed"


async def test_who_was_called_and_says_when(house: House) -> None:
    """R3.2.2; it was offered as 补充, for 电话 names a field."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", another(2))
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "电话接了 三点过去")
    assert "「已联系」" in house.last_in("运行群").text


async def test_a_name_that_is_a_mere_sign_is_looked_for_as_it_is(house: House) -> None:
    """A form's 姓名：* is no pattern."""
    await house.say("客服甲", COLD)
    await house.say("客服甲", "补充 1 姓名 *")
    assert (await house.ticket(1)).name == "*"
    await house.say("运行甲", "501那家接了 在路上")
    assert "「接单」" in house.last_in("运行群").text
