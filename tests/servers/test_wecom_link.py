"""The scripted WeCom's long connection keeps the vendor's rules."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp
import pytest

from tests.servers.conftest import Clock
from tests.servers.wecom import WeComServer
from tests.servers.wecom_client import Client

SERVICE, REPAIR = "wrService01", "wrRepair01"


def markdown(words: str) -> dict[str, object]:
    return {"msgtype": "markdown", "markdown": {"content": words}}


def stream(words: str, name: str = "s1", *, finish: bool = True) -> dict[str, object]:
    return {"msgtype": "stream", "stream": {"id": name, "finish": finish, "content": words}}


def card(task_id: str, title: str = "3号楼不热") -> dict[str, object]:
    return {
        "card_type": "button_interaction",
        "main_title": {"title": title},
        "button_list": [{"text": "接单", "key": "accept"}, {"text": "完成", "key": "done"}],
        "task_id": task_id,
    }


def push(chatid: str, body: dict[str, object], kind: int = 2) -> dict[str, object]:
    return {"chatid": chatid, "chat_type": kind} | body


# -- the connection ---------------------------------------------------------------------------


async def test_nothing_goes_before_the_subscription(wecom: WeComServer) -> None:
    async with aiohttp.ClientSession() as session:
        client = Client(wecom, session)
        await client.connect(subscribe=False)
        assert (await client.ask("ping"))["errcode"] == 846609
        assert await client.push(SERVICE, "早") == 846609
        await client.close()


@pytest.mark.parametrize(
    ("bot", "secret", "code"),
    [("aibElse", "s3cr3t-of-the-link", 93019), ("aibHeatLine7788", "x", 853000)],
)
async def test_who_may_subscribe(wecom: WeComServer, bot: str, secret: str, code: int) -> None:
    async with aiohttp.ClientSession() as session:
        client = Client(wecom, session)
        await client.connect(subscribe=False)
        ack = await client.ask("aibot_subscribe", {"bot_id": bot, "secret": secret})
        assert ack["errcode"] == code
        assert "cmd" not in ack
        await client.close()


async def test_subscribing_too_often(wecom: WeComServer, client: Client, clock: Clock) -> None:
    body = {"bot_id": "aibHeatLine7788", "secret": "wrong"}
    codes = [(await client.ask("aibot_subscribe", body))["errcode"] for _ in range(30)]
    assert codes == [853000] * 29 + [45009]
    clock.forward(61)
    assert (await client.ask("aibot_subscribe", body))["errcode"] == 853000


async def test_the_newest_connection_wins(wecom: WeComServer, client: Client) -> None:
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        await second.connect()
        told = await client.hear()
        assert told["body"]["event"]["eventtype"] == "disconnected_event"
        assert "from" not in told["body"]
        await asyncio.wait_for(client.closed.wait(), 10)
        assert client.close_code == 1000
        assert await second.push(SERVICE, "早") == 0
        await second.close()


async def test_an_evicted_connection_can_do_nothing_more(
    wecom: WeComServer, client: Client
) -> None:
    wecom.knobs.eviction_wait = 30
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        await second.connect()
        assert await client.push(SERVICE, "早") == 846609
        await second.close()


async def test_a_subscription_dies_while_the_socket_lives(
    wecom: WeComServer, client: Client
) -> None:
    wecom.link.lose_subscription()
    assert (await client.ask("ping"))["errcode"] == 0
    assert await client.push(SERVICE, "早") == 846609
    await wecom.say(SERVICE, "fangfang", "早")
    assert wecom.seen("lost")
    again = {"bot_id": "aibHeatLine7788", "secret": "s3cr3t-of-the-link"}
    assert (await client.ask("aibot_subscribe", again))["errcode"] == 0
    assert await client.push(SERVICE, "早") == 0


async def test_pings(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.swallow_pings = True
    await client.put("ping")
    assert await client.push(SERVICE, "早") == 0  # its acknowledgement is the first that comes
    wecom.knobs.ping_with_body_is_wrong = True
    await client.put("ping", {})
    await asyncio.wait_for(client.closed.wait(), 10)


async def test_an_idle_connection_is_closed(wecom: WeComServer) -> None:
    wecom.knobs.idle_seconds = 0.05
    async with aiohttp.ClientSession() as session:
        client = Client(wecom, session)
        await client.connect()
        await asyncio.wait_for(client.closed.wait(), 10)
        await client.close()


async def test_what_is_said_does_not_stand_for_a_ping(wecom: WeComServer) -> None:
    wecom.knobs.idle_seconds = 0.2
    async with aiohttp.ClientSession() as session:
        client = Client(wecom, session)
        await client.connect()
        async with asyncio.timeout(10):
            while not client.closed.is_set():
                with contextlib.suppress(ConnectionError):
                    await client.put("aibot_send_msg", {})
                await asyncio.sleep(0.01)
        await client.close()


async def test_a_restart(wecom: WeComServer, client: Client) -> None:
    await wecom.go_down()
    await asyncio.wait_for(client.closed.wait(), 10)
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        with pytest.raises(aiohttp.ClientConnectionError):
            await second.connect()
        await wecom.come_back()
        assert (await second.connect())["errcode"] == 0
        await second.close()


async def test_acknowledgements_that_go_wrong(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.acks["aibot_send_msg"] = ["drop", "reorder", "duplicate", "delay"]
    names = [
        await client.put("aibot_send_msg", push(SERVICE, markdown(f"{i}"))) for i in range(1, 5)
    ]
    got = [(await client.ack())["headers"]["req_id"] for _ in range(3)]
    assert got == [names[2], names[2], names[1]]
    await wecom.link.release_acks()
    assert (await client.ack())["headers"]["req_id"] == names[3]
    assert [m["text"] for m in wecom.messages(SERVICE)] == ["1", "2", "3", "4"]


async def test_an_answer_instead_of_the_true_one(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.instead["aibot_send_msg"] = [(-1, False), (-1, True)]
    assert [await client.push(SERVICE, w) for w in "abc"] == [-1, -1, 0]
    assert [m["text"] for m in wecom.messages(SERVICE)] == ["b", "c"]


# -- hearing ----------------------------------------------------------------------------------


async def test_a_group_is_heard_only_by_an_at(wecom: WeComServer, client: Client) -> None:
    png = b"\x89PNG\r\n\x1a\n0"
    for kind in ("image", "file", "video", "voice"):
        assert not await wecom.show(SERVICE, "fangfang", kind, png)
    assert not await wecom.say(SERVICE, "fangfang", "随便聊", at=False)
    body = await wecom.say(SERVICE, "fangfang", "3号楼不热", quote=("voice", "家里十四度"))
    told = await client.hear()
    assert told["cmd"] == "aibot_msg_callback"
    assert told["body"] == body
    assert body["text"] == {"content": "@热线助手 3号楼不热"}
    assert body["quote"] == {"msgtype": "voice", "voice": {"content": "家里十四度"}}
    assert body["chatid"] == SERVICE
    assert body["from"] == {"userid": "fangfang"}
    assert "create_time" not in body


async def test_in_single_chat_everything_is_heard(wecom: WeComServer, client: Client) -> None:
    await wecom.show("", "hewei", "voice", "暖气漏水")
    body = (await client.hear())["body"]
    assert body["voice"] == {"content": "暖气漏水"}
    assert body["chattype"] == "single"
    assert "chatid" not in body
    await wecom.say("", "hewei", "你好")
    assert (await client.hear())["body"]["text"]["content"] == "你好"


async def test_mixed_with_a_picture(wecom: WeComServer, client: Client) -> None:
    await wecom.say(SERVICE, "fangfang", "漏了", pictures=[b"\xff\xd8\xff0"])
    body = (await client.hear())["body"]
    assert [i["msgtype"] for i in body["mixed"]["msg_item"]] == ["text", "image"]
    assert body["mixed"]["msg_item"][1]["image"].keys() == {"url", "aeskey"}


async def test_ids_in_ciphertext(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.ids = "cipher"
    await wecom.say(SERVICE, "LiuYang", "早")
    shown = (await client.hear())["body"]["from"]["userid"]
    assert shown.startswith("wo")
    assert len(shown) == 32
    answer = await client.post(
        "batch/openuserid_to_userid", {"open_userid_list": [shown, "LiuYang"]}
    )
    assert answer["userid_list"] == [{"open_userid": shown, "userid": "LiuYang"}]
    assert answer["invalid_open_userid_list"] == ["LiuYang"]


async def test_three_in_flight(wecom: WeComServer, client: Client, clock: Clock) -> None:
    for words in "abcd":
        await wecom.say(SERVICE, "fangfang", words)
    frames = [await client.hear() for _ in range(3)]
    assert wecom.seen("unheard")[0]["why"] == "three are in flight"
    await client.ask("aibot_respond_msg", stream("…", finish=False), frames[0]["headers"]["req_id"])
    clock.forward(6)
    assert await wecom.say(SERVICE, "fangfang", "e")
    assert await wecom.say(SERVICE, "fangfang", "f")
    assert not await wecom.say(SERVICE, "fangfang", "g")  # the stream was never finished
    assert await wecom.say(SERVICE, "LiuYang", "g")


async def test_what_may_go_wrong_with_hearing(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.control_character = wecom.knobs.twice = True
    wecom.knobs.separator = "\u2005"
    await wecom.say(SERVICE, "fangfang", "早")
    first, second = await client.hear(), await client.hear()
    assert first["body"]["msgid"] == second["body"]["msgid"]
    assert first["body"]["text"]["content"] == "@热线助手\u2005早\x0b"
    assert "\x0b" in client.raw[-1]
    wecom.knobs.deaf = True
    assert not await wecom.say(SERVICE, "fangfang", "早")
    wecom.knobs.deaf, wecom.knobs.creator = False, "LiuYang"
    assert not await wecom.say(SERVICE, "fangfang", "早")


async def test_what_is_said_to_nobody_is_lost_or_comes_later(
    wecom: WeComServer, client: Client
) -> None:
    await client.close()
    await wecom.say(SERVICE, "fangfang", "一")
    wecom.knobs.redeliver = True
    body = await wecom.say(SERVICE, "fangfang", "二")
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        await second.connect()
        assert (await second.hear())["body"]["msgid"] == body["msgid"]
        assert second.callbacks.empty()
        await second.close()


async def test_opening_the_chat_is_told_once_a_day(wecom: WeComServer, client: Client) -> None:
    await wecom.enter("hewei")
    told = await client.hear()
    assert told["body"]["event"]["eventtype"] == "enter_chat"
    assert not await wecom.enter("hewei")
    hello = {"msgtype": "text", "text": {"content": "您好"}}
    req = told["headers"]["req_id"]
    assert (await client.ask("aibot_respond_msg", hello, req))["errcode"] == 846605
    assert (await client.ask("aibot_respond_welcome_msg", hello, req))["errcode"] == 0
    assert (await client.ask("aibot_respond_welcome_msg", hello, req))["errcode"] == 846605


# -- replies ----------------------------------------------------------------------------------


async def test_replies(wecom: WeComServer, client: Client, clock: Clock) -> None:
    await wecom.say(SERVICE, "fangfang", "早")
    req = (await client.hear())["headers"]["req_id"]

    async def reply(body: object, to: str = req) -> int:
        return int((await client.ask("aibot_respond_msg", body, to))["errcode"])

    assert await reply(markdown("早"), "another") == 846605
    assert await reply({"msgtype": "text", "text": {"content": "早"}}) == 40008
    assert await reply(markdown("好" * 6827)) == 45002
    assert await reply(markdown("")) == 93017
    assert await reply(stream("正在…", finish=False)) == 0
    assert await reply(stream("登记好了")) == 0
    assert await reply(stream("还有")) == 846608
    assert await reply({"msgtype": "stream", "stream": {"id": "s2", "msg_item": []}}) == 40058
    assert await reply(markdown("另外")) == 0
    assert await reply(stream("慢", "s3", finish=False)) == 0
    clock.forward(361)
    assert await reply(stream("太慢了", "s3")) == 846608
    clock.forward(86400)
    assert await reply(markdown("晚")) == 846605
    assert [m["text"] for m in wecom.messages(SERVICE)] == ["登记好了", "另外", "慢"]
    assert not any(m["rung"] for m in wecom.messages(SERVICE))


async def test_thirty_a_minute_in_a_chat(wecom: WeComServer, client: Client, clock: Clock) -> None:
    await wecom.say(SERVICE, "fangfang", "早")
    req = (await client.hear())["headers"]["req_id"]
    assert (await client.ask("aibot_respond_msg", markdown("早"), req))["errcode"] == 0
    assert [await client.push(SERVICE, f"{i}") for i in range(30)] == [0] * 29 + [45009]
    wecom.knobs.over_limit = "silent"
    assert await client.push(SERVICE, "没了") == 0
    assert len(wecom.messages(SERVICE)) == 30
    clock.forward(61)
    assert await client.push(SERVICE, "又来") == 0
    assert len(wecom.messages(SERVICE)) == 31


async def test_a_thousand_an_hour(wecom: WeComServer, client: Client, clock: Clock) -> None:
    for _ in range(34):
        codes = [await client.push(SERVICE, "x") for _ in range(30)]
        clock.forward(61)
    assert codes == [0] * 10 + [45009] * 20


# -- pushes -----------------------------------------------------------------------------------


async def test_where_a_push_may_go(wecom: WeComServer, client: Client) -> None:
    assert await client.push("wrservice01", "早") == 93006
    assert await client.push(REPAIR, "早") == 93001
    wecom.knobs.virgin_code = 93008
    assert await client.push(REPAIR, "早") == 93008
    await wecom.say(REPAIR, "hewei", "你好")
    assert await client.push(REPAIR, "早") == 0
    wecom.groups[REPAIR].has_bot = False
    assert await client.push(REPAIR, "早") == 93008
    assert await client.push("hewei", "早", 1) == 93008  # still the virgin code
    await wecom.say("", "hewei", "你好")
    assert await client.push("hewei", "早", 1) == 0
    assert await client.push("hewei", "早", 2) == 93006
    assert await client.push("hewei", "早", 0) == 0
    assert await client.push(wecom.open_userid("hewei"), "早", 1) == 0
    wecom.knobs.push_by_other_id = False
    assert await client.push(wecom.open_userid("hewei"), "早", 1) == 93006


async def test_no_push_rings(wecom: WeComServer, client: Client) -> None:
    assert await client.push(SERVICE, "<@fangfang> 快去") == 0
    assert wecom.messages(SERVICE)[0]["text"] == "<@fangfang> 快去"
    assert wecom.messages(SERVICE)[0]["rung"] == []
    wecom.knobs.mention_rings = True
    assert await client.push(SERVICE, "<@fangfang> 快去") == 0
    assert wecom.messages(SERVICE)[1]["rung"] == ["fangfang"]


# -- cards ------------------------------------------------------------------------------------


async def _card(client: Client, body: dict[str, object]) -> int:
    told = push(SERVICE, {"msgtype": "template_card", "template_card": body})
    return int((await client.ask("aibot_send_msg", told))["errcode"])


async def test_a_card_its_click_and_its_one_update(
    wecom: WeComServer, client: Client, clock: Clock
) -> None:
    assert await _card(client, card("RX-0007@1")) == 0
    await wecom.press("RX-0007@1", "fangfang", "accept")
    told = await client.hear()
    event = told["body"]["event"]["template_card_event"]
    assert (event["event_key"], event["task_id"]) == ("accept", "RX-0007@1")
    req = told["headers"]["req_id"]

    async def update(task_id: str, to: str = req) -> int:
        body = {"response_type": "update_template_card", "template_card": card(task_id, "已接单")}
        return int((await client.ask("aibot_respond_update_msg", body, to))["errcode"])

    assert await update("RX-0007@2") == 42014
    assert await update("RX-0007@1") == 0
    assert await update("RX-0007@1") == 846605
    assert wecom.cards["RX-0007@1"]["card"]["main_title"]["title"] == "已接单"
    await wecom.press("RX-0007@1", "LiuYang", "done")
    late = (await client.hear())["headers"]["req_id"]
    clock.forward(5.1)
    assert await update("RX-0007@1", late) == 846605


async def test_a_click_that_nobody_hears_is_gone(wecom: WeComServer, client: Client) -> None:
    await _card(client, card("RX-1@1"))
    await client.close()
    await wecom.press("RX-1@1", "fangfang", "accept")
    assert wecom.seen("lost")
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        await second.connect()
        assert await second.push(SERVICE, "早") == 0
        assert second.callbacks.empty()
        await second.close()


async def test_an_update_for_some_people_is_seen_by_them(
    wecom: WeComServer, client: Client
) -> None:
    await _card(client, card("RX-2@1"))
    await wecom.press("RX-2@1", "fangfang", "accept")
    req = (await client.hear())["headers"]["req_id"]
    new = {"response_type": "update_template_card", "userids": ["fangfang"]}
    body = new | {"template_card": card("RX-2@1", "您已接单")}
    assert (await client.ask("aibot_respond_update_msg", body, req))["errcode"] == 0
    state = wecom.cards["RX-2@1"]
    assert state["card"]["main_title"]["title"] == "3号楼不热"
    assert state["views"]["fangfang"]["main_title"]["title"] == "您已接单"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"task_id": "工单7"}, 42014),
        ({"task_id": "RX#7"}, 42014),
        ({"task_id": "x" * 129}, 42014),
        ({"task_id": None}, 40058),
        ({"button_list": []}, 40058),
        ({"button_list": [{"text": str(i), "key": str(i)} for i in range(7)]}, 40058),
        ({"button_list": [{"text": "接单", "key": "a"}, {"text": "完成", "key": "a"}]}, 42016),
        ({"button_list": [{"text": "打开", "type": 1, "url": "https://x"}]}, 40058),
        ({"main_title": {}}, 40058),
        ({"jump_list": []}, 40058),
        ({"horizontal_content_list": [{"keyname": "a", "type": 2}]}, 40058),
    ],
)
async def test_cards_that_are_refused(
    wecom: WeComServer, client: Client, change: dict[str, object], code: int
) -> None:
    assert await _card(client, card("RX-3@1") | change) == code
    assert not wecom.messages(SERVICE)


async def test_a_task_id_is_used_once(wecom: WeComServer, client: Client) -> None:
    assert [await _card(client, card("RX-4@1")) for _ in range(2)] == [0, 40058]
    assert len(wecom.messages(SERVICE)) == 1
