"""`heatdesk export` and `heatdesk report`: what was asked for, done and told."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.archive import ArchiveMistake
from bot.check import company_of, zone_of
from bot.domain.company_config import CompanyMistake
from bot.domain.periods import Kind, last_whole, whole
from bot.settings import Settings, SettingsMistake
from bot.usage import whole_days

_MISTAKES = (SettingsMistake, CompanyMistake, ArchiveMistake)
SettingsOf = Callable[[argparse.Namespace], Settings]


def export(arguments: argparse.Namespace, settings_of: SettingsOf) -> int:
    """The ledger from one day to another, both counted."""
    from bot.export.ledger import export

    if arguments.first > arguments.last:
        print("--from 不能晚于 --to：两天都算在内", file=sys.stderr)
        return 2
    try:
        settings = settings_of(arguments)
        since, until = whole_days(arguments.first, arguments.last, zone_of(settings))
        url, now = settings.database.url, datetime.now(UTC)
        written = asyncio.run(export(url, since, until, arguments.out, now))
    except _MISTAKES as mistake:
        print(mistake, file=sys.stderr)
        return 1
    print(f"{arguments.out}：{written} 单")
    return 0


def report(arguments: argparse.Namespace, settings_of: SettingsOf) -> int:
    """A period's report: the one that a day is in, else the last that is over."""
    from bot.report.report import report

    try:
        settings = settings_of(arguments)
        zone, kind, now = zone_of(settings), Kind(arguments.period), datetime.now(UTC)
        season = company_of(settings)[1].own.season
        if arguments.at is None:
            period = last_whole(kind, now.astimezone(zone), season)
        else:
            period = whole(kind, whole_days(arguments.at, arguments.at, zone)[0], season)
        if period.since > now:
            raise ArchiveMistake("这一期还没到：--at 写今天或以前的一天")
        asyncio.run(report(settings.database.url, period, arguments.out, now, zone, season))
    except _MISTAKES as mistake:
        print(mistake, file=sys.stderr)
        return 1
    last = period.until - timedelta(days=1)
    print(f"{arguments.out}：{period.since:%Y-%m-%d} 至 {last:%Y-%m-%d}")
    return 0
