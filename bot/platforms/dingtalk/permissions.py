"""What the app may do, found out by calls that change nothing; each lack with its mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.platforms.base import Later, PlatformError, Unknown
from bot.platforms.dingtalk import errors
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.signing import webhook_query

#: The nobody and nowhere that these calls ask about: only a permission error tells something.
_PROBES: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    ("发机器人消息", "qyapi_robot_sendmsg", "/v1.0/robot/groupMessages/query",
     {"processQueryKey": "check", "openConversationId": "check", "maxResults": 1}),
    ("查群和机器人", "qyapi_chat_read", "/v1.0/robot/groups/robots/query",
     {"openConversationId": "check"}),
    ("建群改群", "qyapi_chat_manage", "/v1.0/im/group/update", {"chatid": "check"}),
    ("发 DING", "Premium.Ding.Write", "/v1.0/robot/ding/recall", {"openDingId": "check"}),
)  # fmt: skip
_OLD_PROBES: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    ("通讯录", "qyapi_get_department_list", "/topapi/v2/department/listsub", {"dept_id": 1}),
    ("部门成员", "qyapi_get_department_member", "/topapi/user/listsimple",
     {"dept_id": 1, "cursor": 0, "size": 1}),
    ("看谁在职", "qyapi_get_member", "/topapi/v2/user/get", {"userid": "check"}),
    ("按手机号找人", "qyapi_get_member_by_mobile", "/topapi/v2/user/getbymobile",
     {"mobile": "10000000000"}),
    ("上传图片和文件", "qyapi_base", "/media/upload", {}),
)  # fmt: skip
#: No permission, an address that is not let in, nobody within the app's range.
_OLD_DENIED = ("88 ", "60011", "60020", "43007", "50002", "50004")
_DENIED = ("AccessTokenPermissionDenied", "IpNotInWhiteList")


async def mistakes(rest: Rest, config: Config) -> list[str]:
    """One line for each lack; the first that stops everything stands alone."""
    try:
        await rest.token()
    except errors.Locked as error:
        return [str(error)]
    except (Later, Unknown) as error:
        return [
            f"钉钉没有正常回答（{error}）：检查网络能否访问 platforms.dingtalk.api_base，"
            "过几分钟再试"
        ]
    except PlatformError as error:
        return [f"钉钉没有给令牌（{error}）：检查 platforms.dingtalk.api_base"]
    found: list[str] = []
    for what, scope, path, body in _PROBES:
        lack = await _lack(rest, path, {"robotCode": config.robot, **body})
        if lack:
            found.append(f"钉钉缺权限 {scope}（{what}）：开发者后台→权限管理 里申请。{lack}")
    if config.card_template:
        body = {"outTrackId": "check", "cardData": {"cardParamMap": {"title": "check"}}}
        if lack := await _lack(rest, "/v1.0/card/instances", body, "PUT"):
            found.append(
                f"钉钉缺权限 Card.Instance.Write（互动卡片）：开发者后台→权限管理 里申请。{lack}"
            )
        elif lack := await _no_template(rest, config.card_template):
            found.append(
                f"钉钉卡片模板用不了（{lack}）：到卡片平台核对 card_template 的编号，并点发布"
            )
    if config.admin and await _is_nobody(rest, config.admin):
        found.append(
            f"platforms.dingtalk.admin「{config.admin}」不在通讯录里：写 userid，"
            "钉钉管理后台→通讯录→点开成员→员工 UserID"
        )
    for what, scope, path, body in _OLD_PROBES:
        if lack := await _old_lack(rest, path, body):
            found.append(f"钉钉缺权限 {scope}（{what}）：开发者后台→权限管理 里申请。{lack}")
    return found


async def of_webhooks(rest: Rest, config: Config) -> list[str]:
    """Groups whose own address rings nobody; a message of no kind is posted nowhere."""
    found: list[str] = []
    for department, hook in config.department_webhooks.items():
        query = webhook_query(hook.access_token, hook.secret, rest.now())
        url = f"{config.oapi_base}/robot/send?{query}"
        try:
            await rest.ask("POST", url, {"msgtype": "heatdesk-check"})
        except PlatformError as error:
            if any(code in str(error) for code in errors.WEBHOOK_DEAD):
                found.append(
                    f"钉钉「{department or '领导'}」的 Webhook 用不了，@ 人不响：群设置→机器人 "
                    "重新复制，安全设置只用「加签」（SEC 开头的写进 dingtalk_webhook_secret）。"
                    f"{str(error)[:80]}"
                )
    return found


async def _lack(rest: Rest, path: str, body: Mapping[str, Any], method: str = "POST") -> str | None:
    try:
        await rest.call(path, body, method)
    except PlatformError as error:
        if any(word in str(error) for word in _DENIED):
            return str(error)[:160]
    return None


async def _is_nobody(rest: Rest, user: str) -> bool:
    try:
        await rest.old("/topapi/v2/user/get", {"userid": user})
    except errors.NoSuchUser:
        return True
    except PlatformError:
        return False
    return False


async def _no_template(rest: Rest, template: str) -> str | None:
    """Made and delivered nowhere, so nobody sees it; the second time it is there already."""
    body = {
        "cardTemplateId": template,
        "outTrackId": f"check-{template}",
        "cardData": {"cardParamMap": {"title": "check"}},
        "callbackType": "STREAM",
    }
    try:
        await rest.call("/v1.0/card/instances", body)
    except PlatformError as error:
        if str(error).startswith("param.template"):
            return str(error)[:80]
    return None


async def _old_lack(rest: Rest, path: str, body: Mapping[str, Any]) -> str | None:
    try:
        await rest.old(path, body)
    except PlatformError as error:
        if any(code in str(error) for code in _OLD_DENIED):
            return str(error)[:160]
    return None
