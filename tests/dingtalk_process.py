"""`heatdesk run` as a real process on the scripted DingTalk."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.dingtalk_house import COMPANY
from tests.servers.dingtalk import SECRET, DingTalkServer


def _without_people(company: dict[str, Any]) -> dict[str, Any]:
    """Names only; one has a mobile. The ids are to be found in the vendor's directory."""
    departments = [
        {
            **d,
            "head": d["head"]["name"],
            "members": [m["name"] for m in d["members"]],
        }
        for d in company["departments"]
    ]
    departments[1]["members"][0] = {"name": "运行甲", "mobile": "13900000001"}
    chain = [p["name"] for p in company["leaders"]["chain"]]
    return {
        **company,
        "departments": departments,
        "leaders": {**company["leaders"], "chain": chain},
    }


def config(
    tmp_path: Path,
    server: DingTalkServer,
    *,
    mode: str = "stream",
    secret: str = SECRET,
    database: str = "",
) -> Path:
    """Settings, company file and secret of a company on this server."""
    (tmp_path / "secret").write_text(f"{secret}\n", "utf-8")
    company = yaml.safe_dump(_without_people(COMPANY), allow_unicode=True)
    (tmp_path / "company.yaml").write_text(company, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    written = tmp_path / "heatdesk.toml"
    written.write_text(
        f'[database]\nurl = "{database or f"sqlite:///{tmp_path}/heatdesk.db"}"\n'
        f'[web]\nport = {port}\n[company]\nfile = "{tmp_path}/company.yaml"\n'
        f'[platforms.dingtalk]\nmode = "{mode}"\nclient_id = "dingheat7788"\n'
        f'client_secret_file = "{tmp_path}/secret"\n'
        f'api_base = "{server.base}"\noapi_base = "{server.base}"\n',
        "utf-8",
    )
    return written


async def start(*arguments: str) -> Process:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("HEATDESK_DATABASE")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=PIPE, stderr=PIPE, env=environ
    )


@asynccontextmanager
async def service(written: Path) -> AsyncIterator[Process]:
    process = await start("run", "--config", str(written))
    try:
        assert process.stderr is not None
        async with asyncio.timeout(30):
            said: list[str] = []
            while not said or "ready platform=dingtalk" not in said[-1]:
                line = (await process.stderr.readline()).decode()
                assert line, said
                said.append(line)
        yield process
        if process.returncode is not None:
            return  # killed by the story itself
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def heard(server: DingTalkServer, where: str, words: str) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while True:
            for message in server.seen("message", where):
                if words in message["text"]:
                    return message
            await asyncio.sleep(0.01)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.01)
