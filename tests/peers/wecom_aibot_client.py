"""Runs in the SDK's own environment: hears, does what the words ask for, until it is killed."""

import asyncio
import hashlib
import json
import sys

from wecom_aibot_sdk import WSClient  # type: ignore[import-not-found]


class Quiet:
    def debug(self, *_words):  # type: ignore[no-untyped-def]
        pass

    info = warn = error = debug


ws_url, bot_id, secret = sys.argv[1:4]
client = WSClient(
    bot_id, secret, ws_url=ws_url, logger=Quiet(), reconnect_interval=50, heartbeat_interval=200
)


def tell(event, **more):  # type: ignore[no-untyped-def]
    print(json.dumps({"event": event, **more}), flush=True)


def card(task, title):  # type: ignore[no-untyped-def]
    return {
        "card_type": "button_interaction",
        "main_title": {"title": title},
        "button_list": [{"text": "接单", "style": 1, "key": "accept"}],
        "task_id": task,
    }


async def act(frame):  # type: ignore[no-untyped-def]
    body = frame["body"]
    words = body["text"]["content"]
    tell("heard", words=words, by=body["from"]["userid"])
    if "进度" in words:
        await client.reply_stream(frame, "s1", "正在查", False)
        await client.reply_stream(frame, "s1", "查到了", True)
    elif "卡片" in words:
        await client.reply_template_card(frame, card("RX-1@1", "3号楼不热"))
    elif "文件" in words:
        data = ("热" * 240000).encode()[:700000]
        kept = await client.upload_media(data, type="file", filename="日报.xlsx")
        await client.send_media_message(body["chatid"], "file", kept["media_id"])
    elif "看图" in words:
        image = body["quote"]["image"]
        told = await client.download_file(image["url"], image["aeskey"])
        digest = hashlib.sha1(told["buffer"], usedforsecurity=False).hexdigest()
        tell("downloaded", sha1=digest, name=told["filename"])
    elif "推送" in words:
        said = {"msgtype": "markdown", "markdown": {"content": "**推送**"}}
        await client.send_message(body["chatid"], said)
    elif "错" in words:
        try:
            await client.reply(frame, {"msgtype": "text", "text": {"content": "不行"}})
        except Exception as refused:
            tell("refused", words=str(refused))


async def pressed(frame):  # type: ignore[no-untyped-def]
    task = frame["body"]["event"]["template_card_event"]["task_id"]
    await client.update_template_card(frame, card(task, "已接单"))


async def entered(frame):  # type: ignore[no-untyped-def]
    await client.reply_welcome(frame, {"msgtype": "text", "text": {"content": "您好"}})


async def main():  # type: ignore[no-untyped-def]
    client.on("authenticated", lambda: tell("authenticated"))
    client.on("message", act)
    client.on("event.template_card_event", pressed)
    client.on("event.enter_chat", entered)
    client.on("event.disconnected_event", lambda _frame: tell("evicted"))
    client.on("error", lambda _error: None)
    await client.connect()
    await asyncio.Event().wait()


asyncio.run(main())
