"""What the scripted WeCom lets a bot hear, and how it may reply to it."""

from __future__ import annotations

import aiohttp

from tests.servers.conftest import Clock
from tests.servers.wecom import WeComServer
from tests.servers.wecom_client import SERVICE, Client, markdown, stream

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
