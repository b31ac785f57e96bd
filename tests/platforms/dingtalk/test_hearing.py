"""Every shape of a robot message, and exactly what the house hears."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.chat import ChatRef, Message, Quote, Sender
from bot.platforms.base import Mention
from bot.platforms.dingtalk.hearing import message_of, press_of
from bot.platforms.dingtalk.signing import is_genuine, sign, sign_card, webhook_query
from bot.platforms.dingtalk.words import by_id, value
from bot.platforms.envelope import Envelope, Forged, signature
from bot.platforms.texts import pieces

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ENVELOPE = {
    "conversationId": "cidHeat0001==", "conversationType": "2", "msgId": "msgAbc123==",
    "createAt": 1790000000123, "senderNick": "张三", "senderStaffId": "0102030405",
    "senderId": "$:LWCP_v1:$abc", "newField": {"x": 1},
}  # fmt: skip


def heard(**more: Any) -> Message:
    return message_of({**ENVELOPE, **more}, NOW)


def quoting(kind: str, content: Any, **more: Any) -> Message:
    replied = {"msgId": "msgOld==", "msgType": kind, "content": content}
    return heard(
        msgtype="text", text={"content": " 建单", "isReplyMsg": True, "repliedMsg": replied}, **more
    )


@pytest.mark.parametrize(
    ("kind", "body", "text", "images"),
    [
        ("text", {"text": {"content": " 不热 "}}, "不热", ()),
        ("richText", {"content": {"richText": [
            {"text": "漏水"}, {"type": "picture", "downloadCode": "dc1"}, {"text": "很大"}]}},
         "漏水很大", ("dc1",)),
        ("richText", {"content": json.dumps({"richText": [{"text": "漏水"}]})}, "漏水", ()),
        ("picture", {"content": {"downloadCode": "dc1"}}, "", ("dc1",)),
        ("picture", {"content": {"pictureDownloadCode": "pdc1"}}, "", ("pdc1",)),
        ("audio", {"content": {"duration": 4000, "recognition": "没暖气"}}, "没暖气", ()),
        ("audio", {"content": {"duration": 4000}}, "", ()),
        ("audio", {"content": {"downloadCode": "dc", "recognition": "漏水"}}, "漏水", ("dc",)),
        ("video", {"content": {"downloadCode": "dc", "videoType": "mp4"}}, "", ("dc",)),
        ("file", {"content": {"downloadCode": "dc", "fileName": "投诉.xlsx"}}, "", ("dc",)),
        ("richText", {"content": {"richText": [{"type": "at", "atName": "李四", "atUserId": "1"},
                                               {"text": "去看"}]}}, "去看", ()),
        ("markdown", {"content": {"title": "t", "text": "不热"}}, "不热", ()),
        ("actionCard", {"content": {"title": "t", "text": "不热"}}, "不热", ()),
        ("interactiveCard", {"content": {"biz_custom_action_url": "x"}}, "", ()),
        ("unknownMsgType", {}, "", ()),
        ("somethingNew", {"content": ["?"]}, "", ()),
    ],
)  # fmt: skip
def test_kinds(kind: str, body: dict[str, Any], text: str, images: tuple[str, ...]) -> None:
    message = heard(msgtype=kind, **body)
    assert (message.text, message.images) == (text, images)
    assert message.chat == ChatRef("dingtalk", "cidHeat0001==")
    assert message.sender.user_id == "0102030405"
    assert message.sent_at == datetime.fromtimestamp(1790000000.123, UTC)


@pytest.mark.parametrize(
    ("kind", "content", "quote"),
    [
        ("text", {"text": "室温14度"}, Quote("msgOld==", "室温14度")),
        ("richText", {"richText": [{"text": "漏水"}]}, Quote("msgOld==", "漏水")),
        ("audio", {"recognition": "没暖气", "downloadCode": "x"}, Quote("msgOld==", "没暖气")),
        ("chatRecord", {"title": "记录", "summary": "张三:不热"}, Quote("msgOld==", "张三:不热")),
        ("chatRecord", json.dumps({"summary": "张三:不热"}), Quote("msgOld==", "张三:不热")),
        ("unknownMsgType", None, Quote("msgOld==", None)),
        ("file", {"downloadCode": "x", "fileName": "a.doc"}, Quote("msgOld==", None)),
    ],
)
def test_quotes(kind: str, content: Any, quote: Quote) -> None:
    assert quoting(kind, content).quote == quote


def test_a_quoted_picture_comes_along() -> None:
    assert quoting("picture", {"downloadCode": "dc9"}).images == ("dc9",)


def test_a_quoted_card_is_known_by_its_carrier() -> None:
    message = quoting("interactiveCard", None, originalProcessQueryKey="4vAz==")
    assert message.quote == Quote("4vAz==", None)


def test_a_quote_inside_rich_text() -> None:
    content = {
        "richText": [{"text": "建单"}],
        "isReplyMsg": True,
        "repliedMsg": {"msgId": "m==", "msgType": "text", "content": {"text": "不热"}},
    }
    assert heard(msgtype="richText", content=content).quote == Quote("m==", "不热")


def test_a_record_forwarded_in_a_single_chat() -> None:
    content = {
        "summary": json.dumps(["张三:暖气不热", "李四:几号楼"], ensure_ascii=False),
        "chatRecord": json.dumps([{"msgType": "text", "content": "暖气不热"}]),
    }
    message = heard(conversationType="1", msgtype="chatRecord", content=content)
    assert message.chat == ChatRef("dingtalk", "single:0102030405")
    assert (message.text, message.forwarded, message.cut) == (
        "张三:暖气不热\n李四:几号楼",
        True,
        True,
    )
    assert message.single


def test_a_record_whose_list_says_more_than_its_lines() -> None:
    content = {
        "summary": json.dumps(["张三:暖气不热，我家…", "李四:几号楼"], ensure_ascii=False),
        "chatRecord": json.dumps(
            [
                {"msgType": "text", "content": "暖气不热，我家翠湖家园2号楼301"},
                {"msgType": "text", "content": "几号楼"},
            ]
        ),
    }
    message = heard(conversationType="1", msgtype="chatRecord", content=content)
    assert message.text == "张三:暖气不热，我家…\n李四:几号楼\n暖气不热，我家翠湖家园2号楼301"


def test_a_record_as_far_as_it_comes() -> None:
    """The aliases of its list, a picture in it; words alone where there is no list."""
    records = [
        {"msgType": "text", "content": "暖气不热"},
        {"msgType": "picture", "downloadCode": "d"},
    ]
    for name in ("records", "messages"):
        message = heard(conversationType="1", msgtype="chatRecord", content={name: records})
        assert (message.text, message.images, message.forwarded) == ("暖气不热", ("d",), True)
        assert not message.cut
    bare = heard(conversationType="1", msgtype="chatRecord", content={"title": "聊天记录"})
    assert (bare.text, bare.images, bare.cut) == ("", (), False)


def test_a_quote_within_a_quote_is_the_outer_one() -> None:
    inner = {"msgId": "older==", "msgType": "text", "content": {"text": "更早的话"}}
    content = {"text": "室温14度", "isReplyMsg": True, "repliedMsg": inner}
    assert quoting("text", content).quote == Quote("msgOld==", "室温14度")


def test_the_quote_of_very_old_clients() -> None:
    legacy = {"msgId": "old==", "msgtype": "text", "text": {"content": "不热"}}
    message = heard(msgtype="text", text={"content": " 建单"}, quoteMessage=legacy)
    assert message.quote == Quote("old==", "不热")


def test_a_quote_of_our_own_plain_message() -> None:
    message = quoting("text", {"text": "#3 新投诉"}, originalMsgId="m1", isForwardMsg="1")
    assert message.quote == Quote("m1", "#3 新投诉")
    message = quoting("unknownMsgType", None, originalProcessQueryKey="pqk+/==")
    assert message.quote == Quote("pqk+/==", None)


@pytest.mark.parametrize("code", ["20001", 20001])
def test_a_push_whose_words_the_vendor_withholds(code: Any) -> None:
    message = heard(msgtype="text", errorCode=code, errorMessage="over quota")
    assert (message.text, message.withheld) == ("", True)


def test_the_whole_envelope() -> None:
    """Every field that the vendor names, as it comes in a group."""
    full = {
        "conversationTitle": "东城群", "senderUnionId": "unionA", "senderCorpId": "dingcorp01",
        "senderPlatform": "Android", "isAdmin": False, "chatbotCorpId": "dingcorp01",
        "chatbotUserId": "$:LWCP_v1:$bot", "robotCode": "dingheat7788", "isInAtList": True,
        "atUsers": [{"dingtalkId": "$:LWCP_v1:$bot"},
                    {"dingtalkId": "$:LWCP_v1:$lisi", "staffId": "0203", "unionId": "unionB"}],
        "sessionWebhook": "https://oapi.dingtalk.com/robot/sendBySession?session=66d7c695a9",
        "sessionWebhookExpiredTime": 1790005400123, "openThreadId": "t", "hostingContext": {},
    }  # fmt: skip
    message = heard(msgtype="text", text={"content": " @李四 幸福里3号楼2单元暖气不热"}, **full)
    assert message == Message(
        chat=ChatRef("dingtalk", "cidHeat0001=="),
        message_id="msgAbc123==",
        sender=Sender("0102030405", "张三"),
        text="@李四 幸福里3号楼2单元暖气不热",
        sent_at=datetime.fromtimestamp(1790000000.123, UTC),
    )
    # A number may come as a string, an outsider without a staff id.
    outside = heard(
        msgtype="text", text={"content": "不热"}, createAt="1790000000123", senderStaffId=None,
        senderUnionId="unionZ",
    )  # fmt: skip
    assert outside.sender == Sender("unionZ", "张三", proven=False)
    assert outside.sent_at == message.sent_at


def test_somebody_without_staff_id() -> None:
    sender = heard(senderStaffId=None, msgtype="text", text={"content": "x"}).sender
    assert not sender.proven
    assert sender.user_id == "$:LWCP_v1:$abc"


@pytest.mark.parametrize("lacks", ["conversationId", "msgId"])
def test_what_can_not_be_placed_is_refused(lacks: str) -> None:
    with pytest.raises(ValueError, match="needs"):
        message_of({**ENVELOPE, lacks: ""}, NOW)


def test_a_button() -> None:
    content = {"cardPrivateData": {"actionIds": ["b1"], "params": {
        "action": "已联系", "ticket": 3, "promised": "今天18点", "n": 5, "empty": ""}}}  # fmt: skip
    data = {"outTrackId": "hd-1", "userId": "0201", "spaceType": "IM_GROUP", "spaceId": "cid==",
            "content": json.dumps(content)}  # fmt: skip
    press = press_of(data, "p1", NOW)
    assert (press.action, press.ticket, press.form) == (
        "已联系",
        3,
        {"promised": "今天18点", "n": "5"},
    )
    assert press.chat == ChatRef("dingtalk", "cid==")
    assert press_of({**data, "value": data["content"], "content": None}, "p1", NOW) == press
    for bad in ({"outTrackId": ""}, {"content": "{}"}, {"content": "["}):
        with pytest.raises(ValueError, match="card callback"):
            press_of({**data, **bad}, "p1", NOW)


def test_the_vendors_own_vectors() -> None:
    assert sign("heat-bot-secret", "1790000000000") == (
        "f9anmErqlBS5zCWgpKjL2LHDArJckboRuFq2R1klfmo="
    )
    assert sign("this is a secret", "1577262236757") == (
        "DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA="
    )
    assert sign_card("card-api-secret", "1790000000000") == (
        "oj0BY1Z6eCEdy/z0I+vYqWToo4Nc2zo0gRWIP40dsi0="
    )
    at = datetime.fromtimestamp(1790000000, UTC)
    query = webhook_query("T", "SECheatdemo000", at)
    assert query.endswith("&sign=bWTvnup7xhCzxchBu1wc5P19jTMYcTGDQ0k5g%2FBjhUQ%3D")


@pytest.mark.parametrize(
    ("given", "stamp", "genuine"),
    [("right", "right", True), ("right", "old", False), ("wrong", "right", False),
     ("", "", False), ("right", "x", False), ("right", "９", False)],
)  # fmt: skip
def test_a_callback_is_refused_unless_everything_is_right(
    given: str, stamp: str, genuine: bool
) -> None:
    stamps = {"right": int(NOW.timestamp() * 1000), "old": int((NOW.timestamp() - 3700) * 1000)}
    words = str(stamps.get(stamp, stamp))
    right = sign("s", words)
    assert is_genuine(right if given == "right" else given, right, words, NOW) is genuine


def test_a_mention_is_an_id() -> None:
    mentions = [Mention("01", "检修甲"), Mention("02", "检修甲乙")]
    assert by_id("@检修甲 @检修甲乙 去看", mentions) == "@01  @02  去看"
    assert by_id("去看", mentions[:1]) == "@01 去看"


def test_measures_are_bytes() -> None:
    assert [len(p.encode()) for p in pieces("热" * 10, 9)] == [9, 9, 9, 3]
    assert len(value("热" * 1000).encode()) <= 1000


ENVELOPE_KEYS = ("heatToken1", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "dingheatappkey01")
SEALED = (
    "Q3stYC6hdFzMh9T8HCvyDLBI6Vk0BymN5R/J6N4HimWR7qNFOh46/eQ85T7yYA5sg5bt4m1yYrqUdEwdL7OMxg==",
    "fe8e860e69ba09f8cc04f0b92c790797a6bf7b06",
)


def test_the_events_envelope() -> None:
    envelope = Envelope(*ENVELOPE_KEYS)
    stamp, nonce = "1790000000000", "n0nceHEAT"
    assert envelope.seal("success", stamp, nonce, b"0123456789abcdef") == SEALED
    assert envelope.open(SEALED[1], stamp, nonce, SEALED[0]) == "success"
    sealed, signed = envelope.seal("解散" * 40, stamp, nonce)
    assert envelope.open(signed, stamp, nonce, sealed) == "解散" * 40


@pytest.mark.parametrize("wrong", ["signature", "nonce", "words", "receiver", "empty", "short"])
def test_an_envelope_that_is_not_theirs_is_refused(wrong: str) -> None:
    token, key, receiver = ENVELOPE_KEYS
    envelope = Envelope(token, key, "somebody" if wrong == "receiver" else receiver)
    sealed, signed = SEALED
    nonce = "other" if wrong == "nonce" else "n0nceHEAT"
    sealed = {"words": f"A{sealed[1:]}", "empty": "", "short": "QUJD"}.get(wrong, sealed)
    if wrong in ("words", "empty", "short"):
        signed = signature(token, "1790000000000", nonce, sealed)
    with pytest.raises(Forged):
        envelope.open("" if wrong == "signature" else signed, "1790000000000", nonce, sealed)
