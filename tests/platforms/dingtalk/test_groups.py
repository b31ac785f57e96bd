"""What becomes of DingTalk's groups: people leave, the robot is put out, names change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Mention, Outgoing, Refused
from bot.platforms.dingtalk.membership import Membership
from storage.memory import Memory
from tests.dingtalk_house import LEADERS, OPERATIONS, PEOPLE, SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD, OUTAGE

AT = 1790000000000


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[DingTalkHouse]:
    async with open_dingtalk(sqlite_url, webhooks=True) as opened:
        yield opened


async def tell(house: DingTalkHouse, kind: str, **more: Any) -> None:
    """An event of the group of 运行部, and what follows from it."""
    data = {"timeStamp": AT, "chatId": "chat1", "openConversationId": OPERATIONS, **more}
    before = len(house.server.acknowledged)
    await house.server.tell_event(kind, data)
    await house.until(lambda: len(house.server.acknowledged) > before)
    await house.running.drain()


async def test_a_group_that_was_dissolved_is_told_where_people_still_are(
    house: DingTalkHouse,
) -> None:
    for _ in range(2):
        await tell(house, "chat_disband")
        await house.forward(seconds=10)
    (told,) = house.heard_in(SERVICE)
    assert "运行群解散了" in told["text"]
    assert "绑定 运行部" in told["text"]


@pytest.mark.parametrize("kind", ["chat_remove_member", "chat_quit"])
async def test_who_has_left_a_group_is_rung_by_himself(house: DingTalkHouse, kind: str) -> None:
    """A webhook's @ reaches members only, and says nothing of it."""
    house.server.groups[OPERATIONS].members.discard(PEOPLE["运行甲"])
    for _ in range(2):  # the same event again is one event
        await tell(house, kind, userId=[PEOPLE["运行甲"]])
    (told,) = [m for m in house.heard_in(SERVICE) if "运行甲不在运行群里了" in m["text"]]
    assert [m["text"] for m in house.heard_in(LEADERS)] == [told["text"]]
    await house.say(SERVICE, "客服甲", COLD)
    assert house.heard_in(OPERATIONS)[-1]["way"] == "webhook"
    assert "新投诉 #1" in house.heard_in(PEOPLE["运行甲"])[-1]["text"]
    # Back in the group he hears it there.
    house.server.groups[OPERATIONS].members.add(PEOPLE["运行甲"])
    await tell(house, "chat_add_member", userId=[PEOPLE["运行甲"]])
    before = len(house.heard_in(PEOPLE["运行甲"]))
    await house.say(SERVICE, "客服甲", "幸福里1号楼1单元101 13912340001 家里不热")
    assert house.heard_in(OPERATIONS)[-1]["rung"] == [PEOPLE["运行甲"]]
    assert len(house.heard_in(PEOPLE["运行甲"])) == before


async def test_what_comes_again_late_changes_nothing(house: DingTalkHouse) -> None:
    """His leaving was not acknowledged and comes again after he is back; a restart knows it too."""
    user = PEOPLE["运行甲"]
    await tell(house, "chat_add_member", userId=[user], timeStamp=AT + 20_000)
    await tell(house, "chat_quit", userId=[user], timeStamp=AT)
    assert not house.heard_in(SERVICE)
    await house.say(SERVICE, "客服甲", COLD)
    assert house.heard_in(OPERATIONS)[-1]["rung"] == [user]
    assert not house.heard_in(user)
    again = Membership(Memory(house.running.storage, "dingtalk", house.clock.now))
    assert not await again.gone(OPERATIONS)
    late = {"openConversationId": OPERATIONS, "userId": [user], "timeStamp": AT + 10_000}
    assert await again.heard("chat_quit", late, house.clock.now()) is None
    assert not await again.gone(OPERATIONS)


async def test_what_an_earlier_version_kept_of_who_left(house: DingTalkHouse) -> None:
    memory = Memory(house.running.storage, "dingtalk", house.clock.now)
    await memory.remember(f"left:{OPERATIONS}", [PEOPLE["运行甲"]])
    assert await Membership(memory).gone(OPERATIONS) == {PEOPLE["运行甲"]}


async def test_a_group_that_is_told_to_be_dissolved_is_not_told_to_be_without_robot(
    house: DingTalkHouse,
) -> None:
    house.server.groups[OPERATIONS].dissolved = True
    await tell(house, "chat_disband")
    await house.say(SERVICE, "客服甲", COLD)
    said = [m["text"] for m in house.heard_in(LEADERS)]
    (once,) = [text for text in said if "解散" in text]
    assert once.startswith("运行群解散了，")
    assert "新投诉 #1" in house.heard_in(PEOPLE["运行甲"])[-1]["text"]


