"""What goes wrong at the door: each gets a clear answer and loses nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ticket import Status
from bot.scenario import demo_company
from tests.house import COLD, OUTAGE, House, local, open_house

HUGE = "阳光花园3号楼2单元501不热。" + "今天也不热昨天也不热。" * 1900


@pytest.mark.parametrize(
    "text",
    ["", "   ", "😀😀😂🔥❄️", "\x00\x01\x02\x7f\x80binary\ufffd", "。。。", "在吗", "?" * 300],
)
async def test_nothing_to_register_is_answered(house: House, text: str) -> None:
    await house.say("客服甲", text)
    assert len(house.said_in("客服群")) == 1
    assert await house.count() == 0


async def test_a_huge_message_becomes_a_ticket_whole(house: House) -> None:
    assert len(HUGE) > 20_000
    await house.say("客服甲", HUGE[:20_000])
    ticket = await house.ticket()
    assert len(ticket.content) > 15_000
    assert max(len(text) for text in house.said_in("客服群")) < 1_000
    assert "全文记在单上" in house.said_in("客服群")[-1]


async def test_of_a_list_that_is_too_long_it_is_told_how_far_it_was_read(house: House) -> None:
    rows = [f"翠湖家园{n}号楼101 家里漏水 139{n:08}" for n in range(1, 131)]
    await house.say("客服甲", "\n".join(rows))
    registered = await house.count()
    told = house.said_in("客服群")[-1]
    assert f"只登记了 {registered} 户" in told
    assert f"「翠湖家园{registered}号楼101」" in told
    await house.say("客服甲", "\n".join(rows[registered:]))
    assert await house.count() == 130
    assert "太长" not in house.said_in("客服群")[-1]


async def test_outside_text_pings_nobody_and_breaks_nothing(house: House) -> None:
    nasty = "@所有人 <b>王女士</b> 13912345678 **阳光花园3号楼2单元501** {{ 7*7 }} 家里不热 @运行甲"
    await house.say("客服甲", nasty)
    for group in ("客服群", "运行群"):
        assert any("＠所有人" in text for text in house.said_in(group))  # shown, and harmless
        for message in house.heard_in(group):
            assert "@所有人" not in message.text
            assert "{{ 7*7 }}" in message.text or "49" not in message.text
            assert {m.name for m in message.mentions} <= {"运行甲"}
            assert message.text.count("@") == len(message.mentions)


async def test_a_stranger_is_answered_and_his_complaint_is_kept(house: House) -> None:
    house.platform.chats.add_person("x1", "路人")
    house.platform.chats.add_group("别的群", "别的群", ["x1"], house.clock.now())
    await house.say("客服甲", COLD)
    await house.say("x1", "收到 1", group="别的群")
    assert house.last_in("别的群").meta["kind"] == "refusal"
    assert "运行部" in house.last_in("别的群").text
    assert (await house.ticket()).status is Status.DISPATCHED
    await house.say("x1", "赵先生 13600003333 翠湖家园1号楼101 家里漏水", group="别的群")
    assert await house.count() == 2
    assert "#2" in house.said_in("别的群")[1]


async def test_an_unbound_group_says_how_to_bind_it(house: House) -> None:
    house.platform.chats.add_group("新群", "新群", ["检修主任", "检修甲"], house.clock.now())
    await house.say("检修甲", "大家好", group="新群")
    assert "绑定" in house.last_in("新群").text
    await house.say("检修甲", "绑定 检修部", group="新群")
    assert house.last_in("新群").meta["kind"] == "refusal"
    await house.say("检修主任", "绑定 检修部", group="新群")
    await house.say("客服甲", "李先生 13800001111 阳光花园5号楼1单元302 家里暖气片漏水")
    assert house.last_in("新群").meta["kind"] == "dispatched"


async def test_a_leader_binds_the_leaders_group_and_nobody_else_does(house: House) -> None:
    everybody = ["值班领导", "检修主任"]
    house.platform.chats.add_group("新领导群", "新领导群", everybody, house.clock.now())
    await house.say("检修主任", "绑定 领导", group="新领导群")
    assert "总经理来绑" in house.last_in("新领导群").text
    await house.say("值班领导", "绑定领导群", group="新领导群")
    assert "领导群" in house.last_in("新领导群").text
    await house.say("客服甲", OUTAGE)
    assert "#1" in house.last_in("新领导群").text
    # Whom it is about does not lead it away again.
    await house.say("检修主任", "绑定 检修部", group="新领导群")
    assert house.last_in("新领导群").meta["kind"] == "refusal"
    await house.say("值班领导", "绑定 检修部", group="新领导群")
    company = await house.running.storage.company()
    assert company is not None
    assert company.leader_groups == ()


async def test_wrong_numbers(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 99")
    assert "#99" in house.last_in("运行群").text
    await house.say("检修甲", "收到 1")
    refusal = house.last_in("检修群")
    assert refusal.meta["kind"] == "refusal"
    assert "运行部" in refusal.text
    assert (await house.ticket()).status is Status.DISPATCHED


async def test_the_same_message_twice(house: House) -> None:
    await house.say("客服甲", COLD, message_id="v1")
    await house.say("客服甲", COLD, message_id="v1")  # the vendor repeats itself
    assert await house.count() == 1
    assert house.kinds_in("客服群") == ["opened"]
    await house.say("客服甲", COLD)  # a person forwards it again
    assert await house.count() == 1
    assert "#1" in house.last_in("客服群").text
    assert (await house.timeline())[-1].what == "remarked"
    assert (await house.ticket()).repeats == 0


async def test_too_late_says_what_happened_first(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行乙", "收到 1")
    assert "运行甲" in house.last_in("运行群").text
    await house.say("客服甲", "回访 1 满意")
    assert "完成" in house.last_in("客服群").text or "反馈" in house.last_in("客服群").text


async def test_a_mistyped_command_gets_the_nearest_offered(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "完城 1")
    assert "完成" in house.last_in("运行群").text


async def test_a_clock_moved_backwards_loses_nothing(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(hours=1)
    house.clock.set(house.clock.now() - timedelta(hours=3))
    await house.say("运行甲", "收到 1")
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    assert "已接单" in house.last_in("运行群").text
    await house.forward(hours=6)
    assert "overdue" in house.kinds_in("运行群")


async def test_after_a_standstill_a_clock_speaks_once_and_says_how_late(house: House) -> None:
    await house.say("客服甲", COLD)
    house.clock.forward(timedelta(hours=2, minutes=20))  # the process was down
    before = len(house.said_in("运行群"))
    await house.running.drain()
    assert len(house.said_in("运行群")) == before + 1
    assert "晚了" in house.last_in("运行群").text
    assert (await house.timeline())[-1].facts["late"] == 5 * 60


async def test_a_promise_that_cannot_be_read_is_asked_about(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 过一阵子")
    assert house.last_in("运行群").meta["kind"] == "question"
    assert (await house.ticket()).status is Status.DISPATCHED
    await house.say("运行甲", "明天上午9点")
    ticket = await house.ticket()
    assert ticket.status is Status.CONTACTED
    assert ticket.promised_at is not None


async def test_pictures_go_to_the_quoted_ticket(house: House) -> None:
    await house.say("客服甲", COLD)
    quote = house.quote("运行群", 1)
    await house.say("运行甲", "", images=["p1.png"], quote=quote)
    assert (await house.timeline())[-1].facts["images"] == ["p1.png"]
    await house.say("客服甲", "", images=["p2.png"])  # R2.2.1: becomes a ticket to complete
    ticket = await house.ticket(2)
    assert ticket.needs_check
    assert ticket.status is Status.REGISTERED


async def test_a_new_complaint_is_never_taken_for_an_answer(house: House) -> None:
    await house.say("客服甲", "阳光花园3号楼2单元501 不热")  # asks for name and phone
    await house.say("客服甲", "翠湖家园2号楼1单元101 暖气片漏水 张女士")
    assert await house.count() == 2
    await house.say("客服甲", "今天老王说他家那边路上挺滑的大家都慢点")
    await house.say("客服甲", "用户确认都热了,可以结单")  # a name is none of this
    assert (await house.ticket(1)).name is None
    assert await house.count() == 2


async def test_a_stranger_in_the_service_group_takes_nothing_out_of_the_ledger(
    house: House,
) -> None:
    """Contract: 作废, 合并, 升级 are customer service's and the heads'."""
    house.platform.chats.add_person("x9", "路人", "", "")
    await house.say("客服甲", COLD)
    await house.say("x9", "作废 1 不要了", group="客服群")
    assert house.last_in("客服群").meta["kind"] == "refusal"
    assert (await house.ticket()).is_open


async def test_a_call_that_reached_nobody_is_kept_and_answered_once(house: House) -> None:
    """R3.2.5: it closes nothing."""
    await house.say("客服甲", COLD)
    for words in ("收到 1", "完成 1 放了气", "已反馈 1 满意"):
        await house.say("运行甲", words)
    before = len(house.heard_in("客服群"))
    await house.say("客服甲", "回访 1 没打通")
    (answer,) = house.heard_in("客服群")[before:]
    assert "已记下" in answer.text
    assert (await house.ticket()).status is Status.FED_BACK
    assert (await house.timeline())[-1].words == "回访 没打通"
    await house.say("客服甲", "回访 1 满意")
    assert (await house.ticket()).status is Status.CLOSED


async def test_a_group_bound_in_chat_stays_bound_after_a_restart(database_url: str) -> None:
    """The company file names no group there, so it has nothing to say against it."""
    company = demo_company()
    repair = replace(company.departments["repair"], groups=())
    company = replace(company, departments={**company.departments, "repair": repair})
    async with open_house(database_url, company=company) as house:
        house.platform.chats.add_group("新群", "新群", ["检修主任"], house.clock.now())
        await house.say("检修主任", "绑定 检修部", group="新群")
    async with open_house(database_url, company=company) as house:
        bound = await house.running.storage.company()
        assert bound is not None
        assert bound.departments["repair"].groups == (local("新群"),)


async def test_two_groups_are_bound_in_one_breath(house: House) -> None:
    """Both messages are worked on together; neither change undoes the other."""
    for name, head, words in (
        ("新检修群", "检修主任", "绑定 检修部"),
        ("新运行群", "运行主任", "绑定 运行部"),
    ):
        house.platform.chats.add_group(name, name, [head], house.clock.now())
        await house.platform.say(name, head, words, house.clock.now())
    await house.running.drain()
    company = await house.running.storage.company()
    assert company is not None
    assert company.departments["repair"].groups == (local("新检修群"),)
    assert company.departments["operations"].groups == (local("新运行群"),)


NASTY = {
    "lone surrogate": "\ud800\udfff",
    "nul and controls": "\x00\x01\x1b[31m\x07\x7f\x9f",
    "right to left": "\u202e\u2066\u200f",
    "zero width": "\u200b\u200d\u2060\ufeff\u00ad",
    "calls everybody": "@所有人 @all <@all> <@所有人> @\u200b所有人 ＠所有人",
    "markup": "<script>alert(1)</script> [点我](http://x.invalid) **粗** `码` # 题 > 引 | 表 |",
    "template": "{{ 7*7 }} {% for x in y %} {# #} ${x} %s {0}",
    "lines": "\r\n\r\r\n\u2028\u2029\x0b\x0c",
    "combining": "热" + "\u0301" * 300,
    "emoji family": "👨\u200d👩\u200d👧\u200d👦🏻🇨🇳" * 20,
    "private use": "\ue000\U000f0000\U0010ffff",
    "quotes": "'; drop table tickets; -- \" \\",
}


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
async def test_nasty_characters_lose_nothing_and_break_nothing(house: House, nasty: str) -> None:
    await house.say("客服甲", f"{nasty}王女士 13912345678 阳光花园3号楼2单元501 家里不热{nasty}")
    ticket = await house.ticket()
    assert ticket.status is Status.DISPATCHED
    assert (ticket.phone, ticket.address) == ("13912345678", "阳光花园3号楼2单元501")
    await house.say("运行甲", f"完成 1 放了气{nasty}")
    assert (await house.ticket()).status is Status.HANDLED
    assert "放了气" in ((await house.ticket()).result or "")
    await house.say("运行甲", nasty)
    await house.say("客服甲", f"查 1{nasty}")
    for group in ("客服群", "运行群"):
        for message in house.heard_in(group):
            assert message.text.count("@") == len(message.mentions)
            assert not set(message.text) & set("\x00\x1b\u202e\u2066\u200b")
            message.text.encode("utf-8")
            assert len(message.text) < 1_000
    before = len(house.heard_in("运行群"))
    await house.forward(hours=3)
    assert len(house.heard_in("运行群")) > before  # its clocks speak on


async def test_a_name_that_calls_everybody_calls_nobody(house: House) -> None:
    house.platform.chats.add_person("x2", "@所有人 <b>")
    house.platform.chats.add_group("别的群", "别的群", ["x2"], house.clock.now())
    await house.say("x2", "赵先生 13600003333 翠湖家园1号楼101 家里漏水", group="别的群")
    await house.say("x2", "补充 1 姓名 @所有人", group="别的群")
    await house.say("客服甲", "查 1")
    assert "＠所有人" in house.last_in("客服群").text
    for group in ("客服群", "检修群", "别的群"):
        assert not any("@所有人" in text for text in house.said_in(group))
