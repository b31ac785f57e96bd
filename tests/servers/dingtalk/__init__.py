"""A scripted DingTalk: one server for both interfaces and the Stream gateway.

It keeps the vendor's documented rules (tokens, one-use tickets, who is in which group, what can
ring, rate limits, error shapes) and has knobs for its faults. `python -m tests.servers.dingtalk
--port N` serves it alone, with a page to speak on, and prints the transcript.
"""

from tests.servers.dingtalk.server import DingTalkServer
from tests.servers.dingtalk.world import CLIENT, SECRET, Group, Knobs

__all__ = ["CLIENT", "SECRET", "DingTalkServer", "Group", "Knobs"]
