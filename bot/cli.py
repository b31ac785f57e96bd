"""The command line. Exit codes: 0 done, 1 the thing asked for failed, 2 wrong usage."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import signal
import sys
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from bot import warm
from bot.usage import Parser, day, file_of, path, port

if TYPE_CHECKING:
    from bot.settings import Settings

T = TypeVar("T")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; mistakes go to stderr in one sentence that says what to do."""
    _speak_utf8()
    arguments = _parser().parse_args(argv)
    try:
        with warm.reading():
            return int(arguments.run(arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _speak_utf8() -> None:
    """What goes into a file or a pipe is UTF-8 under every locale; a terminal keeps its own."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="heatdesk", description="供热投诉值守机器人")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")

    demo = commands.add_parser("demo", help="在浏览器里试用，不用任何账号")
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--port", type=port, default=8080)
    demo.add_argument("--data", type=path, default=".heatdesk")
    demo.add_argument("--no-browser", action="store_true")
    demo.set_defaults(run=_demo)

    for name, run, words in (
        ("run", _run, "正式运行"),
        ("check", _check, "一次查出配置、数据库的全部问题"),
        ("migrate", _migrate, "把数据库升到这个版本"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--config", type=path)
        if name == "check":
            command.add_argument("--platform", choices=("dingtalk", "wecom"), help="只看这一个")
            command.add_argument("--ring", action="store_true", help="在应用里试着叫一次管理员")
        command.set_defaults(run=run)

    admin = commands.add_parser("admin", help="设网页管理员的密码；忘了、锁住了也用它")
    admin.add_argument("--config", type=path)
    admin.set_defaults(run=_admin)

    ring = commands.add_parser("ring", help="经公司自己的电话、短信网关试呼一次")
    ring.add_argument("to", help="公司文件里的名字，或手机号")
    ring.add_argument("--level", choices=("phone", "sms"), default="phone")
    ring.add_argument("--config", type=path)
    ring.set_defaults(run=_ring)

    parse = commands.add_parser("parse", help="读投诉：JSON Lines 进，JSON Lines 出")
    parse.add_argument(
        "--eval", type=path, metavar="FILE.jsonl", help="在标注过的消息上量一量读得准不准"
    )
    parse.add_argument("--errors", action="store_true", help="同 --eval 一起：逐条列出读错的")
    parse.set_defaults(run=_parse)

    export = commands.add_parser("export", help="把投诉台账写成 Excel")
    export.add_argument("--from", dest="first", type=day, required=True, metavar="2026-11-01")
    export.add_argument("--to", dest="last", type=day, required=True, metavar="2026-11-30")
    export.add_argument("--out", type=file_of(".xlsx"), required=True, metavar="FILE.xlsx")
    export.add_argument("--config", type=path)
    export.set_defaults(run=_export)

    report = commands.add_parser("report", help="写投诉处理报告：Word 或 Markdown")
    report.add_argument("--period", choices=("day", "week", "month", "season"), required=True)
    report.add_argument("--at", type=day, metavar="2026-11-23", help="这一期里的任何一天")
    report.add_argument("--out", type=file_of(".docx", ".md"), required=True, metavar="FILE.docx")
    report.add_argument("--config", type=path)
    report.set_defaults(run=_report)

    simulate = commands.add_parser("simulate", help="按剧本演一遍，时钟自己走")
    simulate.add_argument("file", type=path)
    simulate.add_argument("--json", action="store_true")
    simulate.set_defaults(run=_simulate)
    return parser


def _complete(work: Coroutine[Any, Any, T]) -> T:
    """Asyncio is loaded by who needs it: `parse` starts in half the time without."""
    import asyncio

    return asyncio.run(work)


def _fail(words: object) -> int:
    print(words, file=sys.stderr)
    return 1


def _parse(arguments: argparse.Namespace) -> int:
    if arguments.eval:
        return _evaluate(arguments)
    if arguments.errors:
        print("--errors 要同 --eval FILE.jsonl 一起用", file=sys.stderr)
        return 2
    from bot.parse import answer

    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    for line in sys.stdin:
        print(json.dumps(answer(line), ensure_ascii=False), flush=True)
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from bot.evaluate import EvaluationMistake, errors, figures, load, measure, table

    try:
        rows, mistakes = load(arguments.eval)
    except EvaluationMistake as mistake:
        return _fail(mistake)
    for line in mistakes:
        print(line, file=sys.stderr)
    if rows:
        tally = measure(rows)
        if arguments.errors:
            print(*errors(tally), sep="\n")
        print(*table(figures(rows, tally)), sep="\n")
    return 1 if mistakes else 0


def _simulate(arguments: argparse.Namespace) -> int:
    from bot.log import set_up
    from bot.scenario import ScenarioMistake, load
    from bot.simulate import as_json, as_text, simulate

    set_up("ERROR")
    try:
        lines = _complete(simulate(load(arguments.file)))
    except ScenarioMistake as mistake:
        return _fail(mistake)
    for line in lines:
        print(as_json(line) if arguments.json else as_text(line))
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    from bot.reasons import reason_of
    from bot.serve import CannotBegin, serve_demo

    try:
        browse = not arguments.no_browser
        _complete(serve_demo(arguments.host, arguments.port, arguments.data, browse=browse))
    except CannotBegin as error:
        return _fail(error)
    except OSError as error:
        return _fail(f"{arguments.data} 用不了（{reason_of(error)}）：用 --data 换一个能写的文件夹")
    return 0


def _settings(arguments: argparse.Namespace) -> Any:
    from bot.settings import read_settings

    default = path("heatdesk.toml")
    return read_settings(arguments.config or (default if default.exists() else None))


def _ring(arguments: argparse.Namespace) -> int:
    from bot.domain.company_config import CompanyMistake
    from bot.ring import ring
    from bot.settings import SettingsMistake

    try:
        settings = _settings(arguments)
        wrong = _complete(ring(settings, arguments.level, arguments.to))
    except (SettingsMistake, CompanyMistake) as mistake:
        return _fail(mistake)
    if wrong is not None:
        return _fail(f"网关没有收下：{wrong}。检查 gateway.url、密钥和网关的日志")
    print("网关收下了：看手机有没有响")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from bot.ledger_commands import export

    return export(arguments, _settings)


def _report(arguments: argparse.Namespace) -> int:
    from bot.ledger_commands import report

    return report(arguments, _settings)


def _migrate(arguments: argparse.Namespace) -> int:
    from bot.check import not_migrated
    from bot.settings import SettingsMistake
    from storage.migrate import migrate

    try:
        _complete(migrate(_settings(arguments).database.url))
    except SettingsMistake as mistake:
        return _fail(mistake)
    except Exception as error:  # whatever the driver raises, a person reads one sentence
        return _fail(not_migrated(error))
    print("数据库已是最新")
    return 0


def _admin(arguments: argparse.Namespace) -> int:
    from bot.administrator import PasswordMistake, ask_password, set_password
    from bot.settings import SettingsMistake

    try:
        settings = _settings(arguments)
        _complete(set_password(settings, ask_password()))
    except (SettingsMistake, PasswordMistake) as mistake:
        return _fail(mistake)
    print("管理员密码已设好，以前登录的都已退出。打开网页，选「管理员登录」")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from bot.check import figures, mistakes
    from bot.log import set_up
    from bot.settings import SettingsMistake

    set_up("CRITICAL")  # a line for each mistake, and no other
    found: list[str] = []
    try:
        settings = _settings(arguments)
    except SettingsMistake as mistake:
        found, settings = str(mistake).splitlines(), mistake.rest
    if settings is not None:
        found += _complete(mistakes(settings, platform=arguments.platform))
    if found and arguments.config is None and not path("heatdesk.toml").exists():
        found.append("这里没有 heatdesk.toml，查的是默认设置：到放它的文件夹里运行，或写 --config")
    for line in found:
        print(line, file=sys.stderr)
    if not found and settings is not None:
        told = _complete(figures(settings, ring=arguments.ring, platform=arguments.platform))
        print("没有发现问题", *told, sep="\n")
    return 1 if found else 0


def _run(arguments: argparse.Namespace) -> int:
    import asyncio

    from bot.settings import SettingsMistake

    # Until the service listens nothing is begun that must be finished: SIGTERM ends it at once.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return _complete(_begin(_settings(arguments)))
    except SettingsMistake as mistake:
        return _fail(mistake)
    except asyncio.CancelledError:
        return 0


async def _begin(settings: Settings) -> int:
    import asyncio

    from bot.check import mistakes
    from bot.serve import CannotBegin, serve
    from storage.migrate import migrate_new

    # From here on as a cancellation: an exit raised within some task would be its failure.
    if (begun := asyncio.current_task()) is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, begun.cancel)
    with contextlib.suppress(Exception):  # what is wrong with the database is said below
        await migrate_new(settings.database.url)
    if found := await mistakes(settings, ask_vendors=False):
        return _fail("\n".join(found))
    try:
        await serve(settings)
    except CannotBegin as error:
        return _fail(error)
    return 0
