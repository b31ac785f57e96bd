"""Everything that can be said: answer address, webhook, group and single messages, files."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from aiohttp import web

from tests.servers.dingtalk.people import SESSION_LASTS_MS, People
from tests.servers.dingtalk.world import CLIENT, old, wrong

#: msgKey -> the fields that its msgParam must have
_TEMPLATES = {
    "sampleText": ("content",),
    "sampleMarkdown": ("title", "text"),
    "sampleImageMsg": ("photoURL",),
    "sampleFile": ("mediaId", "fileName", "fileType"),
}
_FILE_TYPES = {"xlsx", "pdf", "zip", "rar", "doc", "docx"}
_MEDIA_TYPES = {
    "image": {"jpg", "jpeg", "gif", "png", "bmp"},
    "file": {"doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "pdf", "rar"},
}


class Messages(People):
    """Handlers by the name of their path."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.read_by: dict[str, set[str]] = {}
        self.singles: dict[str, dict[str, bool]] = {}
        self._uuids: set[str] = set()
        self._webhook_at: dict[str, list[float]] = {}
        self._blocked_until: dict[str, float] = {}
        self._group_at: dict[str, list[float]] = {}

    def by_session(self, request: web.Request, body: Any) -> web.Response:
        """`POST /robot/sendBySession`."""
        conversation, born = self.sessions.get(request.query.get("session", ""), ("", 0.0))
        if not conversation or self.now() - born > SESSION_LASTS_MS / 1000:
            return old(300001, "session 不存在")
        return self._said("session", conversation, body)

    def by_webhook(self, request: web.Request, body: Any) -> web.Response:
        """`POST /robot/send`."""
        token = request.query.get("access_token", "")
        group = next((g for g in self.groups.values() if g.webhook == token and token), None)
        if group is None:
            return old(300005, "token is not exist")
        if group.dissolved:
            return old(400013, "群已被解散")
        said = json.dumps(body, ensure_ascii=False)
        if group.keywords and not any(word in said for word in group.keywords):
            return old(310000, "keywords not in content")
        if group.webhook_secret and not self._signed(request, group.webhook_secret):
            return old(310000, "sign not match")
        now = self.now()
        if now < self._blocked_until.get(token, 0):
            return old(130101, "send too fast, exceed 20 times per minute")
        sent = [at for at in self._webhook_at.get(token, []) if at > now - 60]
        if len(sent) >= 20:
            self._blocked_until[token] = now + 600
            return old(130101, "send too fast, exceed 20 times per minute")
        if not self.spend_message():
            return old(90030, "本月 Webhook 用量已满")
        self._webhook_at[token] = [*sent, now]
        if (uuid := body.get("msgUuid")) is not None:
            if uuid in self._uuids:
                return old()
            self._uuids.add(uuid)
        return self._said("webhook", group.conversation, body)

    def _signed(self, request: web.Request, secret: str) -> bool:
        stamp = request.query.get("timestamp", "0")
        mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
        fresh = abs(self.now() - int(stamp) / 1000) <= 3600
        return fresh and request.query.get("sign", "") == base64.b64encode(mac).decode()

    def _said(self, way: str, conversation: str, body: Any) -> web.Response:
        if len(json.dumps(body, ensure_ascii=False).encode()) > 20_000:
            return old(460101, "body 大小不合法")
        kind = body.get("msgtype")
        if kind not in ("text", "markdown", "link", "actionCard", "feedCard"):
            return old(400105, "不支持的消息类型")
        text = str(body.get("text", {}).get("content", body.get(kind, {}).get("text", "")))
        listed = body.get("at", {}).get("atUserIds", [])
        # An id must be both in the list and in the text, and its person in the group.
        group = self.groups.get(conversation)
        members = group.members if group else set(listed)
        rung = [u for u in listed[:50] if f"@{u}" in text and u in members]
        self.note("message", **{"in": conversation}, way=way, text=text, rung=rung)
        return old()

    def _v1_0_robot_groupMessages_send(self, request: web.Request, body: Any) -> web.Response:
        group = self.groups.get(body.get("openConversationId", ""))
        if group is None or body.get("robotCode") not in group.robots:
            return wrong("resource.not.found")
        if group.dissolved:
            return wrong("group.disbanded")
        if group.muted:
            return wrong("bot.forbidden.sendMessage")
        if (refused := self._template(body)) is not None:
            return refused
        sent = [t for t in self._group_at.get(group.conversation, []) if t > self.now() - 60]
        if len(sent) >= 20:
            return wrong("send.too.fast")
        self._group_at[group.conversation] = [*sent, self.now()]
        key = f"pqk{next(self.number)}"
        self.note("message", **{"in": group.conversation}, way="group", **self._shown(body),
                  rung=[], key=key)  # fmt: skip
        return web.json_response({"processQueryKey": key})

    def _v1_0_robot_oToMessages_batchSend(self, request: web.Request, body: Any) -> web.Response:
        ids = body.get("userIds") or []
        if not ids:
            return wrong("invalidParameter.userIds.empty")
        if len(ids) > 20:
            return wrong("invalidParameter.userIds.overMax")
        if (refused := self._template(body)) is not None:
            return refused
        invalid = [u for u in ids if u not in self.people]
        # As the real ones: whoever puts it into an address must encode it.
        key = f"pqk+{next(self.number)}/=="
        self.singles[key] = {u: False for u in ids if u not in invalid}
        for userid in ids:
            if userid not in invalid:
                self.note("message", **{"in": userid}, way="single", **self._shown(body),
                          rung=[userid], key=key)  # fmt: skip
        lists = {"invalidStaffIdList": invalid, "flowControlledStaffIdList": []}
        return web.json_response({"processQueryKey": key, **lists})

    def _v1_0_robot_oToMessages_readStatus(self, request: web.Request, body: Any) -> web.Response:
        if request.method != "GET" or request.query.get("robotCode") != CLIENT:
            return wrong("invalidParameter.robotCode.empty")
        found = self.singles.get(request.query.get("processQueryKey", ""))
        if found is None:
            return wrong("robot.processQueryKey.expired")
        people = [
            {"userId": user, "name": self.people[user]["name"],
             "readStatus": "READ" if read else "UNREAD", "readTimestamp": 0}
            for user, read in found.items()
        ]  # fmt: skip
        return web.json_response({"sendStatus": "SUCCESS", "messageReadInfoList": people})

    def _v1_0_robot_otoMessages_batchRecall(self, request: web.Request, body: Any) -> web.Response:
        keys = body["processQueryKeys"]
        if not keys or len(keys) > 20:
            return wrong("invalidParameter.processQueryKeys.overMax")
        done = [key for key in keys if key in self.singles]
        for key in done:
            self.note("recalled", **{"in": [*self.singles[key]]}, key=key)
        failed = {key: "robot.processQueryKey.expired" for key in keys if key not in done}
        return web.json_response({"successResult": done, "failedResult": failed})

    def _template(self, body: Any) -> web.Response | None:
        """What is wrong with msgKey and msgParam, if something is."""
        param = body.get("msgParam")
        if not isinstance(param, str):
            return wrong("invalidParameter.msgParam.invalid")
        if len(param.encode()) > 15_000:
            return wrong("invalidParameter.msgParam.tooLong")
        if body.get("msgKey") not in _TEMPLATES:
            return wrong("invalidParameter.msgKey.invalid")
        try:
            found = json.loads(param)
        except ValueError:
            return wrong("invalidParameter.msgParam.invalid")
        for name in _TEMPLATES[body["msgKey"]]:
            if not found.get(name):
                return wrong(f"miss.param.{name}")
        media = str(found.get("mediaId") or found.get("photoURL") or "@none")
        if media.startswith("@") and media != "@none" and media not in self.media:
            return wrong("miss.param.file")
        if body["msgKey"] == "sampleFile" and found["fileType"] not in _FILE_TYPES:
            return wrong("invalidParameter.param.invalid")
        return None

    def _shown(self, body: Any) -> dict[str, Any]:
        param = json.loads(body["msgParam"])
        shown = {"text": str(param.get("content") or param.get("text") or "")}
        if media := param.get("mediaId") or param.get("photoURL"):
            shown |= {"media": media, "text": param.get("fileName") or "[图片]"}
        return shown

    def _v1_0_robot_groupMessages_query(self, request: web.Request, body: Any) -> web.Response:
        sent = {m.get("key") for m in self.seen("message", body["openConversationId"])}
        if body["processQueryKey"] not in sent:
            return wrong("processQueryKey.expireTime")
        readers = sorted(self.read_by.get(body["processQueryKey"], ()))
        return web.json_response(
            {"sendStatus": "SUCCESS", "readUserIds": readers, "hasMore": False}
        )

    def _v1_0_robot_groupMessages_recall(self, request: web.Request, body: Any) -> web.Response:
        keys = body["processQueryKeys"]
        sent = {m.get("key") for m in self.seen("message", body["openConversationId"])}
        done = [k for k in keys if k in sent]
        for key in done:
            self.note("recalled", **{"in": body["openConversationId"]}, key=key)
        failed = {k: "invalid.processQueryKey" for k in keys if k not in sent}
        return web.json_response({"successResult": done, "failedResult": failed})

    # -- files --------------------------------------------------------------------------------

    async def upload(self, request: web.Request) -> web.Response:
        """`POST /media/upload`."""
        form = await request.post()
        kind, media = str(form.get("type") or ""), form.get("media")
        if kind not in _MEDIA_TYPES or not isinstance(media, web.FileField):
            return old(40004, "无效的媒体文件类型")
        name, data = media.filename, media.file.read()
        if not name.isascii() or name.rpartition(".")[2] not in _MEDIA_TYPES[kind]:
            return old(40004, "无效的媒体文件类型")
        if not 0 < len(data) <= 20 * 1024 * 1024:
            return old(40006, "文件大小不合法")
        media_id = f"@lAD{next(self.number)}"
        self.media[media_id] = (kind, name, data)
        created = int(self.now() * 1000)
        return old(type=kind, media_id=media_id, created_at=created)

    def _v1_0_robot_messageFiles_download(self, request: web.Request, body: Any) -> web.Response:
        if body.get("robotCode") != CLIENT:
            return wrong("invalidParameter.robotCode.auth")
        code = body["downloadCode"]
        if code not in self.files or code in self.knobs.expired_codes:
            return wrong("invalidParameter.robotCode.downloadCode")
        until = int(self.now() + self.knobs.url_lasts)
        url = self.knobs.file_host or f"{self.base}/oss/{code}.file?Expires={until}&Signature=s%2B"
        return web.json_response({"downloadUrl": url})

    def file(self, request: web.Request) -> web.Response:
        """`GET /oss/…`: without our token."""
        assert "x-acs-dingtalk-access-token" not in request.headers
        if float(request.query.get("Expires", "inf")) < self.now():
            return web.Response(status=403, text="<Error/>", content_type="application/xml")
        name = request.path.rsplit("/", 1)[1].removesuffix(".file")
        return web.Response(body=self.files[name])
