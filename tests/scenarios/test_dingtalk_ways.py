"""DingTalk with what a company may have besides: a standby group, webhooks, cards, notices."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.dingtalk_house import OPERATIONS, PEOPLE, REPAIR, SERVICE, open_dingtalk
from tests.house import COLD, OUTAGE

LOWERED = ["降为一般", "", "", ""]


async def test_the_standby_group_where_none_can_be_made(database_url: str) -> None:
    async with open_dingtalk(database_url, standby=True) as house:
        house.server.knobs.refuse_create = True
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert (await house.ticket()).group_chat == "cidStandby=="
        group = house.server.groups["cidStandby=="]
        assert PEOPLE["运行甲"] in group.members
        assert "#1" in group.name or "1" in group.name
        await house.say(SERVICE, "客服乙", "翠湖家园整个小区都停暖了，都没热 13912340000")
        assert house.server.seen("message", REPAIR) or house.server.seen("message", OPERATIONS)
        assert (await house.ticket(2)).group_chat is None
        # Its work done, its people leave: the next incident is not theirs.
        await house.say(SERVICE, "值班领导", "降级 1 演练结束")
        await house.running.drain()
        assert group.members == {"0203"}


@pytest.mark.parametrize("robot", ["missing", "lies"])
async def test_a_group_without_the_robot_is_no_emergency_group(
    database_url: str, robot: str
) -> None:
    async with open_dingtalk(database_url) as house:
        house.server.knobs.robot_add = robot
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(seconds=10)
        assert (await house.ticket()).group_chat is None
        told = house.heard_in(SERVICE)[-1]["text"]
        assert "没建成（机器人进不了新建的群，那个群不用；没有备用群）" in told
        assert len(house.server.seen("group_created")) == 1
        (unused,) = [g for g in house.server.groups.values() if "应急" in g.name]
        assert unused.name.startswith("未用 应急 #1")


async def test_a_webhook_rings_and_never_reaches_its_limit(database_url: str) -> None:
    async with open_dingtalk(database_url, webhooks=True) as house:
        for i in range(25):
            await house.say(
                SERVICE, "客服甲", f"幸福{i}里{i + 1}号楼1单元101 139123400{i:02d} 家里不热，投诉"
            )
        rung = [m for m in house.heard_in(OPERATIONS) if m["rung"] == [PEOPLE["运行甲"]]]
        assert rung
        assert all(m["way"] == "webhook" for m in rung)
        assert len(rung) <= 20
        told = {m["text"] for m in (*house.heard_in(OPERATIONS), *house.heard_in(PEOPLE["运行甲"]))}
        await house.forward(minutes=5)
        told |= {m["text"] for m in house.heard_in(OPERATIONS)}
        for number in range(1, await house.count() + 1):
            assert any(f"#{number} " in text for text in told), number


async def test_cards_ring_are_pressed_and_keep_the_tickets_face(database_url: str) -> None:
    async with open_dingtalk(database_url, card_template="t-1.schema") as house:
        await house.say(SERVICE, "客服甲", COLD)
        (dispatched,) = [m for m in house.heard_in(OPERATIONS) if m["way"] == "card"]
        assert dispatched["rung"] == [PEOPLE["运行甲"]]
        track = dispatched["track"]
        assert house.server.cards[track]["callback"]
        await house.press(track, "运行甲", "接单")
        assert (await house.ticket()).handler == "运行甲"
        assert house.server.cards[track]["params"]["status"] == "已接单"
        await house.press(track, "运行乙", "接单")
        assert "运行甲" in house.heard_in(OPERATIONS)[-1]["text"]
        await house.press(track, "运行甲", "已联系", promised="今天18点")
        assert (await house.ticket()).promised_at is not None
        # A quote of the card names its carrier, and nothing else.
        carrier = house.server.cards[track]["carrier"]
        await house.say(
            OPERATIONS, "运行甲", "完成 放了气",
            originalProcessQueryKey=carrier,
            text={"content": " 完成 放了气", "isReplyMsg": True,
                  "repliedMsg": {"msgType": "interactiveCard", "msgId": "x=="}},
        )  # fmt: skip
        assert (await house.ticket()).status is Status.HANDLED


async def test_a_major_is_lowered_by_the_one_button_that_asks(database_url: str) -> None:
    """R3.1.2: a head taps; before him anybody's tap changes nothing."""
    async with open_dingtalk(database_url, card_template="t-1.schema") as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        (made,) = house.server.seen("group_created")
        await house.say(made["in"], "运行甲", "不是全停，就一栋楼")
        (asking,) = [m for m in house.heard_in(made["in"]) if m.get("buttons") == LOWERED]
        assert asking["rung"] == [PEOPLE["运行主任"]]
        track = asking["track"]
        await house.press(track, "运行甲", "降为一般")
        assert (await house.ticket()).is_major
        await house.press(track, "运行主任", "降为一般")
        assert not (await house.ticket()).is_major
        entry = next(e for e in await house.timeline() if e.what == "downgraded")
        assert (entry.by, entry.words) == ("运行主任", "运行甲：不是全停，就一栋楼")
        shown = house.server.cards[track]["params"]
        assert not any(shown[f"can_{i}"] for i in range(1, 5))


