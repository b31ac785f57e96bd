"""The company's own telephone or SMS gateway: one signed call each, whatever is tried how often."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

from bot.cli import main
from bot.platforms.asking import Http
from bot.platforms.base import Later, Mention, Refused
from bot.platforms.gateway import KEY, SIGNATURE, TIMESTAMP, Callee, Gateway, sign
from tests.dingtalk_house import SERVICE as DINGTALK_SERVICE
from tests.dingtalk_house import DingTalkHouse, open_dingtalk
from tests.house import OUTAGE
from tests.wecom_house import COMPANY, OPERATIONS, PEOPLE, SERVICE, open_wecom

SECRET = "s3cr3t"  # noqa: S105 -- a test's


class Telephone:
    """A gateway as its documents want it: the signature is checked, a key calls once."""

    def __init__(self) -> None:
        self.calls: dict[str, dict[str, Any]] = {}
        self.asked = 0
        self.instead: list[int] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.asked += 1
        body = await request.read()
        right = sign(SECRET, request.headers[TIMESTAMP], body)
        if request.headers[SIGNATURE] != right:
            return web.Response(status=401)
        status = self.instead.pop(0) if self.instead else 200
        if status < 300:
            self.calls.setdefault(request.headers[KEY], json.loads(body))
        return web.json_response({}, status=status)

    @property
    def rung(self) -> list[dict[str, Any]]:
        """The calls that it made, without what was taken back."""
        return [c for c in self.calls.values() if c["level"] != "cancel"]


@pytest.fixture
async def telephone() -> AsyncIterator[Telephone]:
    found = Telephone()
    app = web.Application()
    app.router.add_post("/call", found.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    found.url = f"http://{host}:{port}/call"
    yield found
    await runner.cleanup()


async def test_it_is_tried_again_and_rings_once(telephone: Telephone) -> None:
    http = Http()
    gateway = Gateway(telephone.url, SECRET, http, lambda: datetime.now(UTC))
    try:
        telephone.instead = [500, 503]
        await gateway.call("phone", [Callee("王", "139")], "超时", {"ticket": 3}, "k1")
        await gateway.call("phone", [Callee("王", "139")], "超时", {"ticket": 3}, "k1")
        assert telephone.asked == 4
        (call,) = telephone.rung
        assert call["to"] == [{"name": "王", "mobile": "139"}]
        telephone.instead = [500, 500, 500]
        with pytest.raises(Later):
            await gateway.call("sms", [], "x", {}, "k2")
        asked, telephone.instead = telephone.asked, [429]
        with pytest.raises(Later):  # too often: not three times more at once
            await gateway.call("sms", [], "x", {}, "k2")
        assert telephone.asked == asked + 1
        telephone.instead = [404]
        with pytest.raises(Refused):
            await gateway.call("sms", [], "x", {}, "k3")
        wrong = Gateway(telephone.url, "other", http, lambda: datetime.now(UTC))
        with pytest.raises(Refused):
            await wrong.call("sms", [], "x", {}, "k4")
    finally:
        await http.close()


async def test_who_has_no_voice_call_is_rung_by_the_gateway_until_it_is_done(
    sqlite_url: str, telephone: Telephone
) -> None:
    async with open_wecom(sqlite_url, gateway=telephone.url) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=36)
        phones = [c for c in telephone.rung if c["level"] == "phone"]
        assert [p["name"] for c in phones for p in c["to"]] == ["运行主任"]
        await house.say(OPERATIONS, "运行甲", "到场 1")
        cancelled = [c["key"] for c in telephone.calls.values() if c["level"] == "cancel"]
        assert phones[0]["key"] in cancelled


async def test_who_does_not_pick_up_is_rung_by_the_gateway(
    sqlite_url: str, telephone: Telephone
) -> None:
    knobs = {"phone_reason": 4}
    async with open_wecom(sqlite_url, gateway=telephone.url, voice=True, knobs=knobs) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=36)
        await house.until(lambda: bool(telephone.rung))
        assert [c["to"] for c in house.server.seen("call")] == [[PEOPLE["运行主任"]]]
        assert len(telephone.rung) == 1


async def test_whoever_did_not_pick_up_is_left_alone_once_it_is_done(
    sqlite_url: str, telephone: Telephone
) -> None:
    knobs = {"phone_reason": 4}
    async with open_wecom(
        sqlite_url, gateway=telephone.url, voice=True, knobs=knobs, look_after=0.2
    ) as house:
        boss, meta = Mention(PEOPLE["总经理"], "总经理"), {"ticket": 1, "rule": "R3.3.2"}
        await house.platform.call("phone", [boss], "#1 超时", meta, "k", house.clock.now())
        await house.platform.take_back(1, "R3.3.2", "k")
        await house.until(lambda: not house.platform._calling._looking)
        assert "pstncc/getstates" in house.server.calls
        assert telephone.rung == []


async def test_a_gateway_that_refuses_leaves_the_app(sqlite_url: str, telephone: Telephone) -> None:
    telephone.instead = [403] * 20
    async with open_wecom(sqlite_url, gateway=telephone.url) as house:
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=36)
        assert any("超时" in m["text"] for m in house.heard_in(PEOPLE["运行主任"]))


@asynccontextmanager
async def open_dingtalk_with(url: str, telephone: Telephone) -> AsyncIterator[DingTalkHouse]:
    """A house on DingTalk that has a telephone of its own."""
    async with open_dingtalk(url) as house:
        http = Http()
        gateway = Gateway(telephone.url, SECRET, http, house.clock.now)
        house.platform.meet(house.running.storage.company, gateway)
        try:
            yield house
        finally:
            await http.close()


async def test_dingtalk_rings_by_it_where_ding_is_closed(
    sqlite_url: str, telephone: Telephone
) -> None:
    async with open_dingtalk_with(sqlite_url, telephone) as house:
        house.server.knobs.ding_types = {1}
        await house.say(DINGTALK_SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=36)
        assert [c["level"] for c in telephone.rung] == ["phone"]


async def test_a_telephone_does_not_wait_for_a_vendor_who_lets_nobody_in(
    sqlite_url: str, telephone: Telephone
) -> None:
    """Its secret was made anew: its own calls wait, and the company's telephone rings once."""
    async with open_dingtalk_with(sqlite_url, telephone) as house:
        house.server.rotate_secret("another")
        to, meta = [Mention("0901", "值班领导")], {"ticket": 1, "rule": "R3.3.2"}
        for _ in range(2):
            await house.platform.call("phone", to, "超时", meta, "k", house.clock.now())
        with pytest.raises(Later, match="凭证 核对"):
            await house.platform.call("app", to, "超时", meta, "k2", house.clock.now())
        assert [c["level"] for c in telephone.rung] == ["phone"]
        house.server.rotate_secret("s3cr3t")
        await house.platform.call("phone", to, "超时", meta, "k", house.clock.now())
        await house.platform.call("app", to, "超时", meta, "k2", house.clock.now())
        assert [c["level"] for c in house.server.seen("call")] == ["app"]


def test_the_trial_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody answers at that address; the words say where to look."""
    (tmp_path / "company.yaml").write_text(yaml.safe_dump(COMPANY, allow_unicode=True), "utf-8")
    config = tmp_path / "heatdesk.toml"
    config.write_text(f'[company]\nfile = "{tmp_path}/company.yaml"\n', "utf-8")
    assert main(["ring", "13900000000", "--config", str(config)]) == 1
    assert "[gateway]" in capsys.readouterr().err
    with config.open("a", encoding="utf-8") as file:
        file.write('[gateway]\nurl = "http://127.0.0.1:1/call"\nsecret = "x"\n')
    assert main(["ring", "运行甲", "--config", str(config)]) == 1
    assert "手机号" in capsys.readouterr().err
    assert main(["ring", "13900000000", "--config", str(config)]) == 1
    assert "gateway.url" in capsys.readouterr().err
