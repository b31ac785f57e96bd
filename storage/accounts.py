"""Who may come in to the pages: the administrator's account, sessions, sign-ins under way.

Nothing here would let a reader of the database in: tokens are kept as digests, the password
stretched. Times are rows, so a restart forgets no lock.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Delete, Table, delete, insert, select, true, update

from storage.store import Storage
from storage.tables import administrator, guesses, sessions, sign_ins

#: So many wrong passwords from one address are a person who mistypes; from then on each one locks
#: the address. So many from all of them together lock the account: somebody guesses from many.
FREE_TRIES, FREE_IN_ALL = 5, 20
_FIRST_LOCK, _LONGEST_LOCK = timedelta(minutes=1), timedelta(hours=1)
#: An address that guessed is forgotten after this time.
_FORGOTTEN = timedelta(days=1)
#: So many sign-ins may be under way from one address, and in all; of one account so many browsers
#: are signed in. The oldest give way.
UNDER_WAY, UNDER_WAY_IN_ALL, BROWSERS = 100, 10_000, 20


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, by a platform's word. Without a platform it is the administrator."""

    platform: str
    user_id: str


ADMINISTRATOR = Identity("", "administrator")


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is signed in."""

    who: Identity
    began_at: datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody on the way back from a vendor. `visit` is the browser's digest, `address` where it
    was when it left."""

    platform: str
    visit: str
    onward: str
    address: str


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many wrong passwords: none is looked at before then."""

    until: datetime


def digest(token: str) -> str:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def lock_after(wrong: int, free: int = FREE_TRIES) -> timedelta | None:
    """How long nothing is tried after so many wrong passwords in a row."""
    if wrong < free:
        return None
    return min(_FIRST_LOCK * (1 << min(wrong - free, 16)), _LONGEST_LOCK)


class Accounts:
    """Every change is a short transaction of its own."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    # -- the administrator ----------------------------------------------------------------------

    async def has_administrator(self) -> bool:
        """Whether a password was ever set."""
        async with self._storage.looking() as connection:
            return (await connection.execute(select(administrator.c.id))).first() is not None

    async def set_password(self, password: str, now: datetime) -> None:
        """A new password, kept as given; locks are undone, whoever used the old one is out."""
        values = {"password": password, "changed_at": now, "wrong": 0, "locked_until": None}
        async with self._storage.changing() as connection:
            done = await connection.execute(update(administrator).values(**values))
            if not done.rowcount:
                await connection.execute(insert(administrator).values(id=1, **values))
            await connection.execute(delete(guesses))
            gone = sessions.c.platform == ADMINISTRATOR.platform
            await connection.execute(delete(sessions).where(gone))

    async def try_password(self, now: datetime, address: str) -> str | Locked | None:
        """The kept password to compare with; None without an account.

        The try counts as wrong from this moment on, for the account and for the address, so that
        many at once get no more than their number; `right_password` takes it back.
        """
        async with self._storage.changing() as connection:
            query = select(administrator).with_for_update()
            row = (await connection.execute(query)).mappings().first()
            if row is None:
                return None
            if row["locked_until"] is not None and now < row["locked_until"]:
                return Locked(row["locked_until"])
            # The account's row is held: nobody else counts this address meanwhile.
            here = guesses.c.address == address
            guessed = (await connection.execute(select(guesses).where(here))).mappings().first()
            if guessed and guessed["locked_until"] and now < guessed["locked_until"]:
                return Locked(guessed["locked_until"])
            await connection.execute(delete(guesses).where(guesses.c.last_at <= now - _FORGOTTEN))
            values = _counted(row["wrong"] + 1, FREE_IN_ALL, now)
            await connection.execute(update(administrator).values(**values))
            values = _counted(guessed["wrong"] + 1 if guessed else 1, FREE_TRIES, now)
            await connection.execute(delete(guesses).where(here))
            await connection.execute(insert(guesses).values(address=address, last_at=now, **values))
            kept: str = row["password"]
            return kept

    async def right_password(self, address: str) -> None:
        """It was right: the counts begin anew."""
        async with self._storage.changing() as connection:
            await connection.execute(update(administrator).values(wrong=0, locked_until=None))
            await connection.execute(delete(guesses).where(guesses.c.address == address))

    # -- sessions -------------------------------------------------------------------------------

    async def begin(self, token: str, who: Identity, now: datetime, lasts: timedelta) -> None:
        """A browser is let in; what has run out is cleared away."""
        row = {
            "token": digest(token),
            "platform": who.platform,
            "user_id": who.user_id,
            "began_at": now,
            "ends_at": now + lasts,
        }
        async with self._storage.changing() as connection:
            await connection.execute(delete(sessions).where(sessions.c.ends_at <= now))
            await connection.execute(insert(sessions).values(**row))
            his = (sessions.c.platform == who.platform) & (sessions.c.user_id == who.user_id)
            await connection.execute(_beyond(sessions, sessions.c.ends_at, BROWSERS, his))

    async def session(self, token: str, now: datetime) -> Session | None:
        """The session behind a browser's token."""
        query = select(sessions).where(sessions.c.token == digest(token), sessions.c.ends_at > now)
        async with self._storage.looking() as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is None:
            return None
        return Session(Identity(row["platform"], row["user_id"]), row["began_at"])

    async def end(self, token: str) -> None:
        """Signed out: the token is good for nothing any more."""
        async with self._storage.changing() as connection:
            await connection.execute(delete(sessions).where(sessions.c.token == digest(token)))

    # -- on the way to a vendor and back --------------------------------------------------------

    async def leave(self, state: str, sign_in: SignIn, now: datetime, lasts: timedelta) -> None:
        """Somebody goes to a vendor and will come back with this state."""
        row = {
            "state": digest(state),
            "visit": sign_in.visit,
            "platform": sign_in.platform,
            "onward": sign_in.onward,
            "until": now + lasts,
            "address": sign_in.address,
        }
        async with self._storage.changing() as connection:
            await connection.execute(delete(sign_ins).where(sign_ins.c.until <= now))
            await connection.execute(insert(sign_ins).values(**row))
            here = sign_ins.c.address == sign_in.address
            until = sign_ins.c.until
            await connection.execute(_beyond(sign_ins, until, UNDER_WAY, here))
            await connection.execute(_beyond(sign_ins, until, UNDER_WAY_IN_ALL, true()))

    async def come_back(self, state: str, now: datetime) -> SignIn | None:
        """Who left with this state. It is good once, and not for long."""
        taken = delete(sign_ins).where(sign_ins.c.state == digest(state)).returning(*sign_ins.c)
        async with self._storage.changing() as connection:
            row = (await connection.execute(taken)).mappings().first()
        if row is None or row["until"] <= now:
            return None
        return SignIn(row["platform"], row["visit"], row["onward"], row["address"] or "")


def _counted(wrong: int, free: int, now: datetime) -> dict[str, Any]:
    lock = lock_after(wrong, free)
    return {"wrong": wrong, "locked_until": now + lock if lock else None}


def _beyond(table: Table, at: Column[Any], most: int, among: ColumnElement[bool]) -> Delete:
    """Takes away what is older than the newest `most` of these."""
    newest = select(at).where(among).order_by(at.desc()).offset(most).limit(1)
    return delete(table).where(among, at <= newest.scalar_subquery())
