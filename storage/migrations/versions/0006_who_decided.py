"""Who said what about a row that was set aside"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant, Words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decided",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("queue", sa.String(length=8), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("lane", Words(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("reason", Words(), nullable=False),
        sa.CheckConstraint("action IN ('again', 'let_be')", name=op.f("ck_decided_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decided")),
    )


def downgrade() -> None:
    op.drop_table("decided")
