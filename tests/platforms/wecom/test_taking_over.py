"""One link for each bot: who has it, who stands by, who stays out; and what is kept meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import File, Refused
from bot.platforms.wecom import Timing, WeComPlatform
from storage.memory import Memory
from tests.house import COLD
from tests.premises import until
from tests.servers.wecom import BOT, SECRET
from tests.wecom_house import (
    FAST,
    OPERATIONS,
    PEOPLE,
    SERVICE,
    WeComHouse,
    open_wecom,
    wecom_config,
)


def _another(house: WeComHouse, kept: list[Any]) -> WeComPlatform:
    """A second process of ours, as far as the vendor can tell: the same bot, the same database."""
    memory = Memory(house.running.storage, "wecom", house.clock.now)
    other = WeComPlatform(wecom_config(house.server.base), memory, house.clock.now, timing=FAST)

    async def accept(incoming: Any) -> None:
        kept.append(incoming)

    other.on_incoming = accept
    return other


async def _stranger(house: WeComHouse) -> aiohttp.ClientWebSocketResponse:
    """Somebody else's program with our bot's secret."""
    socket = await house.platform.http.session.ws_connect(house.server.ws_url)
    body = {"bot_id": BOT, "secret": SECRET}
    await socket.send_json({"cmd": "aibot_subscribe", "headers": {"req_id": "x"}, "body": body})
    return socket


async def test_the_second_process_stands_by_and_takes_over(database_url: str) -> None:
    async with open_wecom(database_url) as house:
        kept: list[Any] = []
        other = _another(house, kept)
        other.start()
        await house.say(SERVICE, "客服甲", COLD)
        assert other.hears_since is None
        assert not house.server.seen("evicted")
        await house.platform.stop()  # it gives the link back as it ends
        await until(lambda: other.hears_since is not None)
        assert not house.server.seen("evicted")
        await house.server.say(SERVICE, PEOPLE["客服甲"], "查 1")
        await until(lambda: bool(kept))
        await other.stop()


async def test_whoever_died_with_the_link_is_followed_when_the_lease_is_over(
    sqlite_url: str,
) -> None:
    async with open_wecom(sqlite_url, start=False) as house:
        memory = Memory(house.running.storage, "wecom", house.clock.now)
        assert await memory.hold("link", "dead", timedelta(seconds=60))
        house.platform.start()
        await asyncio.sleep(0)
        assert house.platform.hears_since is None
        house.clock.set(house.clock.now() + timedelta(seconds=61))
        await house.until(lambda: house.platform.hears_since is not None)
        assert not await memory.hold("link", "dead", timedelta(seconds=60))


async def test_who_is_thrown_out_by_a_stranger_stays_out_and_tells_somebody(
    sqlite_url: str,
) -> None:
    async with open_wecom(sqlite_url) as house:
        stranger = await _stranger(house)
        await house.until(lambda: house.platform.hears_since is None)
        await house.until(lambda: bool(house.heard_in(PEOPLE["总经理"])))
        assert "挤下线" in house.heard_in(PEOPLE["总经理"])[0]["text"]
        assert len(house.server.seen("subscribed")) == 2
        await stranger.close()


async def test_a_stranger_who_has_gone_is_followed(sqlite_url: str) -> None:
    timing = Timing(ping=5, first_wait=0.01, standby=0.02, evicted=(0.05,), ack=2)
    async with open_wecom(sqlite_url, timing=timing) as house:
        stranger = await _stranger(house)
        await house.until(lambda: bool(house.server.seen("evicted")))
        await stranger.close()
        await house.until(lambda: len(house.server.seen("subscribed")) == 3)
        await house.until(lambda: house.platform.hears_since is not None)
        await house.say(SERVICE, "客服甲", COLD)


async def test_a_message_that_could_not_be_kept_is_tried_over(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        door, tries = house.platform.on_incoming, 0
        assert door is not None

        async def stuck(incoming: Any) -> None:
            nonlocal tries
            tries += 1
            if tries == 1:
                raise ConnectionError("the database is away")
            await door(incoming)

        house.platform.on_incoming = stuck
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1
        assert tries == 2


async def test_files_go_by_the_bot_else_by_webhook_else_by_the_app(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_wecom(sqlite_url, webhooks=True, files=tmp_path) as house:
        picture = File("图.png", b"\x89PNG\r\n\x1a\n" + b"x" * 1_300_000)
        sheet = File("日报 1123.xlsx", b"PK\x03\x04" + b"y" * 700_000)
        chat, now = ChatRef("wecom", OPERATIONS), house.clock.now()
        house.server.knobs.break_upload_at = 1
        await house.platform.send_file(chat, picture, "k1", now)
        await house.platform.send_file(chat, sheet, "k2", now)
        shown = house.heard_in(OPERATIONS)
        assert [m["data"] for m in shown] == [picture.data, sheet.data]
        assert shown[1]["name"] == sheet.name
        house.server.groups[OPERATIONS].has_bot = False
        await house.platform.send_file(chat, picture, "k3", now)
        await house.platform.send_file(chat, sheet, "k4", now)
        assert [m["way"] for m in house.heard_in(OPERATIONS)[2:]] == ["webhook", "webhook"]
        person = ChatRef("wecom", f"single:{PEOPLE['运行甲']}")
        await house.platform.send_file(person, sheet, "k5", now)
        (got,) = house.heard_in(PEOPLE["运行甲"])
        assert (got["way"], got["name"]) == ("app", sheet.name)


async def test_pictures_are_fetched_and_decrypted_and_lost_ones_asked_for_again(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with open_wecom(sqlite_url, files=tmp_path) as house:
        picture = b"\x89PNG\r\n\x1a\nheat"
        await house.say(SERVICE, "客服甲", COLD, pictures=[picture, picture])
        await house.until(lambda: len(list(tmp_path.glob("*.png"))) == 2)
        found = await asyncio.to_thread(lambda: [p.read_bytes() for p in tmp_path.glob("*.png")])
        assert found == [picture, picture]
        await house.say(SERVICE, "客服甲", "收到 1", quote=("image", b"\x89PNG\r\n\x1a\nmore"))
        await house.until(lambda: len(list(tmp_path.glob("*.png"))) == 3)
        kept = house.kept
        await house.say("", "客服甲", "我的", pictures=[b"no picture at all"])
        await house.until(lambda: house.kept >= kept + 2)
        await house.running.drain()
        assert "请再发一次" in house.heard_in(PEOPLE["客服甲"])[-1]["text"]


async def test_a_document_of_whatever_kind_is_kept(sqlite_url: str, tmp_path: Path) -> None:
    """Decrypted with its own key; nobody is told that it was lost."""
    async with open_wecom(sqlite_url, files=tmp_path) as house:
        for kind in ("file", "video"):
            await house.server.show("", PEOPLE["客服甲"], kind, b"of no known kind", "说明.txt")
        await house.until(lambda: len(list(tmp_path.glob("*.bin"))) == 2)
        found = await asyncio.to_thread(lambda: {p.read_bytes() for p in tmp_path.glob("*.bin")})
        assert found == {b"of no known kind"}
        await house.running.drain()
        assert not any("请再发一次" in m["text"] for m in house.heard_in(PEOPLE["客服甲"]))


@pytest.mark.parametrize(
    ("size", "way", "kind"),
    [(11 * 1024 * 1024, "push", "file"), (3 * 1024 * 1024, "webhook", "file"),
     (1024, "webhook", "image")],
)  # fmt: skip
async def test_a_picture_that_is_too_large_to_be_shown_is_a_file(
    sqlite_url: str, size: int, way: str, kind: str
) -> None:
    async with open_wecom(sqlite_url, webhooks=True) as house:
        house.server.groups[OPERATIONS].has_bot = way == "push"
        picture = File("现场.png", b"\x89PNG\r\n\x1a\n" + b"x" * size)
        chat = ChatRef("wecom", OPERATIONS)
        await house.platform.send_file(chat, picture, "k", house.clock.now())
        (shown,) = house.heard_in(OPERATIONS)
        assert (shown["way"], shown["msgtype"], shown["data"]) == (way, kind, picture.data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"x" * (20 * 1024 * 1024 + 1), "文件大于 20 MB"), (b"12345", "文件是空的")],
)
async def test_what_no_way_takes_is_refused_before_it_is_uploaded(
    sqlite_url: str, data: bytes, reason: str
) -> None:
    async with open_wecom(sqlite_url, webhooks=True) as house:
        chat, before = ChatRef("wecom", OPERATIONS), len(house.server.calls)
        with pytest.raises(Refused, match=reason):
            await house.platform.send_file(chat, File("大.bin", data), "k", house.clock.now())
        assert len(house.server.calls) == before
