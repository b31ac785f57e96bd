"""The second opinion that examples give beside the rules (decisions 0024, 0032)."""

from __future__ import annotations

from math import exp

import pytest

from bot.domain.complaint import read
from bot.domain.reading import learnt, likeness, places, weighing
from bot.domain.reading.classify import Verdict
from learning import first
from learning.__main__ import EXAMPLES, digest


def test_the_weights_were_learnt_from_these_examples() -> None:
    """Whoever adds an example learns again: `python -m learning`."""
    assert digest(EXAMPLES.read_bytes()) == learnt.EXAMPLES


def _weights_of(piece: str) -> tuple[int, ...]:
    """What a piece says, column by column; zeros where it says nothing."""
    weights = likeness._weights()
    total = (weights.pairs if len(piece) > 1 else weights.chars).get(likeness.number(piece), 0)
    return tuple(part - likeness._HALF for part in likeness._unpacked(total))


def test_sums_are_those_of_the_table() -> None:
    """Six sums in one whole number come apart again as they would one by one."""
    text = likeness.plain("暖气片漏水,没人管,屋里13度", [])
    known = [_weights_of(piece) for piece in likeness.pieces(text)]
    found = likeness.of(text)
    for at, name in enumerate(likeness.COLUMNS):
        total = learnt.BIAS[at] + sum(weights[at] for weights in known)
        told = {"complaint": found.complaint, "major": found.major}.get(name)
        if told is not None:
            assert (told > 0.5) == (total > 0)
    assert sum(found.types.values()) == pytest.approx(1)
    assert found.type == "facility"


def test_no_sum_is_too_large_for_its_place() -> None:
    """A column has two bytes, even where a text has every piece that speaks for it."""
    lines = (learnt.RULES + learnt.TABLE).rstrip("\n").split("\n")
    rows = [line.split(" ")[1:] for line in lines]
    for bias, column in zip(learnt.BIAS, zip(*rows, strict=True), strict=True):
        weights = [bias, *map(int, column)]
        assert sum(weight for weight in weights if weight > 0) < 2**15
        assert sum(weight for weight in weights if weight < 0) > -(2**15)


#: what each sign that the rules give says, column by column
SIGNS = {
    sign: tuple(map(int, weights))
    for sign, *weights in map(str.split, learnt.RULES.rstrip("\n").split("\n"))
}


@pytest.mark.parametrize("complaint", [True, False])
@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize("kind", likeness.COLUMNS[1:5])
def test_what_the_rules_said_is_added_to_what_the_words_say(
    kind: str, sure: bool, complaint: bool
) -> None:
    """Whatever they can say, the examples know."""
    verdict = Verdict(complaint, kind, (), sure)
    signs = weighing.signs(verdict, located=True, callable_=True, measured=True)
    text = likeness.plain("暖气片漏水,没人管,屋里13度", [])
    alone, told = likeness.of(text), likeness.of(text, signs)
    added = [sum(weights) for weights in zip(*(SIGNS[sign] for sign in signs), strict=True)]
    assert [b - a for a, b in zip(alone.sums, told.sums, strict=True)] == added


def test_who_is_sure_is_followed_further() -> None:
    for kind in likeness.COLUMNS[1:5]:
        at = likeness.COLUMNS.index(kind)
        assert SIGNS[f"{kind}-sure"][at] > SIGNS[f"{kind}-unsure"][at]


