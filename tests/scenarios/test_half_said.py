"""Cold fingers: half a sentence is asked back, kept, or answered; never lost, never guessed."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Status
from tests.house import COLD, OUTAGE, House

OTHER = "李女士 13912345604 翠湖家园4号楼2单元501 家里不热"


@pytest.mark.parametrize("answer", ["2", "#2", "2号", "2单"])
async def test_a_bare_number_answers_which_one(house: House, answer: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", OTHER)
    await house.say("运行甲", "收到")
    assert house.last_in("运行群").meta["kind"] == "question"
    await house.say("运行甲", answer)
    assert (await house.ticket(2)).status is Status.ACKNOWLEDGED
    assert (await house.ticket(1)).status is Status.DISPATCHED


@pytest.mark.parametrize("answer", ["是", "对", "嗯", "好的"])
async def test_yes_answers_is_it_this_one(house: House, answer: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "到了")
    assert "是这单回「是」" in house.last_in("运行群").text
    await house.say("运行甲", answer)
    assert (await house.timeline())[-1].what == "arrived"


async def test_an_answer_after_half_an_hour_is_none(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "好的")
    await house.forward(minutes=31)
    await house.say("运行甲", "是")
    assert (await house.ticket()).status is Status.DISPATCHED


async def test_a_number_and_words_of_no_verb_are_kept_on_the_ticket(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "1 用户说晚上六点以后在家")
    assert (await house.timeline())[-1].words == "1 用户说晚上六点以后在家"
    assert "#1" in house.last_in("客服群").text
    await house.say("运行甲", "1")
    assert house.last_in("运行群").meta["kind"] == "report"
    assert "王女士" in house.last_in("运行群").text


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("那个阳光花园的弄好了", "完成"),
        ("修好了，换了个球阀，用户签字了", "完成"),
        ("车坏路上了 得晚点", "进展"),  # no promise yet that could be moved
        ("又漏了", "进展"),  # a crew reopens nothing
    ],
)
async def test_a_crew_with_work_at_hand_is_asked_not_registered(
    house: House, words: str, verb: str
) -> None:
    """R1.1: what they say is no complaint of a user, and no chatter either."""
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到")
    await house.say("运行甲", words)
    asked = house.last_in("运行群")
    assert asked.meta["kind"] == "question"
    assert f"「{verb}」" in asked.text
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    await house.say("运行甲", "是")
    assert (await house.timeline())[-1].words == words
    assert await house.count() == 1


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("阳光花园那个弄好了换了个阀", 1),
        ("翠湖李女士家修好了", 2),
        ("尾号5604那家好了", 2),
        ("4号楼那个搞定了", 2),
    ],
)
async def test_words_point_at_the_ticket(house: House, words: str, number: int) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", OTHER)
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", words)
    assert f"#{number} " in house.last_in("运行群").text
    assert f"#{3 - number} " not in house.last_in("运行群").text
    await house.say("运行甲", "是")
    done = await house.ticket(number)
    assert (done.status, done.result) == (Status.HANDLED, words)


async def test_a_crew_s_words_of_its_own_work_are_no_complaint(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", "那个王女士家里没人我打了三个电话都没人接我下午再去")
    assert await house.count() == 1
    assert (await house.timeline())[-1].words.endswith("我下午再去")


@pytest.mark.parametrize("answer", ["1 2", "1、2", "一号二号", "都是", "全部"])
async def test_several_answer_which_one(house: House, answer: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", OTHER)
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "都好了")
    assert "哪一单" in house.last_in("运行群").text
    await house.say("运行甲", answer)
    for number in (1, 2):
        assert (await house.ticket(number)).status is Status.HANDLED


async def test_the_words_go_with_the_number_that_answers(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", OTHER)
    await house.say("运行甲", "收到 1 2")
    await house.say("运行甲", "打电话了用户说晚上七点在家")
    await house.say("运行甲", "二")
    assert (await house.ticket(2)).status is Status.CONTACTED
    assert "今天19:00" in house.last_in("运行群").text


@pytest.mark.parametrize("words", ["收到", "好的", "OK", "👌", "知道了", "在路上"])
async def test_a_nod_to_what_is_taken_on_already_is_friendly(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    heard = house.last_in("运行群")
    assert heard.meta["kind"] == "reply"
    assert "今天10:00前联系用户" in heard.text


@pytest.mark.parametrize("words", ["完城 1", "以联系1约今天18点"])
async def test_a_mistyped_word_is_asked_back_and_yes_does_it(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "回「是」" in house.last_in("运行群").text
    assert (await house.ticket()).status is Status.ACKNOWLEDGED
    await house.say("运行甲", "是")
    assert (await house.ticket()).status in (Status.HANDLED, Status.CONTACTED)


@pytest.mark.parametrize("words", ["用户电话多少", "地址发我一下", "1在哪", "1电话多少", "在哪"])
async def test_who_asks_for_phone_or_address_is_shown_the_ticket(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "13912345678" in house.last_in("运行群").text
    assert len(await house.timeline()) == 3


@pytest.mark.parametrize("words", ["发错了", "刚才说错了", "不是1是2"])
async def test_what_is_taken_back_asks_for_nothing(house: House, words: str) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("运行甲", words)
    assert "要更正就带编号" in house.last_in("运行群").text
    assert len(await house.timeline()) == 3


async def test_plain_progress_on_the_only_ticket_is_kept(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到")
    await house.say("运行甲", "用户不在家")
    assert (await house.timeline())[-1].what == "progressed"
    await house.say("客服甲", OTHER)
    await house.say("运行甲", "收到 2")
    await house.say("运行甲", "没人接")  # of which?
    assert house.last_in("运行群").meta["kind"] == "question"
    assert await house.count() == 2


async def test_a_complaint_with_a_place_is_registered_in_any_group(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "翠湖家园换热站循环泵异响")
    assert await house.count() == 2


async def test_a_guess_in_the_emergency_group_is_kept_and_offered(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    for words in ("到场", "方案 关阀换管", "完成 换好了"):
        await house.say("运行甲", words, group=room)
    await house.say("运行主任", "用户满意", group=room)
    assert (await house.timeline())[-1].words == "用户满意"
    assert "验收" in house.last_in(room).text  # R3.3.5 comes first
    await house.say("运行主任", "合格", group=room)
    assert (await house.ticket()).status is Status.ACCEPTED


async def test_what_the_follow_up_call_heard_is_offered_as_that(house: House) -> None:
    await house.say("客服甲", COLD)
    for words in ("收到", "完成 1 放了气", "已反馈 1 满意"):
        await house.say("运行甲", words)
    await house.say("客服甲", "1 用户满意")
    assert "「回访 1 满意 用户满意」" in house.last_in("客服群").text


async def test_two_that_are_one_are_offered_for_merging(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", OTHER)
    await house.say("客服甲", "1和2重复了")
    assert "「合并 2 到 1」" in house.last_in("客服群").text
    assert (await house.ticket(2)).is_open


async def test_courtesy_is_no_work(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到")
    await house.say("运行甲", "大家辛苦了")
    assert house.last_in("运行群").meta["kind"] == "reply"


async def test_urging_rings_whoever_owes_the_next_step(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("运行甲", "收到 1")
    await house.say("客服甲", "催办 1 用户又来电")
    rung = house.last_in("运行群")
    assert [m.name for m in rung.mentions] == ["运行甲"]
    assert "用户又来电" in rung.text
    await house.say("运行甲", "完成 1 放了气")
    await house.say("客服甲", "1 用户来催了")  # done is not undone by a call
    assert (await house.ticket()).status is Status.HANDLED
    assert "下一步" in house.last_in("客服群").text


async def test_what_fits_no_field_is_kept_all_the_same(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "补充 1 家里有老人孩子")
    assert (await house.timeline())[-1].words == "家里有老人孩子"
    assert house.last_in("客服群").meta["kind"] == "reply"


async def test_arriving_is_nobodys_next_step_once_somebody_is_there(house: House) -> None:
    await house.say("客服甲", OUTAGE)
    room = await house.emergency_group()
    await house.say("运行甲", "到场", group=room)
    await house.say("运行甲", "方案 关阀换管", group=room)
    await house.say("运行甲", "进展 挖开了", group=room)
    assert house.last_in(room).meta["kind"] == "reply"
    assert "报进展" in house.last_in(room).text
    assert "到现场" not in house.last_in(room).text


async def test_a_ticket_is_asked_after_by_its_place(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "阳光花园那个怎么样了")
    assert house.last_in("客服群").meta["kind"] == "report"


async def test_two_tickets_in_one_breath_are_two_things(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", OTHER)
    await house.say("运行甲", "1好了，2明天去")
    statuses = [(await house.ticket(n)).status for n in (1, 2)]
    assert statuses == [Status.HANDLED, Status.DISPATCHED]
    assert "明天去" in (await house.timeline(2))[-1].words
    await house.say("运行甲", "2收到，1换了阀门")
    statuses = [(await house.ticket(n)).status for n in (1, 2)]
    assert statuses == [Status.HANDLED, Status.ACKNOWLEDGED]


async def test_a_phone_with_blanks_is_no_ticket(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", "电话139 1111 2222", quote=house.quote("客服群", 1))
    assert (await house.ticket()).phone == "13911112222"


async def test_a_complaint_that_urges_is_a_complaint(house: House) -> None:
    await house.say("客服甲", COLD)
    await house.say("客服甲", OTHER)
    await house.say("客服甲", "催办② 金桂园 9-2-1102 接头渗水 说好昨天来 13800002222")
    assert await house.count() == 3
    assert (await house.timeline(2))[-1].what == "dispatched"
