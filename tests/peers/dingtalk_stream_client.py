"""Runs in the SDK's own environment: hears robot messages, answers each, until it is killed."""

import json
import sys

import dingtalk_stream  # type: ignore[import-not-found]


class Handler(dingtalk_stream.ChatbotHandler):  # type: ignore[misc]
    async def process(self, callback):  # type: ignore[no-untyped-def]
        message = dingtalk_stream.ChatbotMessage.from_dict(callback.data)
        heard = {"text": message.text.content, "who": message.sender_staff_id}
        print(json.dumps(heard), flush=True)
        self.reply_text("听到" + message.text.content.strip(), message)
        return dingtalk_stream.AckMessage.STATUS_OK, "OK"


client = dingtalk_stream.DingTalkStreamClient(dingtalk_stream.Credential(*sys.argv[1:3]))
client.register_callback_handler(dingtalk_stream.ChatbotMessage.TOPIC, Handler())
client.start_forever()
