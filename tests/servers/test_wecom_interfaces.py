"""The scripted WeCom's interfaces keep the vendor's rules: webhooks, the app, its groups, files."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import aiohttp
import pytest

from tests.servers.conftest import Clock
from tests.servers.test_wecom_link import SERVICE, card, markdown, push
from tests.servers.wecom import AGENT, CORP, SECRET, WeComServer
from tests.servers.wecom.crypto import decrypt_bytes, key_of
from tests.servers.wecom_client import Client

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def text(words: str, *mentioned: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": words, "mentioned_list": list(mentioned)}}


def to_person(userids: str, words: str = "请看工单", **more: Any) -> dict[str, Any]:
    return {
        "touser": userids,
        "agentid": AGENT,
        "msgtype": "text",
        "text": {"content": words},
    } | more


def form(name: str = "日报.xlsx", data: bytes = b"PK12345678") -> aiohttp.FormData:
    made = aiohttp.FormData(quote_fields=False)
    made.add_field("media", data, filename=name)
    return made


# -- webhooks ---------------------------------------------------------------------------------


async def test_a_webhook_rings_the_members(wecom: WeComServer, client: Client) -> None:
    said = text("<@LiuYang> 请看", "fangfang", "hewei", "nobody")
    assert (await client.post("webhook/send", said, key="key-service"))["errcode"] == 0
    assert wecom.messages(SERVICE)[0]["rung"] == ["fangfang", "LiuYang"]
    everybody = text("都看", "@all")
    await client.post("webhook/send", everybody, key="key-service")
    assert wecom.messages(SERVICE)[1]["rung"] == ["LiuYang", "fangfang"]
    mobile = {"msgtype": "text", "text": {"content": "x", "mentioned_mobile_list": ["13800000001"]}}
    await client.post("webhook/send", mobile, key="key-service")
    assert wecom.messages(SERVICE)[2]["rung"] == ["fangfang"]


async def test_which_markdown_rings(wecom: WeComServer, client: Client) -> None:
    old = {"msgtype": "markdown", "markdown": {"content": "<@fangfang>"}}
    new = {"msgtype": "markdown_v2", "markdown_v2": {"content": "<@fangfang>"}}
    for body in (old, new):
        assert (await client.post("webhook/send", body, key="key-service"))["errcode"] == 0
    assert [m["rung"] for m in wecom.messages(SERVICE)] == [["fangfang"], []]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (text("暖" * 683), 45002),
        (markdown("暖" * 1366), 45002),
        (text(""), 44004),
        ({"msgtype": "stream", "stream": {}}, 40008),
        ({"msgtype": "template_card", "template_card": card("RX-1")}, 40008),
        ({"msgtype": "file", "file": {"media_id": "x"}}, 40007),
        (b'{"msgtype":"text","text":{"content":"\\u6696"}}', 40033),
        (b"no json", 40035),
    ],
)
async def test_what_a_webhook_refuses(
    wecom: WeComServer, client: Client, body: Any, code: int
) -> None:
    assert (await client.post("webhook/send", body, key="key-service"))["errcode"] == code
    assert not wecom.messages(SERVICE)


async def test_a_webhook_just_within_its_bytes(wecom: WeComServer, client: Client) -> None:
    said = text("暖" * 682)
    assert (await client.post("webhook/send", said, key="key-service"))["errcode"] == 0


async def test_twenty_a_minute(wecom: WeComServer, client: Client, clock: Clock) -> None:
    async def codes(count: int) -> list[int]:
        return [
            (await client.post("webhook/send", text("x"), key="key-service"))["errcode"]
            for _ in range(count)
        ]

    assert await codes(21) == [0] * 20 + [45009]
    clock.forward(59)
    assert await codes(1) == [45009]
    clock.forward(2)
    assert await codes(1) == [0]


async def test_keys_and_robots_that_are_gone(wecom: WeComServer, client: Client) -> None:
    assert (await client.post("webhook/send", text("x"), key="wrong"))["errcode"] == 93000
    wecom.groups[SERVICE].webhook_on = False
    assert (await client.post("webhook/send", text("x"), key="key-service"))["errcode"] == 93004


async def test_a_picture_and_a_file(wecom: WeComServer, client: Client) -> None:
    image = {
        "base64": base64.b64encode(PNG).decode(),
        "md5": hashlib.md5(PNG, usedforsecurity=False).hexdigest(),
    }
    body = {"msgtype": "image", "image": image}
    assert (await client.post("webhook/send", body, key="key-service"))["errcode"] == 0
    bad = body | {"image": image | {"md5": "0" * 32}}
    assert (await client.post("webhook/send", bad, key="key-service"))["errcode"] == 301019
    url = f"{wecom.base}/cgi-bin/webhook/upload_media?key=key-service&type=file"
    async with client.session.post(url, data=form()) as answer:
        kept = await answer.json()
    assert kept["type"] == "file"
    assert isinstance(kept["created_at"], str)
    said = {"msgtype": "file", "file": {"media_id": kept["media_id"]}}
    assert (await client.post("webhook/send", said, key="key-service"))["errcode"] == 0
    assert wecom.messages(SERVICE)[-1]["name"] == "日报.xlsx"
    wecom.groups["wrRepair01"].webhook = "key-repair"
    assert (await client.post("webhook/send", said, key="key-repair"))["errcode"] == 40007


# -- the token and the trusted address --------------------------------------------------------


async def test_the_token(wecom: WeComServer, client: Client, clock: Clock) -> None:
    assert (await client.get("user/get", userid="hewei"))["errcode"] == 41001
    assert (await client.get("gettoken", corpid=CORP, corpsecret=SECRET))["errcode"] == 40001
    first = await client.token()
    clock.forward(7100)
    assert await client.token() == first
    clock.forward(101)
    query = {"userid": "hewei", "access_token": first}
    assert (await client.get("user/get", **query))["errcode"] == 42001
    second = await client.token()
    assert second != first
    wecom.app.revoke()
    query["access_token"] = second
    assert (await client.get("user/get", **query))["errcode"] == 40014


async def test_an_address_that_is_not_trusted(wecom: WeComServer, client: Client) -> None:
    token = await client.token()
    wecom.knobs.trusted = False
    answer = await client.post("message/send", to_person("hewei"), access_token=token)
    assert answer["errcode"] == 60020
    assert "from ip: 203.0.113.9" in answer["errmsg"]
    assert await client.token() == "None"
    wecom.knobs.gettoken_is_exempt = True
    assert await client.token() == token
    assert await client.push(SERVICE, "机器人不受此限") == 0
    assert (await client.post("webhook/send", text("x"), key="key-service"))["errcode"] == 0


async def test_limits_of_the_whole_company(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.concurrent = 0
    assert (await client.post("message/send", to_person("hewei")))["errcode"] == 45033
    wecom.knobs.concurrent = 400
    wecom.knobs.no_api = {"message/send"}
    assert (await client.post("message/send", to_person("hewei")))["errcode"] == 48002


# -- messages to persons ----------------------------------------------------------------------


async def test_an_errcode_of_zero_with_a_failure_inside(wecom: WeComServer, client: Client) -> None:
    wecom.people["hewei"].licensed = False
    answer = await client.post("message/send", to_person("LiuYang|NoBody|hewei"))
    assert answer["errcode"] == 0
    assert answer["invaliduser"] == "nobody"
    assert answer["unlicenseduser"] == "hewei"
    assert wecom.messages("LiuYang")
    assert not wecom.messages("hewei")
    wecom.people["LiuYang"].in_range = False
    assert (await client.post("message/send", to_person("LiuYang|x")))["errcode"] == 81013
    assert (await client.post("message/send", to_person("")))["errcode"] == 81012


async def test_more_than_thirty_a_minute_to_a_person_are_never_seen(
    wecom: WeComServer, client: Client
) -> None:
    answers = [await client.post("message/send", to_person("hewei", f"{i}")) for i in range(31)]
    assert {a["errcode"] for a in answers} == {0}
    assert len(wecom.messages("hewei")) == 30


async def test_text_is_cut_without_a_word(wecom: WeComServer, client: Client) -> None:
    assert (await client.post("message/send", to_person("hewei", "暖" * 700)))["errcode"] == 0
    assert wecom.messages("hewei")[0]["text"] == "暖" * 682


async def test_the_same_again_is_not_shown(wecom: WeComServer, client: Client) -> None:
    body = to_person("hewei", enable_duplicate_check=1)
    for _ in range(2):
        assert (await client.post("message/send", body))["errcode"] == 0
    assert len(wecom.messages("hewei")) == 1


async def test_an_app_card_and_its_one_change(wecom: WeComServer, client: Client) -> None:
    made = card("RX-9@u1")
    body = to_person("hewei", msgtype="template_card", template_card=made)
    code = (await client.post("message/send", body))["response_code"]
    assert (await client.post("message/send", body))["errcode"] == 42014
    change = {"userids": ["hewei"], "agentid": AGENT, "response_code": code,
              "button": {"replace_name": "已接单"}}  # fmt: skip
    path = "message/update_template_card"
    assert (await client.post(path, change))["errcode"] == 0
    assert (await client.post(path, change))["errcode"] == 40058
    wecom.knobs.callback_url = False
    other = body | {"template_card": card("RX-9@u2")}
    assert (await client.post("message/send", other))["errcode"] == 43012


async def test_recall(wecom: WeComServer, client: Client, clock: Clock) -> None:
    msgid = (await client.post("message/send", to_person("hewei")))["msgid"]
    assert (await client.post("message/recall", {"msgid": msgid}))["errcode"] == 0
    assert wecom.messages("hewei")[0]["recalled"]
    clock.forward(86401)
    assert (await client.post("message/recall", {"msgid": msgid}))["errcode"] == 40058


# -- groups of the app ------------------------------------------------------------------------

GROUP = {"name": "应急·3号楼", "owner": "hewei", "userlist": ["hewei", "LiuYang"], "chatid": "RX7"}


async def test_a_group_is_made_once(wecom: WeComServer, client: Client) -> None:
    assert (await client.post("appchat/create", GROUP))["chatid"] == "RX7"
    assert (await client.post("appchat/create", GROUP))["errcode"] == 86215
    assert len(wecom.seen("group_created")) == 1
    group = wecom.group("RX7")
    assert group is not None
    assert not group.visible
    said = {"chatid": "RX7"} | text("<@hewei> 请到场", "LiuYang", "fangfang")
    assert (await client.post("appchat/send", said))["errcode"] == 0
    assert group.visible
    assert wecom.messages("RX7")[0]["rung"] == ["LiuYang", "hewei"]
    assert group.chatid != "RX7"
    assert await client.push(group.chatid, "早") == 93008  # the bot is not in it


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"userlist": ["hewei"]}, 86006),
        ({"userlist": []}, 86204),
        ({"userlist": ["hewei", "nobody"]}, 86216),
        ({"owner": "fangfang"}, 86207),
        ({"owner": "nobody"}, 86005),
        ({"name": ""}, 86202),
        ({"chatid": "应急"}, 86001),
        ({"chatid": "x" * 33}, 86205),
    ],
)
async def test_groups_that_are_refused(
    wecom: WeComServer, client: Client, change: dict[str, Any], code: int
) -> None:
    assert (await client.post("appchat/create", GROUP | change))["errcode"] == code
    assert not wecom.seen("group_created")


async def test_only_an_app_for_all_makes_groups(wecom: WeComServer, client: Client) -> None:
    wecom.knobs.root_visible = False
    assert (await client.post("appchat/create", GROUP))["errcode"] == 60011


async def test_changing_a_group(wecom: WeComServer, client: Client) -> None:
    await client.post("appchat/create", GROUP)
    change = {"chatid": "RX7", "name": "空闲", "add_user_list": ["fangfang"],
              "del_user_list": ["hewei"], "owner": "LiuYang"}  # fmt: skip
    assert (await client.post("appchat/update", change))["errcode"] == 0
    info = (await client.get("appchat/get", chatid="RX7", access_token=await client.token()))[
        "chat_info"
    ]
    assert (info["name"], info["owner"], info["userlist"]) == (
        "空闲", "LiuYang", ["LiuYang", "fangfang"]
    )  # fmt: skip
    without_owner = {"chatid": "RX7", "del_user_list": ["LiuYang"], "add_user_list": ["hewei"]}
    assert (await client.post("appchat/update", without_owner))["errcode"] == 86207
    assert (await client.post("appchat/update", {"chatid": SERVICE}))["errcode"] == 86008
    assert (await client.post("appchat/update", {"chatid": "RX8"}))["errcode"] == 86003


async def test_a_card_can_not_be_sent_to_an_app_group(wecom: WeComServer, client: Client) -> None:
    await client.post("appchat/create", GROUP)
    said = {"chatid": "RX7", "msgtype": "template_card", "template_card": card("RX-7")}
    assert (await client.post("appchat/send", said))["errcode"] == 40008


# -- directory, calls, signing in -------------------------------------------------------------


async def test_the_directory(wecom: WeComServer, client: Client) -> None:
    token = await client.token()
    person = await client.get("user/get", userid="hewei", access_token=token)
    assert (person["name"], person["department"]) == ("何伟", [3])
    assert "mobile" not in person
    below = await client.get("department/simplelist", access_token=token)
    assert [d["id"] for d in below["department_id"]] == [1, 2, 3]
    named = await client.get("department/get", id="2", access_token=token)
    assert named["department"]["name"] == "客服部"
    inside = await client.get("user/simplelist", department_id="2", access_token=token)
    assert [u["userid"] for u in inside["userlist"]] == ["fangfang", "LiuYang"]
    wecom.people["hewei"].in_range = False
    lost = await client.get("user/get", userid="hewei", access_token=token)
    assert lost["errcode"] == 60011


async def test_mobile_numbers(wecom: WeComServer, client: Client) -> None:
    found = await client.post("user/getuserid", {"mobile": "13800000002"})
    assert found["userid"] == "LiuYang"
    assert (await client.post("user/getuserid", {"mobile": "138"}))["errcode"] == 60103
    wrong = {"mobile": "13911111111"}
    codes = [(await client.post("user/getuserid", wrong))["errcode"] for _ in range(3)]
    assert codes == [46004, 46004, 45009]


async def test_calls(wecom: WeComServer, client: Client, clock: Clock) -> None:
    async def call() -> str:
        body = {"callee_userid": ["hewei"]}
        return str((await client.post("pstncc/call", body))["states"][0]["callid"])

    for _ in range(3):
        last = await call()
    asked = {"callee_userid": "hewei", "callid": last}
    assert (await client.post("pstncc/getstates", asked))["reason"] == 2
    asked["callid"] = await call()
    assert (await client.post("pstncc/getstates", asked))["reason"] == 13
    assert len(wecom.seen("call")) == 3
    clock.forward(481)
    await call()
    assert len(wecom.seen("call")) == 4
    for state, code in (("unlinked", 301049), ("closed", 301050), ("poor", 301051)):
        wecom.knobs.phone = state
        refused = await client.post("pstncc/call", {"callee_userid": ["hewei"]})
        assert refused["errcode"] == code


async def test_signing_in(wecom: WeComServer, client: Client, clock: Clock) -> None:
    query = {"login_type": "CorpApp", "appid": CORP, "agentid": str(AGENT), "state": "s1",
             "redirect_uri": "http://127.0.0.1:1/back", "as": "hewei"}  # fmt: skip
    url = f"{wecom.base}/wwlogin/sso/login"
    async with client.session.get(url, params=query, allow_redirects=False) as answer:
        assert answer.status == 302
        back = aiohttp.client.URL(answer.headers["Location"]).query
    assert back["state"] == "s1"
    asked = {"code": back["code"], "access_token": await client.token()}
    assert (await client.get("auth/getuserinfo", **asked))["userid"] == "hewei"
    assert (await client.get("auth/getuserinfo", **asked))["errcode"] == 40029
    asked["code"] = wecom.login.code_for("hewei")
    clock.forward(301)
    asked["access_token"] = await client.token()
    assert (await client.get("auth/getuserinfo", **asked))["errcode"] == 40029
    stranger = asked | {"code": wecom.login.code_for("stranger")}
    assert "openid" in await client.get("auth/getuserinfo", **stranger)
    wecom.login.domains = {"heat.example.cn"}
    async with client.session.get(url, params=query) as answer:
        assert "50001" in await answer.text()


# -- files ------------------------------------------------------------------------------------


async def test_a_link_is_encrypted_and_dies_in_five_minutes(
    wecom: WeComServer, client: Client, clock: Clock
) -> None:
    await wecom.say(SERVICE, "fangfang", "看图", quote=("image", PNG))
    await wecom.say(SERVICE, "fangfang", "看图", quote=("image", PNG))
    images = [(await client.hear())["body"]["quote"]["image"] for _ in range(2)]
    assert {i["aeskey"].endswith("=") for i in images} == {True, False}
    for image in images:
        async with client.session.get(image["url"]) as answer:
            assert decrypt_bytes(key_of(image["aeskey"]), await answer.read()) == PNG
            assert "filename*=UTF-8''image.bin" in answer.headers["Content-Disposition"]
    clock.forward(301)
    async with client.session.get(images[0]["url"]) as answer:
        assert answer.status == 403


class Upload:
    """A file in pieces."""

    def __init__(self, data: bytes, pieces: int) -> None:
        self.data, self.size = data, len(data) // pieces
        self.begin = {
            "type": "file",
            "filename": "日报.xlsx",
            "total_size": len(data),
            "total_chunks": pieces,
            "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        }

    def chunk(self, upload_id: str, index: int) -> dict[str, Any]:
        piece = self.data[index * self.size : (index + 1) * self.size]
        told = base64.b64encode(piece).decode()
        return {"upload_id": upload_id, "chunk_index": index, "base64_data": told}


async def test_an_upload_in_any_order(wecom: WeComServer, client: Client) -> None:
    upload = Upload(b"0123456789ab", 3)
    upload_id = (await client.ask("aibot_upload_media_init", upload.begin))["body"]["upload_id"]
    end = {"upload_id": upload_id}
    for index in (2, 0, 2):
        ack = await client.ask("aibot_upload_media_chunk", upload.chunk(upload_id, index))
        assert ack["errcode"] == 0
    assert (await client.ask("aibot_upload_media_finish", end))["errcode"] == 40058
    await client.ask("aibot_upload_media_chunk", upload.chunk(upload_id, 1))
    kept = (await client.ask("aibot_upload_media_finish", end))["body"]
    assert isinstance(kept["created_at"], str)
    body = push(SERVICE, {"msgtype": "file", "file": {"media_id": kept["media_id"]}})
    assert (await client.ask("aibot_send_msg", body))["errcode"] == 0
    assert wecom.messages(SERVICE)[0]["data"] == upload.data
    app = to_person("hewei", msgtype="file", file={"media_id": kept["media_id"]})
    assert (await client.post("message/send", app))["errcode"] == 40007


async def test_an_upload_broken_at_a_chunk_goes_on_elsewhere(
    wecom: WeComServer, client: Client
) -> None:
    upload = Upload(b"0123456789ab", 3)
    wecom.knobs.break_upload_at = 1
    upload_id = (await client.ask("aibot_upload_media_init", upload.begin))["body"]["upload_id"]
    await client.ask("aibot_upload_media_chunk", upload.chunk(upload_id, 0))
    await client.put("aibot_upload_media_chunk", upload.chunk(upload_id, 1))
    await client.closed.wait()
    async with aiohttp.ClientSession() as session:
        second = Client(wecom, session)
        await second.connect()
        for index in (1, 2):
            await second.ask("aibot_upload_media_chunk", upload.chunk(upload_id, index))
        ack = await second.ask("aibot_upload_media_finish", {"upload_id": upload_id})
        assert ack["errcode"] == 0
        await second.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [({"total_size": 5}, 44001), ({"total_size": (20 << 20) + 1}, 45001), ({"type": "doc"}, 40004),
     ({"total_chunks": 101}, 40058), ({"md5": "x"}, 40058)],
)  # fmt: skip
async def test_uploads_that_are_refused(
    wecom: WeComServer, client: Client, change: dict[str, Any], code: int
) -> None:
    begin = Upload(b"0123456789ab", 3).begin | change
    assert (await client.ask("aibot_upload_media_init", begin))["errcode"] == code


async def test_a_wrong_digest_shows_at_the_end(wecom: WeComServer, client: Client) -> None:
    upload = Upload(b"0123456789ab", 1)
    begin = upload.begin | {"md5": "0" * 32}
    upload_id = (await client.ask("aibot_upload_media_init", begin))["body"]["upload_id"]
    await client.ask("aibot_upload_media_chunk", upload.chunk(upload_id, 0))
    ack = await client.ask("aibot_upload_media_finish", {"upload_id": upload_id})
    assert ack["errcode"] == 40058


async def test_response_urls(wecom: WeComServer, client: Client, clock: Clock) -> None:
    async def code(where: str) -> str:
        body = await wecom.say(where, "fangfang", "早")
        return str(body["response_url"]).rsplit("=", 1)[1]

    async def answer(to: str, body: Any) -> int:
        told = await client.post("aibot/response", body, response_code=to)
        return int(told["errcode"])

    first = await code(SERVICE)
    as_card = {"msgtype": "template_card", "template_card": card("RX-5")}
    assert await answer(first, as_card) == 40008
    assert await answer(first, {"msgtype": "text", "text": {"content": "x"}}) == 40008
    assert await answer(first, markdown("早")) == 0
    assert await answer(first, markdown("早")) == 40058
    assert await answer(await code(""), as_card) == 0
    old = await code(SERVICE)
    clock.forward(3601)
    assert await answer(old, markdown("早")) == 40058
