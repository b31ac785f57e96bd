"""The house's plan, checked: imports, templates, commands, migrations."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from bot.domain.words import VERBS
from bot.render import TEMPLATES
from handlers.actions import ACTIONS
from handlers.catalog import ROWS, TABLE

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "handlers", "storage")


def test_import_contracts() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_has_help_and_a_function() -> None:
    assert {verb.name for verb in VERBS} == set(ROWS)
    for row in TABLE:
        assert row.usage
        assert row.does
    asked = {"查", "看图", "名单", "我的", "超时", "今日", "统计", "谁值班", "绑定", "帮助"}
    assert set(ACTIONS) | asked == set(ROWS)


def test_every_notice_has_its_words_and_every_word_a_notice() -> None:
    source = "\n".join(
        path.read_text("utf-8") for name in PACKAGES for path in (ROOT / name).rglob("*.py")
    )
    named = set(re.findall(r'"([a-z_]+)"', source))
    there = {path.name.partition(".")[0] for path in (TEMPLATES / "chat").glob("*.text.j2")}
    assert there - named - {"_words"} == set()
    spoken = r"(?:tell\(\s*Kind\.\w+,|reply\(|say\(\s*Kind\.\w+,|self\._words\()"
    told = re.findall(spoken + r'\s*"([a-z_]+)"', source)
    assert set(told) - there == set()


def test_files_stay_small() -> None:
    """A file over 300 lines needs a reason; here it is written down."""
    reasons = {
        "bot/domain/events.py": "everything that can happen on one page",
        "bot/domain/reading/learnt.py": "data that `python -m learning` makes",
        "bot/domain/reading/tag_weights.py": "data that `python -m learning.tags` makes",
        "storage/tables.py": "every table on one page",
    }
    long = {
        str(path.relative_to(ROOT))
        for name in PACKAGES
        for path in (ROOT / name).rglob("*.py")
        if len(path.read_text("utf-8").splitlines()) > 300 and "migrations" not in path.parts
    }
    assert long == set(reasons)
