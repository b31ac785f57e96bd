"""What people type, and what the bot takes it for. The table is in commands.txt."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commands import VERBS, Command, Unclear, parse
from bot.domain.ticket_numbers import plainly, read_numbers

TABLE = Path(__file__).with_name("commands.txt")
WORK_GROUP = (
    "收到好了完成已联系转检修部合并到延期明天补充电话不热号单楼元点度约吗没 \n#@,，。3４12-:/?👌a"
)


def rows() -> list[tuple[str, bool, str]]:
    """Text, whether it quotes, and what is expected."""
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if "  →  " in line and not line.startswith("# "):
            said, expected = line.split("  →  ")
            found.append((said.removeprefix("» "), said.startswith("» "), expected))
    return found


def told(heard: Command | Unclear | None) -> str:
    """A result in the table's notation."""
    if heard is None:
        return "-"
    numbers = "".join(f" {n}" for n in [",".join(map(str, heard.tickets))] if n)
    rest = f" | {heard.rest}" if heard.rest else ""
    if isinstance(heard, Unclear):
        return f"≈{heard.nearest}{numbers}{rest}"
    into = f" > {heard.into}" if heard.into else ""
    return f"{heard.verb}{numbers}{into}{rest}{'' if heard.certain else ' (?)'}"


@pytest.mark.parametrize(("text", "quoted", "expected"), rows())
def test_what_is_said_is_understood(text: str, quoted: bool, expected: str) -> None:
    assert told(parse(text, quoted=quoted)) == expected


def test_lines_and_blanks_of_every_kind_part_words() -> None:
    assert parse("收到\n3") == parse("3\n收到") == parse("收到\u20053\ufeff") == parse("收到\t３")
    assert parse("@小暖\u2005收到 3") == Command("接单", (3,), "")


def test_the_own_words_are_the_original_ones() -> None:
    assert parse("完成 ３ 换了ＤＮ25阀门，室温２０℃。") == Command(
        "完成", (3,), "换了ＤＮ25阀门，室温２０℃"
    )


@pytest.mark.parametrize("verb", VERBS, ids=lambda v: v.name)
def test_every_canonical_name_opens_a_message(verb) -> None:
    heard = parse(f"{verb.name} 7" if verb.numbered else verb.name)
    assert isinstance(heard, Command)
    assert (heard.verb, heard.certain) == (verb.name, True)
    assert heard.tickets == ((7,) if verb.numbered else ())


@pytest.mark.parametrize(
    ("verb", "word"),
    [(verb, word) for verb in VERBS for word in (*verb.words, *verb.loose, *verb.alone)],
)
def test_every_word_means_its_verb(verb, word) -> None:
    heard = parse(f"{word} 7" if verb.numbered else word)
    assert isinstance(heard, Command)
    assert (heard.verb, heard.certain) == (verb.name, True)


def test_no_word_has_two_meanings() -> None:
    words = [w for verb in VERBS for w in {verb.name, *verb.words, *verb.loose, *verb.alone}]
    assert len(words) == len(set(words))


def test_what_a_button_says_is_its_own_command() -> None:
    for words in ("2026-11-23T18:00", "2026-11-23 18:00", "4号阀换了", "18", "#5换热站", "没 换"):
        for verb in ("已联系", "完成", "进展", "方案", "延期"):
            heard = parse(f"{verb} 3 {words}")
            assert isinstance(heard, Command)
            assert heard.verb == verb


@pytest.mark.parametrize(
    "text",
    [
        "3号楼", "3栋", "3单元", "2-501", "3#楼", "18点", "18:00", "15度", "15℃", "3月5日", "2小时",
        "20.5", "2026年", "13912345678", "3楼", "2个", "3次", "1234567", "3号门", "3号换热站",
        "8~10", "2到3点", "0",
    ],
)  # fmt: skip
def test_other_numbers_are_no_tickets(text: str) -> None:
    assert read_numbers(text, 0).tickets == ()
    heard = parse(f"完成 {text}")
    assert not isinstance(heard, Command) or heard.tickets == ()


@given(st.text() | st.text(alphabet=WORK_GROUP, max_size=40), st.booleans())
def test_nothing_that_is_typed_breaks_it(text: str, quoted: bool) -> None:
    heard = parse(text, quoted=quoted)
    if heard is None:
        return
    numbers = heard.tickets
    if isinstance(heard, Command) and heard.into is not None:
        numbers += (heard.into,)
    assert all(1 <= n <= 999_999 for n in numbers)
    assert len(set(numbers)) == len(numbers)
    assert heard.rest == heard.rest.strip()


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(plainly(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "3 " * 10_000, "3," * 10_000, "3号" * 6_700, "1  " * 6_700 + "合",
        "收到" + " " * 20_000 + "x", "完成吗" + " " * 20_000 + "x",
        "#" + " " * 20_000, "3 " + "、" * 20_000, "@" * 20_000,
        "一" * 20_000, "好的" * 10_000, "补充 " + "电话 " * 6_600, "嗯" * 20_000,
        "合并" + "\n" * 20_000,
        "完成 3 " + "家里不热13912345678 3号楼" * 900, "转" + "给 " * 10_000, "收到" * 10_000,
        "3 没" + "修好" * 10_000, "验收" + "不" * 20_000, "收到 " + "1" * 20_000,
    ],
    ids=range(20),
)  # fmt: skip
def test_twenty_thousand_characters_are_read_at_once(text: str) -> None:
    for quoted in (False, True):
        best = min(_seconds(text, quoted) for _ in range(3))
        assert best < 0.5


def _seconds(text: str, quoted: bool) -> float:
    start = time.process_time()
    parse(text, quoted=quoted)
    return time.process_time() - start


@pytest.mark.parametrize(
    "text", [said for said, quoted, expected in rows() if expected.endswith("(?)") and not quoted]
)
def test_what_is_offered_is_understood_when_it_is_said(text: str) -> None:
    """要「完成」就回「完成 3 …」: whoever says just that must not be asked again."""
    heard = parse(text)
    assert isinstance(heard, Command)
    numbers = " ".join(map(str, heard.tickets)) or "7"
    into = f" 到 {heard.into}" if heard.into else ""
    again = parse(f"{heard.verb} {numbers}{into} {heard.rest}")
    assert isinstance(again, Command)
    assert again.verb == heard.verb
    assert again.certain or ("催办" in text and "2-1102" in text)
