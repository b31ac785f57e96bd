"""What WeCom refuses, limits or answers too late: done later, another way, or told."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import File, Later, Mention, Outgoing
from storage.attention import set_aside
from tests.house import COLD, OUTAGE, another
from tests.servers.wecom_client import Client
from tests.wecom_house import OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom

# -- cards ------------------------------------------------------------------------------------


async def test_a_click_that_was_missed_is_made_good_by_words(house: WeComHouse) -> None:
    """Told once, while nobody listened; the words do the same, and the card says so later."""
    await house.say(SERVICE, "客服甲", COLD)
    (card,) = house.cards_in(OPERATIONS)
    task, key = card["card"]["task_id"], card["card"]["button_list"][0]["key"]
    house.server.link.lose_subscription()
    await house.server.press(task, PEOPLE["运行甲"], key)
    assert house.server.seen("lost")
    house.server.link.cut()
    await house.back(2)
    assert (await house.ticket()).handler is None
    await house.say(OPERATIONS, "运行甲", "接单 1")
    assert (await house.ticket()).handler == "运行甲"
    await house.press(task, "运行乙", "接单")
    assert (await house.ticket()).handler == "运行甲"
    assert "已接单" in house.server.seen("card_updated")[-1]["text"]


async def test_a_click_answered_too_late_is_done_and_said_in_words(house: WeComHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    (card,) = house.cards_in(OPERATIONS)
    house.server.knobs.card_seconds = -1
    task, key = card["card"]["task_id"], card["card"]["button_list"][0]["key"]
    kept = house.kept
    await house.server.press(task, PEOPLE["运行甲"], key)
    await house.until(lambda: house.kept > kept)
    await house.running.drain()
    await house.until(lambda: any(r["code"] == 846605 for r in house.server.seen("refused")))
    assert (await house.ticket()).handler == "运行甲"
    assert not house.server.seen("card_updated")


async def test_a_card_that_is_refused_leaves_its_words(house: WeComHouse) -> None:
    house.server.knobs.instead["aibot_send_msg"] = [(0, True), (40058, False)]
    await house.say(SERVICE, "客服甲", COLD)
    assert any("新投诉 #1" in m["text"] for m in house.heard_in(OPERATIONS))


# -- files ------------------------------------------------------------------------------------


async def test_an_upload_broken_at_a_chunk_goes_on_with_it(house: WeComHouse) -> None:
    data = bytes(range(256)) * 6000  # three pieces
    house.server.knobs.break_upload_at = 1
    file = File("工单台账.xlsx", data)
    await house.platform.send_file(ChatRef("wecom", SERVICE), file, "f", house.clock.now())
    assert house.server.seen("upload_broken")
    (sent,) = house.heard_in(SERVICE)
    assert (sent["name"], sent["data"]) == ("工单台账.xlsx", data)
    assert house.server.calls.count("aibot_upload_media_init") == 1
    assert house.server.calls.count("aibot_upload_media_chunk") == 4


# -- limits, tokens, refusals -----------------------------------------------------------------


async def test_a_webhook_over_its_limit_is_waited_for(sqlite_url: str) -> None:
    """Somebody else has used it up; nothing is lost and nothing comes twice."""
    async with open_wecom(sqlite_url, webhooks=True) as house:
        async with aiohttp.ClientSession() as session:
            other = Client(house.server, session)
            body = {"msgtype": "text", "text": {"content": "早"}}
            for _ in range(20):
                await other.post("webhook/send", body, key=f"hook-{OPERATIONS}")
        await house.say(SERVICE, "客服甲", COLD)
        assert any(r["code"] == 45009 for r in house.server.seen("refused"))
        await house.forward(minutes=3)
        told = [m for m in house.heard_in(OPERATIONS) if "新投诉 #1" in m["text"]]
        assert len(told) == 1
        # By whichever way came first, and the one who must hear it heard it.
        assert told[0]["rung"] or house.heard_in(PEOPLE["运行甲"])


async def test_a_dead_webhook_rings_by_the_app_and_tells_a_person(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url, webhooks=True) as house:
        house.server.groups[OPERATIONS].webhook = "another"  # somebody removed the one we know
        await house.say(SERVICE, "客服甲", COLD)
        assert any("新投诉 #1" in m["text"] for m in house.heard_in(OPERATIONS))
        assert any("#1" in m["text"] for m in house.heard_in(PEOPLE["运行甲"]))
        (told,) = [m for m in house.heard_in(PEOPLE["总经理"]) if "消息推送" in m["text"]]
        assert "重新复制" in told["text"]


async def test_a_chat_over_its_limit_is_waited_for(house: WeComHouse) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    # Another conversation of the bot has used up what this group may get.
    while house.server.per_chat.take(OPERATIONS):
        pass
    await house.say(SERVICE, "客服乙", another(2))
    await house.forward(minutes=3)
    told = [m for m in house.heard_in(OPERATIONS) if "新投诉 #2" in m["text"]]
    assert len(told) == 1
    # Whoever must hear it did not wait, and is told once.
    assert len([m for m in house.heard_in(PEOPLE["运行甲"]) if "#2" in m["text"]]) == 1


async def test_a_token_revoked_under_load_is_fetched_once(house: WeComHouse) -> None:
    await house.platform.app.token()
    fetched = house.server.calls.count("gettoken")
    house.server.app.revoke()
    people = [Mention(userid, name) for name, userid in PEOPLE.items()]
    now = house.clock.now()

    async def send(person: Mention) -> str:
        chat = ChatRef("wecom", f"single:{person.user_id}")
        return await house.platform.send(chat, Outgoing("请看 #1"), f"k/{person.user_id}", now)

    await asyncio.gather(*(send(p) for p in people))
    assert all(len(house.heard_in(p.user_id)) == 1 for p in people)
    assert house.server.calls.count("gettoken") == fetched + 1


async def test_a_new_token_that_is_no_good_either_is_asked_for_later(house: WeComHouse) -> None:
    """Nothing else in the house knows what to do with a token that is refused."""
    house.server.knobs.instead["message/send"] = [(42001, False)] * 2
    chat = ChatRef("wecom", f"single:{PEOPLE['运行甲']}")
    with pytest.raises(Later):
        await house.platform.send(chat, Outgoing("请看 #1"), "k", house.clock.now())


@pytest.mark.parametrize("code", [-1, 6000, 45033, 45009])
async def test_what_the_app_could_not_do_is_done_later(house: WeComHouse, code: int) -> None:
    house.server.knobs.instead["message/send"] = [(code, False)]
    await house.say(SERVICE, "客服甲", COLD)
    await house.forward(minutes=3)
    assert len([m for m in house.heard_in(PEOPLE["运行甲"]) if "#1" in m["text"]]) == 1
    assert len([m for m in house.heard_in(OPERATIONS) if "新投诉 #1" in m["text"]]) == 1


@pytest.mark.parametrize(
    ("status", "page"),
    [
        (502, "<html>Bad Gateway</html>"),
        (502, '{"message": "bad gateway"}'),
        (500, "{}"),
        (403, "<html>请登录上网</html>"),
        (429, '{"error": "slow down"}'),
    ],
)
async def test_a_page_of_something_in_between_is_no_answer_of_theirs(
    sqlite_url: str, status: int, page: str
) -> None:
    """A proxy or a firewall speaks instead: neither taken for done nor given up."""
    async with open_wecom(sqlite_url, webhooks=True) as house:
        house.server.knobs.pages["webhook/send"] = [(status, page, False)] * 2
        await house.say(SERVICE, "客服甲", COLD)
        await house.forward(minutes=3)
        told = [m for m in house.heard_in(OPERATIONS) if "新投诉 #1" in m["text"]]
        assert len(told) == 1
        assert "重发" not in told[0]["text"]


async def test_what_a_gateway_gave_up_waiting_for_is_said_again_as_such(sqlite_url: str) -> None:
    """504: the webhook has it, and nobody told us; who reads it twice sees why."""
    async with open_wecom(sqlite_url, webhooks=True) as house:
        house.server.knobs.pages["webhook/send"] = [(504, "<html>timeout</html>", True)]
        await house.say(SERVICE, "客服甲", COLD)
        await house.forward(minutes=3)
        hook = [m["text"] for m in house.server.seen("message") if m["way"] == "webhook"]
        twice = [text for text in hook if text.startswith("（重发）")]
        assert len(twice) == 1
        assert twice[0].removeprefix("（重发）") in hook


async def test_a_partial_failure_behind_a_zero_reaches_them_another_way(
    sqlite_url: str,
) -> None:
    """errcode 0, and the one person it was for stands in the list of the invalid."""
    async with open_wecom(sqlite_url) as house:
        house.server.people[PEOPLE["运行甲"]].licensed = False
        await house.server.say("", PEOPLE["运行甲"], "你好")  # so the bot may write to him
        await house.until(lambda: house.kept >= 1)
        await house.running.drain()
        await house.say(SERVICE, "客服甲", COLD)
        told = house.server.seen("message", PEOPLE["运行甲"], way="push")
        assert any("#1" in m["text"] for m in told)


async def test_words_their_moderation_refuses_become_a_neutral_line(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url, webhooks=True) as house:
        house.server.knobs.illegal_words = {"阳光花园"}
        await house.say(SERVICE, "客服甲", COLD)
        told = [m for m in house.heard_in(OPERATIONS) if m["way"] == "webhook"]
        assert told
        assert "#1" in told[0]["text"]
        assert PEOPLE["运行甲"] in told[0]["rung"]


@pytest.mark.parametrize("code", [93001, 93008])
async def test_a_group_nobody_has_spoken_in_is_reached_by_its_people(
    sqlite_url: str, code: int
) -> None:
    async with open_wecom(sqlite_url, knobs={"virgin_code": code}) as house:
        house.server.groups[OPERATIONS].spoken = False
        await house.say(SERVICE, "客服甲", COLD)
        assert not house.heard_in(OPERATIONS)
        assert any("#1" in m["text"] for m in house.heard_in(PEOPLE["运行甲"]))


async def test_an_emergency_group_that_can_not_be_made_leaves_the_departments(
    sqlite_url: str,
) -> None:
    async with open_wecom(sqlite_url, knobs={"root_visible": False}) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert not house.server.seen("group_created")
        assert any("#1" in m["text"] for m in house.heard_in(OPERATIONS))
        assert any("可见范围" in m["text"] for m in house.heard_in(PEOPLE["总经理"]))


async def test_what_reached_nobody_names_the_group_first_and_the_people_after_it(
    sqlite_url: str,
) -> None:
    """Whoever looks at what was set aside reads what he can mend."""
    async with open_wecom(sqlite_url, knobs={"virgin_code": 93008}) as house:
        house.server.groups[OPERATIONS].spoken = False
        house.server.people.pop(PEOPLE["运行甲"])
        await house.say(SERVICE, "客服甲", COLD)
        (lost,) = (row for row in (await set_aside(house.running.storage))[0] if row.ticket == 1)
        group, people = lost.reason.split("；")
        assert group.startswith("机器人不在这个群里")
        assert people.startswith("没叫到运行甲")
