"""Where, how often and with which cards a bot may speak unasked on the scripted WeCom."""

from __future__ import annotations

import aiohttp
import pytest

from tests.servers.conftest import Clock
from tests.servers.wecom import WeComServer
from tests.servers.wecom_client import REPAIR, SERVICE, Client, card, markdown, push

# -- replies ----------------------------------------------------------------------------------


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
