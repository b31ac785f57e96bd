"""Words of time, read on a Monday noon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.times import read_time

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=CHINA)  # a Monday

FUTURE = {
    "今天18点": "11/23 18:00",
    "今晚8点": "11/23 20:00",
    "明天下午3点前": "11/24 15:00",
    "两小时内": "11/23 14:00",
    "后天上午": "11/25 12:00",
    "下班前": "11/23 17:30",
    "明天下班前": "11/24 17:30",
    "半小时后": "11/23 12:30",
    "半个小时内": "11/23 12:30",
    "18:30": "11/23 18:30",
    "１８：３０": "11/23 18:30",
    "10:00": "11/24 10:00",
    "晚上八点半": "11/23 20:30",
    "明早": "11/24 09:00",
    "明早8点半": "11/24 08:30",
    "明晚7点": "11/24 19:00",
    "周五上午": "11/27 12:00",
    "下周一": "11/30 22:00",
    "本周五": "11/27 22:00",
    "礼拜天下午": "11/29 18:00",
    "11月25日上午10点": "11/25 10:00",
    "11月25日 10:00": "11/25 10:00",
    "2026-11-25 10:00": "11/25 10:00",
    "2026年11月25日": "11/25 22:00",
    "十一月二十五号下午三点一刻": "11/25 15:15",
    "25号上午": "11/25 12:00",
    "12月1号 下午 2:30": "12/01 14:30",
    "约8点": "11/23 20:00",
    "2点": "11/23 14:00",
    "9点": "11/23 21:00",
    "11点": "11/24 11:00",
    "七八点": "11/23 20:00",
    "三点钟": "11/23 15:00",
    "三点半": "11/23 15:30",
    "早8点": "11/24 08:00",
    "晚8点": "11/23 20:00",
    "中午12点半": "11/23 12:30",
    "下午一点": "11/23 13:00",
    "今晚12点": "11/24 00:00",
    "凌晨2点": "11/24 02:00",
    "今天": "11/23 22:00",
    "今天之内": "11/23 22:00",
    "明天": "11/24 22:00",
    "大后天": "11/26 22:00",
    "上午": "11/23 12:00",
    "下午": "11/23 18:00",
    "晚上": "11/23 22:00",
    "今夜": "11/23 23:59",
    "傍晚": "11/23 19:00",
    "下午2点到4点": "11/23 16:00",
    "14:00-16:00": "11/23 16:00",
    "明天上午9点到11点": "11/24 11:00",
    "上午9点到下午2点": "11/24 14:00",
    "一个半小时后": "11/23 13:30",
    "1.5小时内": "11/23 13:30",
    "两三个小时内": "11/23 15:00",
    "24小时内": "11/24 12:00",
    "24h内": "11/24 12:00",
    "3天内": "11/26 12:00",
    "一周内": "11/30 12:00",
    "四十分钟后": "11/23 12:40",
    "一刻钟后": "11/23 12:15",
    "20分钟到": "11/23 12:20",
    "大概半小时": "11/23 12:30",
    "过两小时": "11/23 14:00",
    "原定18点改到20点": "11/23 20:00",
    "昨天没去成，约明天9点半": "11/24 09:30",
    "和用户约好了今天18点上门": "11/23 18:00",
    "3号楼2单元501约今晚8点": "11/23 20:00",
    "人民路12号明天上午去": "11/24 12:00",
    "21点30分": "11/23 21:30",
    "明儿个上午": "11/24 12:00",
    "两小时前": "11/23 10:00",
}
PAST = {
    "昨晚": "11/22 22:00",
    "前天下午": "11/21 18:00",
    "昨天18点": "11/22 18:00",
    "周五": "11/20 22:00",
    "上周三": "11/18 22:00",
    "20号下午": "11/20 18:00",
    "10月1日": "10/01 22:00",
    "今早": "11/23 09:00",
    "约8点": "11/23 08:00",
    "晚上八点": "11/22 20:00",
    "今晚": "11/23 12:00",
    "半小时前": "11/23 11:30",
}
NOTHING = (
    "一会儿", "尽快", "马上", "晚点", "早一点", "快一点", "3号楼", "3-2-501", "25号楼",
    "和平里3号院", "12号门", "有三点要求", "一点都不热", "15点5度", "15.5度", "25点", "10:75",
    "2月30日上午", "停了两小时", "月底", "有空再说", "", "13912345678", "11.25上午", "有时不热",
    "三单元", "1小时", "这两天", "小时候",
)  # fmt: skip


@pytest.mark.parametrize(("words", "at"), FUTURE.items())
def test_a_promise(words: str, at: str) -> None:
    found = read_time(words, NOW)
    assert found is not None
    assert f"{found.at:%m/%d %H:%M}" == at
    assert found.at.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(("words", "at"), PAST.items())
def test_a_happening(words: str, at: str) -> None:
    found = read_time(words, NOW, "past")
    assert found is not None
    assert f"{found.at:%m/%d %H:%M}" == at


@pytest.mark.parametrize("words", NOTHING)
def test_no_guess(words: str) -> None:
    assert read_time(words, NOW) is None


def test_the_words_and_where_they_stand() -> None:
    text = "已联系，约今天１８点上门"
    found = read_time(text, NOW)
    assert found is not None
    assert found.words == "今天１８点"
    assert text[slice(*found.span)] == found.words


def test_late_in_the_evening_today_is_what_is_left_of_it() -> None:
    late = NOW.replace(hour=22, minute=30)
    found = read_time("今天", late)
    assert found is not None
    assert found.at == NOW.replace(hour=23, minute=59)


def test_a_date_over_the_turn_of_the_year() -> None:
    found = read_time("1月5日上午", NOW)
    assert found is not None
    assert found.at == datetime(2027, 1, 5, 12, tzinfo=CHINA)


@given(
    st.text(
        alphabet="今明后昨天日号月周五上下午晚早点半时小分钟内前到一二三十0123456789:-./ 楼",
        max_size=40,
    ),
    st.sampled_from(["future", "past"]),
)
def test_whatever_is_said(text: str, prefer: str) -> None:
    found = read_time(text, NOW, prefer)  # type: ignore[arg-type]
    if found is not None:
        assert text[slice(*found.span)] == found.words
        assert found.words
        assert found.at.astimezone(UTC).tzinfo is UTC
