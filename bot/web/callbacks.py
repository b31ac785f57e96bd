"""The vendors' callbacks: verified, kept, then answered. Whatever is in doubt is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from aiohttp import web

#: More than this is no message.
_MOST_BYTES = 1024 * 1024


class Proofs(Protocol):
    """How DingTalk proves that it is DingTalk."""

    def is_genuine(self, headers: Mapping[str, str]) -> bool:
        """Whether a robot's callback is theirs."""
        ...

    def is_genuine_card(self, headers: Mapping[str, str]) -> bool:
        """Whether a card's callback is theirs."""
        ...

    def open_event(self, query: Mapping[str, str], body: Mapping[str, Any]) -> Mapping[str, Any]:
        """An event's own words. Raises ValueError on what is not theirs."""
        ...

    def sealed_success(self) -> Mapping[str, str]:
        """The answer to an event."""
        ...


class Hears(Protocol):
    """What a platform in callback mode offers."""

    @property
    def callbacks(self) -> Proofs:
        """What is theirs and what is not."""
        ...

    async def pushed(self, topic: str, data: Mapping[str, Any], push: str) -> Mapping[str, Any]:
        """Keeps a push; returns once it is durable."""
        ...

    async def event(self, kind: str, data: Mapping[str, Any]) -> None:
        """Keeps what follows from an event of the organisation."""
        ...


def add_dingtalk(app: web.Application, platform: Hears, messages: str, cards: str) -> None:
    """`POST /callback/dingtalk/{name}`: `robot`, `card` or `event`."""

    async def callback(request: web.Request) -> web.Response:
        proofs = platform.callbacks
        check: dict[str, tuple[Callable[[Mapping[str, str]], bool], str]] = {
            "robot": (proofs.is_genuine, messages),
            "card": (proofs.is_genuine_card, cards),
        }
        found = check.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        genuine, topic = found
        if not genuine(request.headers):
            raise web.HTTPForbidden
        data = await _object(request)
        push = request.headers.get("x-acs-request-id", "")
        push = push or request.headers.get("x-ddpaas-signature-timestamp", "")
        answer = dict(await platform.pushed(topic, data, push))
        # What is answered to a robot's callback would be posted as a reply.
        return web.json_response(answer if topic == cards else {"msgtype": "empty"})

    async def event(request: web.Request) -> web.Response:
        try:
            data = platform.callbacks.open_event(request.query, await _object(request))
        except ValueError:
            raise web.HTTPForbidden from None
        await platform.event(str(data.get("EventType") or ""), data)
        return web.json_response(dict(platform.callbacks.sealed_success()))

    app.router.add_post("/callback/dingtalk/event", event)
    app.router.add_post("/callback/dingtalk/{name}", callback)


class Called(Protocol):
    """What a platform offers whose callbacks are encrypted."""

    def verify(self, name: str, query: Mapping[str, str]) -> Answered:
        """The address is being set up."""
        ...

    async def receive(self, name: str, query: Mapping[str, str], raw: bytes) -> Answered:
        """One callback, kept before it is answered."""
        ...


class Answered(Protocol):
    """What the vendor gets back."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def body(self) -> bytes:
        """What it holds."""
        ...

    @property
    def content_type(self) -> str:
        """What that is."""
        ...


def add_wecom(app: web.Application, callbacks: Called) -> None:
    """`GET` and `POST /callback/wecom/{name}`: `bot` or `app`."""

    async def verify(request: web.Request) -> web.Response:
        return _response(callbacks.verify(request.match_info["name"], request.query))

    async def receive(request: web.Request) -> web.Response:
        if (request.content_length or 0) > _MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(_MOST_BYTES, request.content_length or 0)
        raw, name = await request.read(), request.match_info["name"]
        return _response(await callbacks.receive(name, request.query, raw))

    app.router.add_get("/callback/wecom/{name}", verify, allow_head=False)
    app.router.add_post("/callback/wecom/{name}", receive)


def _response(answer: Answered) -> web.Response:
    return web.Response(status=answer.status, body=answer.body, content_type=answer.content_type)


async def _object(request: web.Request) -> Mapping[str, Any]:
    if (request.content_length or 0) > _MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(_MOST_BYTES, request.content_length or 0)
    try:
        value = json.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(value, Mapping):
        raise web.HTTPBadRequest
    return value
