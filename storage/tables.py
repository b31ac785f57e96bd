"""Every table on one page. States are words; instants are UTC; keys are made in Python."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from bot.domain.ticket import Severity, Status, Type
from storage.columns import Instant, Json, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _words(column: str, words: Any) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


tickets = Table(
    "tickets",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # the number people say
    Column("status", String(16), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("type", String(16), nullable=False),
    Column("department", String(64), nullable=False),
    Column("policy", String(16), ForeignKey("policies.version"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("content", Words, nullable=False),
    Column("content_digest", String(32), nullable=False),  # finds the same words said again
    Column("version", Integer, nullable=False),  # the second of two savers is told
    Column("name", Words),
    Column("phone", Words),
    Column("address", Words),
    Column("community", Words),
    Column("room_temp_c", Float),
    Column("happened", Words),
    Column("source", String(8), nullable=False),
    Column("why", Json, nullable=False),
    Column("needs_check", Boolean, nullable=False),
    Column("reporter", Words, nullable=False),
    Column("origin_platform", String(16), nullable=False),
    Column("origin_chat", Words, nullable=False),
    Column("handler", Words),
    Column("promised_at", Instant),
    Column("extension", Json),
    Column("plan", Words),
    Column("result", Words),
    Column("rating", Words),
    Column("returns", Integer, nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("alike", BigInteger),
    Column("parent", BigInteger),
    Column("incident", Words),
    Column("households", Integer, nullable=False),
    Column("door", String(64)),  # building, unit and room in one spelling
    Column("compound", String(64)),  # the community in one spelling
    Column("merged_into", BigInteger),
    Column("closed_at", Instant),
    Column("group_platform", String(16)),
    Column("group_chat", Words),
    Column("group_title", Words),
    Column("team", Json, nullable=False),
    Column("missed", Json, nullable=False),
    Column("clocks", Json, nullable=False),
    Column("past", Json, nullable=False, server_default="[]"),
    Column("generations", Json, nullable=False),
    Column("marks", Json, nullable=False),
    _words("status", Status),
    _words("severity", Severity),
    _words("type", Type),
    Index(None, "status", "department"),
    Index(None, "opened_at"),
    Index(None, "compound", "opened_at"),
    Index(None, "phone", "opened_at"),
    Index(None, "door", "opened_at"),
    Index(None, "content_digest"),
    Index(None, "group_chat"),
    Index(None, "parent"),
    Index(None, "incident", "opened_at"),
)

timeline = Table(
    "timeline",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket", BigInteger, ForeignKey("tickets.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("what", String(32), nullable=False),
    Column("words", Words, nullable=False),
    Column("facts", Json, nullable=False),
    Index(None, "ticket", "id"),
)

deadlines = Table(
    "deadlines",
    metadata,
    # One row for each time a rule is armed: firing twice is impossible by key.
    Column("ticket", BigInteger, ForeignKey("tickets.id"), primary_key=True),
    Column("rule", String(16), primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("speaks_at", Instant, nullable=False),
    Column("step", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Words),
    _words("state", ("armed", "ended", "quarantined")),
    Index(None, "state", "speaks_at"),
    Index(None, "state", "due_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", Words, nullable=False),
    Column("key", Words, nullable=False, unique=True),  # a vendor's repetition meets itself here
    Column("digest", String(32), nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("payload", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("outcome", Words),
    Column("done_at", Instant),
    _words("state", ("waiting", "done", "quarantined")),
    Index(None, "state", "id"),
    Index(None, "state", "lane", "id"),
    Index(None, "state", "not_before"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", Words, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", Words, nullable=False, unique=True),  # the same cause run again adds nothing
    Column("payload", Json, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("ticket", BigInteger),
    Column("has_card", Boolean, nullable=False),
    Column("supersede", Words),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("owner", Words),
    Column("sent_at", Instant),
    Column("sent_id", Words),
    Column("error", Words),
    _words("state", ("waiting", "sending", "sent", "failed", "dropped")),
    Index(None, "state", "lane", "priority", "id"),
    Index(None, "state", "not_before"),
    Index(None, "lane", "sent_id"),
    Index(None, "ticket", "has_card"),
    Index(None, "supersede"),
)

decided = Table(
    "decided",
    metadata,
    # What people said about rows that were set aside.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("action", String(8), nullable=False),
    Column("queue", String(8), nullable=False),
    Column("row", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("lane", Words, nullable=False),
    Column("ticket", BigInteger),
    Column("reason", Words, nullable=False),  # why it had been set aside
    _words("action", ("again", "let_be")),
)

policies = Table(
    "policies",
    metadata,
    Column("version", String(16), primary_key=True),  # made from the contents, so immutable
    Column("payload", Json, nullable=False),
)

company = Table(
    "company",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("service", String(64), nullable=False),
    Column("routes", Json, nullable=False),
    Column("leader_group_name", Words, nullable=False),
    CheckConstraint("id = 1", name="one"),
)

people = Table(
    "people",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("name", Words, nullable=False),
    Column("mobile", Words),
)

identities = Table(
    "identities",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("user_id", String(128), primary_key=True),  # one account is one person's
    Column("person", String(128), ForeignKey("people.key"), nullable=False),
    Column("away", String(16)),  # why nobody is reached by it; empty: he is there
)

departments = Table(
    "departments",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("head", String(128), ForeignKey("people.key"), nullable=False),
    Column("group_name", Words, nullable=False),
    Column("listed", Json),  # what the platforms' directories say of it
)

members = Table(
    "members",
    metadata,
    Column("department", String(64), ForeignKey("departments.key"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("person", String(128), ForeignKey("people.key"), nullable=False),
)

groups = Table(
    "groups",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("chat_id", String(128), primary_key=True),  # a group belongs to one department
    Column("department", String(64)),  # empty: the leaders'
    Column("position", Integer, nullable=False),
)

leaders = Table(
    "leaders",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("person", String(128), ForeignKey("people.key"), nullable=False),
)

shifts = Table(
    "shifts",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("department", String(64), nullable=False),  # a department's key, or leaders
    Column("people", Json, nullable=False),
    Column("begins", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("lane", String(256), primary_key=True),
    Column("user_id", String(128), primary_key=True),
    Column("ticket", BigInteger, primary_key=True),
    Column("about", String(16), primary_key=True),
    Column("asked_at", Instant, nullable=False),
    Column("words", Words, nullable=False, server_default=""),
    Column("cause", BigInteger, nullable=False, server_default="0"),  # rises; one instant has many
)

remembered = Table(
    "remembered",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("name", String(256), primary_key=True),
    Column("value", Json),
    Column("number", BigInteger, nullable=False),  # what is counted, such as a month's calls
    Column("until", Instant),
)

administrator = Table(
    "administrator",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("password", Text, nullable=False),  # never the password itself: salted and stretched
    Column("changed_at", Instant, nullable=False),
    Column("wrong", Integer, nullable=False),  # tries in a row that were wrong
    Column("locked_until", Instant),
    CheckConstraint("id = 1", name="one"),
)

guesses = Table(
    "guesses",
    metadata,
    # Wrong passwords from one address; forgotten a day after the last.
    Column("address", String(64), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("last_at", Instant, nullable=False),
    Index(None, "last_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),  # a digest; the browser alone has the token
    Column("platform", String(16), nullable=False),  # empty: the administrator
    Column("user_id", String(128), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Index(None, "ends_at"),
    Index(None, "platform", "user_id", "ends_at"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    # Somebody who went to a vendor to prove who he is, and has not come back yet.
    Column("state", String(64), primary_key=True),
    Column("visit", String(64), nullable=False),  # the browser that went
    Column("platform", String(16), nullable=False),
    Column("onward", Text, nullable=False),
    Column("until", Instant, nullable=False),
    Column("address", String(64)),
    Index(None, "until"),
    Index(None, "address", "until"),
)

receipts = Table(
    "receipts",
    metadata,
    # What became of a complaint that came online; the receipt is all that its sender has.
    Column("id", String(64), primary_key=True),
    Column("sender", String(64), nullable=False),  # the way it came by
    Column("ticket", BigInteger, ForeignKey("tickets.id"), nullable=False),
    Column("opened", Boolean, nullable=False),  # else it went to a ticket that was there
    Column("at", Instant, nullable=False),
    Index(None, "ticket"),
)

knocks = Table(
    "knocks",
    metadata,
    # Who came to an open door, and when: the limits' sliding log.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("who", String(128), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "who", "at"),
    Index(None, "at"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
