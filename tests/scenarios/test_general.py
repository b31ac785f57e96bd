"""A general complaint (R3.2), from the forwarded message to the follow-up call."""

from __future__ import annotations

from bot.domain.ticket import Status
from tests.house import COLD, LEAK, House


async def test_from_complaint_to_closing(house: House) -> None:
    await house.say("客服甲", COLD)
    opened = house.last_in("客服群").text
    assert "#1" in opened
    assert "一般·供热质量" in opened
    assert "13912345678" in opened
    assert "运行部" in opened

    dispatched = house.last_in("运行群")
    assert [m.name for m in dispatched.mentions] == ["运行甲"]
    assert "@运行甲" in dispatched.text
    assert dispatched.meta["rule"] == "R3.2.1"
    assert dispatched.card is not None
    assert dispatched.card.buttons[0].action == "接单"

    await house.forward(minutes=20)
    await house.press("运行甲", "接单", 1)
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    await house.press("运行甲", "已联系", 1, {"promised": "今天18点"})
    ticket = await house.ticket()
    assert ticket.status is Status.CONTACTED
    assert ticket.promised_at is not None
    assert ticket.promised_at.hour == 10  # 18:00 in Asia/Shanghai

    await house.say("运行甲", "完成 已放气 室温20度", quote=house.quote("运行群", 1))
    assert (await house.ticket()).status is Status.HANDLED
    await house.say("运行甲", "已反馈 1 满意")
    follow_up = house.last_in("客服群")
    assert follow_up.meta["rule"] == "R3.2.5"
    assert [m.name for m in follow_up.mentions] == ["客服甲"]
    await house.say("客服甲", "回访 1 满意")
    ticket = await house.ticket()
    assert ticket.status is Status.CLOSED
    assert ticket.missed == ()
    assert ticket.clocks == {}
    whats = [entry.what for entry in await house.timeline()]
    assert whats == [
        "registered", "dispatched", "acknowledged", "contacted", "handled", "fed_back",
        "followed_up", "closed",
    ]  # fmt: skip


async def test_facility_goes_to_repair_and_service_to_the_head_of_service(house: House) -> None:
    await house.say("客服甲", LEAK)
    assert house.last_in("检修群").meta["kind"] == "dispatched"  # R4.3.1
    await house.say("客服甲", "张女士 13700002222 翠湖家园2号楼 投诉你们师傅态度特别差，骂人")
    assert (await house.ticket(2)).department == "service"
    assert [m.name for m in house.heard_in("客服群")[-1].mentions] == ["客服主管"]


async def test_nobody_contacts_the_user_for_hours(house: House) -> None:
    """R3.2.2: reminders at half and ten minutes before, overdue, then up the chain."""
    await house.say("客服甲", COLD)
    await house.forward(minutes=59)
    assert house.kinds_in("运行群") == ["dispatched"]
    await house.forward(minutes=1)
    assert house.kinds_in("运行群")[-1] == "reminder"
    assert [m.name for m in house.last_in("运行群").mentions] == ["运行甲", "运行乙"]
    await house.forward(minutes=50)
    assert house.kinds_in("运行群").count("reminder") == 2
    await house.forward(minutes=10)
    assert house.kinds_in("运行群")[-1] == "overdue"
    assert (await house.ticket()).missed == ("R3.2.2",)
    await house.forward(minutes=15)
    assert house.kinds_in("运行群")[-1] == "escalation"
    assert [m.name for m in house.last_in("运行群").mentions] == ["运行主任"]
    await house.forward(minutes=15)
    assert [m.name for m in house.last_in("领导群").mentions] == ["值班领导"]
    await house.forward(minutes=90)
    assert [m.name for m in house.last_in("领导群").mentions] == ["总经理"]
    assert [c.names for c in house.calls] == [("值班领导",), ("总经理",)]

    await house.say("运行甲", "已联系 1 约今晚8点")
    assert (await house.ticket()).missed == ("R3.2.2",)  # missed for ever
    before = len(house.said_in("领导群"))
    await house.forward(hours=3)
    assert len(house.said_in("领导群")) == before


