"""WeCom, on the scripted server in the same process: `python -m benchmarks.wecom`.

Envelopes verified and opened a second, beside two libraries in their own environment; callbacks a
second verified, opened and committed; frames of the long connection to the posted reply; and a
storm of tickets through the vendor's limits: minutes until the group knows of each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.platforms.envelope import Envelope
from bot.platforms.wecom.config import Key
from bot.workers.heartbeat import Heartbeat
from storage.migrate import migrate
from tests.peers.environments import python_with
from tests.servers.wecom import AES_KEY, BOT, TOKEN
from tests.servers.wecom.crypto import Envelope as Theirs
from tests.wecom_house import OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom

_PEERS = """
import json, sys, time
from wechatpy.enterprise.crypto import WeChatCrypto
from wx_crypt import WXBizMsgCrypt, WxChannel_Wecom
token, key, sealed, sign, stamp, nonce = sys.argv[1:7]
body = f"<xml><Encrypt>{sealed}</Encrypt></xml>"
ours = {"wechatpy": WeChatCrypto(token, key, "").decrypt_message,
        "wx-crypt": WXBizMsgCrypt(token, key, "", WxChannel_Wecom).DecryptMsg}
for name, opens in ours.items():
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < 1:
        opens(body, sign, stamp, nonce)
        count += 1
    print(json.dumps({name: count / (time.perf_counter() - begun)}))
"""


def complaint(number: int) -> str:
    """A household of its own community: neither a large area nor a repeat comes of it."""
    name = "金银铜铁锡春夏秋冬晨松竹梅兰菊东南西北中"
    community = name[number % 20] + name[number // 20 % 20]
    return f"{community}家园{number % 9 + 1}号楼2单元501室不热 室温15度 张女士139{number:08d}"


def message(number: int) -> str:
    """A callback's body."""
    body = {
        "msgid": f"CAIQ{number:06d}", "aibotid": BOT, "chatid": SERVICE, "chattype": "group",
        "from": {"userid": PEOPLE["客服甲"]}, "msgtype": "text",
        "text": {"content": f"@热线助手 {complaint(number)}"},
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False)


def envelopes() -> dict[str, float]:
    """Signature and decryption alone; the libraries take their XML apart as well."""
    theirs, ours = Theirs(TOKEN, AES_KEY, ""), Envelope(TOKEN, AES_KEY, "")
    sealed = theirs.seal(message(1))
    sign = theirs.sign("1767225600", "n1", sealed)
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < 1:
        ours.open(sign, "1767225600", "n1", sealed)
        count += 1
    figures = {"envelopes/s (ours)": count / (time.perf_counter() - begun)}
    try:
        python = python_with("wecom-crypto")
    except pytest.skip.Exception:
        return figures
    told = subprocess.run(
        [*python, "-c", _PEERS, TOKEN, AES_KEY, sealed, sign, "1767225600", "n1"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for line in told.stdout.splitlines():
        figures |= {f"envelopes/s ({name})": rate for name, rate in json.loads(line).items()}
    return figures


async def callbacks(url: str, count: int) -> dict[str, float]:
    """From the sealed body to the committed row, 64 at a time."""
    theirs = Theirs(TOKEN, AES_KEY, "")
    key = Key(TOKEN, AES_KEY)
    async with open_wecom(url, called_back=True, bot_key=key, patience=0) as house:
        stamp = str(int(house.clock.now().timestamp()))
        asked = []
        for number in range(count):
            sealed = theirs.seal(message(number))
            nonce = f"n{number}"
            query = {
                "msg_signature": theirs.sign(stamp, nonce, sealed),
                "timestamp": stamp,
                "nonce": nonce,
            }
            asked.append((query, json.dumps({"encrypt": sealed}).encode()))
        room = asyncio.Semaphore(64)

        async def one(query: dict[str, str], raw: bytes) -> None:
            async with room:
                answer = await house.platform.callbacks.receive("bot", query, raw)
                assert answer.status == 200

        begun = time.perf_counter()
        await asyncio.gather(*(one(*a) for a in asked))
        took = time.perf_counter() - begun
        assert house.kept == count
    return {"callbacks/s to committed": count / took}


async def frames(url: str, count: int) -> dict[str, float]:
    """One after the other over the socket: the time from the frame to its reply."""
    waits = []
    async with open_wecom(url, knobs={"in_flight": None}) as house:
        house.server.per_chat.windows = ((10**9, 60.0),)
        heartbeat = Heartbeat(house.running.work, house.running.deliver)
        house.running.poke = heartbeat.poke
        heartbeat.start()
        for number in range(count):
            house.clock.set(house.clock.now() + timedelta(seconds=10))
            begun = time.perf_counter()
            await house.server.say(SERVICE, PEOPLE["客服甲"], complaint(number))
            await _until(lambda n=number: len(house.heard_in(SERVICE)) > n)  # type: ignore[misc]
            waits.append((time.perf_counter() - begun) * 1000)
        await heartbeat.stop()
    return {
        "frame to reply, ms, median": statistics.median(waits),
        "frame to reply, ms, p95": statistics.quantiles(waits, n=20)[-1],
    }


async def storm(url: str, count: int, *, webhooks: bool) -> dict[str, float]:
    """`count` tickets in one instant; the clock is moved until the group has heard of all."""
    async with open_wecom(url, webhooks=webhooks, knobs={"in_flight": None}) as house:
        for number in range(count):
            await house.server.say(SERVICE, PEOPLE["客服甲"], complaint(number))
        await _until(lambda: house.kept >= count)
        begun = house.clock.now()
        await house.running.drain()
        while _told(house) < count and house.clock.now() - begun < timedelta(hours=2):
            await house.forward(minutes=1)
        minutes = (house.clock.now() - begun).total_seconds() / 60
        refused = sum(r["code"] == 45009 for r in house.server.seen("refused"))
        dropped, used = len(house.server.seen("dropped")), len(house.heard_in(OPERATIONS))
        told = _told(house)
    kind = "webhook" if webhooks else "bot"
    return {
        f"tickets told in that group ({kind})": told,
        f"minutes until told ({kind})": minutes,
        f"messages in that group ({kind})": used,
        f"refused or dropped by the vendor ({kind})": refused + dropped,
    }


def _told(house: WeComHouse) -> int:
    said = "\n".join(m["text"] for m in house.heard_in(OPERATIONS))
    return len({n for n in range(1, 1000) if f"#{n} " in said})


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not true():
            await asyncio.sleep(0.001)


async def measure(count: int, tickets: int) -> dict[str, float]:
    """Everything, each on a database of its own."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as where:
        for name in ("callbacks", "frames", "bot", "webhook"):
            url = f"sqlite+aiosqlite:///{Path(where) / name}.db"
            await migrate(url)
            if name == "callbacks":
                figures |= await callbacks(url, count)
            elif name == "frames":
                figures |= await frames(url, min(count, 200))
            else:
                figures |= await storm(url, tickets, webhooks=name == "webhook")
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--callbacks", type=int, default=2000)
    parser.add_argument("--tickets", type=int, default=300)
    given = parser.parse_args()
    for label, value in {
        **envelopes(),
        **asyncio.run(measure(given.callbacks, given.tickets)),
    }.items():
        print(f"  {label:42}{value:10.1f}")
