"""The composition root: the one place that sees everything and builds it."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import Clock, MovableClock
from bot.domain.company import Company
from bot.domain.policy import Policy
from bot.intake import Intake
from bot.platforms.base import Platform
from bot.platforms.local import LocalPlatform
from bot.platforms.second_reader import SecondReader
from bot.render import Renderer, renderer_for
from bot.workers.clock_watch import ClockWatch
from bot.workers.counting import CountingWorker
from bot.workers.deadlines import DeadlineWorker
from bot.workers.delivery import DeliveryWorker
from bot.workers.handing_out import Ledgers, LedgerWorker
from bot.workers.inbox import InboxWorker
from bot.workers.letting_go import LettingGoWorker
from bot.workers.limits import Allowance, Limits
from bot.workers.rereading import RereadingWorker
from bot.workers.sending import Messenger
from storage.store import Storage

ZONE = ZoneInfo("Asia/Shanghai")
#: More instants than this in one move of the clock means that something never comes to rest.
MOST_INSTANTS = 200_000


@dataclass(slots=True)
class House:
    """The running product: a database, platforms, seven workers, one door, one clock."""

    storage: Storage
    clock: Clock
    zone: tzinfo
    policy: Policy
    platforms: Mapping[str, Platform]
    intake: Intake
    renderer: Renderer
    inbox: InboxWorker
    deadlines: DeadlineWorker
    delivery: DeliveryWorker
    rereading: RereadingWorker
    counting: CountingWorker
    handing_out: LedgerWorker
    letting_go: LettingGoWorker
    clock_watch: ClockWatch
    poke: Callable[[], None] = lambda: None
    #: is set when causes have been worked on; the next time it is another one
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    _draining: asyncio.Lock = field(default_factory=asyncio.Lock)
    _rereading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _counting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _handing_out: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def drains(self) -> tuple[Callable[[], Awaitable[int]], ...]:
        """What the heart beats for, each by itself: a vendor that answers slowly must not keep
        clocks and new messages waiting."""
        apart = (self.read_again, self.count, self.hand_out, self.let_go)
        return (self.work, self.deliver, *apart)

    async def drain(self) -> int:
        """Works until nothing waits that may go on now: 0 is left to do."""
        async with self._draining:
            await self._drain()
        return 0

    async def _drain(self) -> None:
        while True:
            async with self.storage.reading() as queries:
                causes, clocks, outgoing = await queries.waiting(self.clock.now())
            done = await self._work_on_causes() if causes else 0
            done += await self.deadlines.drain() if clocks else 0
            done += await self.delivery.drain() if outgoing or done else 0
            if outgoing and not done:
                done += await self.rereading.drain() + await self.counting.drain()
                done += await self.handing_out.drain()
            if not done:
                return

    async def work(self) -> int:
        """Handles what came in and what is due now; how much that was."""
        async with self._draining:
            await self.clock_watch.look()
            return await self._work_on_causes() + await self.deadlines.drain()

    async def _work_on_causes(self) -> int:
        done = await self.inbox.drain()
        self.bell.set()
        self.bell = asyncio.Event()
        return done

    async def deliver(self) -> int:
        """Begins to send what may go now and waits for nobody's answer; a chat that ends pokes."""
        await self.delivery.begin()
        return 0

    async def read_again(self) -> int:
        """Asks the second reader about what waits for him; how much that was."""
        async with self._rereading:
            return await self.rereading.drain()

    async def count(self) -> int:
        """Counts the figures that people wait for; how many questions that were."""
        async with self._counting:
            return await self.counting.drain()

    async def hand_out(self) -> int:
        """Writes the ledgers that people wait for; how many questions that were."""
        async with self._handing_out:
            return await self.handing_out.drain()

    async def let_go(self) -> int:
        """Lets go of a little of what is long over: nobody is to be poked for it."""
        await self.letting_go.step()
        return 0

    async def advance(self, to: datetime) -> None:
        """Plays time forward, instant by instant: everything due on the way speaks at its time.

        Needs a MovableClock. Raises RuntimeError when one instant never comes to rest.
        """
        clock = self.clock
        if not isinstance(clock, MovableClock):
            raise TypeError("only a movable clock can be advanced")
        async with self._draining:
            await self._drain()
            for _ in range(MOST_INSTANTS):
                async with self.storage.reading() as queries:
                    due = await queries.next_due(clock.now())
                if due is None or due > to:
                    break
                clock.set(due)
                await self._drain()
            else:
                raise RuntimeError("time does not come to rest")
            if to > clock.now():
                clock.set(to)
            await self._drain()

    async def close(self) -> None:
        """Lets go of what is still being sent, and of the database."""
        await self.delivery.stop(0)
        await self.storage.close()


