"""What platforms remember"""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant, Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remembered",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("value", Json(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("platform", "name", name=op.f("pk_remembered")),
    )
    # Five complaints from one community within half an hour are a question at every new one.
    op.create_index(op.f("ix_tickets_community_opened_at"), "tickets", ["community", "opened_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_tickets_community_opened_at"), "tickets")
    op.drop_table("remembered")
