"""The house's plan, checked: imports, templates, commands, migrations."""

from __future__ import annotations

import ast
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


def test_every_command_has_help() -> None:
    """That each is answered, a story tells: test_all_that_the_help_offers_is_answered."""
    assert {verb.name for verb in VERBS} == set(ROWS)
    for row in TABLE:
        assert row.usage
        assert row.does
    assert set(ACTIONS) <= set(ROWS)


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


#: Files over 300 lines, and why.
LONG_FILES = {
    "bot/domain/events.py": "everything that can happen on one page",
    "bot/domain/reading/learnt.py": "data that `python -m learning` makes",
    "bot/domain/reading/tag_weights.py": "data that `python -m learning.tags` makes",
    "storage/migrations/versions/0001_first_tables.py": "every table as it was at first",
    "storage/tables.py": "every table on one page",
}
#: Functions over 40 lines, and why.
LONG_FUNCTIONS = {
    "bot/app.py:build": "the house is put together in one place",
    "bot/check.py:mistakes": "each part is looked at, whatever is wrong with those before it",
    "bot/cli.py:_parser": "every command with its options on one page",
    "bot/domain/opening.py:received": "half of it is the ticket, a field a line",
    "bot/domain/reading/single.py:read_one": "the order in which a message is read",
    "bot/domain/reading/tagging.py:_odds": "its maxima are written out; it runs over a whole text",
    "bot/domain/reading/tagging.py:_parts": "its maxima are written out; it runs over a whole text",
    "bot/domain/tally.py:figures": "a figure a line",
    "bot/platforms/wecom/platform.py:__init__": "the platform is put together in one place",
    "bot/serve.py:serve": "the service is put together in one place",
    "bot/vendors/wecom.py:wecom_config": "half of it is the settings, one a line",
    "handlers/complaints.py:open_ticket": "half of it is the event, a field a line",
    "handlers/facts.py:ticket_facts": "a fact a line",
    "storage/directory.py:_rows": "a column a line",
    "storage/directory.py:load": "a column a line",
    "storage/migrations/versions/0001_first_tables.py:downgrade": "a table a line",
    "storage/migrations/versions/0001_first_tables.py:upgrade": "a column a line",
    "tests/browser/test_complain_page.py:test_a_complaint_from_a_telephone_comes_up_on_the_board":
        "one story",
    "tests/browser/test_desk_pages.py:test_the_administrator_has_a_lost_message_sent_again":
        "one story",
    "tests/dingtalk_house.py:open_dingtalk": "a house is put together in one place",
    "tests/platforms/dingtalk/test_service.py:test_cards_and_events_by_callback": "one story",
    "tests/scenarios/test_figures.py:test_a_day_of_every_kind": "one story",
    "tests/scenarios/test_major.py:test_the_whole_major_path": "one story",
    "tests/scenarios/test_report.py:test_the_markdown_tells_the_story": "one report",
    "tests/servers/test_dingtalk_alone.py:test_a_person_speaks_and_the_robot_answers": "one story",
    "tests/templates/facts.py:facts_for": "a fact a line",
    "tests/web/desk_house.py:open_desk": "a house is put together in one place",
    "tests/web/test_complain.py:test_a_user_complains_and_follows_it_to_its_end": "one story",
    "tests/web/test_settings_page.py:test_the_companys_own_gateway_is_tried_out": "one story",
    "tests/wecom_house.py:open_wecom": "a house is put together in one place",
}  # fmt: skip


def test_files_and_functions_stay_small() -> None:
    """Over 300 lines a file needs a reason, over 40 a function; a reason that is stale goes."""
    long, functions = set(), set()
    for name in (*PACKAGES, "tests", "benchmarks", "learning"):
        for path in (ROOT / name).rglob("*.py"):
            where, text = path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
            if len(text.splitlines()) > 300:
                long.add(where)
            functions |= {
                f"{where}:{found.name}"
                for found in ast.walk(ast.parse(text))
                if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef)
                and (found.end_lineno or 0) - found.lineno >= 40
            }
    assert long == set(LONG_FILES)
    assert functions == set(LONG_FUNCTIONS)