async def test_a_dissolved_group_without_its_event_is_told_by_what_it_refuses(
    house: DingTalkHouse,
) -> None:
    house.server.groups[OPERATIONS].dissolved = True
    await house.say(SERVICE, "客服甲", COLD)
    assert len([m for m in house.heard_in(LEADERS) if "或群解散了" in m["text"]]) == 1


async def test_a_stranger_who_leaves_is_nobodys_business(house: DingTalkHouse) -> None:
    await tell(house, "chat_quit", userId=[PEOPLE["检修甲"]])
    await tell(house, "chat_quit", userId="0999")
    assert not house.heard_in(SERVICE)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("chat_update_title", {"title": "运行一班"}), ("chat_update_owner", {"owner": "0201"}),
     ("chat_remove_member", {}), ("chat_quit", {"userId": None}),
     ("chat_add_member", {"userId": []}),
     ("chat_disband", {"openConversationId": None}), ("robot_msg_recall", {"msgId": "x"}),
     ("im_cool_app_uninstall", {}), ("label_conf_add", {}), ("something_new", {"x": [1]})],
)  # fmt: skip
async def test_what_changes_nothing_is_taken_note_of(
    house: DingTalkHouse, kind: str, more: dict[str, Any]
) -> None:
    await tell(house, kind, **more)
    assert not house.heard_in(SERVICE)
    await house.say(SERVICE, "客服甲", COLD)
    assert "新投诉 #1" in house.heard_in(OPERATIONS)[0]["text"]
    assert not house.server.seen("not_taken")


async def test_where_the_robot_was_put_out_people_hear_it_one_by_one(sqlite_url: str) -> None:
    """The binding stays; what must ring goes to each, and somebody is told once a day."""
    async with open_dingtalk(sqlite_url) as house:
        house.server.groups[OPERATIONS].robots.clear()
        await house.say(SERVICE, "客服甲", COLD)
        assert not house.heard_in(OPERATIONS)
        assert "新投诉 #1" in house.heard_in(PEOPLE["运行甲"])[0]["text"]
        await house.say(SERVICE, "客服甲", "幸福里1号楼1单元101 13912340001 家里不热")
        (told,) = [m for m in house.heard_in(LEADERS) if "没有机器人了" in m["text"]]
        assert "运行群" in told["text"]
        assert any(told["text"] == m["text"] for m in house.heard_in(SERVICE))
        # Put back, it is used again; put out again, it is told again.
        house.server.groups[OPERATIONS].robots.add("dingheat7788")
        await house.forward(minutes=60)
        assert house.heard_in(OPERATIONS)
        house.server.groups[OPERATIONS].robots.clear()
        await house.say(SERVICE, "客服甲", "幸福里2号楼1单元101 13912340002 家里不热")
        assert len([m for m in house.heard_in(LEADERS) if "没有机器人了" in m["text"]]) == 2


async def test_a_muted_group_is_another_trouble(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        house.server.groups[OPERATIONS].muted = True
        await house.say(SERVICE, "客服甲", COLD)
        assert "新投诉 #1" in house.heard_in(PEOPLE["运行甲"])[-1]["text"]  # by another way
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert not any("没有机器人" in m["text"] for m in house.heard_in(LEADERS))
        chat, said = ChatRef("dingtalk", OPERATIONS), Outgoing("进展", meta={"kind": "x"})
        with pytest.raises(Refused, match="群里禁言"):
            await house.platform.send(chat, said, "k", house.clock.now())


async def test_group_events_count_and_the_directorys_do_not(house: DingTalkHouse) -> None:
    async def heard() -> int:
        return (await house.platform.usage())[1].used

    before = await heard()
    await tell(house, "user_modify_org")
    await tell(house, "org_dept_modify")
    assert await heard() == before
    await tell(house, "chat_update_title", title="x")
    assert await heard() == before + 1


@pytest.mark.parametrize(("hidden", "owner", "tries"), [(0, 0, 1), (2, 2, 3), (4, None, 3)])
async def test_an_owner_whom_the_app_does_not_see_is_another(
    house: DingTalkHouse, hidden: int, owner: int | None, tries: int
) -> None:
    """Refused, so nothing was made; the next of them owns it. Three are tried, and no more."""
    names = ["运行甲", "运行乙", "检修甲", "检修乙", "运行主任"]
    for name in names[:hidden]:
        house.server.people[PEOPLE[name]]["in_scope"] = False
    members = [Mention(PEOPLE[name], name) for name in names]
    with suppress(Refused):
        await house.platform.make_group("应急", members, "k", house.clock.now())
    made = [house.server.groups[g["in"]] for g in house.server.seen("group_created")]
    assert [g.owner for g in made] == ([] if owner is None else [members[owner].user_id])
    assert all(g.members == {m.user_id for m in members} for g in made)
    assert house.server.calls.count("/v1.0/im/group/create") == tries
