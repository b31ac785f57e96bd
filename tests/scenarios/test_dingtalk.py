"""The main job on DingTalk, over real sockets, against the vendor's rules."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.domain.ticket import Status
from tests.dingtalk_house import LEADERS, OPERATIONS, PEOPLE, SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD, OUTAGE


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[DingTalkHouse]:
    """Without cards and without webhooks: the least that a company can have."""
    async with open_dingtalk(database_url) as opened:
        yield opened


async def test_a_general_complaint_from_the_message_to_the_follow_up(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    (receipt,) = house.heard_in(SERVICE)
    assert "#1" in receipt["text"]
    assert receipt["way"] == "session"  # an answer costs no call
    (dispatched,) = house.heard_in(OPERATIONS)
    assert "新投诉 #1" in dispatched["text"]
    # An app's group message rings nobody: who must hear it gets it himself.
    assert [m["text"] for m in house.heard_in(PEOPLE["运行甲"])] == [dispatched["text"]]
    await house.say(OPERATIONS, "运行甲", "收到 1")
    await house.say(OPERATIONS, "运行甲", "已联系 1 约今天18点")
    await house.forward(hours=11)
    overdue = house.heard_in(OPERATIONS)[-1]
    assert "#1" in overdue["text"]
    assert "R3.2.3" in (await house.ticket()).missed
    await house.say(OPERATIONS, "运行甲", "完成 1 放了气，20度")
    await house.say(OPERATIONS, "运行甲", "已反馈 1 满意")
    await house.say(SERVICE, "客服甲", "回访 1 满意")
    assert (await house.ticket()).status is Status.CLOSED


async def test_a_major_complaint_gathers_its_group(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", OUTAGE)
    ticket = await house.ticket()
    (made,) = house.server.seen("group_created")
    assert ticket.group_chat == made["in"]
    assert len(made["name"]) <= 20
    assert PEOPLE["运行主任"] in made["members"]
    assert house.heard_in(made["in"])
    assert [c["level"] for c in house.server.seen("call")] == ["app"]
    assert PEOPLE["值班领导"] in house.server.seen("call")[0]["to"]
    assert house.heard_in(LEADERS)
    room = made["in"]
    for who, words in (
        ("运行甲", "到场"), ("运行甲", "方案 关阀换管"), ("运行甲", "完成 换好了"),
        ("运行主任", "验收 1 合格"), ("运行甲", "已反馈 1 满意"),
    ):  # fmt: skip
        await house.say(room, who, words)
    await house.say(SERVICE, "客服甲", "回访 1 满意")
    assert (await house.ticket()).status is Status.CLOSED
    assert house.server.seen("group_changed", room)


async def test_an_escalation_calls_by_phone_once(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", OUTAGE)
    await house.forward(minutes=36)
    phones = [c for c in house.server.seen("call") if c["level"] == "phone"]
    assert [c["to"] for c in phones] == [[PEOPLE["运行主任"]]]
    assert not house.server.seen("call_recalled")
    (made,) = house.server.seen("group_created")
    await house.say(made["in"], "运行甲", "到场")
    assert [r["ding"] for r in house.server.seen("call_recalled")] == [phones[0]["ding"]]


async def test_who_was_called_and_has_not_looked_is_named(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", OUTAGE)
    (made,) = house.server.seen("group_created")
    called = house.server.seen("call")[0]["to"]
    assert PEOPLE["值班领导"] in called
    await house.forward(minutes=6)
    (named,) = [m for m in house.heard_in(made["in"]) if "还没看" in m["text"]]
    assert "值班领导" in named["text"]
    async with house.running.storage.reading() as queries:
        (entry,) = [e for e in await queries.timeline(1) if e.what == "calls_read"]
    assert "值班领导" in entry.facts["unread"]


async def test_who_has_looked_is_on_record_and_nobody_is_named(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", OUTAGE)
    for user in house.server.seen("call")[0]["to"]:
        house.server.read(user)
    await house.forward(minutes=6)
    assert not [m for m in house.server.seen("message") if "还没看" in m["text"]]
    async with house.running.storage.reading() as queries:
        (entry,) = [e for e in await queries.timeline(1) if e.what == "calls_read"]
    assert entry.facts["read"]


@pytest.mark.parametrize(("allowed", "levels"), [({1, 2}, "sms"), ({1}, "app"), (set(), None)])
async def test_where_the_phone_is_closed_the_next_way_is_taken(
    database_url: str, allowed: set[int], levels: str | None
) -> None:
    async with open_dingtalk(database_url) as house:
        house.server.knobs.ding_types = allowed
        await house.say(SERVICE, "客服甲", OUTAGE)
        before = len(house.server.seen("call"))
        await house.forward(minutes=36)
        found = house.server.seen("call")[before:]
        assert [c["level"] for c in found] == ([levels] if levels else [])
        if levels is None:
            assert any("超时" in m["text"] for m in house.heard_in(PEOPLE["运行主任"]))


async def test_a_group_that_was_made_without_an_answer_is_not_made_again(
    house: DingTalkHouse,
) -> None:
    """504 after the work was done: nobody may be called into a second group."""
    house.server.knobs.instead["/v1.0/im/group/create"] = [(504, "gateway timeout", True)]
    await house.say(SERVICE, "客服甲", OUTAGE)
    await house.forward(minutes=20)
    assert len(house.server.seen("group_created")) == 1
    assert any("没等到答复" in m["text"] for m in house.heard_in(SERVICE))


async def test_a_call_without_an_answer_is_not_made_again(house: DingTalkHouse) -> None:
    house.server.knobs.instead["/v1.0/robot/ding/send"] = [(504, "gateway timeout", True)]
    await house.say(SERVICE, "客服甲", OUTAGE)
    await house.forward(minutes=10)
    assert len(house.server.seen("call")) == 1


async def test_a_quoted_complaint_is_the_complaint(house: DingTalkHouse) -> None:
    """What was forwarded into the group can't be heard; quoting it with an @ can."""
    text = {
        "content": " 建单",
        "isReplyMsg": True,
        "repliedMsg": {"msgId": "old==", "msgType": "text", "content": {"text": COLD}},
    }
    await house.say(SERVICE, "客服甲", "", text=text)
    assert await house.count() == 1
    assert (await house.ticket()).phone is not None
    text["content"] = " "
    text["repliedMsg"] = {
        "msgId": "old2==", "msgType": "chatRecord",
        "content": {"title": "群聊的聊天记录", "summary": "张三:你好\n李四:在\n王五:收到 1\n"
                    "赵六:翠湖家园2号楼301 13611112222 家里漏水了"},
    }  # fmt: skip
    await house.say(SERVICE, "客服甲", "", text=text)
    assert await house.count() == 2
    assert any("一部分" in m["text"] for m in house.heard_in(SERVICE))
    assert (await house.ticket()).status is Status.DISPATCHED  # "收到 1" was somebody else's word


