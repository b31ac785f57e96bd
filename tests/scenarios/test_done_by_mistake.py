"""`完成 1`, and it was another ticket: the ledger is put right, and no clock is softened (0039)."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Outcome, Status
from tests.house import COLD, OUTAGE, House


async def _said_to_be_done(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.forward(minutes=10)
    await house.say("运行甲", "已联系 1 今天15点")
    await house.say("运行甲", "完成 1 换了阀门")


@pytest.mark.parametrize(
    ("person", "words"),
    [("运行甲", "1没完成 我发错了"), ("运行甲", "1没干完"), ("运行主任", "1没干完 他发错单了")],
)
async def test_it_is_asked_and_the_promise_stands(house: House, person: str, words: str) -> None:
    """R3.2.3: the limit is the one that was promised, not a new one."""
    await _said_to_be_done(house)
    await house.say(person, words)
    assert f"要「撤销完成 1 {words[1:]}」吗" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.HANDLED
    await house.say(person, "是")
    ticket = await house.ticket()
    assert (ticket.status, ticket.result, ticket.handler) == (Status.CONTACTED, None, "运行甲")
    assert set(ticket.clocks) == {"R3.2.3", "R3.2.3b"}
    assert ticket.clocks["R3.2.3"].due_at == ticket.promised_at
    fed_back = [p.outcome for p in ticket.past if p.rule == "R3.2.4"]
    assert fed_back == [Outcome.DROPPED]  # nobody told the user anything: not kept, not missed
    assert [e.what for e in await house.timeline()][-1] == "not_done"
    await house.say("运行甲", "完成 1 换了温控阀")
    assert (await house.ticket()).result == "换了温控阀"


async def test_a_limit_that_went_by_meanwhile_is_missed(house: House) -> None:
    """R1.3: who says done at three and takes it back at four was not done at three."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.forward(minutes=100)
    await house.say("运行甲", "完成 1 换了阀门")
    await house.forward(minutes=30)
    await house.say("运行甲", "撤销完成 1 发错单了")
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    await house.forward(minutes=6)
    assert house.kinds_in("运行群")[-1] == "escalation"
    await house.say("运行甲", "已联系 1 今天15点")
    assert "R3.2.2" in (await house.ticket()).missed


async def test_once_the_user_was_told_it_is_his_to_say(house: House) -> None:
    """R3.2.5: then only a follow-up that finds him dissatisfied opens it again."""
    await _said_to_be_done(house)
    await house.say("运行甲", "已反馈 1 满意")
    await house.say("运行甲", "撤销完成 1")
    assert (await house.ticket()).status is Status.FED_BACK
    assert house.last_in("运行群").meta["kind"] == "refusal"


async def test_customer_service_takes_no_work_back(house: House) -> None:
    await _said_to_be_done(house)
    await house.say("客服甲", "撤销完成 1")
    assert "要运行部来" in house.last_in("客服群").text
    assert (await house.ticket()).status is Status.HANDLED


async def test_a_major_one_goes_back_by_its_inspection(house: House) -> None:
    """R3.3.5."""
    await house.say("客服甲", OUTAGE)
    for words in ("到场 1", "方案 1 换管", "完成 1 换好了", "撤销完成 1"):
        await house.say("运行甲", words)
    assert (await house.ticket()).status is Status.HANDLED


async def test_what_is_not_done_yet_is_only_kept(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "1没完成呢")
    assert "撤销完成" not in house.last_in("运行群").text
    assert "没完成呢" in (await house.timeline())[-1].words
