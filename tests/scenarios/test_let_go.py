"""A season later: what only served to deliver is gone, and nobody misses it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.domain.periods import Kind, whole
from bot.domain.retry import KEPT
from bot.domain.ticket import Status
from bot.workers.heartbeat import Heartbeat
from storage.tables import inbox, outbox
from tests.house import COLD, LEAK, House
from tests.premises import until
from tests.web.complaining import complain, shown
from tests.web.online_house import COLD as ONLINE
from tests.web.online_house import OTHER, open_outside


async def _rows(house: House) -> tuple[int, int]:
    """How many there are of what came in, and of what went out."""
    async with house.running.storage.looking() as connection:
        counts = [
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (inbox, outbox)
        ]
        return counts[0], counts[1]


async def _let_go(house: House, after: timedelta) -> None:
    """So much later the heart has beaten for a while."""
    house.clock.forward(after)
    for _ in range(9):
        await house.running.let_go()
        house.clock.forward(timedelta(seconds=1))


async def _closed(house: House, number: int = 1) -> None:
    for words in ("收到", "已联系 {} 约一小时内", "完成 {} 放了气", "已反馈 {} 满意"):
        await house.say("运行甲", words.format(number) if "{}" in words else f"{words} {number}")
    await house.say("客服甲", f"回访 {number} 满意")
    assert (await house.ticket(number)).status is Status.CLOSED


async def _on_record(house: House, now: datetime) -> Any:
    """Ledger, timelines, figures (R1.3, R2.2.3, R4.1.3)."""
    async with house.running.storage.reading() as queries:
        figures = await queries.ledger.figures(whole(Kind.SEASON, now), "service", now)
        tickets = await queries.all_tickets()
        return tickets, [await queries.timeline(t.id) for t in tickets], figures


async def test_what_is_on_record_stays_and_what_is_open_goes_on(house: House) -> None:
    await house.say("客服甲", "在吗")
    await house.say("客服甲", COLD)
    await _closed(house)
    await house.say("客服甲", LEAK)
    await house.say("检修甲", "收到 2")
    posted, before = house.heard_in("检修群")[0], await _rows(house)
    house.clock.forward(KEPT)
    later = house.clock.now()
    record = await _on_record(house, later)
    await _let_go(house, timedelta(hours=1))
    came, went = await _rows(house)
    assert came == 0
    assert 0 < went < before[1]
    assert await _on_record(house, later) == record
    # The open one is answered by a quote of what was said of it then, and its cards are kept.
    await house.say("检修甲", "完成 换了阀门", quote=posted.id)
    assert (await house.ticket(2)).status is Status.HANDLED
    assert posted.card is not None
    drawn_anew = house.heard_in("检修群")[0].card
    assert drawn_anew is not None
    assert drawn_anew != posted.card
    # The closed one is there by its number, and is taken up again by it.
    await house.say("客服甲", "重开 1 又凉了")
    assert (await house.ticket(1)).is_open
    assert "#1" in house.last_in("运行群").text


async def test_a_repetition_within_the_time_makes_no_second_ticket(house: House) -> None:
    await house.say("客服甲", COLD, message_id="m-1")
    await _closed(house)
    await _let_go(house, KEPT - timedelta(hours=1))
    await house.say("客服甲", COLD, message_id="m-1")
    assert await house.count() == 1


async def test_a_receipt_is_good_for_ever(database_url: str) -> None:
    """R2.1.2: another system may repeat itself, and ask, after any time."""
    async with open_outside(database_url, public=True) as outside:
        body = {**ONLINE, "idempotency_key": "a-1"}
        first = await outside.post(body)
        way = outside.headers["Location"]
        await _closed(outside.house)
        await _let_go(outside.house, 4 * KEPT)
        assert await _rows(outside.house) == (1, 0)
        again = await outside.post(body)
        assert (again["number"], again["receipt"]) == (1, first["receipt"])
        assert (await outside.get(way))["status"] == "closed"
        await outside.get(way, OTHER)
        assert outside.status == 404
        await outside.post({**body, "content": "还是不热"})
        assert outside.status == 409
        assert await outside.house.count() == 1


async def test_a_users_own_page_opens_next_year(sqlite_url: str) -> None:
    async with open_outside(sqlite_url, public=True) as outside:
        way = await complain(outside)
        await _closed(outside.house)
        await _let_go(outside.house, 4 * KEPT)
        assert shown(await outside.browser.get(way), "number") == "1"


async def test_the_service_does_it_by_itself(house: House) -> None:
    await house.say("客服甲", "在吗")
    house.clock.forward(KEPT)
    stepped = 0

    async def counted() -> int:
        nonlocal stepped
        stepped += 1
        return await house.running.let_go()

    assert house.running.let_go in house.running.drains
    drains = [counted if d == house.running.let_go else d for d in house.running.drains]
    heart = Heartbeat(*drains, seconds=3600)
    heart.start()
    await until(lambda: stepped == 1)
    await heart.stop()
    assert (await _rows(house))[0] == 0