async def build(
    database: str | Storage,
    company: Company,
    policy: Policy,
    clock: Clock,
    platforms: Mapping[str, Platform],
    *,
    zone: tzinfo = ZONE,
    allowances: Mapping[str, Allowance] | None = None,
    second_reader: SecondReader | None = None,
    files: Sequence[Path] = (),
    ledgers: Ledgers | None = None,
) -> House:
    """Puts the house together on a database of this version's schema.

    `files` are the folders where people's pictures are kept, `ledgers` writes those asked for.
    Raises SchemaMissing when it is not. The company file replaces the directory, all but the groups
    that were bound in chat where the file names none.
    """
    storage = await Storage.open(database) if isinstance(database, str) else database
    try:
        await storage.save_policy(policy)
        company = await storage.change_company(
            lambda stored: company.with_bindings_of(stored) if stored else company
        )
    except BaseException:
        await storage.close()
        raise
    renderer = renderer_for(zone)
    hooks: list[House] = []

    def poke() -> None:
        hooks[0].poke()

    intake = Intake(storage, clock.now, poke)
    owner = f"{os.getpid()}-{secrets.token_hex(4)}"
    sent = [*files, *([ledgers.folder] if ledgers else [])]
    limits = Limits(storage, allowances or {})
    messenger = Messenger(storage, platforms, renderer, intake.accept, sent)
    house = House(
        storage=storage,
        clock=clock,
        zone=zone,
        policy=policy,
        platforms=platforms,
        intake=intake,
        renderer=renderer,
        inbox=InboxWorker(storage, clock.now, zone, policy),
        deadlines=DeadlineWorker(storage, clock.now, zone, policy),
        delivery=DeliveryWorker(
            storage, platforms, messenger, limits, intake.accept, clock.now, owner, poke
        ),
        rereading=RereadingWorker(
            storage, second_reader, renderer, intake.accept, clock.now, owner
        ),
        counting=CountingWorker(storage, clock.now, zone, policy, owner),
        handing_out=LedgerWorker(storage, clock.now, zone, policy, owner),
        letting_go=LettingGoWorker(storage, clock.now),
        clock_watch=ClockWatch(storage, clock.now),
    )
    house.handing_out.ledgers = ledgers
    house.inbox.reads_again = second_reader is not None
    hooks.append(house)
    for platform in platforms.values():
        if isinstance(platform, LocalPlatform):
            furnish(platform, company, clock.now())
            platform.on_incoming = intake.accept
    return house


def furnish(platform: LocalPlatform, company: Company, now: datetime) -> None:
    """The company's people and standing groups on the embedded platform."""
    chats = platform.chats
    for person in company.people.values():
        keys = company.departments_of(person.key)
        names = [company.departments[key].name for key in keys]
        chats.add_person(person.key, person.name, _role(company, person.key), "、".join(names))
    for department in company.departments.values():
        members = dict.fromkeys((*department.members, department.head))
        for chat in department.groups:
            if chat.platform == platform.name:
                title = department.group_name or chat.chat_id
                chats.add_group(chat.chat_id, title, tuple(members), now)
    for chat in company.leader_groups:
        if chat.platform == platform.name:
            heads = [d.head for d in company.departments.values()]
            everyone = tuple(dict.fromkeys((*company.leaders, *heads)))
            chats.add_group(chat.chat_id, company.leader_group_name, everyone, now)


def _role(company: Company, person: str) -> str:
    if person in company.leaders:
        return "领导"
    return "负责人" if company.heads(person) else ""
