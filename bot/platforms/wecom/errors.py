"""What the vendor's codes mean for us: it will never go, later, or nobody knows.

HTTP says 200 to everything, so errcode decides; a code that nobody wrote down is a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.platforms.base import Later, PlatformError, Refused, Unknown


class TokenRejected(PlatformError):
    """The access token is not valid any more; a new one may be."""


class Misconfigured(Refused):
    """Only a person can mend it: a secret, a permission, an address that is not trusted."""


class ContentRefused(Refused):
    """Their moderation does not like the words; never again unchanged."""


class AnswerClosed(Refused):
    """The callback can't be answered any more; a push may do."""


class GroupExists(Refused):
    """A group of this chatid was made before."""


class Shut(Misconfigured):
    """The app is not let in at all."""


class OutOfRange(Misconfigured):
    """Something or somebody that the app is not let see."""


class MemberRefused(Refused):
    """One of those who were named can't be had, so none was."""


class NoSuchUser(MemberRefused):
    """Nobody of this id is in the company, or not any more."""


class BotOut(Refused):
    """The bot is not in this group, or not any more, or the group is gone."""


class NotSubscribed(Later):
    """The socket stands and the subscription is gone."""


_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_TOKEN = {40014, 41001, 42001}
_WAITS: Mapping[int, timedelta] = {
    -1: 5 * _SECOND,
    6000: _SECOND,
    45009: _MINUTE,
    45033: 3 * _SECOND,
    846609: 2 * _SECOND,
}
_CONTENT = {82004, 85002}
_ANSWER = {846605, 846608}
_OUT_OF_RANGE = {60011, 60021}
_SHUT = {40001, 40013, 40091, 50003, 60020, 301042}
_BOT_OUT = {93006, 93008, 40050, 49008, 86003}
_MEMBER = {40003, 40031, 86005, 86007, 86216}
#: code -> what a person does about it
MENDS: Mapping[int, str] = {
    40001: "Secret 不对：管理后台→应用管理→应用→Secret 重新查看",
    40091: "Secret 是别的企业的：重新抄一次",
    40013: "corp_id 不对：管理后台→我的企业→企业 ID",
    40056: "agent_id 不对：管理后台→应用管理→应用→AgentId",
    301002: "app_secret 和 agent_id 不是同一个应用",
    43012: "应用要先设好「接收消息」的地址才能发按钮卡片",
    48002: "应用没有这个接口的权限",
    48006: "接口权限被收回：到管理后台重新开启",
    48009: "通讯录同步的 Secret 不能读：用自建应用的",
    50001: "授权回调域不对：管理后台→应用→企业微信授权登录，带端口一字不差",
    50002: "成员不在应用的可见范围",
    50003: "应用被停用：管理后台→应用管理→启用",
    60011: "应用的可见范围要选整个公司（根部门）",
    60020: "本机出口 IP 不在企业可信 IP 里：管理后台→应用→企业可信IP",
    60021: "成员不在应用的可见范围",
    301042: "本机出口 IP 不在企业可信 IP 里：管理后台→应用→企业可信IP",
    92000: "应用没有权限",
    92001: "应用没有读敏感信息的权限",
    301049: "紧急通知里没有勾选这个应用：管理后台→紧急通知→可调用接口的应用",
    301050: "企业没有开通紧急通知",
    301051: "紧急通知余额不足：请充值",
    93000: "Webhook 地址不对或已被删除：群设置→消息推送 重新复制到 wecom_webhook",
    93004: "消息推送被停用：群设置→消息推送→启用",
    853000: "机器人的 Secret 不对：智能机器人→API 模式→长连接 重新查看",
    93019: "bot_id 不对：智能机器人→API 模式 里的 BotID",
}
_GROUP_GONE = "应用建的这个群解散了"
_BOT_GONE = "机器人不在这个群里，或群解散了：加回去再 @它 说一句，或在新群里重新绑定"
#: code -> what it means, where nobody's settings are wrong
MEANS: Mapping[int, str] = {
    81013: "应用看不见这些人",
    40050: _GROUP_GONE,
    45001: "文件太大，企业微信不收",
    49008: _GROUP_GONE,
    86003: _GROUP_GONE,
    93001: "机器人还不能在这里主动说话：在群里 @它 说一句，不在群里就先加进去",
    93006: _BOT_GONE,
    93008: _BOT_GONE,
    86006: "应急群的人数不合要求：至少 2 人，不多于管理后台设的上限",
}


def judge(status: int, body: Mapping[str, Any] | None) -> PlatformError | None:
    """What went wrong; None when nothing did. `body` is None where it was no JSON object."""
    if body is None or (status >= 400 and "errcode" not in body):
        # Not theirs: something on the way has answered instead.
        if status == 504:
            return Unknown("504 gateway timeout")
        return Later(f"HTTP {status} without errcode", _MINUTE if status < 500 else 5 * _SECOND)
    code, words = code_of(body), str(body.get("errmsg") or "")
    if code == 0:
        # Their JSON reader took a part of what we said and dropped the rest.
        return Refused(words[:120]) if "wrong json format" in words else None
    return named(code, words)


def code_of(body: Mapping[str, Any]) -> int:
    """The errcode; an answer without one is a success."""
    try:
        return int(body.get("errcode") or 0)
    except (TypeError, ValueError):
        return -1


def named(code: int, words: str) -> PlatformError:
    """The error of a code."""
    said = f"{code} {words.split(', hint')[0]}".strip()[:160]
    if code in _TOKEN:
        return TokenRejected(said)
    if code == 846609:
        return NotSubscribed(said, _WAITS[code])
    if code in _WAITS:
        return Later(said, _WAITS[code])
    if code in _CONTENT:
        return ContentRefused(said)
    if code in _ANSWER:
        return AnswerClosed(said)
    if code == 60111:
        return NoSuchUser(said)
    if code in _MEMBER:
        return MemberRefused(said)
    if code == 86215:
        return GroupExists(said)
    if code in MENDS:
        wrong = OutOfRange if code in _OUT_OF_RANGE else Shut if code in _SHUT else Misconfigured
        return wrong(f"{MENDS[code]}（{said}）")
    kind = BotOut if code in _BOT_OUT else Refused
    return kind(f"{MEANS[code]}（{said}）" if code in MEANS else said)


def lost(reason: str) -> Unknown:
    """It went out and no answer came."""
    return Unknown(f"no answer: {reason}")
