"""Pictures and documents that the bot sends: uploaded first, then shown by their media id."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.chat import ChatRef
from bot.platforms.base import File, Refused
from bot.platforms.dingtalk.config import Config
from bot.platforms.dingtalk.hearing import SINGLE
from bot.platforms.dingtalk.rest import Rest
from bot.platforms.dingtalk.singles import MISSED

MOST_BYTES = 20 * 1024 * 1024
#: What `sampleFile` takes. Anything else can't be sent, CSV and Markdown among it.
TYPES = ("xlsx", "pdf", "zip", "rar", "doc", "docx")


class Documents:
    """Only the app's own messages carry files: not a webhook, not the answer address."""

    def __init__(self, config: Config, rest: Rest) -> None:
        self._config = config
        self._rest = rest

    async def send(self, chat: ChatRef, file: File) -> str:
        """Uploads it and posts it; the message's id comes back."""
        ending = file.name.rpartition(".")[2].lower()
        if not file.is_picture and ending not in TYPES:
            raise Refused(f"DingTalk takes no .{ending} files")
        if len(file.data) > MOST_BYTES:
            raise Refused("larger than 20 MB")
        kind = "image" if file.is_picture else "file"
        # A name in Chinese comes out garbled; people see the one in the message.
        media = await self._rest.upload(kind, f"heatdesk.{ending}", file.data)
        if file.is_picture:
            said = {"msgKey": "sampleImageMsg", "msgParam": {"photoURL": media}}
        else:
            shown = {"mediaId": media, "fileName": file.name, "fileType": ending}
            said = {"msgKey": "sampleFile", "msgParam": shown}
        return await self._post(chat, said)

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
            raise Refused("single message reached nobody")
        return str(answer.get("processQueryKey") or "")
