"""How well and how fast complaints are read: `python benchmarks/reading.py FILE.jsonl [--errors]`.

The same as `heatdesk parse --eval FILE.jsonl`, and beside it: how long the command takes to start,
and the slowest of some texts of 20,000 characters.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.cli import main
from bot.domain.complaint import read

_PIECES = (
    "翠湖家园3号楼不热 ", "1-", "小区", "①翠湖家园3-2-501不热\n", "张三 10:20\n不热\n", "地址:",
    "路街", "13812345678 ", "一三", "15度", "水", "阀门", "没", "3号楼,",
    # cut in several ways, each of them in vain; blocks of two lines; long lists; and one
    # character that stands for eighteen
    "用户电话里说不急 就是那根支管一:直凉 好 锦城名都8-1-905 18139420067 艾先生\n王女士8888577;",
    "人民大街\n}0{7号{n}-2-501供热站—9单元李四:13812345678(水 二期3-501:)我姓王微信同号-不爆管;-",
    "★红星村3-2-501小李开栓\n\n★红星村3-2-501请小李开栓\n——\n",
    "①翠湖家园{n}-2-501不热\n", "0", "888577", "\ufdfa",
    "王女士 138123456{n} 阳光花园{n}号楼2单元501 家里不热只有15度,师傅说是阀门坏了,漏水\n",
)  # fmt: skip


_MESSAGE = "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"


def start(text: str) -> float:
    """Seconds from nothing to the answer to a text."""
    best = 9.0
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "bot", "parse"], check=True, stdout=subprocess.DEVNULL,
            input=json.dumps({"id": 1, "text": text}).encode() + b"\n",
        )  # fmt: skip
        best = min(best, time.perf_counter() - begun)
    return best


def slowest() -> float:
    """Seconds for the worst of texts that say one thing over and over."""
    worst = 0.0
    for piece in _PIECES:
        text = "".join(piece.replace("{n}", str(at)) for at in range(10, 20_010))[:20_000]
        begun = time.perf_counter()
        read(text)
        worst = max(worst, time.perf_counter() - begun)
    return worst


if __name__ == "__main__":
    code = main(["parse", "--eval", *sys.argv[1:]])
    if not code:
        print(
            f"启动到第一个回答 {start(_MESSAGE):.3f} 秒，空消息 {start(''):.3f} 秒；"
            f"两万字最慢 {slowest():.3f} 秒"
        )
    sys.exit(code)
