"""What our platform really sends, read and sent again by the vendor's own generated SDK.

Its models know every field name of the documented interface: what they drop is misspelt by us.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from bot.domain.chat import ChatRef
from bot.platforms.base import File
from tests.dingtalk_house import SERVICE, open_dingtalk
from tests.house import COLD, OUTAGE
from tests.peers.environments import HERE, python_with

PUT = "/v1.0/card/instances"


async def _again(base: str, token: str, calls: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    lines = [
        json.dumps({"path": path, "method": "PUT" if path == PUT else "POST", "body": body,
                    "token": token})
        for path, body in calls
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        *python_with("alibabacloud-dingtalk"), str(HERE / "alibabacloud_dingtalk_client.py"),
        base.removeprefix("http://"),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate("\n".join(lines).encode())
    assert process.returncode == 0, err.decode()[-2000:]
    return [json.loads(line) for line in out.splitlines()]


def _dropped(ours: Any, known: Any, where: str = "") -> list[str]:
    """What of ours their model does not know; it may add empty things of its own."""
    if not isinstance(ours, dict):
        return [] if ours == known else [where]
    kept = known if isinstance(known, dict) else {}
    return [
        lost
        for name, value in ours.items()
        for lost in _dropped(value, kept.get(name), f"{where}/{name}")
    ]


async def test_the_generated_sdk_knows_every_field_of_ours(sqlite_url: str, tmp_path: Path) -> None:
    async with open_dingtalk(
        sqlite_url, card_template="t-1.schema", files=tmp_path / "files"
    ) as house:
        house.server.files = {"dc1": b"GIF89a"}
        content = {"richText": [{"text": COLD}, {"type": "picture", "downloadCode": "dc1"}]}
        await house.say(SERVICE, "客服甲", "", msgtype="richText", content=content)
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.forward(minutes=36)
        (made,) = house.server.seen("group_created")
        await house.say(made["in"], "运行甲", "到场")
        await house.platform.send_file(
            ChatRef("dingtalk", SERVICE), File("台账.xlsx", b"PK"), "k", house.clock.now()
        )
        token = await house.platform.rest.token()
        latest = {path: body for path, body in house.server.bodies if path.startswith("/v1.0/")}
        del latest["/v1.0/gateway/connections/open"]
        assert {
            "/v1.0/oauth2/accessToken", "/v1.0/robot/groupMessages/send", PUT,
            "/v1.0/card/instances/createAndDeliver", "/v1.0/im/group/create",
            "/v1.0/robot/groups/orgRobots/add", "/v1.0/robot/groups/robots/query",
            "/v1.0/robot/ding/send", "/v1.0/robot/ding/recall",
            "/v1.0/robot/ding/readStatuses/query", "/v1.0/robot/messageFiles/download",
        } <= set(latest)  # fmt: skip
        answers = await _again(house.server.base, token, list(latest.items()))
        for answer in answers:
            assert _dropped(latest[answer["path"]], answer["known"]) == [], answer["path"]
        # The card is made already, and so it says to the SDK as well; all else goes well.
        wrong = {a["path"]: a["error"] for a in answers if "error" in a}
        assert wrong == {"/v1.0/card/instances/createAndDeliver": "param.cardAlreadyExist"}
