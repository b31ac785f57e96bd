"""Processes that die, sockets that break for real, two services on one app: nothing is lost and
nothing is done twice."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from tests.dingtalk_house import OPERATIONS, PEOPLE, SERVICE, open_dingtalk
from tests.dingtalk_process import config
from tests.house import COLD, OUTAGE
from tests.premises import until
from tests.process import heard, heatdesk, service
from tests.servers.dingtalk import DingTalkServer
from tests.servers.dingtalk.gateway import MESSAGES

OPEN = "/v1.0/gateway/connections/open"


@pytest.fixture
async def server() -> AsyncIterator[DingTalkServer]:
    running = DingTalkServer()
    await running.start()
    for name, userid in PEOPLE.items():
        running.add_person(userid, name, mobile="13900000001" if name == "运行甲" else "")
    for chat in (SERVICE, OPERATIONS):
        running.add_group(chat, chat, set(PEOPLE.values()))
    yield running
    await running.stop()


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


async def test_killed_between_commit_and_acknowledgement(
    tmp_path: Path, server: DingTalkServer
) -> None:
    """The row is there, the vendor does not know it and brings the message again: one ticket."""
    written, database = config(tmp_path, server), tmp_path / "heatdesk.db"
    async with service(written, "dingtalk") as process:
        server.knobs.deaf = True
        said = await server.say(SERVICE, PEOPLE["客服甲"], OUTAGE)
        await until(lambda: bool(ask(database, "SELECT id FROM inbox")))
        process.kill()
        await process.wait()
    assert server.last_push not in server.acknowledged
    server.knobs.deaf = False
    await until(lambda: not server.sockets)
    async with service(written, "dingtalk"):
        await server.push(MESSAGES, said)
        push = server.last_push
        await until(lambda: push in server.acknowledged)
        await heard(server, SERVICE, "#1")
        await until(lambda: bool(server.seen("group_created")))
        assert ask(database, "SELECT id FROM tickets") == [(1,)]
        assert len(server.seen("group_created")) == 1
        await until(lambda: bool(server.seen("call")))
        assert [call["level"] for call in server.seen("call")] == ["app"]


async def test_killed_before_anything_was_kept(tmp_path: Path, server: DingTalkServer) -> None:
    """Somebody else holds the database: nothing is committed, so nothing is acknowledged."""
    written, database = config(tmp_path, server), tmp_path / "heatdesk.db"
    async with service(written, "dingtalk") as process:
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            said = await server.say(SERVICE, PEOPLE["客服甲"], COLD)
            push = server.last_push
            process.kill()
            await process.wait()
            other.execute("ROLLBACK")
    assert push not in server.acknowledged
    await until(lambda: not server.sockets)
    async with service(written, "dingtalk"):
        await server.push(MESSAGES, said)
        await heard(server, SERVICE, "#1")
        assert ask(database, "SELECT id FROM tickets") == [(1,)]


@pytest.mark.postgres
async def test_two_services_on_one_app(
    tmp_path: Path, server: DingTalkServer, postgres_url: str
) -> None:
    """The vendor gives each push to any of the sockets, and some of them to both."""
    places = [tmp_path / "a", tmp_path / "b"]
    for place in places:
        place.mkdir()
    first, second = (config(place, server, database=postgres_url) for place in places)
    async with service(first, "dingtalk"), service(second, "dingtalk"):
        await until(lambda: len(server.sockets) == 2)
        pushes = []
        for number in range(12):
            words = f"幸福{number}里{number + 1}号楼2单元501室不热 张女士1391234{number:04d}"
            said = await server.say(SERVICE, PEOPLE["客服甲"], words)
            pushes.append(server.last_push)
            for _ in range(2):
                await server.push(MESSAGES, said)
                pushes.append(server.last_push)
        await until(lambda: set(pushes) <= set(server.acknowledged))
        for number in range(1, 13):
            await heard(server, SERVICE, f"#{number} ")
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    try:
        assert await connection.fetchval("SELECT count(*) FROM tickets") == 12
        again = "SELECT count(*) - count(DISTINCT key) FROM outbox"
        assert await connection.fetchval(again) == 0
    finally:
        await connection.close()
    receipts = [m["text"] for m in server.seen("message", SERVICE) if "已登记" in m["text"]]
    assert len(receipts) == len(set(receipts))


async def test_a_frame_that_breaks_off(sqlite_url: str) -> None:
    """Half a message, then nothing: another socket, and the whole message on it."""
    async with open_dingtalk(sqlite_url) as house:
        used = house.server.tickets_used
        house.server.cut(in_frame=True)
        await house.until(lambda: house.server.tickets_used > used)
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1


async def test_a_half_open_connection(sqlite_url: str) -> None:
    """The socket stands and nothing comes, not even a ping."""
    async with open_dingtalk(sqlite_url, silence=0.2) as house:
        house.server.knobs.ping_every = 0.05
        house.server.knobs.silent = True
        used = house.server.tickets_used
        await house.until(lambda: house.server.tickets_used > used + 1)
        house.server.knobs.silent = False
        answered = len(house.server.acknowledged)
        await house.until(lambda: len(house.server.acknowledged) > answered)
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1


async def test_a_ticket_is_good_for_one_connection(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url) as house:
        topics = [{"type": "EVENT", "topic": "*"}]
        body = {"clientId": "dingheat7788", "clientSecret": "s3cr3t", "subscriptions": topics}
        headers = {"Accept": "application/json"}
        async with aiohttp.ClientSession() as session:
            async with session.post(house.server.base + OPEN, json=body, headers=headers) as got:
                found = await got.json()
            query = {"ticket": found["ticket"]}
            async with session.ws_connect(found["endpoint"], params=query) as socket:
                await socket.receive()
                with pytest.raises(aiohttp.WSServerHandshakeError):
                    await session.ws_connect(found["endpoint"], params=query)
        for _ in range(3):  # and ours never comes twice with one
            used = house.server.tickets_used
            house.server.cut()
            await house.until(lambda count=used: house.server.tickets_used > count)  # type: ignore[misc]
        asked = house.server.calls.count(OPEN)
        assert asked == house.server.tickets_used


async def test_a_token_revoked_under_load(sqlite_url: str) -> None:
    """Thirty sends at once meet a dead token: one new one for all, and each arrives once."""
    async with open_dingtalk(sqlite_url) as house:
        await house.say(SERVICE, "客服甲", COLD)
        house.server.revoke_token()
        people = [userid for userid in PEOPLE.values() for _ in range(3)]
        singles = house.platform._speaking.singles
        await asyncio.gather(
            *(singles.to_people([p], [f"第{i}条"], f"k{i}") for i, p in enumerate(people))
        )
        assert house.server.calls.count("/v1.0/oauth2/accessToken") == 2
        texts = [m["text"] for m in house.server.seen("message") if m["text"].startswith("第")]
        assert sorted(texts) == sorted(f"第{i}条" for i in range(len(people)))


async def test_a_storm_against_twenty_calls_a_second(sqlite_url: str) -> None:
    """403 for whatever is too fast: it waits in its row and arrives once."""
    async with open_dingtalk(sqlite_url) as house:
        house.server.knobs.qps = 5
        for number in range(15):
            words = f"幸福{number}里{number + 1}号楼2单元501室不热 张女士1391234{number:04d}"
            await house.say(SERVICE, "客服甲", words)
        await house.forward(minutes=5)
        told = [m["text"] for m in house.heard_in(PEOPLE["运行甲"]) if "新投诉" in m["text"]]
        for number in range(1, 16):
            assert sum(f"新投诉 #{number} " in text for text in told) == 1


async def test_a_gateway_that_is_away_for_a_minute(sqlite_url: str) -> None:
    """Asked with growing waits, not in a rush; heard again once it is back."""
    async with open_dingtalk(sqlite_url, first_wait=0.05) as house:
        house.server.knobs.gateway_down = True
        house.server.cut()
        before = house.server.calls.count(OPEN)
        begun = asyncio.get_running_loop().time()
        await house.until(lambda: house.server.calls.count(OPEN) >= before + 5)
        # Twice as long each time, at least half of it: a minute, if the first wait is four seconds.
        assert asyncio.get_running_loop().time() - begun > 0.05 * (1 + 2 + 4 + 8)
        house.server.knobs.gateway_down = False
        await house.until(lambda: bool(house.server.sockets))
        await house.say(SERVICE, "客服甲", COLD)
        assert await house.count() == 1


@pytest.mark.parametrize("same", [False, True])
async def test_either_kind_of_repetition_is_one_ticket(sqlite_url: str, same: bool) -> None:
    """The push id of a repetition may be new or the old one: the vendor has not said."""
    async with open_dingtalk(sqlite_url) as house:
        house.server.knobs.redeliver_same_id = same
        house.server.knobs.redeliver_after = 0.05
        house.server.knobs.deaf = True
        await house.server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await house.until(lambda: len(house.server.pushes) > 2)
        house.server.knobs.deaf = False
        before = len(house.server.acknowledged)
        await house.until(lambda: len(house.server.acknowledged) > before)
        await house.running.drain()
        assert await house.count() == 1
        assert len(house.heard_in(SERVICE)) == 1


async def test_a_second_service_on_one_file_is_turned_away(
    tmp_path: Path, server: DingTalkServer
) -> None:
    """Started by mistake beside the first: it must not take what that one is sending for left
    behind, and have it sent twice."""
    written = config(tmp_path, server)
    async with service(written, "dingtalk"):
        answer = server.knobs.hold["/robot/sendBySession"] = asyncio.Event()
        await server.say(SERVICE, PEOPLE["客服甲"], COLD)
        await until(lambda: bool(server.held))
        done = await asyncio.to_thread(heatdesk, "run", "--config", str(written))
        assert done.returncode == 1
        assert "正被另一个 heatdesk 用着" in done.stderr
        await server.say(SERVICE, PEOPLE["客服甲"], "谁值班")
        push = server.last_push
        await until(lambda: push in server.acknowledged)
        answer.set()
        await heard(server, SERVICE, "值班")
    assert len([m for m in server.seen("message", SERVICE) if "已登记 #1" in m["text"]]) == 1
