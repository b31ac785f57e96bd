"""Reading what the page sends; every mistake becomes one sentence that says what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.demo.pictures import LIMIT

_LONGEST = 20_000


class Mistake(Exception):
    """What the page asked cannot be done: a status and a sentence for the person."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def same_origin(request: web.Request) -> None:
    """Refuses what another site's page sends; without an Origin it is no browser's page."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Mistake("这个请求来自别的网站，没有执行。请直接打开演示页面操作。", 403)


async def body_of(request: web.Request) -> Mapping[str, Any]:
    """The JSON object that was sent."""
    same_origin(request)
    if request.content_type != "application/json":
        raise Mistake("请用 JSON 格式提交。", 415)
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Mistake("提交的内容读不懂，请刷新页面再试。") from None
    if not isinstance(body, dict):
        raise Mistake("提交的内容读不懂，请刷新页面再试。")
    return body


def text_in(body: Mapping[str, Any], name: str, *, required: bool = True) -> str:
    """A text value; too long a one is refused, not cut."""
    value = body.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value):
        raise Mistake(f"缺少“{name}”，请刷新页面再试。")
    if len(value) > _LONGEST:
        raise Mistake(f"内容太长了，请缩短到 {_LONGEST} 字以内。", 413)
    return value


def texts_in(body: Mapping[str, Any], name: str, most: int = 9) -> tuple[str, ...]:
    """A short list of texts."""
    values = body.get(name) or []
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise Mistake(f"“{name}”读不懂，请刷新页面再试。")
    if len(values) > most:
        raise Mistake(f"一次最多 {most} 张图片，请分几次发。")
    return tuple(values)


def form_in(body: Mapping[str, Any]) -> dict[str, str]:
    """What was filled into a card's form."""
    form = body.get("form") or {}
    if not isinstance(form, dict) or not all(isinstance(v, str) for v in form.values()):
        raise Mistake("表单读不懂，请刷新页面再试。")
    if any(len(v) > _LONGEST for v in form.values()):
        raise Mistake(f"内容太长了，请缩短到 {_LONGEST} 字以内。", 413)
    return {str(k): v.strip() for k, v in form.items()}


async def picture_of(request: web.Request) -> bytes:
    """The picture that was uploaded as the request's body."""
    same_origin(request)
    content = bytearray()
    async for chunk in request.content.iter_chunked(1 << 16):
        content += chunk
        if len(content) > LIMIT:
            raise Mistake("图片超过 5 MB，请压缩后再发。", 413)
    return bytes(content)
