"""`heatdesk admin`: who can run this on the server is whom the pages trust without a vendor."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime

from bot.reasons import reason_no_database, reason_no_schema
from bot.settings import Settings
from bot.web import passwords
from storage.accounts import Accounts
from storage.migrate import migrate_new
from storage.schema import SchemaMissing, SchemaNewer
from storage.store import Storage


class PasswordMistake(ValueError):
    """What is wrong, in a sentence for the person at the terminal."""


def ask_password() -> str:
    """Asked twice without showing it; one line where nobody is at a terminal."""
    if not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return _checked(sys.stdin.readline().rstrip("\r\n"))
    try:
        first = _checked(getpass.getpass(f"管理员密码（至少 {passwords.SHORTEST} 个字符）："))
        again = getpass.getpass("再输一遍：")
    except EOFError:
        raise PasswordMistake("没有输入密码，什么都没改") from None
    if first != again:
        raise PasswordMistake("两遍不一样，什么都没改。请再运行一次")
    return first


def _checked(password: str) -> str:
    if len(password) < passwords.SHORTEST:
        raise PasswordMistake(
            f"密码要 {passwords.SHORTEST} 个字符以上，什么都没改。几个不相干的词连起来好记又难猜"
        )
    if len(password) > passwords.LONGEST:
        raise PasswordMistake(f"密码最长 {passwords.LONGEST} 个字符，什么都没改")
    return password


async def set_password(settings: Settings, password: str) -> None:
    """Sets it, undoes locks, ends the old one's sessions. Raises PasswordMistake."""
    try:
        await migrate_new(settings.database.url)
        storage = await Storage.open(settings.database.url, alone=False)
    except SchemaMissing as missing:
        newer = isinstance(missing, SchemaNewer)
        raise PasswordMistake(reason_no_schema(newer=newer)) from None
    except Exception as error:  # whatever the driver raises, a person reads one sentence
        raise PasswordMistake(
            f"数据库打不开（{reason_no_database(error)}）：检查 database.url 和数据库是否开着"
        ) from None
    try:
        await Accounts(storage).set_password(passwords.kept(password), datetime.now(UTC))
    finally:
        await storage.close()
