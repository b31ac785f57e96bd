"""Serves it alone and prints the transcript."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from tests.servers.dingtalk.server import DingTalkServer


async def alone(port: int) -> None:
    """Until it is interrupted; one JSON object a line."""
    server = DingTalkServer()
    print(json.dumps({"event": "listening", "base": await server.start(port)}), flush=True)
    told = 0
    while True:
        for line in server.happened[told:]:
            print(json.dumps(line, ensure_ascii=False), flush=True)
        told = len(server.happened)
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    try:
        asyncio.run(alone(parser.parse_args().port))
    except KeyboardInterrupt:
        sys.exit(0)
