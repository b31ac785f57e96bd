"""Every message that people read, word for word: what a changed template says is seen in the diff.

`python -m pytest tests/templates --snapshot-update` writes them anew.
"""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.ticket import Severity
from bot.platforms.base import Mention, Outgoing
from bot.platforms.dingtalk import words as dingtalk
from bot.platforms.wecom import words as wecom
from bot.render import renderer_for
from bot.scenario import DEMO, load
from bot.simulate import simulate
from tests.house import open_house
from tests.templates.facts import NAMES, NOW, REASONS, ZONE, a_ticket, facts_for

SAID = "换了阀门，室温19度"
MARKED = "换了<3号>阀，*19* 度 [照片](dingtalk://x)\n# 大字 `码` @所有人"
RUNG = (Mention("0201", "运行甲"),)
#: What is told of in words of its own, so that it reads as people would see it.
TOLD: dict[str, Any] = {
    "fields": {"phone": "13912345678"}, "filled": {"phone": "13912345678"}, "room": "501室",
    "changes": {"name": "王女士", "type": "quality"}, "order": "12345-0087", "names": ["王五"],
    "unread": ["运行乙"], "place": "阳光花园", "places": [{"name": "阳光花园", "tickets": 3}],
}  # fmt: skip


def _told(template: str, severity: Severity, **more: Any) -> str:
    ticket = a_ticket(severity, SAID, "王女士").but(merged_into=2, parent=7)
    facts = facts_for(ticket, template, SAID) | TOLD | more
    payload = {"template": template, "facts": facts, "kind": "reply", "rule": "R3.2.2"}
    return renderer_for(ZONE).message(payload, "text", RUNG, NOW)


def _in_markup(text: str) -> str:
    """The words, and below each line how a vendor's way writes it where that is different."""
    message = Outgoing(text, RUNG)
    ways = {
        "钉钉机器人": dingtalk.parts(message)[0],
        "钉钉 webhook": dingtalk.by_id(text, RUNG if f"@{RUNG[0].name}" in text else ()),
        "企业微信机器人": wecom.markdown(text),
        "企业微信 webhook": wecom.plain(wecom.without_at(text, RUNG)),
    }
    lines = []
    for number, line in enumerate(text.split("\n")):
        lines.append(line)
        for way, whole in ways.items():
            if (other := whole.split("\n")[number]) != line:
                lines.append(f"    {way}：{other}")
    return "\n".join(lines)


@pytest.mark.parametrize("template", NAMES)
def test_the_words_of_a_message(template: str, snapshot: SnapshotAssertion) -> None:
    assert _in_markup(_told(template, Severity.GENERAL)) == snapshot(name=template)
    if _told(template, Severity.MAJOR) != _told(template, Severity.GENERAL):
        assert _in_markup(_told(template, Severity.MAJOR)) == snapshot(name=f"{template} 重大")


def test_what_looks_like_markup_stays_words(snapshot: SnapshotAssertion) -> None:
    assert _in_markup(_told("progress", Severity.GENERAL, words=MARKED)) == snapshot


def test_what_is_asked_of_a_time(snapshot: SnapshotAssertion) -> None:
    ways = (("已联系", False), ("已联系", True), ("延期", True))
    told = [
        _told("agreed", Severity.GENERAL, verb=verb, moves=moves, words=SAID, taken=not moves)
        for verb, moves in ways
    ]
    assert [*told, _told("ask_promise", Severity.GENERAL, words="")] == snapshot


def test_the_words_of_refusals(snapshot: SnapshotAssertion) -> None:
    both = ["运行部", "检修部"]
    told = {r: _told("refusal", Severity.GENERAL, reason=r, departments=both) for r in REASONS}
    told["not_allowed"] = _told("refusal", Severity.GENERAL, reason="not_allowed", who=["运行部"])
    assert told == snapshot


@pytest.mark.parametrize(
    ("person", "group"),
    [("客服甲", "客服群"), ("运行甲", "运行群"), ("运行主任", "运行群"), ("值班领导", "领导群")],
    ids=["service", "crew", "head", "leader"],
)
async def test_what_help_says_to_each_role(
    person: str, group: str, sqlite_url: str, snapshot: SnapshotAssertion
) -> None:
    async with open_house(sqlite_url) as house:
        await house.say(person, "帮助")
        assert house.said_in(group)[-1] == snapshot


@pytest.mark.parametrize("story", ["1-general", "2-nobody", "3-major"])
async def test_what_each_group_reads_of_a_story(story: str, snapshot: SnapshotAssertion) -> None:
    heard: dict[str, list[str]] = {}
    for line in await simulate(load(DEMO / f"{story}.yaml")):
        if line["event"] == "message":
            heard.setdefault(line["in"], []).append(f"{line['t'][5:16]} {line['text']}")
    assert heard == snapshot
