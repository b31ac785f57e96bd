"""What the vendor knows: people, groups, what was sent where, and what anybody saw of it."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.wecom.errors import Wrong
from tests.servers.wecom.knobs import Knobs
from tests.servers.wecom.limits import Limit

BOT, SECRET, BOT_NAME = "aibHeatLine7788", "s3cr3t-of-the-link", "热线助手"
CORP, AGENT, APP_SECRET = "wwheat5566aabb77", 1000002, "s3cr3t-of-the-app"
TOKEN, AES_KEY = "heatToken2026", "k3Qm9ZrT5vX8bN2cH7jL4pW6sD1fG0yUaEiOxVtRqMn"

PING = re.compile(r"<@([^<>@\s]+)>")


@dataclass
class Person:
    """An employee."""

    userid: str
    name: str
    departments: tuple[int, ...] = (2,)
    mobile: str = ""
    heads: frozenset[int] = frozenset()
    status: int = 1  # 1 activated, 2 disabled, 4 not activated, 5 left
    in_range: bool = True  # of the app
    licensed: bool = True
    spoke_to_bot: bool = False
    entered: int = -1  # the day of the last enter_chat


@dataclass
class Group:
    """A group. `chatid` is the bot's name for it, `appchat` the app's, where the app made it."""

    chatid: str
    name: str
    members: set[str] = field(default_factory=set)
    has_bot: bool = True
    spoken: bool = False  # somebody has spoken to the bot here
    pushes: bool = True
    webhook: str = ""
    webhook_on: bool = True
    appchat: str = ""
    owner: str = ""
    visible: bool = True
    dissolved: bool = False


@dataclass
class Media:
    """An uploaded file; `owner` is the one who may send it."""

    owner: str
    kind: str
    name: str
    data: bytes
    at: float


@dataclass
class Link:
    """A download address with its own key."""

    key: bytes
    data: bytes
    name: str
    at: float


@dataclass
class Heard:
    """A callback that was given out, and what came back for it."""

    kind: str  # message, enter_chat, click, feedback
    where: str
    chattype: str
    userid: str
    msgid: str
    at: float
    task_id: str = ""
    answered: bool = False
    #: stream id -> when it was begun, None once it is finished
    streams: dict[str, float | None] = field(default_factory=dict)


class World:
    """All state; the parts of the server share it."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.knobs = Knobs()
        self.secret, self.app_secret = SECRET, APP_SECRET
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.departments: dict[int, dict[str, Any]] = {1: {"name": "公司", "parentid": 0}}
        self.media: dict[str, Media] = {}
        self.links: dict[str, Link] = {}
        self.heard: dict[str, Heard] = {}  # by req_id or response_code
        self.cards: dict[str, dict[str, Any]] = {}  # by task_id
        self.task_ids: set[tuple[str, str]] = set()
        #: response_code of an app's card -> its task_id, when
        self.app_codes: dict[str, tuple[str, float]] = {}
        self.happened: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.base = ""
        self.numbers = itertools.count(1)
        self.per_chat = Limit(now, (30, 60), (1000, 3600))

    # -- people and groups --------------------------------------------------------------------

    def add_person(self, userid: str, name: str, department: int = 2, mobile: str = "",
                   **more: Any) -> Person:  # fmt: skip
        """An employee, in a department that there is from now on."""
        self.departments.setdefault(department, {"name": f"部门{department}", "parentid": 1})
        person = Person(userid, name, (department,), mobile, **more)
        self.people[userid] = person
        return person

    def add_department(self, number: int, name: str, parent: int = 1) -> None:
        """A department."""
        self.departments[number] = {"name": name, "parentid": parent}

    def add_group(self, chatid: str, name: str, members: Iterable[str], **more: Any) -> Group:
        """A group that people made, with the bot in it and spoken to, unless said otherwise."""
        group = Group(chatid, name, set(members), **({"spoken": True} | more))
        self.groups[chatid] = group
        return group

    def group(self, where: str) -> Group | None:
        """By any of its names: the bot's, the app's, a webhook's key, what people call it."""
        if where in self.groups:
            return self.groups[where]
        for group in self.groups.values():
            if where and where in (group.appchat, group.webhook, group.name):
                return group
        return None

    def open_userid(self, userid: str) -> str:
        """The ciphertext form of an id."""
        mixed = hashlib.sha256(f"{CORP}{self.knobs.cipher}/{userid}".encode()).hexdigest()
        return f"wo{mixed[:30]}"

    def shown_id(self, userid: str) -> str:
        """An id as callbacks show it."""
        return self.open_userid(userid) if self.knobs.ids == "cipher" else userid

    def person(self, shown: str) -> Person | None:
        """By either form of id."""
        if shown in self.people:
            return self.people[shown]
        for person in self.people.values():
            if self.open_userid(person.userid) == shown:
                return person
        return None

    # -- what is seen -------------------------------------------------------------------------

    def note(self, event: str, **facts: Any) -> None:
        """One line of the transcript."""
        self.happened.append({"event": event, "at": self.now(), **facts})

    def seen(self, event: str, where: str | None = None, **facts: Any) -> list[dict[str, Any]]:
        """What was seen of one kind, in one place, with these facts."""
        if where is not None:
            group = self.group(where)
            facts["in"] = group.chatid if group else where
        return [
            h
            for h in self.happened
            if h["event"] == event and all(h.get(k) == v for k, v in facts.items())
        ]

    def messages(self, where: str) -> list[dict[str, Any]]:
        """What people read in one place."""
        return self.seen("message", where)

    def pinged(self, group: Group, content: str, listed: Iterable[str] = ()) -> list[str]:
        """Who of the group is rung by a list and by marks in the text."""
        asked = [*listed, *PING.findall(content)]
        if any(a in ("@all", "all") for a in asked):
            return sorted(group.members)
        return [userid for userid in dict.fromkeys(asked) if userid in group.members]

    # -- media --------------------------------------------------------------------------------

    def keep(self, owner: str, kind: str, name: str, data: bytes) -> dict[str, Any]:
        """An uploaded file gets its id."""
        media_id = f"media_{next(self.numbers)}_{owner[:6]}"
        self.media[media_id] = Media(owner, kind, name, data, self.now())
        self.note("upload", owner=owner, kind=kind, name=name, size=len(data), media_id=media_id)
        return {"type": kind, "media_id": media_id, "created_at": str(int(self.now()))}

    def find_media(self, owner: str, media_id: str) -> Media:
        """A file of this owner, not older than three days."""
        found = self.media.get(media_id)
        if found is None or found.owner != owner or self.now() - found.at > 3 * 86400:
            raise Wrong(40007)
        return found
