"""DingTalk's monthly quotas: counted, told, and spent on what matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.chat import ChatRef
from bot.platforms.base import Outgoing, PlatformError
from bot.platforms.dingtalk.quota import TIGHT, Quota
from bot.platforms.forgetful import Forgetful
from storage.rows import NewOutbox
from tests.dingtalk_house import OPERATIONS, PEOPLE, SEND, SERVICE, DingTalkHouse, open_dingtalk
from tests.house import COLD, OUTAGE, another


async def test_what_was_refused_is_counted_and_what_was_too_fast_is_not(
    house: DingTalkHouse,
) -> None:
    rest, now = house.platform.rest, house.clock.now()
    for code, spent in (
        ("resource.not.found", 1), ("Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", 0),
        ("unknown.send.result", 1),
    ):  # fmt: skip
        before = (await rest.quota.used())[0].used
        house.server.knobs.instead[SEND] = [(400, {"code": code}, False)]
        with pytest.raises(PlatformError):
            await house.platform.send(ChatRef("dingtalk", SERVICE), Outgoing("x"), code, now)
        assert (await rest.quota.used())[0].used == before + spent, code


async def test_a_used_up_quota_leaves_the_ways_that_cost_nothing(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url, webhooks=True) as house:
        house.server.knobs.quota_used = True
        await house.say(SERVICE, "客服甲", COLD)
        assert house.heard_in(SERVICE)[0]["way"] == "session"
        assert house.heard_in(OPERATIONS)[0]["way"] == "webhook"
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert any("#2" in m["text"] for m in house.heard_in(OPERATIONS))
        assert (await house.ticket(2)).group_chat is None


async def test_an_over_quota_push_without_text_is_answered(house: DingTalkHouse) -> None:
    await house.say(SERVICE, "客服甲", "", text=None, errorCode="20001", errorMessage="over quota")
    assert await house.count() == 0
    assert "额度用完了" in house.heard_in(SERVICE)[0]["text"]
    # The vendor knows what other apps have used: the administrator hears it, and it is shown.
    await house.working(lambda: bool(house.heard_in(PEOPLE["总经理"])))
    await house.say(SERVICE, "客服甲", "", text=None, errorCode="20001", errorMessage="over quota")
    (told,) = house.heard_in(PEOPLE["总经理"])  # both marks passed at once are told as one
    assert "消息已用完（3000/3000 次）" in told["text"]


async def test_calls_that_other_apps_have_used_up(house: DingTalkHouse) -> None:
    house.server.knobs.quota_used = True
    await house.say(SERVICE, "客服甲", COLD)
    calls = (await house.platform.usage())[0]
    assert calls.used >= calls.limit
    assert house.platform.is_thrifty


async def test_a_quota_that_runs_low_is_told_once_and_spent_on_what_matters(
    sqlite_url: str,
) -> None:
    """At 70 and 90 %; from 80 % on an answer takes a way that costs nothing."""
    async with open_dingtalk(
        sqlite_url, card_template="t-1.schema", webhooks=True, monthly_calls=10
    ) as house:
        for i in range(4):
            await house.say(SERVICE, "客服甲", another(i))
        await house.working(lambda: len(house.heard_in(PEOPLE["总经理"])) == 2)
        told = [m["text"] for m in house.heard_in(PEOPLE["总经理"])]
        assert len(told) == 2
        assert "/10 次" in told[0]
        assert "日用完" in told[0]
        quota = house.platform.rest.quota
        assert quota.part >= TIGHT
        before = (await quota.used())[0].used
        await house.say(SERVICE, "客服甲", "今日")
        assert house.heard_in(SERVICE)[-1]["way"] == "session"
        assert (await quota.used())[0].used == before
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert house.server.seen("group_created")


@pytest.mark.parametrize(
    ("day", "used", "ends"), [(11, 1000, None), (11, 2500, 21), (1, 0, None), (30, 4999, 30)]
)
async def test_a_forecast(day: int, used: int, ends: int | None) -> None:
    at = datetime(2026, 11, day, tzinfo=UTC) - timedelta(hours=8)
    memory = Forgetful()
    quota = Quota({"calls": 5000}, memory, lambda: at)

    async def counted(counts: dict[str, int]) -> dict[str, int]:
        return dict.fromkeys(counts, used)

    memory.add = counted  # type: ignore[method-assign]
    assert (await quota.used())[0].ends == ends


@pytest.mark.parametrize(("used", "said"), [(3000, True), (4100, False)])
async def test_late_in_the_month_what_a_card_tells_is_left_to_the_card(
    sqlite_url: str, used: int, said: bool
) -> None:
    async with open_dingtalk(sqlite_url, card_template="t-1.schema") as house:
        await house.say(SERVICE, "客服甲", COLD)
        quota = house.platform.rest.quota
        await house.platform.usage()
        quota._counts[quota._counter("calls")] = used
        before, now = len(house.heard_in(OPERATIONS)), house.clock.now()
        payload = {
            "kind": "progress", "template": "files_lost", "rule": None, "facts": {"count": 1},
            "mentions": [], "card": None, "pin": False,
        }  # fmt: skip
        row = NewOutbox(f"dingtalk:{OPERATIONS}", "message", "p1", payload, 3, now, now, ticket=1)
        async with house.running.storage.transaction() as transaction:
            unit = transaction.unit()
            unit.put(row)
            transaction.keep(unit)
        await house.running.drain()
        assert (len(house.heard_in(OPERATIONS)) > before) is said
        async with house.running.storage.reading() as queries:
            assert (await queries.counts())["outbox"].get("dropped", 0) == int(not said)
        # What must ring is said all the same.
        await house.say(SERVICE, "客服甲", OUTAGE)
        assert house.server.seen("group_created")
