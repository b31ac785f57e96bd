"""WeCom's cards: pressed, superseded, pressed by two, and how they show what stands."""

from __future__ import annotations

from urllib.parse import unquote

from bot.domain.ticket import Status
from tests.house import COLD, OUTAGE
from tests.wecom_house import OPERATIONS, PEOPLE, SERVICE, WeComHouse, open_wecom


async def test_cards_are_pressed_and_show_how_things_stand(database_url: str) -> None:
    async with open_wecom(database_url, webhooks=True) as house:
        await house.say(SERVICE, "客服甲", COLD)
        (rung,) = house.heard_in(OPERATIONS)
        assert rung["way"] == "webhook"
        assert rung["rung"] == [PEOPLE["运行甲"]]
        (card,) = house.cards_in(OPERATIONS)
        task = card["card"]["task_id"]
        await house.press(task, "运行甲", "接单")
        assert (await house.ticket()).handler == "运行甲"
        assert "已接单" in house.server.seen("card_updated")[-1]["text"]
        # What needs to be written is asked for in words.
        await house.press(task, "运行甲", "已联系")
        await house.say(OPERATIONS, "运行甲", "今天18点")
        assert (await house.ticket()).promised_at is not None
        await house.say(OPERATIONS, "运行甲", "完成 1 放了气")
        # The old card still stands there with its old buttons: pressing any of them brings it up.
        await house.press(task, "运行乙", "完成")
        assert "已处理" in house.server.seen("card_updated")[-1]["text"]
        await house.press(task, "运行甲", "已反馈", rating="满意")
        assert (await house.ticket()).status is Status.FED_BACK


async def test_a_superseded_card_says_so_and_shows_how_things_stand(database_url: str) -> None:
    """It can't be changed while nobody touches it; whoever presses on it sees both."""
    async with open_wecom(database_url) as house:
        await house.say(SERVICE, "客服甲", COLD)
        await house.say(OPERATIONS, "运行主任", "升级 1 整栋楼都不热")
        first, *_, last = house.cards_in(OPERATIONS)
        old, new = first["card"], last["card"]
        assert old["task_id"] != new["task_id"]
        await house.press(old["task_id"], "运行甲", "接单")
        shown = house.server.seen("card_updated", task_id=old["task_id"])[-1]["card"]
        assert "旧卡片" in shown["source"]["desc"]
        assert "已接单" in shown["main_title"]["desc"]
        button = house.server.cards[new["task_id"]]["card"]["button_list"][0]["key"]
        await house.press(new["task_id"], "运行甲", unquote(button.partition(":")[2]))
        shown = house.server.seen("card_updated", task_id=new["task_id"])[-1]["card"]
        assert "旧卡片" not in shown["source"]["desc"]


async def test_a_question_takes_no_cards_place(database_url: str) -> None:
    async with open_wecom(database_url) as house:
        await house.say(SERVICE, "客服甲", COLD)
        await house.say(SERVICE, "客服甲", "李先生 13800001111 阳光花园3号楼2单元501 不热")
        opened, asking = (
            card["card"]
            for card in house.cards_in(SERVICE)
            if card["card"]["task_id"].startswith("hd-2-")
        )
        texts = [button["text"] for button in asking["button_list"]]
        assert texts == ["同一件事", "各办各的"]
        for card, verb in ((opened, "转"), (asking, "各办各的")):
            await house.press(card["task_id"], "客服甲", verb)
            shown = house.server.seen("card_updated", task_id=card["task_id"])[-1]["card"]
            assert "旧卡片" not in shown["source"]["desc"]
        assert (await house.ticket(2)).alike is None


async def test_two_press_at_once_and_the_second_hears_who_was_first(database_url: str) -> None:
    async with open_wecom(database_url) as house:
        await house.say(SERVICE, "客服甲", COLD)
        (card,) = house.cards_in(OPERATIONS)
        task, key = card["card"]["task_id"], card["card"]["button_list"][0]["key"]
        for who in ("运行甲", "运行乙"):
            await house.server.press(task, PEOPLE[who], key, still=card["card"])
        await house.until(lambda: house.kept >= 3)
        await house.running.drain()
        assert (await house.ticket()).handler == "运行甲"
        assert any("运行甲" in m["text"] for m in house.heard_in(OPERATIONS)[1:])


def _last_face(house: WeComHouse, task: str) -> list[str]:
    """The buttons that a card was last shown with."""
    shown = house.server.seen("card_updated", task_id=task)[-1]["card"]
    return [button["text"] for button in shown["button_list"]]


async def test_a_major_is_lowered_by_the_one_button_that_asks(database_url: str) -> None:
    """R3.1.2: a head taps; before him anybody's tap changes nothing."""
    async with open_wecom(database_url, rooms=1, patience=3) as house:
        room = await house.bind_room()
        await house.say(SERVICE, "客服甲", OUTAGE)
        await house.say(room, "运行甲", "不是全停，就一栋楼")
        asking = house.cards_in(room)[-1]["card"]
        assert [button["text"] for button in asking["button_list"]] == ["降为一般"]
        assert "button_selection" not in asking
        task = asking["task_id"]
        await house.press(task, "运行甲", "降为一般")
        assert (await house.ticket()).is_major
        await house.press(task, "运行主任", "降为一般")
        assert not (await house.ticket()).is_major
        entry = next(e for e in await house.timeline() if e.what == "downgraded")
        assert (entry.by, entry.words) == ("运行主任", "运行甲：不是全停，就一栋楼")
        await house.until(lambda: "降为一般" not in _last_face(house, task))


async def test_another_type_is_one_tap(database_url: str) -> None:
    async with open_wecom(database_url, patience=10) as house:
        await house.say(SERVICE, "客服甲", COLD)
        await house.say(SERVICE, "客服甲", "补充 1 暖气片漏水")
        asking = house.cards_in(SERVICE)[-1]["card"]
        assert [button["text"] for button in asking["button_list"]] == ["改为设施"]
        await house.press(asking["task_id"], "客服甲", "改为设施")
        assert (await house.ticket()).department == "repair"
        await house.until(lambda: "改为设施" not in _last_face(house, asking["task_id"]))


async def test_a_click_that_is_told_twice_is_one_press(sqlite_url: str) -> None:
    async with open_wecom(sqlite_url) as house:
        await house.say(SERVICE, "客服甲", COLD)
        (card,) = house.cards_in(OPERATIONS)
        house.server.knobs.twice = True
        before, kept = len(house.heard_in(OPERATIONS)), house.kept
        task, key = card["card"]["task_id"], card["card"]["button_list"][0]["key"]
        await house.server.press(task, PEOPLE["运行甲"], key)
        await house.until(lambda: house.kept == kept + 2)
        await house.running.drain()
        assert [e.what for e in await house.timeline()].count("acknowledged") == 1
        assert len(house.heard_in(OPERATIONS)) == before + 1
        # Pressed once more by himself, who does not see the new face yet, it is another press, and
        # he is told what is next.
        house.server.knobs.twice = False
        await house.server.press(task, PEOPLE["运行甲"], key, still=card["card"])
        await house.until(lambda: house.kept == kept + 3)
        await house.running.drain()
        assert "已经接单了" in house.heard_in(OPERATIONS)[-1]["text"]