async def test_another_type_is_one_tap(database_url: str) -> None:
    async with open_dingtalk(database_url, card_template="t-1.schema") as house:
        await house.say(SERVICE, "客服甲", COLD)
        await house.say(SERVICE, "客服甲", "补充 1 暖气片漏水")
        asking = [m for m in house.heard_in(SERVICE) if m["way"] == "card"][-1]
        assert asking["buttons"] == ["改为设施", "", "", ""]
        await house.press(asking["track"], "客服甲", "改为设施")
        assert (await house.ticket()).department == "repair"
        assert not house.server.cards[asking["track"]]["params"]["can_1"]


async def test_the_last_card_is_the_face_and_the_others_follow_at_the_end(
    database_url: str,
) -> None:
    """Each update is a call of the month's, and an old card with buttons of old would lie."""
    async with open_dingtalk(database_url, card_template="t-1.schema") as house:
        await house.say(SERVICE, "客服甲", COLD)
        await house.forward(minutes=60)  # half the time gone: a second card
        first, second = [m["track"] for m in house.heard_in(OPERATIONS) if m["way"] == "card"]
        cards = house.server.cards
        await house.say(OPERATIONS, "运行甲", "收到 1")
        assert cards[second]["params"]["status"] == "已接单"
        assert cards[first]["params"]["status"] == "已派单"
        for words in ("已联系 1 约今天18点", "完成 1 放了气", "已反馈 1 满意"):
            await house.say(OPERATIONS, "运行甲", words)
        assert [cards[second]["params"][f"can_{i}"] for i in range(1, 5)] == ["回访", "", "", ""]
        await house.say(SERVICE, "客服乙", "回访 1 满意")
        for track in (first, second):
            assert cards[track]["params"]["status"] == "已结单"
            assert not any(cards[track]["params"][f"can_{i}"] for i in range(1, 5))


async def test_where_nothing_rings_the_words_themselves_are_looked_after(
    database_url: str,
) -> None:
    """No DING on this edition: single messages, whose readers are asked for; taken back in time."""
    async with open_dingtalk(database_url) as house:
        house.server.knobs.ding_types = set()
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=6)
        (made,) = house.server.seen("group_created")
        (named,) = [m for m in house.heard_in(made["in"]) if "还没看" in m["text"]]
        assert "值班领导" in named["text"]
        await house.forward(minutes=31)
        await house.say(made["in"], "运行甲", "到场")
        (back,) = house.server.seen("recalled")
        assert back["in"] == [PEOPLE["运行主任"]]


async def test_a_work_notice_that_was_dropped_is_no_notice(database_url: str) -> None:
    """It says "sent" to everything; what became of it is asked, read ones are on record."""
    async with open_dingtalk(database_url, agent_id=1234) as house:
        house.server.knobs.ding_types = set()
        everybody = [*PEOPLE.values()]
        path = "/v1.0/robot/oToMessages/batchSend"
        nobody = (200, {"processQueryKey": "k", "filteredStaffIdList": everybody}, False)
        house.server.knobs.instead[path] = [nobody] * 20
        await house.say(SERVICE, "客服甲", OUTAGE)
        house.server.read(PEOPLE["运行甲"])
        await house.forward(minutes=6)
        async with house.running.storage.reading() as queries:
            (entry,) = [e for e in await queries.timeline(1) if e.what == "calls_read"]
        assert entry.facts["read"] == ["运行甲"]
        assert "值班领导" in entry.facts["unread"]


async def test_a_press_that_comes_again_under_another_id_does_nothing_twice(
    sqlite_url: str,
) -> None:
    """Nobody knows whether the vendor does that; a press has no id of its own to know it by."""
    async with open_dingtalk(sqlite_url, card_template="t.schema") as house:
        await house.say(SERVICE, "客服甲", COLD)
        track = house.heard_in(OPERATIONS)[0]["track"]
        for action, form in (
            ("接单", {}), ("已联系", {"promised": "今天18点"}), ("完成", {"result": "放了气"}),
        ):  # fmt: skip
            for _ in range(2):
                await house.press(track, "运行甲", action, **form)
        what = [entry.what for entry in await house.timeline()]
        assert what == ["registered", "dispatched", "acknowledged", "contacted", "handled"]
        told = [m["text"] for m in house.heard_in(OPERATIONS)]
        assert sum("你今天08:00已经" in text for text in told) == 3  # in a word, what is next
