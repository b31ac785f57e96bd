"""The house as its users see it: somebody says something, time goes by, a group has heard it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import House as Running
from bot.app import build
from bot.clock import MovableClock
from bot.domain.chat import ChatRef
from bot.domain.company import Company
from bot.domain.policy import Policy
from bot.platforms.local import LocalChats, LocalPlatform
from bot.platforms.local.records import Happening, Posted
from bot.platforms.second_reader import SecondReader
from bot.scenario import demo_company
from bot.workers.handing_out import Ledgers
from tests.premises import Premises

#: Monday, 8:00 in the company's own time.
MORNING = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)

COLD = "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"
LEAK = "李先生 13800001111 阳光花园5号楼1单元302 家里暖气片漏水"
OUTAGE = "蓝天小区整个小区都停暖了 李师傅 13912340000"


def another(number: int) -> str:
    """A complaint of yet another household."""
    return f"幸福里{number}号楼1单元101 139123400{number:02d} 家里不热，投诉"


class House(Premises):
    """Speaks for the people of the demo's company."""

    def __init__(self, running: Running, platform: LocalPlatform, clock: MovableClock) -> None:
        super().__init__(running, clock)
        self.platform = platform

    # -- what people do ----------------------------------------------------------------------

    async def say(
        self,
        person: str,
        text: str,
        *,
        group: str | None = None,
        quote: str | None = None,
        images: Sequence[str] = (),
        message_id: str | None = None,
    ) -> None:
        """Says it in the person's own group, and waits until everything has been answered."""
        await self.platform.say(
            self._group(person, group),
            person,
            text,
            self.clock.now(),
            quote=quote,
            images=images,
            message_id=message_id,
        )
        await self.running.drain()

    async def press(
        self,
        person: str,
        action: str,
        ticket: int,
        form: Mapping[str, str] | None = None,
        *,
        group: str | None = None,
    ) -> None:
        """Presses a button on the ticket's card."""
        chat, now = self._group(person, group), self.clock.now()
        await self.platform.press(chat, person, action, ticket, form or {}, now)
        await self.running.drain()

    # -- what came of it ---------------------------------------------------------------------

    def heard_in(self, group: str) -> list[Posted]:
        """Everything the bot said in a group."""
        found = self.platform.chats.group_titled(group)
        assert found is not None, f"no group {group}"
        return [m for m in self.platform.chats.in_chat(found.chat_id) if m.sender == "bot"]

    def said_in(self, group: str) -> list[str]:
        """The same as texts."""
        return [m.text for m in self.heard_in(group)]

    def last_in(self, group: str) -> Posted:
        """The bot's newest message in a group."""
        return self.heard_in(group)[-1]

    def kinds_in(self, group: str) -> list[str]:
        """What kinds of messages the bot sent there."""
        return [str(m.meta["kind"]) for m in self.heard_in(group)]

    @property
    def calls(self) -> list[Happening]:
        """Everybody who was called beside the chat."""
        return [h for h in self.platform.chats.transcript if h.event == "call"]

    async def emergency_group(self, number: int = 1) -> str:
        """The title of a ticket's emergency group."""
        ticket = await self.ticket(number)
        assert ticket.group_chat is not None, "no emergency group"
        return self.platform.chats.groups[ticket.group_chat].title

    def quote(self, group: str, ticket: int) -> str:
        """The id of the bot's newest message about a ticket in a group."""
        return [m.id for m in self.heard_in(group) if m.meta.get("ticket") == ticket][-1]

    def _group(self, person: str, group: str | None) -> str:
        chats = self.platform.chats
        if group is not None:
            found = chats.group_titled(group)
            assert found is not None, f"no group {group}"
            return found.chat_id
        return chats.groups_of(person)[0].chat_id


@asynccontextmanager
async def open_house(
    url: str,
    *,
    at: datetime = MORNING,
    policy: Policy | None = None,
    company: Company | None = None,
    platform: LocalPlatform | None = None,
    second_reader: SecondReader | None = None,
    files: Sequence[Path] = (),
    ledgers: Ledgers | None = None,
) -> AsyncIterator[House]:
    """A running house on a migrated database."""
    platform = platform or LocalPlatform(LocalChats())
    clock = MovableClock(at)
    platforms: dict[str, Any] = {"local": platform}
    running = await build(
        url, company or demo_company(), policy or Policy(), clock, platforms,
        second_reader=second_reader, files=files, ledgers=ledgers,
    )  # fmt: skip
    try:
        yield House(running, platform, clock)
    finally:
        await running.close()


def local(name: str) -> ChatRef:
    """A group on the embedded platform."""
    return ChatRef("local", name)
