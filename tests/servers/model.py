"""A scripted OpenAI-compatible server: it answers as it is told to, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

KEY = "in-house"


class ModelServer:
    """`answers` are used up one by one, the last one stays: a dict is what the model says as JSON,
    a str its bare words, an int a status, "slow", "huge" and "close" what they say."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any] | str | int] = []
        self.asked: list[dict[str, Any]] = []
        self.url = ""
        self.came = asyncio.Event()
        self.go = asyncio.Event()

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """`POST /v1/chat/completions`."""
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"error": {"message": "bad key"}}, status=401)
        body = await request.json()
        assert {"model", "messages"} <= body.keys()
        assert [m["role"] for m in body["messages"]] == ["system", "user"]
        self.asked.append(body)
        self.came.set()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer == "slow":
            await self.go.wait()
            answer = {}
        if isinstance(answer, int):
            return web.json_response({"error": {"message": "no"}}, status=answer)
        if answer == "huge":
            return web.Response(body=b" " * 300_000, content_type="application/json")
        if answer == "close":
            response = web.StreamResponse(headers={"Content-Length": "500"})
            await response.prepare(request)
            await response.write(b'{"choices": [')
            assert request.transport is not None
            request.transport.close()
            return response
        said = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        message = {"role": "assistant", "content": said}
        return web.json_response({"choices": [{"index": 0, "message": message}]})

    @property
    def read(self) -> list[str]:
        """The messages that it was shown."""
        return [str(body["messages"][1]["content"]) for body in self.asked]


@asynccontextmanager
async def open_model() -> AsyncIterator[ModelServer]:
    """Listens on a free port."""
    server = ModelServer()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.complete)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        server.url = f"http://{host}:{port}/v1"
        yield server
    finally:
        server.go.set()
        await runner.cleanup()
