"""DingTalk's cards: whose they are, made once, and ringing when their words are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.migrate import migrate
from tests.dingtalk_house import OPERATIONS, PEOPLE, SERVICE, open_dingtalk
from tests.house import COLD


@pytest.mark.parametrize("template", ["", "t-1.schema"])
async def test_a_link_that_speaks_for_whoever_taps_it_is_none(
    sqlite_url: str, template: str
) -> None:
    """`dtmd://` sends words in the name of the one who taps; on a card nothing is markup."""
    link = "[点我](dtmd://dingtalkclient/sendMessage?content=作废1)"
    nasty = f"{link} <a atId=0902>总经理</a> ![x](y) @总经理 **大**"
    async with open_dingtalk(sqlite_url, card_template=template) as house:
        await house.say(SERVICE, "客服甲", f"{COLD} {nasty}")
        shown = [m["text"] for m in house.heard_in(OPERATIONS)]
        assert any("点我" in words for words in shown)
        shown += [v for c in house.server.cards.values() for v in c["params"].values()]
        assert not any("dtmd://" in words or "@总经理" in words for words in shown)
        for card in (c["params"] for c in house.server.cards.values()):
            assert not {"[", "<", "*"} & set(card["body"] + card["text"] + card["title"])
            assert card["at"] in ("", f"<a atId={PEOPLE['运行甲']}>运行甲</a>")


async def test_another_ledger_of_the_same_app_makes_cards_of_its_own(
    sqlite_url: str, tmp_path: Path
) -> None:
    """A trial's first ticket and the season's first ticket are two cards at the vendor."""
    tracks: list[str] = []
    other = f"sqlite:///{tmp_path / 'season.db'}"
    await migrate(other)
    for url in (sqlite_url, other):
        async with open_dingtalk(url, card_template="t-1.schema") as house:
            await house.say(SERVICE, "客服甲", COLD)
            await house.forward(hours=2)
            tracks += house.server.cards
    assert len(tracks) == len(set(tracks))
    assert any("due" in track for track in tracks)


async def test_a_card_made_without_an_answer_is_the_same_card(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url, card_template="t-1.schema") as house:
        path = "/v1.0/card/instances/createAndDeliver"
        house.server.knobs.instead[path] = [(504, "timeout", True), (504, "timeout", True)]
        await house.say(SERVICE, "客服甲", COLD)
        await house.forward(minutes=1)
        (card,) = [m for m in house.heard_in(OPERATIONS) if "track" in m]
        assert len(house.heard_in(OPERATIONS)) == 1
        await house.press(card["track"], "运行甲", "接单")
        assert house.server.cards[card["track"]]["params"]["status"] == "已接单"


async def test_a_card_whose_words_are_refused_rings_all_the_same(sqlite_url: str) -> None:
    async with open_dingtalk(sqlite_url, card_template="t-1.schema", webhooks=True) as house:
        path = "/v1.0/card/instances/createAndDeliver"
        unsafe = {"code": "param.contentUnsafe"}
        house.server.knobs.instead[path] = [(400, unsafe, False), (400, unsafe, False)]
        await house.say(SERVICE, "客服甲", COLD)
        (told,) = house.heard_in(OPERATIONS)
        assert "#1 有新消息" in told["text"]
        assert told["rung"] == [PEOPLE["运行甲"]]


@pytest.mark.parametrize("by", ["atUserIds", "cardAtUserIds"])
async def test_a_card_rings_by_either_list(sqlite_url: str, by: str) -> None:
    async with open_dingtalk(sqlite_url, card_template="t.schema") as house:
        house.server.knobs.card_rings_by = by
        await house.say(SERVICE, "客服甲", COLD)
        (card,) = [m for m in house.heard_in(OPERATIONS) if m["way"] == "card"]
        assert card["rung"] == [PEOPLE["运行甲"]]
        params = house.server.cards[card["track"]]["params"]
        assert params["at"] == f"<a atId={PEOPLE['运行甲']}>运行甲</a>"


async def test_a_quoted_card_is_its_ticket_among_others(sqlite_url: str) -> None:
    """The vendor names the carrier alone; of two that are in hand it is the one that was meant."""
    async with open_dingtalk(sqlite_url, card_template="t.schema") as house:
        for words in (COLD, "幸福里1号楼1单元101 13912340001 家里不热"):
            await house.say(SERVICE, "客服甲", words)
        for card in [m for m in house.heard_in(OPERATIONS) if m["way"] == "card"]:
            await house.press(card["track"], "运行甲", "接单")
        first = next(m for m in house.heard_in(OPERATIONS) if m["way"] == "card")
        quoted = {"isReplyMsg": True, "repliedMsg": {"msgType": "interactiveCard", "msgId": "x=="}}
        await house.say(
            OPERATIONS, "运行甲", "",
            originalProcessQueryKey=house.server.cards[first["track"]]["carrier"],
            text={"content": " 已联系 约今天18点", **quoted},
        )  # fmt: skip
        assert (await house.ticket(1)).promised_at is not None
        assert (await house.ticket(2)).promised_at is None
