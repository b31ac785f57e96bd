"""Pictures and documents that the bot sends, on DingTalk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.attachments import name_of
from bot.platforms.base import File, Refused
from storage.rows import NewOutbox
from tests.dingtalk_house import PEOPLE, SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD

DOCUMENT = b"PK\x03\x04ledger"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[DingTalkHouse]:
    async with open_dingtalk(sqlite_url, files=tmp_path) as opened:
        yield opened


async def put(house: DingTalkHouse, chat: str, name: str, kept: str) -> None:
    """As a handler does it when somebody asks: a row in the outbox."""
    now = house.clock.now()
    payload = {"name": name, "kept": kept, "asked": True}
    row = NewOutbox(f"dingtalk:{chat}", "file", f"file/{name}", payload, 3, now, now)
    async with house.running.storage.transaction() as transaction:
        unit = transaction.unit()
        unit.put(row)
        transaction.keep(unit)
    await house.running.drain()


@pytest.mark.parametrize("chat", [SERVICE, f"single:{PEOPLE['客服甲']}"])
async def test_a_document_and_a_picture_are_shown(
    house: DingTalkHouse, chat: str, tmp_path: Path
) -> None:
    for name, ending, data in (("3号单图1", "xlsx", DOCUMENT), ("3号单图2", "png", PNG)):
        kept = name_of(name)
        (tmp_path / f"{kept}.{ending}").write_bytes(data)
        await put(house, chat, name, kept)
    where = chat.removeprefix("single:")
    shown = [(m["text"], *house.server.media[m["media"]]) for m in house.heard_in(where)]
    assert shown == [
        ("3号单图1.xlsx", "file", "heatdesk.xlsx", DOCUMENT),
        ("[图片]", "image", "heatdesk.png", PNG),
    ]


async def test_an_upload_that_is_not_there_any_more_is_made_again(house: DingTalkHouse) -> None:
    """A media id is kept for a day to spare a call; whether it lasts so long nobody has written."""
    chat, sheet = ChatRef("dingtalk", SERVICE), File("台账.xlsx", DOCUMENT)
    uploads = house.server.calls
    for i in range(2):
        await house.platform.send_file(chat, sheet, f"k{i}", house.clock.now())
    assert uploads.count("/media/upload") == 1
    house.server.media.clear()
    await house.platform.send_file(chat, sheet, "k2", house.clock.now())
    assert uploads.count("/media/upload") == 2
    assert len(house.heard_in(SERVICE)) == 3
    await house.forward(hours=25)
    await house.platform.send_file(chat, sheet, "k3", house.clock.now())
    assert uploads.count("/media/upload") == 3


async def test_what_is_larger_than_dingtalk_takes_is_not_uploaded(house: DingTalkHouse) -> None:
    large = File("现场.png", b"\x89PNG\r\n\x1a\n" + b"0" * (20 * 1024 * 1024))
    chat = ChatRef("dingtalk", SERVICE)
    with pytest.raises(Refused, match="大于 20 MB"):
        await house.platform.send_file(chat, large, "k", house.clock.now())
    assert "/media/upload" not in house.server.calls


@pytest.mark.parametrize("name", ["台账.csv", "报告.md", "没有结尾"])
async def test_what_dingtalk_does_not_take_is_refused_before_it_is_uploaded(
    house: DingTalkHouse, name: str
) -> None:
    with pytest.raises(Refused, match="钉钉不收"):
        await house.platform.send_file(
            ChatRef("dingtalk", SERVICE), File(name, b"x"), "k", house.clock.now()
        )
    assert not house.server.media


async def test_a_file_that_is_gone_is_told_where_it_was_wanted(house: DingTalkHouse) -> None:
    await put(house, SERVICE, "3号单图1", name_of("gone"))
    await house.forward(minutes=2)
    assert "文件没发出来" in house.heard_in(SERVICE)[-1]["text"]


async def test_an_upload_with_an_old_token_fetches_a_new_one(
    house: DingTalkHouse, tmp_path: Path
) -> None:
    await house.say(SERVICE, "客服甲", COLD)
    house.server.revoke_token()
    (tmp_path / f"{name_of('a')}.xlsx").write_bytes(b"PK")
    await put(house, SERVICE, "3号单图1", name_of("a"))
    assert house.heard_in(SERVICE)[-1]["text"] == "3号单图1.xlsx"


async def test_usage_in_plain_values(house: DingTalkHouse) -> None:
    """What a settings page shows."""
    await house.say(SERVICE, "客服甲", COLD)
    calls, messages = await house.platform.usage()
    assert (calls.name, calls.limit, messages.name) == ("calls", 5000, "messages")
    assert calls.used == 2  # to the group, and to whom it could not ring there
    assert messages.used == 2  # what was heard, and the answer
