"""The scripted WeCom's app keeps the vendor's rules: its token, its messages, its groups."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers.conftest import Clock
from tests.servers.wecom import AGENT, CORP, SECRET, WeComServer
from tests.servers.wecom_client import SERVICE, Client, card, text, to_person

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