def test_how_bad_it_is_is_told_by_how_much_is_told_of_and_not_by_verdicts() -> None:
    at = likeness.COLUMNS.index("major")
    extent = {sign for sign in SIGNS if sign.startswith(("homes-", "names-", "buildings", "flat"))}
    assert extent == {sign for sign, weights in SIGNS.items() if weights[at]}
    assert not any(SIGNS[sign][other] for sign in extent for other in range(at))
    assert SIGNS["homes-many"][at] > 0 > SIGNS["homes-some"][at]
    assert SIGNS["buildings"][at] > 0 > SIGNS["flat"][at]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("云杉里3-2-501不热", {"homes-none", "names-0", "flat"}),
        ("云杉里3-2-501 两户都不热", {"homes-few", "names-0", "flat"}),
        ("云杉里 12户没热", {"homes-some", "names-1"}),
        ("云杉里、柳荫苑 412户没热", {"homes-many", "names-2"}),
        ("云杉里 3号楼4号楼5号楼全凉", {"homes-none", "names-0", "buildings"}),
    ],
)
def test_how_much_a_message_tells_of(text: str, signs: set[str]) -> None:
    assert set(weighing.extent(text, places.find(text))) == signs


def test_a_verdict_at_first_sight_is_that_of_the_part_that_complains() -> None:
    one = "云杉里3-2-501 王女士 13812340001 不热"
    assert first.verdict(one) == "quality-sure located callable"
    assert first.verdict(f"好的\n{one}") == "quality-sure located callable"
    assert first.verdict("屋里才13度") == "quality-unsure measured"
    assert first.verdict("培训资料:用户说不热怎么答") == ""
    assert first.verdict("早上好").startswith("none-unsure")


@pytest.mark.parametrize("text", ["😂不热\uffff暖气", "暖气\ud83d不热", "不热\uffff"])
def test_rare_characters_count_as_all_others_do(text: str) -> None:
    said = [_weights_of(piece) for piece in likeness.pieces(text)]
    total = learnt.BIAS[0] + sum(weights[0] for weights in said)
    assert likeness.of(text).complaint == pytest.approx(1 / (1 + exp(-total / likeness.SCALE)))


def test_who_and_where_says_nothing() -> None:
    spans = [(0, 9), (13, 24)]
    one = likeness.plain("桐花苑3号楼2单元 不热 13812340001", spans)
    other = likeness.plain("梧桐里9号楼1单元 不热 13912340002", spans)
    assert one == other


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        ("屋里一直是15度。\n【上次答复】换热站水泵已换好,已测温。", True),
        ("屋里15度的那户已换好。", False),
    ],
)
def test_how_cold_it_is_outweighs_what_was_answered_before(words: str, stays: bool) -> None:
    """However unlike the examples; what is settled now is settled."""
    unlike = likeness.Likeness((-2 * likeness.SCALE, 0, 0, 0, 0, 0), words * 3)
    rules = Verdict(True, "quality", ("15度",), True)
    found = weighing.weigh(
        rules, unlike, words, callable_=False, flat=False, measured=True, alone=True
    )
    assert found.complaint is stays


@pytest.mark.parametrize("text", ["", "\x00", "嗯", "。。。", "0", "\n" * 3000, "暖" * 5000])
def test_any_text_has_an_opinion(text: str) -> None:
    found = likeness.of(likeness.plain(text, []))
    assert 0 <= found.complaint <= 1
    assert 0 <= found.major <= 1
    read(text)


#: the rules hear an advertisement, praise or a rumour in it, and are sure
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("师傅把我加微信拉黑了,报修没人管,屋里冷得待不住,锦绣里3-2-502 13812340002", "service"),
        ("送锦旗有什么用,该不热还是不热,锦绣里3-2-504 13812340004", "quality"),
        ("墙里的管子呲水,邻居说是谣言,你们自己来看,锦绣里3-2-507 13812340007", "facility"),
    ],
)
def test_one_word_alone_does_not_put_a_complaint_aside(text: str, kind: str) -> None:
    (one,) = read(text)
    assert one.type == kind
    assert not one.sure, "a person checks (R2.2.1)"


@pytest.mark.parametrize(
    "text",
    [
        "专业清洗地暖,全市上门,不热不收费,加微信13812340001",
        "【演练】桐花苑主管爆裂,三百户停暖,各组按预案集结",
        "表扬抢修班的师傅,半夜来把漏水修好了,锦绣里3-2-501 13812340001",
    ],
)
def test_advertisements_drills_and_praise_stay_none(text: str) -> None:
    assert not read(text)
