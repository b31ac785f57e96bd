"""Callback mode: what is answered in the callback itself, and what goes another way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.platforms.wecom import Key
from bot.web.callbacks import add_wecom
from bot.workers.heartbeat import Heartbeat
from tests.house import COLD, OUTAGE
from tests.servers.wecom import AES_KEY, TOKEN
from tests.wecom_house import OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom


@asynccontextmanager
async def _called_back(url: str, *, at_work: bool = True, **more: Any) -> AsyncIterator[WeComHouse]:
    """A house that the vendor calls, its workers at work or not."""
    key = Key(TOKEN, AES_KEY)
    async with open_wecom(url, called_back=True, bot_key=key, app_key=key, **more) as house:
        app = web.Application()
        add_wecom(app, house.platform.callbacks)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        house.server.callbacks.use(f"http://{host}:{port}/callback/wecom/bot")
        house.server.callbacks.app_url = f"http://{host}:{port}/callback/wecom/app"
        heartbeat = Heartbeat(house.running.work, house.running.deliver)
        house.running.poke = heartbeat.poke
        if at_work:
            heartbeat.start()
        try:
            yield house
        finally:
            if at_work:
                await heartbeat.stop()
            await runner.cleanup()


async def test_the_answer_of_a_callback_brings_the_card_into_the_group(database_url: str) -> None:
    """The bot can't push in this mode; its one chance in a group is the answer itself."""
    async with _called_back(database_url, patience=3.0) as house:
        await house.server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await house.until(lambda: bool(house.cards_in(SERVICE)))
        (receipt,) = house.heard_in(SERVICE)
        assert (receipt["way"], receipt["msgtype"]) == ("reply", "stream")
        assert "#1" in receipt["text"]
        (card,) = house.cards_in(SERVICE)
        assert "#1" in card["text"]
        # The button is answered in its own callback, with the card as it has become.
        task = card["card"]["task_id"]
        await house.server.say(OPERATIONS, PEOPLE["运行甲"], "收到 1")
        await house.until(lambda: bool(house.heard_in(OPERATIONS)))
        key = card["card"]["button_list"][0]["key"]
        await house.server.press(task, PEOPLE["客服主管"], key)
        await house.until(lambda: bool(house.server.seen("card_updated", task_id=task)))
        assert "已接单" in house.server.seen("card_updated", task_id=task)[-1]["text"]


async def test_what_is_too_late_for_the_callback_goes_by_its_own_address(sqlite_url: str) -> None:
    async with _called_back(sqlite_url, at_work=False, patience=0) as house:
        await house.server.say(SERVICE, PEOPLE["客服甲"], "查 1")
        assert not house.heard_in(SERVICE)
        await house.running.drain()
        (answer,) = house.heard_in(SERVICE)
        assert answer["way"] == "response_url"


async def test_a_rooms_code_is_answered_though_the_bot_can_push_nothing(sqlite_url: str) -> None:
    async with _called_back(sqlite_url, patience=3.0) as house:
        await house.server.say(SERVICE, PEOPLE["客服甲"], OUTAGE)
        await house.until(lambda: bool(house.server.seen("group_created")))
        room = house.server.seen("group_created")[0]["in"]
        await house.until(lambda: bool(house.heard_in(room)))
        code = house.heard_in(room)[0]["text"].partition("绑定 ")[2][:6]
        house.server.groups[room].has_bot = True
        await house.server.say(room, PEOPLE["运行甲"], f"绑定 {code}")
        await house.until(lambda: any("已绑定" in m["text"] for m in house.heard_in(room)))
        said = [m for m in house.heard_in(room) if "已绑定" in m["text"]]
        assert [m["way"] for m in said] == ["reply"]


async def test_a_repeated_callback_is_answered_once(sqlite_url: str) -> None:
    async with _called_back(sqlite_url, knobs={"twice": True}) as house:
        await house.server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await house.until(lambda: house.kept >= 2)
        await house.running.drain()
        assert await house.count() == 1
        assert len([m for m in house.heard_in(SERVICE) if "#1" in m["text"]]) == 1


async def test_what_is_said_to_the_app_itself_is_heard_and_answered_there(sqlite_url: str) -> None:
    async with _called_back(sqlite_url, at_work=False) as house:
        person = PEOPLE["客服甲"]
        said = {"FromUserName": person, "MsgType": "text", "Content": COLD, "MsgId": "1"}
        for _ in range(2):  # sealed anew, as after an answer that was lost
            assert await house.server.callbacks.post_app(said) == ""
        picture = {"FromUserName": person, "MsgType": "image", "MediaId": "m", "MsgId": "2"}
        assert await house.server.callbacks.post_app(picture) == ""
        opened = {"FromUserName": person, "MsgType": "event", "Event": "enter_agent"}
        assert await house.server.callbacks.post_app(opened) == ""
        await house.running.drain()
        assert await house.count() == 1
        first, second = house.heard_in(person)
        assert "#1" in first["text"]
        assert "没收到文字" in second["text"]
