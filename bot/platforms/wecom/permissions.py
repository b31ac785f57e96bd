"""What bot and app may do, found out by calls that change nothing; each lack with its mend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.platforms.base import PlatformError
from bot.platforms.wecom import errors
from bot.platforms.wecom.app import App
from bot.platforms.wecom.config import Config
from bot.platforms.wecom.webhooks import Webhooks

#: The nobody and nowhere that these calls ask about: only a permission error tells something. A
#: group of one who does not exist can't be made; nothing gentler is documented to tell whether the
#: app may make any.
_PROBES: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("翻译成员 ID", "/cgi-bin/batch/openuserid_to_userid", {"open_userid_list": ["wocheck"]}),
    ("发应用消息", "/cgi-bin/message/send", {"touser": "heatdesk-check-nobody", "msgtype": "text",
     "text": {"content": "check"}}),
    ("建应急群", "/cgi-bin/appchat/create", {"name": "check", "chatid": "heatdeskcheck",
     "userlist": ["heatdesk-check-nobody"]}),
)  # fmt: skip
_VOICE = ("打语音电话", "/cgi-bin/pstncc/call", {"callee_userid": ["heatdesk-check-nobody"]})


async def of_app(app: App, config: Config) -> list[str]:
    """One line for each lack; the first that stops everything stands alone."""
    if not config.has_app:
        return [
            "企业微信没有配自建应用（corp_id、agent_id、app_secret）：认不了通讯录、建不了应急群、"
            "发不了应用消息。管理后台→应用管理→自建→创建应用"
        ]
    try:
        await app.token()
    except PlatformError as error:
        return [f"企业微信不认 corp_id 或 app_secret：{error}"]
    found: list[str] = []
    try:
        listed = await app.get("/cgi-bin/department/simplelist")
        if not listed.get("department_id"):
            found.append("企业微信的应用看不到任何部门：可见范围选整个公司（根部门）")
    except PlatformError as error:
        found.append(f"企业微信缺「读通讯录」：{error}")
        if "60020" in str(error):
            return found  # nothing else would be told apart from it
    for what, path, body in (*_PROBES, *((_VOICE,) if config.voice else ())):
        if lack := await _lack(app, path, {"agentid": app.agent_id, **body}):
            found.append(f"企业微信缺「{what}」：{lack}")
    try:
        await app.user_of_code("heatdesk-check")
    except errors.Misconfigured as error:
        found.append(f"企业微信缺「扫码登录」：{error}")
    except PlatformError:
        pass  # no such code: so it may
    return found


async def of_people(app: App, config: Config) -> list[str]:
    """Who is named in the settings and is not there: nothing would ever reach him."""
    named = dict.fromkeys([config.admin, *config.keepers]) if config.has_app else {}
    found: list[str] = []
    for user in filter(None, named):
        what = "admin" if user == config.admin else "keepers"
        try:
            await app.get("/cgi-bin/user/get", userid=user)
        except errors.NoSuchUser:
            found.append(
                f"platforms.wecom.{what}「{user}」不在通讯录里：写 userid，"
                "管理后台→通讯录→点开成员→账号"
            )
        except errors.OutOfRange as error:
            found.append(f"platforms.wecom.{what}「{user}」收不到应用消息：{error}")
        except PlatformError:
            continue  # told above
    return found


async def of_webhooks(webhooks: Webhooks, config: Config, now: datetime) -> list[str]:
    """Groups whose own address is dead; a message of no kind is posted nowhere."""
    found: list[str] = []
    for department, hook in config.department_webhooks.items():
        try:
            await webhooks.say(hook, {"msgtype": "heatdesk-check"}, now)
        except errors.Misconfigured as error:
            found.append(f"企业微信「{department or '领导'}」的消息推送不能用：{error}")
        except PlatformError:
            continue  # no such kind of message: so the address is good
    return found


async def _lack(app: App, path: str, body: Mapping[str, Any]) -> str | None:
    try:
        await app.post(path, body)
    except errors.Misconfigured as error:
        return str(error)
    except PlatformError:
        return None  # nobody of that name: so it may
    return None
