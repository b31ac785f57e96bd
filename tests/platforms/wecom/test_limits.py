"""Limits that tell nobody: counted by all processes together, below what the vendor drops."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.card import Button, Card
from bot.domain.chat import ChatRef
from bot.platforms.base import Later, Mention, Outgoing
from bot.platforms.wecom import Key
from bot.platforms.wecom.counting import APPCHAT, PERSON, Counted
from storage.memory import Memory
from storage.store import Storage
from tests.servers.wecom import AES_KEY, TOKEN
from tests.wecom_house import PEOPLE, open_wecom

NOW = datetime(2026, 11, 23, tzinfo=UTC)


async def test_a_count_in_the_database_lets_no_more_through_than_the_vendor(
    database_url: str,
) -> None:
    """Two processes, each with its own connection, taking by turns and at once."""
    storages = [await Storage.open(database_url) for _ in range(2)]
    now, sent = NOW, []
    counters = [Counted(Memory(s, "wecom", lambda: now), "told", PERSON) for s in storages]
    try:
        for _ in range(60):
            taken = await asyncio.gather(
                *(c.take(["zhangsan"], now) for c in counters), return_exceptions=True
            )
            assert all(each is None or isinstance(each, Later) for each in taken)
            sent += [now] * taken.count(None)
            now += timedelta(seconds=2)
    finally:
        for storage in storages:
            await storage.close()
    for at in sent:
        assert sum(at <= other < at + timedelta(minutes=1) for other in sent) <= 27
    assert len(sent) >= 48  # and not many fewer


async def test_whoever_has_no_room_left_takes_none_from_the_others(sqlite_url: str) -> None:
    storage = await Storage.open(sqlite_url)
    counted = Counted(Memory(storage, "wecom", lambda: NOW), "told", PERSON)
    try:
        await counted.take(["zhangsan"], NOW, 27)
        with pytest.raises(Later) as full:
            await counted.take(["lisi", "zhangsan"], NOW)
        assert timedelta(minutes=1) <= full.value.wait <= timedelta(seconds=65)
        await counted.take(["lisi"], NOW, 27)
        await counted.take(["zhangsan"], NOW + full.value.wait)
    finally:
        await storage.close()


async def test_two_processes_together_send_one_person_no_more_than_he_gets(
    database_url: str,
) -> None:
    """Words and cards, of both: what is over would be gone without an error."""
    key = Key(TOKEN, AES_KEY)
    async with open_wecom(database_url, called_back=True, app_key=key) as house:
        other, now = house.another(), house.clock.now()
        person = Mention(PEOPLE["运行甲"], "运行甲")
        chat = ChatRef("wecom", "wrNobodyHasSpokenHere")
        later = 0
        for i in range(20):
            card = Card(i, f"#{i} 阳光花园", "已派单", "warn", (), (Button("接单", "接单"),))
            for j, platform in enumerate((house.platform, other)):
                message = Outgoing(f"新投诉 #{i}", (person,), card, meta={"kind": "dispatched"})
                try:
                    await platform.send(chat, message, f"in-{i}/{j}", now)
                except Later:
                    later += 1
        got = house.server.seen("message", person.user_id)
        assert not house.server.seen("dropped")
        assert len(got) == 27
        assert {m["msgtype"] for m in got} == {"text", "template_card"}
        assert later >= 20  # they come again, nothing is lost
        await other.stop()


async def test_groups_that_the_app_made_get_no_more_than_a_member_gets(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        chats = house.platform._speaking.appchats
        people = [Mention(PEOPLE[n], n) for n in ("运行甲", "运行乙")]
        room = await house.platform.make_group("应急", people, "k", house.clock.now())
        made = room.chat_id.removeprefix("app:")
        text = {"msgtype": "text", "text": {"content": "进展"}}
        for _ in range(APPCHAT[0][0] - 1):  # the first told how to be heard
            await chats.say(made, [text], house.clock.now())
        with pytest.raises(Later):
            await chats.say(made, [text], house.clock.now())
        assert not house.server.seen("dropped")
        house.clock.set(house.clock.now() + timedelta(seconds=66))
        await chats.say(made, [text], house.clock.now())
