"""The scripted WeCom's directory, calls to people and their signing in."""

from __future__ import annotations

import aiohttp

from tests.servers.conftest import Clock
from tests.servers.wecom import AGENT, CORP, WeComServer
from tests.servers.wecom_client import Client


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
