"""The main job on WeCom, over real sockets, against the vendor's rules."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, OUTAGE
from tests.wecom_house import COMPANY, LEADERS, OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[WeComHouse]:
    """A bot and an app; no webhook, no rooms: the least that a company can have."""
    async with open_wecom(database_url) as opened:
        yield opened


async def test_a_general_complaint_from_the_message_to_the_follow_up(house: WeComHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    (receipt,) = house.heard_in(SERVICE)
    assert "#1" in receipt["text"]
    assert receipt["way"] == "reply"
    (dispatched,) = house.heard_in(OPERATIONS)
    assert "新投诉 #1" in dispatched["text"]
    # The bot rings nobody: who must hear it gets it himself as well, by the app.
    (rung,) = house.heard_in(PEOPLE["运行甲"])
    assert rung["rung"] == [PEOPLE["运行甲"]]
    await house.say(OPERATIONS, "运行甲", "收到 1")
    await house.say(OPERATIONS, "运行甲", "已联系 1 约今天18点")
    await house.forward(hours=11)
    assert "#1" in house.heard_in(OPERATIONS)[-1]["text"]
    assert "R3.2.3" in (await house.ticket()).missed
    await house.say(OPERATIONS, "运行甲", "完成 1 放了气，20度")
    await house.say(OPERATIONS, "运行甲", "已反馈 1 满意")
    await house.say(SERVICE, "客服甲", "回访 1 满意")
    assert (await house.ticket()).status is Status.CLOSED


async def test_a_major_complaint_gathers_a_new_group_that_tells_how_to_be_heard(
    house: WeComHouse,
) -> None:
    await house.say(SERVICE, "客服甲", OUTAGE)
    ticket = await house.ticket()
    (made,) = house.server.seen("group_created")
    assert ticket.group_chat == f"app:{made['appchat']}"
    assert PEOPLE["运行主任"] in made["members"]
    room = made["in"]
    first, *_ = house.heard_in(room)
    assert "绑定" in first["text"]  # the bot is not in there yet, and says what to do
    assert any("#1" in m["text"] and m["rung"] for m in house.heard_in(room))
    assert any(m["way"] == "app" for m in house.heard_in(PEOPLE["值班领导"]))
    assert house.heard_in(LEADERS)
    # Somebody puts the bot into it and says the code: from now on it is heard there.
    code = first["text"].partition("绑定 ")[2][:6]
    house.server.groups[room].has_bot = True
    await house.server.say(room, PEOPLE["运行甲"], f"绑定 {code}")
    await house.until(lambda: any("已绑定" in m["text"] for m in house.heard_in(room)))
    # Two stood there and read the code: it is bound for the second as well.
    await house.server.say(room, PEOPLE["运行甲"], f"绑定 {code}")
    await house.until(lambda: sum("已绑定" in m["text"] for m in house.heard_in(room)) == 2)
    for who, words in (
        ("运行甲", "到场"), ("运行甲", "方案 关阀换管"), ("运行甲", "完成 换好了"),
        ("运行主任", "验收 1 合格"), ("运行甲", "已反馈 1 满意"),
    ):  # fmt: skip
        await house.say(room, who, words)
    await house.say(SERVICE, "客服甲", "回访 1 满意")
    assert (await house.ticket()).status is Status.CLOSED
    assert house.server.groups[room].name.startswith("已结束")


async def test_a_room_that_was_kept_ready_is_filled_heard_emptied_and_free_again(
    database_url: str,
) -> None:
    async with open_wecom(database_url, rooms=1) as house:
        room = await house.bind_room()
        keepers = set(house.server.groups[room].members)
        assert "空闲" in house.server.groups[room].name
        await house.say(SERVICE, "客服甲", OUTAGE)
        group = house.server.groups[room]
        assert len(house.server.seen("group_created")) == 1
        assert PEOPLE["运行甲"] in group.members
        assert "#1" in group.name
        assert house.cards_in(room)
        await house.say(room, "运行甲", "到场")
        assert (await house.ticket()).status is Status.ON_SITE
        for who, words in (
            ("运行甲", "方案 关阀换管"), ("运行甲", "完成 换好了"), ("运行主任", "验收 1 合格"),
            ("运行甲", "已反馈 1 满意"),
        ):  # fmt: skip
            await house.say(room, who, words)
        await house.say(SERVICE, "客服甲", "回访 1 满意")
        assert group.members == keepers
        assert "空闲" in group.name
        other = "翠湖家园整个小区都停暖了，都没热 13912340000"
        await house.say(SERVICE, "客服乙", other)
        assert PEOPLE["运行甲"] in group.members
        assert (await house.ticket(2)).group_chat == (await house.ticket(1)).group_chat


async def test_a_room_without_the_bot_is_passed_over_and_asks_to_be_mended(
    database_url: str,
) -> None:
    async with open_wecom(database_url, rooms=1) as house:
        room = await house.bind_room()
        house.server.groups[room].has_bot = False  # somebody took it out
        await house.say(SERVICE, "客服甲", OUTAGE)
        made = house.server.seen("group_created")
        assert len(made) == 2
        assert (await house.ticket()).group_chat == f"app:{made[1]['appchat']}"
        assert "空闲" in house.server.groups[room].name
        assert "绑定" in house.heard_in(room)[-1]["text"]


async def test_where_no_group_can_be_made_the_departments_do_it(database_url: str) -> None:
    async with open_wecom(database_url, knobs={"root_visible": False}) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert (await house.ticket()).group_chat is None
        assert any("没建成" in m["text"] for m in house.heard_in(SERVICE))
        assert not house.server.seen("group_created")


async def test_a_group_that_was_made_without_an_answer_is_not_made_again(
    house: WeComHouse,
) -> None:
    house.server.knobs.instead["appchat/create"] = [(-1, True)]
    await house.say(SERVICE, "客服甲", OUTAGE)
    await house.forward(minutes=2)
    (made,) = house.server.seen("group_created")
    assert (await house.ticket()).group_chat == f"app:{made['appchat']}"


async def test_a_webhook_rings_and_never_reaches_its_limit(database_url: str) -> None:
    async with open_wecom(database_url, webhooks=True) as house:
        for i in range(25):
            place = f"{'春夏秋冬晨'[i % 5]}{'风雨云雪霞'[i // 5]}花园"  # another one each time
            words = f"{place}1号楼1单元101 139123400{i:02d} 家里不热，投诉"
            # Of one person the bot hears three messages at a time.
            await house.say(SERVICE, ("客服甲", "客服乙", "客服主管")[i % 3], words)
            await house.forward(seconds=2)
        rung = [m for m in house.heard_in(OPERATIONS) if m["way"] == "webhook"]
        assert rung
        assert all(PEOPLE["运行甲"] in m["rung"] for m in rung)
        assert not [m for m in house.server.seen("refused") if m["code"] == 45009]
        await house.forward(minutes=5)
        told = [m["text"] for m in house.heard_in(OPERATIONS)]
        for number in range(1, await house.count() + 1):
            assert any(f"#{number} " in text for text in told), number


async def test_every_kind_of_quote_is_understood(house: WeComHouse) -> None:
    await house.say(SERVICE, "客服甲", "", quote=("text", COLD))
    assert (await house.ticket()).phone is not None
    said = house.heard_in(OPERATIONS)[0]["text"]
    await house.say(OPERATIONS, "运行甲", "收到", quote=("text", said))
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    voice = "王先生 13700001111 翠湖家园2号楼301 家里漏水了"
    await house.say(SERVICE, "客服甲", "登记", quote=("voice", voice))
    assert await house.count() == 2


async def test_a_single_chat_is_answered_there(house: WeComHouse) -> None:
    await house.say("", "运行甲", "我的")
    assert len(house.heard_in(PEOPLE["运行甲"])) == 1
    await house.say("", "客服甲", COLD)
    assert any("#1" in m["text"] for m in house.heard_in(PEOPLE["客服甲"]))


async def test_somebody_who_opens_the_chat_is_welcomed(house: WeComHouse) -> None:
    await house.server.enter(PEOPLE["运行甲"])
    await house.until(lambda: bool(house.heard_in(PEOPLE["运行甲"])))
    assert house.heard_in(PEOPLE["运行甲"])[0]["way"] == "welcome"


@pytest.mark.parametrize("separator", [" ", "\u2005"])
async def test_ids_in_ciphertext_are_the_same_people(database_url: str, separator: str) -> None:
    knobs = {"ids": "cipher", "separator": separator, "control_character": True, "twice": True}
    async with open_wecom(database_url, knobs=knobs) as house:
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1
        await house.say(OPERATIONS, "运行甲", "收到 1")
        assert (await house.ticket()).handler == "运行甲"


async def test_binding_by_words(database_url: str) -> None:
    """A company file without any chatid: nobody knows those beforehand."""
    bare = {
        **COMPANY,
        "departments": [
            {**d, "group": {"name": d["group"]["name"]}} for d in COMPANY["departments"]
        ],
        "leaders": {"chain": COMPANY["leaders"]["chain"]},
    }
    async with open_wecom(database_url, company=bare) as house:
        await house.say(SERVICE, "客服甲", COLD)
        assert house.heard_in(SERVICE)
        for chat, name, head in (
            (SERVICE, "客服部", "客服主管"), (OPERATIONS, "运行部", "运行主任"),
        ):  # fmt: skip
            await house.say(chat, head, f"绑定 {name}")
        await house.say(LEADERS, "值班领导", "绑定 领导")
        await house.forward(hours=2)
        assert any("#1" in m["text"] for m in house.heard_in(OPERATIONS))
        await house.forward(hours=2)
        assert any("#1" in m["text"] for m in house.heard_in(LEADERS)[1:])


async def test_a_call_goes_by_voice_where_the_company_has_it_and_once(database_url: str) -> None:
    async with open_wecom(database_url, voice=True) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=36)
        phones = house.server.seen("call")
        assert [c["to"] for c in phones] == [[PEOPLE["运行主任"]]]


@pytest.mark.parametrize("phone", ["unlinked", "closed", "poor"])
async def test_where_the_phone_is_closed_the_app_calls(database_url: str, phone: str) -> None:
    async with open_wecom(database_url, voice=True, knobs={"phone": phone}) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=36)
        assert not house.server.seen("call")
        assert any("超时" in m["text"] for m in house.heard_in(PEOPLE["运行主任"]))


async def test_a_call_that_has_become_idle_is_taken_back(house: WeComHouse) -> None:
    await house.say(SERVICE, "客服甲", OUTAGE)
    await house.forward(minutes=36)
    await house.say(OPERATIONS, "运行甲", "到场 1")
    assert house.server.seen("recalled")