async def test_a_quote_that_comes_without_its_words_is_asked_for(house: DingTalkHouse) -> None:
    """Older clients hand on an id alone."""
    for content in (" 建单", " "):
        quoted = {"msgId": f"old{content}==", "msgType": "unknownMsgType"}
        text = {"content": content, "isReplyMsg": True, "repliedMsg": quoted}
        await house.say(SERVICE, "客服甲", "", text=text)
        assert "复制" in house.heard_in(SERVICE)[-1]["text"]
    assert await house.count() == 0


async def test_somebody_without_staff_id_is_answered_and_can_not_act(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    await house.say(OPERATIONS, "外人", "收到 1", senderStaffId=None)
    assert (await house.ticket()).status is Status.DISPATCHED
    assert "#1" in house.heard_in(OPERATIONS)[-1]["text"]


async def test_a_single_chat_is_answered_there(house: DingTalkHouse) -> None:
    await house.say("cidSingle", "运行甲", "我的")
    assert len(house.heard_in("cidSingle")) == 1
    await house.forward(hours=2)
    await house.say("cidSingle", "客服甲", COLD, sessionWebhook=None)
    assert any("#1" in m["text"] for m in house.heard_in(PEOPLE["客服甲"]))


async def test_binding_by_words_and_answers_after_the_session(database_url: str) -> None:
    """A company file without any DingTalk id of a group."""
    from tests.dingtalk_house import COMPANY

    bare = {
        **COMPANY,
        "departments": [
            {**d, "group": {"name": d["group"]["name"]}} for d in COMPANY["departments"]
        ],
        "leaders": {"chain": COMPANY["leaders"]["chain"]},
    }
    async with open_dingtalk(database_url, company=bare) as house:
        await house.say(SERVICE, "客服甲", COLD)
        assert house.heard_in(SERVICE)  # nothing is bound, nothing is lost
        for chat, name, head in (
            (SERVICE, "客服部", "客服主管"), (OPERATIONS, "运行部", "运行主任"),
        ):  # fmt: skip
            await house.say(chat, head, f"绑定 {name}")
        await house.say(LEADERS, "值班领导", "绑定 领导")
        await house.forward(hours=2)
        assert any("#1" in m["text"] for m in house.heard_in(OPERATIONS))
        await house.forward(hours=2)
        assert any("#1" in m["text"] for m in house.heard_in(LEADERS)[1:])


async def test_help_says_what_the_platform_does_not_let_us_hear(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", "帮助")
    said = house.heard_in(SERVICE)[-1]["text"]
    assert "引用" in said
    assert "单聊" in said
