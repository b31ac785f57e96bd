"""What WeCom sends and what it gets, value by value: payloads, envelopes, texts, cards, codes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.card import Button, Card, FormField
from bot.domain.chat import ChatRef
from bot.platforms.base import Later, PlatformError, Refused, Unknown
from bot.platforms.envelope import Envelope, Forged, decrypt_media
from bot.platforms.wecom import cards, errors, hearing, words
from bot.platforms.wecom.budget import CHAT, WEBHOOK, Budget
from bot.platforms.wecom.clicks import PATIENCE
from bot.platforms.wecom.rooms import code_in
from tests.servers.wecom.callback import ANSWER_WITHIN
from tests.servers.wecom.crypto import encrypt_bytes
from tests.servers.wecom.knobs import SpeakingKnobs
from tests.servers.wecom_vectors import KEY, SAMPLE, V1, V2, V3, V4, VECTOR_TOKEN, Vector

NOW = datetime(2026, 11, 23, tzinfo=UTC)


# -- the envelope -----------------------------------------------------------------------------


@pytest.mark.parametrize("vector", [V1, V2, V3])
def test_an_envelope_opens_and_closes(vector: Vector) -> None:
    envelope = Envelope(VECTOR_TOKEN, KEY, vector.receiver)
    args = (vector.timestamp, vector.nonce)
    assert envelope.open(vector.signature, *args, vector.sealed) == vector.plain
    sealed, signature = envelope.seal(vector.plain, *args)
    assert envelope.open(signature, *args, sealed) == vector.plain


def test_what_is_wrong_is_refused() -> None:
    right = Envelope(VECTOR_TOKEN, KEY, "")
    sealed, signature = right.seal("你好", "1", "2")
    flipped = bytearray(base64.b64decode(sealed))
    flipped[-1] ^= 1
    damaged = base64.b64encode(bytes(flipped)).decode()
    forged = [
        (Envelope("other", KEY, ""), signature, sealed),
        (Envelope(VECTOR_TOKEN, KEY, "wwother"), signature, sealed),
        (right, "", sealed),
        (right, signature, sealed.replace("+", " ") + " "),
        (right, signature, damaged),
    ]
    for envelope, given, text in forged:
        with pytest.raises(Forged):
            envelope.open(given, "1", "2", text)


def test_a_file_is_decrypted_with_its_own_key_with_or_without_the_end_of_it() -> None:
    for plain, cipher in V4:
        assert decrypt_media(base64.b64decode(cipher), SAMPLE) == plain
    key = bytes(range(32))
    for data in (b"x" * 64, b"\x89PNG"):
        sealed = encrypt_bytes(key, data)
        for aeskey in (base64.b64encode(key).decode(), base64.b64encode(key).decode().rstrip("=")):
            assert decrypt_media(sealed, aeskey) == data
    for bad in (b"", b"x" * 15):
        with pytest.raises(Forged):
            decrypt_media(bad, base64.b64encode(key).decode())


# -- what is heard ----------------------------------------------------------------------------


def _body(**more: Any) -> dict[str, Any]:
    return {
        "msgid": "m1", "aibotid": "aibX", "chatid": "wrA", "chattype": "group",
        "from": {"userid": "zhangsan"}, "msgtype": "text",
        "text": {"content": "@热线助手 收到 3"}, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("@热线助手 收到 3", "热线助手", "收到 3"),
        ("@热线助手\u2005收到 3", "热线助手", "收到 3"),
        ("收到 3 @热线助手", "热线助手", "收到 3"),
        ("@热线 助手 收到 3", "热线 助手", "收到 3"),
        ("@热线助手 @李四 收到 3", "热线助手", "@李四 收到 3"),
        ("@热线助手", "热线助手", ""),
        ("@谁知道叫什么 收到 3", "", "收到 3"),
        ("收到 3 @李四", "", "收到 3 @李四"),
    ],
)
def test_the_bots_name_is_taken_off(text: str, name: str, said: str) -> None:
    message, _ = hearing.message_of(_body(text={"content": text}), NOW, name)
    assert message.text == said


def test_every_kind_of_message() -> None:
    pictures = {"msgtype": "image", "image": {"url": "https://x/1", "aeskey": "k"}}
    mixed = {"msg_item": [{"msgtype": "text", "text": {"content": "@热线助手 漏水"}}, pictures]}
    message, media = hearing.message_of(_body(msgtype="mixed", mixed=mixed), NOW, "热线助手")
    assert message.text == "漏水"
    assert [m.url for m in media] == ["https://x/1"]
    assert message.images == (media[0].name,)
    single = _body(chattype="single", chatid=None, msgtype="voice", voice={"content": "家里不热"})
    message, _ = hearing.message_of(single, NOW, "热线助手")
    assert (message.text, message.chat) == ("家里不热", ChatRef("wecom", "single:zhangsan"))
    for kind in ("file", "video"):
        message, media = hearing.message_of(
            _body(chattype="single", msgtype=kind, **{kind: {"url": "u"}}), NOW, ""
        )
        assert (message.text, len(media)) == ("", 1)
    message, media = hearing.message_of(_body(msgtype="location", location={"x": 1}), NOW, "")
    assert (message.text, media) == ("", ())


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ({"msgtype": "text", "text": {"content": "#3 阳光花园"}}, "#3 阳光花园"),
        ({"msgtype": "voice", "voice": {"content": "不热"}}, "不热"),
        ({"msgtype": "image", "image": {"url": "https://x/2"}}, None),
        ({"msgtype": "chatrecord", "chatrecord": {"items": []}}, None),
        ({"msgtype": "text", "text": None}, None),
    ],
)
def test_every_kind_of_quote(quote: dict[str, Any], text: str | None) -> None:
    message, media = hearing.message_of(_body(quote=quote), NOW, "热线助手")
    assert message.quote is not None
    assert message.quote.text == text
    assert len(media) == (quote["msgtype"] == "image")


@pytest.mark.parametrize(
    "body",
    [{}, {"msgid": "m"}, {"msgid": "m", "chattype": "single"}, {"chatid": "wr"}, {"from": 3}],
)
def test_what_says_neither_where_nor_which_is_no_message(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="msgid"):
        hearing.message_of(body, NOW, "")


@pytest.mark.parametrize("names", [("event_key", "task_id"), ("eventkey", "taskid")])
def test_a_click(names: tuple[str, str]) -> None:
    key = hearing.button_key(7, "已反馈")
    assert key.isascii()
    chosen = {"question_key": "%E5%B7%B2%E5%8F%8D%E9%A6%88.rating",
              "option_ids": {"option_id": ["%E6%BB%A1%E6%84%8F"]}}  # fmt: skip
    event = {names[0]: key, names[1]: "hd-7-ab", "selected_items": {"selected_item": [chosen]}}
    body = _body(
        msgtype="event", create_time=1767225600,
        event={"eventtype": "template_card_event", "template_card_event": event},
    )  # fmt: skip
    press, task = hearing.press_of(body, NOW)
    assert (press.action, press.ticket, task) == ("已反馈", 7, "hd-7-ab")
    assert press.form == {"rating": "满意"}
    event[names[0]] = hearing.button_key(7, "转")
    assert hearing.press_of(body, NOW)[0].form == {}  # it belongs to another button
    for bad in ("", "x", "7", ":转", "٣:转", "9999999999:转"):
        event[names[0]] = bad
        with pytest.raises(ValueError, match="click"):
            hearing.press_of(body, NOW)


def test_a_rooms_code() -> None:
    assert code_in(" 绑定 7k3qxm ") == "7K3QXM"
    assert code_in("绑定 检修部") is None
    assert code_in("绑定 7K3QX") is None


# -- what is said -----------------------------------------------------------------------------


def test_words_from_outside_are_no_markup() -> None:
    nasty = (
        "# 大\n> 引\n1. 一\n<@all> **粗** `码` [链](http://x) <think>想</think> a|b 3#楼\x0b\ud800"
    )
    safe = words.markdown(nasty)
    assert not set("<>*`[]|\x0b\ud800") & set(safe)
    assert not any(line.startswith(("# ", "> ", "1. ")) for line in safe.split("\n"))
    assert "3#楼" in safe
    assert "<@" not in words.plain(nasty)
    assert "<a" not in words.plain("<a href='x'>点我</a>")


def test_names_of_files_and_groups() -> None:
    assert words.file_name('日报/11:23 "热".xlsx') == "日报1123 热.xlsx"
    assert words.file_name("长" * 200 + ".xlsx").endswith("长.xlsx")
    assert len(words.file_name("长" * 200 + ".xlsx")) == 100
    assert words.file_name("///") == "文件"
    assert len(words.group_name("应急" * 50)) == 50


def test_a_card_keeps_the_vendors_form() -> None:
    rating = FormField("rating", "用户评价", "choice", ("满意", "不满意"))
    buttons = (Button("接单", "接单", primary=True), Button("已反馈", "已反馈", (rating,)))
    lines = tuple((f"标{i}", "值" * i * 8) for i in range(9))
    card = Card(3, "#3 " + "很长" * 40, "已派单", "alarm", lines, buttons)
    face = cards.face(card, cards.task_of(3, "in-1/2", "salt"))
    assert cards.is_task(face["task_id"])
    assert set(face["task_id"]) <= set("0123456789abcdefhd-")
    assert len(face["main_title"]["title"]) <= 26
    assert len(face["sub_title_text"]) <= 112
    assert len(face["horizontal_content_list"]) <= 6
    assert face["button_selection"]["option_list"][0]["text"] == "满意"
    assert face["task_id"] == cards.task_of(3, "in-1/2", "salt")
    assert face["task_id"] != cards.task_of(3, "in-1/2", "other")
    done = cards.face(Card(3, "#3", "已结单", "done", ()), "hd-3-a")
    assert len(done["button_list"]) == 1


# -- limits and codes -------------------------------------------------------------------------


def test_a_click_is_answered_before_the_vendor_drops_it() -> None:
    """With a second to spare for the way there and back."""
    assert min(SpeakingKnobs().card_seconds, ANSWER_WITHIN) >= PATIENCE + 1


def test_a_sliding_log_never_lets_more_through_than_the_vendor_takes() -> None:
    budget, sent, now = Budget(WEBHOOK), [], NOW
    for _ in range(400):
        if budget.wait("k", now) is None:
            budget.take("k", now)
            sent.append(now)
        now += timedelta(seconds=1)
    for at in sent:
        assert sum(at <= other < at + timedelta(minutes=1) for other in sent) <= 18
    assert len(sent) > 100
    hourly = Budget(CHAT)
    for i in range(950):
        hourly.take("k", NOW + timedelta(seconds=3 * i))
    with pytest.raises(Later):
        hourly.take("k", NOW + timedelta(seconds=3 * 950))
    budget.close("k", now, timedelta(minutes=1))
    assert budget.wait("k", now + timedelta(seconds=59)) is not None
    assert budget.wait("k", now + timedelta(minutes=2)) is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-1, Later), (6000, Later), (45009, Later), (45033, Later),
        (40014, errors.TokenRejected), (42001, errors.TokenRejected),
        (846605, errors.AnswerClosed), (846608, errors.AnswerClosed),
        (846609, errors.NotSubscribed), (82004, errors.ContentRefused),
        (85002, errors.ContentRefused), (86215, errors.GroupExists),
        (60020, errors.Misconfigured), (60011, errors.Misconfigured),
        (301051, errors.Misconfigured), (853000, errors.Misconfigured),
        (81013, Refused), (86006, Refused), (93001, Refused), (93008, Refused), (999999, Refused),
    ],
)  # fmt: skip
def test_what_a_code_means(code: int, kind: type[PlatformError]) -> None:
    wrong = errors.judge(200, {"errcode": code, "errmsg": "words, hint: [1] from ip: 1.2.3.4"})
    assert isinstance(wrong, kind)
    assert str(code) in str(wrong)
    assert "1.2.3.4" not in str(wrong)


@pytest.mark.parametrize(("code", "said"), [(81013, "应用看不见"), (86006, "人数不合要求")])
def test_what_reaches_a_work_group_is_said_in_its_words(code: int, said: str) -> None:
    assert said in str(errors.judge(200, {"errcode": code, "errmsg": "words"}))


def test_what_is_no_error_and_what_only_looks_so() -> None:
    assert errors.judge(200, {"errcode": 0, "errmsg": "ok"}) is None
    assert errors.judge(200, {"access_token": "t"}) is None
    partly = {"errcode": 0, "errmsg": "Warning: wrong json format. ok"}
    assert isinstance(errors.judge(200, partly), Refused)
    assert isinstance(errors.judge(502, None), Later)
    assert isinstance(errors.judge(504, None), Unknown)
    assert isinstance(errors.lost("timeout"), Unknown)
