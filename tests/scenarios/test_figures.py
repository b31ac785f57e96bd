"""What a period comes to (R4.1.3): a day is played, and its figures are what happened."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.figures import Figures, Kept, Share
from bot.domain.periods import Kind, Period, whole
from bot.domain.ticket import Outcome, Status
from bot.domain.timing import missed, timing
from tests.house import COLD, LEAK, MORNING, OUTAGE, House

ZONE = ZoneInfo("Asia/Shanghai")
DAY = whole(Kind.DAY, MORNING.astimezone(ZONE))


async def _figures(house: House, period: Period = DAY) -> Figures:
    async with house.running.storage.reading() as queries:
        return await queries.ledger.figures(period, "service", house.clock.now())


async def _in_time(house: House, number: int) -> None:
    """A general complaint, as it should be."""
    await house.say("运行甲", f"收到 {number}")
    await house.forward(minutes=10)
    await house.say("运行甲", f"已联系 {number} 约两小时内")
    await house.forward(minutes=50)
    await house.say("运行甲", f"完成 {number} 放了气")
    await house.say("运行甲", f"已反馈 {number} 满意")
    await house.say("客服甲", f"回访 {number} 满意")


async def test_a_day_of_every_kind(house: House) -> None:
    await house.say("客服甲", COLD)
    await _in_time(house, 1)
    await house.say("客服甲", LEAK)
    await house.forward(hours=3)
    await house.say("检修甲", "已联系 2 约一小时内")  # an hour late
    await house.forward(minutes=30)
    await house.say("检修甲", "完成 2 换了接头")
    await house.say("检修甲", "已反馈 2 基本满意")
    await house.say("客服甲", "回访 2 不满意 又漏了")  # taken up again
    await house.say("客服甲", "翠湖小区5号楼2单元501 赵先生 13800002222 家里不热")
    await house.say("客服甲", "作废 3 打错了")
    await house.say("客服甲", "翠湖小区6号楼1单元101 钱先生 13800003333 家里不热")
    await house.say("客服甲", "翠湖小区6号楼1单元102 钱太太 13800004444 家里不热")
    await house.say("客服甲", "合并 5 到 4")
    found = await _figures(house)
    assert (found.received, found.void, found.merged, found.valid) == (5, 1, 1, 3)
    assert found.closed == Share(1, 3)
    assert found.types == {"quality": 2, "facility": 1}
    assert found.sources == {"热线": 3}
    assert found.severities == {"general": 3}
    assert found.followed_up == Share(2, 2)
    assert found.satisfied == Share(1, 2)
    assert found.ratings == {"不满意": 1, "满意": 1}
    assert (found.once_dissatisfied, found.unrated, found.reopened) == (1, 0, 1)
    # The clock that #2 missed stays missed though it is taken up again; of #3 and #5, void and
    # merged, nothing is owed any more.
    assert found.missed_tickets == 1
    assert found.rules["R3.2.1"] == Kept(met=5)
    assert found.rules["R3.2.2"] == Kept(met=1, missed=1, running=1, dropped=2)
    assert found.rules["R3.2.3"] == Kept(met=2)
    assert found.rules["R3.2.2"].due.rate == 0.5
    assert found.to_contact.tickets == 2
    assert found.to_contact.mean == (10 + 180) * 60 / 2
    assert found.to_close.median == 60 * 60
    assert {k: (d.tickets, d.closed, d.clocks.missed) for k, d in found.departments.items()} == {
        "operations": (2, 1, 0), "repair": (1, 0, 1), "service": (0, 0, 0),
    }  # fmt: skip
    assert [(p.name, p.tickets, p.households) for p in found.places] == [
        ("阳光花园", 2, 2), ("翠湖小区", 1, 1),
    ]  # fmt: skip
    assert list(found.days.values()) == [3]
    await house.say("客服甲", "统计 今天")
    said = house.last_in("客服群").text
    for part in (
        "共 5 单（作废 1、合并 1", "已结 1，在办 2", "超时记录 1 单", "满意率 50%",
        "超时多的：R3.2.2 联系用户、约定时间 1 单", "投诉多的：阳光花园 2 单；翠湖小区 1 单",
        "说过不满意的 1 户",
    ):  # fmt: skip
        assert part in said
    assert len(said.splitlines()) <= 20


async def test_a_miss_is_not_undone_by_voiding_merging_or_raising(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", LEAK)
    await house.forward(hours=3)
    await house.say("客服甲", "作废 1 重复了")
    await house.say("客服甲", "升级 2 整栋楼漏水")
    found = await _figures(house)
    assert (found.valid, found.missed_tickets) == (1, 2)
    assert found.rules["R3.2.2"] == Kept(missed=2)
    # The general clocks that were still running when it was raised are nobody's failure.
    assert found.rules["R3.2.3b"] == Kept(dropped=2)
    ticket = await house.ticket(2)
    (late,) = missed(ticket, house.clock.now())
    assert (late.rule, late.department) == ("R3.2.2", "repair")
    assert late.due_at == MORNING + timedelta(hours=2)
    assert late.ended_at == MORNING + timedelta(hours=3)


async def test_a_promise_that_was_extended_is_kept_by_the_new_one(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "已联系 1 约一小时内")
    await house.say("运行主任", "延期 1 今天18点 等配件", group="运行群")
    await house.forward(hours=3)
    await house.say("运行甲", "完成 1 换了阀门")
    kept = timing(await house.ticket(), "R3.2.3", house.clock.now())
    assert kept is not None
    assert (kept.outcome, kept.by) == (Outcome.MET, "运行甲")
    assert kept.due_at == MORNING + timedelta(hours=10)
    assert kept.ended_at == MORNING + timedelta(hours=3)


async def test_an_incident_and_who_is_on_site(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    await house.say("客服甲", "蓝天小区3号楼2单元501 孙女士 13800005555 家里一点不热")
    room = await house.emergency_group()
    await house.forward(minutes=20)
    await house.say("运行甲", "到场", group=room)
    await house.forward(minutes=20)  # 运行乙 has not answered; the team is there in time
    await house.say("运行甲", "方案 换泵", group=room)
    await house.forward(hours=3)  # the second hour's progress is missing
    await house.say("运行甲", "进展 泵装上了", group=room)
    await house.forward(hours=1)
    found = await _figures(house)
    assert (found.severities, found.incidents) == ({"major": 1, "general": 1}, 1)
    assert found.under_incidents == 1
    assert [t.id for t in found.majors] == [1]
    assert found.rules["R3.3.2"] == Kept(met=1)
    assert found.rules["R3.3.2b"] == Kept(met=1)
    assert found.rules["R3.3.4"] == Kept(missed=1)
    ticket = await house.ticket()
    kept = timing(ticket, "R3.3.2", house.clock.now())
    assert kept is not None
    assert kept.ended_at == MORNING + timedelta(minutes=20)
    assert ticket.missed == ("R3.3.4",)


async def test_done_at_the_very_end_is_what_was_called_first(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(hours=2)  # overdue is called at this instant
    await house.say("运行甲", "已联系 1 约今天18点")
    ticket = await house.ticket()
    assert ticket.missed == ("R3.2.2",)
    assert [p.outcome for p in ticket.past if p.rule == "R3.2.2"] == [Outcome.MISSED]


async def test_a_running_clock_past_its_limit_is_missed_at_once(house: House) -> None:
    await house.say("客服甲", COLD)
    ticket, due = await house.ticket(), MORNING + timedelta(hours=2)
    running = timing(ticket, "R3.2.2", due)
    assert running is not None
    assert running.outcome is Outcome.RUNNING
    late = timing(ticket, "R3.2.2", due + timedelta(seconds=1))
    assert late is not None
    assert late.outcome is Outcome.MISSED
    assert timing(ticket, "R3.2.5", due) is None


async def test_the_same_household_again_and_again(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", COLD.replace("15度", "14度"))
    await _in_time(house, 1)
    await house.forward(hours=1)
    await house.say("客服甲", COLD.replace("15度", "16度"))  # a new one: the first is closed
    await house.say("客服甲", LEAK)
    found = await _figures(house)
    assert found.repeats == 1
    (again,) = found.repeaters
    assert (again.times, again.numbers, again.is_open) == (3, (1, 2), True)
    assert again.address == "阳光花园3号楼2单元501"


async def test_the_same_door_of_no_known_community_is_not_one_household(house: House) -> None:
    await house.say("客服甲", "13900001111 3号楼2单元501 家里不热")
    await house.say("客服甲", "13900002222 3号楼2单元501 暖气片漏水")
    await house.say("客服甲", "13900003333 3号楼2单元501 家里不热")
    assert [(await house.ticket(n)).community for n in (1, 2, 3)] == [None] * 3
    assert (await _figures(house)).repeaters == ()


async def test_the_period_before_and_what_is_late(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.forward(days=1, hours=1)
    await house.say("客服甲", LEAK)
    today = whole(Kind.DAY, house.clock.now().astimezone(ZONE))
    async with house.running.storage.reading() as queries:
        ledger = queries.ledger
        found = await ledger.compared(today, "service", house.clock.now())
        assert await ledger.how_many(today.since, today.until) == 1
    assert found.figures.received == 1
    assert found.before is not None
    assert found.before.received == 1
    # As long as this day has come by now: nine hours.
    assert found.before.period.until - found.before.period.since == timedelta(hours=9)
    assert found.a_year_before is None
    assert [t.id for t in found.late] == [1]
    assert (await house.ticket()).status is Status.DISPATCHED


async def test_pages_are_seamless(house: House, monkeypatch: object) -> None:
    for room in range(1, 8):
        await house.say("客服甲", f"阳光花园{room}号楼1单元10{room} 1380000{room:04} 家里不热")
    async with house.running.storage.reading() as queries:
        ledger, sizes = queries.ledger, []
        import storage.ledger

        monkeypatch.setattr(storage.ledger, "PAGE", 3)  # type: ignore[attr-defined]
        numbers = []
        async for page in ledger.pages(DAY.since, DAY.until, whole=True):
            sizes.append(len(page))
            numbers += [ticket.id for ticket, _ in page]
            assert all(entries[0].what == "registered" for _, entries in page)
    assert numbers == [*range(1, 8)]
    assert sizes == [3, 3, 1]


async def test_figures_of_a_day_that_is_named_are_of_that_day(house: House) -> None:
    """What can't be read is asked about: today's figures under another name mislead."""
    await house.say("客服甲", COLD)
    await house.forward(days=2)
    await house.say("总经理", "统计 11月23日")
    assert house.last_in("领导群").text.startswith("11月23日投诉：共 1 单")
    for unread in ("统计 去年", "统计 最近7天"):
        await house.say("总经理", unread)
        assert house.last_in("领导群").meta["kind"] == "refusal"
        assert "如「统计 11月23日」" in house.last_in("领导群").text
