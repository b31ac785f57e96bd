"""A stand-in for the product behind the demo page: just enough to try the page alone.

`python -m tests.web.fake_stage 8099` serves it.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.clock import MovableClock
from bot.domain.chat import ChatRef, Incoming, Message, Press
from bot.platforms.base import Button, Card, FormField, Mention, Outgoing
from bot.platforms.local import LocalChats, LocalPlatform
from bot.web.demo import Ledger, Progress, Scenario, add_demo
from bot.web.sheet import Sheet

START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
PEOPLE = {
    "客服部": ("客服主管", "客服甲", "客服乙"),
    "运行部": ("运行主任", "运行甲", "运行乙"),
    "检修部": ("检修主任", "检修甲", "检修乙"),
    "领导": ("值班领导", "总经理"),
}
_WORDS = FormField("words", "说明", "long", required=False)
BUTTONS = {
    "待接单": (
        Button("接单", "接单", primary=True),
        Button("转", "转部门", (FormField("to", "转给", "choice", ("检修部", "客服部")), _WORDS)),
        Button("升级", "升级为重大", (FormField("words", "原因", "long"),), danger=True),
    ),
    "已接单": (
        Button("已联系", "已联系", (FormField("promised", "约定时间", "time"), _WORDS), True),
        Button("完成", "完成", (FormField("result", "处理结果", "long"),)),
    ),
    "已联系": (Button("完成", "完成", (FormField("result", "处理结果", "long"),), True),),
    "已办结": (),
}
NEXT = {"接单": "已接单", "已联系": "已联系", "完成": "已办结"}


class FakeStage:
    """Opens a ticket for every message in 客服群 and moves it on with every press."""

    company_name = "暖城热力"

    def __init__(self, path: Path | None = None, *, running: bool = False) -> None:
        self.clock = MovableClock(START, running=running)
        self.platform = LocalPlatform(LocalChats(path))
        self.platform.on_incoming = self.take
        self.open: dict[int, tuple[str, str]] = {}
        self.due: list[tuple[datetime, int]] = []
        for department, names in PEOPLE.items():
            for place, name in enumerate(names):
                role = "" if place else name.removeprefix(department[:2])
                self.platform.chats.add_person(name, name, role, department)
            title = department.removesuffix("部") + "群"
            self.platform.chats.add_group(title, title, names, START)

    def now(self) -> datetime:
        return self.clock.now()

    async def next_due(self) -> datetime | None:
        return min((at for at, _ in self.due), default=None)

    async def settle(self) -> None:
        return None

    async def advance(self, to: datetime) -> None:
        for at, number in sorted(d for d in self.due if d[0] <= to):
            self.due.remove((at, number))
            self.clock.set(max(at, self.clock.now()))
            who = Mention("运行甲", "运行甲")
            text = (
                f"@运行甲 工单 #{number} 还有 1 小时就到“联系用户、约定时间”的时限（R3.2.2）。\n"
                "联系上了请点「已联系」，或回复“已联系 3 约今天18点”。"
            )
            await self._send("运行群", text, (who,), number, kind="reminder")
            await self.platform.call(
                "phone", (Mention("值班领导", "值班领导"),), f"工单 #{number} 临近时限，请关注",
                {"ticket": number}, f"call{number}{at}", at,
            )  # fmt: skip
        self.clock.set(max(to, self.clock.now()))

    async def take(self, incoming: Incoming) -> None:
        if isinstance(incoming, Message) and incoming.chat.chat_id == "客服群":
            if "大面积" in incoming.text:
                await self._major(incoming)
            else:
                await self._complaint(incoming)
        if isinstance(incoming, Press):
            await self._pressed(incoming)

    async def _complaint(self, message: Message) -> None:
        number = len(self.open) + 1
        self.open[number] = ("待接单", message.text[:24])
        self.due.append((self.now() + timedelta(hours=1), number))
        receipt = f"已登记 #{number}，转运行部。缺：电话，问到后回复“补充 {number} 电话 …”。"
        await self._send("客服群", receipt, (), number, kind="opened")
        crew = (Mention("运行甲", "运行甲"),)
        await self._send("运行群", f"@运行甲 新投诉 #{number}，请接单", crew, number, card=True)

    async def _major(self, message: Message) -> None:
        await self._complaint(message)
        number = len(self.open)
        called = tuple(Mention(n, n) for n in ("检修甲", "检修乙", "检修主任", "值班领导"))
        group = await self.platform.make_group(
            f"应急{number}·锦绣城大面积停热", called, f"g{number}", self.now()
        )
        names = " ".join(f"@{m.name}" for m in called)
        text = f"{names} 重大投诉，已启动应急预案。30 分钟内到场（R3.3.2）。"
        await self._send(group.chat_id, text, called, number, card=True, pin=True)
        await self.platform.call(
            "phone", called[2:], "重大投诉 锦绣城大面积停热，请立即到应急群报到",
            {"ticket": number}, f"major{number}", self.now(),
        )  # fmt: skip

    async def _pressed(self, press: Press) -> None:
        status, title = self.open[press.ticket]
        self.open[press.ticket] = (NEXT.get(press.action, status), title)
        for posted in tuple(self.platform.chats.messages.values()):
            if posted.card is not None and posted.card.ticket == press.ticket:
                await self.platform.update(
                    ChatRef("local", posted.chat_id), posted.id,
                    Outgoing(posted.text, posted.mentions, self._card(press.ticket)), "u",
                )  # fmt: skip
        text = f"#{press.ticket} {press.sender.name}：{self.open[press.ticket][0]}"
        await self._send(press.chat.chat_id, text, (), press.ticket, kind="reply")

    async def _send(
        self,
        chat_id: str,
        text: str,
        mentions: tuple[Mention, ...],
        number: int,
        *,
        card: bool = False,
        pin: bool = False,
        kind: str = "dispatched",
    ) -> None:
        await self.platform.send(
            ChatRef("local", chat_id),
            Outgoing(text, mentions, self._card(number) if card else None, pin,
                     {"kind": kind, "ticket": number}),
            f"{chat_id}{number}{kind}{self.now()}",
            self.now(),
        )  # fmt: skip

    def _card(self, number: int) -> Card:
        status, title = self.open[number]
        major = "大面积" in title
        lines = (
            ("用户", "王女士 13912345678"),
            ("地址", "阳光花园3号楼2单元501"),
            ("内容", title),
            ("时限", "今天 10:00 前联系用户（R3.2.2）"),
        )
        tone = "alarm" if major else {"待接单": "warn", "已办结": "done"}.get(status, "calm")
        head = f"#{number} {'重大 · ' if major else ''}供热质量"
        return Card(number, head, status, tone, lines, BUTTONS[status])

    async def ticket(self, number: int) -> Sheet | None:
        if number not in self.open:
            return None
        status, title = self.open[number]
        return Sheet(
            number=number, title=title, status_label=status,
            severity_label="重大" if "大面积" in title else "一般", type_label="供热质量",
            department="运行部",
            fields=[("用户", "王女士"), ("电话", "139****5678"), ("地址", "阳光花园3号楼2单元501"),
                    ("内容", title), ("来源", "热线"), ("受理", "11月23日 08:00")],
            duties=[
                {"rule": "R3.2.1", "duty": "转给承办部门", "who": "客服部", "state": "met",
                 "due": (START + timedelta(hours=1)).isoformat()},
                {"rule": "R3.2.2", "duty": "联系用户、约定时间", "who": "运行部",
                 "due": (START + timedelta(hours=2)).isoformat(), "state": "running"},
                {"rule": "R3.2.3b", "duty": "办结", "who": "运行部",
                 "due": (START + timedelta(hours=24)).isoformat(), "state": "running"},
            ],
            timeline=[
                {"t": START.isoformat(), "by": "客服甲", "what": "受理投诉", "words": title},
                {"t": START.isoformat(), "by": "投诉值守", "what": "派给运行部", "words": ""},
            ],
            missed=["R3.2.1"] if number == 2 else [],
        )  # fmt: skip

    async def tickets(self) -> list[Ledger]:
        return [
            Ledger(
                number=n, title=title, status_label=status,
                severity="major" if "大面积" in title else "general", department="运行部",
                opened=START.isoformat(), next_due=(START + timedelta(hours=2)).isoformat(),
                overdue=n == 2,
            )
            for n, (status, title) in reversed(self.open.items())
        ]  # fmt: skip

    def scenarios(self) -> Sequence[Scenario]:
        return (
            {"key": "general", "title": "一般投诉：从来电到回访", "about": "约时间、上门、回访。"},
            {
                "key": "major",
                "title": "重大投诉：大面积停热",
                "about": "建应急群、打电话、追到场。",
            },
        )

    async def play(self, key: str) -> AsyncIterator[Progress]:
        yield {"text": "客服甲把热线里的投诉转进客服群。", "done": 1, "of": 3}
        say = "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"
        if key == "major":
            say = "锦绣城整个小区大面积停热，七八栋楼都凉了"
        await self.platform.say("客服群", "客服甲", say, self.now())
        yield {"text": "机器人登记、派单，运行群里响了。", "done": 2, "of": 3, "chat": "运行群"}
        await self.advance(self.now() + timedelta(hours=1))
        yield {"text": "过了一小时没人联系用户：先提醒。", "done": 3, "of": 3}


def application(stage: FakeStage, pace: float = 2.5) -> web.Application:
    """The page alone."""
    app = web.Application()
    add_demo(app, stage, pace=pace)
    return app


if __name__ == "__main__":
    web.run_app(
        application(FakeStage(running=True)), host="127.0.0.1", port=int(sys.argv[1]), print=None
    )
