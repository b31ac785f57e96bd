"""What exists: an organisation, its people and groups, and how the vendor misbehaves."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

CLIENT, SECRET = "dingheat7788", "s3cr3t"
CORP, AGENT = "dingcorp01", 1234


@dataclass
class Group:
    """A group with its people, its robots and its own webhook, where it has one."""

    conversation: str
    chatid: str
    name: str
    members: set[str] = field(default_factory=set)
    robots: set[str] = field(default_factory=set)
    webhook: str = ""
    webhook_secret: str = ""
    keywords: tuple[str, ...] = ()
    owner: str = ""
    muted: bool = False
    dissolved: bool = False


@dataclass
class Knobs:
    """How it misbehaves; each is used up by one call where it is a list."""

    refuse_create: bool = False
    robot_add: str = "works"  # works, missing, lies, refused
    ding_types: set[int] = field(default_factory=lambda: {1, 2, 3})
    #: how many SMS and calls were bought, by type; without an entry they last for ever
    packs: dict[int, int] = field(default_factory=dict)
    unpublished: bool = False  # nobody is told who speaks
    #: what is left of the month's quotas; None: more than anybody uses
    calls_left: int | None = None
    messages_left: int | None = None
    token_lasts: float = 7200.0
    expired_codes: set[str] = field(default_factory=set)  # of files that people sent
    #: so many seconds after `disconnect` the socket is closed, and a file's address is no good
    disconnect_closes: float = 10.0
    url_lasts: float = 3600.0
    card_rings_by: str = "atUserIds"  # or cardAtUserIds: the vendor has not said which
    quota_used: bool = False
    address_refused: bool = False  # ours is not on the app's list of addresses
    over_quota: bool = False  # robot messages come with 20001 and without words
    denied: set[str] = field(default_factory=set)  # paths without permission
    gateway_down: bool = False
    file_host: str = ""
    #: a robot message that nobody acknowledges comes again after so many seconds; with a push id
    #: of its own or with the same: the vendor has not said which
    redeliver_after: float | None = None
    redeliver_same_id: bool = False
    event_retries: tuple[float, ...] = (10.0, 30.0)
    ping_every: float = 20.0
    silent: bool = False  # half-open: sockets stand, nothing comes, nothing is read
    deaf: bool = False  # acknowledgements are lost on the way
    qps: int | None = None  # calls a second on one path; 20 on the standard edition
    strings: bool = False  # the old interface says "0" and "true" in strings
    #: path -> answers given instead, in order: (status, body) before or after the work was done
    instead: dict[str, list[tuple[int, Any, bool]]] = field(default_factory=dict)
    #: path -> its calls hang, each counted in `held`, until the event is set
    hold: dict[str, asyncio.Event] = field(default_factory=dict)


class World:
    """`happened` is everything that people would see, in order."""

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.knobs = Knobs()
        self.secret = SECRET
        self.random = random.Random(20)
        self.base = ""
        self.groups: dict[str, Group] = {}
        self.people: dict[str, dict[str, Any]] = {}
        self.departments: dict[int, dict[str, Any]] = {1: {"name": "公司", "parent_id": 0}}
        self.happened: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.bodies: list[tuple[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.media: dict[str, tuple[str, str, bytes]] = {}
        self.cards: dict[str, dict[str, Any]] = {}
        self.sessions: dict[str, tuple[str, float]] = {}
        self.number = itertools.count(1)

    def add_group(self, conversation: str, name: str, members: set[str], **more: Any) -> Group:
        """A group that people made, with the robot in it."""
        group = Group(conversation, f"chat{conversation}", name, members, {CLIENT}, **more)
        self.groups[conversation] = group
        return group

    def add_person(
        self, userid: str, name: str, department: int = 1, mobile: str = "", *, active: bool = True
    ) -> None:
        """An employee."""
        self.people[userid] = {
            "name": name, "dept": department, "mobile": mobile, "active": active,
            "unionid": f"union{userid}", "in_scope": True,
        }  # fmt: skip

    def note(self, event: str, **facts: Any) -> None:
        """One line of the transcript."""
        self.happened.append({"event": event, **facts})

    def seen(self, event: str, where: str | None = None) -> list[dict[str, Any]]:
        """What people saw of one kind, in one place."""
        return [
            h
            for h in self.happened
            if h["event"] == event and (where is None or h.get("in") == where)
        ]


def wrong(code: str, status: int = 400, **more: Any) -> web.Response:
    """An error of the new interface."""
    body = {"code": code, "requestid": "r-1", "message": code, **more}
    return web.json_response(body, status=status)


def old(errcode: int = 0, errmsg: str = "ok", **more: Any) -> web.Response:
    """An answer of the old interface: HTTP 200, whatever it says."""
    return web.json_response({"errcode": errcode, "errmsg": errmsg, "request_id": "r-1", **more})
