"""Runs in the libraries' own environment: opens and seals what comes on stdin, a line each.

In: {"library", "op", "token", "key", "receiver", "timestamp", "nonce", …}; where `op` is open there
are `signature` and `sealed`, where it is seal `words`. Out: {"words"} or {"signature", "sealed"}.
"""

import json
import sys

from wechatpy.enterprise.crypto import WeChatCrypto  # type: ignore[import-not-found]
from wx_crypt import (  # type: ignore[import-not-found]
    WXBizMsgCrypt,
    WxChannel_Wecom,
    WxChannel_WecomAiBot,
)
from xmltodict import parse  # type: ignore[import-not-found]


def wx_crypt(ask):  # type: ignore[no-untyped-def]
    bot = not ask["receiver"]
    channel = WxChannel_WecomAiBot if bot else WxChannel_Wecom
    crypt = WXBizMsgCrypt(ask["token"], ask["key"], ask["receiver"], channel)
    if ask["op"] == "open":
        sealed = ask["sealed"]
        body = json.dumps({"encrypt": sealed}) if bot else f"<xml><Encrypt>{sealed}</Encrypt></xml>"
        code, words = crypt.DecryptMsg(body, ask["signature"], ask["timestamp"], ask["nonce"])
        return {"words": words.decode() if isinstance(words, bytes) else words, "code": code}
    # Text is not enough for it: it wants the bytes.
    _, body = crypt.EncryptMsg(ask["words"].encode(), ask["nonce"], ask["timestamp"])
    if bot:
        told = json.loads(body)
        return {"signature": told["msgsignature"], "sealed": told["encrypt"]}
    told = parse(body)["xml"]
    return {"signature": told["MsgSignature"], "sealed": told["Encrypt"]}


def wechatpy(ask):  # type: ignore[no-untyped-def]
    crypt = WeChatCrypto(ask["token"], ask["key"], ask["receiver"])
    if ask["op"] == "open":
        body = f"<xml><Encrypt>{ask['sealed']}</Encrypt></xml>"
        words = crypt.decrypt_message(body, ask["signature"], ask["timestamp"], ask["nonce"])
        return {"words": words}
    told = parse(crypt.encrypt_message(ask["words"], ask["nonce"], ask["timestamp"]))["xml"]
    return {"signature": told["MsgSignature"], "sealed": told["Encrypt"]}


for line in sys.stdin:
    asked = json.loads(line)
    told = {"wx-crypt": wx_crypt, "wechatpy": wechatpy}[asked["library"]](asked)
    print(json.dumps(told), flush=True)
