"""What the vendor's codes mean for us: it will never go, later, or nobody knows.

The body decides, not the HTTP status: the old interface says 200 to everything, and a card can be
"success" without having been delivered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.platforms.base import Later, PlatformError, Refused, Unknown


class TokenRejected(PlatformError):
    """The access token is not valid any more; a new one may be."""


class QuotaUsed(Refused):
    """The organisation's calls of this month are used up; ways without a call still work."""


class ContentRefused(Refused):
    """Their moderation does not like the words; never again unchanged."""


class Locked(Later):
    """Nothing at all goes until a person mends it; then everything that waited does."""


class NoSuchUser(Refused):
    """Nobody of this id is in the organisation, or not any more."""


class RobotOut(Refused):
    """The robot is not in this group, or not any more."""


class SessionGone(Refused):
    """The answer's address has run out."""


_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
#: A robot webhook that was used too often is silent for so long.
SILENCED = timedelta(minutes=10)
#: Every address of ours is shut out for so long after too many calls.
BANNED = timedelta(minutes=5)

#: The old interface says 88 to many things; which of them stands in a field or in its words.
_SUB_CODE = re.compile(r"subcode=(\d+)")
_TOKEN = {"InvalidAuthentication", "40014", "40001", "42001", "88"}
_QUOTA = {"Forbidden.AccessDenied.ApiCountLimitForOrg", "90020"}
_WAITS: Mapping[str, timedelta] = {
    "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi": 2 * _SECOND,
    "Forbidden.AccessDenied.QpmLimitForAppkeyAndApi": _MINUTE,
    "Forbidden.AccessDenied.QpsLimitForApi": 5 * _SECOND,
    "90018": 2 * _SECOND,
    "90002": 5 * _SECOND,
    "-1": 5 * _SECOND,
    "send.too.fast": _MINUTE,
    "send.byToken.tooFast": _MINUTE,
    "too.many.group": _MINUTE,
    "too.many.people": _MINUTE,
    "toomuch.msg": _MINUTE,
    "130101": SILENCED,
    "410100": SILENCED,
    "90030": SILENCED,
}
_CONTENT = {
    "contain.unsafe.url", "contain.notAllowed.text", "contain.notAllowed.picture",
    "contain.notAllowed.content", "param.contentUnsafe", "430101", "430102", "430103", "430104",
}  # fmt: skip
_CREDENTIALS = "钉钉不认 client_id 或 client_secret：到开发者后台→应用→凭证 核对，改好配置重启"
_ADDRESS = "本机的出口 IP 不在应用的白名单里：开发者后台→安全设置→服务器出口 IP 加上"
_LOCKED: Mapping[str, str] = {
    "invalidClientIdOrSecret": _CREDENTIALS,
    "authFailed": _CREDENTIALS,
    "40089": _CREDENTIALS,
    "Forbidden.AccessDenied.IpNotInWhiteList": _ADDRESS,
    "60020": _ADDRESS,
}
_NOBODY = {"60121", "33012"}
_ROBOT_OUT = {"resource.not.found", "resource.unavailable", "group.disbanded", "400106", "400013"}
_SESSION = {"300001", "300005", "session.notExisted", "session.expired"}
#: What is wrong with a group's own webhook, so that it rings nobody any more.
WEBHOOK_DEAD = ("300001", "300005", "310000", "400013", "400101", "400102", "400106")
#: kind -> what a person does about it; the vendor's words follow
_MENDS: Mapping[type[PlatformError], str] = {
    RobotOut: "机器人不在这个群里，或群解散了：加回去，或在新群里重新绑定",
    QuotaUsed: "本月接口额度用完：到钉钉后台加购",
    ContentRefused: "钉钉的内容审核不让发",
}
#: code -> what it means for us, where the vendor's word for it says nothing to a company
_MEANS: Mapping[str, str] = {
    "bot.forbidden.sendMessage": "群里禁言，机器人也发不了：群设置里放开",
    "send.forbidden": "群里禁言，机器人也发不了：群设置里放开",
    "bot.stopped": "机器人被停用：开发者后台→机器人 启用",
    "permession.checkFailed": "群主不在应用的可见范围：开发者后台→版本管理与发布 加上",  # theirs
    "chatbotId.notAllow.sendOTO": "机器人还不能单聊：开发者后台→机器人 打开单聊，再发布",
    "robot.oto.notExist": "机器人还不能单聊：开发者后台→机器人 打开单聊，再发布",
    "staffId.notExisted": "公司里没有这个人了",
    "ding.serverquota.insufficient": "短信、电话 DING 的套餐用完了，或没有买",
    "310000": "群里机器人的 Webhook 被安全设置拦下：只用加签，SEC 开头的写进配置",
}
_UNKNOWN = {"system.error", "system.busy", "unknown.send.result", "15"}


def judge(status: int, body: Mapping[str, Any] | None) -> PlatformError | None:
    """What went wrong; None when nothing did. `body` is None where it was no JSON object."""
    if body is None:
        if status == 504:
            return Unknown("504 gateway timeout")
        # An HTML page is how a ban looks; any other answer without a body is no answer.
        return Later(f"HTTP {status} without JSON", BANNED if status < 500 else 5 * _SECOND)
    if body.get("punish") == "deny" or str(body.get("status")) == "1111":
        return Later("our address is shut out", BANNED)
    code = str(body.get("errcode", body.get("code", "")))
    if code in ("", "0") and status < 400:
        return None
    return _named(status, code, body)


def _named(status: int, code: str, body: Mapping[str, Any]) -> PlatformError:
    said = str(body.get("errmsg") or body.get("message") or "")
    words = code if said == code else f"{code} {said}".strip()
    if code == "88":
        found = _SUB_CODE.search(said)
        sub = str(body.get("sub_code") or (found.group(1) if found else ""))
        words = words if not sub or found else f"{words}[subcode={sub}]"
        code = sub or code
    if code in _TOKEN:
        return TokenRejected(words)
    if code in _LOCKED:
        return Locked(f"{_LOCKED[code]}（{words}）", _MINUTE)
    if code in _QUOTA:
        return _with_mend(QuotaUsed, words)
    if code in _WAITS:
        return Later(words, _WAITS[code])
    if code in _CONTENT:
        return _with_mend(ContentRefused, words)
    if code in _NOBODY:
        return NoSuchUser(words)
    if code in _ROBOT_OUT:
        return _with_mend(RobotOut, words)
    if code in _SESSION:
        return SessionGone(words)
    if code in _UNKNOWN or status >= 500:
        return Unknown(words)
    if status == 429:
        return Later(words or "HTTP 429", _MINUTE)
    scopes = (body.get("accessdenieddetail") or {}).get("requiredScopes") or []
    lack = f"应用缺权限 {'、'.join(map(str, scopes))}：到开发者后台→权限管理 申请"
    means = lack if scopes else _MEANS.get(code)
    return Refused(f"{means}（{words}）" if means else words)


def _with_mend(kind: type[PlatformError], words: str) -> PlatformError:
    return kind(f"{_MENDS[kind]}（{words}）")
