"""Pictures and documents that the bot sends: uploaded first, then shown by their media id."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from bot.domain.chat import ChatRef
from bot.log import logger
from bot.platforms.base import File, Memory, Refused
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.hearing import NAME, SINGLE
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.singles import MISSED

MOST_BYTES = 20 * 1024 * 1024
#: The vendor names no end of a media id; ours is forgotten after this time.
_KEPT = timedelta(days=1)
#: What `sampleFile` takes. Anything else can't be sent, CSV and Markdown among it.
TYPES = ("xlsx", "pdf", "zip", "rar", "doc", "docx")

_log = logger()


class Documents:
    """Only the app's own messages carry files: not a webhook, not the answer address."""

    def __init__(self, config: Config, rest: Rest, memory: Memory) -> None:
        self._config = config
        self._rest = rest
        self._memory = memory

    async def send(self, chat: ChatRef, file: File) -> str:
        """Uploads it and posts it; the message's id comes back."""
        ending = file.name.rpartition(".")[2].lower()
        if not file.is_picture and ending not in TYPES:
            raise Refused(f"钉钉不收 .{ending} 文件")
        if len(file.data) > MOST_BYTES:
            raise Refused("文件大于 20 MB")
        mark = f"media:{hashlib.sha256(file.data).hexdigest()[:32]}.{ending}"
        media = await self._memory.recall(mark)
        if media is not None:
            try:
                return await self._post(chat, _said(file, ending, media))
            except Refused as refused:
                _log.info("media_again", platform=NAME, reason=str(refused))
        media = await self._uploaded(file, ending)
        sent = await self._post(chat, _said(file, ending, media))
        # Good for any chat, and a second upload is a call more.
        await self._memory.remember(mark, media, _KEPT)
        return sent

    async def _uploaded(self, file: File, ending: str) -> str:
        kind = "image" if file.is_picture else "file"
        # A name in Chinese comes out garbled; people see the one in the message.
        return await self._rest.upload(kind, f"heatdesk.{ending}", file.data)

    async def _post(self, chat: ChatRef, said: dict[str, Any]) -> str:
        body = {
            "robotCode": self._config.robot,
            "msgKey": said["msgKey"],
            "msgParam": json.dumps(said["msgParam"], ensure_ascii=False),
        }
        if not chat.chat_id.startswith(SINGLE):
            body["openConversationId"] = chat.chat_id
            answer = await self._rest.call("/v1.0/robot/groupMessages/send", body)
            return str(answer.get("processQueryKey") or "")
        person = chat.chat_id.removeprefix(SINGLE)
        body["userIds"] = [person]
        answer = await self._rest.call("/v1.0/robot/oToMessages/batchSend", body)
        if any(person in (answer.get(name) or []) for name in MISSED):
            raise Refused("单聊没送到：他不在机器人的可用范围，或拉黑了机器人")
        return str(answer.get("processQueryKey") or "")


def _said(file: File, ending: str, media: str) -> dict[str, Any]:
    if file.is_picture:
        return {"msgKey": "sampleImageMsg", "msgParam": {"photoURL": media}}
    shown = {"mediaId": media, "fileName": file.name, "fileType": ending}
    return {"msgKey": "sampleFile", "msgParam": shown}
