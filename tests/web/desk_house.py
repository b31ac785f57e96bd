"""The company's pages on a real database, a clock that is moved, a browser without a screen."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import MovableClock
from bot.domain.chat import ChatRef, Message, Sender, to_json
from bot.domain.company_config import company_from_config
from bot.platforms.base import ScanLogin, Usage
from bot.platforms.gateway import Gateway
from bot.render import renderer_for
from bot.web import passwords
from bot.web.desk import add_desk
from bot.web.site import Site
from storage.accounts import Accounts, Identity
from storage.rows import Failed, NewInbox, NewOutbox
from storage.store import Storage
from tests.dingtalk_house import COMPANY, OPERATIONS, PEOPLE
from tests.house import MORNING
from tests.process import free_port

ZONE = ZoneInfo("Asia/Shanghai")
PASSWORD = "temperature of every radiator"  # noqa: S105 -- a test's
WEEK = timedelta(days=7)
Client = TestClient[web.Request, web.Application]


def _kept(password: str) -> str:
    """As a database has it, but cheap to guess: each sign-in would take as long as a test."""
    with patch.object(passwords, "_LOG_N", 4):
        return passwords.kept(password)


@dataclass
class Telephone:
    """A platform as the pages watch it."""

    name: str = "dingtalk"
    form: str = "text"
    hears_since: datetime | None = MORNING
    locked: str = ""
    broken: bool = False

    async def usage(self) -> list[Usage]:
        """Two quotas, one of which will not last."""
        if self.broken:
            raise OSError
        return [Usage("calls", 4100, 5000, 19), Usage("messages", 300, 3000, None)]


class Browser:
    """Keeps cookies, follows redirects of its own site only, fills in what a form already holds."""

    def __init__(self, client: Client, storage: Storage, clock: MovableClock, address: str) -> None:
        self.client, self.storage, self.clock, self.address = client, storage, clock, address
        self.status = 0
        self.words = ""
        self.location = ""
        self.headers: Mapping[str, str] = {}

    async def _read(self, answer: ClientResponse) -> str:
        self.status, self.headers = answer.status, answer.headers
        self.location = answer.headers.get("Location", "")
        self.words = await answer.text(errors="replace")
        return self.words

    async def get(self, path: str, **headers: str) -> str:
        """One page, without following where it leads."""
        async with self.client.get(path, allow_redirects=False, headers=headers) as answer:
            return await self._read(answer)

    async def post(
        self, path: str, origin: str | None = "", *, came_from: str = "", **form: Any
    ) -> str:
        """A form, with the token of the page that was read last unless another is given."""
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', self.words)
        data = {"csrf": token[1] if token else "", **form}
        own = self.address if origin == "" else origin
        headers = {"Origin": own} if own is not None else {}
        if came_from:
            headers["Referer"] = f"{self.address}{came_from}"
        async with self.client.post(
            path, data=data, headers=headers, allow_redirects=False
        ) as answer:
            return await self._read(answer)

    @property
    def reason(self) -> str:
        """Why it was refused, by the page's own mark."""
        found = re.search(r'data-reason="(\w+)"', self.words)
        return found[1] if found else ""

    async def sign_in(self, password: str = PASSWORD, **form: Any) -> None:
        """As the administrator."""
        await self.get("/sign-in")
        await self.post("/sign-in", password=password, **form)

    async def come_as(self, person: str, platform: str = "dingtalk") -> None:
        """A session of somebody in the directory, however he signed in."""
        token = f"token of {person}"
        who = Identity(platform, PEOPLE.get(person, person) if platform == "dingtalk" else person)
        await Accounts(self.storage).begin(token, who, self.clock.now(), WEEK)
        jar = self.client.session.cookie_jar
        jar.update_cookies({"heatdesk": token}, self.client.make_url("/"))


@asynccontextmanager
async def open_desk(
    url: str,
    *,
    base_url: str | None = None,
    logins: Mapping[str, ScanLogin] | None = None,
    platforms: tuple[Any, ...] = (),
    files: Path | None = None,
    password: str | None = PASSWORD,
    company: Mapping[str, Any] = COMPANY,
    poked: list[int] | None = None,
    gateway: Gateway | None = None,
    proxies: tuple[str, ...] = (),
) -> AsyncIterator[Browser]:
    """The pages of the company of `tests.dingtalk_house`, and somebody before them."""
    clock = MovableClock(MORNING)
    storage = await Storage.open(url)
    await storage.change_company(lambda _: company_from_config(company, ZONE, embedded=False))
    if password is not None:
        await Accounts(storage).set_password(_kept(password), clock.now())
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    site = Site(
        storage=storage,
        renderer=renderer_for(ZONE),
        now=clock.now,
        zone=ZONE,
        base_url=address if base_url is None else base_url,
        platforms=platforms,
        logins=logins or {},
        files=(files,) if files else (),
        gateway=gateway,
        proxies=proxies,
        poke=lambda: (poked if poked is not None else []).append(1),
    )
    app = web.Application()
    add_desk(app, site)
    server = TestServer(app, port=port)
    try:
        async with TestClient(server, cookie_jar=CookieJar(unsafe=True)) as client:
            yield Browser(client, storage, clock, address)
    finally:
        await storage.close()


def bare(words: str) -> str:
    """A page's words without its tags, one blank between them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words))


def said(text: str) -> NewInbox:
    """A message in the operations' group."""
    chat = ChatRef("dingtalk", OPERATIONS)
    message = Message(chat, "m1", Sender("0201", "运行甲"), text, MORNING)
    return NewInbox(chat.lane, "m1", to_json(message), MORNING)


async def quarantine(storage: Storage, text: str) -> None:
    """A message that no handler could take."""
    await storage.accept([said(text)])
    async with storage.transaction() as transaction:
        (row,) = await transaction.take_inbox(MORNING, 1)
        transaction.inbox_quarantine(row, MORNING, "ZeroDivisionError")


async def fail(
    storage: Storage,
    key: str = "o1",
    lane: str = f"dingtalk:{OPERATIONS}",
    ticket: int = 7,
    reason: str = "robot is not in the group",
) -> int:
    """A message that the vendor refused for good."""
    facts = {"name": "检修部"}
    payload = {"template": "bound", "facts": facts, "mentions": [], "kind": "reply", "rule": None,
               "card": None, "pin": False}  # fmt: skip
    async with storage.transaction() as transaction:
        unit = transaction.unit()
        unit.put(NewOutbox(lane, "message", key, payload, 3, MORNING, MORNING, ticket))
        transaction.keep(unit)
    rows = await storage.claim_outbox(MORNING, 5, timedelta(minutes=1), "me")
    (row,) = (row for row in rows if row.key == key)
    await storage.settle_outbox([Failed(row.id, reason)], MORNING)
    return row.id