async def test_a_dissatisfied_user_reopens_with_new_clocks(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(hours=2, minutes=1)
    for words in ("已联系 1 约今天18点", "完成 1 放气", "已反馈 1 基本满意"):
        await house.say("运行甲", words)
    await house.say("客服甲", "回访 1 不满意 又凉了")
    ticket = await house.ticket()
    assert ticket.status is Status.DISPATCHED
    assert (ticket.promised_at, ticket.rating) == (None, None)  # what was promised is over
    assert ticket.rounds == 2
    assert ticket.missed == ("R3.2.2",)
    assert ticket.clocks["R3.2.2"].due_at == house.clock.now() + (
        ticket.clocks["R3.2.2"].due_at - ticket.clocks["R3.2.2"].started_at
    )
    assert "重新办理" in house.last_in("运行群").text


async def test_promise_kept_by_the_clock_and_extended_by_the_head(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约今天12点")
    await house.say("运行甲", "延期 1 今天18点 等配件")
    asked = house.heard_in("运行群")[-1]
    assert asked.meta["kind"] == "question"
    assert [m.name for m in asked.mentions] == ["运行主任"]
    await house.say("运行乙", "同意延期 1")
    assert "运行主任" in house.last_in("运行群").text  # who may
    await house.press("运行主任", "同意延期", 1, group="运行群")
    ticket = await house.ticket()
    assert ticket.promised_at is not None
    assert ticket.clocks["R3.2.3"].due_at == ticket.promised_at
    assert ticket.clocks["R3.2.3"].generation == 2
    await house.forward(hours=4, minutes=1)
    assert (await house.ticket()).missed == ()
    await house.forward(hours=6)
    assert "R3.2.3" in (await house.ticket()).missed


async def test_who_brought_it_in_makes_the_call(house: House) -> None:
    """R3.2.5: the user knows the voice."""
    await house.say("客服乙", COLD)
    await house.say("运行甲", "完成 1 换了阀门")
    await house.say("运行甲", "已反馈 1 满意")
    assert [m.name for m in house.last_in("客服群").mentions] == ["客服乙"]


async def test_what_is_done_is_owed_no_call_any_more(house: House) -> None:
    """R3.2.2: who mended it stood before the user; what he owes him now is the result (R3.2.4)."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "到场 1")
    assert (await house.ticket()).handler == "运行甲"
    await house.say("运行甲", "完成 1 换了阀门")
    assert set((await house.ticket()).clocks) == {"R3.2.4"}
    await house.say("运行甲", "已反馈 1")
    await house.say("客服甲", "回访 1 基本满意")
    ticket = await house.ticket()
    assert (ticket.rating, ticket.missed) == ("基本满意", ())


async def test_not_ours_twice_goes_to_the_head_of_service(house: House) -> None:
    await house.say("客服甲", COLD)
    due = (await house.ticket()).clocks["R3.2.2"].due_at
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "转 1 检修部 管子漏")
    ticket = await house.ticket()
    assert (ticket.department, ticket.handler) == ("repair", None)
    assert ticket.clocks["R3.2.2"].due_at == due  # the clock runs on
    await house.say("检修甲", "转 1 运行部 不归我们")
    ticket = await house.ticket()
    assert ticket.status is Status.REGISTERED
    assert [m.name for m in house.last_in("客服群").mentions] == ["客服主管"]
    await house.say("客服主管", "转 1 检修部", group="客服群")
    assert (await house.ticket()).status is Status.DISPATCHED


async def test_merge_void_and_reopen(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.say("客服甲", "合并 2 到 1")
    merged = await house.ticket(2)
    assert merged.status is Status.MERGED
    assert merged.clocks == {}
    assert [e.what for e in await house.timeline(1)][-1] == "absorbed"
    await house.say("客服甲", "作废 1")
    assert (await house.ticket(1)).is_open  # a reason is wanted
    await house.say("客服甲", "作废 1 打错了")
    assert (await house.ticket(1)).status is Status.VOID
    before = len(house.said_in("运行群"))
    await house.forward(hours=30)
    assert len(house.said_in("运行群")) == before
    await house.say("客服甲", "重开 1 用户又来电")
    ticket = await house.ticket(1)
    assert (ticket.status, ticket.closed_at) == (Status.DISPATCHED, None)


async def test_missing_fields_are_asked_for_and_answered(house: House) -> None:
    await house.say("客服甲", "阳光花园3号楼2单元501 不热")
    question = house.last_in("客服群")
    assert question.meta["kind"] == "question"
    assert "姓名" in question.text
    assert "电话" in question.text
    assert house.kinds_in("运行群") == ["dispatched"]  # not held back meanwhile
    await house.say("客服甲", "王女士 13912345678")
    ticket = await house.ticket()
    assert (ticket.name, ticket.phone) == ("王女士", "13912345678")
    assert await house.count() == 1


async def test_several_tickets_in_one_word(house: House) -> None:
    for number in (3, 4, 5):
        await house.say(
            "客服甲", f"王女士 1391234567{number} 阳光花园{number}号楼2单元501 家里不热"
        )
    for number in (1, 2, 3):
        await house.say("运行甲", f"收到 {number}")
    before = len(house.said_in("运行群"))
    await house.say("运行甲", "1 2 3 都好了")
    assert len(house.said_in("运行群")) == before + 1
    for number in (1, 2, 3):
        assert (await house.ticket(number)).status is Status.HANDLED
        assert f"#{number}" in house.last_in("运行群").text


async def test_two_people_press_at_once(house: House) -> None:
    await house.say("客服甲", COLD)
    now = house.clock.now()
    for person in ("运行甲", "运行乙"):
        await house.platform.press("运行群", person, "接单", 1, {}, now)
    await house.running.drain()
    assert (await house.ticket()).handler == "运行甲"
    assert "运行甲" in house.last_in("运行群").text
    assert house.last_in("运行群").meta["kind"] == "refusal"


async def test_which_one_is_meant(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到")  # the only one
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    for number in (4, 5):
        await house.say(
            "客服甲", f"李女士 1391234560{number} 阳光花园{number}号楼2单元501 家里不热"
        )
    await house.say("运行乙", "收到")
    assert house.last_in("运行群").meta["kind"] == "question"
    assert "#2" in house.last_in("运行群").text
    assert "#3" in house.last_in("运行群").text


async def test_a_command_a_line(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "李女士 13912345604 阳光花园4号楼2单元501 家里不热")
    before = len(house.said_in("运行群"))
    await house.say("运行甲", "收到 1\n完成 2 放了气")
    assert (await house.ticket(1)).status is Status.ACKNOWLEDGED
    assert (await house.ticket(2)).status is Status.HANDLED
    assert len(house.said_in("运行群")) == before + 1


async def test_half_understood_words_are_asked_back(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "请接单 1")
    assert house.last_in("运行群").meta["kind"] == "question"
    assert "接单 1" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.DISPATCHED


async def test_what_is_searched_for_says_how_many_there_are(house: House) -> None:
    for number, place in enumerate(
        ["和平", "光明", "团结", "胜利", "东风", "前进", "友谊", "红旗", "长江", "黄河", "泰山"]
    ):
        phone = f"139123400{number:02d}"
        await house.say("客服甲", f"{place}小区{number + 1}号楼1单元101 {phone} 家里不热，投诉")
    await house.say("客服甲", "查 1391234")
    assert "（11 单）" in house.last_in("客服群").text
    assert "还有 3 单" in house.last_in("客服群").text
