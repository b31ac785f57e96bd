"""First tables"""
# ruff: noqa: E501 -- a migration is a record, written once by the tool

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant, Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("routes", Json(), nullable=False),
        sa.Column("leader_group_name", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_company_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "groups",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.String(length=128), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat_id", name=op.f("pk_groups")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'quarantined')", name=op.f("ck_inbox_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_state_id"), ["state", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_inbox_state_lane_id"), ["state", "lane", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_state_not_before"), ["state", "not_before"], unique=False
        )

    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("has_card", sa.Boolean(), nullable=False),
        sa.Column("supersede", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("sent_id", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'dropped')",
            name=op.f("ck_outbox_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_lane_sent_id"), ["lane", "sent_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_state_lane_priority_id"),
            ["state", "lane", "priority", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_state_not_before"), ["state", "not_before"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outbox_supersede"), ["supersede"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outbox_ticket_has_card"), ["ticket", "has_card"], unique=False
        )

    op.create_table(
        "people",
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_people")),
    )
    op.create_table(
        "policies",
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_policies")),
    )
    op.create_table(
        "questions",
        sa.Column("lane", sa.String(length=256), nullable=False),
        sa.Column("user_id", sa.String(length=128), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("lane", "user_id", "ticket", "about", name=op.f("pk_questions")),
    )
    op.create_table(
        "shifts",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("people", Json(), nullable=False),
        sa.Column("begins", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_shifts")),
    )
    op.create_table(
        "departments",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("head", sa.String(length=128), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["head"], ["people.key"], name=op.f("fk_departments_head")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_departments")),
    )
    op.create_table(
        "identities",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.String(length=128), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.key"], name=op.f("fk_identities_person")),
        sa.PrimaryKeyConstraint("platform", "user_id", name=op.f("pk_identities")),
    )
    op.create_table(
        "leaders",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.key"], name=op.f("fk_leaders_person")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_leaders")),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("policy", sa.String(length=16), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("community", sa.Text(), nullable=True),
        sa.Column("room_temp_c", sa.Float(), nullable=True),
        sa.Column("happened", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("why", Json(), nullable=False),
        sa.Column("needs_check", sa.Boolean(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("origin_platform", sa.String(length=16), nullable=False),
        sa.Column("origin_chat", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=True),
        sa.Column("promised_at", Instant(), nullable=True),
        sa.Column("extension", Json(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("group_platform", sa.String(length=16), nullable=True),
        sa.Column("group_chat", sa.Text(), nullable=True),
        sa.Column("group_title", sa.Text(), nullable=True),
        sa.Column("team", Json(), nullable=False),
        sa.Column("missed", Json(), nullable=False),
        sa.Column("clocks", Json(), nullable=False),
        sa.Column("generations", Json(), nullable=False),
        sa.Column("marks", Json(), nullable=False),
        sa.CheckConstraint("severity IN ('general', 'major')", name=op.f("ck_tickets_severity")),
        sa.CheckConstraint(
            "status IN ('registered', 'dispatched', 'acknowledged', 'contacted', 'on_site', 'planned', 'handled', 'accepted', 'fed_back', 'followed_up', 'closed', 'void', 'merged')",
            name=op.f("ck_tickets_status"),
        ),
        sa.CheckConstraint(
            "type IN ('quality', 'facility', 'service', 'other')", name=op.f("ck_tickets_type")
        ),
        sa.ForeignKeyConstraint(["policy"], ["policies.version"], name=op.f("fk_tickets_policy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tickets_content_digest"), ["content_digest"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_tickets_group_chat"), ["group_chat"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_tickets_status_department"), ["status", "department"], unique=False
        )

    op.create_table(
        "deadlines",
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("speaks_at", Instant(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('armed', 'ended', 'quarantined')", name=op.f("ck_deadlines_state")
        ),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_deadlines_ticket")),
        sa.PrimaryKeyConstraint("ticket", "rule", "generation", name=op.f("pk_deadlines")),
    )
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deadlines_state_speaks_at"), ["state", "speaks_at"], unique=False
        )

    op.create_table(
        "members",
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.key"], name=op.f("fk_members_department")
        ),
        sa.ForeignKeyConstraint(["person"], ["people.key"], name=op.f("fk_members_person")),
        sa.PrimaryKeyConstraint("department", "position", name=op.f("pk_members")),
    )
    op.create_table(
        "timeline",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_timeline_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline")),
    )
    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timeline_ticket_id"), ["ticket", "id"], unique=False)
    op.execute("INSERT INTO counters (name, value) VALUES ('ticket', 0)")


def downgrade() -> None:
    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timeline_ticket_id"))

    op.drop_table("timeline")
    op.drop_table("members")
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadlines_state_speaks_at"))

    op.drop_table("deadlines")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_status_department"))
        batch_op.drop_index(batch_op.f("ix_tickets_opened_at"))
        batch_op.drop_index(batch_op.f("ix_tickets_group_chat"))
        batch_op.drop_index(batch_op.f("ix_tickets_content_digest"))

    op.drop_table("tickets")
    op.drop_table("leaders")
    op.drop_table("identities")
    op.drop_table("departments")
    op.drop_table("shifts")
    op.drop_table("questions")
    op.drop_table("policies")
    op.drop_table("people")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_ticket_has_card"))
        batch_op.drop_index(batch_op.f("ix_outbox_supersede"))
        batch_op.drop_index(batch_op.f("ix_outbox_state_not_before"))
        batch_op.drop_index(batch_op.f("ix_outbox_state_lane_priority_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_lane_sent_id"))

    op.drop_table("outbox")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_state_not_before"))
        batch_op.drop_index(batch_op.f("ix_inbox_state_lane_id"))
        batch_op.drop_index(batch_op.f("ix_inbox_state_id"))

    op.drop_table("inbox")
    op.drop_table("groups")
    op.drop_table("counters")
    op.drop_table("company")
