"""The second opinion on addresses and names that examples give beside the rules (decision 0028)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.complaint import normalise, read
from bot.domain.reading import (
    compounds,
    seconding,
    tag_rows,
    tag_scores,
    tag_signs,
    tag_weights,
    tagging,
)
from bot.domain.reading.seconding import Read
from learning import first, tags
from learning.__main__ import EXAMPLES, digest

#: a name without any ending, words that only context tells, rare surnames
UNSEEN = (
    "厨房漏水 云栖渡 D12 麻烦来人 庾 13812340001",
    "家里15度 橙光年华 3-2-501 13812340001 小茆",
    "你好,我姓逄,住在东坝头七趟房3号,屋里只有14度,电话13812340001",
    "【姓名】脱女士\n【电话】13812340001\n【地址】西坞小镇 D12\n【内容】不热",
)


#: what the rules may have read of them
READ = (
    tag_rows.Told(None, None, None, None),
    tag_rows.Told("小茆", "13812340001", "3-2-501", None),
    tag_rows.Told("逄", None, "东坝头七趟房3号", "东坝头"),
    tag_rows.Told("脱女士", "13812340001", "西坞小镇 D12", "西坞小镇"),
)


def _nothing(text: str) -> list[str]:
    return [tag_rows.OTHER] * len(text)


def test_the_tags_were_learnt_from_these_examples() -> None:
    """Whoever adds an example learns again: `python -m learning.tags`."""
    assert digest(EXAMPLES.read_bytes()) == tag_weights.EXAMPLES


@pytest.mark.parametrize(("message", "told"), [*zip(UNSEEN, READ, strict=True)])
def test_sums_are_those_of_the_table(message: str, told: tag_rows.Told) -> None:
    """What is summed side by side is what each feature says by itself."""
    whole = normalise(message)
    rows = _nothing(whole)
    assert tag_rows.add(whole, rows, told)
    text, places = tag_signs.squeezed(compounds.masked(whole)[0])
    _assert_summed(text, "".join(rows[at] for at in places))


@pytest.mark.parametrize("run", range(5, 12))
@pytest.mark.parametrize("tags_", ["O", "OAO", "ACDNO", "NOA"])
def test_what_rules_read_in_a_row_is_summed_alike(tags_: str, run: int) -> None:
    """However long it is: what is said within a run is summed once for all of it."""
    rules = "".join(tag * run for tag in tags_)
    _assert_summed(("苏州街云杉里0号楼0单元000王女士☎不热" * 3)[: len(rules)], rules)


def _assert_summed(text: str, rules: str) -> None:
    said = {}
    for line in tag_weights.TABLE.rstrip("\n").split("\n"):
        feature, *weights = line.split(" ")
        said[feature] = {weight[0]: int(weight[1:]) for weight in weights}
    assert len(text) == len(rules)
    for score, seen in zip(tag_scores.scores(text, rules), tags.features(text, rules), strict=True):
        total = dict.fromkeys(tag_rows.TAGS, 0)
        for feature in seen:
            for tag, weight in said.get(feature, {}).items():
                total[tag] += weight
        assert score == tuple(total[t] - total["O"] for t in "ACDN")


def test_nothing_is_won_by_a_step_out_of_a_part() -> None:
    """The best row up to a part's end is looked at before what it is worth to leave it there."""
    assert max(tagging._OUT) == 0


def test_examples_are_labelled_character_by_character() -> None:
    row = {
        "id": "x-1",
        "text": "暖气不热,我家7号楼402 光明小区的 姓逄 13812340001",
        "gold": [
            {
                "name": "逄",
                "phone": "13812340001",
                "address": "7号楼402 光明小区",
                "community": "光明小区",
            }
        ],
        "first": [{"name": None, "phone": "13812340001", "address": "7号楼402", "community": None}],
    }
    found = tags.example_of(row)
    assert found is not None

    def told(tags: str) -> dict[str, str]:
        return {
            tag: "".join(c for c, t in zip(found.text, tags, strict=True) if t == tag)
            for tag in "ACDN"
        }

    assert told(found.tags) == {"A": "7号楼402 ", "C": "光明小区", "D": "", "N": "逄"}
    assert told(found.rules) == {"A": "", "C": "", "D": "7号楼402", "N": ""}


