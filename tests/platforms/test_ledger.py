"""`导出` on the vendors: the workbook is uploaded and posted as a file, by each one's own rules."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.app import ZONE
from bot.papers import LedgerPapers
from bot.workers.handing_out import Ledgers
from tests import dingtalk_house, wecom_house
from tests.dingtalk_house import DingTalkHouse, open_dingtalk
from tests.house import COLD
from tests.wecom_house import WeComHouse, open_wecom

NAME = "台账20261123.xlsx"


def _with_ledgers(house: DingTalkHouse | WeComHouse, url: str, folder: Path) -> None:
    papers = LedgerPapers(url, ZONE, None, house.clock.now)
    house.running.handing_out.ledgers = Ledgers(papers.ledger, folder)


def _has_the_ticket(data: bytes) -> bool:
    rows: Any = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return sum("13912345678" in row for row in rows) == 1


@pytest.mark.parametrize("where", [dingtalk_house.LEADERS, dingtalk_house.PEOPLE["总经理"]])
async def test_dingtalk(sqlite_url: str, tmp_path: Path, where: str) -> None:
    async with open_dingtalk(sqlite_url, files=tmp_path) as house:
        _with_ledgers(house, sqlite_url, tmp_path)
        await house.say(dingtalk_house.SERVICE, "客服甲", COLD)
        await house.say(where, "总经理", "导出 今天")
        said, sent = house.heard_in(where)[-2:]
        assert "正在导出今天台账" in said["text"]
        assert sent["text"].endswith(NAME)
        kind, _, data = house.server.media[sent["media"]]
        assert kind == "file"
        assert _has_the_ticket(data)


@pytest.mark.parametrize("where", [wecom_house.LEADERS, wecom_house.PEOPLE["总经理"]])
async def test_wecom(sqlite_url: str, tmp_path: Path, where: str) -> None:
    async with open_wecom(sqlite_url, files=tmp_path) as house:
        _with_ledgers(house, sqlite_url, tmp_path)
        await house.say(wecom_house.SERVICE, "客服甲", COLD)
        await house.say(where, "总经理", "导出 今天")
        said, sent = house.heard_in(where)[-2:]
        assert "正在导出今天台账" in said["text"]
        assert sent["name"].endswith(NAME)
        assert _has_the_ticket(sent["data"])


async def test_a_departments_group_is_told_where_to_ask(sqlite_url: str, tmp_path: Path) -> None:
    async with open_dingtalk(sqlite_url, files=tmp_path) as house:
        _with_ledgers(house, sqlite_url, tmp_path)
        await house.say(dingtalk_house.REPAIR, "总经理", "导出 今天")
        assert "不发在这个群" in house.heard_in(dingtalk_house.REPAIR)[-1]["text"]
        assert not house.server.media
