"""Several tickets in one message, and what only looks like it."""

from __future__ import annotations

import pytest

from bot.domain.clauses import line_by_line, parted


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1收到 3也收到", ["1收到", "3也收到"]),
        ("1约了下午三点 3约了明天上午九点", ["1约了下午三点", "3约了明天上午九点"]),
        ("1放了气好了 3还得换阀门", ["1放了气好了", "3还得换阀门"]),
        ("1好了 2还没", ["1好了", "2还没"]),
        ("#1 好了 #2 没人", ["#1 好了", "#2 没人"]),
        ("1 完成 3 收到", ["1 完成", "3 收到"]),
        ("完成 1 换阀 完成 3 放气", ["完成 1 换阀", "完成 3 放气"]),
        ("回访 1 满意 3 满意", ["回访 1 满意", "3 满意"]),
        ("1转检修 3我去", ["1转检修", "3我去"]),
        ("1好了，2明天去", ["1好了", "2明天去"]),
        ("1约的两点2约的四点", ["1约的两点", "2约的四点"]),
        ("1两点 2四点", ["1两点", "2四点"]),
        ("1修好了2没人", ["1修好了", "2没人"]),
        ("1完了2还没", ["1完了", "2还没"]),
    ],
)
def test_each_part_says_something_of_its_own_ticket(text: str, parts: list[str]) -> None:
    assert [words for _, words in parted(text)] == parts


@pytest.mark.parametrize(
    "text",
    [
        "1 2 3 都好了",
        "收到 1 2",
        "1修好了 2 3没修好",
        "1 换了 2 个阀门好了",
        "3 压力 4 公斤",
        "1约了 2 点到",
        "已联系 1 约 3号再去看看",
        "延期 1 5号下午3点",
        "1 测温 18 20 19",
        "1 进户了 3 楼道阀门关着",
        "转 3 检修部 2 号阀坏了",
        "1 等 3 号配件到货再弄",
        "补充 3 电话 13912345678",
        "合并 3 到 2",
        "3 和 2 是一回事",
        "完成 1 室温 21 用户认可",
        "1换了2个阀好了",
        "1弄好了3个人去的",
        "1到了3楼没人",
        "完成 2 更换 3 组阀门 20 度左右",
    ],
)
def test_a_number_within_the_words_is_no_ticket(text: str) -> None:
    assert parted(text) == []


def test_one_command_a_line() -> None:
    assert [c.tickets for c in line_by_line("收到 3\n收到 4")] == [(3,), (4,)]
    assert line_by_line("1好了，明天再看看") == []
