"""Repeats and incidents"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Words
from storage.tickets import places

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ENDED = ("closed", "void", "merged")
_NEW = ("repeats", "alike", "parent", "incident", "households", "door", "compound")


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        for name in ("repeats", "households"):
            tickets.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        for name in ("alike", "parent"):
            tickets.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
        tickets.add_column(sa.Column("incident", Words(), nullable=True))
        for name in ("door", "compound"):
            tickets.add_column(sa.Column(name, sa.String(length=64), nullable=True))
    with op.batch_alter_table("tickets") as tickets:
        for name in ("repeats", "households"):
            tickets.alter_column(name, server_default=None)
    op.drop_index(op.f("ix_tickets_community_opened_at"), "tickets")
    for name in ("compound", "phone", "door", "incident"):
        op.create_index(op.f(f"ix_tickets_{name}_opened_at"), "tickets", [name, "opened_at"])
    op.create_index(op.f("ix_tickets_parent"), "tickets", ["parent"])
    _find_places()


def _find_places() -> None:
    """What is open now shall be recognised as well."""
    t = sa.table("tickets", *map(sa.column, ("id", "status", "address", "community", *_NEW)))
    connection = op.get_bind()
    found = connection.execute(
        sa.select(t.c.id, t.c.address, t.c.community).where(t.c.status.not_in(_ENDED))
    )
    for number, address, community in found.all():
        known = places(address, community)
        connection.execute(sa.update(t).where(t.c.id == number).values(**known))


def downgrade() -> None:
    op.drop_index(op.f("ix_tickets_parent"), "tickets")
    for name in ("incident", "door", "phone", "compound"):
        op.drop_index(op.f(f"ix_tickets_{name}_opened_at"), "tickets")
    op.create_index(op.f("ix_tickets_community_opened_at"), "tickets", ["community", "opened_at"])
    with op.batch_alter_table("tickets") as tickets:
        for name in reversed(_NEW):
            tickets.drop_column(name)