def test_what_rules_read_at_first_sight_is_without_tags() -> None:
    """Or what is learnt from it would only be what was learnt before."""
    (alone,) = first.told("没暖气了,帮忙看看 金色年华 老红楼 203 13812340001")
    assert alone["address"] != "金色年华 老红楼 203"
    assert alone["phone"] == "13812340001"
    (whole,) = first.told("云杉里3-2-501 王女士 13812340001 不热")
    assert whole["address"] == "云杉里3-2-501"


@given(
    st.text(
        "一二三李庾小区号楼栋单元路家()“” ,。:\n-0123456789A☎\x01⟪暖气不热电话姓名", max_size=80
    )
)
def test_what_is_found_stands_in_the_text(text: str) -> None:
    found = tagging.tag(text, _nothing(text))
    for spans in (found.address, found.community, found.name):
        ends = 0
        for span in spans:
            assert ends <= span.start < span.end <= len(text)
            ends = span.end
    read_ = seconding.read(text, text, Read(None, None, None), None)
    for words in (read_.name, *(read_.address or "").split(), read_.community):
        assert not words or words in re.sub(r"[/@>]", " ", text)


@pytest.mark.parametrize("text", ["", "\x01", "\x01" * 20, "\n" * 1500, "0" * 1500, "某" * 1500])
def test_any_text_can_be_asked_about(text: str) -> None:
    tagging.tag(text, _nothing(text))


def test_a_long_text_is_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the longest message takes no longer than it did."""
    monkeypatch.setattr(tagging, "tag", lambda text, rules: pytest.fail(text[:9]))
    nothing = Read(None, None, None)
    assert seconding.read("暖" * 20_000, "暖" * 20_000, nothing, None) == nothing


@pytest.mark.parametrize(
    ("message", "address", "community", "asked"),
    [
        ("云杉里3号楼,整楼不热,王女士 13812340001", "云杉里3号楼", "云杉里", False),
        ("都凉了,我家在云杉里3号楼 王女士 13812340001", "云杉里3号楼", "云杉里", False),
        ("井盖没了,青禾路36号,王女士 13812340001", "青禾路36号", None, False),
        ("云杉里3号楼把西头 不热,王女士 13812340001", "云杉里3号楼", "云杉里", True),
        ("城北 云杉里3号楼,不热,王女士 13812340001", "云杉里3号楼", "云杉里", True),
        ("C7栋2单元,不热,王女士 13812340001", "C7栋2单元", None, True),
    ],
)
def test_a_house_in_a_clause_of_its_own_is_not_asked_about(
    monkeypatch: pytest.MonkeyPatch, message: str, address: str, community: str | None, asked: bool
) -> None:
    """More of a place can only stand beside what goes on."""
    found = []
    nothing = tagging.Tagged((), (), ())
    monkeypatch.setattr(tagging, "tag", lambda text, rules: found.append(text) or nothing)
    masked = compounds.masked(message)[0]
    seconding.read(message, masked, Read("王女士", address, community), "13812340001")
    assert bool(found) is asked


#: what the rules alone pass over: names without an ending, what stands behind a place
@pytest.mark.parametrize(
    ("message", "name", "address", "community"),
    [
        (
            "没暖气了,帮忙看看 金色年华 老红楼 203 13812340001",
            None, "金色年华 老红楼 203", "金色年华",
        ),
        ("阀门漏水 青禾小镇 D12 13812340001", None, "青禾小镇 D12", "青禾小镇"),
        ("屋里14度 东坝头七趟房3号 13812340001", None, "东坝头七趟房3号", "东坝头"),
        ("我妈家不热 半山云海 打我电话13812340001 揭阳阳", "揭阳阳", "半山云海", "半山云海"),
        ("井盖没了 三道街口 老戏院 后头", None, "三道街口 老戏院 后头", None),
    ],
)  # fmt: skip
def test_context_tells_what_no_list_holds(
    message: str, name: str | None, address: str | None, community: str | None
) -> None:
    (found,) = read(message)
    assert (found.name, found.address, found.community) == (name, address, community)
